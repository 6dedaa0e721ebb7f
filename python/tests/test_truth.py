"""Truth and map give what the core's truth does: fixtures/truth.json has it, written by tests/python.rs."""

import math

import pytest
from conftest import cases, numbers
from test_race import same
from trainings import parabola, parabola_of, table

import lr_lab


@pytest.mark.parametrize("case", cases("truth"))
def test_the_truth_is_the_core_s_to_the_last_digit(case):
    want, seeds = case["want"], range(len(case["untrained"]))
    train = table(case["lrs"], numbers(case["finals"]), numbers(case["untrained"]))
    found = lr_lab.truth(train, case["lrs"], 1, seeds=list(seeds), reference=case["constant"])
    assert found.reference == want["reference"]
    for column in ("median", "lower", "upper", "gain"):
        same(getattr(found, column), numbers(want[column]))
    assert (found.diverged, found.best) == (want["diverged"], want["best"])
    assert found.as_good == (None if want["low"] is None else lr_lab.AsGood(want["low"], want["high"]))


def test_no_race_is_judged_by_its_own_runs():
    """design/finder.md: a race has the experiment's seed and the next, the truth of the page the eight after them."""
    seeds = {"race": set(), "truth": set()}

    def of(name):
        def train(lr, seed, steps):
            seeds[name].add(seed)
            return parabola(lr, seed, steps)

        return train

    lr_lab.race(of("race"), 0.1, 40)
    lr_lab.truth(of("truth"), [0.01, 0.1], 40)
    assert seeds == {"race": {0, 1}, "truth": set(range(2, 10))}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lrs": []}, r"lrs: \[\]; accepted is at least one rate"),
        ({"lrs": [0.1, 0.1]}, r"lrs\[1\]: 0.1; accepted is a rate above the one before, 0.1"),
        ({"lrs": [0.1, -1]}, r"lrs\[1\]: -1; accepted is a finite number above 0"),
        ({"seeds": 0}, "seeds: 0; accepted is a whole number from 1 on"),
        ({"seeds": [1, 1]}, r"seeds: \[1, 1\]; accepted is at least one seed, each once, or how many"),
        ({"steps": -1}, "steps: -1; accepted is a whole number from 1 on"),
    ],
)
def test_what_is_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        lr_lab.truth(parabola, **{"lrs": [0.1], "steps": 1, **arguments})


def test_the_map_finds_the_rule_by_which_the_best_rate_moves():
    """On curvature·w²/2 one step of rate 1 / curvature reaches the minimum: a slope of −1, whatever the seed."""
    lrs = [10.0**-k for k in range(4, -1, -1)]
    found = lr_lab.rate_map(parabola_of, [1, 10, 100], lrs, 1)
    assert found.best == [1.0, 0.1, 0.01]
    assert [found.slope.value, found.slope.low, found.slope.high] == pytest.approx([-1, -1, -1])


def test_each_row_of_a_map_is_a_truth():
    lrs = [0.01, 0.1]
    found = lr_lab.rate_map(parabola_of, [2, 4], lrs, 5, seeds=3)
    for value, row in zip([2, 4], found.rows):
        assert row == lr_lab.truth(
            lambda lr, seed, steps, value=value: parabola_of(lr, seed, steps, value), lrs, 5, seeds=3
        )


@pytest.mark.parametrize("values", [["adam", "sgd"], [3, 3], [0, 1]])
def test_a_slope_needs_numbers_above_zero_that_differ(values):
    assert lr_lab.rate_map(lambda lr, seed, steps, value: lr, values, [0.1, 1], 1).slope is None


def test_where_every_rate_diverges_there_is_no_best():
    found = lr_lab.truth(lambda lr, seed, steps: math.nan if steps else 1.0, [0.1, 1], 1, seeds=2)
    assert (found.best, found.as_good, found.diverged) == (None, None, [2, 2])
    assert all(math.isnan(gain) for gain in found.gain)


def test_a_map_needs_a_value():
    with pytest.raises(ValueError, match=r"values: \[\]; accepted is at least one value"):
        lr_lab.rate_map(parabola_of, [], [0.1], 1)
