"""How often would a segment come again if there were none? The Jaccard coefficients of data without groups.

A segment that every sample finds again may be a piece of one cloud that is cut in the same place each time. So its
coefficient is read beside those of segments of data of the same size, spread and shape that have no groups.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

import numpy as np
import pandas as pd

from seglib.clustering.dip import spread_ties
from seglib.clustering.matrix import as_matrix, check_varies, distinct_rows
from seglib.clustering.nulls import FAMILIES, null_families
from seglib.clustering.resampling import resample
from seglib.clustering.scanning import BOOTSTRAP_ROWS
from seglib.clustering.segment_stability import jaccard
from seglib.clustering.solution import fit

REACHED = 0.95


def null_jaccard(
    X: np.ndarray | pd.DataFrame,
    *,
    ks: Iterable[int],
    method: str = "kmeans",
    n_null: int,
    n_boot: int,
    families: Iterable[str] = tuple(FAMILIES),
    random_state: int,
) -> pd.DataFrame:
    """Compute the mean Jaccard coefficients of segments of data without groups.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales, whose size, spread and shape the data without groups have. Not changed.
    ks : iterable of int
        Numbers of segments, each at least 2.
    method : str, default "kmeans"
        A key of :data:`seglib.clustering.METHODS`.
    n_null : int
        Data sets drawn of each family of :func:`seglib.clustering.nulls.null_families`, at least 1.
    n_boot : int
        Bootstrap samples of each, at least 2.
    families : iterable of str, default all
        Names of families, in :data:`seglib.clustering.nulls.FAMILIES`. What is drawn of one does not depend on others.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a family, draw, k and segment: `family`, `draw`, `k`, `segment` and `jaccard_mean`. Draws have as many
        cases as X, at most 5,000.

    Raises
    ------
    ValueError
        If X is not finite or does not vary in a column, there is no k, or a number is too small.

    See Also
    --------
    reached_without_groups : What the passports compare with.
    draws_needed : How many draws that takes.
    """
    matrix = as_matrix(X, caller="null_jaccard")
    check_varies(matrix, X, caller="null_jaccard")
    ks = sorted({int(k) for k in ks})
    if not ks or ks[0] < 2 or n_null < 1 or n_boot < 2:
        raise ValueError(
            "`null_jaccard` needs `ks` from 2 up, `n_null` of 1 or more and `n_boot` of 2 or more; "
            f"got {ks}, {n_null} and {n_boot}."
        )
    fitted, rows = null_families(spread_ties(matrix, random_state=random_state)), []
    for family in families:
        rng = np.random.default_rng([random_state, list(FAMILIES).index(family)])
        for number in range(n_null):
            drawn = fitted[family](min(len(matrix), BOOTSTRAP_ROWS), rng)
            for k in ks:
                means = _means(drawn, k=k, method=method, n_boot=n_boot, random_state=int(rng.integers(2**31)))
                rows += [(family, number, k, segment, mean) for segment, mean in enumerate(means)]
    return pd.DataFrame(rows, columns=["family", "draw", "k", "segment", "jaccard_mean"])


def draws_needed(k: int) -> int:
    """Tell how many data sets of a family it takes to know what 95 % of their segments stay below.

    Parameters
    ----------
    k : int
        Number of segments, at least 2.

    Returns
    -------
    int
        So many that there are 19 segments: of 19 and one more, each is the largest with the same probability, 5 %.

    Examples
    --------
    >>> [draws_needed(k) for k in (2, 4, 8)]
    [10, 5, 3]
    """
    return math.ceil(round(REACHED / (1 - REACHED)) / k)


def reached_without_groups(drawn: pd.DataFrame) -> dict[int, float]:
    """Tell which mean Jaccard coefficient 95 % of the segments stay below in data without groups.

    Parameters
    ----------
    drawn : pandas.DataFrame
        From :func:`null_jaccard`.

    Returns
    -------
    dict of int to float
        For each k the value of the family that reaches most, to be given to :func:`seglib.clustering.passports`.

    Notes
    -----
    Of m segments of a family it is the one of rank 0.95 (m + 1), rounded up: one segment more of the same family is
    above it in at most 5 % of all cases. A quantile that lies between the drawn values is too low: of 8 values, one
    more is above it in 15 %. Of fewer than 19 it is the largest, and more than 5 % are above it (:func:`draws_needed`).
    """
    high = drawn.groupby(["k", "family"])["jaccard_mean"].agg(_reached)
    return {int(k): float(value) for k, value in high.groupby("k").max().items()}


def _reached(values: pd.Series) -> float:
    rank = math.ceil(round(REACHED * (len(values) + 1), 9))
    return float(np.sort(values.to_numpy())[min(rank, len(values)) - 1])


def _means(drawn: np.ndarray, *, k: int, method: str, n_boot: int, random_state: int) -> np.ndarray:
    """Mean coefficient of each segment of one data set."""
    rows, weights, where = distinct_rows(drawn)
    labels = np.empty(len(rows), dtype=int)
    labels[where] = fit(drawn, k=k, method=method, random_state=random_state).labels
    samples = resample(rows, weights, k=k, method=method, n_boot=n_boot, random_state=random_state)
    return np.mean([jaccard(labels, sample, weights).max(axis=1) for sample in samples], axis=0)
