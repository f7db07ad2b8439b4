"""Do two segmentations part customers alike?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations

import numpy as np
import pandas as pd
from sklearn.metrics import adjusted_rand_score


def agreement(segments: Mapping[str, pd.Series]) -> pd.DataFrame:
    """Compare each pair of segmentations on the customers of whom both say something.

    Parameters
    ----------
    segments : mapping of str to pandas.Series of str
        By base: segment by customer, missing where it is not known.

    Returns
    -------
    pandas.DataFrame
        `base`, `other`, `n`, `adjusted_rand` (1: the same groups, 0: as much in common as by chance) and `cramers_v`
        (0 to 1: how far one foretells the other; corrected for chance, Bergsma 2013). Missing where fewer than two
        segments are left.

    Examples
    --------
    >>> same = pd.Series(list("aabb") * 10)
    >>> agreement({"x": same, "y": same}).round(2).values.tolist()
    [['x', 'y', 40, 1.0, 1.0]]
    """
    rows = []
    for a, b in combinations(segments, 2):
        both = pd.DataFrame({"a": segments[a], "b": segments[b]}).dropna()
        rows.append((a, b, len(both), *_measures(both["a"], both["b"])))
    return pd.DataFrame(rows, columns=["base", "other", "n", "adjusted_rand", "cramers_v"])


def _measures(a: pd.Series, b: pd.Series) -> tuple[float, float]:
    counts = pd.crosstab(a, b).to_numpy(float)
    if min(counts.shape, default=0) < 2:
        return float("nan"), float("nan")
    n, (r, c) = counts.sum(), counts.shape
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / n
    phi2 = max(0.0, ((counts - expected) ** 2 / expected).sum() / n - (r - 1) * (c - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)) - 1
    return float(adjusted_rand_score(a, b)), float(np.sqrt(min(phi2 / smaller, 1.0))) if smaller > 0 else float("nan")
