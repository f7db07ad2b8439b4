"""Has a sample one peak, or more? Hartigan's dip: how far it is from the nearest distribution with a single peak.

The nearest distribution with one peak is also what a null of *one skewed population* is drawn from: it has the sample's
skewness, steps and tails, without its valleys.

References
----------
.. [1] J. A. Hartigan and P. M. Hartigan (1985), The dip test of unimodality, Annals of Statistics 13, 70-84.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from scipy.optimize import isotonic_regression

_REFERENCE_N, _REFERENCE_DRAWS = 500, 600
_ROUNDING = 1e-12


@dataclass(frozen=True, eq=False)
class Dip:
    """How far a sample is from having one peak.

    Parameters
    ----------
    value : float
        The dip: greatest distance between the sample's distribution function and the nearest one with a single peak;
        from 1/(2n) to 1/4.
    n : int
        Size of the sample.
    low, high : float
        Where the peak lies.
    knots : ndarray, shape (m,)
        Distinct values of the sample.
    cumulative : ndarray, shape (m,)
        The distribution function with a single peak at the knots: convex before the peak, concave after it.
    """

    value: float
    n: int
    low: float
    high: float
    knots: np.ndarray
    cumulative: np.ndarray

    @property
    def p(self) -> float:
        """Probability of so large a dip if the sample came from a uniform distribution, the flattest with one peak."""
        drawn = _reference()
        return float((np.count_nonzero(drawn >= self.value * np.sqrt(self.n)) + 1) / (len(drawn) + 1))

    def draw(self, uniform: np.ndarray) -> np.ndarray:
        """Draw from the distribution with a single peak.

        Parameters
        ----------
        uniform : ndarray
            Numbers in [0, 1].

        Returns
        -------
        ndarray
            Its quantiles, of the same shape.
        """
        return np.interp(uniform, self.cumulative, self.knots)


def dip(values: np.ndarray) -> Dip:
    """Measure how far a sample is from having one peak.

    Parameters
    ----------
    values : ndarray, shape (n,)
        Finite numbers; repeated ones are taken as they are (see :func:`spread_ties`).

    Returns
    -------
    Dip

    Raises
    ------
    ValueError
        If there is no value, or one is not finite.

    Examples
    --------
    >>> dip(np.array([0.0, 0.0, 0.0, 1.0, 1.0, 1.0])).value
    0.25
    """
    values = np.asarray(values, dtype=float)
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"`values` of `dip` must be one or more finite numbers in one dimension; got {values!r}.")
    knots, counts = np.unique(values, return_counts=True)
    after = np.cumsum(counts) / len(values)
    before = after - counts / len(values)
    first, last, reached = 0, len(knots) - 1, 1 / len(values)
    while last > first:
        part = slice(first, last + 1)
        convex, concave = _convex(knots[part], before[part]), -_convex(knots[part], -after[part])
        gap = concave - convex
        if gap.max() <= reached + _ROUNDING:
            break
        at = int(gap.argmax())
        left = int(max(i for i in np.flatnonzero(before[part] - convex <= _ROUNDING * len(knots)) if i <= at))
        right = int(min(i for i in np.flatnonzero(concave - after[part] <= _ROUNDING * len(knots)) if i >= at))
        reached = max(
            reached,
            float((after[part] - convex)[: left + 1].max()),
            float((concave - before[part])[right:].max()),
        )
        if left == 0 and right == last - first:
            break
        first, last = first + left, first + right
    return Dip(reached / 2, len(values), knots[first], knots[last], knots, _one_peak(knots, before, after, first, last))


def spread_ties(X: np.ndarray, *, random_state: int) -> np.ndarray:
    """Spread repeated values of each column over the space up to their neighbours.

    Counts such as the number of orders leave gaps between 1, 2 and 3 that are no valleys between groups.

    Parameters
    ----------
    X : ndarray, shape (n, d)
    random_state : int
        Seed.

    Returns
    -------
    ndarray, shape (n, d)
        Columns in which nothing repeats are as they were.
    """
    rng = np.random.default_rng(random_state)
    spread = np.array(X, dtype=float)
    for j in range(spread.shape[1]):
        values, where, counts = np.unique(spread[:, j], return_inverse=True, return_counts=True)
        if len(values) < 2 or counts.max() == 1:
            continue
        middles = (values[1:] + values[:-1]) / 2
        low = np.r_[values[0] - (middles[0] - values[0]), middles]
        high = np.r_[middles, values[-1] + (values[-1] - middles[-1])]
        spread[:, j] = low[where] + rng.random(len(where)) * (high - low)[where]
    return spread


def _convex(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Greatest convex function below the points: the slopes of their chain, made to rise."""
    if len(x) < 3:
        return y.copy()
    steps = np.diff(x)
    slopes = isotonic_regression(np.diff(y) / steps, weights=steps).x
    return y[0] + np.concatenate([[0.0], np.cumsum(slopes * steps)])


def _one_peak(knots: np.ndarray, before: np.ndarray, after: np.ndarray, first: int, last: int) -> np.ndarray:
    """Convex up to the peak, straight across it, concave after it; from 0 to 1."""
    middle = (before + after) / 2
    shape = middle.copy()
    shape[: first + 1] = _convex(knots[: first + 1], middle[: first + 1])
    shape[last:] = -_convex(knots[last:], -middle[last:])
    shape[first : last + 1] = np.interp(knots[first : last + 1], knots[[first, last]], shape[[first, last]])
    shape = np.maximum.accumulate(shape)
    return (shape - shape[0]) / (shape[-1] - shape[0]) if shape[-1] > shape[0] else np.ones(len(knots))


@functools.cache
def _reference() -> np.ndarray:
    """Dips of uniform samples, times the root of their size, of which they hardly depend."""
    rng = np.random.default_rng(1985)
    drawn = [dip(rng.random(_REFERENCE_N)).value for _ in range(_REFERENCE_DRAWS)]
    return np.array(drawn) * np.sqrt(_REFERENCE_N)
