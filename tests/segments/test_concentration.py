"""Whale curve, Gini and top share, by hand on five customers and on the published share of Online Retail."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.concentration import concentration, whale


def table_of(values):
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(len(values))], "n_orders": 1, "total_spend": values})


def test_hand_computed():
    # 1, 2, 3, 4, 10: total 20. The top 20 % is one customer: 10/20. Gini: sum of |differences| over all ordered pairs
    # is 2 * (1+2+3+9 + 1+2+8 + 1+7 + 6) = 80; 80 / (2 * 25 * 4) = 0.4.
    result = concentration(table_of([3.0, 10, 1, 4, 2]), random_state=0, n_boot=50).set_index("measure")
    assert result.loc["top_share", "value"] == 0.5
    assert result.loc["gini", "value"] == pytest.approx(0.4)
    assert (result["low"] <= result["value"]).all()
    assert (result["n"] == 5).all()


def test_equal_customers():
    result = concentration(table_of([7.0] * 10), random_state=0, n_boot=20).set_index("measure")
    assert result.loc["gini", ["value", "low", "high"]].tolist() == pytest.approx([0, 0, 0])
    assert result.loc["top_share", ["value", "low", "high"]].tolist() == pytest.approx([0.2, 0.2, 0.2])


def test_number_of_top_customers_is_rounded_up():
    # 20 % of 7 customers is 1.4: two of seven equal ones have 2/7.
    result = concentration(table_of([1.0] * 7), random_state=0, n_boot=5)
    assert result["value"].iloc[0] == pytest.approx(2 / 7)


def test_gini_is_the_mean_difference():
    values = np.random.default_rng(0).lognormal(size=60)
    expected = np.abs(values[:, None] - values).sum() / (2 * 60**2 * values.mean())
    assert concentration(table_of(values), random_state=0, n_boot=5)["value"].iloc[1] == pytest.approx(expected)


def test_bootstrap_counts_are_like_resampled_customers():
    # The interval of a weighted sample equals the one from samples written out.
    values = np.random.default_rng(1).lognormal(size=80)
    result = concentration(table_of(values), random_state=0, n_boot=2000).set_index("measure")
    rng = np.random.default_rng(2)
    shares = []
    for _ in range(2000):
        sample = np.sort(rng.choice(values, 80))[::-1]
        shares.append(sample[:16].sum() / sample.sum())
    assert result.loc["top_share", ["low", "high"]].tolist() == pytest.approx(
        np.quantile(shares, [0.025, 0.975]).tolist(), abs=0.02
    )


def test_order_of_rows_and_currency_do_not_matter(features):
    expected = concentration(features, random_state=0, n_boot=20)
    shuffled = features.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(concentration(shuffled, random_state=0, n_boot=20), expected)
    dear = features.assign(total_spend=features["total_spend"] * 100)
    pd.testing.assert_frame_equal(concentration(dear, random_state=0, n_boot=20), expected)


def test_whale_curve_rises_above_one_and_comes_down():
    curve = whale(table_of([6.0, 6, -2]), value="total_spend")
    assert curve.values.tolist() == [[0, 0, 0], [1 / 3, 0.6, 1], [2 / 3, 1.2, 2], [1, 1, 3]]


def test_whale_curve_has_at_most_the_points_asked_for(features):
    curve = whale(features, value="total_spend", points=10)
    assert len(curve) == 11
    assert curve["n"].iloc[-1] == (features["n_orders"] > 0).sum()
    assert curve["value_share"].is_monotonic_increasing


def test_messages(features):
    with pytest.raises(ValueError, match=r"`top` of `concentration` must be in \(0, 1\); got 20"):
        concentration(features, top=20, random_state=0)
    with pytest.raises(ValueError, match="`total_spend` of `whale` must have a positive total"):
        whale(table_of([-1.0, 0.5]), value="total_spend")
