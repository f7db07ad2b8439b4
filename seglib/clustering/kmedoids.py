"""Which k cases stand best for all others? Medoids on Gower's distance, found on samples and judged on everybody.

Gower's distance (1971) is the mean over the columns of the difference in numbers over their range, and of 0 or 1 for
categories. All pairs of 20,000 cases would not fit into memory; so medoids are sought in samples, and the sample whose
medoids serve all cases best wins (CLARA, Kaufman and Rousseeuw 1990).
"""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist

from seglib.clustering.mixed_matrix import mismatches

N_SAMPLES, SAMPLE = 5, 500
MOST_SWAPS = 200


def gower(
    numbers: np.ndarray, codes: np.ndarray, to_numbers: np.ndarray, to_codes: np.ndarray, *, sizes: list[int]
) -> np.ndarray:
    """Gower's distance of each case to each of some others.

    Parameters
    ----------
    numbers : ndarray, shape (n, d)
        Numbers over their range.
    codes : ndarray of int, shape (n, p)
        Categories.
    to_numbers : ndarray, shape (m, d)
        Numbers of the others.
    to_codes : ndarray of int, shape (m, p)
        Categories of the others.
    sizes : list of int
        Number of codes of each column.

    Returns
    -------
    ndarray, shape (n, m)
        From 0 to 1.

    References
    ----------
    .. [1] J. C. Gower (1971), A general coefficient of similarity and some of its properties, Biometrics 27, 857-871.

    Examples
    --------
    >>> one, other = (np.array([[0.0]]), np.array([[0]])), (np.array([[0.5]]), np.array([[1]]))
    >>> gower(*one, *other, sizes=[2])
    array([[0.75]])
    """
    columns = numbers.shape[1] + codes.shape[1]
    apart = cdist(numbers, to_numbers, "cityblock") if numbers.shape[1] else 0.0
    return (apart + mismatches(codes, to_codes, sizes)) / columns


def kmedoids(
    numbers: np.ndarray, codes: np.ndarray, *, sizes: list[int], k: int, random_state: int, effort: float = 1.0
) -> tuple[np.ndarray, np.ndarray, float]:
    """Find k medoids.

    Parameters
    ----------
    numbers : ndarray, shape (n, d)
        Numbers over their range.
    codes : ndarray of int, shape (n, p)
        Categories.
    sizes : list of int
        Number of codes of each column.
    k : int
        Number of groups.
    random_state : int
        Seed of the samples.
    effort : float, default 1.0
        Multiplies the number of samples.

    Returns
    -------
    labels : ndarray of int, shape (n,)
        Group of each case; of the nearest medoid.
    medoids : ndarray of int, shape (k,)
        Their positions.
    cost : float
        Sum of the distances to the nearest medoid.

    References
    ----------
    .. [1] L. Kaufman and P. Rousseeuw (1990), Finding Groups in Data, chapters 2 and 3.
    .. [2] E. Schubert and P. Rousseeuw (2021), Fast and eager k-medoids clustering, Information Systems 101, 101804.
    """
    rng, n = np.random.default_rng(random_state), len(numbers)
    best = None
    for turn in range(max(1, round(effort * N_SAMPLES))):
        part = rng.permutation(n)[:SAMPLE]
        inside = gower(numbers[part], codes[part], numbers[part], codes[part], sizes=sizes)
        start = _build(inside, k) if turn == 0 or n > SAMPLE else np.arange(k)  # another order, another start
        medoids = part[_swap(inside, start)]
        distances = gower(numbers, codes, numbers[medoids], codes[medoids], sizes=sizes)
        cost = float(distances.min(axis=1).sum())
        if best is None or cost < best[2]:
            best = distances.argmin(axis=1), medoids, cost
    return best


def _build(distances: np.ndarray, k: int) -> np.ndarray:
    """The case that serves all best, then each time the one that saves most."""
    medoids = [int(distances.sum(axis=0).argmin())]
    nearest = distances[:, medoids[0]]
    for _ in range(1, k):
        saved = np.maximum(nearest[:, None] - distances, 0).sum(axis=0)
        saved[medoids] = -1.0
        medoids.append(int(saved.argmax()))
        nearest = np.minimum(nearest, distances[:, medoids[-1]])
    return np.array(medoids)


def _swap(distances: np.ndarray, medoids: np.ndarray) -> np.ndarray:
    """Swap the medoid and case that save most, until no swap saves anything; all pairs at once (FastPAM1)."""
    medoids, everybody = medoids.copy(), np.arange(len(distances))
    for _ in range(MOST_SWAPS):
        to = distances[:, medoids]
        own = to.argmin(axis=1)
        first = to[everybody, own][:, None]
        to[everybody, own] = np.inf
        second = to.min(axis=1)[:, None] if len(medoids) > 1 else np.full_like(first, np.inf)
        joins = np.minimum(distances - first, 0)
        leaves = np.minimum(distances, second) - first - joins
        change = np.stack([leaves[own == i].sum(axis=0) for i in range(len(medoids))]) + joins.sum(axis=0)
        out, into = np.unravel_index(change.argmin(), change.shape)
        if change[out, into] >= -1e-9:
            break
        medoids[out] = into
    return medoids
