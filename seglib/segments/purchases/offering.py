"""What should be offered to whom? One line a segment, or one for all where segments do not help."""

from __future__ import annotations

import pandas as pd

from seglib.segments.headline import share_interval
from seglib.segments.segmentation import NOT_YET_BOUGHT
from seglib.segments.sentences import with_interval


def offers(rates: pd.DataFrame, suggested: pd.DataFrame) -> pd.DataFrame:
    """Say for each segment what to offer to most of its customers.

    Parameters
    ----------
    rates : pandas.DataFrame
        From :func:`seglib.segments.purchases.suggestions.uptake`.
    suggested : pandas.DataFrame
        From :func:`seglib.segments.purchases.suggestions.suggest`.

    Returns
    -------
    pandas.DataFrame
        One row a segment: `segment_name`, `item` (suggested to most), `n_offered` customers, `rate` at which the
        segment took it up with its 95% interval `rate_low`, `rate_high`, `shop_rate`, `lift`, `low`, `high`, `n`
        customers behind the rate. Customers who are not yet buyers have nothing to go by and no row.
    """
    counted = suggested.groupby(["segment", "suggested"]).size().rename("n_offered").reset_index()
    counted = counted.sort_values(["n_offered", "suggested"], ascending=[False, True], kind="stable")
    top = counted.drop_duplicates("segment").rename(columns={"suggested": "item"})
    table = top.merge(rates[rates["segment"] != NOT_YET_BOUGHT], on=["segment", "item"])
    table = table.assign(rate_low=table["low"] * table["shop_rate"], rate_high=table["high"] * table["shop_rate"])
    columns = ["segment_name", "item", "n_offered", "rate", "rate_low", "rate_high", "shop_rate", "lift", "low", "high"]
    table = table.sort_values("n_offered", ascending=False, kind="stable")
    return table[[*columns, "n"]].reset_index(drop=True)


def popular_offers(rates: pd.DataFrame, suggested: pd.DataFrame, *, most: int = 3) -> pd.DataFrame:
    """Say what to offer where segments do not help: to each customer the most popular category she lacks.

    Parameters
    ----------
    rates : pandas.DataFrame
        From :func:`seglib.segments.purchases.suggestions.uptake`.
    suggested : pandas.DataFrame
        From :func:`seglib.segments.purchases.suggestions.suggest`.
    most : int, default 3
        Rows.

    Returns
    -------
    pandas.DataFrame
        As :func:`offers`, one row a category, with *All customers* in place of the segment; rates are the shop's, as
        counted, with Wilson's interval.
    """
    counted = suggested["popular"].value_counts().sort_index().sort_values(ascending=False, kind="stable").head(most)
    took = rates.groupby("item")[["n", "n_new"]].sum()
    rows = []
    for item, n_offered in counted.items():
        n, n_new = (int(number) for number in took.loc[item])
        rows.append(("All customers", item, int(n_offered), n_new / n, *share_interval(n_new, n), n))
    columns = ["segment_name", "item", "n_offered", "rate", "rate_low", "rate_high", "n"]
    return pd.DataFrame(rows, columns=columns).assign(lift=1.0)


def told(table: pd.DataFrame, formatter: object, *, least: int) -> pd.DataFrame:
    """Shape the offers for a page.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`offers` or :func:`popular_offers`.
    formatter : seglib.report.text.Formatter
        The client's.
    least : int
        Customers under which an offer is not shown.

    Returns
    -------
    pandas.DataFrame
        With `told`, the rate and its interval as text.
    """
    shown = table[table["n_offered"] >= least]
    rates = shown[["rate", "rate_low", "rate_high"]].itertuples(index=False)
    return shown.assign(told=[with_interval(*rate, formatter.percent) for rate in rates])
