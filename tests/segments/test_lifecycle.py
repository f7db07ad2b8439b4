"""Lifecycle: hand-made customers in their segments; random buyers rarely look like special-occasion buyers."""

import itertools

import numpy as np
import pandas as pd
import pytest

from seglib.features.orders import MONTHS
from seglib.segments import lifecycle
from seglib.segments.occasion import has_occasion_pattern, month_probability


def customer(name, n_order_days, recency, span=0, months=()):
    gap = span / (n_order_days - 1) if n_order_days > 1 else np.nan
    counts = {column: months.count(number) for number, column in enumerate(MONTHS, start=1)}
    return {
        "customer_id": name,
        "n_orders": n_order_days,
        "n_order_days": n_order_days,
        "recency_days": recency,
        "average_gap_days": gap,
        **counts,
    }


def test_each_customer_by_the_own_rhythm():
    # The shop's gap is 30 days. Expected gaps: (own days + 60) / (own gaps + 2).
    spread = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]
    features = pd.DataFrame(
        [
            customer("weekly", 11, 21, span=70, months=spread),  # (70 + 60) / 12 = 10.8 days; 21 is 1.9 gaps
            customer("weekly late", 11, 22, span=70, months=spread),  # 2.03 gaps
            customer("weekly gone", 11, 44, span=70, months=spread),  # 4.06 gaps
            customer("twice", 2, 59, span=100, months=[1, 4]),  # (100 + 60) / 3 = 53.3 days; 59 is 1.1 gaps
            customer("new", 1, 60, months=[5]),  # 30 days; exactly 2 gaps is not more than 2
            customer("new late", 1, 61, months=[5]),
            customer("new gone", 1, 121, months=[5]),
            customer("never", 0, np.nan),
        ]
    )
    names = lifecycle.segment(features, shop_gap_days=30.0).assignments.set_index("customer_id")["segment"]
    assert names.to_dict() == {
        "weekly": "regular",
        "weekly late": "lapsing",
        "weekly gone": "lost",
        "twice": "regular",
        "new": "first_time",
        "new late": "lapsing",
        "new gone": "lost",
        "never": "not_yet_bought",
    }


def test_special_occasions():
    features = pd.DataFrame(
        [
            customer("christmas", 3, 200, span=730, months=[12, 12, 12]),
            customer("november or december", 3, 200, span=730, months=[11, 12, 12]),
            customer("birthday and christmas", 4, 100, span=540, months=[6, 12, 6, 12]),
            customer("three months for three orders", 3, 100, span=540, months=[2, 6, 12]),
            customer("two far months for three orders", 3, 100, span=540, months=[6, 6, 12]),
            customer("twice only", 2, 100, span=365, months=[12, 12]),
            customer("one busy december", 4, 100, span=29, months=[12, 12, 12, 12]),
            customer("missed the last one", 3, 420, span=730, months=[12, 12, 12]),
        ]
    )
    names = lifecycle.segment(features, shop_gap_days=200.0).assignments["segment"]
    assert names.tolist() == ["special_occasion"] * 3 + ["regular"] * 4 + ["lapsing"]


def test_month_probability_is_the_share_of_all_sequences():
    for n in (1, 2, 3, 4):
        used = [len(set(sequence)) for sequence in itertools.product(range(12), repeat=n)]
        for d in range(1, n + 1):
            assert month_probability(n, d) == pytest.approx(np.mean(np.array(used) <= d))


@pytest.mark.parametrize("n", range(2, 13))
def test_random_buyers_rarely_look_like_special_occasion_buyers(n):
    # 30 months from January 2024, days uniform and independent: at most 5 % by construction, plus Monte Carlo error
    # (standard error 0.5 % with 2,000 buyers; 6.5 % is three of them above).
    days = np.sort(np.random.default_rng(n).integers(0, 912, (2000, n)), axis=1)
    months = (pd.Timestamp("2024-01-01") + pd.to_timedelta(days.ravel(), unit="D")).month.to_numpy().reshape(days.shape)
    n_days = np.array([len(set(row)) for row in days])
    features = pd.DataFrame(
        {
            "n_order_days": n_days,
            "average_gap_days": (days[:, -1] - days[:, 0]) / np.maximum(n_days - 1, 1),
            **{column: (months == number).sum(axis=1) for number, column in enumerate(MONTHS, start=1)},
        }
    )
    assert has_occasion_pattern(features).mean() <= 0.065


def test_shop_gap_is_the_median_gap_and_is_kept_for_new_customers(features):
    segmentation = lifecycle.segment(features)
    gap = segmentation.details.set_index("threshold").loc["shop_gap_days", "value"]
    assert gap == features["average_gap_days"].median()
    some = features.iloc[:20]
    pd.testing.assert_frame_equal(segmentation.assign(some), segmentation.assignments.iloc[:20])


def test_shop_where_nobody_came_back_has_no_rhythm():
    features = pd.DataFrame([customer("a", 1, 5000, months=[1]), customer("b", 0, np.nan)])
    segmentation = lifecycle.segment(features)
    assert segmentation.assignments["segment"].tolist() == ["first_time", "not_yet_bought"]
    assert "no gap known yet" in segmentation.definition.set_index("segment").loc["first_time", "rule"]


def test_messages(features):
    with pytest.raises(ValueError, match=r"must be positive and in this order; got 4.0 and 2.0"):
        lifecycle.segment(features, lapsing_after=4.0, lost_after=2.0)
    with pytest.raises(ValueError, match=r"`features` of `lifecycle.segment` must have the column `orders_month_07`"):
        lifecycle.segment(features.drop(columns="orders_month_07"))
