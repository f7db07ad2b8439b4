"""Purchases follow BG/NBD and values gamma-gamma, with the parameters that the key says."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize
from scipy.special import gammaln

from seglib.demo import RANDOM_STATE
from seglib.demo.draws import generator
from seglib.demo.orders import purchase_days
from seglib.demo.types import TYPES
from seglib.demo.world import make_customers, seasons


@pytest.fixture(scope="module")
def histories() -> pd.DataFrame:
    """Frequency, recency and T of each buyer, in weeks of the season's own time."""
    customers = make_customers(random_state=RANDOM_STATE)
    clock = seasons(customers).cumsum(axis=1) / 7
    rows = [
        (kind, len(days) - 1, time[days[-1]] - time[days[0]], time[-1] - time[days[0]])
        for kind, days, time in zip(
            customers["type"], purchase_days(customers, generator(RANDOM_STATE, "orders")), clock, strict=True
        )
        if len(days)
    ]
    return pd.DataFrame(rows, columns=["type", "frequency", "recency", "T"])


def _log_likelihood(log_params: np.ndarray, h: pd.DataFrame) -> float:
    """Fader, Hardie and Lee (2005), eq. 6, written as in their note on implementing it."""
    r, alpha, a, b = np.exp(log_params)
    x, recency, t = h["frequency"].to_numpy(), h["recency"].to_numpy(), h["T"].to_numpy()
    a1 = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    a2 = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive = -(r + x) * np.log(alpha + t)
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + recency)
    return float((a1 + a2 + np.logaddexp(alive, np.where(x > 0, gone, -np.inf))).sum())


@pytest.mark.parametrize("name", ["trade", "gardener", "bargain", "rest"])
def test_true_parameters_are_as_likely_as_the_best_ones(histories, name):
    planted = next(planted for planted in TYPES if planted.name == name)
    own = histories[histories["type"] == name]
    truth = np.log([planted.r, planted.alpha, planted.a, planted.b])
    best = minimize(lambda params: -_log_likelihood(params, own), truth, method="Nelder-Mead")
    # twice the difference is chi-squared with four degrees of freedom: above 18.5 once in a thousand seeds
    assert 0 <= 2 * (-best.fun - _log_likelihood(truth, own)) < 18.5


def test_order_values_come_near_the_wished_ones(order_lines, demo_folder):
    wished = pd.read_csv(demo_folder / "truth" / "clv.csv.gz", dtype={"customer_id": "str"})
    wished = wished.set_index("customer_id")["mean_order_value"]
    value = (order_lines["quantity"] * order_lines["unit_price"]).groupby(
        [order_lines["customer_id"], order_lines["order_id"]]
    )
    orders = value.sum().groupby("customer_id").agg(["size", "mean"])
    regular = orders[orders["size"] >= 10]
    assert len(regular) > 300
    ratio = regular["mean"] / wished.reindex(regular.index)
    assert 0.85 < ratio.median() < 1.15  # products have prices, so that a wish is met in part
    assert np.corrcoef(np.log(regular["mean"]), np.log(wished.reindex(regular.index)))[0, 1] > 0.9
