"""How much worse than the best a rate is, on a scale that means the same everywhere: docs/finder/truth.md."""

import math
from dataclasses import dataclass

from .core import GAIN


@dataclass(frozen=True)
class AsGood:
    """The unbroken stretch of rates round the best that keeps nine tenths of the gain."""

    low: float
    high: float


def lowest(losses):
    """The index of the lowest finite loss, the first of equals; None where none is finite."""
    finite = [at for at, loss in enumerate(losses) if math.isfinite(loss)]
    return min(finite, key=losses.__getitem__, default=None)


def excess(losses, best, reference):
    """e = (loss − best) / max(reference − best, 0.05·|reference|) of each loss; the gain kept is 1 − e.

    0 is the best, 1 is no better than `reference`, infinity is a training that diverged.
    """
    whole = max(reference - losses[best], GAIN["least"] * abs(reference))
    return [0.0 if loss == losses[best] else _quotient(loss - losses[best], whole) for loss in losses]


def as_good(excesses, best):
    """The indices of the first and the last of the unbroken stretch round `best` that keeps nine tenths of the gain."""
    low = high = best
    while low > 0 and excesses[low - 1] <= GAIN["asGood"]:
        low -= 1
    while high + 1 < len(excesses) and excesses[high + 1] <= GAIN["asGood"]:
        high += 1
    return low, high


def _quotient(loss, whole):
    # Where there is nothing to gain, whatever is worse than the best is infinitely so.
    return loss / whole if whole else math.inf
