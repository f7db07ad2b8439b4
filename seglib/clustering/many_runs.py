"""How do many runs of k-means move together? Starts and steps of all runs at once, as products of matrices.

A run has its own centres and its own weights of the same rows. A loop over runs would spend most of its time on calls.
"""

from __future__ import annotations

import numpy as np

_STEPS = 100


def drawn(chances: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw one row a run, with chances in proportion.

    Parameters
    ----------
    chances : ndarray, shape (runs, m)
        Not negative.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (runs,)
        Numbers of rows.
    """
    reached = np.cumsum(chances, axis=1)
    return (reached <= rng.random((len(chances), 1)) * reached[:, -1:]).sum(axis=1).clip(max=chances.shape[1] - 1)


def starts(rows: np.ndarray, weights: np.ndarray, *, k: int, rng: np.random.Generator) -> np.ndarray:
    """Draw rows far from those drawn before (k-means++).

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (runs, m)
        How many cases each stands for in a run.
    k : int
        Number of groups.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray, shape (runs, k, d)
        Centres to begin with.
    """
    chosen = np.empty((len(weights), k), dtype=int)
    nearest = np.ones_like(weights)
    for j in range(k):
        chosen[:, j] = drawn(weights * nearest, rng)
        away = distances(rows, rows[chosen[:, [j]]])[:, 0]
        nearest = away if j == 0 else np.minimum(nearest, away)
    return rows[chosen]


def descend(rows: np.ndarray, weights: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Move the centres of all runs to the means of what is nearest, until nothing moves (Lloyd's algorithm).

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (runs, m)
        Their weights in a run.
    centers : ndarray, shape (runs, k, d)
        Where to begin; not changed.

    Returns
    -------
    ndarray, shape (runs, k, d)
        Where they end. A centre that nothing is nearest to stays.
    """
    centers, moving = centers.copy(), np.arange(len(centers))
    counted = np.column_stack([rows, np.ones(len(rows))])
    groups = np.arange(centers.shape[1])[:, None]
    before = np.full(weights.shape, -1)
    for _ in range(_STEPS):
        labels = distances(rows, centers[moving]).argmin(axis=1)
        going = (labels != before[moving]).any(axis=1)
        if not going.any():
            break
        moving, labels = moving[going], labels[going]
        before[moving] = labels
        sums = (weights[moving][:, None] * (labels[:, None] == groups)) @ counted
        filled = sums[..., -1:] > 0
        centers[moving] = np.where(filled, sums[..., :-1] / np.where(filled, sums[..., -1:], 1), centers[moving])
    return centers


def distances(rows: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Squared distances of each run's centres to each row, by scalar products.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Rows.
    centers : ndarray, shape (runs, k, d)
        Centres.

    Returns
    -------
    ndarray, shape (runs, k, m)
        Not negative; exact only where offsets are small beside distances.
    """
    flat = centers.reshape(-1, rows.shape[1])
    squares = flat @ (-2 * rows.T)
    squares += (flat**2).sum(axis=1)[:, None]
    squares += (rows**2).sum(axis=1)
    return np.maximum(squares, 0, out=squares).reshape(*centers.shape[:2], len(rows))
