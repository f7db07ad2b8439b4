"""Which tables does the reader see of what customers will bring? Finished, in words, and none about a few people."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from seglib.client_costs import Costs
from seglib.value.profit.next_year import NextYear

OTHERS = "Smaller segments together"
MOST_WEEKS = 104
GIVEN, NOT_GIVEN, DEFAULT = "client.yml", "not given: counts as nothing", "assumed; change it in client.yml"
LABELS = {
    "minute": "A minute of the staff's time",
    "effort_point": "A point of service effort, an order",
    "order": "Handling an order",
    "return_order": "Handling an order that comes back",
    "acquisition": "Winning a customer",
}


def models(ahead: NextYear, formatter: object) -> pd.DataFrame:
    """Show how the models did on the weeks that were held back.

    Parameters
    ----------
    ahead : NextYear
        With a comparison.
    formatter : object
        With a method ``format``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.MODELS`, the chosen model first.
    """
    table = ahead.comparison.table
    table = table.assign(between=between(table, formatter, "count"))
    first = (table["model"] != ahead.comparison.chosen).rename("first")
    return table.loc[first.sort_values(kind="stable").index].reset_index(drop=True)


def tracking(ahead: NextYear) -> pd.DataFrame:
    """Take the weeks that a figure shows.

    Parameters
    ----------
    ahead : NextYear
        With a forecast.

    Returns
    -------
    pandas.DataFrame
        Every week, or every second, third, ... of a long history, to the last.
    """
    table = ahead.tracking
    every = -(-len(table) // MOST_WEEKS)
    return table.iloc[(len(table) - 1) % every :: every].reset_index(drop=True)


def segments(ahead: NextYear, formatter: object, *, least: int) -> pd.DataFrame:
    """Show what each segment is worth; segments of a few customers together.

    Parameters
    ----------
    ahead : NextYear
        With a value.
    formatter : object
        With a method ``format``.
    least : int
        Fewest customers of a row.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.value.profit.headings.SEGMENTS`. A row of small segments has no interval.
    """
    table = ahead.value.segments
    if table.empty:
        table = ahead.value.total.assign(segment="All customers", share=1.0)
    by_segment = table.set_index("segment")
    small = table["segment"].isin(too_small(by_segment["n"], least, money=by_segment["value"]))
    if small.any():
        rest = table.loc[small, ["n", "expected_purchases", "value", "share"]].sum()
        rest = pd.DataFrame([{**rest, "segment": OTHERS, "value_per_customer": rest["value"] / rest["n"]}])
        table = pd.concat([table[~small], rest[rest["n"] >= least]], ignore_index=True)
    return table.assign(between=between(table, formatter, "money", names=("value_low", "value_high")))


def too_small(sizes: pd.Series, least: int, *, money: pd.Series) -> list[str]:
    """Find the segments that are shown together, so that no row and no difference of rows is about a few people.

    Parameters
    ----------
    sizes : pandas.Series
        Customers by segment.
    least : int
        Fewest customers of a row.
    money : pandas.Series
        What each segment brings: those with the least are joined first, so that the reader loses little.

    Returns
    -------
    list of str
        Those with fewer, and of the others as many as make them enough together.

    Examples
    --------
    >>> too_small(pd.Series({"a": 40, "b": 3, "c": 12}), 10, money=pd.Series({"a": 50.0, "b": 0.0, "c": 900.0}))
    ['b', 'a']
    """
    few = list(sizes.index[sizes < least])
    for name in money.reindex(sizes.index.difference(few)).sort_values(kind="stable").index:
        if not few or sizes[few].sum() >= least:
            break
        few.append(name)
    return few


def assumptions(costs: Costs, formatter: object, *, money: str, margin_rate: float | None = None) -> pd.DataFrame:
    """List what money rests on, and where each number comes from.

    Parameters
    ----------
    costs : Costs
        Of the client.
    formatter : object
        With a method ``format``.
    money : {"margin", "sales"}
        What the value is of.
    margin_rate : float, optional
        Margin as a fraction of sales, where no file says what goods cost.

    Returns
    -------
    pandas.DataFrame
        `item`, `value`, `origin`.
    """
    given = costs.model_fields_set
    rows = []
    if money == "margin":
        told = formatter.format(margin_rate, "percent") if margin_rate else "by the files"
        rows.append(("Margin", told, GIVEN if margin_rate else "cost of the goods in the files"))
    for name, label in LABELS.items():
        price = getattr(costs, name)
        if price is not None:
            rows.append((label, _price(price, formatter), GIVEN))
        elif name != "effort_point":
            rows.append((label, "–", NOT_GIVEN))
    others = {
        "discount_rate": ("Money a year away is worth less by", formatter.format(costs.discount_rate, "percent")),
        "horizon_days": ("How far the value looks ahead", f"{costs.horizon_days} days"),
        "self_serve": ("Of the staff's time, self-service saves", formatter.format(costs.self_serve, "percent")),
        "withhold": ("Of the discounts, need not be given", formatter.format(costs.withhold, "percent")),
    }
    rows += [(label, value, GIVEN if name in given else DEFAULT) for name, (label, value) in others.items()]
    return pd.DataFrame(rows, columns=["item", "value", "origin"])


def _price(price: float | Mapping[str, float], formatter: object) -> str:
    if isinstance(price, Mapping):
        return ", ".join(f"{kind} {formatter.format(money, 'cents')}" for kind, money in price.items())
    return formatter.format(price, "cents")


def between(
    table: pd.DataFrame, formatter: object, kind: str, *, names: tuple[str, str] = ("low", "high")
) -> pd.Series:
    """Write intervals as one text.

    Parameters
    ----------
    table : pandas.DataFrame
        With both ends.
    formatter : object
        With methods ``format`` and ``decimals``.
    kind : str
        Format of the ends; all are shown with the same decimals.
    names : (str, str)
        Their columns.

    Returns
    -------
    pandas.Series
        Such as ``"€10 to €12"``; a dash where an end is missing.
    """
    ends = table[list(names)].astype(float)
    shown = {"decimals": formatter.decimals(ends.to_numpy().ravel().tolist(), kind)}
    told = [
        "–"
        if pd.isna(low) or pd.isna(high)
        else " to ".join(formatter.format(end, kind, **shown) for end in (low, high))
        for low, high in ends.itertuples(index=False)
    ]
    return pd.Series(told, index=table.index, dtype="str")
