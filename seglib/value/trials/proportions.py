"""How sure is a share, and the difference of two? Score intervals, which cover for small groups and rare events too.

.. [1] E. B. Wilson (1927), Journal of the American Statistical Association 22, 209-212.
.. [2] R. G. Newcombe (1998), Interval estimation for the difference between independent proportions, Statistics in
   Medicine 17, 873-890, method 10.
.. [3] A. Donner and G. Y. Zou (2012), Closed-form confidence intervals for functions of the normal mean and standard
   deviation, Statistical Methods in Medical Research 21, 347-359: Newcombe's way of putting two intervals together, for
   a ratio.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

LEVEL = 0.95
Z = float(stats.norm.ppf((1 + LEVEL) / 2))


def share_interval(successes, n) -> tuple[np.ndarray, np.ndarray]:
    """Give the 95% interval of a share [1]_.

    Parameters
    ----------
    successes, n : array-like
        How many, of how many.

    Returns
    -------
    tuple of ndarray
        Low and high ends in [0, 1]; missing where `n` is 0.

    Examples
    --------
    >>> low, high = share_interval(0, 20)
    >>> round(float(low), 3), round(float(high), 3)
    (0.0, 0.161)
    """
    n = np.asarray(n, dtype=float)
    x = np.asarray(successes, dtype=float)
    with np.errstate(invalid="ignore", divide="ignore"):
        p = x / n
        middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
        half = Z / (1 + Z**2 / n) * np.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    low = np.where(x == 0, np.where(n > 0, 0.0, np.nan), middle - half)
    return low, np.where((x == n) & (n > 0), 1.0, middle + half)


def difference_of_shares(x, n, x_control, n_control) -> dict[str, np.ndarray]:
    """Compare the shares of two groups.

    Parameters
    ----------
    x, n, x_control, n_control : array-like
        How many of how many, in the arm and in the control group.

    Returns
    -------
    dict of str to ndarray
        `effect`, `low` and `high` (95% [2]_) and `p` (two-sided, of the pooled normal test; missing where all or
        nobody did).
    """
    x, n, x0, n0 = (np.asarray(one, dtype=float) for one in (x, n, x_control, n_control))
    low, high = share_interval(x, n)
    low0, high0 = share_interval(x0, n0)
    with np.errstate(invalid="ignore", divide="ignore"):
        p, p0 = x / n, x0 / n0
        effect = p - p0
        pooled = (x + x0) / (n + n0)
        z = effect / np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n0))
        ends = {
            "low": effect - np.sqrt((p - low) ** 2 + (high0 - p0) ** 2),
            "high": effect + np.sqrt((high - p) ** 2 + (p0 - low0) ** 2),
        }
    return {"effect": effect, **ends, "p": 2 * stats.norm.sf(np.abs(z))}


def ratio_of_shares(x, n, x_reference, n_reference) -> dict[str, np.ndarray]:
    """Say how many times as large a share is as another.

    Parameters
    ----------
    x, n, x_reference, n_reference : array-like
        How many of how many, in a group and in the one that it is held against.

    Returns
    -------
    dict of str to ndarray
        `ratio`, `low` and `high` (95%, of both shares' Wilson intervals [3]_); missing where the reference has none,
        and without an upper end where its interval begins at 0.

    Examples
    --------
    >>> found = ratio_of_shares(30, 100, 50, 100)
    >>> [round(float(found[name]), 2) for name in ("ratio", "low", "high")]
    [0.6, 0.42, 0.85]
    """
    x, n, x0, n0 = (np.asarray(one, dtype=float) for one in (x, n, x_reference, n_reference))
    low, high = share_interval(x, n)
    low0, high0 = share_interval(x0, n0)
    with np.errstate(invalid="ignore", divide="ignore"):
        p, p0 = x / n, np.where(x0 > 0, x0 / n0, np.nan)
        both = p * p0
        down = both - np.sqrt(np.maximum(both**2 - low * high0 * (2 * p - low) * (2 * p0 - high0), 0))
        up = both + np.sqrt(np.maximum(both**2 - high * low0 * (2 * p - high) * (2 * p0 - low0), 0))
        return {"ratio": p / p0, "low": down / (high0 * (2 * p0 - high0)), "high": up / (low0 * (2 * p0 - low0))}
