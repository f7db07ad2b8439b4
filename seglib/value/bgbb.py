"""Who will give, renew or come again, if there is one occasion a period? The BG/BB model.

A yearly appeal, a membership, a festival: purchases cannot come at any time, but once a period or not at all. While a
customer is there, a coin decides on each occasion; before each one, another coin decides whether the customer leaves.
Both coins differ between customers, by beta distributions.

References
----------
.. [1] P. S. Fader, B. G. S. Hardie and J. Shang (2010), Customer-Base Analysis in a Discrete-Time Noncontractual
   Setting, Marketing Science 29, 1086-1108.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import betaln, logsumexp, polygamma, psi

from seglib.value.maximum import Likelihood, interval_table, maximise
from seglib.value.patterns import Patterns, check_summary, find_patterns

NAMES = ("alpha", "beta", "gamma", "delta")
STARTS = ((1.0, 1.0, 1.0, 1.0), (1.0, 1.0, 0.5, 3.0), (3.0, 3.0, 1.0, 5.0))


@dataclass(frozen=True, eq=False)
class BgBb:
    """A fitted BG/BB model.

    Parameters
    ----------
    params : dict of str to float
        ``alpha``, ``beta`` (chance to buy on an occasion), ``gamma``, ``delta`` (chance to leave before one).
    standard_errors : dict of str to float
        Of each parameter; missing where the likelihood is flat or at a limit.
    log_likelihood : float
        At the maximum.
    history : pandas.DataFrame
        All customers: `customer_id`, `frequency`, `recency`, `T`.
    covariance : numpy.ndarray
        Of the logarithms of the parameters.
    converged : bool
        Whether the likelihood has a top.
    """

    params: dict[str, float]
    standard_errors: dict[str, float]
    log_likelihood: float
    history: pd.DataFrame
    covariance: np.ndarray
    converged: bool

    @property
    def summary(self) -> pd.DataFrame:
        """The parameters with their intervals.

        Returns
        -------
        pandas.DataFrame
            `parameter`, `estimate`, `standard_error`, `low`, `high` (95%).
        """
        return interval_table(self.params, self.standard_errors, self.covariance)

    def p_alive(self) -> pd.Series:
        """Chance that a customer is still there on the next occasion.

        Returns
        -------
        pandas.Series
            By customer, from 0 to 1: equation (11) of [1] of the module.
        """
        return self._of_customers(lambda seen: np.exp(self._there(seen, 1) - self._history(seen)))

    def expected_purchases(self, n: int) -> pd.Series:
        """Expected purchases on the next occasions.

        Parameters
        ----------
        n : int
            Occasions to come, 0 or more.

        Returns
        -------
        pandas.Series
            By customer, from 0 to `n`: equation (13) of [1] of the module, as a sum over the occasions, which is right
            for gamma = 1 too.
        """
        alpha, beta = self.params["alpha"], self.params["beta"]

        def expected(seen: Patterns) -> np.ndarray:
            still = np.array([self._there(seen, ahead) for ahead in range(1, n + 1)]).reshape(n, len(seen.x))
            buys = (alpha + seen.x) / (alpha + beta + seen.T)
            return buys * np.exp(still - self._history(seen)).sum(axis=0)

        return self._of_customers(expected)

    def _of_customers(self, of: object) -> pd.Series:
        seen = find_patterns(self.history)
        return pd.Series(of(seen)[seen.of], index=pd.Index(self.history["customer_id"], name="customer_id"))

    def _history(self, seen: Patterns) -> np.ndarray:
        return logsumexp(_Terms.of(seen).logs(np.array([self.params[name] for name in NAMES])), axis=1)

    def _there(self, seen: Patterns, ahead: int) -> np.ndarray:
        """Logarithm of the chance of the history with leaving, if at all, after some more occasions."""
        alpha, beta, gamma, delta = (self.params[name] for name in NAMES)
        bought = betaln(alpha + seen.x, beta + seen.T - seen.x) - betaln(alpha, beta)
        return bought + betaln(gamma, delta + seen.T + ahead) - betaln(gamma, delta)


def fit_bgbb(summary: pd.DataFrame) -> BgBb:
    """Fit the BG/BB model by maximum likelihood.

    Parameters
    ----------
    summary : pandas.DataFrame
        One row a customer: `customer_id`; `frequency`, on how many occasions after the first purchase there was
        another; `recency`, the number of the last of these (0 without one); `T`, how many occasions there were.

    Returns
    -------
    BgBb

    Raises
    ------
    ValueError
        If a number is missing, negative or not whole, a frequency exceeds its recency, a recency its T, or a customer
        occurs twice.
    """
    check_summary(summary, caller="fit_bgbb")
    columns = ["customer_id", "frequency", "recency", "T"]
    history = summary[columns].reset_index(drop=True)
    numbers = history[columns[1:]].astype(float)
    wrong = (numbers % 1 != 0).any(axis=1) | (numbers["frequency"] > numbers["recency"])
    wrong |= (numbers["frequency"] == 0) & (numbers["recency"] > 0)
    if wrong.any():
        row = history[wrong].iloc[0]
        raise ValueError(
            "`summary` of `fit_bgbb` must count occasions: whole numbers, frequency <= recency <= T, recency 0 without "
            f"a purchase; customer {row['customer_id']} has {row['frequency']}, {row['recency']}, {row['T']}."
        )
    top = maximise(_likelihood(find_patterns(history)), [np.array(start) for start in STARTS])
    params, errors = (dict(zip(NAMES, values.tolist(), strict=True)) for values in (top.params, top.standard_errors))
    return BgBb(params, errors, top.value, history, top.covariance, top.converged)


@dataclass(frozen=True, eq=False)
class _Terms:
    """How each history can have come about: the customer left before some occasion, or is there to the end."""

    bought: np.ndarray  # (histories, terms)
    passed: np.ndarray  # occasions without a purchase while there
    left: np.ndarray  # 1 where the customer left, after
    after: np.ndarray  # so many occasions
    used: np.ndarray

    @classmethod
    def of(cls, seen: Patterns) -> _Terms:
        most = int((seen.T - seen.t_x).max())
        since = np.arange(most + 1)
        left = (since < most).astype(float)[None, :].repeat(len(seen.x), axis=0)
        after = np.where(left, seen.t_x[:, None] + since, seen.T[:, None])
        bought = np.broadcast_to(seen.x[:, None], after.shape)
        used = np.where(left, after < seen.T[:, None], True)
        return cls(bought, after - bought, left, after, used)

    def logs(self, params: np.ndarray) -> np.ndarray:
        alpha, beta, gamma, delta = params
        value = betaln(alpha + self.bought, beta + self.passed) - betaln(alpha, beta)
        value = value + betaln(gamma + self.left, delta + self.after) - betaln(gamma, delta)
        return np.where(self.used, value, -np.inf)


def _likelihood(seen: Patterns) -> Likelihood:
    """Equation (7) of [1] of the module, with its derivatives: of the logarithm of a sum of products of gammas."""
    terms = _Terms.of(seen)

    def found(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        alpha, beta, gamma, delta = params
        logs = terms.logs(params)
        value = logsumexp(logs, axis=1)
        share = np.exp(logs - value[:, None]) * seen.weight[:, None]
        pairs = ((alpha, terms.bought, beta, terms.passed), (gamma, terms.left, delta, terms.after))
        slopes = np.concatenate([_slopes(*pair) for pair in pairs])
        mean = np.einsum("ht,pht->ph", share, slopes) / seen.weight
        curve = np.einsum("ht,pht,qht->pq", share, slopes, slopes) - (mean * seen.weight) @ mean.T
        for i, pair in enumerate(pairs):
            curve[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] += np.einsum("ht,pqht->pq", share, _curves(*pair))
        return float(seen.weight @ value), mean @ seen.weight, curve

    return found


def _slopes(one: float, plus: np.ndarray, other: float, more: np.ndarray) -> np.ndarray:
    """First derivatives of log B(one + plus, other + more) - log B(one, other)."""
    both = psi(one + other) - psi(one + other + plus + more)
    return np.stack([psi(one + plus) - psi(one) + both, psi(other + more) - psi(other) + both])


def _curves(one: float, plus: np.ndarray, other: float, more: np.ndarray) -> np.ndarray:
    """Second derivatives of the same."""
    both = polygamma(1, one + other) - polygamma(1, one + other + plus + more)
    first = polygamma(1, one + plus) - polygamma(1, one) + both
    second = polygamma(1, other + more) - polygamma(1, other) + both
    return np.stack([np.stack([first, both]), np.stack([both, second])])
