"""Which of the segments come again in another sample? Stability of each segment, and of each case in its segment.

A solution that is unstable as a whole may hold one segment that every sample finds, and a stable one a segment that
none does. So each bootstrap sample is clustered, its solution classifies all cases, and each segment is compared with
its most similar one there by the Jaccard coefficient: the cases in both as a share of the cases in either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from seglib.clustering.matrix import as_matrix, distinct_rows
from seglib.clustering.resampling import resample
from seglib.clustering.scanning import BOOTSTRAP_ROWS
from seglib.clustering.solution import Clustering, fit

READINGS = (
    (0.85, "highly stable"),
    (0.75, "stable"),
    (0.60, "pattern only"),
    (0.50, "do not trust"),
    (0.00, "dissolved"),
)
"""Smallest mean Jaccard coefficient of each reading; exactly 0.50 is still "dissolved"."""

HELD = 0.8
"""A case with its own segment in a smaller share of the samples could as well be elsewhere."""


@dataclass(frozen=True, eq=False)
class SegmentStability:
    """What the bootstrap samples made of the segments.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a segment, see :func:`segment_stability`.
    draws : pandas.DataFrame
        One row a segment and sample: `k`, `segment`, `sample` and `jaccard`.
    solutions : mapping of int to Clustering
        The solution of each k, whose labels are the numbers of the segments.
    held : mapping of int to ndarray
        For each k and case the share of samples in which the case is with its own segment.
    """

    table: pd.DataFrame
    draws: pd.DataFrame
    solutions: Mapping[int, Clustering]
    held: Mapping[int, np.ndarray]


def segment_stability(
    X: np.ndarray | pd.DataFrame, *, ks: Iterable[int], method: str = "kmeans", n_boot: int, random_state: int
) -> SegmentStability:
    """Compute the segment level stability within solutions (SLSW).

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed.
    ks : iterable of int
        Numbers of segments, each at least 2.
    method : str, default "kmeans"
        A key of :data:`seglib.clustering.METHODS`.
    n_boot : int
        Bootstrap samples for each k, at least 2; 100 are the custom.
    random_state : int
        Seed.

    Returns
    -------
    SegmentStability
        Its `table` has one row a segment: `k`, `segment` (the label of :func:`seglib.clustering.fit`), `n`, `share`,
        `jaccard_mean`, `jaccard_median`, `jaccard_low` and `jaccard_high` (between them lie the coefficients of 95 % of
        the samples: an interval for the next sample, not for the mean), `q25` and `q75`, `dissolved` (share of samples
        with at most 0.5), `recovered` (share with at least 0.75), `reading`, `elsewhere` (share of the members that are
        with the segment in less than 80 % of the samples, so that they could as well be elsewhere), `n_boot` and
        `boot_n` (size of a sample, at most 5,000).

    Raises
    ------
    ValueError
        As :func:`seglib.clustering.fit`, or if there is no k, one below 2, or `n_boot` is below 2.

    Notes
    -----
    The most similar segment is looked for by each segment for itself, so two can meet in one: that is how a segment
    dissolves. For `elsewhere` the segments of a sample are matched one to one, so that their Jaccard coefficients add
    up to the most. flexclust averages the coefficients of two samples to a draw: its mean is the same, its boxes are
    narrower by about a factor of the root of two.

    Structureless data can be cut in a reproducible way. Whether a coefficient is more than that takes a comparison with
    data that have no structure.

    References
    ----------
    .. [1] S. Dolnicar and F. Leisch (2017), Using segment level stability to select target segments in data-driven
       market segmentation studies, Marketing Letters 28, 423-436.
    .. [2] C. Hennig (2007), Cluster-wise assessment of cluster stability, Computational Statistics and Data Analysis
       52, 258-271; the readings are those of `clusterboot` in his package fpc.
    """
    ks = sorted({int(k) for k in ks})
    if not ks or ks[0] < 2:
        raise ValueError(f"`ks` of `segment_stability` must hold numbers of segments from 2 up; got {ks}.")
    if not isinstance(n_boot, int) or isinstance(n_boot, bool) or n_boot < 2:
        raise ValueError(f"`n_boot` of `segment_stability` must be an int of 2 or more; got {n_boot!r}.")
    solutions = {k: fit(X, k=k, method=method, random_state=random_state) for k in ks}
    rows, weights, where = distinct_rows(as_matrix(X, caller="segment_stability"))
    tables, draws, held = [], [], {}
    for k, solution in solutions.items():
        labels = np.empty(len(rows), dtype=int)
        labels[where] = solution.labels
        samples = resample(rows, weights, k=k, method=method, n_boot=n_boot, random_state=random_state)
        coefficients, stayed = _compared(labels, weights, samples, k=k)
        held[k] = stayed[where]
        tables.append(_table(coefficients, solution.labels, held[k]))
        draws.append(_long(coefficients))
    return SegmentStability(
        table=pd.concat(tables, ignore_index=True).assign(n_boot=n_boot, boot_n=min(len(where), BOOTSTRAP_ROWS)),
        draws=pd.concat(draws, ignore_index=True),
        solutions=solutions,
        held=held,
    )


def reading(jaccard: float) -> str:
    """Read a mean Jaccard coefficient as fpc does.

    Parameters
    ----------
    jaccard : float
        Mean over the bootstrap samples.

    Returns
    -------
    str
        One of the readings in :data:`READINGS`.

    Examples
    --------
    >>> [reading(jaccard) for jaccard in (0.9, 0.75, 0.6, 0.51, 0.5)]
    ['highly stable', 'stable', 'pattern only', 'do not trust', 'dissolved']
    """
    if jaccard <= 0.5:
        return "dissolved"
    return next(words for least, words in READINGS if jaccard >= least)


def jaccard(labels: np.ndarray, others: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Compare each group of one partition with each of another.

    Parameters
    ----------
    labels, others : ndarray of int, shape (m,)
        Two partitions of the same rows, numbered from 0.
    weights : ndarray, shape (m,)
        How many cases each row stands for.

    Returns
    -------
    ndarray, shape (k, l)
        Cases in both groups as a share of the cases in either.

    Examples
    --------
    >>> jaccard(np.array([0, 0, 1]), np.array([1, 0, 0]), np.ones(3)).round(2).tolist()
    [[0.33, 0.5], [0.5, 0.0]]
    """
    shape = labels.max() + 1, others.max() + 1
    both = np.bincount(labels * shape[1] + others, weights, minlength=shape[0] * shape[1]).reshape(shape)
    either = both.sum(axis=1, keepdims=True) + both.sum(axis=0) - both
    return np.divide(both, either, out=np.zeros(shape), where=either > 0)


def _compared(labels: np.ndarray, weights: np.ndarray, samples: np.ndarray, *, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Highest coefficient of each segment in each sample, and the share of samples in which a row stays."""
    coefficients, stayed = np.empty((len(samples), k)), np.zeros(len(labels))
    for b, sample in enumerate(samples):
        similar = jaccard(labels, sample, weights)
        coefficients[b] = similar.max(axis=1)
        segments, matches = linear_sum_assignment(-similar)
        match = np.full(k, -1)
        match[segments] = matches
        stayed += sample == match[labels]
    return coefficients, stayed / len(samples)


def _table(coefficients: np.ndarray, labels: np.ndarray, held: np.ndarray) -> pd.DataFrame:
    """One row a segment."""
    k = coefficients.shape[1]
    n = np.bincount(labels, minlength=k)
    low, q25, median, q75, high = np.quantile(coefficients, [0.025, 0.25, 0.5, 0.75, 0.975], axis=0)
    mean = coefficients.mean(axis=0)
    return pd.DataFrame(
        {
            "k": k,
            "segment": range(k),
            "n": n,
            "share": n / len(labels),
            "jaccard_mean": mean,
            "jaccard_median": median,
            "jaccard_low": low,
            "jaccard_high": high,
            "q25": q25,
            "q75": q75,
            "dissolved": (coefficients <= 0.5).mean(axis=0),
            "recovered": (coefficients >= 0.75).mean(axis=0),
            "reading": [reading(value) for value in mean],
            "elsewhere": np.bincount(labels, held < HELD, minlength=k) / n,
        }
    )


def _long(coefficients: np.ndarray) -> pd.DataFrame:
    """One row a segment and sample."""
    n_boot, k = coefficients.shape
    return pd.DataFrame(
        {
            "k": k,
            "segment": np.repeat(np.arange(k), n_boot),
            "sample": np.tile(np.arange(n_boot), k),
            "jaccard": coefficients.T.ravel(),
        }
    )
