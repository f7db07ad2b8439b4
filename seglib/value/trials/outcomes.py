"""What came of each customer who took part? One row a campaign and customer, with outcomes as numbers."""

from __future__ import annotations

from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pandas as pd

EVERYBODY = "everybody"
"""Segment of the rows that are of all customers."""
OUTCOMES = {"responded": "share", "converted": "share", "revenue": "money", "margin": "money"}
"""Outcome: whether its mean is a share of customers or money a customer. Who brought revenue has converted."""
KEY = ["campaign_id", "customer_id"]
_YES = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}


def read_outcomes(
    assignments: pd.DataFrame | ir.Table, by: pd.Series | pd.DataFrame | Mapping | str | None = None
) -> tuple[pd.DataFrame, pd.Series]:
    """Bring assignments into one shape, with each customer's segment.

    Parameters
    ----------
    assignments : pandas.DataFrame or ibis.expr.types.Table
        As the contract has it: `customer_id`, `arm`, and what there is of `campaign_id`, `responded`, `revenue`,
        `margin`. Left as it is.
    by : Series, DataFrame, mapping or str, optional
        Segment by customer: a Series or mapping with the customers' ids (or, where its index is not these, a Series
        beside the rows of `assignments`), a frame with `customer_id` and `segment_name` or `segment`, or a column of
        `assignments`.

    Returns
    -------
    rows : pandas.DataFrame
        One row a campaign and customer, `campaign_id, customer_id, arm, segment` (missing where it is not known) and
        those of :data:`OUTCOMES` of which something is known, as numbers.
    contaminated : pandas.Series
        By campaign, how many customers were drawn for two of its arms; they are left out.

    Raises
    ------
    ValueError
        If a column is missing, or a segment is given twice.
    """
    frame = assignments if isinstance(assignments, pd.DataFrame) else assignments.to_pandas()
    if lacking := {"customer_id", "arm"} - set(frame.columns):
        raise ValueError(f"`assignments` must have the columns customer_id and arm; {min(lacking)} is missing.")
    rows = pd.DataFrame({"customer_id": frame["customer_id"].astype(str), "arm": frame["arm"].astype(str)})
    campaign = frame["campaign_id"].astype(str) if "campaign_id" in frame.columns else "campaign"
    rows.insert(0, "campaign_id", campaign)
    rows["segment"] = _segments(frame, rows["customer_id"], by)
    for name in ("responded", "revenue", "margin"):
        if name in frame.columns and frame[name].notna().any():
            rows[name] = _numbers(frame[name])
    if "revenue" in rows.columns:
        rows["converted"] = (rows["revenue"] > 0).astype(float).where(rows["revenue"].notna())
    arms = rows.groupby(KEY)["arm"].transform("nunique")
    contaminated = rows[arms > 1].groupby("campaign_id")["customer_id"].nunique()
    kept = rows[arms == 1].drop_duplicates(KEY).reset_index(drop=True)
    order = ["campaign_id", "customer_id", "arm", "segment", *(name for name in OUTCOMES if name in kept.columns)]
    return kept[order], contaminated.reindex(rows["campaign_id"].unique(), fill_value=0)


def known_outcomes(rows: pd.DataFrame) -> list[str]:
    """List the outcomes of which something is known.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`read_outcomes`.

    Returns
    -------
    list of str
        In the order of :data:`OUTCOMES`.
    """
    return [name for name in OUTCOMES if name in rows.columns]


def _numbers(column: pd.Series) -> pd.Series:
    """Yes and no, decimals and text as numbers; what is none of these is an error of pandas."""
    if not pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column):
        column = column.map(lambda value: _YES.get(str(value).strip().lower(), value))
    return pd.to_numeric(column.astype(object).where(column.notna(), np.nan)).astype(float)


def _segments(frame: pd.DataFrame, customers: pd.Series, by) -> pd.Series:
    if by is None:
        return pd.Series(np.nan, index=frame.index, dtype=object)
    if isinstance(by, str):
        if by not in frame.columns:
            raise ValueError(f"`by` of `effects` must be a column of `assignments` when it is a name; got {by!r}.")
        return frame[by].astype(object).where(frame[by].notna(), np.nan)
    if isinstance(by, pd.Series) and by.index.equals(frame.index) and not customers.isin(by.index.astype(str)).all():
        return by.astype(object).where(by.notna(), np.nan)
    if isinstance(by, pd.DataFrame):
        name = "segment_name" if "segment_name" in by.columns else "segment"
        if lacking := {"customer_id", name} - set(by.columns):
            raise ValueError(f"`by` of `effects` must have customer_id and segment; {min(lacking)} is missing.")
        by = by.set_index("customer_id")[name]
    given = pd.Series(by, dtype=object)
    given.index = given.index.astype(str)
    if given.index.has_duplicates:
        twice = given.index[given.index.duplicated()][0]
        raise ValueError(f"`by` of `effects` must give each customer one segment; customer {twice!r} has two.")
    return customers.map(given)
