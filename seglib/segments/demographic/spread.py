"""How are the customers spread over the groups of each trait? Sizes and money with their intervals, nobody left out."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from seglib.segments.demographic.bands import LABELS, NOT_KNOWN
from seglib.segments.demographic.views import SMALL, shown
from seglib.segments.headline import share_interval
from seglib.segments.summary import summarise
from seglib.segments.worth import Worth

NEARLY_AS_MANY = 0.9
HOME = ("age", "gender", "marital_status", "household_size", "children", "income")
"""Traits of the person and the household; all others are of work, the web and how somebody was won."""

SPREAD_ALT = (
    "Bars for {k:count} groups of {traits:count} traits, each group's share of the customers; the largest is {group} "
    "({trait}) with {share:percent}."
)


def spread(features: pd.DataFrame, banded: pd.DataFrame, money: Worth, *, least: int) -> pd.DataFrame:
    """Count the customers, and what they bring, in each group of each trait.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with the money.
    banded : pandas.DataFrame
        Their traits as categories, from :func:`seglib.segments.demographic.bands.bands`.
    money : Worth
        By which money.
    least : int
        Fewest customers of a group that is shown; smaller ones are shown together.

    Returns
    -------
    pandas.DataFrame
        One row a group that has customers, traits and groups in their order: `key` and `trait` (its heading),
        `group`, `told` (false for *Not known* and the small ones), `n`, `share` of all customers with `low` and `high`
        (95%, Wilson), and the share of the money with its `_low` and `_high`, missing where there is no money.
    """
    ends = [money.share, f"{money.share}_low", f"{money.share}_high"]
    parts = []
    for key, column in banded.items():
        groups = column.astype("str").to_numpy()
        named = pd.DataFrame({"segment": groups, "segment_name": groups})
        counted = shown(summarise(features, named, order=list(column.cat.categories)), least=least)
        told = ~counted["segment"].isin([NOT_KNOWN, SMALL])
        parts.append(counted.assign(key=key, trait=LABELS[key], group=counted["segment_name"], told=told))
    columns = ["key", "trait", "group", "told", "n", "share", "low", "high", *ends]
    if not parts:
        return pd.DataFrame(columns=columns)
    table = pd.concat(parts, ignore_index=True)
    table[["low", "high"]] = [share_interval(n, len(features)) for n in table["n"]]
    return table.reindex(columns=columns)


def of_traits(table: pd.DataFrame, traits: Collection[str] = HOME, *, others: bool = False) -> pd.DataFrame:
    """Take the rows of some traits.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`spread`.
    traits : collection of str
        Which ones.
    others : bool, default False
        All but these instead.

    Returns
    -------
    pandas.DataFrame
    """
    return table[table["key"].isin(traits) != others].reset_index(drop=True)


def most_frequent(table: pd.DataFrame) -> dict[str, object]:
    """Say which group is the largest in the first trait that is known of about as many as any, for a headline.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`spread`, with a group or more.

    Returns
    -------
    dict
        ``title``, a sentence with placeholders, and the values of it and of :data:`SPREAD_ALT`.
    """
    sizes = {"k": len(table), "traits": table["key"].nunique()}
    known = table[table["told"]]
    if known.empty:
        return {"title": "Every group is too small to be shown", "group": "–", "trait": "–", "share": 0.0, **sizes}
    sizes_known = known.groupby("key", sort=False)["n"].sum()
    first = sizes_known.index[sizes_known >= NEARLY_AS_MANY * sizes_known.max()][0]
    own = known[known["key"] == first]
    row, of = own.loc[own["n"].idxmax()], int(own["n"].sum())
    low, high = share_interval(int(row["n"]), of)
    return {
        "title": "{trait}, most often: {group}, {part:percent} of those of whom it is known ({low:percent} to "
        "{high:percent})",
        "part": row["n"] / of,
        "low": low,
        "high": high,
        **row[["trait", "group", "share"]].to_dict(),
        **sizes,
    }
