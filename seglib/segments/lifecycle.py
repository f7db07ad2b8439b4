"""Where is each customer on the way from the first order to the last? By the customer's own rhythm.

Someone who buys every week and has not come for two months is more likely lost than someone who buys twice a year. Each
customer's time since the last order is therefore measured in expected gaps. With few orders the own average gap says
little, so it is drawn towards the shop's median gap, as if that had been seen twice.
"""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from seglib.features.orders import MONTHS
from seglib.segments.checks import check_features, has_ordered
from seglib.segments.occasion import MIN_GAP_DAYS, MIN_SPAN_DAYS, has_occasion_pattern
from seglib.segments.segmentation import NO_KEPT_ORDER, NO_KEPT_ORDER_RULE, NOT_YET_BOUGHT, Segmentation, build

PRIOR_GAPS = 2.0
MISSED_OCCASION_DAYS = 400.0
NEEDS = ("n_orders", "n_order_days", "recency_days", "average_gap_days", *MONTHS)


def segment(
    features: pd.DataFrame, *, lapsing_after: float = 2.0, lost_after: float = 4.0, shop_gap_days: float | None = None
) -> Segmentation:
    """Tell first-time, regular, special-occasion, lapsing and lost customers apart.

    The rules are tried in this order: *no kept order* (none yet, or all taken back); *special-occasion* (the pattern of
    :func:`seglib.segments.occasion.has_occasion_pattern`, last order at most 400 days ago: no occasion missed);
    *lost* and *lapsing* (more than `lost_after` and `lapsing_after` expected gaps since the last order; also lapsing:
    an occasion missed); *first-time* (one order day); *regular*.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders`, `n_order_days`, `recency_days`, `average_gap_days` and
        `orders_month_01` to `orders_month_12`.
    lapsing_after : float, default 2.0
        Expected gaps. Of active customers with random timing (exponential gaps) 14% are silent for two, 2% for
        four.
    lost_after : float, default 4.0
        Expected gaps, above `lapsing_after`.
    shop_gap_days : float, optional
        The shop's usual gap. Left out: the median of the average gaps of customers with two or more order days; where
        there is none, no rhythm is known and nobody lapses.

    Returns
    -------
    Segmentation
        Scheme ``"lifecycle"``; `definition` with a readable `rule` and an `action` a segment, `details` with the
        thresholds.

    Raises
    ------
    ValueError
        If a column is missing or the thresholds are not in order.
    """
    check_features(features, NEEDS, "lifecycle.segment")
    if not 0 < lapsing_after < lost_after:
        raise ValueError(
            "`lapsing_after` and `lost_after` of `lifecycle.segment` must be positive and in this order; "
            f"got {lapsing_after!r} and {lost_after!r}."
        )
    if shop_gap_days is None:
        shop_gap_days = float(features.loc[features["n_order_days"] >= 2, "average_gap_days"].median())
    details = pd.DataFrame(
        [
            ("shop_gap_days", shop_gap_days, "The shop's usual gap between two order days of a customer"),
            ("prior_gaps", PRIOR_GAPS, "How many gaps of the customer's own it counts as much as"),
            ("lapsing_after", lapsing_after, "Expected gaps since the last order"),
            ("lost_after", lost_after, "Expected gaps since the last order"),
            ("occasion_min_span_days", MIN_SPAN_DAYS, "First to last order of a special-occasion buyer, at least"),
            ("occasion_min_gap_days", MIN_GAP_DAYS, "Average gap of a special-occasion buyer, at least"),
            ("missed_occasion_days", MISSED_OCCASION_DAYS, "Days without an order after which an occasion was missed"),
        ],
        columns=["threshold", "value", "meaning"],
    )
    rule = functools.partial(
        _segment_of, shop_gap_days=shop_gap_days, lapsing_after=lapsing_after, lost_after=lost_after
    )
    definition = _definition(shop_gap_days, lapsing_after, lost_after)
    return build("lifecycle", features, definition=definition, rule=rule, details=details)


def expected_gap_days(features: pd.DataFrame, *, shop_gap_days: float) -> pd.Series:
    """Expect each customer's next gap: the mean of the own gaps and of two of the shop's.

    Parameters
    ----------
    features : pandas.DataFrame
        `n_order_days` and `average_gap_days`.
    shop_gap_days : float
        The shop's usual gap; missing when nobody came back yet.

    Returns
    -------
    pandas.Series of float
        Days; infinite where nothing is known at all.

    Examples
    --------
    >>> features = pd.DataFrame({"n_order_days": [1, 3], "average_gap_days": [float("nan"), 10.0]})
    >>> expected_gap_days(features, shop_gap_days=30.0).tolist()
    [30.0, 20.0]
    """
    own = (features["n_order_days"] - 1).clip(lower=0).astype(float)
    own_days = own * features["average_gap_days"].fillna(0.0)
    if np.isnan(shop_gap_days):
        return (own_days / own.where(own > 0)).fillna(np.inf)
    return (own_days + PRIOR_GAPS * shop_gap_days) / (own + PRIOR_GAPS)


def _segment_of(features: pd.DataFrame, *, shop_gap_days: float, lapsing_after: float, lost_after: float) -> pd.Series:
    check_features(features, NEEDS, "lifecycle.segment")
    silent = features["recency_days"].astype(float)
    overdue = silent / expected_gap_days(features, shop_gap_days=shop_gap_days)
    occasion = has_occasion_pattern(features)
    rules = [
        (~has_ordered(features), NOT_YET_BOUGHT),
        (occasion & (silent <= MISSED_OCCASION_DAYS), "special_occasion"),
        (overdue > lost_after, "lost"),
        ((overdue > lapsing_after) | occasion, "lapsing"),
        (features["n_order_days"] <= 1, "first_time"),
    ]
    chosen = np.select([np.asarray(condition, bool) for condition, _ in rules], [name for _, name in rules], "regular")
    return pd.Series(chosen, index=features.index, dtype="str")


def _definition(shop_gap_days: float, lapsing_after: float, lost_after: float) -> pd.DataFrame:
    gap = "no gap known yet" if np.isnan(shop_gap_days) else f"{shop_gap_days:.0f} days"
    rows = [
        (
            "regular",
            "Regular",
            f"Order days on two days or more, the last at most {lapsing_after:g} expected gaps ago "
            f"(own average gap, drawn towards the shop's: {gap})",
            "Keep the rhythm: remind them shortly before the next order is due.",
        ),
        (
            "special_occasion",
            "Special occasion",
            "Three or more order days over at least 300 days, two months or more apart on average and in so few "
            "calendar months that chance would seldom do it; last order at most 400 days ago",
            "Write before their months, with ideas for the occasion; leave them alone in between.",
        ),
        (
            "first_time",
            "First-time",
            f"One order day, at most {lapsing_after:g} expected gaps ago (the shop's gap: {gap})",
            "Win the second order: a welcome, help with the first purchase, a reason to return.",
        ),
        (
            "lapsing",
            "Lapsing",
            f"Last order more than {lapsing_after:g} and at most {lost_after:g} expected gaps ago, "
            "or an occasion missed",
            "Act now: ask, remind, make one offer.",
        ),
        (
            "lost",
            "Lost",
            f"Last order more than {lost_after:g} expected gaps ago",
            "One last win-back attempt, then no more costly mailings.",
        ),
        (
            NOT_YET_BOUGHT,
            NO_KEPT_ORDER,
            NO_KEPT_ORDER_RULE,
            "Ask what they were looking for or why it went back, and make the next order easy.",
        ),
    ]
    return pd.DataFrame(rows, columns=["segment", "segment_name", "rule", "action"])
