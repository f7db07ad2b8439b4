"""How often does it happen to a customer, an order? Contacts or returns, drawn towards how often they happen to all.

What happens to one customer is Poisson with a rate of the customer's own, and these rates vary over customers by a
gamma distribution. A long tail of it leaves room for the few who call about every order.

References
----------
A. Gelman and others (2013), Bayesian Data Analysis, third edition, section 2.6: the gamma-Poisson model and its
negative binomial margin.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, polygamma, psi

from seglib.value.maximum import maximise

STARTS = ((1.0, 1.0), (0.2, 1.0), (5.0, 20.0))


@dataclass(frozen=True, eq=False)
class Rates:
    """A fitted gamma-Poisson model.

    Parameters
    ----------
    shape, scale : float
        Of the gamma distribution of rates: its mean is shape / scale. Shape 0: it never happened.
    counts, exposure : numpy.ndarray
        By customer, how often it happened, in how many orders.
    """

    shape: float
    scale: float
    counts: np.ndarray
    exposure: np.ndarray

    @property
    def expected(self) -> np.ndarray:
        """Expected number an order.

        Returns
        -------
        numpy.ndarray
            By customer.
        """
        return (self.shape + self.counts) / (self.scale + self.exposure)

    def draw(self, rows: np.ndarray, *, n_draws: int, rng: np.random.Generator) -> np.ndarray:
        """Draw the rates of some customers, as uncertain as their orders leave them.

        Parameters
        ----------
        rows : numpy.ndarray of int
            Which customers.
        n_draws : int
            How many draws.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        numpy.ndarray
            Customers x draws.
        """
        if not self.shape:
            return np.zeros((len(rows), n_draws))
        shape, scale = self.shape + self.counts[rows], self.scale + self.exposure[rows]
        return rng.gamma(shape[:, None], size=(len(rows), n_draws)) / scale[:, None]


def fit_rates(counts: np.ndarray, exposure: np.ndarray) -> Rates:
    """Fit the gamma-Poisson model by maximum likelihood.

    Parameters
    ----------
    counts : numpy.ndarray
        By customer, how often it happened.
    exposure : numpy.ndarray
        In how many orders; above 0.

    Returns
    -------
    Rates

    Raises
    ------
    ValueError
        If a count is negative or there is no exposure.
    """
    k, n = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    if not ((k >= 0).all() and (n > 0).all()):
        raise ValueError("`fit_rates` must get counts of at least 0 and an exposure above 0 for every customer.")
    if not k.sum() > 0:
        return Rates(0.0, 1.0, k, n)

    def at(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        a, b = params
        value = (gammaln(a + k) - gammaln(a) + a * np.log(b) - (a + k) * np.log(b + n)).sum()
        slope = [(psi(a + k) - psi(a) + np.log(b) - np.log(b + n)).sum(), (a / b - (a + k) / (b + n)).sum()]
        mixed = (1 / b - 1 / (b + n)).sum()
        curve = [
            [(polygamma(1, a + k) - polygamma(1, a)).sum(), mixed],
            [mixed, (-a / b**2 + (a + k) / (b + n) ** 2).sum()],
        ]
        return float(value), np.array(slope), np.array(curve)

    shape, scale = maximise(at, STARTS).params
    return Rates(float(shape), float(scale), k, n)
