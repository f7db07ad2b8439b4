"""Do valleys lie between the groups? Each pair of groups is looked at along the line through their centres.

Groups that any algorithm cuts out of one cloud touch: along the line from one centre to the other there is one peak.
Groups of a kind of their own have a peak each, and few cases between. Of k groups all pairs must have a valley; then
there are at least k peaks.

References
----------
.. [1] A. Kalogeratos and A. Likas (2012), Dip-means: an incremental clustering method for estimating the number of
   clusters, Advances in Neural Information Processing Systems 25: the dip as a criterion of splitting.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from seglib.clustering.dip import dip

SURE, LIKELY, OF_TWO = 0.05, 0.15, 0.01
"""Levels of the test of each pair of three groups or more, all of which have to pass, and of two groups."""
_MOST = 4_000


def valleys(X: np.ndarray, labels: np.ndarray, *, random_state: int) -> pd.DataFrame:
    """Test each pair of groups for a valley between them.

    Parameters
    ----------
    X : ndarray, shape (n, d)
        Finite numbers; repeated values are better spread first (:func:`seglib.clustering.dip.spread_ties`).
    labels : ndarray of int, shape (n,)
        Group of each case, from 0.
    random_state : int
        Seed of the sample of 4,000 cases that is looked at of larger pairs.

    Returns
    -------
    pandas.DataFrame
        One row a pair: `one`, `other`, `n` (cases looked at), `dip`, and `p`, the probability of so deep a valley in a
        sample with one peak.
    """
    rng = np.random.default_rng(random_state)
    centers = [X[labels == group].mean(axis=0) for group in range(labels.max() + 1)]
    rows = []
    for one, other in combinations(range(len(centers)), 2):
        line = X[(labels == one) | (labels == other)] @ (centers[other] - centers[one])
        found = dip(line if len(line) <= _MOST else rng.choice(line, _MOST, replace=False))
        rows.append((one, other, found.n, found.value, found.p))
    return pd.DataFrame(rows, columns=["one", "other", "n", "dip", "p"])


def separated(pairs: list[pd.DataFrame]) -> list[bool]:
    """Say which partitions have a valley between all pairs of their groups.

    Parameters
    ----------
    pairs : list of pandas.DataFrame
        From :func:`valleys`, one a partition.

    Returns
    -------
    list of bool
        Judged at the level :data:`SURE`; only if no partition passes it, at :data:`LIKELY`, for several pairs seldom
        pass together by chance.
    """
    sure, likely = (
        [len(one) > 0 and one["p"].max() <= (OF_TWO if len(one) == 1 else level) for one in pairs]
        for level in (SURE, LIKELY)
    )
    return [bool(one) for one in (sure if any(sure) else likely)]
