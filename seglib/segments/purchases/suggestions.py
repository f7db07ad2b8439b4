"""Which category not yet bought should be offered to whom? By segment, and judged on the months that followed.

What customers of a segment took up within some months, of what they had not bought before, is counted; small segments
are drawn towards the shop. Whether that helps is seen by going back: suggestions made from what was known at an earlier
date, against offering everybody the most popular category that they do not have yet.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.features import bought_items
from seglib.features.observation import observation_end
from seglib.segments.headline import share_interval
from seglib.segments.purchases.counts import count_matrix
from seglib.segments.segmentation import Segmentation
from seglib.segments.summary import NORMAL_95

MONTHS = 6
FEWEST = 30  # customers of a segment without a category, before its own rate is shown
MOST_ITEMS = 200
_SUGGESTED = ["customer_id", "segment", "suggested", "popular", "lift"]
_RATES = ["segment", "segment_name", "item", "n", "n_new", "rate", "shop_rate", "lift", "low", "high"]


@dataclass(frozen=True, eq=False)
class Judgement:
    """How suggestions by segment fared in the months after they were made.

    Parameters
    ----------
    table : pandas.DataFrame
        Two rows, ``"by segment"`` and ``"by popularity"``: `method`, `n` customers, `hits` (bought the suggested
        category in those months), `hit_rate`, `low`, `high` (95%, Wilson).
    difference, low, high : float
        Hit rate by segment less that by popularity, with its 95% interval (paired).
    n_differ : int
        Customers to whom the two suggest different categories.
    made, until : datetime.date
        Last day that the suggestions knew of, and last day on which they were judged.
    verdict : {"better", "no better", "worse", "not judged"}
        By the interval; not judged where fewer than 100 customers could be.
    """

    table: pd.DataFrame
    difference: float
    low: float
    high: float
    n_differ: int
    made: datetime.date
    until: datetime.date
    verdict: str


def uptake(before: pd.DataFrame, after: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """Count who took up a category that they had not bought before.

    Parameters
    ----------
    before, after : pandas.DataFrame
        From :func:`seglib.features.bought_items`: until a day, and in the months after it.
    assignments : pandas.DataFrame
        `customer_id`, `segment`, `segment_name` as of that day. Customers without a purchase before it do not count.

    Returns
    -------
    pandas.DataFrame
        One row a segment and item: `segment`, `segment_name`, `item`, `n` customers who did not have it, `n_new` who
        took it up, `rate` (drawn towards the shop's, the more the smaller the segment), `shop_rate`, `lift` (one over
        the other) and its 95% interval `low`, `high` (missing where the segment has fewer than 30 such customers).
    """
    items = sorted(before["item"].unique())
    had = count_matrix(before, items=items) > 0
    took = (count_matrix(after, items=items) > 0).reindex(had.index, fill_value=False)
    where = assignments.set_index("customer_id")[["segment", "segment_name"]].reindex(had.index)
    names = where.drop_duplicates().dropna().sort_values("segment").to_numpy()
    free, new = (~had).to_numpy(), (~had & took).to_numpy()
    shop = new.sum(axis=0) / np.maximum(free.sum(axis=0), 1)
    segments = where["segment"].to_numpy()
    n = np.array([free[segments == code].sum(axis=0) for code, _ in names]).reshape(len(names), len(items))
    n_new = np.array([new[segments == code].sum(axis=0) for code, _ in names]).reshape(len(names), len(items))
    weight = _weight(n, n_new, shop)
    rate = (n_new + weight * shop) / np.maximum(n + weight, 1e-12)
    table = pd.DataFrame(np.repeat(names, len(items), axis=0), columns=["segment", "segment_name"])
    table = table.assign(item=items * len(names), n=n.reshape(-1), n_new=n_new.reshape(-1), rate=rate.reshape(-1))
    table["shop_rate"] = np.tile(shop, len(names))
    known = (table["shop_rate"] > 0) & (table["n"] >= FEWEST)
    table["lift"] = table["rate"] / table["shop_rate"].where(table["shop_rate"] > 0)
    spread = np.sqrt(table["rate"] * (1 - table["rate"]) / (table["n"] + weight).clip(lower=1))
    for end, sign in (("low", -1), ("high", 1)):
        bound = (table["rate"] + sign * NORMAL_95 * spread).clip(0, 1)
        table[end] = (bound / table["shop_rate"].where(known)).astype(float)
    return table


def suggest(rates: pd.DataFrame, known: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """Suggest to each customer one category that she has not bought.

    Parameters
    ----------
    rates : pandas.DataFrame
        From :func:`uptake`.
    known : pandas.DataFrame
        From :func:`seglib.features.bought_items`: what each customer has bought by now.
    assignments : pandas.DataFrame
        `customer_id` and `segment` as of now.

    Returns
    -------
    pandas.DataFrame
        One row a customer with an order who lacks some category: `customer_id`, `segment`, `suggested` (the category
        with the highest rate of her segment), `popular` (that with the highest rate in the shop), `lift` of the
        suggestion over the shop's rate.
    """
    items = sorted(rates["item"].unique())
    had = (count_matrix(known, items=items) > 0) if len(known) else pd.DataFrame(columns=items)
    own = rates.pivot(index="segment", columns="item", values="rate").reindex(columns=items)
    shop = rates.drop_duplicates("item").set_index("item")["shop_rate"].reindex(items).to_numpy(float)
    segments = assignments.set_index("customer_id")["segment"].reindex(had.index)
    by_segment = own.reindex(segments).to_numpy(float)
    by_segment = np.where(np.isnan(by_segment), shop, by_segment)
    free = ~had.to_numpy(bool)
    some = free.any(axis=1)
    if not some.any():
        return pd.DataFrame(columns=_SUGGESTED)
    best = np.where(free, by_segment, -1.0)[some].argmax(axis=1)
    usual = np.where(free, shop, -1.0)[some].argmax(axis=1)
    names = np.array(items, dtype=object)
    table = pd.DataFrame({"customer_id": had.index[some], "segment": segments[some].to_numpy()})
    table = table.assign(suggested=names[best], popular=names[usual])
    chosen = by_segment[some][np.arange(len(best)), best]
    return table.assign(lift=chosen / np.where(shop[best] > 0, shop[best], np.nan))


def recommend(
    tables: Mapping[str, ir.Table],
    *,
    features_at: Callable[[datetime.date], pd.DataFrame],
    segment: Callable[[pd.DataFrame], Segmentation],
    as_of: datetime.date | str,
    months: int = MONTHS,
    by: str = "category",
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Suggest to each customer a category that she has not bought, by what her segment took up in the last months.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables.
    features_at : callable
        A day to the features as of that day, as `segment` needs them.
    segment : callable
        Features to a segmentation, such as :func:`seglib.segments.lifecycle.segment`. It is made `months` ago, when the
        counting begins, and its rule is applied as of now.
    as_of : datetime.date or str
        Now: nothing later is looked at.
    months : int, default 6
        How long what was taken up is counted.
    by : {"category", "brand", "product"}, default "category"
        What is suggested; of more than 200 items, those with the most buyers.

    Returns
    -------
    suggested, rates : pandas.DataFrame
        As from :func:`suggest` and :func:`uptake`; without a row where nobody had bought by then.
    """
    now = observation_end(as_of)
    began = months_before(now, months)
    before, known = (bought_items(tables, as_of=day, by=by).to_pandas() for day in (began, now))
    after = bought_items(tables, as_of=now, by=by, since=began).to_pandas()
    buyers = before.groupby("item")["customer_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    before, known, after = (one[one["item"].isin(buyers.index[:MOST_ITEMS])] for one in (before, known, after))
    if before.empty:
        return pd.DataFrame(columns=_SUGGESTED), pd.DataFrame(columns=_RATES)
    segmentation = segment(features_at(began))
    rates = uptake(before, after, segmentation.assignments)
    return suggest(rates, known, segmentation.assign(features_at(now))), rates


def judge(
    tables: Mapping[str, ir.Table],
    *,
    features_at: Callable[[datetime.date], pd.DataFrame],
    segment: Callable[[pd.DataFrame], Segmentation],
    as_of: datetime.date | str,
    months: int = MONTHS,
    by: str = "category",
) -> Judgement:
    """Go back some months, suggest with what was known then, and see what was bought.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables.
    features_at : callable
        A day to the features as of that day, as `segment` needs them.
    segment : callable
        Features to a segmentation; as for :func:`recommend`.
    as_of : datetime.date or str
        Last day of observation, on which the judgement ends.
    months : int, default 6
        How long rates are counted, and how long suggestions are judged.
    by : {"category", "brand", "product"}, default "category"
        What is suggested.

    Returns
    -------
    Judgement
    """
    until = observation_end(as_of)
    made = months_before(until, months)
    offered, _ = recommend(tables, features_at=features_at, segment=segment, as_of=made, months=months, by=by)
    came = bought_items(tables, as_of=until, by=by, since=made).to_pandas()
    bought = set(zip(came["customer_id"], came["item"], strict=True))
    hit, usual = (
        np.array([pair in bought for pair in zip(offered["customer_id"], offered[column], strict=True)], float)
        for column in ("suggested", "popular")
    )
    return _judged(offered, hit, usual, made, until)


def months_before(day: datetime.date, months: int) -> datetime.date:
    """Go back whole months, to the last day of a month from a last day.

    Parameters
    ----------
    day : datetime.date
        From where.
    months : int
        How many.

    Returns
    -------
    datetime.date

    Examples
    --------
    >>> months_before(datetime.date(2026, 6, 30), 6).isoformat()
    '2025-12-31'
    """
    tomorrow = pd.Timestamp(day) + pd.Timedelta(days=1)
    return (tomorrow - pd.DateOffset(months=months) - pd.Timedelta(days=1)).date()


def _weight(n: np.ndarray, n_new: np.ndarray, shop: np.ndarray) -> float:
    """Customers that the shop's rate counts as much as, by moments: large where segments do not differ."""
    expected = n * shop
    noise = (expected * (1 - shop)).sum()
    beyond = ((n_new - expected) ** 2).sum() - noise
    between = beyond / max((n.astype(float) ** 2 * shop * (1 - shop)).sum(), 1e-12)
    return float(np.clip(1 / between - 1, 1.0, 1e6)) if between > 0 else 1e6


def _judged(offered, hit, usual, made, until) -> Judgement:
    n = len(offered)
    rows = []
    for method, hits in (("by segment", int(hit.sum())), ("by popularity", int(usual.sum()))):
        low, high = share_interval(hits, n) if n else (np.nan, np.nan)
        rows.append((method, n, hits, hits / n if n else np.nan, low, high))
    table = pd.DataFrame(rows, columns=["method", "n", "hits", "hit_rate", "low", "high"])
    gain = hit - usual
    difference = float(gain.mean()) if n else np.nan
    spread = NORMAL_95 * float(gain.std(ddof=1)) / np.sqrt(n) if n > 1 else np.nan
    low, high = difference - spread, difference + spread
    verdict = "not judged" if n < 100 else "better" if low > 0 else "worse" if high < 0 else "no better"
    n_differ = int((offered["suggested"] != offered["popular"]).sum())
    return Judgement(table, difference, low, high, n_differ, made, until, verdict)
