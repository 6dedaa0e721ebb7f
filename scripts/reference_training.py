"""Trains small networks with Keras 3.15 or PyTorch 2.15 for tests/fixtures/training_more.json.

    pip install keras==3.15.1 jax torch==2.15.0
    python scripts/reference_training.py keras && python scripts/reference_training.py torch

Each run replaces its own library's cases and leaves the other's. Every optimizer is there with settings that are not
its defaults; the rates change from step to step, so that a velocity that holds the rate shows. Everything is float32;
batches are consecutive rows, the last of an epoch smaller; `losses[i]` is measured before the update of step i.
"""

import json
import os
import pathlib
import sys

import numpy as np

FIXTURE = pathlib.Path(__file__).parent.parent / "tests" / "fixtures" / "training_more.json"


def problem(seed, rows, layers, loss, batch_size, steps):
    """A network, its data and its first weights, the same for both libraries."""
    rng = np.random.default_rng(seed)
    inputs, outputs = layers[0], layers[-1][0]
    features = rng.normal(size=(rows, inputs))
    signal = features @ rng.normal(size=(inputs, outputs)) + 0.5 * rng.normal(size=(rows, outputs))
    targets = {
        "categorical_crossentropy": lambda: np.eye(outputs)[signal.argmax(axis=1)],
        "binary_crossentropy": lambda: (signal > 0).astype(float),
        "mse": lambda: np.sin(signal),
    }[loss]()
    weights, fan_in = [], inputs
    for units, _ in layers[1:]:
        weights.append(rng.uniform(-0.7, 0.7, size=(fan_in, units)))
        weights.append(rng.uniform(-0.1, 0.1, size=units))
        fan_in = units
    return {
        "model": {"layers": [{"type": "dense", "units": u, "activation": a} for u, a in layers[1:]]},
        "loss": loss,
        "batch_size": batch_size,
        "steps": steps,
        "features": rounded(features),
        "targets": rounded(targets),
        "initial_weights": [tensor(weight) for weight in weights],
    }


def rounded(array):
    """float32 numbers in the fewest digits that give them back."""
    flat = [float(str(number)) for number in np.asarray(array, np.float32).ravel()]
    return np.array(flat).reshape(np.shape(array)).tolist()


def tensor(array):
    return {"shape": list(np.shape(array)), "values": [float(str(n)) for n in np.asarray(array, np.float32).ravel()]}


PROBLEMS = {
    "classes": problem(1, 40, [4, (6, "tanh"), (3, "softmax")], "categorical_crossentropy", 12, 32),
    "curve": problem(2, 30, [3, (5, "sigmoid"), (1, "linear")], "mse", 7, 30),
    "labels": problem(3, 90, [8, (10, "relu"), (5, "tanh"), (2, "sigmoid")], "binary_crossentropy", 32, 45),
}


def rates(lr, steps):
    """Falls by half, then rises to twice the first, so that a rate inside a state is not one outside it."""
    half = steps // 2
    return [float(f"{lr * (0.5 ** (i / half) if i < half else 2 * i / steps):.3g}") for i in range(steps)]


# (optimizer, rate, arguments)
KERAS = [
    ("SGD", 0.1, {"weight_decay": 0.05}),
    ("SGD", 0.05, {"momentum": 0.8, "weight_decay": 0.02}),
    ("SGD", 0.05, {"momentum": 0.95, "nesterov": True, "weight_decay": 0.02}),
    ("Adagrad", 0.1, {}),
    ("Adagrad", 0.1, {"initial_accumulator_value": 0.01, "epsilon": 1e-2}),
    ("Adagrad", 0.1, {"weight_decay": 0.1}),
    ("Adadelta", 1.0, {"rho": 0.8, "epsilon": 1e-4}),
    ("Adadelta", 2.0, {"weight_decay": 0.01}),
    ("RMSprop", 0.01, {"rho": 0.8, "weight_decay": 0.1}),
    ("RMSprop", 0.005, {"momentum": 0.7}),
    ("RMSprop", 0.005, {"centered": True, "epsilon": 1e-3}),
    ("RMSprop", 0.005, {"momentum": 0.5, "centered": True, "rho": 0.95, "epsilon": 1e-3, "weight_decay": 0.1}),
    ("Adam", 0.02, {"beta_1": 0.8, "beta_2": 0.95, "epsilon": 1e-2}),
    ("Adam", 0.02, {"amsgrad": True, "beta_2": 0.8}),
    ("Adam", 0.02, {"weight_decay": 0.2}),
    ("Adam", 0.02, {"beta_1": 0.0, "amsgrad": True, "weight_decay": 0.1}),
    ("AdamW", 0.02, {}),
    ("AdamW", 0.02, {"weight_decay": 0.5, "beta_1": 0.7}),
    ("AdamW", 0.02, {"amsgrad": True, "beta_2": 0.9, "epsilon": 1e-3}),
    ("Nadam", 0.02, {}),
    ("Nadam", 0.02, {"beta_1": 0.7, "beta_2": 0.9, "epsilon": 1e-2}),
    ("Nadam", 0.02, {"weight_decay": 0.2}),
    ("Adamax", 0.02, {}),
    ("Adamax", 0.02, {"beta_1": 0.7, "beta_2": 0.8, "epsilon": 1e-1}),
    ("Adamax", 0.02, {"weight_decay": 0.2}),
    ("Lion", 0.005, {}),
    ("Lion", 0.005, {"beta_1": 0.6, "beta_2": 0.8}),
    ("Lion", 0.005, {"weight_decay": 0.5}),
]
TORCH = [
    ("SGD", 0.1, {"weight_decay": 0.05}),
    ("SGD", 0.05, {"momentum": 0.8, "dampening": 0.4}),
    ("SGD", 0.05, {"momentum": 0.8, "dampening": 0.1, "weight_decay": 0.02}),
    ("SGD", 0.05, {"momentum": 0.95, "nesterov": True, "weight_decay": 0.02}),
    ("Adagrad", 0.05, {"lr_decay": 0.1}),
    ("Adagrad", 0.05, {"initial_accumulator_value": 0.1, "eps": 1e-2}),
    ("Adagrad", 0.05, {"weight_decay": 0.1, "lr_decay": 0.01}),
    ("Adadelta", 1.0, {}),
    ("Adadelta", 1.0, {"rho": 0.8, "eps": 1e-4}),
    ("Adadelta", 2.0, {"weight_decay": 0.01}),
    ("RMSprop", 0.005, {"alpha": 0.8, "weight_decay": 0.1}),
    ("RMSprop", 0.002, {"momentum": 0.7}),
    ("RMSprop", 0.005, {"centered": True, "eps": 1e-2}),
    ("RMSprop", 0.005, {"momentum": 0.5, "centered": True, "alpha": 0.9, "eps": 1e-2, "weight_decay": 0.1}),
    ("Adam", 0.02, {"betas": [0.8, 0.95], "eps": 1e-2}),
    ("Adam", 0.02, {"amsgrad": True, "betas": [0.9, 0.8]}),
    ("Adam", 0.02, {"weight_decay": 0.2}),
    ("Adam", 0.02, {"betas": [0.0, 0.99], "amsgrad": True, "weight_decay": 0.1}),
    ("AdamW", 0.02, {}),
    ("AdamW", 0.02, {"weight_decay": 0.5, "betas": [0.7, 0.99]}),
    ("AdamW", 0.02, {"amsgrad": True, "betas": [0.9, 0.9], "eps": 1e-3}),
    ("NAdam", 0.02, {}),
    ("NAdam", 0.02, {"betas": [0.7, 0.9], "eps": 1e-2, "momentum_decay": 0.1}),
    ("NAdam", 0.02, {"weight_decay": 0.2}),
    ("Adamax", 0.02, {}),
    ("Adamax", 0.02, {"betas": [0.7, 0.8], "eps": 1e-1}),
    ("Adamax", 0.02, {"weight_decay": 0.2}),
    ("RAdam", 0.05, {}),
    ("RAdam", 0.02, {"betas": [0.7, 0.9], "eps": 1e-2}),
    ("RAdam", 0.02, {"weight_decay": 0.2}),
]


def batches(setup):
    rows, size = len(setup["features"]), setup["batch_size"]
    starts = list(range(0, rows, size))
    for step in range(setup["steps"]):
        start = starts[step % len(starts)]
        part = slice(start, start + size)
        yield np.asarray(setup["features"][part], np.float32), np.asarray(setup["targets"][part], np.float32)


def arrays(setup):
    return [np.asarray(w["values"], np.float32).reshape(w["shape"]) for w in setup["initial_weights"]]


def train_keras(setup, name, arguments, lrs):
    import keras

    layers = [keras.layers.Dense(l["units"], activation=l["activation"]) for l in setup["model"]["layers"]]
    model = keras.Sequential([keras.Input([len(setup["features"][0])]), *layers])
    model.set_weights(arrays(setup))
    optimizer = getattr(keras.optimizers, name)(learning_rate=lrs[0], **arguments)
    model.compile(optimizer=optimizer, loss=setup["loss"])
    losses = []
    for lr, (x, y) in zip(lrs, batches(setup)):
        optimizer.learning_rate = lr
        model.reset_metrics()
        losses.append(model.train_on_batch(x, y))
    return losses, model.get_weights()


def train_torch(setup, name, arguments, lrs):
    import torch
    from torch.nn import functional

    weights = [torch.nn.Parameter(torch.tensor(w)) for w in arrays(setup)]
    optimizer = getattr(torch.optim, name)(weights, lr=lrs[0], **arguments)
    losses = []
    for lr, (x, y) in zip(lrs, batches(setup)):
        optimizer.param_groups[0]["lr"] = lr
        out, y = torch.tensor(x), torch.tensor(y)
        for layer, kernel, bias in zip(setup["model"]["layers"], weights[::2], weights[1::2]):
            before = out @ kernel + bias
            activation = layer["activation"]
            out = {"tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid}.get(activation, lambda z: z)(before)
        loss = {
            "mse": lambda: functional.mse_loss(out, y),
            "binary_crossentropy": lambda: functional.binary_cross_entropy_with_logits(before, y),
            "categorical_crossentropy": lambda: functional.cross_entropy(before, y),
        }[setup["loss"]]()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses, [weight.detach().numpy() for weight in weights]


def main(framework):
    os.environ["KERAS_BACKEND"] = "jax"
    train, table = {"keras": (train_keras, KERAS), "torch": (train_torch, TORCH)}[framework]
    fixture = json.loads(FIXTURE.read_text()) if FIXTURE.exists() else {"cases": []}
    cases = [case for case in fixture["cases"] if case["framework"] != framework]
    for name, lr, arguments in table:
        for title, setup in PROBLEMS.items():
            lrs = rates(lr, setup["steps"])
            losses, weights = train(setup, name, arguments, lrs)
            cases.append({
                "framework": framework,
                "problem": title,
                "optimizer": {"name": name, "args": arguments},
                "lr": lrs,
                "losses": tensor(losses)["values"],
                "final_weights": [np.round(weight.ravel().astype(float), 5).tolist() for weight in weights],
            })
    cases.sort(key=lambda case: case["framework"])
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    problems = json.dumps(PROBLEMS, separators=(",", ":"))
    FIXTURE.write_text(f'{{"problems":{problems},\n"cases":[\n{lines}\n]}}\n')


if __name__ == "__main__":
    main(sys.argv[1])
