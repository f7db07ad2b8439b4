"""Worth of places: shrunken means err less than raw ones, intervals hold, and chance is not called a difference."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.geographic.atlas import fit_atlas
from seglib.segments.geographic.compare import compare
from seglib.segments.geographic.funnel import funnel
from seglib.segments.geographic.shrinkage import shrink

RUNS = 60


def draw(rng, n_places, tau, skewed):
    """Customers of places from 3 to 120 of them; money has mean 1 and standard deviation 1 or 1.3 in every place."""
    sizes = rng.integers(3, 120, n_places)
    truth = 1 + tau * rng.standard_normal(n_places)
    where = np.repeat(np.arange(n_places), sizes)
    money = rng.lognormal(-0.5, 1.0, len(where)) if skewed else rng.gamma(1.0, 1.0, len(where))
    return pd.Series(money - 1 + truth[where]), pd.Series([f"p{i:02d}" for i in where]), truth


@pytest.mark.parametrize(
    ("n_places", "tau", "skewed"), [(12, 0.0, True), (20, 0.2, True), (20, 0.4, False), (4, 0.3, False)]
)
def test_shrunken_estimates_err_less_and_their_intervals_hold(n_places, tau, skewed):
    rng = np.random.default_rng(11)
    raw, shrunken, held = [], [], []
    for _ in range(RUNS):
        values, where, truth = draw(rng, n_places, tau, skewed)
        table = shrink(values, where).table
        raw.append(np.mean((table["mean"] - truth) ** 2))
        shrunken.append(np.mean((table["estimate"] - truth) ** 2))
        held.append(np.mean((table["low"] <= truth) & (truth <= table["high"])))
    assert np.mean(shrunken) < 0.85 * np.mean(raw)
    assert np.mean(held) >= 0.92


def test_the_weight_grows_with_size_and_the_spread_of_places_is_found():
    rng = np.random.default_rng(5)
    sizes = np.repeat([4, 40, 400], 20)
    truth = 10 + 2.0 * rng.standard_normal(60)
    where = np.repeat(np.arange(60), sizes)
    fitted = shrink(
        pd.Series(truth[where] + 6 * rng.standard_normal(len(where))), pd.Series([f"{i:02d}" for i in where])
    )
    assert fitted.sigma == pytest.approx(6, rel=0.05)
    assert fitted.tau == pytest.approx(2, rel=0.3)
    assert fitted.mu == pytest.approx(10, abs=1)
    weights = fitted.table["weight"].to_numpy().reshape(3, 20).mean(axis=1)
    assert weights == pytest.approx(4 / (4 + 6**2 / sizes[[0, 20, 40]]), abs=0.12)  # tau² / (tau² + sigma² / n)


def test_one_place_and_equal_customers_are_no_problem():
    alone = shrink(pd.Series([1.0, 3.0]), pd.Series(["a", "a"]))
    assert alone.table[["mean", "estimate", "weight"]].iloc[0].tolist() == [2.0, 2.0, 1.0]
    equal = shrink(pd.Series([2.0] * 6), pd.Series(list("aabbcc")))
    assert equal.table["estimate"].tolist() == [2.0] * 3
    with pytest.raises(ValueError, match="got none"):
        shrink(pd.Series([np.nan]), pd.Series(["a"]))


def test_places_that_mean_nothing_are_seldom_called_different():
    rng = np.random.default_rng(3)
    alarms = 0
    for run in range(60):
        where = pd.Series(rng.integers(0, 12, 300)).astype(str)
        table, _ = funnel(pd.Series(rng.lognormal(0, 1.5, 300)), where, n_draws=1000, random_state=run)
        alarms += (table["verdict"] != "as the rest").any()
    assert alarms <= 8  # 5 % of 60 is 3; 99.9 % of binomial draws have 9 or fewer


def test_a_place_of_nearly_everybody_is_no_more_often_called_different():
    rng = np.random.default_rng(5)
    alarms = 0
    for run in range(60):
        where = pd.Series(np.where(np.arange(4000) < 3800, "home", "abroad"))  # too many to draw, but few others
        table, _ = funnel(pd.Series(rng.lognormal(0, 2.5, 4000)), where, n_draws=400, random_state=run)
        assert table["p"].nunique() == 1  # one place differs from the other as much as that from it
        alarms += (table["verdict"] != "as the rest").any()
    assert alarms <= 8


def test_customers_of_small_places_belong_to_all():
    money = pd.Series([1.0, 3.0] * 20 + [500.0, 600.0, 700.0])
    where = pd.Series(["a"] * 20 + ["b"] * 20 + ["c", "d", "e"])
    table, limits = funnel(money, where, smallest=10, random_state=1)
    assert table["place"].tolist() == ["a", "b"]
    assert limits["centre"].iloc[0] == pytest.approx(money.mean())


def test_a_place_that_differs_is_found_and_the_smallest_is_not_the_best():
    rng = np.random.default_rng(8)
    where = np.repeat(["rich", "poor", "same", "tiny"], [150, 150, 300, 3])
    money = rng.lognormal(0, 1, 603) * np.select([where == "rich", where == "poor"], [2.0, 0.5], 1.0)
    money[where == "tiny"] = [9.0, 6.0, 7.0]
    table, limits = funnel(pd.Series(money), pd.Series(where), random_state=1)
    assert table.set_index("place")["verdict"][["rich", "poor", "same"]].tolist() == ["above", "below", "as the rest"]
    shrunken = shrink(pd.Series(money), pd.Series(where)).table.set_index("place")
    assert shrunken["mean"].idxmax() == "tiny"
    assert shrunken.loc["tiny", "low"] < shrunken.loc["rich", "estimate"]
    assert (limits["high_998"] > limits["high_95"]).all()
    assert limits["high_95"].is_monotonic_decreasing  # the limits narrow with size


def test_the_order_of_customers_changes_nothing():
    rng = np.random.default_rng(2)
    values, where = pd.Series(rng.gamma(1, 20, 200)), pd.Series(rng.integers(0, 6, 200)).astype(str)
    mixed = values.sample(frac=1, random_state=1)
    pd.testing.assert_frame_equal(shrink(mixed, where.loc[mixed.index]).table, shrink(values, where).table)
    again = funnel(mixed, where.loc[mixed.index], random_state=4)
    for one, other in zip(again, funnel(values, where, random_state=4), strict=True):
        pd.testing.assert_frame_equal(one, other)


def test_small_places_are_not_shown_but_counted():
    customers = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(64)],
            "n_orders": 1,
            "total_spend": 100.0,
            "total_margin": np.arange(64.0),
            "country": ["DE"] * 30 + ["FR"] * 30 + ["ES"] * 3 + [None],
        }
    )
    found = compare(customers, fit_atlas(customers), smallest=10, random_state=0)
    assert sorted(found.table["name"]) == ["France", "Germany"]
    assert (found.level, found.n, found.n_small) == ("country", 63, 1)
    nobody = compare(customers.assign(n_orders=0), fit_atlas(customers), smallest=10, random_state=0)
    assert nobody.table.empty
