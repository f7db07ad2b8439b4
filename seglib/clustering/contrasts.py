"""What do other algorithms find? Ward's tree, medoids, dense regions, and how far partitions agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.cluster import HDBSCAN, AgglomerativeClustering

from seglib.clustering.kmeans import centers_of
from seglib.clustering.kmedoids import kmedoids as mixed_kmedoids
from seglib.clustering.matrix import as_matrix, check_varies, distinct_rows, squared_distances
from seglib.clustering.rand_index import adjusted_rand

WARD_ROWS = 10_000  # a tree of 20,000 cases would take 1.6 GB for the distances of all pairs
_NEIGHBOURS = 10


def ward(rows: np.ndarray, weights: np.ndarray, *, k: int, random_state: int, effort: float = 1.0) -> np.ndarray:
    """Partition weighted rows by Ward's tree, which joins the two groups that add least to the sum of squares.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (m,)
        How many cases each stands for.
    k : int
        Number of groups.
    random_state : int
        Seed of the sample: above 10,000 cases the tree is grown on as many of them, and the others join the nearest
        centre. Otherwise nothing is drawn.
    effort : float, default 1.0
        Not used: there is one tree.

    Returns
    -------
    ndarray of int, shape (m,)

    References
    ----------
    .. [1] J. H. Ward (1963), Hierarchical grouping to optimize an objective function, Journal of the American
       Statistical Association 58, 236-244.
    """
    which = np.repeat(np.arange(len(rows)), weights.astype(int))
    if len(which) > WARD_ROWS:
        which = np.sort(np.random.default_rng(random_state).choice(which, WARD_ROWS, replace=False))
    if k == 1 or len(which) == 1:
        return np.zeros(len(rows), dtype=int)
    found = AgglomerativeClustering(k, linkage="ward").fit_predict(rows[which])
    labels = squared_distances(rows, centers_of(rows[which], np.ones(len(which)), found, k=k)).argmin(axis=1)
    labels[which] = found
    return labels


def kmedoids(rows: np.ndarray, weights: np.ndarray, *, k: int, random_state: int, effort: float = 1.0) -> np.ndarray:
    """Partition weighted rows around k typical ones, by Gower's distance: the mean difference over the range.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (m,)
        How many cases each stands for.
    k : int
        Number of groups.
    random_state : int
        Seed of the samples in which medoids are sought.
    effort : float, default 1.0
        Multiplies the number of samples.

    Returns
    -------
    ndarray of int, shape (m,)

    See Also
    --------
    seglib.clustering.mixed.fit_mixed : The same with categories.
    """
    which = np.repeat(np.arange(len(rows)), weights.astype(int))
    width = np.ptp(rows, axis=0)
    numbers = rows[which] / np.where(width > 0, width, 1.0)
    none = np.zeros((len(which), 0), dtype=int)
    found, _, _ = mixed_kmedoids(numbers, none, sizes=[], k=k, random_state=random_state, effort=effort)
    labels = np.zeros(len(rows), dtype=int)
    labels[which] = found
    return labels


@dataclass(frozen=True, eq=False)
class DensityGroups:
    """Dense regions, and the cases between them.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Group of each case, the largest is 0; -1 for a case in none.
    k : int
        Number of groups; 0 where there is no region denser than its surroundings.
    noise_share : float
        Share of the cases that are in none.
    """

    labels: np.ndarray = field(repr=False)
    k: int
    noise_share: float


def density_groups(X: np.ndarray | pd.DataFrame, *, min_share: float = 0.05) -> DensityGroups:
    """Find regions that are denser than what lies between them (HDBSCAN).

    Unlike the methods of :func:`seglib.clustering.fit`, it does not divide everybody up: it says how many dense regions
    there are, and leaves out who is in none. A contrast, then, not a segmentation.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed.
    min_share : float, default 0.05
        Smallest share of the cases that counts as a group, above 0 and at most 0.5.

    Returns
    -------
    DensityGroups

    Raises
    ------
    ValueError
        If X is not finite or does not vary in a column, or `min_share` is out of range.

    References
    ----------
    .. [1] R. J. G. B. Campello, D. Moulavi and J. Sander (2013), Density-based clustering based on hierarchical density
       estimates, PAKDD, 160-172.
    """
    if not 0 < min_share <= 0.5:
        raise ValueError(f"`min_share` of `density_groups` must be above 0 and at most 0.5; got {min_share!r}.")
    matrix = as_matrix(X, caller="density_groups")
    check_varies(matrix, X, caller="density_groups")
    rows, weights, where = distinct_rows(matrix)
    which = np.repeat(np.arange(len(rows)), weights.astype(int))
    least = max(2, int(np.ceil(min_share * len(matrix))))
    if len(matrix) <= least:
        return DensityGroups(np.full(len(matrix), -1), 0, 1.0)
    neighbours = min(_NEIGHBOURS, least, len(matrix) - 1)
    found = HDBSCAN(min_cluster_size=least, min_samples=neighbours, copy=True).fit_predict(rows[which])
    by_row = np.full(len(rows), -1)
    by_row[which] = np.where(found >= 0, found, -1)
    labels = by_row[where]
    sizes = np.bincount(labels[labels >= 0])
    sizes = sizes[: int(labels.max()) + 1]
    rank = np.argsort(np.argsort(-sizes, kind="stable"))
    labels = np.where(labels >= 0, rank[np.maximum(labels, 0)] if len(rank) else -1, -1)
    return DensityGroups(labels, len(sizes), float((labels < 0).mean()))


def agreement(labelings: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """Say how far partitions of the same cases agree, each with each.

    Parameters
    ----------
    labelings : mapping of str to array, shape (n,)
        Name of each partition, and the group of each case in it.

    Returns
    -------
    pandas.DataFrame
        A row and a column for each partition: the adjusted Rand index of the two, 1 where they are the same, 0 on
        average where one is drawn by lot.

    Raises
    ------
    ValueError
        If the partitions are not of the same number of cases.

    Examples
    --------
    >>> agreement({"ward": [0, 0, 1, 1], "kmeans": ["b", "b", "a", "a"], "other": [0, 1, 0, 1]}).round(2)
            ward  kmeans  other
    ward     1.0     1.0   -0.5
    kmeans   1.0     1.0   -0.5
    other   -0.5    -0.5    1.0
    """
    codes = [np.unique(np.asarray(labels), return_inverse=True)[1] for labels in labelings.values()]
    lengths = {name: len(one) for name, one in zip(labelings, codes, strict=True)}
    if len(set(lengths.values())) > 1:
        raise ValueError(f"`labelings` of `agreement` must have the same cases; got as many as {lengths}.")
    table = [[adjusted_rand(one, other) for other in codes] for one in codes]
    return pd.DataFrame(table, index=list(labelings), columns=list(labelings), dtype=float)
