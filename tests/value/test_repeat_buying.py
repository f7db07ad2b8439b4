"""Do the models of repeat buying give the published numbers, and sense where there is little to go by?"""

import numpy as np
import pandas as pd
import pytest

from seglib.value.bgnbd import BgNbd
from seglib.value.clv import MODELS, fit_bgnbd, fit_mbgnbd, fit_pareto_nbd
from seglib.value.mbgnbd import MbgNbd
from seglib.value.pareto_nbd import ParetoNbd
from seglib.value.patterns import Patterns, find_patterns
from seglib.value.recovery import TRUTH, draw_customers

PAPER = {"r": 0.243, "alpha": 4.414, "a": 0.793, "b": 2.426}  # Fader, Hardie and Lee (2005), table 2
FINE = {"r": 0.24259, "alpha": 4.41353, "a": 0.79289, "b": 2.42575}  # the same fit with more digits
PARETO = {"r": 0.553, "alpha": 10.578, "s": 0.606, "beta": 11.669}  # the same paper, table 2
FITTED = {"bgnbd": BgNbd, "mbgnbd": MbgNbd, "pareto_nbd": ParetoNbd}


@pytest.fixture(scope="module")
def fitted(cdnow):
    return {name: fit(cdnow) for name, fit in MODELS.items()}


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "published", "log_likelihood"),
    [
        ("bgnbd", PAPER, -9582.4256),
        ("mbgnbd", {"r": 0.525, "alpha": 6.183, "a": 0.891, "b": 1.614}, None),
        ("pareto_nbd", {"r": 0.55328, "alpha": 10.57761, "s": 0.60621, "beta": 11.66792}, -9594.974),
    ],
)
def test_the_published_fit_of_cdnow_is_reproduced(fitted, name, published, log_likelihood):
    found = fitted[name]
    assert found.params == pytest.approx(published, abs=6e-4)
    assert log_likelihood is None or found.log_likelihood == pytest.approx(log_likelihood, abs=1e-3)
    assert (found.converged, found.notes) == (True, ())


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "published"),
    [
        ("bgnbd", {"r": 0.012557, "alpha": 0.378221, "a": 0.185719, "b": 0.705345}),
        ("pareto_nbd", {"r": 0.0476, "alpha": 0.8427, "s": 0.1873, "beta": 6.2105}),
    ],
)
def test_standard_errors_are_the_published_ones(fitted, name, published):
    assert fitted[name].standard_errors == pytest.approx(published, rel=1e-3)


@pytest.mark.real
def test_the_purchases_of_the_39_weeks_after_are_those_that_others_expect(fitted):
    assert fitted["bgnbd"].expected_purchases(39).sum() == pytest.approx(1653.4, abs=0.05)  # 1,882 came


@pytest.mark.real
@pytest.mark.parametrize("name", MODELS)
def test_the_unit_of_time_changes_nothing_but_what_is_in_it(cdnow, fitted, name):
    days = MODELS[name](cdnow.assign(recency=cdnow["recency"] * 7, T=cdnow["T"] * 7))
    weeks = fitted[name]
    units = {name: 7 if name in ("alpha", "beta") else 1 for name in weeks.params}
    assert days.params == pytest.approx({key: value * units[key] for key, value in weeks.params.items()}, rel=1e-5)
    np.testing.assert_allclose(days.p_purchase(70), weeks.p_purchase(10), rtol=1e-5)


@pytest.mark.real
def test_the_order_of_rows_and_the_names_of_customers_change_nothing(cdnow, fitted):
    mixed = cdnow.sample(frac=1, random_state=3).assign(customer_id=lambda table: "x" + table["customer_id"])
    again = fit_mbgnbd(mixed)
    assert again.params == fitted["mbgnbd"].params
    alive = fitted["mbgnbd"].p_alive()
    pd.testing.assert_series_equal(again.p_alive().reindex("x" + alive.index), alive.rename(index="x{}".format))


def model(kind, params, *rows):
    history = pd.DataFrame(rows or [(0, 0.0, 0.0)], columns=["frequency", "recency", "T"])
    return kind(params, {}, 0.0, history.assign(customer_id=range(len(history))))


def test_expectations_are_those_of_the_paper():
    curve = [0.0078, 0.0532, 0.1506, 1.0405, 1.0437, 1.8576]
    times = np.array([0.1429, 1, 3, 31.8571, 32, 78])
    assert model(BgNbd, FINE).expected_of_new(times) == pytest.approx(curve, abs=5e-4)
    assert model(BgNbd, PAPER, (2, 30.43, 38.86)).expected_purchases(39).tolist() == pytest.approx([1.226], abs=5e-4)


def test_chances_of_counts_are_those_of_the_authors_spreadsheet():
    new = model(BgNbd, PAPER)
    assert new.chance_of_new(39, 0) == pytest.approx(0.5737864, abs=1e-7)
    assert new.chance_of_new(2, 10) == pytest.approx(1.07869e-07, rel=1e-5)


def test_a_regular_buyer_in_pareto_nbd_is_as_published():
    regular = model(ParetoNbd, PARETO, (26, 30.86, 31.0))
    assert regular.p_alive().tolist() == pytest.approx([0.9979], abs=5e-5)
    assert regular.expected_purchases(52).tolist() == pytest.approx([25.46], abs=5e-3)


def test_who_never_came_back_is_alive_for_sure_in_bg_nbd_alone():
    rows = [(0, 0.0, 1.0), (0, 0.0, 30.0), (0, 0.0, 300.0)]
    assert model(BgNbd, PAPER, *rows).p_alive().tolist() == [1.0, 1.0, 1.0]
    for kind, params in ((MbgNbd, PAPER), (ParetoNbd, PARETO)):
        alive = model(kind, params, *rows).p_alive()
        assert alive.is_monotonic_decreasing
        assert alive.iloc[0] - alive.iloc[2] > 0.2


@pytest.mark.parametrize("name", MODELS)
def test_chances_add_up_to_one_and_their_mean_is_what_is_expected(name):
    found = model(FITTED[name], TRUTH[name], (0, 0.0, 30.0), (4, 12.0, 30.0))
    counts = np.arange(300)
    chances = np.array([found.chance_of(20, pd.Series([n, n])).to_numpy() for n in counts])
    np.testing.assert_allclose(chances.sum(axis=0), 1, atol=1e-9)
    np.testing.assert_allclose(counts @ chances, found.expected_purchases(20), rtol=1e-6)
    np.testing.assert_allclose(1 - chances[0], found.p_purchase(20), rtol=1e-9)
    new = np.array([found.chance_of_new(20, n) for n in counts])
    assert (new.sum(), counts @ new) == pytest.approx((1, found.expected_of_new(20)))


@pytest.mark.parametrize("name", MODELS)
def test_what_is_drawn_is_as_likely_as_the_model_says(name):
    """Customers drawn step by step: who is alive, who buys again, and how often, given a history."""
    drawn = draw_customers(name, TRUTH[name], np.full(300_000, 20.0), horizon=10.0, random_state=5)
    seen = drawn[(drawn["frequency"] == 2) & drawn["recency"].between(11, 13)]
    found = model(FITTED[name], TRUTH[name], (2, 12.0, 20.0))
    for told, happened in (
        (found.p_alive(), seen["alive"]),
        (found.p_purchase(10), seen["later"] > 0),
        (found.expected_purchases(10), seen["later"]),
    ):
        wide = 4 * happened.std() / np.sqrt(len(seen))
        assert told.iloc[0] == pytest.approx(happened.mean(), abs=wide)
    assert found.expected_of_new(20) == pytest.approx(drawn["frequency"].mean(), rel=0.02)


@pytest.mark.parametrize(
    ("params", "x", "T", "t"),
    [
        (PAPER, 4, 30.0, 52.0),
        (PAPER, 60, 70.0, 52.0),
        ({"r": 0.25, "alpha": 0.01, "a": 0.8, "b": 2.4}, 0, 0.0, 500.0),  # far ahead, of one who has just come
    ],
    ids=["usual", "frequent", "far ahead"],
)
def test_expected_purchases_agree_with_the_hypergeometric_formula(params, x, T, t):
    from scipy.special import hyp2f1

    r, alpha, a, b = params.values()
    series = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
    active = (a + b + x - 1) / (a - 1) * (1 - ((alpha + T) / (alpha + T + t)) ** (r + x) * series)
    found = model(BgNbd, params, (x, T, T))
    assert (found.expected_purchases(t) / found.p_alive()).tolist() == pytest.approx([active], rel=1e-8)


def test_nothing_is_special_about_a_chance_of_one_or_hundreds_of_purchases():
    around = [
        model(BgNbd, PAPER | {"a": a}, (400, 56.9, 57.0)).expected_purchases(52).iloc[0] for a in (0.999, 1.0, 1.001)
    ]
    assert around[1] == pytest.approx((around[0] + around[2]) / 2, rel=1e-6)
    assert around[0] > around[1] > around[2] > 100


@pytest.mark.parametrize("name", MODELS)
def test_what_comes_later_is_worth_less(name):
    found = model(FITTED[name], TRUTH[name], (4, 28.0, 30.0))
    once, twice = found.expected_purchases(26).iloc[0], found.expected_purchases(52).iloc[0]
    assert found.discounted_purchases(52, 0.0).iloc[0] == pytest.approx(twice)
    steps = np.linspace(0, 52, 201)
    bought = np.diff([found.expected_purchases(t).iloc[0] for t in steps])
    by_sum = np.exp(-0.01 * (steps[1:] + steps[:-1]) / 2) @ bought
    assert found.discounted_purchases(52, 0.01).iloc[0] == pytest.approx(by_sum, rel=1e-5)
    assert once < found.discounted_purchases(52, 0.01).iloc[0] < twice


@pytest.mark.parametrize("name", MODELS)
def test_gradient_and_curvature_are_those_of_the_likelihood(name):
    x, t_x, T = np.array([[0, 0, 10.0], [3, 7.5, 12.0], [40, 39.0, 40.0], [2, 9.0, 9.0]]).T
    value = FITTED[name].process.likelihood(Patterns(x, t_x, T, np.array([2.0, 1.0, 3.0, 1.0]), np.arange(4)))
    at = np.array([0.5, 3.0, 0.7, 2.0])
    _, slope, curve = value(at)
    for i, step in enumerate(1e-5 * np.eye(4)):
        ahead, behind = value(at + step), value(at - step)
        assert slope[i] == pytest.approx((ahead[0] - behind[0]) / 2e-5, rel=1e-5)
        np.testing.assert_allclose(curve[i], (ahead[1] - behind[1]) / 2e-5, rtol=1e-4, atol=1e-7)


def customers(x, t_x, T):
    table = pd.DataFrame({"frequency": x, "recency": t_x, "T": T}, dtype=float)
    return table.assign(customer_id=range(len(table)))


RNG = np.random.default_rng(1)
WEEKS = RNG.uniform(10, 60, 200)
NASTY = {
    "all buy daily": (customers(np.round(WEEKS * 7) - 1, WEEKS - 1 / 7, WEEKS), "one rate serves all"),
    "all are the same": (customers([5] * 50, [20] * 50, [26] * 50), "one rate serves all"),
    "nobody leaves": (customers(RNG.poisson(WEEKS * 0.3) + 1, WEEKS * 0.99, WEEKS), "all count as alive"),
    "one customer": (customers([3], [20], [30]), "all count as alive"),
    "all leave at once": (customers([1] * 50, [1] * 50, [500] * 50), "one chance serves all|first chance"),
    "one came back": (customers([1, *[0] * 99], [1, *[0] * 99], [30] * 100), "chance"),
    "nobody came back": (customers([0] * 50, [0] * 50, WEEKS[:50]), "None of the 50 customers has bought again"),
}


@pytest.mark.parametrize("fit", MODELS.values(), ids=list(MODELS))
@pytest.mark.parametrize("case", NASTY)
def test_where_the_data_do_not_settle_a_parameter_it_is_said(case, fit):
    table, told = NASTY[case]
    found = fit(table)
    assert not found.converged
    assert pd.Series(found.notes).str.contains(told).any()
    expected = found.expected_purchases(26)
    assert np.isfinite(expected).all() and (expected >= 0).all()
    assert np.isnan(list(found.standard_errors.values())).any()


def test_daily_buyers_go_on_buying_daily():
    found = fit_bgnbd(NASTY["all buy daily"][0]).expected_purchases(10)
    np.testing.assert_allclose(found, 70, rtol=0.02)


def test_if_nobody_came_back_nothing_is_known_of_who_is_alive():
    found = fit_mbgnbd(NASTY["nobody came back"][0])
    assert found.params["r"] == 0
    assert found.p_alive().isna().all()
    assert (found.p_purchase(10) == 0).all()
    assert (found.expected_of_new(10), found.chance_of_new(10, 0), found.chance_of_new(10, 1)) == (0, 1, 0)


@pytest.mark.real
@pytest.mark.parametrize("fit", MODELS.values(), ids=list(MODELS))
def test_one_huge_buyer_does_not_keep_the_others_from_being_fitted(cdnow, fit):
    huge = customers([270], [38.0], [38.86]).assign(customer_id="huge")
    found = fit(pd.concat([cdnow, huge]))
    assert found.converged
    bought = found.expected_purchases(10)
    assert bought.max() == bought["huge"] < 70  # seven a week, if nothing happened to the buyer
    assert bought.drop("huge").max() < 15


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([(1, 11, 10, "a")], "recency <= T"),
        ([(np.nan, 1, 10, "a")], "every customer"),
        ([(1, -1, 10, "a")], "frequency >= 0"),
        ([(1, 1, 10, "a"), (1, 1, 10, "a")], "one row a customer; a has more"),
        ([], "at least one"),
    ],
    ids=["recency beyond T", "missing", "negative", "twice", "nobody"],
)
def test_what_is_no_summary_is_refused(rows, told):
    with pytest.raises(ValueError, match=told):
        fit_pareto_nbd(pd.DataFrame(rows, columns=["frequency", "recency", "T", "customer_id"]))


def test_a_missing_column_is_named():
    with pytest.raises(ValueError, match="`summary` of `fit_bgnbd` must have the column `T`"):
        fit_bgnbd(pd.DataFrame({"customer_id": [1], "frequency": [1], "recency": [1]}))


def test_like_histories_are_one_pattern():
    table = customers([0, 2, 0, 2, 2], [0, 5, 0, 5, 6], [9, 9, 9, 9, 9])
    found = find_patterns(table)
    assert found.x.tolist() == [0, 2, 2]
    assert found.t_x.tolist() == [0, 5, 6]
    assert found.weight.tolist() == [2, 2, 1]
    assert found.of.tolist() == [0, 1, 0, 1, 2]


def test_a_sample_of_many_histories_finds_the_same_top():
    drawn = draw_customers(
        "bgnbd", TRUTH["bgnbd"], np.random.default_rng(2).uniform(20, 50, 9000), horizon=1, random_state=2
    )
    assert len(find_patterns(drawn).x) > 4000
    found = fit_bgnbd(drawn)
    assert found.converged
    table = found.summary.set_index("parameter")
    truth = pd.Series(TRUTH["bgnbd"])
    assert (
        truth.between(table["estimate"] - 4 * table["standard_error"], table["estimate"] + 4 * table["standard_error"])
    ).all()


def test_customers_who_never_leave_are_drawn_in_silence():
    """Where nobody is seen to leave, s runs to 0 and the time until one does to more than numbers hold."""
    traits = (np.full(200, 4.0), np.full(200, 8.0), np.full(200, 1e-5), np.full(200, 50.0))
    with np.errstate(all="raise"):
        drawn = ParetoNbd.process.draw(traits, 52.0, np.random.default_rng(1))
    assert drawn.mean() == pytest.approx(26.0, rel=0.15)
