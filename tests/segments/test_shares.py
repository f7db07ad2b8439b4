"""Shares of few orders: how far they are drawn towards the usual one, and what that changes for segments."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments import behavioural
from seglib.segments.shares import beta_prior, drawn


def test_the_prior_finds_how_shares_vary_over_customers():
    draw = np.random.default_rng(1)
    trials = draw.integers(1, 30, 20_000)
    successes = draw.binomial(trials, draw.beta(2.0, 6.0, 20_000))
    a, b = beta_prior(pd.Series(successes), pd.Series(trials))
    assert a / (a + b) == pytest.approx(0.25, abs=0.01)
    assert a + b == pytest.approx(8, rel=0.15)


def test_customers_who_are_all_alike_are_drawn_to_one_share():
    trials = np.random.default_rng(2).integers(1, 30, 20_000)
    a, b = beta_prior(pd.Series(np.random.default_rng(3).binomial(trials, 0.25)), pd.Series(trials))
    assert a + b > 100


def test_a_share_of_one_order_moves_far_and_a_share_of_many_hardly():
    moved = drawn(pd.Series([1.0, 1.0, 0.0, None]), pd.Series([1, 99, 1, 5]), (0.5, 1.5))
    assert moved[:3].tolist() == pytest.approx([0.5, 99.5 / 101, 0.5 / 3])
    assert np.isnan(moved[3])


def test_all_or_nothing_shares_of_single_orders_are_no_two_camps():
    """All customers order at year's end with the same chance; half of them have ordered once."""
    draw = np.random.default_rng(0)
    n_orders = np.where(np.arange(600) % 2, 1, draw.integers(5, 40, 600))
    features = pd.DataFrame({"customer_id": [f"c{i}" for i in range(600)], "n_orders": n_orders})
    features = features.assign(orders_month_11=draw.binomial(n_orders, 0.3), orders_month_12=0)
    z = behavioural.matrix(features, traits=["share_november_december"]).squeeze()
    single = np.abs(z.to_numpy())[n_orders == 1]
    assert single.mean() < np.abs(z.to_numpy())[n_orders > 10].mean()


def test_the_details_say_how_far_shares_are_drawn(features):
    details = behavioural.segment(features, traits=["recency_days", "share_online"], k=2, random_state=0).details
    assert details.set_index("trait").loc["share_online", "transform"].startswith("drawn towards")


def test_a_share_in_which_all_are_alike_is_no_trait_however_many_orders(features):
    alike = features.assign(share_online=1.0)
    details = behavioural.segment(alike, traits=["recency_days", "share_online"], k=2, random_state=0).details
    assert not details.set_index("trait").loc["share_online", "used"]
