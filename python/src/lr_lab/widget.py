"""The lab as a widget.

What Python and the ES module `static/lr-lab.anywidget.js` say to each other, trait by trait, all of them synced:

    each key of a link   a text as it stands in a link, or null: the attribute of `<lr-lab>` of the same name, which is
                         absent where the trait is null. A change on either side changes the other.
    curve                null, or a range test that ran elsewhere, for the page's `readLrFind`:
                         { lrs: number[], losses: (number | null)[], source: string, smoothed: boolean | "auto",
                           planned: number | null }
                         A loss that is null is no number. `smoothed` and, unless null, `planned` as `steps` are its
                         options. `source` is fastai, lightning, torch-lr-finder, ignite, keras or table.
    result               null until the finder, or the reading of a curve, has ended; then what the report has under
                         these names: { suggestions, answer, read }. Set by the page alone.
"""

import difflib
from numbers import Integral, Real
from pathlib import Path

import anywidget
import traitlets

from .core import KEYS
from .history import read_history

MODULE = Path(__file__).parent / "static" / "lr-lab.anywidget.js"


class KeyText(traitlets.TraitType):
    """The text of a key as it stands in a link."""

    def __init__(self, key):
        self.example = key["example"]
        super().__init__(default_value=None, allow_none=True, help=key["about"])

    def validate(self, _obj, value):
        """Texts as they are; numbers, True and False as a link says them."""
        match value:
            case str():
                return value
            case bool():
                return "yes" if value else "no"
            case Integral():
                return str(int(value))
            case Real():
                return repr(float(value))
        raise traitlets.TraitError(
            f"{self.name}: {value!r}; accepted is a text as in a link, such as {self.example!r}, a number, True, False "
            "or None"
        )


Keys = type("Keys", (traitlets.HasTraits,), {name: KeyText(key).tag(sync=True) for name, key in KEYS.items()})


class LrLab(Keys, anywidget.AnyWidget):
    """LR Lab in a notebook: the keys of a link as arguments and traits (docs/link.md), and `result` once it has run.

    Arguments:
        **keys: the keys of a link; what is left out is as in the lab itself. Numbers, True and False may be themselves.

    Errors:
        TypeError: an unknown key, with the nearest known one. TraitError: a value that no link can say, by its key. A
        text that the lab does not accept becomes the nearest that it does, and the page says so.

    Example:
        >>> lab = LrLab(data="moons", opt="adam", steps=200)
        >>> lab.data, lab.steps, lab.result
        ('moons', '200', None)
    """

    _esm = MODULE if MODULE.is_file() else ""

    curve = traitlets.Dict(default_value=None, allow_none=True, help="A range test that ran elsewhere.").tag(sync=True)
    result = traitlets.Dict(default_value=None, allow_none=True, help="What has been found.").tag(sync=True)

    def __init__(self, **keys):
        known = self.trait_names()
        for name in keys:
            if name not in known:
                near = difflib.get_close_matches(name, KEYS, n=1)
                nearest = f"; the nearest key is {near[0]}" if near else f"; accepted are {', '.join(KEYS)}"
                raise TypeError(f"{name}: no key of a link{nearest}")
        super().__init__(**keys)

    @classmethod
    def from_history(cls, history, losses=None, *, smoothed=None, planned=None, **keys):
        """The lab on the curve of a range test that has been run, with the answers of every rule.

        Arguments:
            history: fastai's `learn.recorder`, the result of Lightning's `lr_find`, torch-lr-finder's finder or
                `history`, ignite's `FastaiLRFinder` or its `get_results()`, a Keras `History`, a data frame or dict
                with columns `lr` and `loss`, a pair of lists; or the rates, with the losses beside them.
            losses: the losses, where `history` is the rates.
            smoothed: whether the losses are smoothed already, where you know better: those of the libraries' finders
                are, those of a Keras `History` are not, of other tables the lab judges by their look.
            planned: how many steps the test had planned, where it stopped before.
            **keys: as of `LrLab`.

        Errors:
            TypeError, ValueError: the history, by what was found and what is accepted.

        Example:
            >>> LrLab.from_history({"lr": [0.01, 0.1], "loss": [1.0, 0.5]}).curve["smoothed"]
            True
        """
        curve = read_history(history, losses, smoothed=smoothed, planned=planned)
        return cls(curve=curve, **keys)

    def _repr_mimebundle_(self, **kwargs):
        if not MODULE.is_file():
            raise FileNotFoundError(
                f"{MODULE.name} is not in this copy of lr_lab, so that nothing can be shown; `cargo xtask dist` makes "
                "it, and the wheel has it"
            )
        return super()._repr_mimebundle_(**kwargs)
