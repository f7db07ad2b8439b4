"""Is money per purchase what the paper says, and is there an answer where nobody brings anything?"""

import numpy as np
import pandas as pd
import pytest

from seglib.value.clv import fit_gamma_gamma
from seglib.value.dependence import frequency_and_spend
from seglib.value.gamma_gamma import _likelihood
from seglib.value.recovery import draw_money


@pytest.fixture(scope="module")
def fitted(cdnow):
    return fit_gamma_gamma(cdnow)


@pytest.mark.real
def test_the_published_fit_of_cdnow_is_reproduced(fitted):
    assert fitted.n == 946
    assert fitted.params == pytest.approx({"p": 6.2488, "q": 3.7446, "v": 15.4477}, abs=1e-4)
    assert fitted.log_likelihood == pytest.approx(-4055.92, abs=5e-3)
    assert fitted.population_mean == pytest.approx(35.171, abs=5e-4)
    first = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17]
    assert fitted.expected_spend().head(10).tolist() == pytest.approx(first, abs=0.01)
    assert (fitted.converged, fitted.notes) == (True, ())


@pytest.mark.real
def test_a_hundred_times_the_money_is_a_hundred_times_the_scale(cdnow, fitted):
    cents = fit_gamma_gamma(cdnow.assign(monetary_value=cdnow["monetary_value"] * 100))
    assert cents.params == pytest.approx({**fitted.params, "v": 100 * fitted.params["v"]}, rel=1e-6)
    np.testing.assert_allclose(cents.expected_spend(), 100 * fitted.expected_spend(), rtol=1e-6)


def test_gradient_and_curvature_are_those_of_the_likelihood():
    value, at = _likelihood(np.array([1.0, 3, 3, 40]), np.array([20.0, 0.5, 70, 33])), np.array([2.0, 3.0, 15.0])
    _, slope, curve = value(at)
    for i, step in enumerate(1e-5 * np.eye(3)):
        ahead, behind = value(at + step), value(at - step)
        assert slope[i] == pytest.approx((ahead[0] - behind[0]) / 2e-5, rel=1e-5)
        np.testing.assert_allclose(curve[i], (ahead[1] - behind[1]) / 2e-5, rtol=1e-4, atol=1e-7)


def customers(x, z):
    return pd.DataFrame({"customer_id": range(len(x)), "frequency": x, "monetary_value": np.asarray(z, dtype=float)})


def drawn(n=600):
    x = np.random.default_rng(4).integers(0, 8, n)
    return customers(x, draw_money({"p": 6.0, "q": 4.0, "v": 15.0}, x, random_state=4))


def test_a_mean_of_zero_or_less_is_pulled_towards_that_of_all_and_told():
    table = drawn().assign(monetary_value=lambda t: t["monetary_value"].where(t.index % 10 > 0, -5.0))
    found = fit_gamma_gamma(table)
    spend = found.expected_spend()
    bad = table.index[(table["monetary_value"] < 0) & (table["frequency"] > 0)]
    assert spend[bad].between(-5, 20).all()
    assert spend[bad].corr(table.loc[bad, "frequency"], method="spearman") == pytest.approx(-1)  # the surer, the lower
    single = spend[table.index[table["frequency"] == 0]]
    p, q, v = found.params.values()
    assert (single == found.population_mean).all()
    assert found.population_mean < p * v / (q - 1)  # who brings nothing belongs to all, too
    assert f"{len(bad)} of {(table['frequency'] > 0).sum()} repeat buyers brought nothing or less" in found.notes[0]


@pytest.mark.parametrize(
    ("x", "z", "told", "mean"),
    [
        ([0, 0], [np.nan, np.nan], "0 repeat buyers", np.nan),
        ([2, 3, 1], [0, 0, 0], "3 of 3 repeat buyers brought nothing", 0.0),
        ([2, 0], [8.0, np.nan], "1 repeat buyers with a positive mean are too few", 8.0),
        ([2, 3, 4, 5], [10, 10, 10, 10], "the model cannot tell", 10.0),
        ([1, 1, 1, 1, 1], [1, 1e3, 1e6, 1e9, 1e12], "no mean can be relied on", 2e11),
    ],
    ids=["nobody came back", "all bring nothing", "one", "all alike", "beyond measure"],
)
def test_where_there_is_nothing_to_fit_observed_means_serve(x, z, told, mean):
    found = fit_gamma_gamma(customers(x, z))
    assert not found.converged
    assert pd.Series(found.notes).str.contains(told).any()
    assert found.population_mean == pytest.approx(mean, rel=0.01, nan_ok=True)
    again = np.array(x) > 0
    np.testing.assert_allclose(found.expected_spend()[again], np.array(z)[again], rtol=1e-3, atol=1e-9)


def test_money_that_is_not_known_is_that_of_all():
    table = drawn()
    table.loc[table["frequency"].idxmax(), "monetary_value"] = np.nan
    found = fit_gamma_gamma(table)
    assert found.expected_spend()[table["frequency"].idxmax()] == found.population_mean
    assert "Of 1 repeat buyers the money is not known" in found.notes[0]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (customers([1], [2]).drop(columns="monetary_value"), "must have the column `monetary_value`"),
        (customers([-1], [2]), "frequency >= 0"),
    ],
)
def test_what_is_no_summary_is_refused(table, told):
    with pytest.raises(ValueError, match=told):
        fit_gamma_gamma(table)


@pytest.mark.real
def test_frequency_and_spend_of_cdnow_go_together_as_published(cdnow):
    found = frequency_and_spend(cdnow).iloc[0]
    assert (found["n"], found["correlation"]) == (946, pytest.approx(0.113884, abs=1e-6))
    assert (
        found["low"] < 0 < found["high"]
    )  # a few large buyers make it: the usual interval, 0.05 to 0.18, is too narrow
    assert 0.1 < found["rank_low"] < found["rank_correlation"] < found["rank_high"]
    assert found["verdict"] == "in ranks only"


@pytest.mark.parametrize(
    ("power", "verdict"), [(0.0, "not shown"), (0.03, "small"), (-0.4, "matters"), (0.4, "matters")]
)
def test_the_lift_is_what_apart_they_would_miss(power, verdict):
    rng = np.random.default_rng(9)
    x = rng.integers(1, 12, 4000)
    z = 20.0 * x**power * rng.gamma(25, 1 / 25, 4000)
    found = frequency_and_spend(customers(x, z)).iloc[0]
    assert found["verdict"] == verdict
    assert found["lift"] == pytest.approx((x * z).sum() / x.sum() / z.mean() - 1)


def test_a_few_or_like_buyers_tell_nothing():
    assert frequency_and_spend(customers([1, 2], [3, 4]))["verdict"].tolist() == ["too few"]
    assert frequency_and_spend(customers(range(1, 50), [7] * 49))["verdict"].tolist() == ["too few"]


def test_a_sample_of_many_buyers_finds_the_same_top():
    found = fit_gamma_gamma(drawn(12_000))
    assert found.converged and found.n > 8000
    table = found.summary.set_index("parameter")
    truth = pd.Series({"p": 6.0, "q": 4.0, "v": 15.0})
    near = 4 * table["standard_error"]
    assert truth.between(table["estimate"] - near, table["estimate"] + near).all()
