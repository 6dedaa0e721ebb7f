"""LR Lab in Python: the lab as a widget, histories of other libraries in it, and its race for networks of your own.

LrLab(data="moons", opt="adam")          the lab in a notebook, by the keys of a link
LrLab.from_history(learn.recorder)       the answers of every rule on the curve of a range test that has been run
race(train, x0, steps)                   short trainings at a few rates: which rate to train at
truth(train, lrs, steps)                 whole trainings: what every rate keeps of the gain
rate_map(train, values, lrs, steps)      the truth for every value of a second setting
"""

from .core import VERSION as __version__
from .gain import AsGood
from .race import Race, race
from .rate_map import RateMap, rate_map
from .suggest import suggest
from .truth import Truth, truth

__all__ = ["AsGood", "LrLab", "Race", "RateMap", "Truth", "__version__", "race", "rate_map", "suggest", "truth"]


def __getattr__(name):
    # The workers of a race import this package too, and need no widgets.
    if name == "LrLab":
        from .widget import LrLab

        return LrLab
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
