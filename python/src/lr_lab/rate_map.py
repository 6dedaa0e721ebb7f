"""The map: the truth for every value of a second setting, which tells whether a rate carries over."""

import math
import random
from dataclasses import dataclass, field

from . import check
from .trained import trained
from .truth import Truth, checked_seeds, quantile

# Seeds drawn anew for the interval of the slope, whose ends leave out a twentieth on each side.
DRAWS = 200
OUTSIDE = 0.05


@dataclass(frozen=True)
class Slope:
    """The slope of log best rate over log second setting: 1 is the linear rule, 0.5 the root rule."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class RateMap:
    """A truth for each value of the second setting.

    Attributes:
        values: those of the second setting.
        best: the best rate of each; None where every rate diverged.
        slope: by least squares through the best rates, with nine tenths of what other draws of the seeds give; None
            where the values are no numbers above 0, or fewer than two of them differ.
        rows: the truth of each value.
    """

    values: list
    best: list[float | None]
    slope: Slope | None
    rows: list[Truth] = field(repr=False)


def rate_map(train, values, lrs, steps, *, seeds=2, reference=None, executor=None):
    """Whether a rate carries over: the truth for every value of a second setting, such as batch size or width.

    Arguments:
        train: `train(lr, seed, steps, value)` gives the loss on held-out rows of a network with this value.
        values: those of the second setting; anything that `train` takes.
        lrs, steps, seeds, reference, executor: as for `truth`.

    Errors:
        As of `truth`; `values`: none.

    Source:
        The slope of the best rate over the batch size: Goyal et al. (2017), arXiv:1706.02677.

    Example:
        >>> def train(lr, seed, steps, curvature):
        ...     weight = 3.0 + seed
        ...     for _ in range(steps):
        ...         weight -= lr * curvature * weight
        ...     return curvature * weight**2
        >>> found = rate_map(train, [1, 10, 100], [10.0**-k for k in range(4, -1, -1)], steps=1)
        >>> found.best, round(found.slope.value, 2)
        ([1.0, 0.1, 0.01], -1.0)
    """
    values = list(values)
    if not values:
        raise check.refused("values", values, "at least one value of the second setting")
    lrs, steps, seeds = check.rates("lrs", lrs), check.whole("steps", steps), checked_seeds(seeds)
    losses = trained(train, lrs, seeds, steps, reference, executor, [(value,) for value in values])
    rows = [Truth.of(lrs, *each) for each in losses]
    return RateMap(values, [row.best for row in rows], _slope(values, rows), rows)


def _slope(values, rows):
    if not all(check.is_number(value) and 0 < value < math.inf for value in values):
        return None
    value = _fit(values, [row.best for row in rows])
    if value is None:
        return None
    draw, seeds = random.Random(0), range(len(rows[0].finals[0]))
    drawn = (draw.choices(seeds, k=len(seeds)) for _ in range(DRAWS))
    slopes = [_fit(values, [_best(row, chosen) for row in rows]) for chosen in drawn]
    slopes = [slope for slope in slopes if slope is not None]
    return Slope(value, quantile(slopes, OUTSIDE), quantile(slopes, 1 - OUTSIDE))


def _best(row, seeds):
    return Truth.of(row.lrs, [[losses[seed] for seed in seeds] for losses in row.finals], row.reference).best


def _fit(values, rates):
    points = [(math.log(value), math.log(lr)) for value, lr in zip(values, rates) if lr is not None]
    if len({x for x, _ in points}) < 2:
        return None
    middle = sum(x for x, _ in points) / len(points)
    return sum((x - middle) * y for x, y in points) / sum((x - middle) ** 2 for x, _ in points)
