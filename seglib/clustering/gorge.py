"""Are the cases near their own segment's centre and far from the others, or in between? Similarities and the gorge.

Where segments are natural, each case is very similar to one centre and hardly to the others: a histogram of the
similarities to a centre has two peaks, at 0 and at 1, and a gorge between them. Without segments there is no gorge.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.matrix import as_matrix, squared_distances
from seglib.clustering.solution import Clustering

BINS = 20
MIDDLE = (0.2, 0.8)


@dataclass(frozen=True, eq=False)
class Gorge:
    """Similarities of all cases to the segments' centres.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a segment, see :func:`gorge`.
    bins : pandas.DataFrame
        One row a segment and class of similarity, for histograms.
    similarities : ndarray, shape (n, k)
        Of each case to each centre; they add up to 1.
    """

    table: pd.DataFrame
    bins: pd.DataFrame
    similarities: np.ndarray


def gorge(
    X: np.ndarray | pd.DataFrame,
    clustering: Clustering,
    *,
    gamma: float = 1.0,
    middle: tuple[float, float] = MIDDLE,
) -> Gorge:
    """Compute how similar all cases are to the centres of the segments.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        The cases of the clustering.
    clustering : Clustering
        As :func:`seglib.clustering.fit` gives it.
    gamma : float, default 1.0
        How much more a small distance counts than a large one; above 0.
    middle : (float, float), default (0.2, 0.8)
        Similarities between these are in the middle, where the gorge would be.

    Returns
    -------
    Gorge
        `table`: `segment`, `n` members, `similarity` (median of the members to their own centre), `members_middle`
        (share of the members in the middle) and `middle` (share of all cases in the middle).

        `bins`: `segment`, `low`, `high`, `n` of all cases and `members` among them; twenty classes from 0 to 1.

    Raises
    ------
    ValueError
        If X has not the cases of the clustering, `gamma` is not above 0, or `middle` are not two rising numbers in
        [0, 1].

    Notes
    -----
    With d_ij the distance of case i to centre j, s_ij = exp(-d_ij^gamma) / sum_l exp(-d_il^gamma). It depends on the
    scale of X: shares are to be compared between solutions of the same matrix only. flexclust's `histogram` draws the
    square root of s_ij.

    References
    ----------
    .. [1] S. Dolnicar, B. Grün and F. Leisch (2018), Market Segmentation Analysis, Springer, chapter 7, on gorge plots.
    """
    matrix = as_matrix(X, caller="gorge")
    if matrix.shape != (len(clustering.labels), clustering.centers.shape[1]):
        raise ValueError(f"`X` of `gorge` must be that of the clustering; got shape {matrix.shape}.")
    if not gamma > 0 or not 0 <= middle[0] < middle[1] <= 1:
        raise ValueError(
            f"`gamma` of `gorge` must be above 0, `middle` two rising numbers in [0, 1]; got {gamma}, {middle}."
        )
    powers = -(squared_distances(matrix, clustering.centers) ** (gamma / 2))
    similarities = np.exp(powers - powers.max(axis=1, keepdims=True))
    similarities /= similarities.sum(axis=1, keepdims=True)
    own = similarities[np.arange(len(matrix)), clustering.labels]
    between = (similarities > middle[0]) & (similarities < middle[1])
    n = np.bincount(clustering.labels, minlength=clustering.k)
    members = [clustering.labels == segment for segment in range(clustering.k)]
    table = pd.DataFrame(
        {
            "segment": range(clustering.k),
            "n": n,
            "similarity": [np.median(own[inside]) for inside in members],
            "members_middle": [between[inside, segment].mean() for segment, inside in enumerate(members)],
            "middle": between.mean(axis=0),
        }
    )
    parts = [_bins(similarities[:, segment], inside, segment) for segment, inside in enumerate(members)]
    return Gorge(table=table, bins=pd.concat(parts, ignore_index=True), similarities=similarities)


def _bins(similarities: np.ndarray, inside: np.ndarray, segment: int) -> pd.DataFrame:
    """Classes of one segment's histogram."""
    edges = np.linspace(0, 1, BINS + 1)
    return pd.DataFrame(
        {
            "segment": segment,
            "low": edges[:-1],
            "high": edges[1:],
            "n": np.histogram(similarities, edges)[0],
            "members": np.histogram(similarities[inside], edges)[0],
        }
    )
