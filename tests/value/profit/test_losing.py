"""Is a customer who costs more than they bring told from one who had a bad quarter?"""

import numpy as np
import pytest

from seglib.value.profit.ladder import STEPS, Ladder, ladder, pooled
from seglib.value.profit.long_run import long_run
from seglib.value.profit.losing import SURE, VERDICTS, counts, losing
from seglib.value.profit.made_up import books, draw_books
from seglib.value.profit.rates import fit_rates

AS_OF = "2026-06-30"


def test_rates_are_found_again_and_drawn_around_their_expectation():
    rng = np.random.default_rng(1)
    n = rng.integers(1, 15, 4000)
    k = rng.poisson(rng.gamma(0.8, 1 / 4.0, 4000) * n)
    found = fit_rates(k, n)
    assert (found.shape, found.scale) == (pytest.approx(0.8, rel=0.12), pytest.approx(4.0, rel=0.15))
    drawn = found.draw(np.arange(50), n_draws=4000, rng=rng)
    np.testing.assert_allclose(drawn.mean(axis=1), found.expected[:50], rtol=0.08)


def test_what_never_happened_has_no_rate():
    found = fit_rates(np.zeros(5), np.ones(5))
    assert found.expected.tolist() == [0.0] * 5
    assert not found.draw(np.arange(5), n_draws=3, rng=np.random.default_rng(1)).any()
    with pytest.raises(ValueError, match="an exposure above 0"):
        fit_rates(np.zeros(2), np.array([1, 0]))


def test_of_customers_with_a_probability_so_many_truly_lose():
    """Customers made by the model: the probabilities add up to those who lose in truth, in every range of them."""
    account, truth = draw_books(3000, np.random.default_rng(3))
    judged = losing(account, long_run(account), random_state=4)
    for low, high in ((0.02, 0.2), (0.2, 0.5), (0.5, 0.8), (0.8, 1.01)):
        some = judged["p_loss"].between(low, high, inclusive="left").to_numpy()
        said, came, error = judged["p_loss"][some].mean(), truth[some].mean(), 0.5 / np.sqrt(some.sum())
        assert abs(said - came) < 3.3 * error, (low, said, came)
    acted = (judged["verdict"] == "loses").to_numpy()
    assert acted.sum() > 100
    assert truth[acted].mean() > SURE
    earning = (judged["verdict"] == "earns").to_numpy()
    assert truth[earning].mean() < 0.08


def test_one_bad_quarter_never_parts_with_a_customer():
    """60 customers bring 10 an order and ask for little; one lost 500 in one quarter, and one was seen in one only."""
    orders, margin = np.ones((62, 4), int), np.full((62, 4), 10.0) + np.arange(4)
    contacts, minutes = np.zeros((62, 4), int), np.zeros((62, 4))
    contacts[:20, 0], minutes[:20, 0] = 1, 3.0
    contacts[60, 1], minutes[60, 1] = 25, 500.0
    orders[61, 1:], margin[61, 1:] = 0, 0.0
    contacts[61, 0], minutes[61, 0] = 25, 500.0
    account = books(orders, margin, contacts, minutes)
    judged = losing(account, long_run(account), random_state=1)
    assert judged["running_profit"].tolist()[60:] == [46 - 500, 10 - 500]
    assert judged["verdict"].tolist()[60:] == ["one quarter", "too early"]
    assert judged["p_loss"].tolist()[60:] > [0.9, 0.9]
    assert (judged["verdict"][:60] == "earns").all()
    table = counts(judged).set_index("verdict")
    assert table.index.tolist() == [*VERDICTS]
    assert table["n"].sum() == 62


@pytest.fixture(scope="module")
def steep():
    """Four kinds of ten customers each who lose: by half, by discounts, by mailings, by all; and forty who earn."""
    n, quarters = 80, 6
    orders, margin = np.ones((n, quarters), int), np.full((n, quarters), 20.0) + np.arange(quarters) / 100
    contacts, minutes = np.ones((n, quarters), int), np.full((n, quarters), 4.0)
    minutes[:10] = 30.0  # half of it saved, they earn
    minutes[10:20] = 50.0
    minutes[20:30] = 60.0
    margin[30:40], minutes[30:40] = -40.0, 4.0
    account = books(orders, margin, contacts, minutes)
    account.customers.loc[10:19, "discount"] = 20.0 * quarters
    ahead = long_run(account)
    judged = losing(account, ahead, random_state=1)
    return account, ahead, judged, ladder(account, ahead, judged, random_state=1)


def test_each_customer_gets_the_gentlest_step_that_is_enough(steep):
    _, ahead, judged, found = steep
    assert (judged["verdict"][:40] == "loses").all()
    assert (judged["verdict"][40:] == "earns").all()
    assert found.customers["step"].tolist() == ["self-serve"] * 10 + ["re-price"] * 10 + ["limit"] * 10 + ["part"] * 10
    drawn = ahead.draw(np.arange(10), n_draws=400, rng=np.random.default_rng(2))
    saved = 0.5 * drawn["service"].mean(axis=1) * 4  # four orders a year
    np.testing.assert_allclose(found.customers["gain_a_year"][:10], saved, rtol=0.05)
    last = found.customers["gain_a_year"][30:]
    np.testing.assert_allclose(last, -4 * judged["expected"][30:40], rtol=0.05)


def test_steps_of_a_few_customers_are_shown_together(steep):
    *_, found = steep
    table = found.table(10)
    assert table["step"].tolist() == [*STEPS]
    assert table["n"].tolist() == [10] * 4
    assert (table["low"] < table["gain_a_year"]).all() and (table["gain_a_year"] < table["high"]).all()
    together = found.table(15)
    assert together["step"].tolist() == ["self-serve or re-price", "limit or part"]
    assert together["gain_a_year"].sum() == pytest.approx(table["gain_a_year"].sum())
    assert found.table(41).empty
    assert [len(one) for one in pooled([np.arange(12), np.arange(3)], 10)] == [15]


def test_nobody_loses_no_steps():
    account = books(np.ones((30, 3), int), np.full((30, 3), 9.0), np.zeros((30, 3), int), np.zeros((30, 3)))
    ahead = long_run(account)
    judged = losing(account, ahead, random_state=1)
    assert (judged["verdict"] == "earns").all()
    found = ladder(account, ahead, judged, random_state=1)
    assert isinstance(found, Ladder)
    assert found.customers.empty
    assert found.table(5).empty
