"""The curve of a range test, from what libraries and people have."""

import math
from collections.abc import Iterable, Mapping

from .check import is_number, refused, whole

ACCEPTED = (
    "fastai's learn.recorder, the result of Lightning's lr_find, torch-lr-finder's finder or history, ignite's finder "
    "or get_results(), a Keras History, a data frame or dict with columns lr and loss, or two lists, rates and losses"
)

RATES = "lr", "lrs", "learning_rate", "learning_rates"
LOSSES = "loss", "losses"

# The dict of a finder of torch-lr-finder, ignite and Lightning, in this order; a Keras log begins with the loss.
FINDERS = ["lr", "loss"]


def read_history(history, losses=None, *, smoothed=None, planned=None):
    """The curve as the widget's trait `curve` has it: `{lrs, losses, source, smoothed, planned}`.

    Losses that a finder of a library recorded are smoothed already, and are read as they are; those of a Keras History
    are not. Of any other table it is not known, and the core goes by their look ("auto").

    Arguments:
        history: what `ACCEPTED` lists; with `losses`, the rates.
        losses: the losses, where `history` is the rates.
        smoothed: whether the losses are smoothed already, where you know better.
        planned: how many steps the test had planned, where it stopped before; fastai's rules leave out a tenth of them.

    Errors:
        TypeError: something else, by its type. ValueError: no such columns, by those there are; another number of
        losses than rates; a rate that is not above 0 or below the one before; a value that is no number, by its place;
        `smoothed`, `planned`: another value than those above.

    Example:
        >>> read_history([0.01, 0.1], [1.0, float("nan")])["losses"]
        [1.0, None]
    """
    source, (rates, found), known, steps = _recognized(history) if losses is None else _pair(history, losses)
    lrs, found = _numbers(*rates), _numbers(*found)
    if len(lrs) != len(found) or not lrs:
        raise ValueError(
            f"history: {len(lrs)} rates, {len(found)} losses; accepted is at least one, a loss for each rate"
        )
    for i, lr in enumerate(lrs):
        if not 0 < lr < math.inf:
            raise ValueError(f"{rates[0]}[{i}]: {lr!r}; accepted is a finite rate above 0")
        if i and lr < lrs[i - 1]:
            raise ValueError(
                f"{rates[0]}[{i}]: {lr!r}, below the rate before, {lrs[i - 1]!r}; accepted are rates that never fall, "
                "as those of a range test"
            )
    if smoothed not in (None, True, False, "auto"):
        raise refused("smoothed", smoothed, "True, False or 'auto'")
    return {
        "lrs": lrs,
        # JSON knows no NaN.
        "losses": [loss if math.isfinite(loss) else None for loss in found],
        "source": source,
        "smoothed": known if smoothed is None else smoothed,
        "planned": steps if planned is None else whole("planned", planned, least=len(lrs)),
    }


def _recognized(history):
    """The library, the two columns with their names, whether losses are smoothed, and how many steps were planned."""
    history = getattr(history, "recorder", history)
    if hasattr(history, "lrs") and hasattr(history, "losses"):
        return "fastai", (("recorder.lrs", history.lrs), ("recorder.losses", history.losses)), True, None
    if isinstance(results := getattr(history, "results", None), Mapping):
        return "lightning", _columns("results", results), True, getattr(history, "num_training", None)
    if callable(getattr(history, "get_results", None)):
        return "ignite", _columns("get_results()", history.get_results()), True, None
    if isinstance(log := getattr(history, "history", None), Mapping):
        if hasattr(history, "range_test"):
            return "torch-lr-finder", _columns("history", log), True, None
        return "keras", _columns("history", log), False, None
    if isinstance(history, Mapping):
        known = True if list(history) == FINDERS else "auto"
        return "table", _columns("history", history), known, None
    if hasattr(history, "columns"):
        return "table", _columns("history", history), "auto", None
    columns = _listed(history)
    if columns is not None and len(columns) == 2 and all(_listed(column) is not None for column in columns):
        return _pair(*columns)
    raise TypeError(f"history: {_shown(history)}; accepted is {ACCEPTED}")


def _pair(rates, losses):
    return "table", (("lrs", rates), ("losses", losses)), "auto", None


def _columns(name, table):
    names = [str(column) for column in getattr(table, "columns", table)]
    return tuple(
        (f"{name}.{column}", table[column])
        for column in (_column(name, names, RATES, ("lr", "rate")), _column(name, names, LOSSES, ("loss",)))
    )


def _column(name, names, known, parts):
    """The column of one of the known names, else the only one that has one of the parts in its name."""
    near = [column for column in known if column in names][:1]
    near = near or [column for column in names if any(part in column.lower() for part in parts)]
    if len(near) != 1:
        have = ", ".join(names) or "none"
        raise ValueError(f"{name}: the columns {have}; accepted is one of them called {' or '.join(known)}")
    return near[0]


def _numbers(name, column):
    values = _listed(column)
    if values is None:
        raise ValueError(f"{name}: {_shown(column)}; accepted is a list of numbers")
    return [_number(f"{name}[{i}]", value) for i, value in enumerate(values)]


def _number(name, value):
    if value is None:
        return math.nan
    try:
        if is_number(value):
            return float(value)
    except (TypeError, ValueError):
        pass  # such as a tensor of several numbers
    raise ValueError(f"{name}: {_shown(value)}; accepted is a number")


def _listed(value):
    """As a list: arrays, tensors on any device, columns of data frames. None for what is no list."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    is_list = isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping)
    return list(value) if is_list else None


def _shown(value):
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:60] + '…'} ({type(value).__module__}.{type(value).__qualname__})"
