"""Which segment of today is which of last time? Matched by who is in them and by where they lie."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

SAME, NEAR, PARENT = 0.5, 0.25, 0.25
"""Jaccard coefficient of a segment found again (fpc's reading of a pattern that is there), the least where the centres
are the nearest to each other, and the share of members that makes an earlier segment a parent."""
COLUMNS = ("after", "before", "jaccard", "distance", "same", "parents")


def match_segments(
    before: pd.Series, after: pd.Series, *, places: pd.DataFrame | None = None, one_to_one: bool = False
) -> pd.DataFrame:
    """Find each segment of a later rule among those of an earlier one.

    Parameters
    ----------
    before, after : pandas.Series
        Segment of each customer on one day, by the earlier and by the later rule; index: the customer.
    places : pandas.DataFrame, optional
        With the same index: where customers lie, columns on comparable scales. Left out, members alone decide.
    one_to_one : bool, default False
        Whether every segment is matched as well as can be, however little they have in common: for the same rule made
        again out of another sample.

    Returns
    -------
    pandas.DataFrame
        One row a later segment: `after`; `before`, the earlier one that it is, each once (missing where it is new);
        `jaccard` of their members; `distance` of their centres (root mean square over the columns); `same`; `parents`,
        the earlier segments that a quarter or more of its members come from, the most first.

    Notes
    -----
    Pairs are chosen so that the sum of (Jaccard + 1 / (1 + distance)) / 2 is greatest. A pair is one segment if half of
    those in either are in both, or a quarter of them and each has its nearest centre in the other.
    """
    counts = pd.crosstab(after, before)
    inside = counts.to_numpy()
    jaccard = inside / (inside.sum(axis=1)[:, None] + inside.sum(axis=0) - inside)
    distance = _distances(before, after, places, counts)
    near = 0.0 if places is None else 1 / (1 + distance)
    rows = dict(zip(*linear_sum_assignment(-(jaccard + near)), strict=True))
    found = []
    for i, segment in enumerate(counts.index):
        j = rows.get(i)
        of = inside[i] / inside[i].sum()
        parents = tuple(counts.columns[k] for k in np.argsort(-of, kind="stable") if of[k] >= PARENT)
        if j is None or not (one_to_one or _same(jaccard, distance, i, j, alone=places is None)):
            found.append((segment, None, np.nan, np.nan, False, parents))
            continue
        found.append((segment, counts.columns[j], jaccard[i, j], distance[i, j], True, parents))
    return pd.DataFrame(found, columns=list(COLUMNS))


def _same(jaccard: np.ndarray, distance: np.ndarray, i: int, j: int, *, alone: bool) -> bool:
    if jaccard[i, j] >= SAME:
        return True
    nearest = not alone and distance[i].argmin() == j and distance[:, j].argmin() == i
    return nearest and jaccard[i, j] >= NEAR


def _distances(before: pd.Series, after: pd.Series, places: pd.DataFrame | None, counts: pd.DataFrame) -> np.ndarray:
    if places is None:
        return np.full(counts.shape, np.nan)
    later = places.groupby(after.reindex(places.index)).mean().reindex(counts.index).to_numpy()
    earlier = places.groupby(before.reindex(places.index)).mean().reindex(counts.columns).to_numpy()
    return np.sqrt(((later[:, None, :] - earlier[None, :, :]) ** 2).mean(axis=2))
