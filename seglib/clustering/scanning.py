"""How good are the solutions with 2, 3, … groups, and would another sample give the same ones?

Indices of shape (silhouette, Calinski-Harabasz, Davies-Bouldin) say how separate the groups are. Stability says whether
they are a matter of chance: the same algorithm is run on pairs of bootstrap samples, both solutions classify all cases,
and the adjusted Rand index tells how far the two agree (1: wholly, 0: as chance would). All numbers of groups are tried
on the same samples.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from seglib.clustering.gap import gap_statistic
from seglib.clustering.gaussian_mixture import fit_normal_mixture
from seglib.clustering.kmeans import centers_of
from seglib.clustering.kmeans_samples import centers_of_sample
from seglib.clustering.many_runs import distances
from seglib.clustering.matrix import as_matrix, distinct_rows
from seglib.clustering.rand_index import adjusted_rand
from seglib.clustering.silhouette import silhouettes
from seglib.clustering.solution import METHODS, Clustering, check_method, fit
from seglib.clustering.threads import one_thread

EXACT_ROWS = 30_000
SILHOUETTE_ROWS = 10_000
BOOTSTRAP_ROWS = 5_000
BOOTSTRAP_EFFORT = 0.1


def scan(
    X: np.ndarray | pd.DataFrame,
    *,
    ks: Iterable[int],
    method: str = "kmeans",
    n_boot: int,
    criteria: bool = False,
    random_state: int,
) -> pd.DataFrame:
    """Compare solutions with different numbers of groups.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed.
    ks : iterable of int
        Numbers of groups, each at least 2.
    method : str, default "kmeans"
        A key of :data:`seglib.clustering.METHODS`.
    n_boot : int
        Pairs of bootstrap samples for the stability of each solution, at least 2; 20 show the large differences, 100
        are the custom.
    criteria : bool, default False
        Whether to add the gap statistic and the criteria of Gaussian mixtures, which take longer than all the rest.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a number of groups: `k`, `method`, `n`, `objective`, `silhouette` and `silhouette_n` (cases it was
        computed on: all up to 30,000, above that a sample of 10,000 that keeps the groups' shares),
        `calinski_harabasz`, `davies_bouldin` (lower is better), `stability` (median adjusted Rand index over the
        pairs), `stability_mean`, `stability_low` and `stability_high` (5th and 95th percentile), `n_boot`, `boot_n`
        (size of a bootstrap sample, at most 5,000), and `smallest_share` of the cases. With `criteria` also `gap` and
        `gap_error` (of k-means, see :func:`seglib.clustering.gap_statistic`), and `bic` and `icl` of the Gaussian
        mixture with k components, whatever the method; the lower the better, for a mixture fitted to at most 5,000
        cases.

    Raises
    ------
    ValueError
        As :func:`seglib.clustering.fit`, or if there is no k, one below 2, or `n_boot` is below 2.

    References
    ----------
    .. [1] S. Dolnicar and F. Leisch (2010), Evaluation of structure and reproducibility of cluster solutions using the
       bootstrap, Marketing Letters 21, 83-101: pairs of bootstrap samples, adjusted Rand index.
    .. [2] L. Hubert and P. Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218, equation 5.
    """
    ks = sorted({int(k) for k in ks})
    if not ks or ks[0] < 2:
        raise ValueError(f"`ks` of `scan` must hold numbers of groups from 2 up; got {ks}.")
    if not isinstance(n_boot, int) or isinstance(n_boot, bool) or n_boot < 2:
        raise ValueError(f"`n_boot` of `scan` must be an int of 2 or more; got {n_boot!r}.")
    check_method(method, caller="scan")
    matrix = as_matrix(X, caller="scan")
    matrix = matrix[np.lexsort(matrix.T[::-1])]
    named = pd.DataFrame(matrix, columns=X.columns) if isinstance(X, pd.DataFrame) else matrix
    solutions = [fit(named, k=k, method=method, random_state=random_state) for k in ks]
    stability = bootstrap_agreement(matrix, ks=ks, method=method, n_boot=n_boot, random_state=random_state)
    rows = []
    for solution, silhouette in zip(solutions, _silhouettes(matrix, solutions, random_state), strict=True):
        k = solution.k
        agreement = stability[k]
        rows.append(
            {
                "k": k,
                "method": method,
                "n": len(matrix),
                "objective": solution.objective,
                **silhouette,
                **_shape(matrix, solution),
                "stability": float(np.median(agreement)),
                "stability_mean": float(agreement.mean()),
                "stability_low": float(np.quantile(agreement, 0.05)),
                "stability_high": float(np.quantile(agreement, 0.95)),
                "n_boot": n_boot,
                "boot_n": min(len(matrix), BOOTSTRAP_ROWS),
                "smallest_share": float(np.bincount(solution.labels).min() / len(matrix)),
            }
        )
    table = pd.DataFrame(rows)
    return table.merge(_criteria(named, ks, random_state), on="k") if criteria else table


def _criteria(X: np.ndarray | pd.DataFrame, ks: list[int], random_state: int) -> pd.DataFrame:
    """Gap statistic, and BIC and ICL of the mixture, for each number of groups."""
    matrix, draw = np.asarray(X, dtype=float), np.random.default_rng(random_state)
    kept = np.sort(draw.permutation(len(matrix))[:BOOTSTRAP_ROWS])
    rows, weights, _ = distinct_rows(matrix[kept])
    fitted = [fit_normal_mixture(rows, weights, k=min(k, len(rows)), random_state=random_state) for k in ks]
    table = gap_statistic(X, ks=ks, random_state=random_state)
    return table.assign(bic=[one.bic for one in fitted], icl=[one.icl for one in fitted])


def _silhouettes(matrix: np.ndarray, solutions: list[Clustering], random_state: int) -> list[dict[str, float]]:
    """Mean silhouette of each solution; missing when every case is a group of its own."""
    labelings, n = [solution.labels for solution in solutions], len(matrix)
    if n <= EXACT_ROWS:
        found = [(value, n) for value in silhouettes(matrix, labelings)]
    else:
        samples = [_stratified(labels, SILHOUETTE_ROWS, np.random.default_rng(random_state)) for labels in labelings]
        found = [
            (silhouettes(matrix[sample], [labels[sample]])[0], len(sample))
            for sample, labels in zip(samples, labelings, strict=True)
        ]
    return [
        {"silhouette": float(value) if solution.k < n else float("nan"), "silhouette_n": size}
        for solution, (value, size) in zip(solutions, found, strict=True)
    ]


def _shape(matrix: np.ndarray, solution: Clustering) -> dict[str, float]:
    """Other indices of separation; missing when every case is a group of its own."""
    apart = solution.k < len(matrix)
    return {
        "calinski_harabasz": float(calinski_harabasz_score(matrix, solution.labels)) if apart else float("nan"),
        "davies_bouldin": float(davies_bouldin_score(matrix, solution.labels)) if apart else float("nan"),
    }


def _stratified(labels: np.ndarray, size: int, rng: np.random.Generator) -> np.ndarray:
    """Cases of a sample in which every group keeps its share (and two cases at least)."""
    chosen = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        wanted = min(len(members), max(2, round(size * len(members) / len(labels))))
        chosen.append(rng.choice(members, wanted, replace=False))
    return np.sort(np.concatenate(chosen))


def bootstrap_agreement(
    matrix: np.ndarray, *, ks: list[int], method: str, n_boot: int, random_state: int
) -> dict[int, np.ndarray]:
    """Adjusted Rand indices of pairs of bootstrap solutions, over all cases (or a sample of 5,000).

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        Cases.
    ks : list of int
        Numbers of groups; all are tried on the same samples.
    method : str
        A key of :data:`seglib.clustering.METHODS`.
    n_boot : int
        Pairs.
    random_state : int
        Seed of the samples and starts.

    Returns
    -------
    dict of int to ndarray, shape (n_boot,)
        For each number of groups, the index of each pair.
    """
    rng = np.random.default_rng(random_state)
    n, centered = len(matrix), matrix - matrix.mean(axis=0)
    size = min(n, BOOTSTRAP_ROWS)
    cases = centered if n <= size else centered[np.sort(rng.choice(n, size, replace=False))]

    def pair(boot: int) -> list[float]:
        sides = []
        for side in range(2):
            seed = [random_state, boot, side]
            weights = np.bincount(np.random.default_rng([*seed, 0]).integers(0, n, size), minlength=n)
            centers = _centers(centered, weights, ks=ks, method=method, seed=seed)
            sides.append([distances(cases, centers[k][None])[0].argmin(axis=0) for k in ks])
        return [adjusted_rand(one, other) for one, other in zip(*sides, strict=True)]

    with one_thread(), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        found = np.array(list(pool.map(pair, range(n_boot))))
    return dict(zip(ks, found.T, strict=True))


def _centers(
    matrix: np.ndarray, weights: np.ndarray, *, ks: list[int], method: str, seed: list[int]
) -> dict[int, np.ndarray]:
    """Centres of the solutions for a weighted sample."""
    if method == "kmeans":
        return centers_of_sample(matrix, weights, ks=ks, random_state=seed)
    drawn = np.flatnonzero(weights)
    rows, weights = matrix[drawn], weights[drawn].astype(float)
    state = int(np.random.default_rng(seed).integers(2**31))
    found = {}
    for k in ks:
        groups = min(k, len(rows))
        labels = METHODS[method](rows, weights, k=groups, random_state=state, effort=BOOTSTRAP_EFFORT)
        kept = np.unique(labels, return_inverse=True)[1]  # a mixture may leave a component without a case
        found[k] = centers_of(rows, weights, kept, k=int(kept.max()) + 1)
    return found
