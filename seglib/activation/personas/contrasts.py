"""How far is a segment from everybody, and from the others? Index and effect, each with its 95% interval.

.. [1] E. R. DeLong, D. M. DeLong and D. L. Clarke-Pearson (1988), Comparing the areas under two or more correlated
   receiver operating characteristic curves, Biometrics 44, 837-845.
.. [2] W. G. Cochran (1977), Sampling Techniques, section 2.11: the variance of a ratio, linearised.
"""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata

from seglib.segments.summary import NORMAL_95

Interval = tuple[float, float, float]


def index(values: np.ndarray, inside: np.ndarray) -> Interval:
    """Hold the mean of a segment against the mean of everybody.

    Parameters
    ----------
    values : ndarray
        One number a customer, without missing ones.
    inside : ndarray of bool
        Who is in the segment.

    Returns
    -------
    tuple of (index, low, high)
        1 is the average. The interval is on the logarithm of the index [2]_, so that no end is below 0; all are missing
        where the average of everybody is not above 0 or the segment's is below 0.

    Examples
    --------
    >>> index(np.array([2.0, 2.0, 1.0, 1.0]), np.array([True, True, False, False]))[0]
    1.3333333333333333
    """
    n, members = len(values), inside.sum()
    if n < 2 or not members or not values.mean() > 0 or values[inside].mean() < 0:
        return (np.nan,) * 3
    everybody, own = values.mean(), values[inside].mean()
    ratio = own / everybody
    if ratio == 0:
        return 0.0, np.nan, np.nan
    moved = inside * (values - own) / (members / n) / own - (values - everybody) / everybody
    spread = float(np.sqrt((moved**2).sum() / (n - 1) / n))
    return float(ratio), float(ratio * np.exp(-NORMAL_95 * spread)), float(ratio * np.exp(NORMAL_95 * spread))


def effect(values: np.ndarray, inside: np.ndarray) -> Interval:
    """Compare a segment with all others by ranks.

    Parameters
    ----------
    values : ndarray
        One number a customer, without missing ones.
    inside : ndarray of bool
        Who is in the segment.

    Returns
    -------
    tuple of (effect, low, high)
        The chance that a member has more than another customer, less the chance of having less (Cliff's delta): from -1
        to 1, 0 is no difference; of yes and no it is the difference of the two shares. The variance is that of DeLong
        [1]_; all are missing where one side has fewer than two.

    Examples
    --------
    >>> effect(np.array([3.0, 4.0, 1.0, 2.0]), np.array([True, True, False, False]))[0]
    1.0
    """
    own, others = values[inside], values[~inside]
    m, n = len(own), len(others)
    if m < 2 or n < 2:
        return (np.nan,) * 3
    ranks = rankdata(np.concatenate([own, others]))
    beaten = (ranks[:m] - rankdata(own)) / n  # of each member: the share of the others that have less
    beating = 1 - (ranks[m:] - rankdata(others)) / m
    area = float(beaten.mean())
    spread = 2 * float(np.sqrt(beaten.var(ddof=1) / m + beating.var(ddof=1) / n))
    delta = 2 * area - 1
    return delta, max(delta - NORMAL_95 * spread, -1.0), min(delta + NORMAL_95 * spread, 1.0)
