"""Which k typical rows are nearest to all others? k-centroids for answers that are codes, many starts at once.

The distance of two answers is how many steps they are apart (``"manhattan"``, for ordered answers and yes/no), or
whether they differ (``"hamming"``, for names). The centre of a group is then an answer that somebody could give: the
median, or the most frequent one. What was not answered is left out of the distance, which counts on average an item.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.codes import as_codes, distinct_codes, indicators
from seglib.clustering.threads import one_thread

DISTANCES = ("manhattan", "hamming")
_MOST_ITERATIONS = 200


@dataclass(frozen=True, eq=False)
class Centroids:
    """Groups around typical rows, the largest first.

    Parameters
    ----------
    k : int
        Number of groups.
    distance : {"manhattan", "hamming"}
        Between answers.
    labels : ndarray of int, shape (n,)
        Group of each case, 0 to k - 1.
    centers : ndarray of int, shape (k, d)
        The typical row of each group.
    objective : float
        Sum of the distances of all cases to their centres.
    sizes : ndarray of int, shape (d,)
        Number of codes of each column.
    hits : int
        How many of the starts ended at this objective.
    """

    k: int
    distance: str
    labels: np.ndarray
    centers: np.ndarray
    objective: float
    sizes: np.ndarray
    hits: int

    def predict(self, X: np.ndarray | pd.DataFrame) -> np.ndarray:
        """Give each case to the nearest centre; of equally near ones to the larger group.

        Parameters
        ----------
        X : ndarray or DataFrame, shape (m, d)
            Codes as in the fit.

        Returns
        -------
        ndarray of int, shape (m,)
        """
        return self.distances(X).argmin(axis=1)

    def distances(self, X: np.ndarray | pd.DataFrame) -> np.ndarray:
        """Give the distance of each case to each centre.

        Parameters
        ----------
        X : ndarray or DataFrame, shape (m, d)
            Codes as in the fit.

        Returns
        -------
        ndarray, shape (m, k)
            In steps; of what was answered, as if all had been.
        """
        codes = as_codes(X, caller="distances")
        costs = _costs(indicators(codes, self.sizes), self.sizes, self.distance)
        return np.round(costs[:, self.centers + _first(self.sizes)].sum(axis=2), 9)


def fit_centroids(
    X: np.ndarray | pd.DataFrame, *, k: int, distance: str = "manhattan", n_starts: int = 100, random_state: int
) -> Centroids:
    """Find k typical rows with the smallest sum of distances.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Codes 0, 1, … of each column; missing where there is no answer. Not changed.
    k : int
        Number of groups, at most the number of different rows.
    distance : {"manhattan", "hamming"}, default "manhattan"
        Between answers.
    n_starts : int, default 100
        Random starts from different rows; the best one counts.
    random_state : int
        Seed of the starts.

    Returns
    -------
    Centroids
        Groups from large to small. The order of rows changes nothing.

    Raises
    ------
    ValueError
        If a value is no code, k is out of range, or there is no such distance.

    References
    ----------
    .. [1] F. Leisch (2006), A toolbox for K-centroids cluster analysis, Computational Statistics and Data Analysis 51,
       526-544.

    Examples
    --------
    >>> fit_centroids([[0, 0, 1], [0, 0, 0], [4, 4, 3], [4, 4, 4], [4, 3, 4]], k=2, random_state=0).centers.tolist()
    [[4, 4, 4], [0, 0, 0]]
    """
    codes = as_codes(X, caller="fit_centroids")
    rows, weights, where = distinct_codes(codes)
    if distance not in DISTANCES:
        raise ValueError(f"`distance` of `fit_centroids` must be one of {', '.join(DISTANCES)}; got {distance!r}.")
    if not isinstance(k, (int, np.integer)) or isinstance(k, bool) or not 1 <= k <= len(rows):
        raise ValueError(
            f"`k` of `fit_centroids` must be an int from 1 to the number of different rows, {len(rows)}; got {k!r}. "
            "Ask for fewer groups."
        )
    sizes = np.nanmax(codes, axis=0).astype(int) + 1
    costs = _costs(indicators(rows, sizes), sizes, distance)
    draw = np.random.default_rng([random_state, k])
    with one_thread():
        chosen = np.stack([draw.choice(len(rows), k, replace=False) for _ in range(n_starts if k > 1 else 1)])
        centers, objective = _alternate(costs, weights, sizes, _complete(rows, weights, sizes)[chosen])
    best = int(np.lexsort([*centers.reshape(len(centers), -1).T[::-1], np.round(objective, 9)])[0])
    labels = _nearest(costs, centers[[best]])[0][:, 0]
    groups = np.bincount(labels, weights, minlength=k)
    order = np.lexsort([*centers[best].T[::-1], -groups])
    return Centroids(
        k=int(k),
        distance=distance,
        labels=np.argsort(order)[labels][where],
        centers=(centers[best] - _first(sizes))[order],
        objective=float(objective[best]),
        sizes=sizes,
        hits=int((objective < objective[best] + 1e-9 * max(1.0, objective[best])).sum()),
    )


def _first(sizes: np.ndarray) -> np.ndarray:
    return np.cumsum([0, *sizes[:-1]])


def _costs(given: np.ndarray, sizes: np.ndarray, distance: str) -> np.ndarray:
    """Distance of each row to each possible answer of each item, averaged over the items that the row answers."""
    apart = np.zeros((sizes.sum(), sizes.sum()))
    for first, size in zip(_first(sizes), sizes, strict=True):
        steps = np.abs(np.subtract.outer(np.arange(size), np.arange(size)))
        apart[first : first + size, first : first + size] = steps if distance == "manhattan" else steps > 0
    answered = np.maximum(given.sum(axis=1, keepdims=True), 1)
    return given @ apart / answered * len(sizes)


def _complete(rows: np.ndarray, weights: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Columns of the indicators that stand for each row, the most frequent answer where there is none."""
    counts = weights @ indicators(rows, sizes)
    usual = np.array([part.argmax() for part in np.split(counts, np.cumsum(sizes)[:-1])])
    return np.where(np.isnan(rows), usual, np.nan_to_num(rows)).astype(int) + _first(sizes)


def _nearest(costs: np.ndarray, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Nearest centre of each row in each start, and the distance to it."""
    starts, k, _ = centers.shape
    ends = np.zeros((starts * k, costs.shape[1]))
    np.put_along_axis(ends, centers.reshape(starts * k, -1), 1.0, axis=1)
    distances = np.round((costs @ ends.T).reshape(len(costs), starts, k), 9)
    return distances.argmin(axis=2), distances.min(axis=2)


def _alternate(
    costs: np.ndarray, weights: np.ndarray, sizes: np.ndarray, centers: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Give rows to centres and centres to rows until no start gets better; centres and objective of each start."""
    starts, k, _ = centers.shape
    before = np.full(starts, np.inf)
    for _ in range(_MOST_ITERATIONS):
        labels, distances = _nearest(costs, centers)
        objective = weights @ distances
        if not (objective < before - 1e-9).any():
            break
        before = objective
        members = (labels[:, :, None] == np.arange(k)).reshape(len(costs), -1) * weights[:, None]
        totals = np.round(members.T @ costs, 9).reshape(starts, k, -1)
        blocks = np.split(totals, np.cumsum(sizes)[:-1], axis=2)
        moved = np.stack([block.argmin(axis=2) for block in blocks], axis=2) + _first(sizes)
        empty = members.sum(axis=0).reshape(starts, k, 1) == 0
        centers = np.where(empty, centers, moved)
    return centers, objective
