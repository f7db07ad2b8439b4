"""Which sentences and tables does the reader see of seasons, goods and stores? Nothing is drawn here."""

from __future__ import annotations

import datetime

import pandas as pd
from babel.dates import format_skeleton

from seglib.segments.geographic.views import between
from seglib.segments.headings import Columns

SEASONS: Columns = {
    "category": "Goods",
    "group": "Where",
    "n": ("Buyers", "count"),
    "peak_day": "Peak about",
    "moved": "Days later (95% interval)",
}
CATCHMENTS: Columns = {
    "store": "Nearest store",
    "ring": "Distance",
    "n": ("Customers", "count"),
    "interval": "Share, 95% interval",
    "money_share": ("Share of money", "percent"),
}
COMPARED = "the others are held against it"
SEASON_TITLE = "{category}: {days:count} days {verdict} in {group} than in {reference}"
SEASON_ALT = (
    "Curves of orders over the year for {groups:count} groups; the one of {short} peaks {days:count} days {verdict} "
    "than the largest group's."
)
NO_STORES = (
    "How far customers live from a store cannot be told, because client.yml names none. Write under geographic: "
    "stores: [{name: Main street, latitude: 47.995, longitude: 7.852}]; latitude and longitude are what a map on the "
    "web shows for its door. Delivery zones need only postal codes: zones: {Own van: ['79', '77']}."
)


def day_name(day: int, *, language: str) -> str:
    """Name a day of the year.

    Parameters
    ----------
    day : int
        1 to 366.
    language : str
        Locale.

    Returns
    -------
    str
        Day and month.

    Examples
    --------
    >>> day_name(118, language="en")
    'Apr 28'
    """
    date = datetime.date(2025, 1, 1) + datetime.timedelta(days=min(int(day), 365) - 1)
    return format_skeleton("MMMd", date, locale=language.replace("-", "_"))


def shifted(seasons: pd.DataFrame, *, language: str) -> pd.DataFrame:
    """The seasons that shift from group to group, with the group that they are compared with.

    Parameters
    ----------
    seasons : pandas.DataFrame
        From :func:`seglib.segments.geographic.season.seasons`.
    language : str
        Locale of the dates.

    Returns
    -------
    pandas.DataFrame
        Rows of the categories in which a group is earlier or later beyond chance: those groups and the reference, by
        peak; with `peak_day`, and `moved` (whole days and their interval, or that it is the reference) in words.
    """
    moved = seasons["verdict"].isin(["earlier", "later"])
    rows = seasons[moved | (seasons["verdict"] == "reference")]
    rows = rows[rows["category"].isin(seasons.loc[moved, "category"])].sort_values(["category", "peak", "group"])
    interval = between(rows["low"], rows["high"], _days)
    moved = [
        f"{_days(shift)} ({ends})" if ends else COMPARED for shift, ends in zip(rows["shift"], interval, strict=True)
    ]
    peak_day = [day_name(day, language=language) for day in rows["peak"]]
    return rows.assign(peak_day=peak_day, moved=moved)


def _days(days: float) -> str:
    return f"{days:.0f}".replace("-", "\N{MINUS SIGN}")


def clearest(seasons: pd.DataFrame) -> dict[str, object] | None:
    """The shift that is known best, for a title.

    Parameters
    ----------
    seasons : pandas.DataFrame
        From :func:`seglib.segments.geographic.season.seasons`.

    Returns
    -------
    dict or None
        Values of :data:`SEASON_TITLE` and :data:`SEASON_ALT`, and ``n``; None where no season shifts.
    """
    moved = seasons[seasons["verdict"].isin(["earlier", "later"])]
    if moved.empty:
        return None
    row = moved.assign(sure=(moved["shift"] / (moved["high"] - moved["low"])).abs()).nlargest(1, "sure").iloc[0]
    own = seasons[seasons["category"] == row["category"]]
    short = {name: row[name].partition(":")[0] for name in ("group", "reference")}
    return {
        "category": row["category"],
        "days": abs(round(row["shift"])),
        "verdict": row["verdict"],
        "group": f"“{short['group']}”",
        "reference": f"“{short['reference']}”",
        "groups": len(own),
        "short": short["group"],
        "n": int(own["n"].sum()),
    }


def distance(fall: dict[str, float]) -> str:
    """Say how orders change with the distance, as a sentence to be filled.

    Parameters
    ----------
    fall : dict
        From :func:`seglib.segments.geographic.catchment.decay`.

    Returns
    -------
    str
        With the placeholder ``{change:percent}``.
    """
    if fall["low"] <= 0 <= fall["high"]:
        return (
            "Customers who live farther from their nearest store do not order less often as far as can be told: with "
            "each doubling of the distance orders change by {change:percent}."
        )
    word = "fewer" if fall["high"] < 0 else "more"
    return f"With each doubling of the distance to the nearest store customers place {word} orders: {{change:percent}}."
