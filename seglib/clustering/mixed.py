"""Which k groups of cases with numbers and categories? One call for every algorithm, and one table to compare them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score, silhouette_score

from seglib.clustering.famd import famd
from seglib.clustering.kmeans import centers_of, kmeans, within_sum_of_squares
from seglib.clustering.kmedoids import gower, kmedoids
from seglib.clustering.kprototypes import indicators, kprototypes
from seglib.clustering.latent_class import fit_latent_classes
from seglib.clustering.matrix import distinct_rows, squared_distances
from seglib.clustering.mixed_matrix import MixedScale, content_order, learn_scale

GAMMA = 0.5  # half a squared standard deviation
SILHOUETTE_ROWS, BOOTSTRAP_ROWS = 1_000, 800
COMPARED_EFFORT, BOOTSTRAP_EFFORT = 0.1, 0.05


@dataclass(frozen=True, eq=False)
class MixedClustering:
    """A partition of cases with numbers and categories.

    Parameters
    ----------
    method : str
        A key of :data:`MIXED_METHODS`.
    k : int
        Number of groups.
    labels : ndarray of int, shape (n,)
        Group of each case; 0 is the largest group, and so on.
    objective : float
        What the method makes small; not to be compared between methods.
    assign : callable
        A table of cases to groups.
    """

    method: str
    k: int
    labels: np.ndarray
    objective: float
    assign: Callable[[pd.DataFrame], np.ndarray] = field(repr=False)

    def predict(self, X: pd.DataFrame) -> np.ndarray:
        """Give each case to the nearest group.

        Parameters
        ----------
        X : pandas.DataFrame
            Cases in the columns of the fit.

        Returns
        -------
        ndarray of int
            Groups; for the cases of the fit the same as `labels`.
        """
        return self.assign(X)


def fit_mixed(
    X: pd.DataFrame, *, k: int, method: str = "kprototypes", random_state: int, effort: float = 1.0
) -> MixedClustering:
    """Find k groups in a table of numbers and categories.

    Parameters
    ----------
    X : pandas.DataFrame
        Finite numbers, and texts or categories; columns in which all are alike are not looked at.
    k : int
        Number of groups, from 1 to the number of cases.
    method : {"kprototypes", "kmedoids", "famd", "classes"}
        k-prototypes on standardised numbers, with half a squared standard deviation for a differing category; k-medoids
        on Gower's distance; k-means on the axes of a factor analysis of mixed data; or latent classes, with numbers in
        their quarters.
    random_state : int
        Seed. The order of rows does not matter.
    effort : float, default 1.0
        Multiplies the number of starts.

    Returns
    -------
    MixedClustering

    Raises
    ------
    ValueError
        If there is no such method, `k` is out of range, a number is missing, or no column varies.
    """
    if method not in MIXED_METHODS:
        raise ValueError(f"`method` of `fit_mixed` must be one of {', '.join(MIXED_METHODS)}; got {method!r}.")
    scale = learn_scale(X, caller="fit_mixed")
    z, codes = scale.z(X), scale.codes(X)
    order = content_order(z, codes)
    z, codes = z[order], codes[order]
    different = len(np.unique(np.c_[z, codes], axis=0))
    if isinstance(k, bool) or not isinstance(k, (int, np.integer)) or not 1 <= k <= different:
        raise ValueError(
            f"`k` of `fit_mixed` must be an int from 1 to the number of different rows, {different}; got {k!r}."
        )
    nearest, objective = MIXED_METHODS[method](z, codes, scale, int(k), random_state, effort)
    sizes = np.bincount(nearest(z, codes), minlength=k)
    rank = np.argsort(np.argsort(-sizes, kind="stable"))

    def assign(other: pd.DataFrame) -> np.ndarray:
        return rank[nearest(scale.z(other), scale.codes(other))]

    return MixedClustering(method, int(k), assign(X), objective, assign)


def _prototypes(z, codes, scale, k, random_state, effort):
    _, found, cost = kprototypes(
        z, codes, sizes=scale.sizes, k=k, gamma=GAMMA, random_state=random_state, effort=effort
    )
    return lambda z, codes: found.costs(indicators(z, codes, scale.sizes)).argmin(axis=1), cost


def _medoids(z, codes, scale, k, random_state, effort):
    over_range = scale.spread / np.where(scale.width > 0, scale.width, 1.0)
    numbers = z * over_range
    _, medoids, cost = kmedoids(numbers, codes, sizes=scale.sizes, k=k, random_state=random_state, effort=effort)
    own_numbers, own_codes = numbers[medoids], codes[medoids]
    return lambda z, codes: gower(z * over_range, codes, own_numbers, own_codes, sizes=scale.sizes).argmin(axis=1), cost


def _axes(z, codes, scale, k, random_state, effort):
    axes = famd(z, codes, sizes=scale.sizes)
    rows, weights, _ = distinct_rows(np.round(axes.place(z, codes), 9))
    labels = kmeans(rows, weights, k=k, random_state=random_state, effort=effort)
    centers = centers_of(rows, weights, labels, k=k)
    objective = within_sum_of_squares(rows, weights, labels, k=k)
    return lambda z, codes: squared_distances(axes.place(z, codes), centers).argmin(axis=1), objective


def _classes(z, codes, scale, k, random_state, effort):
    cuts = [np.unique(np.quantile(np.sort(column), [0.25, 0.5, 0.75])) for column in z.T]
    last = np.array([len(values) for values in scale.categories.values()])  # of values that were not there
    present = [np.unique(np.searchsorted(cut, column, side="right")) for cut, column in zip(cuts, z.T, strict=True)]

    def matrix(z: np.ndarray, codes: np.ndarray) -> np.ndarray:
        banded = [
            np.minimum(np.searchsorted(known, np.searchsorted(cut, column, side="right")), len(known) - 1)
            for cut, column, known in zip(cuts, z.T, present, strict=True)
        ]
        return np.concatenate([*(one[:, None] for one in banded), np.where(codes < last, codes, np.nan)], axis=1)

    starts = max(4, round(effort * 20))
    classes = fit_latent_classes(matrix(z, codes), k=k, n_starts=starts, tolerance=1e-7, random_state=random_state)
    return lambda z, codes: classes.predict(matrix(z, codes)), -classes.log_likelihood


MIXED_METHODS = {"kprototypes": _prototypes, "kmedoids": _medoids, "famd": _axes, "classes": _classes}
"""Name of a method: from numbers, categories and their scale to a function that finds groups, and the objective."""


def compare_mixed(
    X: pd.DataFrame, *, ks: Iterable[int], methods: Iterable[str] = tuple(MIXED_METHODS), n_boot: int, random_state: int
) -> pd.DataFrame:
    """Compare methods and numbers of groups by what they share: separation and stability.

    Parameters
    ----------
    X : pandas.DataFrame
        As for :func:`fit_mixed`.
    ks : iterable of int
        Numbers of groups, each at least 2.
    methods : iterable of str
        Keys of :data:`MIXED_METHODS`.
    n_boot : int
        Pairs of bootstrap samples (of at most 800 cases) for the stability.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a method and number of groups: `method, k, n, silhouette` (on Gower's distance, of at most 1,000 cases,
        the same for all methods), `stability` (median adjusted Rand index over the pairs), `smallest_share`.
    """
    scale = learn_scale(X, caller="compare_mixed")
    X = X.iloc[content_order(scale.z(X), scale.codes(X))].reset_index(drop=True)
    rng = np.random.default_rng(random_state)
    shown = np.sort(rng.permutation(len(X))[:SILHOUETTE_ROWS])
    distances = _gower_among(X.iloc[shown], scale)
    pairs = [[X.iloc[rng.integers(0, len(X), min(len(X), BOOTSTRAP_ROWS))] for _ in range(2)] for _ in range(n_boot)]
    rows = []
    for method in methods:
        for k in sorted(set(ks)):
            found = fit_mixed(X, k=k, method=method, random_state=random_state, effort=COMPARED_EFFORT)
            own = found.labels[shown]
            rows.append(
                {
                    "method": method,
                    "k": k,
                    "n": len(X),
                    "silhouette": _silhouette(distances, own),
                    "stability": _stability(X.iloc[shown], pairs, k, method, random_state),
                    "smallest_share": float(np.bincount(found.labels, minlength=k).min() / len(X)),
                }
            )
    return pd.DataFrame(rows)


def _gower_among(X: pd.DataFrame, scale: MixedScale) -> np.ndarray:
    numbers = scale.z(X) * scale.spread / np.where(scale.width > 0, scale.width, 1.0)
    codes = scale.codes(X)
    return gower(numbers, codes, numbers, codes, sizes=scale.sizes)


def _silhouette(distances: np.ndarray, labels: np.ndarray) -> float:
    if not 2 <= len(set(labels)) < len(labels):
        return float("nan")
    np.fill_diagonal(distances, 0.0)
    return float(silhouette_score(distances, labels, metric="precomputed"))


def _stability(cases: pd.DataFrame, pairs: list, k: int, method: str, random_state: int) -> float:
    agreement = []
    for pair in pairs:
        labels = [
            fit_mixed(one, k=k, method=method, random_state=random_state, effort=BOOTSTRAP_EFFORT).predict(cases)
            for one in pair
        ]
        agreement.append(adjusted_rand_score(*labels))
    return float(np.median(agreement))
