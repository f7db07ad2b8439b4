"""Where is a number cut? Between two neighbouring values, at the roundest number there is."""

from __future__ import annotations

from decimal import Decimal

import numpy as np


def round_between(low: float, high: float) -> float:
    """Find the number with the fewest digits that parts two values.

    Parameters
    ----------
    low, high : float
        Neighbouring values, `low` below `high`.

    Returns
    -------
    float
        At least `low` and below `high`, so that *up to it* holds the one and not the other.

    Examples
    --------
    >>> round_between(87.0, 112.4), round_between(0.2513, 0.2519), round_between(29, 30)
    (100.0, 0.2516, 29.0)
    """
    middle = (low + high) / 2
    for digits in range(-12, 16):
        nearest = float(round(middle, digits))
        for candidate in (nearest, float(round(nearest - 10.0**-digits, digits))):
            if low <= candidate < high:
                return candidate
    return low


def easy(number: float) -> float:
    """Round a number so that a person can answer by it.

    Parameters
    ----------
    number : float
        At least 0.

    Returns
    -------
    float
        With two digits that count; what lies between 0 and 1 only in whole hundredths, under one of them as 0.

    Examples
    --------
    >>> easy(1723.4), easy(0.0472), easy(0.5), easy(3.97)
    (1700.0, 0.04, 0.5, 4.0)
    """
    if number < 1:
        return float(np.floor(number * 100) / 100)
    return float(f"{number:.2g}")


def digits(number: float) -> str:
    """Write a number in full, as databases and programs read it.

    Parameters
    ----------
    number : float
        Any finite number.

    Returns
    -------
    str
        Without exponent; read again, the same number.

    Examples
    --------
    >>> digits(0.1), digits(2500000.0), digits(-1e-07)
    ('0.1', '2500000', '-0.0000001')
    """
    text = f"{Decimal(repr(float(number))):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
