"""What was known of the customers before a campaign? Their history, and the segments they were in.

Segments of today know what customers did after the campaign: who was moved to buy is among the buyers. Compared by
them, a campaign seems to work where it moved people to, and not where they came from. So where segments are of
behaviour, their rule is applied to what customers had done by the day before the campaign. Segments of traits, places
and answers are not changed by a campaign and stay as they are.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.features.customer import customer_features
from seglib.segments import behavioural
from seglib.segments.rfm import rfm_by_worth
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation
from seglib.segments.worth import worth

OF_BEHAVIOUR = ("behavioural", "rfm")
HISTORY = {
    "n_orders": "Orders",
    "total_spend": "Money spent",
    "average_order_value": "Money an order",
    "recency_days": "Days since the last order",
    "tenure_days": "Days since the first order",
    "spend_per_year": "Money a year",
    "log_spend": "Money spent, logarithm",
}
"""Number known before a campaign: its name."""
SAME = 0.99  # share of customers whom a segmentation made again must put where they are kept
_LEAST_DAYS = 30  # history below which money a year is that of so many days


@dataclass(frozen=True, eq=False)
class Before:
    """What was known before the campaigns.

    Parameters
    ----------
    history : pandas.DataFrame
        Numbers of :data:`HISTORY` by `campaign_id` and `customer_id`; empty where there is none.
    segments : pandas.DataFrame
        `campaign_id, customer_id, segment` of those who were in one; empty where there are none.
    when : {"before", "traits", "today", "none"}
        Whether segments are those of the day before each campaign, of traits that campaigns do not change, of today
        though they are of behaviour, or whether there are none.
    """

    history: pd.DataFrame
    segments: pd.DataFrame
    when: str


def first_days(assignments: pd.DataFrame, campaigns: pd.DataFrame | None = None) -> dict[str, datetime.date]:
    """Find the first day of each campaign: when it starts, or else when its arms were drawn.

    Parameters
    ----------
    assignments : pandas.DataFrame
        `campaign_id` and, where it is known, `assigned_at`.
    campaigns : pandas.DataFrame, optional
        `campaign_id` and, where it is known, `starts`.

    Returns
    -------
    dict of str to datetime.date
        Of the campaigns of which a day is known.

    Examples
    --------
    >>> first_days(pd.DataFrame({"campaign_id": ["a", "b"], "assigned_at": [pd.Timestamp("2026-03-01 08:00"), None]}))
    {'a': datetime.date(2026, 3, 1)}
    """
    days: dict[str, datetime.date] = {}
    for frame, column in ((assignments, "assigned_at"), (campaigns, "starts")):  # the list of campaigns has the say
        if frame is not None and column in frame.columns:
            first = pd.to_datetime(frame[column]).groupby(frame["campaign_id"].astype(str)).min().dropna()
            days |= {name: day.date() for name, day in first.items()}
    return days


def known_before(
    tables: Mapping[str, ir.Table],
    assignments: pd.DataFrame,
    days: Mapping[str, datetime.date],
    *,
    adopted: pd.DataFrame | None = None,
    as_of: datetime.date,
    random_state: int,
) -> Before:
    """Look at the customers of each campaign as they were the day before it.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    assignments : pandas.DataFrame
        `campaign_id, customer_id` of those who took part.
    days : mapping of str to datetime.date
        First day of each campaign of which it is known.
    adopted : pandas.DataFrame, optional
        The segmentation to go by: the contract's `segments`.
    as_of : datetime.date
        Day of which it is.
    random_state : int
        Seed that it was made with.

    Returns
    -------
    Before
    """
    took_part = assignments[["campaign_id", "customer_id"]].astype(str).drop_duplicates()
    known = {
        name: day for name, day in days.items() if "order_lines" in tables and name in set(took_part["campaign_id"])
    }
    made, when = None, "none"
    if adopted is not None and len(adopted):
        when = "today" if adopted["scheme"].iloc[0] in OF_BEHAVIOUR else "traits"
        if when == "today" and set(known) >= set(took_part["campaign_id"]):
            made = _made_again(tables, adopted, as_of=as_of, random_state=random_state)
            when = "before" if made is not None else "today"
    histories, segments = [], []
    for campaign, day in known.items():
        eve = day - datetime.timedelta(days=1)
        features = customer_features(tables, as_of=eve).order_by("customer_id").to_pandas()
        members = took_part.loc[took_part["campaign_id"] == campaign, "customer_id"]
        features = features[features["customer_id"].isin(members)].reset_index(drop=True)
        if features.empty:
            continue
        histories.append(history_numbers(features).assign(campaign_id=campaign))
        if made is not None:
            segments.append(made.assign(features).assign(campaign_id=campaign, segment=lambda one: one["segment_name"]))
    if when in ("today", "traits"):
        now = adopted.assign(segment=adopted["segment_name"])[["customer_id", "segment"]]
        segments = [took_part.merge(now, on="customer_id")]
    keys = ["campaign_id", "customer_id"]
    history = pd.concat(histories).set_index(keys) if histories else pd.DataFrame()
    placed = (
        pd.concat(segments, ignore_index=True)[[*keys, "segment"]]
        if segments
        else pd.DataFrame(columns=[*keys, "segment"])
    )
    return Before(history, placed, when if len(placed) else "none")


def history_numbers(features: pd.DataFrame) -> pd.DataFrame:
    """Take from features the numbers that foretell money.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    pandas.DataFrame
        `customer_id` and those of :data:`HISTORY`.
    """
    spend = features["total_spend"].astype(float)
    years = features["tenure_days"].astype(float).clip(lower=_LEAST_DAYS) / 365.25
    made = {"spend_per_year": (spend / years).fillna(0.0), "log_spend": np.log1p(spend.clip(lower=0))}
    return features.assign(**made)[["customer_id", *HISTORY]]


def _made_again(tables, adopted: pd.DataFrame, *, as_of: datetime.date, random_state: int) -> Segmentation | None:
    """Make the adopted segmentation of behaviour again, with its rule; None where it comes out otherwise."""
    features = customer_features(tables, as_of=as_of).order_by("customer_id").to_pandas()
    if adopted["scheme"].iloc[0] == "behavioural":
        k = adopted.loc[adopted["segment"] != NOT_YET_BOUGHT, "segment"].nunique()
        made = behavioural.segment(features, k=k, random_state=random_state)
    else:
        made = rfm_by_worth(features, worth(features))
    kept = adopted.set_index("customer_id")["segment"]
    again = made.assignments.set_index("customer_id")["segment"].reindex(kept.index)
    return made if (again == kept).mean() >= SAME else None
