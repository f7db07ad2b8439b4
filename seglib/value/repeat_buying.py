"""What does a fitted model of repeat buying tell of each customer, and of a new one?"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

from seglib.value.maximum import interval_table
from seglib.value.patterns import Patterns, find_patterns

if TYPE_CHECKING:
    from seglib.value.beta_geometric import BetaGeometric
    from seglib.value.gamma_lifetime import GammaLifetime

NODES, WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True, eq=False)
class RepeatModel:
    """A fitted model of repeat buying.

    Parameters
    ----------
    params : dict of str to float
        By the papers' names; times in the unit of the history. If nobody bought again, r is 0 and the others missing.
    standard_errors : dict of str to float
        Of each parameter, from the curvature of the likelihood; missing where it is flat or at a limit.
    log_likelihood : float
        At the maximum.
    history : pandas.DataFrame
        The customers: `customer_id`, `frequency`, `recency`, `T`.
    covariance : numpy.ndarray
        Of the logarithms of the parameters; zero for parameters at a limit.
    converged : bool
        Whether the likelihood has a top there, so that parameters and standard errors can be relied on.
    notes : tuple of str
        What to know before using it, one sentence each.
    """

    params: dict[str, float]
    standard_errors: dict[str, float]
    log_likelihood: float
    history: pd.DataFrame
    covariance: np.ndarray = field(default_factory=lambda: np.full((4, 4), np.nan))
    converged: bool = True
    notes: tuple[str, ...] = ()

    name: ClassVar[str]
    process: ClassVar[BetaGeometric | GammaLifetime]

    @property
    def summary(self) -> pd.DataFrame:
        """The parameters with their intervals.

        Returns
        -------
        pandas.DataFrame
            `parameter`, `estimate`, `standard_error`, `low`, `high` (95%, of the logarithm, so never negative).
        """
        return interval_table(self.params, self.standard_errors, self.covariance)

    def p_alive(self) -> pd.Series:
        """Probability that a customer is still one.

        Returns
        -------
        pandas.Series
            By customer, in [0, 1]; missing if nobody bought again. BG/NBD says 1 without a repeat purchase: there, a
            customer can only be gone after one.
        """
        return self._by_customer(self._alive)

    def p_purchase(self, t: float) -> pd.Series:
        """Probability of a purchase in the time to come.

        Parameters
        ----------
        t : float
            How long, in the unit of time of the history.

        Returns
        -------
        pandas.Series
            By customer, in [0, 1].
        """
        return self._by_customer(0.0 if self.is_silent else self._alive * (1 - self.process.none(self._traits, t)))

    def expected_purchases(self, t: float) -> pd.Series:
        """Expected number of purchases in the time to come.

        Parameters
        ----------
        t : float
            How long, in the unit of time of the history.

        Returns
        -------
        pandas.Series
            By customer, not negative.
        """
        return self._by_customer(0.0 if self.is_silent else self._alive * self.process.expected(self._traits, t))

    def discounted_purchases(self, t: float, rate: float) -> pd.Series:
        """Expected number of purchases in the time to come, each counted less the later it is.

        Parameters
        ----------
        t : float
            How long, in the unit of time of the history.
        rate : float
            Continuous rate of discount for one unit of time.

        Returns
        -------
        pandas.Series
            By customer, not negative: the integral of exp(-rate u) over expected purchases, by parts.
        """
        if self.is_silent:
            return self._by_customer(0.0)
        times = np.append((1 + NODES) * t / 2, t)
        weights = np.append(WEIGHTS * t / 2 * rate, 1.0) * np.exp(-rate * times)
        return self._by_customer(self._alive * (weights @ self.process.expected(self._traits, times)))

    def chance_of(self, t: float, n: pd.Series) -> pd.Series:
        """Probability of just so many purchases in the time to come.

        Parameters
        ----------
        t : float
            How long, in the unit of time of the history.
        n : pandas.Series
            How many, by customer.

        Returns
        -------
        pandas.Series
            By customer, in [0, 1].
        """
        wanted = n.reindex(self.history["customer_id"]).to_numpy()
        if self.is_silent:
            return pd.Series((wanted == 0).astype(float), index=self._index)
        of = self._patterns.of
        alive = self._alive[of]
        active = self.process.chance(tuple(one[of] for one in self._traits), t, wanted)
        return pd.Series((1 - alive) * (wanted == 0) + alive * active, index=self._index)

    def expected_of_new(self, t: float | np.ndarray) -> float | np.ndarray:
        """Expected number of purchases of a customer of whom nothing is known, after the first.

        Parameters
        ----------
        t : float or numpy.ndarray
            Time since the first purchase.

        Returns
        -------
        float or numpy.ndarray
            Not negative; one number for each time.
        """
        times = np.atleast_1d(np.asarray(t, dtype=float))
        found = times * 0 if self.is_silent else self._new_alive * self.process.expected(self._new, times)[:, 0]
        return found if np.ndim(t) else float(found[0])

    def chance_of_new(self, t: float, n: int) -> float:
        """Probability of just n purchases of a customer of whom nothing is known, after the first.

        Parameters
        ----------
        t : float
            Time since the first purchase.
        n : int
            How many.

        Returns
        -------
        float
            In [0, 1].
        """
        if self.is_silent:
            return float(n == 0)
        active = self.process.chance(self._new, t, np.array([n]))[0]
        return float((1 - self._new_alive) * (n == 0) + self._new_alive * active)

    @property
    def is_silent(self) -> bool:
        """Whether nobody bought again, so that there is nothing to expect.

        Returns
        -------
        bool
        """
        return self.params["r"] == 0

    @property
    def _theta(self) -> np.ndarray:
        return np.array(list(self.params.values()), dtype=float)

    @cached_property
    def _patterns(self) -> Patterns:
        return find_patterns(self.history)

    @cached_property
    def _alive(self) -> np.ndarray:
        if self.is_silent:
            return np.full(len(self._patterns.x), np.nan)
        return self.process.p_alive(self._theta, self._patterns)

    @cached_property
    def _traits(self) -> tuple[np.ndarray, ...]:
        return self.process.traits(self._theta, self._patterns)

    @property
    def _start(self) -> Patterns:
        zero = np.zeros(1)
        return Patterns(zero, zero, zero, np.ones(1), zero.astype(int))

    @property
    def _new(self) -> tuple[np.ndarray, ...]:
        return self.process.traits(self._theta, self._start)

    @property
    def _new_alive(self) -> float:
        return float(self.process.p_alive(self._theta, self._start)[0])

    @property
    def _index(self) -> pd.Index:
        return pd.Index(self.history["customer_id"], name="customer_id")

    def _by_customer(self, values: np.ndarray | float) -> pd.Series:
        """Values of histories as values of customers."""
        return pd.Series(np.broadcast_to(values, len(self._patterns.x))[self._patterns.of], index=self._index)
