"""What the Rust core says, from core.json, which it writes (`tests/python.rs` of the repository)."""

import json
from importlib.resources import files

_CORE = json.loads(files(__package__).joinpath("core.json").read_text("utf-8"))

VERSION = _CORE["version"]
KEYS = {key["name"]: key for key in _CORE["keys"]}
RACE = _CORE["race"]
GAIN = _CORE["gain"]


def say(sentence, **values):
    """The core's sentence of this id, with values at its places."""
    return _CORE["sentences"][sentence].format(**values)


def number(value, digits=3):
    """A number as the core shows it, with up to so many significant digits: `0.12`, `3.2e−5`.

    >>> number(0.1200), number(0.0000316, 2), number(float("inf"))
    ('0.12', '3.2e−5', '∞')
    """
    scientific = f"{value:.{digits - 1}e}"
    if "e" not in scientific or value == 0:  # not finite, or zero
        return scientific.replace("inf", "∞").replace("nan", "NaN").replace("-", "−") if value else "0"
    mantissa, exponent = scientific.split("e")
    exponent = int(exponent)
    if -3 <= exponent < 5:
        text = _trimmed(f"{value:.{max(digits - 1 - exponent, 0)}f}")
    else:
        text = f"{_trimmed(mantissa)}e{exponent}"
    return text.replace("-", "−")


def _trimmed(text):
    return text.rstrip("0").rstrip(".") if "." in text else text
