"""On which days do the occasions fall for which people buy, in each country and year?

Public holidays come from the calendars of the package ``holidays`` (Christmas, Easter, Eid, Nowruz, Lunar New Year,
Diwali, Thanksgiving, national days), so that an occasion is looked for where it is kept and on the day on which it is
kept there, moon or not. Shopping days that are no holidays have rules of their own
(:mod:`seglib.segments.purchases.shopping`), and a client adds occasions in ``client.yml``.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from calendar import monthrange
from collections.abc import Iterable, Sequence

import holidays
import pandas as pd

from seglib.client_segments import OwnOccasion
from seglib.segments.purchases.shopping import DAY, shopping_days

COLUMNS = ("country", "occasion", "date", "days_before", "days_after")

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
EASTER = (
    (r"^(Orthodox )?Easter Sunday|^Easter$", 0),
    (r"^(Orthodox )?Easter Monday", -1),
    (r"^(Orthodox )?Good Friday", 2),
)

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

_NOT_THE_DAY = r"Eve\b|\(from|\(observed"


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
    own : sequence of seglib.client_segments.OwnOccasion
        The client's own, the same in every country.

    Returns
    -------
    pandas.DataFrame
        One row a country, occasion and year, in this order: `country`, `occasion`, `date`, `days_before` and
        `days_after` on which people shop for it (none after it, but for sales of several days).

    Examples
    --------
    >>> days = occasions(["IE", "DE"], first=dt.date(2025, 1, 1), last=dt.date(2025, 12, 31))
    >>> days.loc[days["occasion"] == "Mother's Day", ["country", "date"]].values.tolist()
    [['DE', datetime.date(2025, 5, 11)], ['IE', datetime.date(2025, 3, 30)]]
    """
    years = tuple(range(first.year, last.year + 1))
    rows = []
    for country in sorted(set(countries)):
        shopping = shopping_days(country, years) if country in holidays.list_supported_countries() else []
        rows += [(country, *row) for row in (*_public(country, years), *shopping, *_declared(own, years))]
    kept = sorted({row for row in rows if first <= row[2] <= last})
    return pd.DataFrame(kept, columns=[*COLUMNS]).astype({"days_before": "int64", "days_after": "int64"})


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
        rows += [(occasion, day + shift * DAY, before, 0) for day in _firsts(days)]
    pattern = NATIONAL.get(country, ANY_NATIONAL)
    days = [day for day, name in named if re.search(pattern, name) and not re.search(_NOT_THE_DAY, name)]
    for year in {day.year for day in days}:
        rows.append(("National day", min(day for day in days if day.year == year), 14, 0))
    for pattern, shift in EASTER:
        days = [day + shift * DAY for day, name in named if re.search(pattern, name)]
        if days:
            rows += [("Easter", day, 28, 0) for day in _firsts(days)]
            break
    return rows


def _firsts(days: list[dt.date]) -> list[dt.date]:
    """First day of each run of holidays."""
    return [day for before, day in zip([None, *days], days, strict=False) if before is None or day - before > 7 * DAY]


def _declared(own: Sequence[OwnOccasion], years: tuple[int, ...]) -> list[tuple]:
    rows = []
    for one in own:
        days = one.dates or [_fixed(year, one.month, one.day) for year in years]
        rows += [(one.name, day, one.days_before, one.days_after) for day in days]
    return rows


def _fixed(year: int, month: int, day: int) -> dt.date:
    """The day of a year; 29 February is the 28th where there is none."""
    return dt.date(year, month, min(day, monthrange(year, month)[1]))
