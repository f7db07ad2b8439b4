"""How many typical rows? Stability of k-centroids over bootstrap samples, and how far the groups lie apart."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from seglib.clustering.centroids import Centroids, fit_centroids
from seglib.clustering.codes import as_codes
from seglib.clustering.rand_index import adjusted_rand

_BOOT_STARTS = 10


def scan_centroids(
    X: np.ndarray | pd.DataFrame, *, ks: Iterable[int], distance: str = "manhattan", n_boot: int = 20, random_state: int
) -> pd.DataFrame:
    """Compare solutions of :func:`seglib.clustering.fit_centroids` with different numbers of groups.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        See :func:`seglib.clustering.fit_centroids`, as for `distance` and `random_state`.
    ks : iterable of int
        Numbers of groups, 2 or more each; those above the number of different rows are left out.
    distance : {"manhattan", "hamming"}, default "manhattan"
        Between answers.
    n_boot : int, default 20
        Pairs of bootstrap samples; each pair's solutions sort all cases.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a number of groups: `k`, `objective`, `silhouette`, `stability` (median adjusted Rand index over the
        pairs), `smallest_share`, `n`, `hits`; :func:`seglib.clustering.choose` takes it. The silhouette is the simple
        one, of distances to centres: how much farther the second nearest centre is than the nearest, over the former.

    References
    ----------
    .. [1] F. Leisch (2010), Neighborhood graphs, stripes and shadow plots for cluster visualization, Statistics and
       Computing 20, 457-469: the shadow value, twice one less this silhouette over two less it.
    .. [2] S. Dolnicar and F. Leisch (2010), Evaluation of structure and reproducibility of cluster solutions using the
       bootstrap, Marketing Letters 21, 83-101.
    """
    codes = as_codes(X, caller="scan_centroids")
    codes = codes[np.lexsort(codes.T)]  # samples do not depend on the order of the respondents
    draw = np.random.default_rng(random_state)
    samples = draw.integers(0, len(codes), (n_boot, 2, len(codes)))
    rows = []
    for k in (k for k in ks if k <= len(np.unique(codes, axis=0))):
        whole = fit_centroids(codes, k=k, distance=distance, random_state=random_state)
        agreed = [_agreement(codes, pair, k, distance, random_state) for pair in samples]
        rows.append(
            {
                "k": k,
                "objective": whole.objective,
                "silhouette": _apart(whole, codes),
                "stability": float(np.median(agreed)),
                "smallest_share": float(np.bincount(whole.labels, minlength=k).min() / len(codes)),
                "n": len(codes),
                "hits": whole.hits,
            }
        )
    columns = ["k", "objective", "silhouette", "stability", "smallest_share", "n", "hits"]
    return pd.DataFrame(rows, columns=columns)


def _agreement(codes: np.ndarray, pair: np.ndarray, k: int, distance: str, random_state: int) -> float:
    """Adjusted Rand index of the groups into which the solutions of two samples sort all cases."""
    labels = []
    for sample in codes[pair]:
        some = min(k, len(np.unique(sample, axis=0)))
        found = fit_centroids(sample, k=some, distance=distance, n_starts=_BOOT_STARTS, random_state=random_state)
        labels.append(found.predict(np.where(codes < found.sizes, codes, np.nan)))  # an answer that it has not seen
    return adjusted_rand(*labels)


def _apart(found: Centroids, codes: np.ndarray) -> float:
    """Mean over the cases of how much farther the second nearest centre is than the nearest."""
    nearest, second = np.sort(found.distances(codes), axis=1)[:, :2].T
    return float(np.mean((second - nearest) / np.maximum(second, 1e-12)))
