"""How is a date read from text, by declared formats only, with impossible days told apart from unreadable text?

Written with regular expressions and a check of the calendar, so that the same expression runs on every engine and no
engine's own guessing takes part.
"""

from __future__ import annotations

import re

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

ISO = "%Y-%m-%d[T ]%H:%M:%S"
"""The default: ISO 8601, whose time, seconds and zone ``Z`` may be absent."""

_PIECES = {
    "Y": r"(\d{4})",
    "y": r"(\d{2})",
    "m": r"(\d{1,2})",
    "d": r"(\d{1,2})",
    "H": r"(\d{1,2})",
    "M": r"(\d{2})",
    "S": r"(\d{2})",
}
_ISO_PATTERN = r"^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?Z?)?$"
_ISO_ORDER = ("Y", "m", "d", "H", "M", "S")


def read_date(text: ir.StringValue, dtype: dt.DataType, *, formats: list[str]) -> tuple[ir.Value, ir.StringValue]:
    """Read dates or timestamps.

    Parameters
    ----------
    text : ibis string expression
        Tidied text with ASCII digits, missing where empty.
    dtype : ibis data type
        Date or timestamp.
    formats : list of str
        The source's formats in the notation of ``strftime`` (``%Y %y %m %d %H %M %S``); the first is the house format,
        what reads in another one is a repair. Empty: ISO 8601.

    Returns
    -------
    value : ibis date or timestamp expression
        Missing where the text is missing or cannot be read.
    how : ibis string expression
        Missing where the date was read in the house format; ``date_format`` where in another; ``impossible_date`` for
        30 February and the like; ``unreadable`` otherwise.
    """
    parsed = [_parse(text, *_pattern(one)) for one in formats or [ISO]]
    matched = ibis.cases(*[(hit, ibis.literal(i)) for i, (hit, _) in enumerate(parsed)], else_=ibis.null("int64"))
    iso = ibis.coalesce(*[ibis.ifelse(hit, value, ibis.null("string")) for hit, value in parsed])
    how = ibis.cases(
        (text.isnull(), ibis.null("string")),
        (matched.isnull(), "unreadable"),
        (iso.isnull(), "impossible_date"),
        (matched > 0, "date_format"),
        else_=ibis.null("string"),
    )
    value = iso.cast("timestamp(6)")
    return (value.date() if dtype.is_date() else value), how


def _pattern(one: str) -> tuple[str, tuple[str, ...]]:
    """Regular expression of a format and the order of its pieces; a format of a moment also reads a bare day."""
    if one == ISO:
        return _ISO_PATTERN, _ISO_ORDER
    order = tuple(re.findall(r"%(\w)", one))
    unknown = set(order) - set(_PIECES)
    if unknown or len(set(order)) != len(order) or not {"m", "d"} <= set(order) or not {"Y", "y"} & set(order):
        raise ValueError(
            f"A date format must have a year, a month and a day out of %Y %y %m %d %H %M %S; got {one!r}. "
            "Correct `dates:` in client.yml."
        )
    pattern = re.sub(r"%(\w)", lambda piece: _PIECES[piece[1]], re.sub(r"([.\\+*?()\[\]{}|^$])", r"\\\1", one))
    clock = pattern.find(r"(\d{1,2}):") if order[-1] in "MS" and order.index("H") == 3 else -1
    if clock > 0:
        head, tail = pattern[:clock].rstrip(" T"), pattern[len(pattern[:clock].rstrip(" T")) :]
        pattern = f"{head}(?:{tail})?"
    return f"^{pattern}$", order


def _parse(text: ir.StringValue, pattern: str, order: tuple[str, ...]) -> tuple[ir.BooleanValue, ir.StringValue]:
    """Whether the text has this form, and its ISO text, missing where the calendar has no such moment."""
    hit = text.re_search(pattern)

    def piece(letter: str) -> ir.IntegerValue:
        if letter not in order:
            return ibis.literal(0)
        found = text.re_extract(pattern, order.index(letter) + 1).nullif("")
        return ibis.ifelse(hit, ibis.coalesce(found, "0"), "0").cast("int64")

    year = piece("Y") if "Y" in order else piece("y") + ibis.ifelse(piece("y") < 70, 2000, 1900)
    month, day, hour, minute, second = (piece(letter) for letter in "mdHMS")
    leap = ((year % 4 == 0) & (year % 100 != 0)) | (year % 400 == 0)
    last = ibis.cases((month.isin([4, 6, 9, 11]), 30), ((month == 2) & leap, 29), (month == 2, 28), else_=31)
    valid = hit & year.between(1800, 2200) & month.between(1, 12) & (day >= 1) & (day <= last)
    valid = valid & (hour < 24) & (minute < 60) & (second < 60)

    def padded(number: ir.IntegerValue, width: int) -> ir.StringValue:
        return number.cast("string").lpad(width, "0")

    moment = (
        padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + " "
        + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
    )  # fmt: skip
    return hit, ibis.ifelse(valid, moment, ibis.null("string"))
