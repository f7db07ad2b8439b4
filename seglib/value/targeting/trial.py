"""What is known of one randomised campaign, as arrays: who got which arm, what it brought, what it cost."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.features.responses import CONTROL

FEWEST_IN_ARM = 30
"""Customers that an arm needs: of fewer, no rule can be learned and valued on different ones."""
NOT_KNOWN = "not known"
MONEY = ("margin", "revenue")
LACKING = {
    "no_control": "has no control group, so nobody knows what would have come anyway",
    "too_few": f"has fewer than two arms with {FEWEST_IN_ARM} customers each whose outcome is known",
}
"""Why a campaign cannot be judged."""


@dataclass(frozen=True, eq=False)
class Trial:
    """One campaign, ready to be computed with.

    Parameters
    ----------
    campaign_id : str
        Its id.
    customers : ndarray of str, shape (n,)
        Who took part, in an order of content: neither the order of rows nor the names of ids change any result.
    arm : ndarray of int, shape (n,)
        Position of the arm that each got in `arms`.
    outcome : ndarray of float, shape (n,)
        What each brought, before the cost of contact.
    segment : ndarray of int, shape (n,)
        Position of each one's segment in `segments`.
    arms : tuple of str
        The control first, then by name.
    chance : ndarray of float, shape (a,)
        Probability with which each arm was drawn.
    cost : ndarray of float, shape (a,)
        Of one contact, in the outcome's unit; 0 where it is not known.
    segments : tuple of str
        Their names.
    measure : {"margin", "revenue", "responded"}
        What the outcome is.
    costs_known : ndarray of bool, shape (a,)
        Of which arms the cost of a contact is known; no contact costs nothing.
    left_out : dict of str to int
        Arms that had too few customers, with their number.
    """

    campaign_id: str
    customers: np.ndarray
    arm: np.ndarray
    outcome: np.ndarray
    segment: np.ndarray
    arms: tuple[str, ...]
    chance: np.ndarray
    cost: np.ndarray
    segments: tuple[str, ...]
    measure: str
    costs_known: np.ndarray
    left_out: Mapping[str, int]

    @property
    def n(self) -> int:
        """Number of customers."""
        return len(self.arm)


def segment_of(segments: pd.DataFrame | pd.Series | str, assignments: pd.DataFrame) -> pd.Series:
    """Give the segment of each row of the assignments.

    Parameters
    ----------
    segments : pandas.DataFrame, pandas.Series or str
        `customer_id` with `segment` (and `segment_name`, which is shown instead), a series by customer, or the name of
        a column of the assignments.
    assignments : pandas.DataFrame
        With `customer_id`.

    Returns
    -------
    pandas.Series of str
        With the index of the assignments; ``"not known"`` for customers who are in none.

    Raises
    ------
    ValueError
        If a column is missing, or a customer is in two segments.
    """
    if isinstance(segments, str):
        if segments not in assignments.columns:
            raise ValueError(f"`segments` must be a column of the assignments, or a table; got {segments!r}.")
        return _named(assignments[segments])
    if isinstance(segments, pd.DataFrame):
        if missing := [name for name in ("customer_id", "segment") if name not in segments.columns]:
            raise ValueError(f"`segments` must have the columns customer_id and segment; it lacks {missing}.")
        named = "segment_name" if "segment_name" in segments.columns else "segment"
        segments = segments.set_index("customer_id")[named]
    if segments.index.has_duplicates:
        raise ValueError("`segments` must have each customer once; give the segments of one scheme and day.")
    return _named(assignments["customer_id"].map(segments))


def _named(column: pd.Series) -> pd.Series:
    return column.astype("object").where(column.notna(), NOT_KNOWN).astype("str")


def measure_of(rows: pd.DataFrame, outcome: str | None) -> str:
    """Choose what the arms are compared by.

    Parameters
    ----------
    rows : pandas.DataFrame
        Assignments of one campaign.
    outcome : {"margin", "revenue", "responded"} or None
        The wish; left out, the first of these that is known of anybody.

    Returns
    -------
    str
        Empty where nothing is known.
    """
    wanted = [outcome] if outcome else [*MONEY, "responded"]
    return next((name for name in wanted if name in rows.columns and rows[name].notna().any()), "")


def read_trial(
    rows: pd.DataFrame,
    segment: pd.Series,
    *,
    costs: Mapping[str, float] | None = None,
    chances: Mapping[str, float] | None = None,
    outcome: str | None = None,
    margin_rate: float | None = None,
) -> Trial | str:
    """Turn one campaign's assignments into arrays.

    Parameters
    ----------
    rows : pandas.DataFrame
        `customer_id, arm` and one or more of `margin, revenue, responded`; one row a customer of one campaign.
    segment : pandas.Series of str
        Segment of each row.
    costs : mapping of str to float, optional
        Cost of one contact by arm.
    chances : mapping of str to float, optional
        Probability with which an arm was drawn; left out, the shares of those who were assigned.
    outcome : {"margin", "revenue", "responded"}, optional
        By what arms are compared; left out, margin, else revenue, else responses.
    margin_rate : float, optional
        Share of revenue that is margin; revenue is turned into margin by it.

    Returns
    -------
    Trial or str
        A key of :data:`LACKING` where the campaign cannot be judged. Customers whose outcome is not known, and those
        who were drawn for two arms, are left out. Where only responses are known, costs cannot be taken off.

    Raises
    ------
    ValueError
        If `chances` leave out an arm.
    """
    rows = rows[rows.groupby("customer_id")["arm"].transform("nunique") == 1].drop_duplicates("customer_id")
    counts = rows["arm"].value_counts()
    if CONTROL not in counts.index:
        return "no_control"
    measure = measure_of(rows, outcome)
    known = rows[rows[measure].notna()] if measure else rows.iloc[:0]
    sizes = known["arm"].value_counts()
    arms = sorted((arm for arm, n in sizes.items() if n >= FEWEST_IN_ARM), key=lambda arm: (arm != CONTROL, arm))
    if len(arms) < 2:
        return "too_few"
    known = known[known["arm"].isin(arms)]
    values = known[measure].astype(float).to_numpy()
    if measure == "revenue" and margin_rate is not None:
        measure, values = "margin", values * margin_rate
    paid = {arm: _cost(costs, arm) for arm in arms}
    told = np.array([math.isfinite(paid[arm]) for arm in arms])
    cost = np.array([paid[arm] if math.isfinite(paid[arm]) and measure in MONEY else 0.0 for arm in arms])
    if chances is not None and (unknown := [arm for arm in arms if not chances.get(arm, 0) > 0]):
        raise ValueError(f"`chances` must have a probability above 0 for every arm; got none for {', '.join(unknown)}.")
    drawn = np.array([(counts if chances is None else chances)[arm] for arm in arms], dtype=float)
    names, codes = np.unique(segment.loc[known.index].to_numpy(str), return_inverse=True)
    got = pd.Categorical(known["arm"], categories=arms).codes.astype(int)
    ids = known["customer_id"].to_numpy(str)
    order = np.lexsort([ids, values, got, codes])
    return Trial(
        str(rows["campaign_id"].iloc[0]) if "campaign_id" in rows.columns else "",
        ids[order],
        got[order],
        values[order],
        codes[order],
        tuple(arms),
        drawn / drawn.sum(),
        cost,
        tuple(names),
        measure,
        told,
        {arm: int(counts[arm]) for arm in counts.index if arm not in arms},
    )


def _cost(costs: Mapping[str, float] | None, arm: str) -> float:
    value = (costs or {}).get(arm)
    missing = value is None or pd.isna(value)
    return math.nan if missing and arm != CONTROL else 0.0 if missing else float(value)


def costs_of(campaigns: pd.DataFrame | None, campaign_id: str) -> dict[str, float]:
    """Give the cost of one contact by arm.

    Parameters
    ----------
    campaigns : pandas.DataFrame or None
        `campaign_id, arm` and, where it is known, `unit_cost`.
    campaign_id : str
        The campaign.

    Returns
    -------
    dict of str to float
        Empty where nothing is known.
    """
    if campaigns is None or "unit_cost" not in campaigns.columns:
        return {}
    own = campaigns[campaigns["campaign_id"] == campaign_id]
    return {arm: float(cost) for arm, cost in zip(own["arm"], own["unit_cost"], strict=True) if pd.notna(cost)}
