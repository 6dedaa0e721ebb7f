"""Arguments, refused with their name, their value and what is accepted."""

import math
from itertools import pairwise


def refused(name, value, accepted):
    """The error of an argument with another value than those that are accepted."""
    return ValueError(f"{name}: {value!r}; accepted is {accepted}")


def rate(name, value):
    """A learning rate: a finite number above 0."""
    if not is_number(value) or not 0 < value < math.inf:
        raise refused(name, value, "a finite number above 0")
    return float(value)


def rates(name, values):
    """Learning rates, rising."""
    lrs = [rate(f"{name}[{i}]", value) for i, value in enumerate(values)]
    if not lrs:
        raise refused(name, values, "at least one rate")
    for i, (before, lr) in enumerate(pairwise(lrs), start=1):
        if lr <= before:
            raise refused(f"{name}[{i}]", lr, f"a rate above the one before, {before!r}")
    return lrs


def whole(name, value, least=1):
    """A whole number from `least` on."""
    if not is_number(value) or not least <= value < math.inf or int(value) != value:
        raise refused(name, value, f"a whole number from {least} on")
    return int(value)


def reference(value):
    """The loss of the best constant answer, if it is known."""
    if value is not None and not (is_number(value) and math.isfinite(value)):
        raise refused("reference", value, "a finite loss, that of the best constant answer, or None")
    return value


def is_number(value):
    """Whether it is one, a NumPy scalar too; True and False are none."""
    return hasattr(value, "__float__") and hasattr(value, "__lt__") and not isinstance(value, bool)
