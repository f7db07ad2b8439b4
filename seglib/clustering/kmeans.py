"""Which k groups have the smallest within-cluster sum of squares? k-means by many starts, exchanges and swaps.

Lloyd's algorithm stops at the first of many local optima. Three things lead out of them: many k-means++ starts;
Hartigan's exchanges, which move a case to another group whenever that lowers the sum of squares (possible at many
points where Lloyd's algorithm has stopped, and never the other way round); and random swaps, which put one centre of
the best solution elsewhere and keep what comes of it when it is better.
"""

from __future__ import annotations

import functools

import numpy as np
from sklearn.cluster import KMeans

from seglib.clustering.many_runs import descend, distances, drawn, starts
from seglib.clustering.matrix import squared_distances
from seglib.clustering.threads import one_thread

_PROMISING = 1.01  # a swap this near to the best is worth exchanges
_FEW = 600  # rows up to which calls take longer than computing, so that runs are taken side by side
_MANY = 5_000  # rows from which on only the last solution is improved by exchanges
_AT_ONCE = 20  # swaps of a round


def kmeans(rows: np.ndarray, weights: np.ndarray, *, k: int, random_state: int, effort: float = 1.0) -> np.ndarray:
    """Partition weighted rows into k groups.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (m,)
        How many cases each stands for.
    k : int
        Number of groups, at most m.
    random_state : int
        Seed of the starts and swaps.
    effort : float, default 1.0
        Multiplies the number of starts (10 to 50, fewer for many rows) and of swaps (10 to 100 k). With 0 there is one
        start and no swap.

    Returns
    -------
    ndarray of int, shape (m,)
        A group for each row. No exchange of a row's cases lowers the sum of squares, so each row is also nearest to
        the centre of its own group. It is computed on one thread, so it is the same on every machine.

    References
    ----------
    .. [1] J. A. Hartigan (1975), Clustering Algorithms, chapter 4.
    .. [2] M. Telgarsky and A. Vattani (2010), Hartigan's method: k-means clustering without Voronoi, AISTATS,
       theorem 2.2: its optima are among those of Lloyd's algorithm.
    .. [3] P. Fränti and J. Kivijärvi (2000), Randomised local search algorithm for the clustering problem, Pattern
       Analysis and Applications 3, 358-369: random swaps.
    """
    if k == 1:
        return np.zeros(len(rows), dtype=int)
    few = len(rows) <= _FEW
    n_starts = max(1, round(effort * np.clip(50_000 // len(rows), 10, 50)))
    n_swaps = round(effort * np.clip((200_000 if few else 100_000) // len(rows), 10, (100 if few else 50) * k))
    rng = np.random.default_rng(random_state)
    with one_thread():
        search = _side_by_side if few else _one_after_another
        return exchange(rows, weights, search(rows, weights, k=k, n_starts=n_starts, n_swaps=n_swaps, rng=rng), k=k)


def _side_by_side(
    rows: np.ndarray, weights: np.ndarray, *, k: int, n_starts: int, n_swaps: int, rng: np.random.Generator
) -> np.ndarray:
    """All starts side by side, then rounds of swaps side by side, the best of each round improved by exchanges."""
    centred = rows - np.average(rows, axis=0, weights=weights)
    each = np.repeat(weights[None], max(n_starts, _AT_ONCE), axis=0)
    best, _ = _best_run(
        centred, weights, descend(centred, each[:n_starts], starts(centred, each[:n_starts], k=k, rng=rng))
    )
    if best is None:  # starts that all lose a group: of few different rows
        best, _ = _lloyd(rows, weights, k=k, init="k-means++", n_starts=n_starts, rng=rng)
    best = exchange(rows, weights, best, k=k)
    lowest = within_sum_of_squares(rows, weights, best, k=k)
    for first in range(0, n_swaps, _AT_ONCE):
        runs = min(_AT_ONCE, n_swaps - first)
        centers = np.repeat(centers_of(centred, weights, best, k=k)[None], runs, axis=0)
        centers[np.arange(runs), rng.integers(k, size=runs)] = centred[drawn(each[:runs], rng)]
        labels, objective = _best_run(centred, weights, descend(centred, each[:runs], centers))
        if objective > _PROMISING * lowest:
            continue
        labels = exchange(rows, weights, labels, k=k)
        objective = within_sum_of_squares(rows, weights, labels, k=k)
        if objective < lowest:
            best, lowest = labels, objective
    return best


def _best_run(rows: np.ndarray, weights: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray | None, float]:
    """Groups of the run with the smallest sum of squares among those that leave no group empty, and that sum."""
    found = distances(rows, centers)
    labels, within = found.argmin(axis=1), (weights * found.min(axis=1)).sum(axis=1)
    filled = (labels[:, None] == np.arange(centers.shape[1])[:, None]).any(axis=2).all(axis=1)
    within = np.where(filled, within, np.inf)
    best = int(within.argmin())
    return (labels[best], float(within[best])) if filled[best] else (None, np.inf)


def _one_after_another(
    rows: np.ndarray, weights: np.ndarray, *, k: int, n_starts: int, n_swaps: int, rng: np.random.Generator
) -> np.ndarray:
    """The best of scikit-learn's starts, then swaps of which each sets out from the best solution before."""
    chances = weights / weights.sum()
    polish = functools.partial(exchange, rows, weights, k=k) if len(rows) <= _MANY else np.asarray
    labels, _ = _lloyd(rows, weights, k=k, init="k-means++", n_starts=n_starts, rng=rng)
    best = polish(labels)
    lowest = within_sum_of_squares(rows, weights, best, k=k)
    for _ in range(n_swaps):
        centers = centers_of(rows, weights, best, k=k)
        centers[rng.integers(k)] = rows[rng.choice(len(rows), p=chances)]
        labels, objective = _lloyd(rows, weights, k=k, init=centers, n_starts=1, rng=rng)
        if objective > _PROMISING * lowest:
            continue
        labels = polish(labels)
        objective = within_sum_of_squares(rows, weights, labels, k=k)
        if objective < lowest:
            best, lowest = labels, objective
    return best


def _lloyd(
    rows: np.ndarray, weights: np.ndarray, *, k: int, init: str | np.ndarray, n_starts: int, rng: np.random.Generator
) -> tuple[np.ndarray, float]:
    """Run Lloyd's algorithm; the best labels of the starts and their sum of squares."""
    run = KMeans(k, init=init, n_init=n_starts, random_state=int(rng.integers(2**31))).fit(rows, sample_weight=weights)
    return run.labels_, run.inertia_


def centers_of(rows: np.ndarray, weights: np.ndarray, labels: np.ndarray, *, k: int) -> np.ndarray:
    """Weighted mean of each group.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Rows.
    weights : ndarray, shape (m,)
        Their weights.
    labels : ndarray of int, shape (m,)
        Group of each row, 0 to k - 1, none empty.
    k : int
        Number of groups.

    Returns
    -------
    ndarray, shape (k, d)
        The means.
    """
    return np.stack([weights[labels == j] @ rows[labels == j] / weights[labels == j].sum() for j in range(k)])


def within_sum_of_squares(rows: np.ndarray, weights: np.ndarray, labels: np.ndarray, *, k: int) -> float:
    """Sum of squared distances of all cases to the mean of their group.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Rows.
    weights : ndarray, shape (m,)
        Their weights.
    labels : ndarray of int, shape (m,)
        Group of each row.
    k : int
        Number of groups.

    Returns
    -------
    float
        The objective of k-means.
    """
    centers = centers_of(rows, weights, labels, k=k)
    return float((weights * ((rows - centers[labels]) ** 2).sum(axis=1)).sum())


def exchange(rows: np.ndarray, weights: np.ndarray, labels: np.ndarray, *, k: int) -> np.ndarray:
    """Move rows between groups as long as that lowers the sum of squares.

    Moving a row of weight w from group a to b changes it by ``n_b w / (n_b + w) d_b² - n_a w / (n_a - w) d_a²``.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (m,)
        Their weights.
    labels : ndarray of int, shape (m,)
        Where to begin; not changed.
    k : int
        Number of groups.

    Returns
    -------
    ndarray of int, shape (m,)
        Groups that no single move improves.
    """
    labels = labels.astype(int)
    everyone = np.arange(len(rows))
    tolerance = 1e-12 * float((weights[:, None] * (rows - np.average(rows, axis=0, weights=weights)) ** 2).sum())
    while True:
        sizes = np.bincount(labels, weights, minlength=k)
        centers = centers_of(rows, weights, labels, k=k)
        distances = squared_distances(rows, centers)
        left = np.where(sizes[labels] > weights, sizes[labels] - weights, np.inf)
        given_up = sizes[labels] * weights / left * distances[everyone, labels]
        taken_on = sizes * weights[:, None] / (sizes + weights[:, None]) * distances
        taken_on[everyone, labels] = np.inf
        gain = given_up - taken_on.min(axis=1)
        movable = np.flatnonzero(gain > tolerance)
        if not len(movable):
            return labels
        for i in movable[np.argsort(-gain[movable], kind="stable")]:
            _move(i, rows, weights, labels, sizes, centers, tolerance)


def _move(
    i: int,
    rows: np.ndarray,
    weights: np.ndarray,
    labels: np.ndarray,
    sizes: np.ndarray,
    centers: np.ndarray,
    tolerance: float,
) -> None:
    """Move one row if it still pays after the moves before it; updates labels, sizes and centres."""
    old, weight = labels[i], weights[i]
    if sizes[old] <= weight:
        return
    distances = ((centers - rows[i]) ** 2).sum(axis=1)
    taken_on = sizes * weight / (sizes + weight) * distances
    taken_on[old] = np.inf
    new = int(taken_on.argmin())
    if sizes[old] * weight / (sizes[old] - weight) * distances[old] - taken_on[new] <= tolerance:
        return
    centers[old] -= (rows[i] - centers[old]) * weight / (sizes[old] - weight)
    centers[new] += (rows[i] - centers[new]) * weight / (sizes[new] + weight)
    sizes[old] -= weight
    sizes[new] += weight
    labels[i] = new
