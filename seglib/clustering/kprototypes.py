"""Which k groups of numbers and categories have the least cost? Means for numbers, modes for categories.

The cost of a case is its squared distance to the mean of its group plus gamma for each category in which it differs
from the group's mode (Huang 1998). With a column of 0 and 1 for each category, all costs are one product of matrices
and all prototypes another, so a round over 20,000 cases takes milliseconds. The algorithm alternates between groups and
prototypes and stops in a local optimum. So it starts many times on a sample, goes on with the best on all cases, and
then swaps prototypes at random, keeping what is better.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from threadpoolctl import threadpool_limits

N_STARTS, SAMPLE, N_BEST, N_SWAPS = 12, 2_000, 2, 4
MOST_ROUNDS, SWAP_ROUNDS = 100, 5
PROMISING = 1.01


@dataclass(frozen=True, eq=False)
class Prototypes:
    """Means and modes of k groups.

    Parameters
    ----------
    means : ndarray, shape (k, d)
        Mean numbers of each group.
    modes : ndarray, shape (k, codes)
        1 for the most frequent code of each column, 0 for the others, one column after the other.
    gamma : float
        Cost of one differing category.
    n_columns : int
        Number of columns of categories.
    """

    means: np.ndarray
    modes: np.ndarray
    gamma: float
    n_columns: int

    def costs(self, table: np.ndarray) -> np.ndarray:
        """Cost of each case with each prototype, less what is the same for all prototypes.

        Parameters
        ----------
        table : ndarray, shape (n, d + codes)
            From :func:`indicators`.

        Returns
        -------
        ndarray, shape (n, k)
            Add the sum of the squared numbers of a case for its whole cost.
        """
        weights = np.concatenate([-2 * self.means, -self.gamma * self.modes], axis=1)
        return table @ weights.T + ((self.means**2).sum(axis=1) + self.gamma * self.n_columns)


def indicators(z: np.ndarray, codes: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Put the numbers beside a column of 0 and 1 for each code.

    Parameters
    ----------
    z : ndarray, shape (n, d)
        Numbers.
    codes : ndarray of int, shape (n, p)
        Categories.
    sizes : list of int
        Number of codes of each column.

    Returns
    -------
    ndarray, shape (n, d + sum of sizes)
    """
    return np.concatenate([z, *(np.arange(size) == codes[:, [j]] for j, size in enumerate(sizes))], axis=1, dtype=float)


def kprototypes(
    z: np.ndarray, codes: np.ndarray, *, sizes: list[int], k: int, gamma: float, random_state: int, effort: float = 1.0
) -> tuple[np.ndarray, Prototypes, float]:
    """Partition cases into k groups.

    Parameters
    ----------
    z : ndarray, shape (n, d)
        Numbers on comparable scales.
    codes : ndarray of int, shape (n, p)
        Categories.
    sizes : list of int
        Number of codes of each column.
    k : int
        Number of groups.
    gamma : float
        Cost of one differing category.
    random_state : int
        Seed.
    effort : float, default 1.0
        Multiplies the number of starts and swaps.

    Returns
    -------
    labels : ndarray of int, shape (n,)
        Group of each case; of the nearest prototype.
    prototypes : Prototypes
    cost : float
        The objective.

    References
    ----------
    .. [1] Z. Huang (1998), Extensions to the k-means algorithm for clustering large data sets with categorical values,
       Data Mining and Knowledge Discovery 2, 283-304.
    """
    rng = np.random.default_rng(random_state)
    table = indicators(z, codes, sizes)
    part = table[rng.permutation(len(table))[:SAMPLE]]

    def of_cases(cases: np.ndarray) -> Prototypes:
        return Prototypes(cases[:, : z.shape[1]], cases[:, z.shape[1] :], gamma, len(sizes))

    with threadpool_limits(limits=1):
        starts = [
            _descend(part, of_cases(part[_seeds(part, of_cases, k, rng)]), sizes)
            for _ in range(max(1, round(effort * N_STARTS)))
        ]
        starts.sort(key=_cost)
        best = min((_descend(table, found, sizes) for _, found, _ in starts[:N_BEST]), key=_cost)
        for _ in range(round(effort * N_SWAPS)):
            means, modes = best[1].means.copy(), best[1].modes.copy()
            out, case = rng.integers(k), of_cases(table[[rng.integers(len(table))]])
            means[out], modes[out] = case.means[0], case.modes[0]
            other = _descend(table, Prototypes(means, modes, gamma, len(sizes)), sizes, rounds=SWAP_ROUNDS)
            if other[2] < PROMISING * best[2]:
                best = min(best, _descend(table, other[1], sizes), key=_cost)
    return best


def _cost(found: tuple[np.ndarray, Prototypes, float]) -> float:
    return found[2]


def _descend(
    table: np.ndarray, prototypes: Prototypes, sizes: list[int], *, rounds: int = MOST_ROUNDS
) -> tuple[np.ndarray, Prototypes, float]:
    """Alternate between groups and prototypes until nothing changes."""
    everybody, labels, k = np.arange(len(table)), None, len(prototypes.means)
    for _ in range(rounds):
        costs = prototypes.costs(table)
        new = costs.argmin(axis=1)
        for empty in np.flatnonzero(np.bincount(new, minlength=k) == 0):
            new[costs[everybody, new].argmax()] = empty
        if labels is not None and (new == labels).all():
            break
        labels = new
        prototypes = _prototypes(table, labels, sizes, prototypes)
    costs = prototypes.costs(table)
    labels = costs.argmin(axis=1)
    squares = float((table[:, : prototypes.means.shape[1]] ** 2).sum())
    return labels, prototypes, float(costs[everybody, labels].sum()) + squares


def _prototypes(table: np.ndarray, labels: np.ndarray, sizes: list[int], before: Prototypes) -> Prototypes:
    """Means and modes of the groups."""
    (k, d), member = before.means.shape, (labels[:, None] == np.arange(len(before.means))).astype(float)
    sums = member.T @ table
    modes = np.zeros_like(before.modes)
    for start, end in pairwise(np.cumsum([0, *sizes])):
        modes[np.arange(k), start + sums[:, d + start : d + end].argmax(axis=1)] = 1.0
    return Prototypes(sums[:, :d] / np.maximum(member.sum(axis=0), 1)[:, None], modes, before.gamma, before.n_columns)


def _seeds(table: np.ndarray, of_cases, k: int, rng: np.random.Generator) -> list[int]:
    """Cases far from one another, as k-means++ draws them."""
    d = of_cases(table[:1]).means.shape[1]
    squares = (table[:, :d] ** 2).sum(axis=1)
    seeds, nearest = [int(rng.integers(len(table)))], np.full(len(table), np.inf)
    for _ in range(1, k):
        nearest = np.minimum(nearest, np.maximum(of_cases(table[seeds[-1:]]).costs(table)[:, 0] + squares, 0))
        total = nearest.sum()
        chosen = rng.choice(len(table), p=nearest / total) if total > 0 else rng.integers(len(table))
        seeds.append(int(chosen))
    return seeds
