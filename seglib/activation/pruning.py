"""How large may a tree be? As small as it can be without telling other customers' segments worse."""

from __future__ import annotations

import numpy as np

from seglib.activation.cart import grow
from seglib.activation.placing import folds

DEPTH, LEAVES_A_SEGMENT, MOST_LEAVES = 6, 3, 24


def _sizes(segments: np.ndarray) -> list[int]:
    k = len(np.unique(segments))
    return [size for size in range(max(k, 2), MOST_LEAVES + 1, max(k // 2, 1)) if size <= LEAVES_A_SEGMENT * k]


def fewest_leaves(X: np.ndarray, segments: np.ndarray, least: int, random_state: int) -> int:
    """Find how many leaves a tree needs.

    Parameters
    ----------
    X : ndarray of float, shape (n, p)
        From :func:`seglib.activation.cart.table_of`.
    segments : ndarray of str, shape (n,)
        Where the customers are.
    least : int
        Customers in a leaf, at least.
    random_state : int
        Seed of the folds.

    Returns
    -------
    int
        The smallest number whose accuracy on other customers is within a standard error of the best.
    """
    sizes = _sizes(segments)
    right = np.zeros((len(sizes), len(segments)))
    for learn, judge in folds(segments, random_state):
        for i, size in enumerate(sizes):
            tree = grow(X[learn], segments[learn], n_leaves=size, depth=DEPTH, least=least)
            right[i, judge] = tree.predict(X[judge]) == segments[judge]
    shares = right.mean(axis=1)
    best = int(shares.argmax())
    error = right[best].std() / np.sqrt(len(segments))
    return sizes[int(np.flatnonzero(shares >= shares[best] - error)[0])]


def out_of_fold(X: np.ndarray, segments: np.ndarray, least: int, random_state: int) -> np.ndarray:
    """Tell segments by trees, their size chosen too, that were made without the customer.

    Parameters
    ----------
    X : ndarray of float, shape (n, p)
        From :func:`seglib.activation.cart.table_of`.
    segments : ndarray of str, shape (n,)
        Where the customers are.
    least : int
        Customers in a leaf, at least.
    random_state : int
        Seed of the folds.

    Returns
    -------
    ndarray of str, shape (n,)
    """
    found = np.empty(len(segments), dtype=object)
    for learn, judge in folds(segments, random_state + 1):
        size = fewest_leaves(X[learn], segments[learn], least, random_state)
        tree = grow(X[learn], segments[learn], n_leaves=size, depth=DEPTH, least=least)
        found[judge] = tree.predict(X[judge])
    return found.astype(str)
