"""Every rate with every seed, and what training must improve on."""

import math
from functools import reduce
from itertools import product
from operator import add

from . import check
from .runs import final_losses


def trained(train, lrs, seeds, steps, reference=None, executor=None, values=((),)):
    """For each of `values`, further arguments of `train`: the final losses, [rates × seeds], and the reference.

    The reference is what training must improve on: for each seed the lower of the loss of the untrained network,
    `train(lr, seed, 0)`, and of `reference`, the loss of the best constant answer; their mean.
    """
    if not callable(train):
        raise check.refused("train", train, "a function train(lr, seed, steps) that gives the loss on held-out rows")
    check.reference(reference)
    # Of a value first the untrained networks, then a seed after the other over all rates.
    of_value = [(lrs[0], seed, 0) for seed in seeds] + [(lr, seed, steps) for seed, lr in product(seeds, lrs)]
    losses = final_losses(train, [(*run, *value) for value in values for run in of_value], executor)
    found = []
    for row in _parts(losses, len(of_value)):
        untrained, whole = row[: len(seeds)], row[len(seeds) :]
        by_rate = [list(finals) for finals in zip(*_parts(whole, len(lrs)))]
        found.append((by_rate, _reference(untrained, reference, lrs[0], seeds)))
    return found


def mean(losses):
    """Added up from left to right, as the core does; `sum` is more exact in newer Pythons."""
    return reduce(add, losses) / len(losses)


def _reference(untrained, reference, lr, seeds):
    lower = [loss if reference is None else min(loss, reference) for loss in untrained]
    for loss, seed in zip(lower, seeds):
        if not math.isfinite(loss):
            raise check.refused(f"train({lr!r}, {seed!r}, 0)", loss, "a finite loss, that of the untrained network")
    return mean(lower)


def _parts(values, size):
    return [values[at : at + size] for at in range(0, len(values), size)]
