"""A race: short trainings at a few rates, which together take no longer than a few full ones."""

import math
from dataclasses import dataclass, field

from . import check
from .core import RACE, number, say
from .gain import as_good, excess, lowest
from .trained import mean, trained


@dataclass(frozen=True)
class Race:
    """What a race found. The columns have an entry for each rate.

    Attributes:
        lr: the rate to train at; None where nothing was learned.
        low, high: the rates that are as good, with the same correction.
        sure: whether the race could tell: there was something to learn, and rates on both sides of the best did worse.
        reason: one sentence.
        cost: what it took, in full trainings.
        reference: the loss that training must improve on.
        lrs: the rates, rising.
        losses: their final losses, the mean over the seeds, infinite where one diverged.
        excess: what each rate loses of the gain against the best: 0 is the best, 1 no better than not training.
        finals: the final losses, [rates × seeds].
    """

    lr: float | None
    low: float | None
    high: float | None
    sure: bool
    reason: str
    cost: float
    reference: float = field(repr=False)
    lrs: list[float] = field(repr=False)
    losses: list[float] = field(repr=False)
    excess: list[float] = field(repr=False)
    finals: list[list[float]] = field(repr=False)


def race(train, x0, steps, *, length="long", reference=None, executor=None):
    """Which rate to train at: LR Lab's race, for a network of your own.

    Equation:
        The rates are x0·10^(−1.4, −1, …, 1), with two seeds and half of the steps each; in a short race
        x0·10^(−1.1, −0.5, …, 1.9), with one seed and a quarter. The answer is the geometric middle of the unbroken
        stretch round the best that keeps nine tenths of the gain, divided by 1.6 (2.5), since short runs favour high
        rates. `docs/finder/truth.md` has what such answers keep.

    Arguments:
        train: `train(lr, seed, steps)` trains a new network for so many steps and gives its loss on held-out rows;
            `train(lr, seed, 0)` is that of the untrained one. Let the seed decide weights, order and split. Where a
            schedule is used, `lr` is its highest rate, and shorter runs go through it faster.
        x0: the rate to start from, such as a range test's answer; a wrong one costs little.
        steps: those of the full training that a rate is sought for.
        length: "long" is 7 full trainings, "short" 1.5.
        reference: the loss of the best constant answer, if it is below that of the untrained network.
        executor: where the runs are made: None for this process, any `concurrent.futures.Executor` (processes, Dask's
            `client.get_executor()`, loky's), or a function that makes one. A run whose worker died is made again.

    Errors:
        ValueError: an argument, by its name, with its value and what is accepted.
        TypeError: `train` gave no number. Other errors of `train` are raised as they are, but for OverflowError and
            FloatingPointError, which are a training that diverged.
        RuntimeError: no worker came back with a run.

    Source:
        `src/finder/race.rs`, which has the constants; the answers are tested to be the same.

    Example:
        >>> def train(lr, seed, steps):
        ...     weight = 3.0 + seed
        ...     for _ in range(steps):
        ...         weight -= lr * 2 * weight
        ...     return weight**2
        >>> found = race(train, 0.02, steps=40)
        >>> round(found.lr, 4), found.sure
        (0.0498, True)
    """
    start, planned = check.rate("x0", x0), check.whole("steps", steps)
    if length not in RACE["lengths"]:
        raise check.refused("length", length, " or ".join(map(repr, RACE["lengths"])))
    plan = RACE["lengths"][length]
    lrs = [start * factor for factor in plan["factors"]]
    run_steps = -(-planned // plan["share"])
    [(finals, reference)] = trained(train, lrs, range(plan["seeds"]), run_steps, reference, executor)
    losses = [mean(row) for row in finals]
    best = lowest(losses)
    columns = {
        "cost": len(lrs) * plan["seeds"] * run_steps / planned,
        "reference": reference,
        "lrs": lrs,
        "losses": losses,
        "excess": [math.nan] * len(lrs) if best is None else excess(losses, best, reference),
        "finals": finals,
    }
    if best is None or losses[best] >= reference:
        why = "race.diverged" if best is None else "race.nothing-learned"
        return Race(lr=None, low=None, high=None, sure=False, reason=say(why), **columns)
    return Race(**_answer(plan["bias"], best, columns), **columns)


def _answer(bias, best, columns):
    lrs, loss, reference = columns["lrs"], columns["losses"][best], columns["reference"]
    low, high = as_good(columns["excess"], best)
    # Where few rates are good and one lies at the edge, better ones may lie beyond.
    at_edge = (low == 0 or high == len(lrs) - 1) and high - low < 2
    learned = loss <= RACE["learned"] * reference
    if not learned:
        reason = say("race.little-to-learn", loss=number(loss), reference=number(reference))
    elif at_edge:
        reason = say("race.at-edge", lr=number(lrs[0 if low == 0 else high]))
    else:
        reason = say("race.middle", low=number(lrs[low]), high=number(lrs[high]), bias=bias)
    return {
        "lr": math.sqrt(lrs[low] * lrs[high]) / bias,
        "low": lrs[low] / bias,
        "high": lrs[high] / bias,
        "sure": learned and not at_edge,
        "reason": reason,
    }
