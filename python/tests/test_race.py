"""The race gives the core's answers: fixtures/race.json has them, written by tests/python.rs."""

import math

import pytest
from conftest import cases, numbers
from trainings import parabola, table

import lr_lab
from lr_lab.core import RACE


def same(got, want):
    """Equal, NaN to NaN."""
    assert len(got) == len(want)
    assert all(a == b or (math.isnan(a) and math.isnan(b)) for a, b in zip(got, want)), (got, want)


@pytest.mark.parametrize("case", cases("race"))
def test_the_answer_is_the_core_s_to_the_last_digit(case):
    want = case["want"]
    asked = []
    losses = table(want["lrs"], numbers(case["finals"]), numbers(case["untrained"]))

    def train(lr, seed, steps):
        asked.append(steps)
        return losses(lr, seed, steps)

    found = lr_lab.race(train, case["x0"], case["steps"], length=case["length"], reference=case["constant"])
    assert found.lrs == want["lrs"]
    assert set(asked) == {0, want["run_steps"]}
    assert found.reference == want["reference"]
    same(found.losses, numbers(want["losses"]))
    same(found.excess, numbers(want["excess"]))
    assert {name: getattr(found, name) for name in want["answer"]} == want["answer"]
    assert found.cost == want["cost"]


def test_the_fixture_has_every_kind_of_answer():
    """What a race may say, at both lengths: design/finder.md, "The answer: sweep, race, truth"."""
    for length in ("long", "short"):
        reasons = [case["want"]["answer"]["reason"] for case in cases("race") if case["length"] == length]
        for begin in ("the middle of", "not sure: little", "not sure: the best", "no rate", "training diverged"):
            assert any(reason.startswith(begin) for reason in reasons), (length, begin)


def test_the_constants_are_the_design_s():
    """design/finder.md: rates, seeds, share of the steps, divisor."""
    for length, decades, seeds, share, bias in [
        ("long", [-1.4, -1, -0.6, -0.2, 0.2, 0.6, 1], 2, 2, 1.6),
        ("short", [-1.1, -0.5, 0.1, 0.7, 1.3, 1.9], 1, 4, 2.5),
    ]:
        plan = RACE["lengths"][length]
        assert [math.log10(factor) for factor in plan["factors"]] == pytest.approx(decades)
        assert (plan["seeds"], plan["share"], plan["bias"]) == (seeds, share, bias)


@pytest.mark.parametrize("error", [OverflowError, FloatingPointError])
def test_arithmetic_that_overflows_is_a_training_that_diverged(error):
    def train(lr, seed, steps):
        if lr > 0.1 and steps:
            raise error("too large")
        return parabola(lr, seed, steps)

    found = lr_lab.race(train, 0.1, 40)
    assert found.losses[-1] == math.inf and found.lr < 0.1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"x0": 0}, "x0: 0; accepted is a finite number above 0"),
        ({"x0": math.nan}, "x0: nan; accepted is a finite number above 0"),
        ({"x0": "0.1"}, "x0: '0.1'; accepted is a finite number above 0"),
        ({"steps": 0}, "steps: 0; accepted is a whole number from 1 on"),
        ({"steps": 2.5}, "steps: 2.5; accepted is a whole number from 1 on"),
        ({"steps": math.inf}, "steps: inf; accepted is a whole number from 1 on"),
        ({"length": "middle"}, "length: 'middle'; accepted is 'long' or 'short'"),
        (
            {"reference": math.inf},
            "reference: inf; accepted is a finite loss, that of the best constant answer, or None",
        ),
        ({"executor": 4}, "executor: 4; accepted is None, a concurrent.futures.Executor"),
        ({"train": None}, "train: None; accepted is a function train(lr, seed, steps)"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError) as refusal:
        lr_lab.race(**{"train": parabola, "x0": 0.1, "steps": 40, **arguments})
    assert str(refusal.value).startswith(message)


def test_an_untrained_network_without_a_loss_is_refused_unless_the_reference_is_known():
    def train(lr, seed, steps):
        return parabola(lr, seed, steps) if steps else math.nan

    with pytest.raises(ValueError, match=r"train\(.*, 0, 0\): inf; accepted is a finite loss"):
        lr_lab.race(train, 0.1, 40)
    assert lr_lab.race(train, 0.1, 40, reference=9.0).sure


def test_a_training_that_gives_no_number_is_named():
    with pytest.raises(TypeError, match=r"train\(.*, 0, 0\): None; accepted is a number, the loss on held-out rows"):
        lr_lab.race(lambda lr, seed, steps: None, 0.1, 40)
