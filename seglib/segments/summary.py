"""How large is each segment, and what does it bring? One row a segment; the money adds up to the features' money."""

from __future__ import annotations

import math

import pandas as pd

MONEY = {"total_spend": "spend_share", "total_margin": "margin_share"}
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
        `spend_share`, `total_margin`, `margin_share` (shares are missing when the total is not positive); and
        `median_…` of the main traits. Columns that the features do not have are left out.
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
    for trait in MEDIANS:
        if trait in frame.columns:
            summary[f"median_{trait}"] = groups[trait].median()
    present = [segment for segment in order if segment in summary.index]
    return summary.loc[present].rename_axis("segment").reset_index()
