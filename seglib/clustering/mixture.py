"""How is a mixture of latent classes fitted? Expectation maximisation, many starts at once, on distinct rows.

A row is a vector of statistics. A categorical column has an indicator for each category; a normal one has 1, x and x².
What was not answered is zeros, so that it adds nothing to the likelihood and nothing to the sums (full information,
under answers missing at random). The density of a row in a class is then the exponential of a scalar product with the
class's natural parameters, and each step of all starts together is one product of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

LEAST = 1e-12  # a probability of nothing has no logarithm
FINE = 1e-9  # gain in log-likelihood, relative to its size, at which to stop
COARSE = 1e-6  # the same where only many samples are compared
LEAST_VARIANCE = 0.05  # of a column's own variance; a class of equal values would have an infinite density
_HEATS = ((10, 0.4), (40, 0.1))  # iterations, then the share of the starts that goes on
_FINALISTS = 4
_MOST_ITERATIONS = 2_000


@dataclass(frozen=True, eq=False)
class Statistics:
    """Distinct rows as sufficient statistics.

    Attributes
    ----------
    rows : ndarray, shape (m, C)
        First the indicators of the categorical columns, then 1, x, x² of each normal one.
    weights : ndarray, shape (m,)
        How many cases each row stands for.
    sizes : ndarray of int, shape (d,)
        Number of categories of each categorical column.
    floors : ndarray, shape (q,)
        Least variance of each normal column within a class.
    """

    rows: np.ndarray
    weights: np.ndarray
    sizes: np.ndarray
    floors: np.ndarray

    @property
    def n_indicators(self) -> int:
        """How many of the columns are indicators."""
        return int(self.sizes.sum())

    def n_parameters(self, k: int) -> int:
        """Free parameters of k classes.

        Parameters
        ----------
        k : int

        Returns
        -------
        int
        """
        return k - 1 + k * (self.n_indicators - len(self.sizes) + 2 * len(self.floors))

    def natural(self, sums: np.ndarray) -> np.ndarray:
        """Natural parameters at which the expected statistics are those of a class.

        Parameters
        ----------
        sums : ndarray, shape (..., C)
            Statistics added up over the members of each class.

        Returns
        -------
        ndarray, shape (..., C)
        """
        c = self.n_indicators
        found = np.empty_like(sums)
        if c:
            first = np.cumsum([0, *self.sizes[:-1]])
            totals = np.repeat(np.add.reduceat(sums[..., :c], first, axis=-1), self.sizes, axis=-1)
            even = 1 / np.repeat(self.sizes, self.sizes)
            chances = np.where(totals > LEAST, sums[..., :c] / np.maximum(totals, LEAST), even)
            found[..., :c] = np.log(np.maximum(chances, LEAST))
        number, total, squares = (sums[..., c + part :: 3] for part in range(3))
        mean = total / np.maximum(number, LEAST)
        variance = np.maximum(squares / np.maximum(number, LEAST) - mean**2, self.floors)
        found[..., c::3] = -0.5 * (np.log(2 * np.pi * variance) + mean**2 / variance)
        found[..., c + 1 :: 3] = mean / variance
        found[..., c + 2 :: 3] = -0.5 / variance
        return found


def posterior(rows: np.ndarray, shares: np.ndarray, natural: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Say to which class each row belongs, and how likely it is at all (the step of expectation).

    Parameters
    ----------
    rows : ndarray, shape (m, C)
        Statistics.
    shares : ndarray, shape (S, k)
        Of the classes, for each start.
    natural : ndarray, shape (S, k, C)
        Natural parameters of each class.

    Returns
    -------
    memberships : ndarray, shape (m, S, k)
        Sum to 1 over the classes.
    log_likelihood : ndarray, shape (m, S)
        Of one case of each row.
    """
    starts, k, _ = natural.shape
    joint = (rows @ natural.reshape(starts * k, -1).T).reshape(len(rows), starts, k)
    joint += np.log(np.maximum(shares, LEAST))
    top = joint.max(axis=2, keepdims=True)
    joint = np.exp(joint - top)
    total = joint.sum(axis=2, keepdims=True)
    return joint / total, (np.log(total) + top)[:, :, 0]


def maximise(data: Statistics, memberships: np.ndarray, weights: np.ndarray | None = None) -> tuple:
    """Fit shares and natural parameters to the memberships (the step of maximisation).

    Parameters
    ----------
    data : Statistics
    memberships : ndarray, shape (m, S, k)
    weights : ndarray, shape (m, S), optional
        In place of the data's weights, one column a start; for bootstrap samples that run side by side.

    Returns
    -------
    shares : ndarray, shape (S, k)
    natural : ndarray, shape (S, k, C)
    """
    m, starts, k = memberships.shape
    weighted = memberships * (data.weights[:, None, None] if weights is None else weights[:, :, None])
    sizes = weighted.sum(axis=0)
    sums = (weighted.reshape(m, -1).T @ data.rows).reshape(starts, k, -1)
    return sizes / sizes.sum(axis=1, keepdims=True), data.natural(sums)


def best_of(data: Statistics, memberships: np.ndarray, *, tolerance: float = FINE) -> tuple:
    """Run all starts for a while, the better ones longer, and the best until nothing changes.

    Parameters
    ----------
    data : Statistics
    memberships : ndarray, shape (m, S, k)
        Where each start begins.
    tolerance : float
        See :func:`to_the_end`.

    Returns
    -------
    shares : ndarray, shape (k,)
    natural : ndarray, shape (k, C)
    log_likelihood : float
    hits : int
        How many of the starts that were run to their end reached this likelihood (within 0.01).
    """
    n_starts = memberships.shape[1]
    for iterations, kept in _HEATS:
        for _ in range(iterations):
            memberships, each = posterior(data.rows, *maximise(data, memberships))
        going_on = np.argsort(-(data.weights @ each), kind="stable")[: max(_FINALISTS, round(kept * n_starts))]
        memberships = memberships[:, going_on]
    shares, natural, reached = to_the_end(data, memberships, tolerance=tolerance)
    best = int(reached.argmax())
    return shares[best], natural[best], float(reached[best]), int((reached > reached[best] - 0.01).sum())


def to_the_end(
    data: Statistics, memberships: np.ndarray, weights: np.ndarray | None = None, *, tolerance: float = FINE
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Iterate each start until its likelihood grows no more, with leaps along the way that the last two steps took.

    Parameters
    ----------
    data : Statistics
    memberships : ndarray, shape (m, S, k)
        Where to begin.
    weights : ndarray, shape (m, S), optional
        As of :func:`maximise`.
    tolerance : float
        Gain in log-likelihood, relative to its size, below which a start has come to its end.

    Returns
    -------
    shares : ndarray, shape (S, k)
    natural : ndarray, shape (S, k, C)
    log_likelihood : ndarray, shape (S,)

    References
    ----------
    .. [1] R. Varadhan and C. Roland (2008), Simple and globally convergent methods for accelerating the convergence of
       any EM algorithm, Scandinavian Journal of Statistics 35, 335-353: SQUAREM, steplength S3.
    """
    shares, natural = maximise(data, memberships, weights)
    reached = np.full(len(shares), -np.inf)
    running = np.arange(len(shares))
    for _ in range(_MOST_ITERATIONS):
        own = None if weights is None else weights[:, running]
        start = shares[running], natural[running]
        *first, now = _step(data, *start, own)
        gain, reached[running] = now - reached[running], now
        *second, _ = _step(data, *first, own)
        *landed, _ = _step(data, *_leap(start, first, second), own)  # a leap ends beside the densities
        *third, leapt = _step(data, *landed, own)
        *plain, arrived = _step(data, *second, own)
        better = (leapt > arrived)[:, None]
        shares[running] = np.where(better, third[0], plain[0])
        natural[running] = np.where(better[:, None], third[1], plain[1])
        running = running[gain > tolerance * np.abs(now)]
        if not len(running):
            break
    return shares, natural, reached


def _step(data: Statistics, shares: np.ndarray, natural: np.ndarray, weights: np.ndarray | None) -> tuple:
    """One step of expectation and maximisation, and the likelihood before it."""
    memberships, each = posterior(data.rows, shares, natural)
    reached = data.weights @ each if weights is None else (weights * each).sum(axis=0)
    return *maximise(data, memberships, weights), reached


def _leap(start: tuple, first: list, second: list) -> tuple[np.ndarray, np.ndarray]:
    """Where three points on the way of each start would lead."""
    flat = [
        np.concatenate([np.log(np.maximum(shares, LEAST)), natural.reshape(len(shares), -1)], axis=1)
        for shares, natural in (start, first, second)
    ]
    rise = flat[1] - flat[0]
    bend = flat[2] - flat[1] - rise
    length = np.sqrt((rise**2).sum(axis=1) / np.maximum((bend**2).sum(axis=1), 1e-300))
    length = np.clip(length, 1.0, 1e3)[:, None]
    there = flat[0] + 2 * length * rise + length**2 * bend
    k = start[0].shape[1]
    return np.exp(np.clip(there[:, :k], -30, 0)), there[:, k:].reshape(start[1].shape)
