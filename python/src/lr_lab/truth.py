"""The truth: whole trainings at fixed rates, which judge every answer."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import check
from .core import RACE
from .gain import AsGood, as_good, excess, lowest
from .trained import trained

# No answer is judged by its own runs: a race has the seeds below.
FIRST_SEED = max(length["seeds"] for length in RACE["lengths"].values())


@dataclass(frozen=True)
class Truth:
    """Final losses over rates and seeds. The columns have an entry for each rate.

    Attributes:
        best: the rate with the lowest median loss; None where every rate diverged.
        as_good: the unbroken stretch of rates round it that keeps nine tenths of the gain.
        reference: the loss that training must improve on.
        lrs: the rates, rising.
        median, lower, upper: median and quartiles over the seeds, a training that diverged counting as infinite.
        diverged: how many trainings did.
        gain: what each rate keeps of the gain: 1 is the best, 0 no better than not training, −∞ diverged.
        finals: the final losses, [rates × seeds].
    """

    best: float | None
    as_good: AsGood | None
    reference: float
    lrs: list[float] = field(repr=False)
    median: list[float] = field(repr=False)
    lower: list[float] = field(repr=False)
    upper: list[float] = field(repr=False)
    diverged: list[int] = field(repr=False)
    gain: list[float] = field(repr=False)
    finals: list[list[float]] = field(repr=False)

    @classmethod
    def of(cls, lrs, finals, reference):
        """The truth that final losses, [rates × seeds], amount to."""
        middle = [quantile(row, 0.5) for row in finals]
        best = lowest(middle)
        lost = [math.nan] * len(lrs) if best is None else excess(middle, best, reference)
        low, high = (None, None) if best is None else as_good(lost, best)
        return cls(
            best=None if best is None else lrs[best],
            as_good=None if best is None else AsGood(lrs[low], lrs[high]),
            reference=reference,
            lrs=lrs,
            median=middle,
            lower=[quantile(row, 0.25) for row in finals],
            upper=[quantile(row, 0.75) for row in finals],
            diverged=[sum(map(math.isinf, row)) for row in finals],
            gain=[1 - each for each in lost],
            finals=finals,
        )


def truth(train, lrs, steps, *, seeds=8, reference=None, executor=None):
    """What every rate keeps of the gain: whole trainings at each, with each seed.

    Equation:
        gain = 1 − (loss − best) / max(reference − best, 0.05·|reference|), of the medians over the seeds.

    Arguments:
        train: `train(lr, seed, steps)`, as for `race`, but with the split that will be used whatever the seed is.
        lrs: the rates, rising, such as `numpy.geomspace(1e-5, 10, 20)`.
        steps: those of a training.
        seeds: how many, from 2 on, so that no race is judged by its own runs; or the seeds themselves.
        reference, executor: as for `race`.

    Errors:
        As of `race`; `lrs[i]`: no rate above the one before; `seeds`: none, or one twice.

    Source:
        `src/finder/truth.rs`; the answers are tested to be the same.

    Example:
        >>> def train(lr, seed, steps):
        ...     weight = 3.0 + seed
        ...     for _ in range(steps):
        ...         weight -= lr * 2 * weight
        ...     return weight**2
        >>> truth(train, [0.001, 0.01, 0.1, 1.0], steps=40, seeds=2).best
        0.1
    """
    lrs, steps, seeds = check.rates("lrs", lrs), check.whole("steps", steps), checked_seeds(seeds)
    [(finals, reference)] = trained(train, lrs, seeds, steps, reference, executor)
    return Truth.of(lrs, finals, reference)


def checked_seeds(seeds):
    """The seeds, from how many or as they are."""
    if not isinstance(seeds, Iterable):
        return range(FIRST_SEED, FIRST_SEED + check.whole("seeds", seeds))
    given = [check.whole(f"seeds[{i}]", seed, 0) for i, seed in enumerate(seeds)]
    if not given or len(set(given)) < len(given):
        raise check.refused("seeds", seeds, "at least one seed, each once, or how many")
    return given


def quantile(numbers, q):
    """Linear between neighbours as NumPy's default, but with infinities as numbers."""
    numbers = sorted(numbers)
    at = q * (len(numbers) - 1)
    below = int(at)
    share = at - below
    # Without this an infinity beside would make it NaN.
    return numbers[below] if share == 0 else numbers[below] * (1 - share) + numbers[below + 1] * share
