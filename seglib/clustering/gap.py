"""Are k groups tighter than in a cloud without any? The gap statistic, and the number that it asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.clustering.kmeans_samples import centers_of_sample
from seglib.clustering.matrix import as_matrix, check_varies, squared_distances

N_REFERENCES, GAP_ROWS = 20, 5_000


def gap_statistic(
    X: np.ndarray | pd.DataFrame, *, ks: list[int], n_references: int = N_REFERENCES, random_state: int
) -> pd.DataFrame:
    """Compare the sum of squares within k groups with that in uniform clouds of the same extent.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed. Above 5,000 cases a sample of as many is looked at.
    ks : list of int
        Numbers of groups; 1 may be among them.
    n_references : int, default 20
        Clouds, uniform over the box that holds the cases along their principal axes.
    random_state : int
        Seed of the clouds and of the starts of k-means.

    Returns
    -------
    pandas.DataFrame
        One row a number of groups: `k`, `gap` (mean logarithm of the clouds' sum of squares less the logarithm of that
        of the cases), `gap_error` (standard deviation over the clouds times the square root of 1 + 1/n_references).

    Raises
    ------
    ValueError
        If X is not finite or does not vary in a column, a k is below 1, or there are fewer than two clouds.

    See Also
    --------
    gap_choice : The number of groups by the rule of one standard error.

    References
    ----------
    .. [1] R. Tibshirani, G. Walther and T. Hastie (2001), Estimating the number of clusters in a data set via the gap
       statistic, Journal of the Royal Statistical Society B 63, 411-423: equation 3, section 4 (b).
    """
    ks = sorted({int(k) for k in ks})
    if not ks or ks[0] < 1:
        raise ValueError(f"`ks` of `gap_statistic` must hold numbers of groups from 1 up; got {ks}.")
    if n_references < 2:
        raise ValueError(f"`n_references` of `gap_statistic` must be 2 or more; got {n_references!r}.")
    matrix = as_matrix(X, caller="gap_statistic")
    check_varies(matrix, X, caller="gap_statistic")
    matrix = matrix[np.lexsort(matrix.T[::-1])]
    rng = np.random.default_rng(random_state)
    if len(matrix) > GAP_ROWS:
        matrix = matrix[np.sort(rng.choice(len(matrix), GAP_ROWS, replace=False))]
    matrix -= matrix.mean(axis=0)
    axes = np.linalg.svd(matrix, full_matrices=False)[2]
    axes *= np.sign(axes[np.arange(len(axes)), np.round(np.abs(axes), 9).argmax(axis=1)])[:, None]
    placed = matrix @ axes.T
    low, high = placed.min(axis=0), placed.max(axis=0)
    clouds = [rng.uniform(low, high, size=placed.shape) @ axes for _ in range(n_references)]
    logs = np.array([_log_within(cloud, ks, [random_state, turn]) for turn, cloud in enumerate([matrix, *clouds])])
    return pd.DataFrame(
        {
            "k": ks,
            "gap": logs[1:].mean(axis=0) - logs[0],
            "gap_error": logs[1:].std(axis=0) * np.sqrt(1 + 1 / n_references),
        }
    )


def gap_choice(table: pd.DataFrame) -> int | None:
    """Number of groups by the rule of one standard error.

    Parameters
    ----------
    table : pandas.DataFrame
        As of :func:`gap_statistic`, or of :func:`seglib.clustering.scan`: `k`, `gap`, `gap_error`.

    Returns
    -------
    int or None
        The smallest k whose gap is at least that of the next k less the next one's error; None where the gap goes on
        growing, which says that there is no such number among these.

    Examples
    --------
    >>> gap_choice(pd.DataFrame({"k": [1, 2, 3], "gap": [0.1, 0.9, 0.8], "gap_error": [0.05, 0.05, 0.05]}))
    2
    """
    table = table.sort_values("k")
    enough = table["gap"].to_numpy()[:-1] >= (table["gap"] - table["gap_error"]).to_numpy()[1:]
    return int(table["k"].iloc[int(enough.argmax())]) if enough.any() else None


def _log_within(matrix: np.ndarray, ks: list[int], seed: list[int]) -> np.ndarray:
    """Logarithm of the sum of squares within the groups of k-means; no less than rounding leaves of the whole."""
    everyone = np.ones(len(matrix), dtype=int)
    centers = centers_of_sample(matrix, everyone, ks=ks, random_state=seed)
    within = [squared_distances(matrix, centers[k]).min(axis=1).sum() for k in ks]
    return np.log(np.maximum(within, 1e-12 * (matrix**2).sum()))
