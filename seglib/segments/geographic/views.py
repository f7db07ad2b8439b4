"""Which tables and sentences does the reader see of places? Finished, named and in order; nothing is drawn here."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from seglib.segments.geographic.compare import Comparison
from seglib.segments.headings import Columns
from seglib.segments.small_groups import sizes
from seglib.segments.worth import Worth

OPEN: Columns = {"name": "Name as written", "shown": "Customers", "why": "Why it is open", "write": "Line to write"}
FORM: Columns = {"field": "Field", "ask": "How to ask", "form": "In a web form", "why": "What it is for"}
LEVELS_SHOWN: Columns = {
    "level": "Level",
    "n": ("Customers with an order", "count"),
    "places": ("Places", "count"),
    "large": ("Large enough to compare", "count"),
    "apart": ("Differ beyond chance", "count"),
}

_FORM = [
    ("Postal code", "At the till: “May I have your postal code?” One field, never the whole address",
     '<input name="postal_code" autocomplete="postal-code" maxlength="10">', "Stores, delivery, leaflets"),
    ("Country", "Web shop: a list with codes behind it, the home country chosen already",
     '<select name="country" autocomplete="country"><option value="DE" selected>Germany</option></select>',
     "Season, language, delivery"),
    ("Town", "Web shop: filled in from the postal code, for the customer to correct",
     '<input name="city" autocomplete="address-level2">', "Where to advertise"),
]  # fmt: skip


def form_fields() -> pd.DataFrame:
    """What to collect where places are missing, with the field of a form.

    Returns
    -------
    pandas.DataFrame
        `field`, `ask`, `form`, `why`.
    """
    return pd.DataFrame(_FORM, columns=list(FORM))


def shown_names(names: pd.DataFrame, *, least: int, most: int = 15) -> pd.DataFrame:
    """The names that were not understood, without small counts.

    Parameters
    ----------
    names : pandas.DataFrame
        From :func:`seglib.segments.geographic.open_names.open_names`.
    least : int
        Smallest number of customers that a page shows.
    most : int, default 15
        Rows.

    Returns
    -------
    pandas.DataFrame
        With `shown`, the number of customers in words where it is small.
    """
    return names.assign(shown=sizes(names["n"], least=least)).head(most)


def repaired(known: dict[str, int]) -> str:
    """Say what had to be done to read the places, as a sentence to be filled.

    Parameters
    ----------
    known : dict of str to int
        From :func:`seglib.segments.geographic.open_names.repairs`.

    Returns
    -------
    str
        Of what was done at all; empty where nothing was.
    """
    said = {
        "zeros": "Postal codes that had lost a leading zero, as in spreadsheets, and got it back: {zeros:count}.",
        "home": "Customers without a country who count as living in the shop's own: {home:count}.",
    }
    return " ".join(text for name, text in said.items() if known[name])


def place_columns(money: Worth, comparison: Comparison) -> Columns:
    """Columns of the table of places.

    Parameters
    ----------
    money : Worth
        By which money places are compared.
    comparison : Comparison

    Returns
    -------
    dict
        Column to heading and format.
    """
    return {
        "name": comparison.words[0].capitalize(),
        "n": ("Customers", "count"),
        "mean": (f"{money.label} a customer, observed", "money"),
        "estimate": ("Estimate", "money"),
        "low": ("95% from", "money"),
        "high": ("to", "money"),
    }


def shares(table: pd.DataFrame, formatter: object) -> list[str]:
    """Write shares with their intervals in one column.

    Parameters
    ----------
    table : pandas.DataFrame
        `share`, `low`, `high`.
    formatter : object
        With a method ``percent``.

    Returns
    -------
    list of str
        Such as ``44% (39% to 48%)``.
    """
    ends = between(table["low"], table["high"], formatter.percent)
    return [f"{formatter.percent(share)} ({end})" for share, end in zip(table["share"], ends, strict=True)]


def between(low: pd.Series, high: pd.Series, show: Callable[[float], str]) -> list[str]:
    """Write intervals in one column, so that a table fits a phone.

    Parameters
    ----------
    low, high : pandas.Series
        Ends.
    show : callable
        Number to text.

    Returns
    -------
    list of str
        Such as ``39% to 48%``; empty where an end is not known.
    """
    ends = zip(low, high, strict=True)
    return ["" if pd.isna(a) or pd.isna(b) else f"{show(a)} to {show(b)}" for a, b in ends]


def verdict(comparison: Comparison) -> str:
    """Say which places differ from the rest, as a sentence to be filled.

    Parameters
    ----------
    comparison : Comparison
        With two places or more.

    Returns
    -------
    str
        With the placeholders of :func:`verdict_values`.
    """
    highest = " The highest observed worth a customer, {raw:money} in {highest}, is estimated at {estimate:money}."
    if comparison.apart.empty:
        return "None of {places:count} {several} differs from the rest by more than chance explains." + highest
    which = "{first}, {side}" if len(comparison.apart) == 1 else "first of all {first}, {side}"
    verb = "differs" if len(comparison.apart) == 1 else "differ"
    return (
        f"Of {{places:count}} {{several}}, {{apart:count}} {verb} from the rest by more than chance explains: {which}."
        + highest
    )


def verdict_values(comparison: Comparison) -> dict[str, object]:
    """Give the values of :func:`verdict`.

    Parameters
    ----------
    comparison : Comparison
        With two places or more.

    Returns
    -------
    dict
        Also ``interval`` of the estimate.
    """
    table, apart = comparison.table, comparison.apart
    top = table.loc[table["mean"].idxmax()]
    named: dict[str, object] = {}
    if len(apart):
        first = apart.sort_values(["p_holm", "place"]).iloc[0]
        side = "where a customer is worth more" if first["verdict"] == "above" else "where a customer is worth less"
        named = {"apart": len(apart), "first": first["name"], "side": side}
    return {
        **named,
        "places": len(table),
        "several": comparison.words[1],
        "raw": top["mean"],
        "highest": top["name"],
        "estimate": top["estimate"],
        "interval": (top["low"], top["high"]),
    }


MAP_TITLE = "{places:count} {several}: estimates from {low:money} to {high:money} a customer"
MAP_ALT = (
    "Map of {places:count} {several}; the point's area is the number of customers, its colour the estimated worth, "
    "from {low:money} to {high:money} a customer."
)
FUNNEL_TITLE = "{outside:count} of {places:count} {several} lie outside the limits of chance"
FUNNEL_ONE = "{outside:count} of {places:count} {several} lies outside the limits of chance: {first}"
FUNNEL_NONE = "None of {places:count} {several} lies outside the limits of chance"
FUNNEL_ALT = (
    "Funnel: worth a customer against the number of customers for {places:count} {several}; the limits of chance "
    "narrow with size, {outside:count} lie outside of them after allowing for the number of places."
)


def map_values(comparison: Comparison) -> dict[str, object]:
    """Give the values of :data:`MAP_TITLE` and :data:`MAP_ALT`.

    Parameters
    ----------
    comparison : Comparison
        With two places or more.

    Returns
    -------
    dict
    """
    table = comparison.table
    return {
        "low": table["estimate"].min(),
        "high": table["estimate"].max(),
        "places": len(table),
        "several": comparison.words[1],
    }


def funnel_values(comparison: Comparison) -> dict[str, object]:
    """Give the title of the funnel, and its values and those of :data:`FUNNEL_ALT`.

    Parameters
    ----------
    comparison : Comparison
        With two places or more.

    Returns
    -------
    dict
    """
    return {
        "title": {0: FUNNEL_NONE, 1: FUNNEL_ONE}.get(len(comparison.apart), FUNNEL_TITLE),
        "first": comparison.apart["name"].iloc[0] if len(comparison.apart) else "",
        "outside": len(comparison.apart),
        "places": len(comparison.table),
        "several": comparison.words[1],
    }
