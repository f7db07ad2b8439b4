"""Who will buy again, and how often? The BG/NBD model of repeat buying.

While alive, a customer buys at random at a rate of the customer's own; after each purchase the customer may be gone for
good, with a chance of the customer's own. Rates vary over customers by a gamma distribution, chances by a beta.

References
----------
.. [1] P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the
   Pareto/NBD Model, Marketing Science 24, 275-284.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize
from scipy.special import betaln, digamma, gammaln, hyp2f1

NAMES = ("r", "alpha", "a", "b")
STARTS = ((1.0, 1.0, 1.0, 1.0), (0.25, 4.0, 0.8, 2.5), (3.0, 10.0, 0.5, 8.0))
LIMIT = 12.0  # of the logarithms: beyond, a distribution is a point, and the likelihood is flat


@dataclass(frozen=True, eq=False)
class BgNbd:
    """A fitted BG/NBD model.

    Parameters
    ----------
    params : dict of str to float
        ``r``, ``alpha`` (purchase rates: gamma with shape r and rate alpha, in the unit of time), ``a``, ``b`` (chance
        to be gone after a purchase: beta).
    standard_errors : dict of str to float
        Of each parameter, from the curvature of the likelihood; missing where it is flat.
    log_likelihood : float
        At the maximum.
    history : pandas.DataFrame
        The customers: `customer_id`, `frequency`, `recency`, `T`.
    """

    params: dict[str, float]
    standard_errors: dict[str, float]
    log_likelihood: float
    history: pd.DataFrame

    def p_alive(self) -> pd.Series:
        """Probability that a customer is still one.

        Returns
        -------
        pandas.Series
            By customer, in [0, 1]; 1 without a repeat purchase: a customer can only be gone after one.
        """
        r, alpha, a, b = self.params.values()
        x, t_x, T = _columns(self.history)
        gone = np.zeros(len(x))
        again = x > 0
        ratio = (r + x[again]) * (np.log(alpha + T[again]) - np.log(alpha + t_x[again]))
        gone[again] = np.exp(np.minimum(np.log(a) - np.log(b + x[again] - 1) + ratio, 700.0))
        return self._by_customer(1 / (1 + gone))

    def p_purchase(self, t: float) -> pd.Series:
        """Probability of a purchase in the time to come.

        Parameters
        ----------
        t : float
            How long, in the unit of time of the history.

        Returns
        -------
        pandas.Series
            By customer, in [0, 1]: the chance to be alive, times that of a purchase by t at a rate that is gamma with
            shape r + x and rate alpha + T, as nobody leaves without a purchase.
        """
        r, alpha, *_ = self.params.values()
        x, _, T = _columns(self.history)
        none = np.exp((r + x) * (np.log(alpha + T) - np.log(alpha + T + t)))
        return self._by_customer(self.p_alive().to_numpy() * (1 - none))

    def expected_purchases(self, t: float) -> pd.Series:
        """Expected number of purchases in the time to come.

        Parameters
        ----------
        t : float
            How long, in the unit of time of the history.

        Returns
        -------
        pandas.Series
            By customer, not negative: equation (10) of [1].
        """
        r, alpha, a, b = self.params.values()
        x, _, T = _columns(self.history)
        shrunk = np.exp((r + x) * (np.log(alpha + T) - np.log(alpha + T + t)))
        series = hyp2f1(r + x, b + x, a + b + x - 1, t / (alpha + T + t))
        return self._by_customer(self.p_alive().to_numpy() * (a + b + x - 1) / (a - 1) * (1 - shrunk * series))

    def expected_of_new(self, t: float) -> float:
        """Expected number of purchases of a customer of whom nothing is known, after the first.

        Parameters
        ----------
        t : float
            Time since the first purchase.

        Returns
        -------
        float
            Equation (9) of [1].
        """
        r, alpha, a, b = self.params.values()
        series = hyp2f1(r, b, a + b - 1, t / (alpha + t))
        return float((a + b - 1) / (a - 1) * (1 - (alpha / (alpha + t)) ** r * series))

    def _by_customer(self, values: np.ndarray) -> pd.Series:
        return pd.Series(values, index=pd.Index(self.history["customer_id"], name="customer_id"))


def fit_bgnbd(summary: pd.DataFrame) -> BgNbd:
    """Fit the BG/NBD model by maximum likelihood.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T` as from :func:`seglib.value.history.purchase_history`, executed.

    Returns
    -------
    BgNbd

    Raises
    ------
    ValueError
        If nobody bought again, a number is missing or negative, or a recency exceeds its T.
    """
    x, t_x, T = _columns(summary)
    if not len(x) or not np.isfinite([x, t_x, T]).all() or (t_x > T).any() or min(x.min(), t_x.min()) < 0:
        raise ValueError("`summary` of `fit_bgnbd` must hold 0 <= recency <= T and frequency >= 0 for every customer.")
    if not (x > 0).any():
        raise ValueError("`summary` of `fit_bgnbd` must hold a customer with a repeat purchase; got none.")
    patterns, weights = np.unique(np.column_stack([x, t_x, T]), axis=0, return_counts=True)
    unit = float(np.median(T[T > 0]))  # time in a unit near 1, so that one start suits weeks and days
    scaled = patterns / [1.0, unit, unit]

    def loss(logs: np.ndarray) -> tuple[float, np.ndarray]:
        value, slope = _log_likelihood(np.exp(logs), scaled, weights)
        return -value / weights.sum(), -slope * np.exp(logs) / weights.sum()

    starts = [np.log(np.array(start) / [1, unit if start[1] > 1 else 1, 1, 1]) for start in STARTS]
    given = {"jac": True, "method": "L-BFGS-B", "bounds": [(-LIMIT, LIMIT)] * 4}
    options = {"ftol": 1e-14, "gtol": 1e-9, "maxiter": 2000}
    best = min((minimize(loss, start, options=options, **given) for start in starts), key=lambda found: found.fun)
    found = np.exp(best.x) * [1, unit, 1, 1]
    log_likelihood, _ = _log_likelihood(found, patterns, weights)
    errors = _standard_errors(found, patterns, weights)
    params = dict(zip(NAMES, found.tolist(), strict=True))
    kept = summary[["customer_id", "frequency", "recency", "T"]].reset_index(drop=True)
    return BgNbd(params, dict(zip(NAMES, errors.tolist(), strict=True)), float(log_likelihood), kept)


def _columns(history: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    x, t_x, T = (history[name].to_numpy(float) for name in ("frequency", "recency", "T"))
    return x, t_x, T


def _log_likelihood(params: np.ndarray, patterns: np.ndarray, weights: np.ndarray) -> tuple[float, np.ndarray]:
    """Equation (6) of [1] over patterns of (x, t_x, T), and its gradient."""
    r, alpha, a, b = params
    x, t_x, T = patterns.T
    again = x > 0
    alive = -(r + x) * np.log(alpha + T)
    last = np.where(again, b + x - 1, 1.0)
    gone = np.where(again, np.log(a) - np.log(last) - (r + x) * np.log(alpha + t_x), -np.inf)
    either = np.logaddexp(alive, gone)
    p_gone = np.exp(gone - either)
    p_alive = 1 - p_gone
    value = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + betaln(a, b + x) - betaln(a, b) + either
    slope = [
        digamma(r + x) - digamma(r) + np.log(alpha) - p_alive * np.log(alpha + T) - p_gone * np.log(alpha + t_x),
        r / alpha - (r + x) * (p_alive / (alpha + T) + p_gone / (alpha + t_x)),
        digamma(a + b) - digamma(a + b + x) + p_gone / a,
        digamma(b + x) - digamma(b) + digamma(a + b) - digamma(a + b + x) - p_gone / last,
    ]
    return float(weights @ value), np.array([weights @ part for part in slope])


def _standard_errors(params: np.ndarray, patterns: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """From the inverse of the observed information: central differences of the gradient."""
    steps = 1e-5 * params
    columns = []
    for step, unit in zip(steps, np.eye(4), strict=True):
        ahead = _log_likelihood(params + step * unit, patterns, weights)[1]
        behind = _log_likelihood(params - step * unit, patterns, weights)[1]
        columns.append((ahead - behind) / (2 * step))
    information = -(np.array(columns) + np.array(columns).T) / 2
    eigen = np.linalg.eigvalsh(information)
    if not np.isfinite(eigen).all() or eigen[0] <= 1e-10 * eigen[-1]:
        return np.full(4, np.nan)
    return np.sqrt(np.diag(np.linalg.inv(information)))
