"""Which groups would k-means find in another sample? Bootstrap samples as weights, all starts of each side by side.

A bootstrap sample of n cases is a weight for each of them. Seeds of k-means++ are drawn one after another, so the first
k of a long row of seeds are a start for k groups: one row serves all numbers of groups. All starts take their steps
together, as products of matrices; they set out on some of the cases, and the best go on with all of them. Numbers of
half the length are enough for cases about their mean, and take half the time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seglib.clustering.threads import one_thread

N_STARTS, N_TRIALS = 20, 4
SAMPLE = 500
_HEATS = ((3, 0.5), (5, 0.6))  # steps on some of the cases, then the share of the starts that goes on
_LAST_HEAT = (2, 0.34)  # the same on all
_MOST_STEPS = 300
_TOLERANCE = 1e-4  # scikit-learn's: squared shift of the centres, relative to the mean variance of a column


def centers_of_sample(
    X: np.ndarray, weights: np.ndarray, *, ks: list[int], random_state: int | list[int]
) -> dict[int, np.ndarray]:
    """Find the centres of k-means in a weighted sample, for some numbers of groups.

    Parameters
    ----------
    X : ndarray, shape (n, d)
        Cases.
    weights : ndarray of int, shape (n,)
        How often each is in the sample.
    ks : list of int
        Numbers of groups. What is found for one does not depend on the others.
    random_state : int or list of int
        Seed of the starts.

    Returns
    -------
    dict of int to ndarray, shape (k, d)
        The best centres for each number of groups. Of fewer different cases than groups, some are equal.

    Notes
    -----
    Twenty starts by greedy k-means++ take up to eight steps of Lloyd's algorithm on at most 500 different cases, where
    the worse ones are left behind; six go on with all cases, two of them to their end. The sum of squares is on average
    that of ten starts of scikit-learn's KMeans, in about a fifteenth of the processor's time. Seven digits are carried,
    counted from the mean of the cases.

    References
    ----------
    .. [1] D. Arthur and S. Vassilvitskii (2007), k-means++: the advantages of careful seeding, SODA, 1027-1035.
    """
    rng = np.random.default_rng(random_state)
    drawn = rng.permutation(np.flatnonzero(weights))
    middle = X[drawn].mean(axis=0)
    rows = X[drawn] - middle
    spread = rows.std() or 1.0
    cases, few = (_Cases.of(rows[:size] / spread, weights[drawn[:size]]) for size in (None, SAMPLE))
    with one_thread():
        seeds = _seeds(few, max(ks), rng)
        return {k: middle + spread * _best(cases, few, seeds[:, :k]) for k in ks}


@dataclass(frozen=True, eq=False)
class _Cases:
    """Cases with their weights, made ready for products of matrices, in single precision."""

    columns: np.ndarray  # (d + 1, m), the last one of ones
    weighted: np.ndarray  # (m, d + 1), each row by its weight
    weights: np.ndarray

    @classmethod
    def of(cls, rows: np.ndarray, weights: np.ndarray) -> _Cases:
        table, weights = np.column_stack([rows, np.ones(len(rows))]).astype("float32"), weights.astype("float32")
        return cls(np.ascontiguousarray(table.T), table * weights[:, None], weights)

    @property
    def total(self) -> float:
        return self.weights.sum()

    def sums(self, member: np.ndarray) -> np.ndarray:
        """Columns added up over the members of each group, and at the end their weight."""
        starts, k, m = member.shape
        return (member.reshape(starts * k, m) @ self.weighted).reshape(starts, k, -1)

    def half_squares(self, centers: np.ndarray) -> np.ndarray:
        """Half the squared distance of each centre to each case, less half the case's own square."""
        halves = 0.5 * (centers**2).sum(axis=-1, keepdims=True)
        flat = np.concatenate([-centers, halves], axis=-1).reshape(-1, len(self.columns))
        return (flat @ self.columns).reshape(*centers.shape[:-1], -1)


def _seeds(cases: _Cases, k: int, rng: np.random.Generator) -> np.ndarray:
    """Greedy k-means++: of some draws far from the seeds before, each start takes the one that leaves least."""
    points = cases.columns[:-1].T
    own = 0.5 * (points**2).sum(axis=1)
    starts, last = np.arange(N_STARTS), len(points) - 1
    chosen = np.searchsorted(np.cumsum(cases.weights), rng.random(N_STARTS) * cases.weights.sum(), side="right")
    seeds = [points[np.minimum(chosen, last)]]
    nearest = np.maximum(cases.half_squares(seeds[0]) + own, 0)
    for _ in range(1, k):
        chances = np.cumsum(nearest * cases.weights, axis=1)
        aims = rng.random((N_STARTS, N_TRIALS)) * chances[:, -1:]
        draws = np.stack([np.searchsorted(line, aim, side="right") for line, aim in zip(chances, aims, strict=True)])
        trials = points[np.minimum(draws, last)]
        left = np.minimum(np.maximum(cases.half_squares(trials) + own, 0), nearest[:, None])
        best = (left @ cases.weights).argmin(axis=1)
        seeds.append(trials[starts, best])
        nearest = left[starts, best]
    return np.stack(seeds, axis=1)


def _best(cases: _Cases, few: _Cases, centers: np.ndarray) -> np.ndarray:
    """Centres of the best start."""
    for steps, share in _HEATS:
        centers = _heat(few, centers, steps, share)
    centers = _heat(cases, centers, *_LAST_HEAT)
    mean = cases.weighted.sum(axis=0) / cases.weights.sum()
    least = _TOLERANCE * (cases.weights @ (cases.columns[:-1].T - mean[:-1]) ** 2).mean() / cases.weights.sum()
    ended = []
    for _ in range(_MOST_STEPS):
        moved, objective = _step(cases, centers)
        still = ((moved - centers) ** 2).sum(axis=(1, 2)) <= least
        ended += zip(objective[still], moved[still], strict=True)
        centers = moved[~still]
        if not len(centers):
            break
    ended += ((np.inf, one) for one in centers)
    return min(ended, key=lambda end: end[0])[1]


def _heat(cases: _Cases, centers: np.ndarray, steps: int, share: float) -> np.ndarray:
    """Take some steps and go on with the better starts."""
    for _ in range(steps):
        centers, objective = _step(cases, centers)
    return centers[np.argsort(objective, kind="stable")[: max(1, round(share * len(centers)))]]


def _step(cases: _Cases, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each start's centres after a step of Lloyd's algorithm, and its objective before it (half, less a constant)."""
    starts, _, d = centers.shape
    distances = cases.half_squares(centers)
    nearest = distances.min(axis=1)
    member = np.equal(distances, nearest[:, None], out=distances, casting="unsafe")
    sums = cases.sums(member)
    if sums[:, :, d].sum() > 1.000001 * starts * cases.total:  # a case as near to two centres belongs to both by halves
        sums = cases.sums(member / member.sum(axis=1, keepdims=True))
    sizes = sums[:, :, d:]
    return np.where(sizes > 0, sums[:, :, :d] / np.where(sizes > 0, sizes, 1.0), centers), nearest @ cases.weights
