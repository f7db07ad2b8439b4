"""What do all processes of repeat buying share? Purchases at random, at rates that vary over customers by a gamma."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaln

Traits = tuple[np.ndarray, ...]
"""Of customers who are alive: shape and rate of the distribution of the rate of buying, and two numbers of leaving."""


def none_bought(shape: np.ndarray, rate: np.ndarray, t: float | np.ndarray) -> np.ndarray:
    """Probability of no purchase at a rate that is gamma distributed.

    Parameters
    ----------
    shape, rate : numpy.ndarray
        Of the gamma distribution.
    t : float or numpy.ndarray
        How long.

    Returns
    -------
    numpy.ndarray
        In [0, 1].
    """
    return np.exp(-shape * np.log1p(t / rate))


def negative_binomial(shape: np.ndarray, rate: np.ndarray, t: float | np.ndarray, n: np.ndarray) -> np.ndarray:
    """Probability of n purchases at a rate that is gamma distributed.

    Parameters
    ----------
    shape, rate : numpy.ndarray
        Of the gamma distribution.
    t : float or numpy.ndarray
        How long, positive.
    n : numpy.ndarray of int
        How many.

    Returns
    -------
    numpy.ndarray
        In [0, 1].
    """
    ways = gammaln(shape + n) - gammaln(shape) - gammaln(n + 1)
    return none_bought(shape, rate, t) * np.exp(ways + n * np.log(t / (rate + t)))


def last_of(x: np.ndarray, end: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw when the last of some purchases was, each of which is equally likely at any time.

    Parameters
    ----------
    x : numpy.ndarray of int
        How many purchases.
    end : numpy.ndarray
        Until when.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray
        In [0, end]; 0 without a purchase.
    """
    return np.where(x > 0, end * rng.random(len(x)) ** (1 / np.maximum(x, 1)), 0.0)
