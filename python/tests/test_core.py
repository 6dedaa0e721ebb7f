"""What is ported from the core beside the race: numbers as it shows them."""

import math

import pytest

from lr_lab.core import number


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        # core/src/number.rs, `numbers_read_as_written`.
        (0.0, 3, "0"),
        (0.12, 2, "0.12"),
        (0.123456, 3, "0.123"),
        (0.9996, 3, "1"),
        (1.0, 3, "1"),
        (-2.5, 3, "−2.5"),
        (0.001, 2, "0.001"),
        (0.00099996, 3, "0.001"),
        (0.000316, 2, "3.2e−4"),
        (1e-5, 3, "1e−5"),
        (12345.0, 3, "12345"),
        (123456.0, 3, "1.23e5"),
        (-1e300, 1, "−1e300"),
        (math.nan, 3, "NaN"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
    ],
)
def test_numbers_as_the_core_shows_them(value, digits, text):
    assert number(value, digits) == text
