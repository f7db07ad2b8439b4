"""Is a customer worth the margin to come, with intervals that hold, and is what cannot be known said?"""

import numpy as np
import pandas as pd
import pytest

from seglib.value.clv import clv, fit_bgnbd, fit_gamma_gamma, fit_mbgnbd
from seglib.value.recovery import TRUTH, coverage, draw_customers, draw_money

MONEY = {"p": 6.0, "q": 4.0, "v": 15.0}


@pytest.fixture(scope="module")
def shop():
    """500 customers drawn from MBG/NBD and Gamma-Gamma, with the segment of who came back and who did not."""
    rates = {"r": 0.9, "alpha": 6.0, "a": 1.0, "b": 3.0}
    T = np.random.default_rng(1).uniform(26, 52, 500)
    table = draw_customers("mbgnbd", rates, T, horizon=26, random_state=2)
    table["monetary_value"] = draw_money(MONEY, table["frequency"], random_state=2)
    table["segment"] = np.where(table["frequency"] > 0, "came back", "once")
    return table


@pytest.fixture(scope="module")
def valued(shop):
    segments = shop.set_index("customer_id")["segment"]
    return clv(shop, horizon_days=182, discount_rate=0.0, segments=segments, n_draws=400, random_state=3)


def test_without_discount_value_is_expected_purchases_times_expected_margin(shop, valued):
    found = valued.customers.set_index("customer_id")
    purchases = fit_mbgnbd(shop).expected_purchases(26)
    np.testing.assert_allclose(found["expected_purchases"], purchases)
    np.testing.assert_allclose(found["margin_per_purchase"], fit_gamma_gamma(shop).expected_spend())
    np.testing.assert_allclose(found["value"], found["expected_purchases"] * found["margin_per_purchase"])


def test_segments_add_up_to_all(shop, valued):
    assert valued.segments["segment"].tolist() == ["came back", "once"]
    assert valued.segments["n"].tolist() == shop["segment"].value_counts()[["came back", "once"]].tolist()
    total = valued.total.iloc[0]
    for name in ("n", "expected_purchases", "value"):
        assert valued.segments[name].sum() == pytest.approx(total[name])
    assert valued.segments["share"].sum() == pytest.approx(1)
    assert valued.customers["value"].sum() == pytest.approx(total["value"])
    both = [
        *valued.segments[["value_low", "value", "value_high"]].to_numpy(),
        total[["value_low", "value", "value_high"]],
    ]
    assert all(low < value < high for low, value, high in both)


def test_what_came_lies_within_the_intervals(shop, valued):
    """Money of the months that followed: in the total's interval, and in at least 95 of 100 of the customers'."""
    x = shop["frequency"].to_numpy(float)
    rng = np.random.default_rng(5)
    mean = np.where(x > 0, shop["monetary_value"].fillna(0), 0.0)
    rate = rng.gamma(MONEY["p"] * x + MONEY["q"]) / (MONEY["v"] + x * mean)  # given what each has spent
    later = shop["later"].to_numpy()
    money = np.where(later > 0, rng.gamma(np.maximum(MONEY["p"] * later, 1.0)) / rate, 0.0)
    total = valued.total.iloc[0]
    assert total["value_low"] < money.sum() < total["value_high"]
    held = (money >= valued.customers["value_low"]) & (money <= valued.customers["value_high"])
    assert held.mean() > 0.93


def test_a_year_away_is_worth_the_rate_less(shop, valued):
    yearly = clv(shop, horizon_days=182, discount_rate=1.0, n_draws=20, random_state=3)
    steady = clv(shop, horizon_days=182, discount_rate=np.log(2), compounding="continuous", n_draws=20, random_state=3)
    np.testing.assert_allclose(yearly.customers["value"], steady.customers["value"])
    share = yearly.total["value"].iloc[0] / valued.total["value"].iloc[0]
    assert 2 ** -(182 / 365.25) < share < 1  # money halves in a year; all of it comes within half a year
    assert share > 2 ** -(91 / 365.25)  # and the more of it the sooner, as customers leave


def test_margins_scale_values(shop, valued):
    rates = pd.Series(0.4, index=shop["customer_id"])
    found = clv(shop, horizon_days=182, discount_rate=0.0, margin_rate=rates, n_draws=20, random_state=3)
    np.testing.assert_allclose(found.customers["value"], 0.4 * valued.customers["value"], rtol=1e-6)


def test_neither_order_nor_input_change_anything(shop, valued):
    before = shop.copy()
    mixed = shop.sample(frac=1, random_state=1)
    segments = mixed.set_index("customer_id")["segment"]
    given = {"horizon_days": 182, "discount_rate": 0.0, "segments": segments, "n_draws": 400, "random_state": 3}
    found = clv(mixed, **given)
    assert found.customers["customer_id"].tolist() == mixed["customer_id"].tolist()
    pd.testing.assert_frame_equal(found.customers.sort_values("customer_id", ignore_index=True), valued.customers)
    pd.testing.assert_frame_equal(found.segments, valued.segments)
    fitted = clv(mixed, model=fit_mbgnbd(shop), **given)
    pd.testing.assert_frame_equal(fitted.segments, valued.segments)
    pd.testing.assert_frame_equal(shop, before)


def test_customers_without_a_segment_are_counted(shop):
    segments = shop.set_index("customer_id")["segment"].replace("once", None)
    found = clv(shop, segments=segments, n_draws=20, random_state=3).segments
    assert found["segment"].tolist() == ["came back", "Not assigned"]
    assert found["n"].sum() == 500


def test_that_bg_nbd_lets_nobody_go_before_a_second_purchase_is_told(shop, valued):
    assert valued.notes == ()
    single = int((shop["frequency"] == 0).sum())
    notes = clv(shop, model="bgnbd", n_draws=20, random_state=3).notes
    assert notes[0].startswith(f"The {single} customers with one purchase all count as alive")


def test_a_loss_making_customer_is_worth_less_than_nothing(shop):
    table = shop.assign(monetary_value=shop["monetary_value"].where(shop["frequency"] < 10, -20.0))
    found = clv(table, n_draws=100, random_state=3)
    losing = table["frequency"].to_numpy() >= 10
    assert (found.customers.loc[losing, "value"] <= 0).all()
    assert found.customers.loc[losing, "value_low"].min() < 0
    assert "brought nothing or less" in found.notes[0]


def test_if_nobody_came_back_the_value_is_not_known(shop):
    table = shop[shop["frequency"] == 0]
    found = clv(table, n_draws=20, random_state=3)
    assert found.customers["value"].isna().all()
    assert found.total[["value", "value_low", "value_high"]].isna().all(axis=None)
    most = -np.log(0.05) / table["T"].sum() * 365 / 7 * len(table)
    assert any(f"no more than {most:,.1f} times" in note for note in found.notes)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"model": "nbd"}, "one of bgnbd, mbgnbd, pareto_nbd"),
        ({"compounding": "monthly"}, "'yearly' or 'continuous'"),
        ({"discount_rate": -0.1}, "at least 0"),
        ({"horizon_days": 0}, "must be positive"),
        ({"level": 95}, r"in \(0, 1\)"),
        ({"margin_rate": 40}, "at most 1, such as 0.4"),
        ({"segments": pd.Series(["a", "b"], index=[7, 7])}, "one segment a customer; 7 has more"),
    ],
)
def test_arguments_out_of_range_are_refused(shop, given, told):
    with pytest.raises(ValueError, match=told):
        clv(shop, random_state=1, **given)


def test_a_model_of_other_customers_is_refused(shop):
    with pytest.raises(ValueError, match="fitted to the customers"):
        clv(shop, model=fit_bgnbd(shop.iloc[:400]), random_state=1)


def test_intervals_of_parameters_and_forecasts_hold_the_truth():
    """As often as is likely for 60 data sets; the calibration table counts a thousand."""
    found = coverage("mbgnbd", n_customers=400, n_sets=60, n_draws=60, random_state=1)
    assert found["quantity"].tolist() == ["r", "alpha", "a", "b", "later"]
    assert (found["n"] > 50).all()
    assert (found["coverage"] > 0.83).all()  # of 60, fewer are less likely than one in a thousand
    money = coverage("gamma_gamma", n_customers=600, n_sets=60, random_state=1)
    assert (money["coverage"] > 0.85).all()
    np.testing.assert_allclose(money["mean_estimate"], list(TRUTH["gamma_gamma"].values()), rtol=0.3)
