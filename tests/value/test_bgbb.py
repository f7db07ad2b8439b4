"""The BG/BB model on the published donors, on derivatives by differences, and where it is given what it cannot use."""

import numpy as np
import pandas as pd
import pytest

from seglib.value.bgbb import _likelihood, fit_bgbb
from seglib.value.patterns import find_patterns

DONORS = {  # (gifts, year of the last) in six years: how many donors. Fader, Hardie and Shang (2010), table 1
    (6, 6): 1203, (5, 6): 728, (4, 6): 512, (3, 6): 357, (2, 6): 234, (1, 6): 129,
    (5, 5): 335, (4, 5): 284, (3, 5): 225, (2, 5): 173, (1, 5): 119,
    (4, 4): 240, (3, 4): 181, (2, 4): 155, (1, 4): 78,
    (3, 3): 322, (2, 3): 255, (1, 3): 129,
    (2, 2): 613, (1, 2): 277, (1, 1): 1091, (0, 0): 3464,
}  # fmt: skip


@pytest.fixture(scope="module")
def donors():
    rows = np.repeat([(*history, 6) for history in DONORS], list(DONORS.values()), axis=0)
    table = pd.DataFrame(rows, columns=["frequency", "recency", "T"])
    return table.assign(customer_id=[f"d{i}" for i in range(len(table))])


@pytest.fixture(scope="module")
def fitted(donors):
    return fit_bgbb(donors)


def test_published_parameters(fitted):
    assert len(fitted.history) == 11_104
    assert list(fitted.params.values()) == pytest.approx([1.204, 0.750, 0.657, 2.783], abs=1e-3)
    assert fitted.log_likelihood == pytest.approx(-33_225.6, abs=0.05)
    assert fitted.converged and (fitted.summary["low"] < fitted.summary["estimate"]).all()


def test_published_expectations(fitted):
    expected = fitted.expected_purchases(5)
    assert expected.sum() == pytest.approx(12_884.2, abs=0.5)
    of = pd.Series(
        expected.to_numpy(), index=[tuple(row) for row in fitted.history[["frequency", "recency"]].to_numpy()]
    )
    of = of.groupby(level=0).first()
    assert of[(0, 0)] == pytest.approx(0.07, abs=0.005)  # their table of 2002-2006 by (x, t_x)
    assert of[(6, 6)] == pytest.approx(3.75, abs=0.005)


def test_whoever_gave_last_year_is_more_likely_there(fitted):
    alive = fitted.p_alive().to_numpy()
    recency = fitted.history["recency"].to_numpy()
    assert alive.min() >= 0 and alive.max() <= 1
    assert alive[recency == 6].min() > alive[recency < 5].max()
    assert (fitted.expected_purchases(0) == 0).all()


def test_derivatives_are_those_of_differences(donors):
    function = _likelihood(find_patterns(donors.assign(T=np.where(donors["recency"] < 4, 5, 7))))
    at = np.array([0.8, 1.3, 0.6, 2.0])
    _, slope, curve = function(at)
    for i, step in enumerate(1e-5 * np.eye(4)):
        up, down = function(at + step), function(at - step)
        assert slope[i] == pytest.approx((up[0] - down[0]) / 2e-5, rel=1e-6)
        assert curve[i] == pytest.approx((up[1] - down[1]) / 2e-5, rel=1e-5)


def test_parameters_are_recovered():
    rng, n = np.random.default_rng(3), 20_000
    alpha, beta, gamma, delta = truth = (1.5, 2.0, 0.8, 4.0)
    buys, leaves = rng.beta(alpha, beta, n), rng.beta(gamma, delta, n)
    there = (rng.random((n, 8)) > leaves[:, None]).cumprod(axis=1)
    bought = (rng.random((n, 8)) < buys[:, None]) & (there == 1)
    summary = pd.DataFrame(
        {
            "customer_id": np.arange(n),
            "frequency": bought.sum(axis=1),
            "recency": (bought * np.arange(1, 9)).max(axis=1),
            "T": 8,
        }
    )
    found = fit_bgbb(summary).summary
    assert ((found["estimate"] - list(truth)) / found["standard_error"]).abs().max() < 3.5


@pytest.mark.parametrize("row", [(2, 1, 6), (1.5, 2, 6), (0, 2, 6)])
def test_what_does_not_count_occasions_is_refused(row):
    summary = pd.DataFrame([("a", 1, 1, 6), ("b", *row)], columns=["customer_id", "frequency", "recency", "T"])
    with pytest.raises(ValueError, match="customer b has"):
        fit_bgbb(summary)
