"""How large is each segment, and what does it bring? One row a segment; the money adds up to the features' money."""

from __future__ import annotations

import math

import pandas as pd

MONEY = {"total_spend": "spend_share", "total_margin": "margin_share"}
NORMAL_95 = 1.959964
MEDIANS = (
    "recency_days",
    "tenure_days",
    "n_orders",
    "average_order_value",
    "total_spend",
    "total_margin",
    "average_gap_days",
)


def exact_sum(values: pd.Series) -> float:
    """Add up what is known, correctly rounded, so that the order of rows does not matter.

    Parameters
    ----------
    values : pandas.Series
        Numbers, some perhaps missing.

    Returns
    -------
    float
        Missing when nothing is known at all.
    """
    known = values.dropna()
    return math.fsum(known) if len(known) else math.nan


def summarise(features: pd.DataFrame, assignments: pd.DataFrame, *, order: list[str]) -> pd.DataFrame:
    """Describe each segment by its size, its money and the medians of its main traits.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    assignments : pandas.DataFrame
        `customer_id`, `segment`, `segment_name` for the same customers in the same order.
    order : list of str
        Segments in the order of presentation.

    Returns
    -------
    pandas.DataFrame
        One row a segment that has customers: `segment`, `segment_name`, `n`, `share` of customers; `total_spend`,
        `spend_share`, `total_margin`, `margin_share` (shares are missing when the total is not positive), each share
        with the `_low` and `_high` end of its 95% interval; and `median_…` of the main traits. Columns that the
        features do not have are left out.

    Notes
    -----
    A share of money is a ratio of two sums over customers; its variance is that of the linearised ratio (Cochran 1977,
    Sampling Techniques, section 2.11): n / (n - 1) times the sum over customers of the squared money times
    (1 or 0, less the share), over the squared total. It says how far the share would move with other customers like
    these. Where one customer holds much of the money it is too short.
    """
    frame = features.reset_index(drop=True).assign(
        _segment=assignments["segment"].to_numpy(), _name=assignments["segment_name"].to_numpy()
    )
    groups = frame.groupby("_segment", sort=False)
    summary = pd.DataFrame({"segment_name": groups["_name"].first(), "n": groups.size()})
    summary["share"] = summary["n"] / len(frame)
    for money, share in MONEY.items():
        if money in frame.columns:
            summary[money] = groups[money].agg(exact_sum)
            total = exact_sum(frame[money])
            summary[share] = summary[money] / total if total > 0 else math.nan
            spread = _spread(groups[money], summary[share], total)
            summary[f"{share}_low"] = summary[share] - NORMAL_95 * spread
            summary[f"{share}_high"] = summary[share] + NORMAL_95 * spread
    for trait in MEDIANS:
        if trait in frame.columns:
            summary[f"median_{trait}"] = groups[trait].median()
    present = [segment for segment in order if segment in summary.index]
    return summary.loc[present].rename_axis("segment").reset_index()


def _spread(money: pd.api.typing.SeriesGroupBy, share: pd.Series, total: float) -> pd.Series:
    """Standard error of each segment's share of the money, from sums of squares that any order of rows gives."""
    squares = money.agg(lambda values: exact_sum(values**2))
    n = int(money.count().sum())
    if n < 2 or not total > 0:
        return share * math.nan
    members, everybody = squares.fillna(0), exact_sum(squares)
    return (n / (n - 1) * ((1 - 2 * share) * members + share**2 * everybody)).clip(lower=0) ** 0.5 / total
