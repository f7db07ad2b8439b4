"""Are there segments in the data, or does the algorithm make them? A verdict in one of four words.

*Natural*: valleys lie between all groups. *Reproducible*: no valleys, but other samples give the same groups more
surely than data of the same spread and shape without groups do. *Constructed*: the groups come back, but groups in data
without any would as well: a convenient cut through a continuum. *None*: they do not come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.dip import spread_ties
from seglib.clustering.kmeans_samples import centers_of_sample
from seglib.clustering.matrix import as_matrix, check_varies, squared_distances
from seglib.clustering.nulls import FAMILIES, null_families
from seglib.clustering.scanning import bootstrap_agreement
from seglib.clustering.separation import separated, valleys
from seglib.clustering.silhouette import silhouettes

VERDICTS = ("natural", "reproducible", "constructed", "none")
STABLE = 0.75
"""Adjusted Rand index from which groups count as coming back."""
LEVEL = 0.05
"""Probability with which groups in data without any may be called reproducible."""
MOST_CASES = 1_000
INDICES = ("silhouette", "stability")
COLUMNS = (
    *("k", "silhouette", "stability", "p_valley", "natural"),
    *(f"{index}_{what}" for index in INDICES for what in ("null", "family")),
    *("excess", "reproducible"),
)
_MOST_LIKELY = ("skewed", "heavy_tails", "gaussian", "uniform")
"""The families in the order in which they most often explain what is seen."""


@dataclass(frozen=True, eq=False)
class Structure:
    """Whether there are groups, and how many.

    Parameters
    ----------
    verdict : {"natural", "reproducible", "constructed", "none"}
        See the module.
    k : int
        The number of groups it stands for; 1 for ``none``.
    runner_up : int
        The next best number of groups by the same rule; 0 where there is none.
    table : pandas.DataFrame
        One row a number of groups: `k`, `silhouette`, `stability` (mean adjusted Rand index of pairs of bootstrap
        samples), what they reach in 19 of 20 data sets of the family without groups that reaches most
        (`silhouette_null`, `stability_null`, and `stability_family`), `excess` (stability less the mean of the family
        that comes nearest), `p_valley` (of the pair of groups with the shallowest valley), and whether the number is
        `natural`, or may be `reproducible`.
    nulls : pandas.DataFrame
        One row a family, draw and number of groups: `family`, `draw`, `k`, `silhouette`, `stability`.
    p_null : float
        Probability of groups that come back so much more surely than usual, in data without groups of the family that
        does so most.
    n : int
        Cases looked at.
    """

    verdict: str
    k: int
    runner_up: int
    table: pd.DataFrame
    nulls: pd.DataFrame
    p_null: float
    n: int


def structure(
    X: np.ndarray | pd.DataFrame,
    *,
    ks: Iterable[int] = range(2, 9),
    n_null: int = 19,
    n_boot: int = 5,
    random_state: int,
) -> Structure:
    """Ask whether there are groups in the data, and how many.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed. Of more than 1,000 cases a sample is looked at.
    ks : iterable of int, default 2 to 8
        Numbers of groups to look at.
    n_null : int, default 19
        Data sets without groups drawn of each family; with fewer than 19 nothing can be called reproducible at 5%.
    n_boot : int, default 5
        Pairs of bootstrap samples for each stability.
    random_state : int
        Seed.

    Returns
    -------
    Structure
        The rule: the largest number of groups with valleys between all pairs is *natural*. Else, if stability exceeds
        what is usual without groups by more than chance would have it (`p_null` at most :data:`LEVEL`), the number of
        the largest excess among those with a stability of :data:`STABLE` is *reproducible*. Else, of these, the one of
        the best silhouette is *constructed*.

    Raises
    ------
    ValueError
        If X is not finite, does not vary in a column, has too few different rows, or a number is out of range.

    Notes
    -----
    The excess of a number of groups is its stability less the mean of a family's draws. The largest excess over all
    stable numbers is compared with that of each draw, held against the others of its family in the same way, so that
    looking at many numbers is allowed for; the family under which it is least surprising decides. Groups are those of
    k-means.
    """
    matrix, smooth, ks = _checked(X, ks, n_null, n_boot, random_state)
    seen, natural = _seen(matrix, smooth, ks, n_boot, random_state)
    nulls = pd.concat([_null(smooth, family, ks, n_null, n_boot, random_state) for family in FAMILIES])
    table, p_null = _compared(seen.join(natural), nulls)
    for index in INDICES:
        high = nulls.groupby(["k", "family"])[index].quantile(1 - LEVEL).unstack()
        table[f"{index}_null"], table[f"{index}_family"] = high.max(axis=1).to_numpy(), high.idxmax(axis=1).to_numpy()
    return Structure(*_verdict(table), table[list(COLUMNS)], nulls.reset_index(drop=True), p_null, len(matrix))


def verdict(
    X: np.ndarray | pd.DataFrame,
    *,
    ks: Iterable[int] = range(2, 9),
    n_null: int = 19,
    n_boot: int = 5,
    random_state: int,
) -> tuple[str, int]:
    """Tell the verdict of :func:`structure` alone, in a fraction of its time: data are drawn only until it is certain.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        As of :func:`structure`.
    ks : iterable of int, default 2 to 8
        Numbers of groups to look at.
    n_null : int, default 19
        Data sets without groups drawn of a family.
    n_boot : int, default 5
        Pairs of bootstrap samples for each stability.
    random_state : int
        Seed.

    Returns
    -------
    verdict : str
        The same as of :func:`structure`.
    k : int
        Its number of groups.

    Raises
    ------
    ValueError
        As :func:`structure`.
    """
    matrix, smooth, ks = _checked(X, ks, n_null, n_boot, random_state)
    seen, natural = _seen(matrix, smooth, ks, n_boot, random_state)
    table, drawn = seen.join(natural).assign(reproducible=False, excess=0.0), []
    if not table["natural"].any() and (table["stability"] >= STABLE).any():
        for family in _MOST_LIKELY:
            drawn.append(_null(smooth, family, ks, n_null, n_boot, random_state))
            table, p_null = _compared(seen.join(natural), pd.concat(drawn))
            if p_null > LEVEL:
                break
    return _verdict(table)[:2]


def _checked(
    X: np.ndarray | pd.DataFrame, ks: Iterable[int], n_null: int, n_boot: int, random_state: int
) -> tuple[np.ndarray, np.ndarray, list[int]]:
    """The cases that are looked at, the same without ties, and the numbers of groups."""
    matrix = as_matrix(X, caller="structure")
    check_varies(matrix, X, caller="structure")
    ks = sorted({int(k) for k in ks})
    if not ks or ks[0] < 2 or ks[-1] >= len(matrix):
        raise ValueError(f"`ks` of `structure` must hold numbers from 2 to below the number of cases; got {ks}.")
    if n_null < 2 or n_boot < 2:
        raise ValueError(f"`structure` needs `n_null` and `n_boot` of 2 or more; got {n_null} and {n_boot}.")
    matrix = matrix[np.lexsort(matrix.T[::-1])]
    if len(matrix) > MOST_CASES:
        drawn = np.random.default_rng(random_state).choice(len(matrix), MOST_CASES, replace=False)
        matrix = matrix[np.sort(drawn)]
    return matrix, spread_ties(matrix, random_state=random_state), ks


def _seen(
    matrix: np.ndarray, smooth: np.ndarray, ks: list[int], n_boot: int, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Indices of the data, and whether valleys lie between their groups."""
    seen, labels = _indices(matrix, ks, n_boot, seed)
    pairs = [valleys(smooth, labels[k], random_state=seed) for k in ks]
    return seen, pd.DataFrame({"p_valley": [float(one["p"].max()) for one in pairs], "natural": separated(pairs)})


def _compared(table: pd.DataFrame, nulls: pd.DataFrame) -> tuple[pd.DataFrame, float]:
    """The table with the excess over the data without groups, and the probability of the largest one."""
    excess, p_null = _excess(table, nulls)
    may_be = (table["stability"] >= STABLE) & (excess > 0) & (p_null <= LEVEL)
    return table.assign(excess=excess, reproducible=may_be), p_null


def _indices(matrix: np.ndarray, ks: list[int], n_boot: int, seed: int) -> tuple[pd.DataFrame, dict[int, np.ndarray]]:
    """Silhouette and stability of each number of groups, and the groups."""
    found = centers_of_sample(matrix, np.ones(len(matrix), dtype=int), ks=ks, random_state=seed)
    labels = {k: squared_distances(matrix, found[k]).argmin(axis=1) for k in ks}
    agreement = bootstrap_agreement(matrix, ks=ks, method="kmeans", n_boot=n_boot, random_state=seed)
    table = pd.DataFrame({"k": ks, "silhouette": silhouettes(matrix, list(labels.values()))})
    return table.assign(stability=[float(agreement[k].mean()) for k in ks]), labels


def _null(smooth: np.ndarray, family: str, ks: list[int], n_null: int, n_boot: int, seed: int) -> pd.DataFrame:
    """The same of data sets of a family without groups."""
    rng = np.random.default_rng([seed, list(FAMILIES).index(family)])
    draw, found = null_families(smooth)[family], []
    for number in range(n_null):
        table, _ = _indices(draw(len(smooth), rng), ks, n_boot, int(rng.integers(2**31)))
        found.append(table.assign(family=family, draw=number))
    return pd.concat(found)[["family", "draw", "k", *INDICES]]


def _excess(seen: pd.DataFrame, nulls: pd.DataFrame) -> tuple[np.ndarray, float]:
    """By how much stability exceeds what is usual without groups, and the probability of the largest such excess."""
    stability = seen["stability"].to_numpy()
    excess, p = [], []
    for _, family in nulls.groupby("family"):
        draws = family.pivot(index="draw", columns="k", values="stability").to_numpy()
        others = (draws.sum(axis=0) - draws) / (len(draws) - 1)
        excess.append(stability - draws.mean(axis=0))
        usual = _largest(draws - others, draws)
        p.append((1 + np.count_nonzero(usual >= _largest(excess[-1][None], stability[None])[0])) / (len(draws) + 1))
    return np.min(excess, axis=0), float(max(p))


def _largest(excess: np.ndarray, stability: np.ndarray) -> np.ndarray:
    """The largest excess of a stable number of groups; none where no number is stable."""
    return np.where(stability >= STABLE, excess, -np.inf).max(axis=1)


def _verdict(table: pd.DataFrame) -> tuple[str, int, int]:
    stable = table["stability"] >= STABLE
    for verdict, fits, order in (
        ("natural", table["natural"], table["k"]),
        ("reproducible", table["reproducible"], table["excess"]),
        ("constructed", stable, table["silhouette"]),
    ):
        if fits.any():
            ranked = table.assign(order=order)[fits].sort_values(["order", "k"], ascending=[False, True])["k"].tolist()
            return verdict, ranked[0], ranked[1] if len(ranked) > 1 else 0
    return "none", 1, 0
