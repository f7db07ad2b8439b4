"""Which sentences and tables does the reader see of what is bought where? Nothing is drawn here."""

from __future__ import annotations

import pandas as pd

from seglib.segments.geographic.goods import bought
from seglib.segments.headings import Columns

PREFERENCES: Columns = {
    "category": "Goods",
    "group": "Climate",
    "n": ("Customers with an order", "count"),
    "share": ("Have bought it", "percent"),
    "low": ("95% from", "percent"),
    "high": ("to", "percent"),
    "elsewhere": ("Elsewhere", "percent"),
    "verdict": "Beside the others",
}
KINDS: Columns = {
    "group": "Group",
    "places": "Places",
    "n": ("Customers", "count"),
    "often": "Bought by most more customers than elsewhere",
}
SHARES_ALT = (
    "Grid of {goods:count} kinds of goods in {groups:count} climates: the share of the customers there who have bought "
    "them, from {low:percent} to {high:percent}; {different:count} of {compared:count} differ from the other climates."
)
SAME = "No goods are bought by clearly more or fewer customers in one climate than in the others"
APART = "{category}: bought by {share:percent} in “{group}”, by {elsewhere:percent} elsewhere"
MOST_PLACES, MOST_GOODS = 8, 2


def shares_title(preferences: pd.DataFrame) -> dict[str, object]:
    """Say what is bought where, for a headline.

    Parameters
    ----------
    preferences : pandas.DataFrame
        From :func:`seglib.segments.geographic.goods.preferences`, with a row or more.

    Returns
    -------
    dict
        ``title``, a sentence with placeholders, and the values of it and of :data:`SHARES_ALT`.
    """
    different = preferences[preferences["verdict"] != "as elsewhere"]
    values: dict[str, object] = {
        "title": APART if len(different) else SAME,
        "goods": preferences["category"].nunique(),
        "groups": preferences["group"].nunique(),
        "low": preferences["share"].min(),
        "high": preferences["share"].max(),
        "compared": len(preferences),
        "different": len(different),
    }
    if len(different):
        first = different.sort_values(["p_holm", "category", "group"]).iloc[0]
        values |= first[["category", "group", "share", "elsewhere"]].to_dict()
    return values


def kinds(orders: pd.DataFrame, places: pd.Series, groups: pd.Series, names: dict[str, str]) -> pd.DataFrame:
    """Describe groups of places that buy alike.

    Parameters
    ----------
    orders : pandas.DataFrame
        `customer_id` and `category`.
    places : pandas.Series
        Place of each customer, by `customer_id`.
    groups : pandas.Series
        Place to group, from :func:`seglib.segments.geographic.goods.alike`.
    names : dict of str to str
        Place to its name; a place without one keeps its key.

    Returns
    -------
    pandas.DataFrame
        `group`, `places` (names, the largest first), `n` customers with an order, and `often`: the goods whose share of
        buyers is furthest above that of the other groups. The groups were made by what is bought, so nothing is tested.
    """
    table = bought(orders)
    where = table.index.to_series().map(places)
    group = where.map(groups)
    rows = []
    for number in sorted(groups.unique()):
        inside = (group == number).to_numpy()
        others = (group.notna() & (group != number)).to_numpy()
        sizes = where[inside].value_counts()
        listed = [names.get(place, place) for place in sizes.index[:MOST_PLACES]]
        more = f" and {len(sizes) - MOST_PLACES} more" if len(sizes) > MOST_PLACES else ""
        share, elsewhere = table[inside].mean(), table[others].mean()
        first = (share - elsewhere).sort_values(ascending=False, kind="stable").head(MOST_GOODS)
        often = [f"{goods} {share[goods]:.0%} ({elsewhere[goods]:.0%})" for goods in first[first > 0].index]
        rows.append((str(number), ", ".join(listed) + more, int(inside.sum()), "; ".join(often)))
    return pd.DataFrame(rows, columns=list(KINDS))
