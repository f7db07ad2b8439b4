"""Which numbers does a range in words stand for? ``45-54``, ``65+``, ``Under 15K``, so that ranges can be ordered."""

from __future__ import annotations

import math
import re
import unicodedata

_NUMBER = re.compile(r"(\d[\d.,'\s]*)\s*(k|tsd|mille|m|mio)?(?![a-z])")
_FACTOR = {"": 1.0, "k": 1e3, "tsd": 1e3, "mille": 1e3, "m": 1e6, "mio": 1e6}
_BELOW = re.compile(
    r"^\s*[<≤]|\b(under|below|less than|up to|at most|younger than|unter|bis|höchstens|weniger als|moins de|jusqu|"
    r"menos de|hasta|bawah|kurang)\b|أقل من|تحت|دون|زیر|کمتر از"
)
_ABOVE = re.compile(
    r"^\s*[>≥]|\+|\b(over|above|more than|at least|and over|and older|or older|or more|plus|older than|über|ab|"
    r"mehr als|älter|plus de|et plus|más de|o más|atas|lebih)\b|أكثر من|فوق|فأكثر|بالای|بیش از|بیشتر"
)


def read_range(text: str) -> tuple[float, float] | None:
    """Read the ends of a range.

    Parameters
    ----------
    text : str
        A range in digits of any script; thousands may be written ``K``.

    Returns
    -------
    tuple of float or None
        Lowest and highest number; 0 and infinity where an end is open. None where the text is no range.

    Examples
    --------
    >>> read_range("45-54"), read_range("Under 15K"), read_range("250K+"), read_range("$50,000 to $74,999")
    ((45.0, 54.0), (0.0, 15000.0), (250000.0, inf), (50000.0, 74999.0))
    >>> read_range("Homeowner") is None
    True
    """
    folded = "".join(_digit(sign) for sign in unicodedata.normalize("NFKC", str(text)).casefold())
    found = [(_plain(digits), unit) for digits, unit in _NUMBER.findall(folded)]
    if not 1 <= len(found) <= 2:
        return None
    if len(found) == 2:
        (low, first), (high, second) = found
        low, high = low * _FACTOR[first or second], high * _FACTOR[second]
        return (low, high) if low <= high else None
    number = found[0][0] * _FACTOR[found[0][1]]
    if _BELOW.search(folded):
        return 0.0, number
    return (number, math.inf) if _ABOVE.search(folded) else (number, number)


def middle(ends: tuple[float, float]) -> float:
    """Give the number that a range counts as where one is needed.

    Parameters
    ----------
    ends : tuple of float
        Lowest and highest number.

    Returns
    -------
    float
        The middle; of an open range its known end.

    Examples
    --------
    >>> middle((45.0, 54.0)), middle((65.0, math.inf))
    (49.5, 65.0)
    """
    return ends[0] if math.isinf(ends[1]) else (ends[0] + ends[1]) / 2


def in_order(texts: list[str]) -> list[str] | None:
    """Put ranges in order from low to high.

    Parameters
    ----------
    texts : list of str
        Different texts.

    Returns
    -------
    list of str or None
        None where one of them is no range.

    Examples
    --------
    >>> in_order(["65+", "19-24", "100-124K", "Under 15K"])
    ['Under 15K', '19-24', '65+', '100-124K']
    """
    ends = {text: read_range(text) for text in texts}
    return None if None in ends.values() else sorted(texts, key=lambda text: (ends[text], text))


def _digit(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    return sign if value is None else str(value)


def _plain(digits: str) -> float:
    """Marks before three digits part thousands; any other is a decimal mark."""
    joined = re.sub(r"[.,'\s](?=\d{3}(\D|$))", "", digits.strip())
    return float(re.sub(r"[,'\s]", ".", joined).strip(".") or 0)
