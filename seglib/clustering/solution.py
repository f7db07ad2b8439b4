"""Which k groups? One call for every algorithm; labels keep their meaning between runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from seglib.clustering.contrasts import kmedoids, ward
from seglib.clustering.gaussian_mixture import fit_normal_mixture, gaussian_mixture
from seglib.clustering.kinds import ANSWER_METHODS, TABLE_METHODS, group, is_of_another_kind
from seglib.clustering.kmeans import centers_of, kmeans, within_sum_of_squares
from seglib.clustering.matrix import as_matrix, check_varies, distinct_rows, squared_distances

METHODS: dict[str, Callable[..., np.ndarray]] = {
    "kmeans": kmeans,
    "gaussian_mixture": gaussian_mixture,
    "ward": ward,
    "kmedoids": kmedoids,
}
"""Name of a method: a function of distinct rows and weights with `k` and `random_state` that gives a group a row."""


@dataclass(frozen=True, eq=False)
class Clustering:
    """A partition with its centres.

    Parameters
    ----------
    method : str
        Name of the method.
    k : int
        Number of groups.
    labels : ndarray of int, shape (n,)
        Group of each case, 0 to k - 1. Groups are numbered along the first principal axis of the data (see
        :func:`fit`), so the same partition has the same labels whatever the seed, order of rows or number of threads.
    centers : ndarray, shape (k, d)
        Mean of each group.
    objective : float
        Within-cluster sum of squares.
    columns : tuple of str or None
        Names of the columns, when X had some.
    bic, icl : float
        Of a mixture: Schwarz's Bayesian criterion and the integrated completed likelihood; the lower the better.
    rule : callable or None
        How cases get their group, where it is not the one with the nearest centre.
    reads_itself : bool
        Whether the rule reads answers or a mixed table, not a matrix of numbers.
    """

    method: str
    k: int
    labels: np.ndarray
    centers: np.ndarray
    objective: float
    columns: tuple[str, ...] | None = None
    bic: float = float("nan")
    icl: float = float("nan")
    rule: Callable[[np.ndarray | pd.DataFrame], np.ndarray] | None = field(default=None, repr=False)
    reads_itself: bool = field(default=False, repr=False)

    def predict(self, X: np.ndarray | pd.DataFrame) -> np.ndarray:
        """Give each case to the nearest centre, or of a mixture to the most probable component.

        Parameters
        ----------
        X : ndarray or DataFrame, shape (m, d)
            Cases in the columns of the fit; a DataFrame's columns are taken by name.

        Returns
        -------
        ndarray of int, shape (m,)
            Groups; of k-means and mixtures, for the cases of the fit the same as `labels`. Ward's tree and k-medoids
            may have cases that are nearer to the mean of another group than to that of their own.

        Raises
        ------
        ValueError
            If a column is absent, their number differs, or a value is missing or infinite.
        """
        if self.reads_itself:
            return self.rule(X)
        if self.columns and isinstance(X, pd.DataFrame):
            absent = [column for column in self.columns if column not in X.columns]
            if absent:
                raise ValueError(f"`X` of `predict` must have the column {absent[0]!r} of the fit.")
            X = X[list(self.columns)]
        matrix = as_matrix(X, caller="predict")
        if matrix.shape[1] != self.centers.shape[1]:
            raise ValueError(
                f"`X` of `predict` must have {self.centers.shape[1]} columns as in the fit; got {matrix.shape[1]}."
            )
        return squared_distances(matrix, self.centers).argmin(axis=1) if self.rule is None else self.rule(matrix)


def fit(X: np.ndarray | pd.DataFrame, *, k: int, method: str = "kmeans", random_state: int) -> Clustering:
    """Find k groups.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers, already on comparable scales; or what the method reads. Not changed.
    k : int
        Number of groups, from 1 to the number of different rows.
    method : str, default "kmeans"
        Of numbers: ``"kmeans"``; ``"gaussian_mixture"``, normal distributions with a covariance matrix each;
        ``"ward"``, Ward's tree (above 10,000 cases of a seeded sample, the others join the nearest centre);
        ``"kmedoids"``, medoids by the mean difference over the range.
        Of answers (codes 0, 1, …, some perhaps missing): ``"latent_class"``; ``"centroids"``, medians.
        Of a DataFrame with numbers and categories: ``"kprototypes"``, ``"kmedoids"``, ``"famd"``,
        ``"mixed_classes"``, see :func:`seglib.clustering.mixed.fit_mixed`.
    random_state : int
        Seed of the starts. Equal seeds give equal results.

    Returns
    -------
    Clustering
        Groups are numbered by the projection of their centres on the first principal axis of X (a category is a column
        of 0 and 1, a missing answer the mean of its column), from low to high; the
        axis points so that its largest loading (the first of equal ones) is positive. Groups with equal projections
        (to nine decimals) follow the values of their centres, column by column.

    Raises
    ------
    ValueError
        If X is not finite or does not vary in a column, `k` is out of range or has fewer rows to choose from, or
        there is no such method.

    Examples
    --------
    >>> fit([[0.0], [1.0], [10.0], [11.0]], k=2, random_state=0).labels
    array([0, 0, 1, 1])
    """
    if is_of_another_kind(X, method):
        return _of_another_kind(X, k=k, method=method, random_state=random_state)
    matrix = as_matrix(X, caller="fit")
    check_varies(matrix, X, caller="fit")
    rows, weights, where = distinct_rows(matrix)
    check_method(method, caller="fit")
    if not isinstance(k, (int, np.integer)) or isinstance(k, bool) or not 1 <= k <= len(rows):
        raise ValueError(
            f"`k` of `fit` must be an int from 1 to the number of different rows, {len(rows)}; got {k!r}. "
            "Ask for fewer groups."
        )
    mixture = None
    if method == "gaussian_mixture":
        mixture = fit_normal_mixture(rows, weights, k=int(k), random_state=random_state)
        labels = mixture.labels
    else:
        labels = METHODS[method](rows, weights, k=int(k), random_state=random_state)
    _check_filled(labels, k, method)
    centers = centers_of(rows, weights, labels, k=k)
    rank = np.argsort(_order(rows, weights, centers))
    labels = rank[labels]
    return Clustering(
        method=method,
        k=int(k),
        labels=labels[where],
        centers=centers_of(rows, weights, labels, k=k),
        objective=within_sum_of_squares(rows, weights, labels, k=k),
        columns=tuple(map(str, X.columns)) if isinstance(X, pd.DataFrame) else None,
        **({} if mixture is None else {"bic": mixture.bic, "icl": mixture.icl}),
        rule=None if mixture is None else lambda cases: rank[mixture.predict(cases)],
    )


def _of_another_kind(X: np.ndarray | pd.DataFrame, *, k: int, method: str, random_state: int) -> Clustering:
    """Groups of answers or of a mixed table, in the order of all others."""
    found = group(X, k=k, method=method, random_state=random_state)
    _check_filled(found.labels, k, method)
    sorted_cases = np.lexsort([found.labels, *found.points.T[::-1]])
    points, labels = found.points[sorted_cases], found.labels[sorted_cases]
    each = np.ones(len(points))
    centers = centers_of(points, each, labels, k=k)
    order = _order(points, each, centers)
    rank = np.argsort(order)
    return Clustering(
        method=method,
        k=int(k),
        labels=rank[found.labels],
        centers=centers[order],
        objective=float(found.objective),
        columns=tuple(map(str, X.columns)) if isinstance(X, pd.DataFrame) else None,
        rule=lambda cases: rank[found.rule(cases)],
        reads_itself=True,
    )


def _check_filled(labels: np.ndarray, k: int, method: str) -> None:
    if len(np.unique(labels)) < k:
        raise ValueError(
            f"`k` of `fit` must be smaller: {method!r} leaves groups without a case at {k}. Ask for fewer groups."
        )


def check_method(method: str, *, caller: str) -> None:
    """Refuse a method that is not in the register.

    Parameters
    ----------
    method : str
        To be checked.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    ValueError
        Naming the known methods.
    """
    if method not in METHODS:
        known = [*METHODS, *ANSWER_METHODS, *TABLE_METHODS] if caller == "fit" else METHODS
        raise ValueError(f"`method` of `{caller}` must be one of {', '.join(dict.fromkeys(known))}; got {method!r}.")


def _order(rows: np.ndarray, weights: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Groups from low to high along the first principal axis."""
    covariance = np.atleast_2d(np.cov(rows, rowvar=False, aweights=weights, ddof=0))
    axis = np.linalg.eigh(covariance)[1][:, -1]
    axis = axis * np.sign(axis[np.round(np.abs(axis), 9).argmax()])
    projection = np.round(centers @ axis, 9)
    return np.lexsort([*np.round(centers.T[::-1], 9), projection])
