"""Do the pieces of an experiment's analysis give what is known of them?"""

import datetime

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from seglib.value.experiments import effects
from seglib.value.trials import power
from seglib.value.trials.before import first_days, history_numbers
from seglib.value.trials.bootstrap import bootstrap_effects, resampled_means
from seglib.value.trials.differing import equal_effects
from seglib.value.trials.money import mean_interval
from seglib.value.trials.proportions import difference_of_shares, share_interval
from seglib.value.trials.shrinking import shrink_effects


def test_the_interval_of_a_share_is_wilsons():
    for x, n in ((0, 5), (1, 20), (10, 20), (20, 20), (334, 2240)):
        low, high = share_interval(x, n)
        assert (low, high) == pytest.approx(tuple(stats.binomtest(x, n).proportion_ci(method="wilson")), abs=1e-12)
    assert np.isnan(share_interval(0, 0)).all()


@pytest.mark.parametrize(
    ("x", "n", "x0", "n0", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),  # Newcombe (1998), table II, method 10
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 20, 0.6791, 1.0),
        (5, 56, 0, 29, -0.0381, 0.1926),
    ],
)
def test_the_interval_of_a_difference_is_newcombes(x, n, x0, n0, low, high):
    found = difference_of_shares(x, n, x0, n0)
    assert (found["low"], found["high"]) == pytest.approx((low, high), abs=1e-4)


def test_sizes_and_least_effects_are_each_others_inverse():
    n = power.needed_for_share(0.1, 0.02)
    assert power.least_share(0.1, n, n) == pytest.approx(0.02, rel=1e-3)
    m = power.needed_for_money(20, 2)
    assert power.least_money(20 * np.sqrt(2 / m)) == pytest.approx(2, rel=1e-3)
    assert power.chance_to_find(power.least_money(1.0), 1.0) == pytest.approx(0.8, abs=1e-3)
    assert power.chance_to_find(0.0, 1.0) == pytest.approx(0.05)
    assert np.isnan(
        [power.needed_for_share(0.1, 0), power.needed_for_share(0.9, 0.2), power.needed_for_money(0, 1)]
    ).all()
    assert np.isnan(power.least_share(0.99, 5, 5))  # not even a rise to everybody would be found


def test_effects_are_drawn_to_their_mean_the_more_the_less_sure():
    found = shrink_effects([0, 0, 0, 10], [1, 1, 5, 5])
    assert 0 < found.effect[3] < 10
    assert abs(found.effect[2] - 0) > abs(found.effect[0] - 0)  # the unsure one gives way
    same = shrink_effects([3, 3, 3], [1, 1, 1])
    assert same.effect == pytest.approx(3) and same.mean == pytest.approx(3)
    apart = shrink_effects([-100, 0, 100], [1, 1, 1])
    assert apart.effect == pytest.approx([-100, 0, 100], abs=0.1)
    alone = shrink_effects([2.0], [1.0])
    assert (alone.effect[0], alone.low[0], alone.high[0]) == pytest.approx((2.0, 2 - 1.96, 2 + 1.96), abs=1e-3)
    gaps = shrink_effects([1.0, np.nan, 2.0], [1.0, 1.0, 0.0])
    assert np.isnan(gaps.effect).tolist() == [False, True, True]
    assert np.isnan(shrink_effects([], []).mean)


def test_two_segments_differ_as_welch_has_it():
    rng = np.random.default_rng(1)
    a, b = rng.normal(0, 1, 12), rng.normal(1, 4, 30)
    errors = [a.std(ddof=1) / np.sqrt(12), b.std(ddof=1) / np.sqrt(30)]
    found = equal_effects([a.mean(), b.mean()], errors, [11, 29])
    assert found["p"] == pytest.approx(stats.ttest_ind(a, b, equal_var=False).pvalue)
    assert equal_effects([1.0], [1.0], [9])["n_segments"] == 1
    assert np.isnan(equal_effects([1.0, 2.0], [1.0, 0.0], [9, 9])["p"])


def test_a_mean_is_corrected_for_skewness():
    skewed = np.array([0.0] * 30 + [5, 10, 20, 120])
    low, high = mean_interval(skewed)
    plain = 1.96 * skewed.std(ddof=1) / np.sqrt(34)
    assert high - skewed.mean() > plain > skewed.mean() - low  # the few large ones make more of them likely
    even = np.arange(101.0)
    low, high = mean_interval(even)
    assert (low + high) / 2 == pytest.approx(50)
    assert np.isnan(mean_interval([5.0, 5.0])).all() and np.isnan(mean_interval([1.0])).all()


def test_resamples_scatter_as_the_mean_does():
    rng = np.random.default_rng(3)
    for values in (np.where(rng.random(500) < 0.1, 20.0, 0.0), rng.gamma(2, 5, 300)):
        means = resampled_means(values, resamples=4_000, random_state=1)
        assert means.mean() == pytest.approx(values.mean(), abs=4 * values.std() / np.sqrt(len(values) * 4_000))
        assert means.std() == pytest.approx(values.std() / np.sqrt(len(values)), rel=0.05)
        assert (means == resampled_means(values, resamples=4_000, random_state=1)).all()
    assert np.isnan(resampled_means([], resamples=3, random_state=1)).all()
    assert (resampled_means([2.0, np.nan], resamples=3, random_state=1) == 2.0).all()


def test_resampled_effects_agree_with_welch_where_there_are_many():
    rng = np.random.default_rng(4)
    rows = pd.DataFrame({"customer_id": range(6_000), "arm": rng.choice(["control", "mail"], 6_000)})
    rows["revenue"] = np.where(rng.random(6_000) < 0.1, 20.0, 0.0) + 1.0 * (rows["arm"] == "mail")
    rows["kind"] = rng.choice(["a", "b"], 6_000)
    found = effects(rows, by="kind")
    welch = found.table.query("outcome == 'revenue'").set_index("segment")
    drawn = bootstrap_effects(found.rows, resamples=4_000, random_state=1).set_index("segment")
    assert list(drawn.index) == ["a", "b"]
    np.testing.assert_allclose(
        drawn[["effect", "low", "high"]], welch.loc[["a", "b"], ["effect", "low", "high"]], atol=0.06
    )
    alone = bootstrap_effects(effects(rows).rows, resamples=10, random_state=1)
    assert alone["segment"].tolist() == ["all"]
    assert bootstrap_effects(found.rows[found.rows["arm"] == "mail"], resamples=10, random_state=1).empty


def test_the_first_day_is_that_of_the_list_of_campaigns():
    drawn = pd.DataFrame(
        {"campaign_id": ["a", "a", "b"], "assigned_at": pd.to_datetime(["2026-02-03", "2026-02-01", None])}
    )
    listed = pd.DataFrame({"campaign_id": ["a", "b"], "starts": [datetime.date(2026, 1, 5), None]})
    assert first_days(drawn) == {"a": datetime.date(2026, 2, 1)}
    assert first_days(drawn, listed) == {"a": datetime.date(2026, 1, 5)}
    assert first_days(drawn[["campaign_id"]]) == {}


def test_history_of_somebody_without_an_order_is_not_missing_where_it_is_known():
    features = pd.DataFrame({"customer_id": ["a", "b"], "n_orders": [0, 4], "total_spend": [0.0, 100.0]})
    features[["average_order_value", "recency_days", "tenure_days"]] = [[np.nan] * 3, [25.0, 9.0, 365.25]]
    numbers = history_numbers(features).set_index("customer_id")
    assert numbers.loc["a", ["spend_per_year", "log_spend"]].tolist() == [0.0, 0.0]
    assert numbers.loc["b", "spend_per_year"] == pytest.approx(100.0)
