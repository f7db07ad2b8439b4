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
from seglib.value.gamma_gamma import GammaGamma, fit_gamma_gamma
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


def replicate(
    model: str,
    rng: np.random.Generator,
    *,
    params: Mapping[str, float] | None = None,
    n_customers: int = 1000,
    weeks: tuple[float, float] = (26.0, 52.0),
    horizon: float = 26.0,
    n_draws: int = 200,
) -> dict[str, float]:
    """Draw one data set from a model, fit the model to it, and look what its 95% intervals hold.

    Parameters
    ----------
    model : {"bgnbd", "mbgnbd", "pareto_nbd", "gamma_gamma"}
        The model that draws, and is fitted.
    rng : numpy.random.Generator
        Source of chance.
    params : mapping of str to float, optional
        The truth; by default that of :data:`TRUTH`.
    n_customers : int, default 1000
        In the data set; for Gamma-Gamma, with one to ten repeat purchases each, of which it takes some 4,000 until the
        shape p is as good as normal in its logarithm.
    weeks : tuple of float, default (26.0, 52.0)
        Since when customers came, evenly spread.
    horizon : float, default 26.0
        Weeks of future.
    n_draws : int, default 200
        Draws of the forecast.

    Returns
    -------
    dict of str to float
        By parameter, 1 if its interval held the truth and 0 if not, and as ``"estimate of ..."`` what was found; but
        for Gamma-Gamma, the same of ``"later"``, the purchases of all customers within the horizon. All are missing
        where the fit did not converge.
    """
    truth = TRUTH[model] if params is None else params
    seed, other = (int(one) for one in rng.integers(2**31, size=2))
    if model == "gamma_gamma":
        frequency = rng.integers(1, 11, n_customers)
        money = draw_money(truth, frequency, random_state=seed)
        table = pd.DataFrame({"customer_id": range(n_customers), "frequency": frequency, "monetary_value": money})
        return _of_params(fit_gamma_gamma(table), truth)
    drawn = draw_customers(model, truth, rng.uniform(*weeks, n_customers), horizon=horizon, random_state=seed)
    fitted = FITS[model][1](drawn)
    totals = draw_purchases(fitted, horizon, n_draws=n_draws, random_state=other).sum(axis=0)
    low, high = _prediction(totals)
    later = {"later": float(low <= drawn["later"].sum() <= high), "estimate of later": float(totals.mean())}
    return _of_params(fitted, truth) | (later if fitted.converged else dict.fromkeys(later, np.nan))


def coverage(model: str, *, n_sets: int = 1000, random_state: int, **given: object) -> pd.DataFrame:
    """Count how often 95% intervals hold the truth, over data sets drawn from a model.

    Parameters
    ----------
    model : {"bgnbd", "mbgnbd", "pareto_nbd", "gamma_gamma"}
        The model that draws, and is fitted.
    n_sets : int, default 1000
        How many data sets.
    random_state : int
        Seed.
    **given
        As for :func:`replicate`.

    Returns
    -------
    pandas.DataFrame
        One row a parameter and one for `later`: `quantity`, `mean_estimate`, `n` (converged fits), `held` (intervals
        that held the truth), `coverage`.
    """
    sets = [replicate(model, np.random.default_rng([random_state, one]), **given) for one in range(n_sets)]
    found = pd.DataFrame(sets)
    names = [name for name in found.columns if not name.startswith("estimate of ")]
    table = pd.DataFrame({"quantity": names, "mean_estimate": [found[f"estimate of {name}"].mean() for name in names]})
    table["n"], table["held"] = found[names].count().to_numpy(), found[names].sum().astype(int).to_numpy()
    return table.assign(coverage=table["held"] / table["n"])


def _of_params(fitted: RepeatModel | GammaGamma, truth: Mapping[str, float]) -> dict[str, float]:
    table = fitted.summary.set_index("parameter")
    found = {}
    for name, value in truth.items():
        estimate, low, high = table.loc[name, ["estimate", "low", "high"]]
        held = {name: float(low <= value <= high), f"estimate of {name}": float(estimate)}
        found |= held if fitted.converged else dict.fromkeys(held, np.nan)
    return found


def _prediction(totals: np.ndarray) -> tuple[float, float]:
    """A 95% interval out of few draws: order statistics such that a new draw falls between in 95 of 100."""
    ordered, n = np.sort(totals), len(totals)
    out = (n + 1) * 0.025
    low, high = np.interp([out - 1, n - out], np.arange(n), ordered)
    return float(low), float(high)
