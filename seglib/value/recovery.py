"""Does a model find the truth where it is known? Customers drawn from it, and how often intervals hold the truth.

A draw of customers has a known past and a known future. Over many such draws a 95% interval should hold the true
parameter, or the number of purchases that then came, in 95 of 100: :func:`coverage` counts, and a calibration table
can quote the count beside the promise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from seglib.value.bgnbd import BgNbd, fit_bgnbd
from seglib.value.draws import draw_purchases
from seglib.value.gamma_gamma import fit_gamma_gamma
from seglib.value.mbgnbd import MbgNbd, fit_mbgnbd
from seglib.value.pareto_nbd import ParetoNbd, fit_pareto_nbd
from seglib.value.patterns import Patterns
from seglib.value.repeat_buying import RepeatModel

FITS: Mapping[str, tuple[type[RepeatModel], Callable[[pd.DataFrame], RepeatModel]]] = {
    "bgnbd": (BgNbd, fit_bgnbd),
    "mbgnbd": (MbgNbd, fit_mbgnbd),
    "pareto_nbd": (ParetoNbd, fit_pareto_nbd),
}
TRUTH: Mapping[str, dict[str, float]] = {
    "bgnbd": {"r": 0.6, "alpha": 6.0, "a": 1.0, "b": 3.0},
    "mbgnbd": {"r": 0.9, "alpha": 6.0, "a": 1.0, "b": 3.0},
    "pareto_nbd": {"r": 0.8, "alpha": 8.0, "s": 0.8, "beta": 12.0},
    "gamma_gamma": {"p": 6.0, "q": 4.0, "v": 15.0},
}
"""Parameters to recover, in weeks: of the size that published fits have."""


def draw_customers(
    model: str, params: Mapping[str, float], T: np.ndarray, *, horizon: float, random_state: int
) -> pd.DataFrame:
    """Draw customers with their past and their future.

    Parameters
    ----------
    model : {"bgnbd", "mbgnbd", "pareto_nbd"}
        The process.
    params : mapping of str to float
        Its parameters.
    T : numpy.ndarray
        For how long each has been observed.
    horizon : float
        How long the future is.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T`; and what no model may look at: `alive` at T, and `later`, purchases
        within the horizon.
    """
    process, rng = FITS[model][0].process, np.random.default_rng(random_state)
    theta = np.array([params[name] for name in process.names])
    T = np.asarray(T, dtype=float)
    x, t_x, alive = process.draw_history(theta, T, rng)
    known = Patterns(x.astype(float), t_x, T, np.ones(len(T)), np.arange(len(T)))
    later = np.where(alive, process.draw(process.traits(theta, known), horizon, rng), 0)  # as the history has it
    columns = {"frequency": x, "recency": t_x, "T": T, "alive": alive, "later": later}
    return pd.DataFrame({"customer_id": np.arange(len(T)), **columns})


def draw_money(params: Mapping[str, float], frequency: np.ndarray, *, random_state: int) -> np.ndarray:
    """Draw what purchases of customers bring on average.

    Parameters
    ----------
    params : mapping of str to float
        Parameters p, q, v of the Gamma-Gamma model.
    frequency : numpy.ndarray
        Repeat purchases.
    random_state : int
        Seed.

    Returns
    -------
    numpy.ndarray
        Mean money of the repeat purchases; missing without one.
    """
    rng = np.random.default_rng(random_state)
    x = np.asarray(frequency, dtype=float)
    rate = rng.gamma(params["q"], 1 / params["v"], len(x))
    total = rng.gamma(np.maximum(params["p"] * x, 1.0)) / rate
    return np.where(x > 0, total / np.maximum(x, 1.0), np.nan)


def coverage(
    model: str,
    *,
    params: Mapping[str, float] | None = None,
    n_customers: int = 1000,
    weeks: tuple[float, float] = (26.0, 52.0),
    horizon: float = 26.0,
    n_sets: int = 1000,
    n_draws: int = 200,
    random_state: int,
) -> pd.DataFrame:
    """Count how often 95% intervals hold the truth, over data sets drawn from a model.

    Parameters
    ----------
    model : {"bgnbd", "mbgnbd", "pareto_nbd", "gamma_gamma"}
        The model that draws, and is fitted.
    params : mapping of str to float, optional
        The truth; by default that of :data:`TRUTH`.
    n_customers : int, default 1000
        In each data set; for Gamma-Gamma, with one to ten repeat purchases each.
    weeks : tuple of float, default (26.0, 52.0)
        Since when customers came, evenly spread.
    horizon : float, default 26.0
        Weeks of future.
    n_sets : int, default 1000
        How many data sets.
    n_draws : int, default 200
        Draws of each forecast.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a parameter and, but for Gamma-Gamma, one for `later`, the purchases of all customers within the
        horizon: `quantity`, `truth` (missing for `later`, which differs from set to set), `mean_estimate`, `n`
        (converged fits), `held` (intervals that held the truth), `coverage`.
    """
    truth = TRUTH[model] if params is None else params
    seeds = np.random.default_rng(random_state).integers(2**31, size=(n_sets, 2))
    found = []
    for one, other in seeds.tolist():
        rng = np.random.default_rng(other)
        if model == "gamma_gamma":
            frequency = rng.integers(1, 11, n_customers)
            money = draw_money(truth, frequency, random_state=one)
            customers = pd.DataFrame(
                {"customer_id": range(n_customers), "frequency": frequency, "monetary_value": money}
            )
            found.append(_of_params(fit_gamma_gamma(customers), truth))
            continue
        T = rng.uniform(*weeks, n_customers)
        customers = draw_customers(model, truth, T, horizon=horizon, random_state=one)
        fitted = FITS[model][1](customers)
        totals = draw_purchases(fitted, horizon, n_draws=n_draws, random_state=other).sum(axis=0)
        low, high = _prediction(totals)
        later = ("later", np.nan, float(totals.mean()), low <= customers["later"].sum() <= high, fitted.converged)
        found.append([*_of_params(fitted, truth), later])
    rows = pd.DataFrame(
        [row for rows in found for row in rows], columns=["quantity", "truth", "estimate", "held", "ok"]
    )
    table = rows[rows["ok"]].groupby("quantity", sort=False)
    result = table.agg(
        truth=("truth", "first"), mean_estimate=("estimate", "mean"), n=("held", "size"), held=("held", "sum")
    )
    return result.assign(coverage=result["held"] / result["n"]).reset_index()


def _of_params(fitted: object, truth: Mapping[str, float]) -> list[tuple[str, float, float, bool, bool]]:
    table = fitted.summary.set_index("parameter")
    rows = []
    for name, value in truth.items():
        estimate, low, high = table.loc[name, ["estimate", "low", "high"]]
        rows.append((name, value, float(estimate), bool(low <= value <= high), fitted.converged))
    return rows


def _prediction(totals: np.ndarray) -> tuple[float, float]:
    """A 95% interval out of few draws: order statistics such that a new draw falls between in 95 of 100."""
    ordered, n = np.sort(totals), len(totals)
    out = (n + 1) * 0.025
    low, high = np.interp([out - 1, n - out], np.arange(n), ordered)
    return float(low), float(high)
