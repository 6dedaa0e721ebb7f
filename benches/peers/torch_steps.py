"""Milliseconds a step of the workloads in PyTorch on one thread, on random rows of the same shapes.

Usage: torch_steps.py workloads.json times.json turns
"""

import json
import statistics
import sys
import time

import torch
from torch import nn

SHAPES = {"breast-cancer": [30], "spirals": [2], "digits": [64], "mnist": [1, 28, 28]}
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid}


def network(shape, specs, fused):
    """The layers; the activation that the loss is computed with is left out."""
    layers, size = [], shape
    for at, spec in enumerate(specs):
        kind = spec["kind"]
        if kind == "dense":
            layers.append(nn.Linear(size[0], spec["units"]))
            size = [spec["units"]]
        elif kind == "conv2d":
            side = spec["kernelSize"]
            layers.append(nn.Conv2d(size[0], spec["filters"], side))
            size = [spec["filters"], size[1] - side + 1, size[2] - side + 1]
        elif kind == "max-pool2d":
            layers.append(nn.MaxPool2d(2))
            size = [size[0], size[1] // 2, size[2] // 2]
        elif kind == "flatten":
            layers.append(nn.Flatten())
            size = [torch.Size(size).numel()]
        elif kind == "dropout":
            layers.append(nn.Dropout(spec["rate"]))
        if spec.get("activation") in ACTIVATIONS and not (fused and at == len(specs) - 1):
            layers.append(ACTIVATIONS[spec["activation"]]())
    return nn.Sequential(*layers), size[0]


def step(workload):
    """A function that trains a step."""
    experiment = workload["experiment"]
    shape, rows = SHAPES[experiment["data"]["name"]], experiment["batchSize"]
    kind = experiment["loss"]
    model, outputs = network(shape, experiment["model"]["layers"], kind != "mse")
    x = torch.rand(rows, *shape)
    if kind == "categorical-crossentropy":
        loss, y = nn.CrossEntropyLoss(), torch.randint(outputs, (rows,))
    else:
        loss = nn.MSELoss() if kind == "mse" else nn.BCEWithLogitsLoss()
        y = torch.randint(2, (rows, outputs)).float()
    rule = torch.optim.SGD if experiment["optimizer"]["kind"] == "sgd" else torch.optim.Adam
    optimizer = rule(model.parameters(), lr=workload["lr"])

    def train():
        optimizer.zero_grad()
        loss(model(x), y).backward()
        optimizer.step()

    return train


def main():
    given, answer, turns = sys.argv[1:]
    torch.set_num_threads(1)
    times = {}
    with open(given, encoding="utf-8") as file:
        workloads = json.load(file)
    for workload in workloads:
        train = step(workload)
        for _ in range(20):
            train()
        taken = []
        for _ in range(int(turns)):
            start = time.perf_counter()
            for _ in range(20):
                train()
            taken.append((time.perf_counter() - start) * 1000 / 20)
        times[workload["name"]] = statistics.median(taken)
    with open(answer, "w", encoding="utf-8") as file:
        json.dump(times, file)


main()
