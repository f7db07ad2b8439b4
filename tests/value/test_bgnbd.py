"""Does the model of repeat buying give the published numbers?"""

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.value.bgnbd import BgNbd, _log_likelihood, fit_bgnbd
from seglib.value.history import purchase_history

PAPER = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}  # Fader, Hardie and Lee (2005), table 2


@pytest.fixture(scope="module")
def cdnow(shared_data):
    table = pd.read_csv(shared_data / "cdnow-sample" / "cdnow_customers_summary.csv")
    return table.rename(columns={"ID": "customer_id"}).astype({"customer_id": "str"})


@pytest.fixture(scope="module")
def fitted(cdnow):
    return fit_bgnbd(cdnow)


@pytest.mark.real
def test_the_published_fit_of_cdnow_is_reproduced(fitted):
    assert {name: round(value, 3) for name, value in fitted.params.items()} == pytest.approx(PAPER, abs=0.0011)
    assert fitted.log_likelihood == pytest.approx(-9582.43, abs=0.01)
    published = {"r": 0.012557, "alpha": 0.378221, "a": 0.185719, "b": 0.705345}
    assert fitted.standard_errors == pytest.approx(published, rel=2e-3)


@pytest.mark.real
def test_the_purchases_of_the_39_weeks_after_are_those_that_others_expect(fitted):
    assert fitted.expected_purchases(39).sum() == pytest.approx(1653.4, abs=0.5)  # 1,882 came


@pytest.mark.real
def test_the_unit_of_time_changes_nothing_but_alpha(cdnow, fitted):
    days = fit_bgnbd(cdnow.assign(recency=cdnow["recency"] * 7, T=cdnow["T"] * 7))
    assert days.params == pytest.approx({**fitted.params, "alpha": 7 * fitted.params["alpha"]}, rel=1e-3)
    np.testing.assert_allclose(days.p_purchase(70), fitted.p_purchase(10), rtol=1e-3)


FINE = {"r": 0.24259, "alpha": 4.41353, "a": 0.79289, "b": 2.42575}  # the same fit with more digits


def model(*rows, params=PAPER):
    history = pd.DataFrame(rows, columns=["frequency", "recency", "T"]).assign(customer_id=range(len(rows)))
    return BgNbd(params, {}, 0.0, history)


def test_expectations_are_those_of_the_paper():
    curve = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    times = [0.1429, 1, 3, 31.8571, 32, 78]
    assert [model(params=FINE).expected_of_new(t) for t in times] == pytest.approx(curve, abs=5e-4)
    assert model((2, 30.43, 38.86)).expected_purchases(39).tolist() == pytest.approx([1.226], abs=1e-3)


def test_who_never_came_back_is_alive_and_buys_with_the_chance_of_the_rate():
    new = model((0, 0.0, 0.0))
    assert new.p_alive().tolist() == [1.0]
    assert 1 - new.p_purchase(39).iloc[0] == pytest.approx(0.5737864, abs=1e-6)  # Hardie's spreadsheet: P(X(39) = 0)


def test_a_purchase_within_the_time_is_as_likely_as_simulation_says():
    draw = np.random.default_rng(3)
    r, alpha, a, b = 0.8, 6.0, 0.9, 3.0
    rate, chance = draw.gamma(r, 1 / alpha, 400_000), draw.beta(a, b, 400_000)
    x, t_x, next_at = np.zeros(len(rate)), np.zeros(len(rate)), draw.exponential(1 / rate)
    alive = np.ones(len(rate), bool)
    for _ in range(200):
        buys = alive & (next_at <= 20)
        x, t_x = x + buys, np.where(buys, next_at, t_x)
        alive &= ~(buys & (draw.random(len(rate)) < chance))
        next_at = np.where(buys, next_at + draw.exponential(1 / rate), next_at)
    later = alive & (next_at <= 30)
    seen = (x == 3) & (t_x > 14) & (t_x < 16)
    fitted = BgNbd(
        {"r": r, "alpha": alpha, "a": a, "b": b},
        {},
        0.0,
        pd.DataFrame({"customer_id": [0], "frequency": [3], "recency": [15.0], "T": [20.0]}),
    )
    wide = 3.3 * np.sqrt(later[seen].mean() * (1 - later[seen].mean()) / seen.sum())
    assert fitted.p_purchase(10).iloc[0] == pytest.approx(later[seen].mean(), abs=wide)


def test_the_gradient_is_that_of_the_likelihood():
    patterns = np.array([[0, 0, 10.0], [3, 7.5, 12.0], [40, 39.0, 40.0]])
    weights, at = np.array([2, 1, 3]), np.array([0.5, 3.0, 0.7, 2.0])
    slope = _log_likelihood(at, patterns, weights)[1]
    for i, step in enumerate(1e-6 * np.eye(4)):
        ahead, behind = (_log_likelihood(at + sign * step, patterns, weights)[0] for sign in (1, -1))
        assert slope[i] == pytest.approx((ahead - behind) / 2e-6, rel=1e-5)


@pytest.mark.parametrize(
    ("rows", "told"),
    [([(0, 0, 10)], "repeat purchase"), ([(1, 11, 10)], "recency <= T"), ([], "every customer")],
    ids=["nobody came back", "recency beyond T", "nobody"],
)
def test_what_cannot_be_fitted_is_refused(rows, told):
    with pytest.raises(ValueError, match=told):
        fit_bgnbd(pd.DataFrame(rows, columns=["frequency", "recency", "T"]).assign(customer_id="c"))


def test_a_day_is_one_purchase_and_a_cancelled_order_none():
    lines = pd.DataFrame(
        [
            ("c1", "o1", "2026-01-01 09:00", 10.0, False, None),
            ("c1", "o2", "2026-01-01 15:00", 5.0, False, None),
            ("c1", "o3", "2026-01-15 09:00", 30.0, False, None),
            ("c1", "o4", "2026-01-22 09:00", 50.0, False, "2026-01-23 10:00"),
            ("c1", "o5", "2026-01-29 10:00", 20.0, False, None),
            ("c2", "o6", "2026-01-20 10:00", 7.0, False, None),
        ],
        columns=["customer_id", "order_id", "ordered_at", "amount", "is_return", "reversed_at"],
    )
    lines = lines.assign(
        ordered_at=pd.to_datetime(lines["ordered_at"]), reversed_at=pd.to_datetime(lines["reversed_at"])
    )
    history = purchase_history(ibis.memtable(lines), as_of="2026-02-12").to_pandas().set_index("customer_id")
    assert history.loc["c1"].tolist() == [2, 4.0, 6.0, 25.0]  # 1, 15 and 29 January; 12 February is six weeks on
    assert history.loc["c2", ["frequency", "recency"]].tolist() == [0, 0.0]
    assert np.isnan(history.loc["c2", "monetary_value"])
