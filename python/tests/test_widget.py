"""The widget: its traits are the keys of a link (docs/link.md), and what it says to the page is JSON."""

import json
import subprocess
import sys

import anywidget
import pytest
import traitlets

import lr_lab
from lr_lab import LrLab, widget
from lr_lab.core import KEYS


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Whether the ES module is there is not for these tests to say: this one stands in for it."""

    def put(exists):
        file = tmp_path / widget.MODULE.name
        if exists:
            file.write_text("export default {}")
        monkeypatch.setattr(widget, "MODULE", file)

    return put


def test_every_key_of_a_link_is_a_synced_trait_and_nothing_of_the_widget_s_own():
    traits = LrLab().traits(sync=True)
    assert set(KEYS) <= set(traits)
    assert {"data", "opt", "lesson", "schedule", "title"} <= set(KEYS)
    assert not set(KEYS) & set(dir(anywidget.AnyWidget))
    assert all(traits[name].help == key["about"] for name, key in KEYS.items())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("sgd:m=0.9,nesterov", "sgd:m=0.9,nesterov"),
        (200, "200"),
        (0.05, "0.05"),
        (1e-7, "1e-07"),
        (True, "yes"),
        (False, "no"),
        ("", ""),
        (None, None),
    ],
)
def test_values_as_a_link_says_them(value, text):
    lab = LrLab(opt=value)
    assert lab.opt == text
    lab.opt = "adam"
    lab.opt = value
    assert lab.get_state("opt") == {"opt": text}


def test_numbers_of_numpy():
    numpy = pytest.importorskip("numpy", reason="NumPy is not installed")
    lab = LrLab(lr=numpy.float64(0.05), steps=numpy.int64(200))
    assert (lab.lr, lab.steps) == ("0.05", "200")


def test_what_is_left_out_is_absent():
    state = LrLab(data="moons").get_state(KEYS)
    assert {name: value for name, value in state.items() if value is not None} == {"data": "moons"}


def test_an_unknown_key_is_refused_with_the_nearest():
    with pytest.raises(TypeError, match="dta: no key of a link; the nearest key is data"):
        LrLab(dta="moons")
    with pytest.raises(TypeError, match="zzz: no key of a link; accepted are v, view, preset, "):
        LrLab(zzz=1)
    assert LrLab(layout={"width": "50%"}).layout.width == "50%", "what every widget has"


@pytest.mark.parametrize("value", [["data", "model"], {"a": 1}, object(), 1j])
def test_what_no_link_can_say_is_refused(value):
    with pytest.raises(traitlets.TraitError, match=r"lock: .*; accepted is a text as in a link, such as 'data,model'"):
        LrLab(lock=value)


def test_a_history_is_the_trait_curve_and_keys_go_beside_it():
    lab = LrLab.from_history({"lr": [0.01, 0.1], "loss": [1.0, float("nan")]}, view="finder", planned=100)
    assert lab.curve == {
        "lrs": [0.01, 0.1],
        "losses": [1.0, None],
        "source": "table",
        "smoothed": True,
        "planned": 100,
    }
    assert lab.view == "finder"
    assert LrLab.from_history([0.01, 0.1], [2, 1], smoothed=True).curve["smoothed"] is True


def test_the_state_is_json():
    """A comm refuses NaN and what JSON does not know."""
    lab = LrLab.from_history([0.01, 0.1], [2, float("inf")], lr=0.1)
    names = [*KEYS, "curve", "result"]
    assert json.loads(json.dumps(lab.get_state(names), allow_nan=False))["curve"]["losses"] == [2.0, None]


def test_the_result_is_what_the_page_sets():
    lab = LrLab()
    assert lab.result is None
    found = {"suggestions": [{"rule": "fastai-valley", "lr": 0.1}], "answer": {"lr": 0.1}, "read": None}
    lab.set_state({"result": found})
    assert lab.result == found
    assert lr_lab.suggest(lab) == found["suggestions"]


@pytest.mark.parametrize(
    ("asked", "shown"), [(LrLab, "this widget"), (dict, r"LrLab.from_history\(history\)"), (list, "LrLab.from_history")]
)
def test_without_a_front_end_there_are_no_suggestions(asked, shown):
    with pytest.raises(RuntimeError, match=f"suggest: no front end has run the rules; show {shown}"):
        lr_lab.suggest(asked())


def test_it_is_shown_by_the_module(module):
    module(exists=True)
    bundle, _ = LrLab()._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle


def test_without_the_module_only_showing_fails(module):
    module(exists=False)
    lab = LrLab(data="moons")
    with pytest.raises(FileNotFoundError, match=r"lr-lab.anywidget.js is not in this copy of lr_lab"):
        lab._repr_mimebundle_()


@pytest.mark.skipif(not widget.MODULE.is_file(), reason=f"{widget.MODULE.name} is not built: cargo xtask dist")
def test_the_module_in_the_wheel_is_what_the_widget_loads():
    assert LrLab()._esm == widget.MODULE.read_text("utf-8")
    assert "export" in LrLab()._esm


def test_workers_of_a_race_load_no_widgets():
    loaded = "import sys, lr_lab.runs; print('anywidget' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True).stdout.strip() == "False"


def test_what_the_package_offers_is_all_there():
    assert "LrLab" in dir(lr_lab)
    assert all(hasattr(lr_lab, name) for name in lr_lab.__all__)


def test_the_version_is_the_package_s():
    from importlib.metadata import metadata

    assert lr_lab.__version__ == metadata("lr-lab")["Version"]


def test_the_licences_are_in_the_package():
    from importlib.metadata import files

    names = {file.name for file in files("lr-lab")}
    assert {"LICENSE-MIT", "LICENSE-APACHE"} <= names
