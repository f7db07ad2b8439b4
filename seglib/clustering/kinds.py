"""How do answers and mixed tables come to the one call? By their own methods, and a matrix that gives the order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.centroids import fit_centroids
from seglib.clustering.codes import as_codes
from seglib.clustering.kprototypes import indicators
from seglib.clustering.latent_class import fit_latent_classes
from seglib.clustering.mixed import fit_mixed
from seglib.clustering.mixed_matrix import learn_scale

ANSWER_METHODS = ("latent_class", "centroids")
"""Methods for codes 0, 1, … of answers, of which some may be missing."""

TABLE_METHODS = {"kprototypes": "kprototypes", "famd": "famd", "mixed_classes": "classes", "kmedoids": "kmedoids"}
"""Methods for tables of numbers and categories, and their names in :func:`seglib.clustering.mixed.fit_mixed`."""


@dataclass(frozen=True, eq=False)
class Grouped:
    """What a method of another kind found.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Group of each case, in the method's own order.
    points : ndarray, shape (n, d)
        The cases as numbers: answers with the mean of the column for a missing one; numbers in standard deviations,
        and a column of 0 and 1 for each category.
    objective : float
        What the method makes small.
    rule : callable
        From a table as in the fit to groups.
    """

    labels: np.ndarray
    points: np.ndarray
    objective: float
    rule: Callable[[np.ndarray | pd.DataFrame], np.ndarray]


def is_of_another_kind(X: np.ndarray | pd.DataFrame, method: str) -> bool:
    """Say whether X is to be read by the method itself, not as a matrix of numbers.

    Parameters
    ----------
    X : ndarray or DataFrame
        Cases.
    method : str
        Name of the method; k-medoids takes both kinds.

    Returns
    -------
    bool
    """
    if method == "kmedoids":
        return isinstance(X, pd.DataFrame) and not all(map(pd.api.types.is_numeric_dtype, X.dtypes))
    return method in ANSWER_METHODS or method in TABLE_METHODS


def group(X: np.ndarray | pd.DataFrame, *, k: int, method: str, random_state: int) -> Grouped:
    """Find k groups by the method's own function.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Codes of answers, or a table of numbers and categories. Not changed.
    k : int
        Number of groups.
    method : str
        One of :data:`ANSWER_METHODS`, or a key of :data:`TABLE_METHODS`.
    random_state : int
        Seed.

    Returns
    -------
    Grouped
    """
    if method in TABLE_METHODS:
        found = fit_mixed(X, k=k, method=TABLE_METHODS[method], random_state=random_state)
        scale = learn_scale(X, caller="fit")
        points = indicators(scale.z(X), scale.codes(X), scale.sizes)
        return Grouped(found.labels, points, found.objective, found.predict)
    fitted = fit_centroids if method == "centroids" else fit_latent_classes
    found = fitted(X, k=k, random_state=random_state)
    codes = as_codes(X, caller="fit")
    points = np.where(np.isnan(codes), np.nanmean(np.sort(codes, axis=0), axis=0), codes)
    objective = found.objective if method == "centroids" else -found.log_likelihood
    return Grouped(found.labels, points, objective, found.predict)
