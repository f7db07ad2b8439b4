"""How much nearer is each case to its own group than to the next one? Exact silhouettes of many solutions at once.

Nearly all of the work are the distances of all pairs, and these are the same for every solution. So they are computed
once, block by block, and each block is added up for all solutions in one product of matrices. Three things make that
fast: a block serves its rows and its columns; cases that all solutions keep together are added up together first; equal
cases count once, with their weight.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations_with_replacement

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from seglib.clustering.matrix import as_matrix, distinct_rows
from seglib.clustering.threads import one_thread

BLOCK = 512  # cases; a block of distances then has 2 MB, which stay in the cache
STRANDS = 4  # of blocks, added up each by itself; as many threads as there are processors take them
_NEAR = 1e-6  # squared distances below this share of the block's own are computed by subtraction


def silhouettes(X: np.ndarray | pd.DataFrame, labelings: Sequence[np.ndarray]) -> np.ndarray:
    """Mean silhouette of each of some partitions of the same cases.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed.
    labelings : sequence of array, shape (n,)
        A group for each case, in each partition.

    Returns
    -------
    ndarray of float, shape (number of partitions,)
        From -1 to 1, the mean over all cases. Missing where there is one group only.

    Raises
    ------
    ValueError
        If X is not finite, or a partition has another number of cases.

    See Also
    --------
    silhouettes_of_cases : The silhouette of each case.

    Examples
    --------
    >>> silhouettes([[0.0], [0.0], [9.0], [9.0]], [[0, 0, 1, 1], [0, 1, 0, 1]]).tolist()
    [1.0, -0.5]
    """
    return silhouettes_of_cases(X, labelings).mean(axis=1)


def silhouettes_of_cases(X: np.ndarray | pd.DataFrame, labelings: Sequence[np.ndarray]) -> np.ndarray:
    """Silhouette of each case in each of some partitions.

    With a the mean distance to the other cases of its own group, and b that to the cases of the nearest other group, a
    case has the silhouette (b - a) / max(a, b).

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed.
    labelings : sequence of array, shape (n,)
        A group for each case, in each partition.

    Returns
    -------
    ndarray of float, shape (number of partitions, n)
        From -1 to 1; 0 for a case that is a group of its own, and where a and b are 0. Missing where there is one group
        only. The order of cases and the number of threads do not matter. The time grows with the square of the number
        of different cases, the memory only with the number itself.

    Raises
    ------
    ValueError
        If X is not finite, or a partition has another number of cases.

    References
    ----------
    .. [1] P. J. Rousseeuw (1987), Silhouettes: a graphical aid to the interpretation and validation of cluster
       analysis, Journal of Computational and Applied Mathematics 20, 53-65.

    Examples
    --------
    >>> silhouettes_of_cases([[0.0], [1.0], [4.0]], [[0, 0, 1]]).round(3).tolist()
    [[0.75, 0.667, 0.0]]
    """
    matrix = as_matrix(X, caller="silhouettes")
    labels = [_codes(labeling, len(matrix), place) for place, labeling in enumerate(labelings)]
    if not labels:
        return np.empty((0, len(matrix)))
    cells, cell = _kept_together(labels)
    points, _, where = distinct_rows(matrix)
    _, first, point_of, weights = np.unique(
        cell * len(points) + where, return_index=True, return_inverse=True, return_counts=True
    )
    sizes = [np.bincount(labeling) for labeling in labels]
    with one_thread():
        sums = _sums(matrix[first], weights.astype(float), cell[first], _members(cells, sizes))
    found = [
        _silhouette(own_sums, labeling[first], counts)[point_of]
        for own_sums, labeling, counts in zip(
            np.split(sums, np.cumsum([len(counts) for counts in sizes])[:-1], axis=1), labels, sizes, strict=True
        )
    ]
    return np.stack(found)


def _codes(labeling: np.ndarray, n: int, place: int) -> np.ndarray:
    """Groups as 0, 1, …, none empty."""
    labeling = np.asarray(labeling)
    if labeling.shape != (n,):
        raise ValueError(
            f"`labelings` of `silhouettes` must hold a group for each of the {n} cases; "
            f"number {place} has the shape {labeling.shape}."
        )
    return np.unique(labeling, return_inverse=True)[1]


def _kept_together(labels: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Cells of cases that share a group in every partition: the groups of each, and the cell of each case."""
    cell = np.zeros(len(labels[0]), dtype=int)
    for labeling in labels:
        cell = np.unique(cell * (labeling.max() + 1) + labeling, return_inverse=True)[1]
    one_of_each = np.unique(cell, return_index=True)[1]
    return np.stack([labeling[one_of_each] for labeling in labels], axis=1), cell


def _members(cells: np.ndarray, sizes: list[np.ndarray]) -> np.ndarray:
    """Indicators of the groups of each cell, those of all partitions side by side."""
    return np.concatenate(
        [groups[:, None] == np.arange(len(counts)) for groups, counts in zip(cells.T, sizes, strict=True)], axis=1
    ).astype(float)


def _sums(points: np.ndarray, weights: np.ndarray, cell: np.ndarray, members: np.ndarray) -> np.ndarray:
    """Sum of the distances of each point to all cases of each group; the points are in the order of their cells."""
    blocks = [slice(start, start + BLOCK) for start in range(0, len(points), BLOCK)]
    adders = [_adder(weights[block], cell[block], members) for block in blocks]
    pairs = list(combinations_with_replacement(range(len(blocks)), 2))

    def strand(place: int) -> np.ndarray:
        sums = np.zeros((len(points), members.shape[1]))
        for i, j in pairs[place::STRANDS]:
            distances = _distances(points[blocks[i]], points[blocks[j]])
            sums[blocks[i]] += adders[j](distances)
            if j > i:
                sums[blocks[j]] += adders[i](distances.T)
        return sums

    with ThreadPoolExecutor(min(STRANDS, os.cpu_count() or 1)) as pool:  # the sums do not depend on how many work
        return sum(pool.map(strand, range(min(STRANDS, len(pairs)))))


def _adder(weights: np.ndarray, cell: np.ndarray, members: np.ndarray) -> Callable[[np.ndarray], np.ndarray]:
    """From distances to the points of a block to their sums by group; by way of the cells where these are fewer."""
    own, place = np.unique(cell, return_inverse=True)
    by_cell = np.zeros((len(cell), len(own)))
    by_cell[np.arange(len(cell)), place] = weights
    if len(own) < members.shape[1]:
        return lambda distances: (distances @ by_cell) @ members[own]
    by_group = by_cell @ members[own]
    return lambda distances: distances @ by_group


def _distances(points: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Distance of each point to each other, by one product of matrices; by subtraction where some are near."""
    center = points.mean(axis=0)
    x, y = points - center, others - center
    squares = (x**2).sum(axis=1)
    left = np.concatenate([x, squares[:, None], np.ones((len(x), 1))], axis=1)
    right = np.concatenate([-2 * y, np.ones((len(y), 1)), (y**2).sum(axis=1)[:, None]], axis=1)
    squared = left @ right.T
    if squared.min() <= _NEAR * squares.max():
        return cdist(points, others)
    return np.sqrt(squared, out=squared)


def _silhouette(sums: np.ndarray, labels: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Silhouette of each point from the sums of its distances to the cases of each group."""
    if len(counts) < 2:
        return np.full(len(labels), np.nan)
    own = counts[labels]
    everyone = np.arange(len(labels))
    within = sums[everyone, labels] / np.maximum(own - 1, 1)
    means = sums / counts
    means[everyone, labels] = np.inf
    nearest = means.min(axis=1)
    larger = np.maximum(within, nearest)
    return np.where((own > 1) & (larger > 0), (nearest - within) / np.where(larger > 0, larger, 1.0), 0.0)
