"""A race on a network of PyTorch's and one of Keras's: the core's answer for the same numbers, wherever it is run."""

import math
import multiprocessing
from concurrent.futures import ProcessPoolExecutor

import pytest

import lr_lab

STEPS, X0 = 60, 0.05


@pytest.fixture(scope="module", params=["torch", "keras"])
def train(request):
    pytest.importorskip(request.param, reason=f"{request.param} is not installed")
    import networks

    return {"torch": networks.pytorch, "keras": networks.keras}[request.param]


@pytest.fixture(scope="module")
def here(train):
    return lr_lab.race(train, X0, STEPS)


def test_the_answer_is_the_core_s(here, ask_core):
    finals = [loss if math.isfinite(loss) else None for row in here.finals for loss in row]
    race = {"from": X0, "length": "long", "steps": STEPS, "seeds": [0, 1], "stepsBefore": 0, "stop": None}
    answer = ask_core("mergeLrRaces", {**race, "reference": here.reference, "finals": finals})
    want = {name: answer[name] for name in ("lr", "low", "high", "sure", "reason")}
    assert {name: getattr(here, name) for name in want} == want


def test_something_was_learned(here):
    assert here.lr is not None and min(here.losses) < here.reference


def test_processes_give_the_same(train, here):
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        assert lr_lab.race(train, X0, STEPS, executor=pool) == here


def test_a_cluster_of_two_workers_gives_the_same(train, here, cluster):
    assert lr_lab.race(train, X0, STEPS, executor=cluster.get_executor()) == here
