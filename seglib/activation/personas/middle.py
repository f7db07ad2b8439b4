"""Who is in the middle of a segment? The member most like all the others, told by those around, never alone.

A card of medians alone may be of nobody: many orders and small ones do not go together because each is usual. So the
medoid is found, the member with the least distance to all others [1]_, and what is told is the middle of the members
nearest to it.

.. [1] L. Kaufman and P. J. Rousseeuw (1990), Finding Groups in Data, chapter 2; distances are sums over ranks, so that
   they add up trait by trait (Gower 1971, *Biometrics* 27).
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

CIRCLE = 0.1  # of the members, around the medoid


def around_medoid(values: Mapping[str, pd.Series], inside: np.ndarray, *, least: int) -> np.ndarray:
    """Find the members in the very middle of a segment.

    Parameters
    ----------
    values : mapping of str to pandas.Series
        Measure: one number a customer, missing where it is not known; then it counts as that of the middle member.
    inside : ndarray of bool
        Who is in the segment.
    least : int
        How many are found at least, so that nobody is told of alone.

    Returns
    -------
    ndarray of bool
        The medoid and the members nearest to it, a tenth of the segment. Nobody where nothing is known.

    Examples
    --------
    >>> orders = pd.Series([1, 1, 2, 9, 9, 50])
    >>> around_medoid({"orders": orders}, np.array([False, False, True, True, True, True]), least=2).tolist()
    [False, False, False, True, True, False]
    """
    near = np.zeros(len(inside), dtype=bool)
    if not values:
        return near
    ranks = pd.DataFrame(values).rank(pct=True)[inside]
    own = ranks.fillna(ranks.median()).fillna(0.5).to_numpy(float)
    medoid = own[np.argmin(sum(map(_to_all, own.T)))]
    size = max(least, round(len(own) * CIRCLE))
    nearest = np.argsort(np.abs(own - medoid).sum(axis=1), kind="stable")[:size]
    near[np.flatnonzero(inside)[nearest]] = True
    return near


def _to_all(values: np.ndarray) -> np.ndarray:
    """Sum of the distances of each value to all the others, without a table of pairs."""
    order = np.argsort(values, kind="stable")
    ahead = np.cumsum(values[order])
    below = np.arange(1, len(values) + 1)
    apart = np.empty_like(values)
    apart[order] = values[order] * (2 * below - len(values)) + ahead[-1] - 2 * ahead
    return apart
