"""How would other samples be cut? The same algorithm on many bootstrap samples, k-means on all of them at once.

The bootstrap samples of a matrix have their distinct rows in common and differ in how often each occurs. So the starts
of all samples are moved together, a product of matrices a step, where a loop over samples would spend most of its time
on calls.

The search goes further than for a whole solution (:mod:`seglib.clustering.kmeans_samples`), because a local optimum
looks like an unstable segment: at six segments of the fast food survey, sums of squares only 0.15 % higher make a mean
Jaccard coefficient of 0.58 out of 0.90.
"""

from __future__ import annotations

import numpy as np

from seglib.clustering.kmeans import centers_of, exchange
from seglib.clustering.many_runs import descend, distances, starts
from seglib.clustering.many_runs import drawn as drawn_rows
from seglib.clustering.matrix import squared_distances
from seglib.clustering.scanning import BOOTSTRAP_EFFORT, BOOTSTRAP_ROWS
from seglib.clustering.solution import METHODS
from seglib.clustering.threads import one_thread

_ROWS_OF_RUNS = 6_000  # the fewer rows, the more runs and rounds, up to ten
_ROWS_OF_ROUNDS = 2_500
_CELLS = 2_000_000  # of the distances that are held at a time


def resample(
    rows: np.ndarray, weights: np.ndarray, *, k: int, method: str, n_boot: int, random_state: int
) -> np.ndarray:
    """Cluster bootstrap samples of all cases and classify all rows by each solution.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows, as :func:`seglib.clustering.matrix.distinct_rows` gives them.
    weights : ndarray, shape (m,)
        How many cases each stands for.
    k : int
        Number of groups.
    method : str
        A key of :data:`seglib.clustering.METHODS`. k-means takes three to ten starts a sample and up to ten rounds
        of swaps, other methods the effort of :func:`seglib.clustering.scan`.
    n_boot : int
        Number of samples, each as large as the data, at most 5,000 cases.
    random_state : int
        Seed.

    Returns
    -------
    ndarray of int, shape (n_boot, m)
        The nearest of a sample's group means for each row. The numbers of the groups mean nothing.
    """
    counts, rng = samples(weights, k=k, n_boot=n_boot, random_state=random_state)
    with one_thread():
        if method != "kmeans":
            return np.stack([_classified(rows, sample, k=k, method=method, rng=rng) for sample in counts])
        runs = int(np.clip(_ROWS_OF_RUNS // len(rows), 3, 10))
        together = max(1, _CELLS // (len(rows) * k * runs))
        parts = np.array_split(counts, range(together, n_boot, together))
        return np.concatenate([_kmeans_of_samples(rows, part, k=k, runs=runs, rng=rng) for part in parts])


def samples(weights: np.ndarray, *, k: int, n_boot: int, random_state: int) -> tuple[np.ndarray, np.random.Generator]:
    """Draw the bootstrap samples that :func:`resample` clusters.

    Parameters
    ----------
    weights : ndarray, shape (m,)
        How many cases each row stands for.
    k, n_boot, random_state : int
        As of :func:`resample`.

    Returns
    -------
    counts : ndarray, shape (n_boot, m)
        How often each row is in each sample.
    rng : numpy.random.Generator
        From which all else is drawn.
    """
    rng = np.random.default_rng([random_state, k])
    n = int(weights.sum())
    return rng.multinomial(min(n, BOOTSTRAP_ROWS), weights / n, size=n_boot).astype(float), rng


def _classified(rows: np.ndarray, sample: np.ndarray, *, k: int, method: str, rng: np.random.Generator) -> np.ndarray:
    """All rows by the solution of one sample."""
    drawn = sample > 0
    own, weights = rows[drawn], sample[drawn]
    groups = min(k, len(own))
    labels = METHODS[method](own, weights, k=groups, random_state=int(rng.integers(2**31)), effort=BOOTSTRAP_EFFORT)
    used, labels = np.unique(labels, return_inverse=True)  # a mixture may leave a component without a case
    return squared_distances(rows, centers_of(own, weights, labels, k=len(used))).argmin(axis=1)


def _kmeans_of_samples(
    rows: np.ndarray, samples: np.ndarray, *, k: int, runs: int, rng: np.random.Generator
) -> np.ndarray:
    """All rows by the best k-means solution of each sample: of many starts, then of rounds of swaps, then exchanges."""
    drawn = samples.any(axis=0)
    own, weights = rows[drawn], np.repeat(samples[:, drawn], runs, axis=0)
    best, lowest = _best(own, weights, descend(own, weights, starts(own, weights, k=k, rng=rng)), runs=runs)
    for _ in range(min(_ROWS_OF_ROUNDS // len(own), 10)):
        swapped = np.repeat(best, runs, axis=0)
        swapped[np.arange(len(weights)), rng.integers(k, size=len(weights))] = own[drawn_rows(weights, rng)]
        found, within = _best(own, weights, descend(own, weights, swapped), runs=runs)
        better = within < lowest
        best[better], lowest[better] = found[better], within[better]
    return np.stack([_polished(rows, *solution) for solution in zip(samples, best, strict=True)])


def _best(rows: np.ndarray, weights: np.ndarray, centers: np.ndarray, *, runs: int) -> tuple[np.ndarray, np.ndarray]:
    """Centres of the best of each sample's runs, and their sums of squares."""
    within = (weights * distances(rows, centers).min(axis=1)).sum(axis=1).reshape(-1, runs)
    return centers[within.argmin(axis=1) + runs * np.arange(len(within))], within.min(axis=1)


def _polished(rows: np.ndarray, sample: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """All rows by a sample's solution after exchanges; groups that nobody drawn is nearest to are left out."""
    drawn = sample > 0
    own, weights = rows[drawn], sample[drawn]
    used, labels = np.unique(squared_distances(own, centers).argmin(axis=1), return_inverse=True)
    labels = exchange(own, weights, labels, k=len(used))
    return squared_distances(rows, centers_of(own, weights, labels, k=len(used))).argmin(axis=1)
