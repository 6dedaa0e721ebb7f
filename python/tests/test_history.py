"""Histories: what libraries give, as the sample of each (fixtures/histories.json) and as people hand it over.

The samples are recordings of the real libraries, whose versions they name; tests/test_libraries.py makes new ones.
"""

import json
import math
from types import SimpleNamespace

import pytest
from conftest import cases

from lr_lab.history import read_history


class Scalar:
    """A number as a tensor is one."""

    def __init__(self, value):
        self.value = value

    def __float__(self):
        return self.value

    def __lt__(self, other):
        return self.value < other


class Column:
    """A column as an array or a data frame has one."""

    def __init__(self, values):
        self.values = list(values)

    def __len__(self):
        return len(self.values)

    def tolist(self):
        return self.values


def as_given(sample):
    """The object that the library gives, and what is told of it besides."""
    log = {name: [float(value) for value in column] for name, column in sample["history"].items()}
    match sample["library"]:
        case "fastai":
            recorder = SimpleNamespace(lrs=log["lr"], losses=[Scalar(loss) for loss in log["loss"]])
            return SimpleNamespace(recorder=recorder), {"planned": sample["planned"]}
        case "lightning":
            return SimpleNamespace(results=log, num_training=sample["planned"]), {}
        case "torch-lr-finder":
            return SimpleNamespace(history=log, range_test=None), {}
        case "ignite":
            return SimpleNamespace(get_results=lambda: log), {}
        case "keras":
            return SimpleNamespace(history=log), {}


SAMPLES = cases("histories")
NAMES = [f"{sample['version']}, {sample['planned']} steps" for sample in SAMPLES]


def answers(report, library):
    """What the library's own rules answer, by their names."""
    return {each["rule"]: each["lr"] for each in report["suggestions"] if each["rule"].startswith(library)}


def library_s_own(sample):
    """The library's own suggestions by our rules; where it has but one, that is the rule as it ships now."""
    given = sample["suggestion"]
    named = given if isinstance(given, dict) else {"steepest": given}
    return {f"{sample['library']}-{rule}": lr for rule, lr in named.items() if lr is not None}


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_the_library_s_own_answer_to_the_last_digit(sample, ask_core):
    history, told = as_given(sample)
    report = ask_core("readLrFind", read_history(history, **told))
    ours = answers(report, sample["library"])
    for rule, lr in library_s_own(sample).items():
        assert ours[rule] == lr
    assert len(library_s_own(sample)) > 0 or f"{sample['library']}-steepest" not in ours
    assert report["read"]["smoothed"] is (sample["library"] != "keras")


@pytest.mark.parametrize("sample", SAMPLES, ids=NAMES)
def test_the_library_is_known_and_what_it_recorded_kept(sample):
    history, told = as_given(sample)
    curve = read_history(history, **told)
    losses = [float(loss) for loss in sample["history"]["loss"]]
    assert curve["source"] == sample["library"]
    assert curve["losses"] == [loss if math.isfinite(loss) else None for loss in losses]
    assert curve["smoothed"] is (sample["library"] != "keras")
    json.dumps(curve, allow_nan=False)


@pytest.mark.parametrize(
    "history",
    [
        {"lr": [0.01, 0.1], "loss": [2, 1.5]},
        {"loss": [2, 1.5], "val_loss": [3, 3], "learning_rate": [0.01, 0.1]},
        {"lrs": (0.01, 0.1), "losses": (2, 1.5)},
        {"step": [0, 1], "train_loss": Column([2, 1.5]), "lr-Adam": Column([0.01, 0.1])},
        ([0.01, 0.1], [2, 1.5]),
        [Column([0.01, 0.1]), Column([2, 1.5])],
        Column([[0.01, 0.1], [2, 1.5]]),
        (lr for lr in ([0.01, 0.1], [2, 1.5])),
    ],
)
def test_tables(history):
    curve = read_history(history)
    assert (curve["lrs"], curve["losses"], curve["source"]) == ([0.01, 0.1], [2.0, 1.5], "table")


def test_two_lists_beside_each_other():
    assert read_history([0.01, 0.1], [2, 1]) == read_history(([0.01, 0.1], [2, 1]))


def test_a_data_frame():
    pandas = pytest.importorskip("pandas", reason="pandas is not installed")
    frame = pandas.DataFrame({"lr": [0.01, 0.1], "loss": [2.0, math.nan]})
    assert read_history(frame) == read_history(([0.01, 0.1], [2.0, math.nan]))


def test_numpy_arrays():
    numpy = pytest.importorskip("numpy", reason="NumPy is not installed")
    table = numpy.array([[0.01, 0.1], [2, 1]], dtype=numpy.float32)
    curve = read_history({"lr": table[0], "loss": list(table[1])})
    assert curve["lrs"] == [0.009999999776482582, 0.10000000149011612]
    assert read_history(table)["losses"] == [2.0, 1.0]


@pytest.mark.parametrize(
    ("history", "smoothed"),
    [
        # What the finders of torch-lr-finder, ignite and Lightning give as a dict.
        ({"lr": [0.1], "loss": [1]}, True),
        ({"loss": [1], "lr": [0.1]}, "auto"),
        ({"lrs": [0.1], "losses": [1]}, "auto"),
        (([0.1], [1]), "auto"),
        (SimpleNamespace(history={"loss": [1], "lr": [0.1]}), False),
        (SimpleNamespace(lrs=[0.1], losses=[1]), True),
    ],
)
def test_whether_losses_are_smoothed_already(history, smoothed):
    assert read_history(history)["smoothed"] == smoothed
    assert read_history(history, smoothed=False)["smoothed"] is False


def test_steps_that_were_planned():
    lightning = SimpleNamespace(results={"lr": [0.1], "loss": [1]}, num_training=60)
    assert read_history(lightning)["planned"] == 60
    assert read_history(lightning, planned=80)["planned"] == 80
    assert read_history(([0.1], [1]))["planned"] is None
    with pytest.raises(ValueError, match="planned: 1; accepted is a whole number from 2 on"):
        read_history(([0.1, 0.2], [1, 1]), planned=1)
    with pytest.raises(ValueError, match="smoothed: 'no'; accepted is True, False or 'auto'"):
        read_history(([0.1], [1]), smoothed="no")


@pytest.mark.parametrize(
    ("history", "message"),
    [
        (3, r"history: 3 \(builtins.int\); accepted is fastai's learn.recorder, the result of Lightning's lr_find"),
        ("lr,loss", r"history: 'lr,loss' \(builtins.str\); accepted is fastai's"),
        (None, r"history: None \(builtins.NoneType\); accepted is fastai's"),
        ([0.01, 0.1], r"history: \[0.01, 0.1\] \(builtins.list\); accepted is fastai's"),
        ({"epoch": [1]}, "history: the columns epoch; accepted is one of them called lr or lrs or learning_rate"),
        ({}, "history: the columns none; accepted is one of them called lr"),
        (
            {"lr": [0.1], "accuracy": [1]},
            "history: the columns lr, accuracy; accepted is one of them called loss or losses",
        ),
        (
            {"lr": [0.1], "a_loss": [1], "b_loss": [1]},
            "history: the columns lr, a_loss, b_loss; accepted is one of them called loss or losses",
        ),
        (SimpleNamespace(history={"loss": [1]}), "history: the columns loss; accepted is one of them called lr"),
        ({"lr": [0.1], "loss": [1, 2]}, "history: 1 rates, 2 losses; accepted is at least one, a loss for each rate"),
        ({"lr": [], "loss": []}, "history: 0 rates, 0 losses; accepted is at least one"),
        ({"lr": [0.1, 0.0], "loss": [1, 2]}, r"history.lr\[1\]: 0.0; accepted is a finite rate above 0"),
        ({"lr": [0.1, math.nan], "loss": [1, 2]}, r"history.lr\[1\]: nan; accepted is a finite rate above 0"),
        (
            {"loss": [1, 2], "learning_rate": [0.1, 0.01]},
            r"history.learning_rate\[1\]: 0.01, below the rate before, 0.1; accepted are rates that never fall",
        ),
        ({"lr": [0.1], "loss": ["1"]}, r"history.loss\[0\]: '1' \(builtins.str\); accepted is a number"),
        ({"lr": [0.1], "loss": [[1, 2]]}, r"history.loss\[0\]: \[1, 2\] \(builtins.list\); accepted is a number"),
        ({"lr": [0.1], "loss": 3}, r"history.loss: 3 \(builtins.int\); accepted is a list of numbers"),
        (SimpleNamespace(lrs=[], losses=[]), "history: 0 rates, 0 losses"),
    ],
)
def test_what_is_refused(history, message):
    with pytest.raises((TypeError, ValueError), match=message):
        read_history(history)
