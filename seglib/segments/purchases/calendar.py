"""On which days do the occasions fall for which people buy, in each country and year?

Public holidays come from the calendars of the package ``holidays`` (Christmas, Easter, Eid, Nowruz, Lunar New Year,
Diwali, Thanksgiving, national days), so that an occasion is looked for where it is kept and on the day on which it is
kept there, moon or not. Shopping days that are no holidays have rules of their own here: Mother's, Father's and
Valentine's Day, Black Friday, Singles' Day. A client adds occasions of its own in ``client.yml``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import holidays
import pandas as pd

DAY = dt.timedelta(days=1)
COLUMNS = ("country", "occasion", "date", "days_before")

# Occasion: the public holidays that show it (English names), days from the first of them to it, days of shopping.
HOLIDAYS = {
    "Christmas": (r"^Christmas( Day)?\b|^Orthodox Christmas", 0, 35),
    "Eid al-Fitr": (r"^Eid al-Fitr", 0, 28),
    "Ramadan": (r"^Eid al-Fitr", -30, 21),
    "Eid al-Adha": (r"^Eid al-Adha", 0, 21),
    "Nowruz": (r"^(Nowruz|Navruz|Novruz|Nawruz|Nauryz|Nooruz|Nauroz)", 0, 28),
    "Lunar New Year": (r"^(Chinese|Lunar|Korean) New Year(?!'s Eve)", 0, 28),
    "Diwali": (r"^(Diwali|Deepavali)", 0, 28),
    "Thanksgiving": (r"^Thanksgiving", 0, 21),
}
EASTER = ((r"^(Orthodox )?Easter Sunday|^Easter$", 0), (r"^(Orthodox )?Easter Monday", -1), (r"^(Orthodox )?Good Friday", 2))

NATIONAL = {
    "NO": r"^Constitution Day",
    "DK": r"^Constitution Day",
    "IE": r"^Saint Patrick's Day",
    "DE": r"^German Unity Day",
    "CA": r"^Canada Day",
    "AU": r"^Australia Day",
    "NZ": r"^Waitangi Day",
}
ANY_NATIONAL = r"^(National|(National )?Independence|Republic) Day\b(?! of)|^National Holiday"
STANDS_FOR = {"CH": "ZH", "CA": "ON", "MY": "KUL"}  # the part of a country whose holidays speak for all of it

ARAB = "AE BH DZ EG IQ JO KW LB LY MA OM PS QA SA SD SY TN YE".split()
SECOND_SUNDAY_OF_MAY = (
    "US CA AU NZ DE AT CH IT NL BE DK FI GR CY CZ SK HR EE LV UA TR BR CL CO EC PE VE UY CN HK TW SG MY JP IN PH ZA"
).split()
MOTHERS = {
    **dict.fromkeys(SECOND_SUNDAY_OF_MAY, ("weekday", 5, 6, 2)),
    **dict.fromkeys(("ES", "PT", "HU", "LT", "RO"), ("weekday", 5, 6, 1)),
    **dict.fromkeys(("FR", "SE"), ("weekday", 5, 6, -1)),
    **dict.fromkeys(("GB", "IE"), ("easter", -21)),
    **dict.fromkeys(ARAB, ("day", 3, 21)),
    "NO": ("weekday", 2, 6, 2),
    "PL": ("day", 5, 26),
    "MX": ("day", 5, 10),
    "AR": ("weekday", 10, 6, 3),
    "ID": ("day", 12, 22),
    "TH": ("day", 8, 12),
    "KR": ("day", 5, 8),
}
FATHERS = {
    **dict.fromkeys("US CA GB IE FR NL CH GR CZ SK HU TR CL CO EC PE VE MX IN PH SG MY JP CN HK ZA".split(), ("weekday", 6, 6, 3)),
    **dict.fromkeys(("IT", "ES", "PT"), ("day", 3, 19)),
    **dict.fromkeys(("NO", "SE", "FI"), ("weekday", 11, 6, 2)),
    **dict.fromkeys(("AU", "NZ"), ("weekday", 9, 6, 1)),
    "DE": ("easter", 39),
    "AT": ("weekday", 6, 6, 2),
    "BE": ("weekday", 6, 6, 2),
    "DK": ("day", 6, 5),
    "PL": ("day", 6, 23),
    "BR": ("weekday", 8, 6, 2),
    "RU": ("weekday", 10, 6, 3),
}
NO_VALENTINE = {"SA", "IR", "PK", "BN", "AF", "BR", "CO"}
NO_BLACK_FRIDAY = {"CN", "JP", "KR", "TW", "IR", "AF"}
SINGLES_DAY = "CN HK TW SG MY TH VN PH ID".split()
_NOT_THE_DAY = r"Eve\b|\(from|\(observed"


@dataclass(frozen=True)
class OwnOccasion:
    """An occasion that a client declares.

    Parameters
    ----------
    name : str
        What it is called.
    day, month : int, optional
        The same day of every year.
    dates : sequence of datetime.date, optional
        Or the days, where they move.
    days_before : int, default 28
        How long before the occasion people shop for it.
    """

    name: str
    day: int | None = None
    month: int | None = None
    dates: Sequence[dt.date] = ()
    days_before: int = 28


def occasions(
    countries: Iterable[str], *, first: dt.date, last: dt.date, own: Sequence[OwnOccasion] = ()
) -> pd.DataFrame:
    """List the occasions of countries between two days.

    Parameters
    ----------
    countries : iterable of str
        ISO codes of two letters; a country that is not known has the client's own occasions only.
    first, last : datetime.date
        From and to.
    own : sequence of OwnOccasion
        The client's own, the same in every country.

    Returns
    -------
    pandas.DataFrame
        One row a country, occasion and year, in this order: `country`, `occasion`, `date`, `days_before`.

    Examples
    --------
    >>> days = occasions(["IE", "DE"], first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))
    >>> days.loc[days["occasion"] == "Mother's Day", ["country", "date"]].values.tolist()
    [['DE', datetime.date(2025, 5, 11)], ['IE', datetime.date(2025, 3, 30)]]
    """
    years = tuple(range(first.year, last.year + 1))
    rows = []
    for country in sorted(set(countries)):
        rows += [(country, *row) for row in (*_public(country, years), *_shopping(country, years), *_declared(own, years))]
    kept = sorted({row for row in rows if first <= row[2] <= last})
    return pd.DataFrame(kept, columns=[*COLUMNS]).astype({"days_before": "int64"})


@functools.cache
def _named(country: str, years: tuple[int, ...]) -> tuple[tuple[dt.date, str], ...]:
    """Public holidays of a country by their English names, one pair a name."""
    supported = holidays.list_supported_countries()
    if country not in supported:
        return ()
    options = {"observed": False, "years": (*years, years[-1] + 1)}
    every = getattr(holidays, country)
    kinds = {"public", "government", "optional", "unofficial"} & set(every.supported_categories)
    if country in STANDS_FOR:
        options["subdiv"] = STANDS_FOR[country]
    if "en_US" in every.supported_languages:
        options["language"] = "en_US"
    found = every(categories=tuple(sorted(kinds)), **options)
    return tuple((day, name) for day, names in sorted(found.items()) for name in re.split(r"; ", names))


def _public(country: str, years: tuple[int, ...]) -> list[tuple]:
    named = _named(country, years)
    rows = []
    for occasion, (pattern, shift, before) in HOLIDAYS.items():
        days = [day for day, name in named if re.search(pattern, name) and not re.search(_NOT_THE_DAY, name)]
        rows += [(occasion, day + shift * DAY, before) for day in _firsts(days)]
    pattern = NATIONAL.get(country, ANY_NATIONAL)
    days = [day for day, name in named if re.search(pattern, name) and not re.search(_NOT_THE_DAY, name)]
    rows += [("National day", day, 14) for before, day in zip([None, *days], days, strict=False) if _new_year(before, day)]
    for pattern, shift in EASTER:
        days = [day + shift * DAY for day, name in named if re.search(pattern, name)]
        if days:
            rows += [("Easter", day, 28) for day in _firsts(days)]
            break
    return rows


def _firsts(days: list[dt.date]) -> list[dt.date]:
    """First day of each run of holidays."""
    return [day for before, day in zip([None, *days], days, strict=False) if before is None or day - before > 7 * DAY]


def _new_year(before: dt.date | None, day: dt.date) -> bool:
    return before is None or day.year != before.year


def _shopping(country: str, years: tuple[int, ...]) -> list[tuple]:
    rules = {
        "Mother's Day": (MOTHERS.get(country), 21),
        "Father's Day": (FATHERS.get(country), 21),
        "Valentine's Day": (("day", 6, 12) if country == "BR" else None if country in NO_VALENTINE else ("day", 2, 14), 21),
        "Black Friday": (None if country in NO_BLACK_FRIDAY else ("black friday",), 7),
        "Singles' Day": (("day", 11, 11) if country in SINGLES_DAY else None, 14),
    }
    known = country in holidays.list_supported_countries()
    return [
        (name, _day_of(rule, year), before) for name, (rule, before) in rules.items() if rule and known for year in years
    ]


def _day_of(rule: tuple, year: int) -> dt.date:
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


def _declared(own: Sequence[OwnOccasion], years: tuple[int, ...]) -> list[tuple]:
    rows = []
    for one in own:
        days = list(one.dates) or [_fixed(year, one.month, one.day) for year in years]
        rows += [(one.name, day, one.days_before) for day in days]
    return rows


def _fixed(year: int, month: int, day: int) -> dt.date:
    """The day of a year; 29 February is the 28th where there is none."""
    return dt.date(year, month, 28) if (month, day) == (2, 29) and not _leap(year) else dt.date(year, month, day)


def _leap(year: int) -> bool:
    return (dt.date(year, 3, 1) - DAY).day == 29
