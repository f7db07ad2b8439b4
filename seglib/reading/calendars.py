"""Which day of our calendar is a day of another one?

Jalali (the Persian solar calendar) by the arithmetic of leap years that holds from 1210 to 1633; Hijri by the table of
the Umm al-Qura calendar, 1343 to 1500; Buddhist years are 543 ahead.
"""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

_EPOCH = dt.date(1970, 1, 1)
_JALALI_FIRST_YEAR, _HIJRI_FIRST_MONTH = 1210, 1343 * 12 + 1
_JALALI_1210 = (dt.date(1831, 3, 21) - _EPOCH).days  # the first day of the year 1210
_HIJRI_1343 = (dt.date(1924, 8, 1) - _EPOCH).days
_BUDDHIST = 543
_PARTS = ("_year", "_month", "_day")
_MONTH = (29_530_589, 1_000_000)  # mean days of a month, as a fraction

# Days by which each month of the Umm al-Qura calendar, from 1343-01 on, begins after the mean of the moon.
_DELAYS = (
    "010111122112221211111111111112221111110111121112110010111121111111011102010101011201212121111121222212110111"
    "121212111111111121212221111111121212121211111121211111111101010101010101112121111011112222111101010101010000"
    "111111111111110101010101010101000000111111110001010101010101121111111111111111110101010101010100111111112122"
    "222212121212121211111011212121211111111111111111121211112111222222222112111101121212111010101111222222121212"
    "111111111110111111111111110111110101010111111010101011111111010101010101010010000011112111110101110101010101"
    "101111111111111101010101121212122121111111111111210101010101121210000000111111111001010111110101010011111010"
    "101011010101010101011110101010101011112111010101111111100000001111111010000111111101000100111110100010110101"
    "010101010111101010101010111111010000010111111000000011111110100001011111010001001111101000101101110100000111"
    "111010000010111111110000010101111111000000111111101000010111111101011121211110001121221111000111121211101010"
    "111121211101010111111212111010111121211111011112121111011211212111101111212211111111111212111110101121212121"
    "010111121212111110111121111111110111111111111111111121111110111122111101010112121110101011212121110101111212"
    "111111101111111111111101111112111111111121211110101121221111010112121211101011112121211101011112121211111011"
    "112121111111011212111111111221111111101121212111110111111212111010101121212111000101121211110110112121111011"
    "111111111101111112111111111111111121111101011112121110101011212121110001121212111111111121211111111111111111"
    "110111121121111011111122211101011112121211101011111121211101011112121111111011212111101011111211110101111221"
    "111010111121212101010111111211101010101111212111010111121211110110112121111011111112111101111112211111111111"
    "212121110101111212121010101121212111110111121211111111111111211111111121121111110111122111101010112121210101"
    "0112121211111011112111111111011111111111111110111121111010112"
)


def to_gregorian(t: ibis.Table, name: str, calendar: str) -> ibis.Table:
    """Turn the dates of a column from another calendar into ours.

    Parameters
    ----------
    t : ibis.Table
    name : str
        A column with texts such as ``1402-12-29 18:05:00``; what has a ``T`` before the time is left as it is.
    calendar : str
        ``jalali``, ``hijri`` or ``buddhist``.

    Returns
    -------
    ibis.Table
        The same with the column changed; ``0000-00-00`` where the calendar has no such day.
    """
    pieces = [t[name].re_extract(rf"^{skip}(\d+)", 1).nullif("").cast("int64") for skip in ("", r"\d+-", r"\d+-\d+-")]
    t = t.mutate(**dict(zip(_PARTS, pieces, strict=True)))
    if calendar == "buddhist":
        date = (t._year - _BUDDHIST).cast("string") + t[name].re_replace(r"^\d+", "")
        date = ibis.ifelse(t._year > _BUDDHIST, date, ibis.null("string"))
    else:
        first = t._year * 12 + t._month - _HIJRI_FIRST_MONTH if calendar == "hijri" else t._year - _JALALI_FIRST_YEAR
        t = t.mutate(_first=first)
        days = (_hijri if calendar == "hijri" else _jalali)(t._first, t._month, t._day)
        date = day_text(days) + t[name].re_replace(r"^[^ ]*", "")
    kept = t[name].isnull() | t[name].contains("T")
    changed = t.mutate(**{name: ibis.ifelse(kept, t[name], date.fill_null("0000-00-00"))})
    return changed.drop(*(part for part in (*_PARTS, "_first") if part in changed.columns))


def day_text(days: ir.IntegerValue) -> ir.StringValue:
    """Days since 1970 as text such as ``2024-03-20``.

    Parameters
    ----------
    days : ibis integer expression

    Returns
    -------
    ibis string expression
    """
    return (ibis.literal(_EPOCH) + days.as_interval("D")).cast("timestamp(6)").cast("string").left(10)


def _jalali(n: ir.IntegerValue, month: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """Days since 1970 of a day of the n-th year from 1210; missing where there is none."""

    def new_year(n: ir.IntegerValue) -> ir.IntegerValue:  # 8 leap years in 33
        return n * 365 + (n // 33) * 8 + (n % 33 + 3) // 4

    last_month = new_year(n + 1) - new_year(n) - 336
    length = ibis.cases((month <= 6, 31), (month <= 11, 30), else_=last_month)
    days_before = (month - 1) * 31 - ibis.ifelse(month > 7, month - 7, 0)
    known = n.between(0, 422) & month.between(1, 12) & (day >= 1) & (day <= length)
    return ibis.ifelse(known, new_year(n) + days_before + day - 1 + _JALALI_1210, ibis.null("int64"))


def _hijri(n: ir.IntegerValue, month: ir.IntegerValue, day: ir.IntegerValue) -> ir.IntegerValue:
    """Days since 1970 of a day of the n-th month from 1343-01; missing where there is none."""
    known = month.between(1, 12) & n.between(0, len(_DELAYS) - 2)
    within = ibis.ifelse(known, n, 0)

    def first_day(n: ir.IntegerValue) -> ir.IntegerValue:
        return (n * _MONTH[0]) // _MONTH[1] + ibis.literal(_DELAYS).substr(n, 1).nullif("").cast("int64")

    known = known & (day >= 1) & (day <= first_day(within + 1) - first_day(within))
    return ibis.ifelse(known, first_day(within) + day - 1 + _HIJRI_1343, ibis.null("int64"))
