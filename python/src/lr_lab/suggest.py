"""Suggestions without a page."""


def suggest(lab):
    """What every rule suggests on the curve of a widget that has run, as its trait `result` has it.

    Arguments:
        lab: an `LrLab` that a front end has shown.

    Errors:
        RuntimeError: nothing has run. The rules are the page's, which needs a browser; Python alone has none.

    Example:
        >>> suggest({"lr": [0.1], "loss": [1.0]})
        Traceback (most recent call last):
        RuntimeError: suggest: no front end has run the rules; show LrLab.from_history(history) in a notebook, and its \
trait result has them
    """
    result = getattr(lab, "result", None)
    if isinstance(result, dict) and "suggestions" in result:
        return result["suggestions"]
    shown = "this widget" if hasattr(lab, "curve") else "LrLab.from_history(history)"
    raise RuntimeError(
        f"suggest: no front end has run the rules; show {shown} in a notebook, and its trait result has them"
    )
