"""On which days do people give presents or go shopping that are no holidays? One rule a country."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

DAY = dt.timedelta(days=1)
SECOND_SUNDAY_OF_MAY = (
    "US CA AU NZ DE AT CH IT NL BE DK FI GR CY CZ SK HR EE LV UA TR BR CL CO EC PE VE UY CN HK TW SG MY JP IN PH ZA"
)
MOTHERS = {
    SECOND_SUNDAY_OF_MAY: ("weekday", 5, 6, 2),
    "ES PT HU LT RO": ("weekday", 5, 6, 1),
    "FR SE": ("weekday", 5, 6, -1),
    "GB IE": ("easter", -21),
    "AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE": ("day", 3, 21),
    "NO": ("weekday", 2, 6, 2),
    "PL": ("day", 5, 26),
    "MX": ("day", 5, 10),
    "AR": ("weekday", 10, 6, 3),
    "ID": ("day", 12, 22),
    "TH": ("day", 8, 12),
    "KR": ("day", 5, 8),
}
FATHERS = {
    "US CA GB IE FR NL CH GR CZ SK HU TR CL CO EC PE VE MX IN PH SG MY JP CN HK ZA": ("weekday", 6, 6, 3),
    "IT ES PT": ("day", 3, 19),
    "NO SE FI": ("weekday", 11, 6, 2),
    "AU NZ": ("weekday", 9, 6, 1),
    "AT BE": ("weekday", 6, 6, 2),
    "DE": ("easter", 39),
    "DK": ("day", 6, 5),
    "PL": ("day", 6, 23),
    "BR": ("weekday", 8, 6, 2),
    "RU": ("weekday", 10, 6, 3),
}
VALENTINES = {"BR": ("day", 6, 12), "SA IR PK BN AF CO": None, "": ("day", 2, 14)}
BLACK_FRIDAY = {"CN JP KR TW IR AF": None, "": ("black friday",)}
SINGLES = {"CN HK TW SG MY TH VN PH ID": ("day", 11, 11)}

SHOPPING = {
    "Mother's Day": (MOTHERS, 21, 0),
    "Father's Day": (FATHERS, 21, 0),
    "Valentine's Day": (VALENTINES, 21, 0),
    "Black Friday": (BLACK_FRIDAY, 7, 3),  # the sale goes on until Cyber Monday
    "Singles' Day": (SINGLES, 14, 0),
}
"""Occasion: its rule by countries (``""`` stands for all others), and the days before and after it on which people
shop for it."""


def shopping_days(country: str, years: tuple[int, ...]) -> list[tuple[str, dt.date, int, int]]:
    """List the shopping days of a country.

    Parameters
    ----------
    country : str
        ISO code of two letters.
    years : tuple of int
        Calendar years.

    Returns
    -------
    list of (str, datetime.date, int, int)
        Occasion, day, and days before and after it on which people shop for it.

    Examples
    --------
    >>> [day.isoformat() for name, day, *_ in shopping_days("NO", (2026,)) if name == "Mother's Day"]
    ['2026-02-08']
    """
    rules = {name: (_rule(by_country, country), span) for name, (by_country, *span) in SHOPPING.items()}
    return [(name, _day(rule, year), *span) for name, (rule, span) in rules.items() if rule for year in years]


def western_easter(year: int) -> dt.date:
    """Compute the Sunday of Easter in the western churches.

    Parameters
    ----------
    year : int
        Of the Gregorian calendar.

    Returns
    -------
    datetime.date

    References
    ----------
    .. [1] Anonymous (1876), Nature 13, 487; J. Meeus (1991), Astronomical Algorithms, chapter 8.

    Examples
    --------
    >>> western_easter(2025).isoformat()
    '2025-04-20'
    """
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    wide = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + wide - 7 * ((a + 11 * h + 22 * wide) // 451) + 114, 31)
    return dt.date(year, month, day + 1)


def _rule(by_country: Mapping[str, tuple | None], country: str) -> tuple | None:
    for countries, rule in by_country.items():
        if country in countries.split() or not countries:
            return rule
    return None


def _day(rule: tuple, year: int) -> dt.date:
    if rule[0] == "day":
        return dt.date(year, rule[1], rule[2])
    if rule[0] == "easter":
        return western_easter(year) + rule[1] * DAY
    if rule[0] == "black friday":
        return _weekday(year, 11, 3, 4) + DAY
    return _weekday(year, *rule[1:])


def _weekday(year: int, month: int, weekday: int, which: int) -> dt.date:
    """The n-th weekday (0 is Monday) of a month; -1 is the last."""
    if which < 0:
        end = (dt.date(year, month, 28) + 4 * DAY).replace(day=1) - DAY
        return end - (end.weekday() - weekday) % 7 * DAY
    start = dt.date(year, month, 1)
    return start + ((weekday - start.weekday()) % 7 + 7 * (which - 1)) * DAY
