"""How many customers does it take? The smallest effect that a campaign of a size can find, and the size for an effect.

Four of five such campaigns find the effect, and one of twenty without any seems to (both sides). Shares have the
variance of the effect that is looked for, so it is solved for.

.. [1] J. L. Fleiss, B. Levin and M. C. Paik (2003), Statistical Methods for Rates and Proportions, chapter 4.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from seglib.value.trials.proportions import Z as _Z

POWER = 0.8
_Z_POWER = float(stats.norm.ppf(POWER))
_STEPS = 60  # halvings of the bracket


def least_share(share_control, n, n_control) -> np.ndarray:
    """Give the smallest rise of a share that two groups of a size find in four of five campaigns.

    Parameters
    ----------
    share_control : array-like
        Share in the control group.
    n, n_control : array-like
        Customers in the arm and in the control group.

    Returns
    -------
    ndarray
        As a fraction; missing where even a rise to 1 would not be found, or a group is empty.

    Examples
    --------
    >>> round(float(least_share(122 / 21306, 21306, 21306)), 5)
    0.00224
    """
    p, n, n0 = np.broadcast_arrays(*(np.asarray(one, dtype=float) for one in (share_control, n, n_control)))
    low, high = np.zeros(p.shape), 1 - p
    enough = _finds_share(p, high, n, n0)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        found = _finds_share(p, middle, n, n0)
        low, high = np.where(found, low, middle), np.where(found, middle, high)
    return np.where(enough, high, np.nan)


def _finds_share(p, rise, n, n0) -> np.ndarray:
    """Whether the rise is found with the power asked for [1]_."""
    q = p + rise
    with np.errstate(invalid="ignore", divide="ignore"):
        pooled = (n * q + n0 * p) / (n + n0)
        null = np.sqrt(pooled * (1 - pooled) * (1 / n + 1 / n0))
        alternative = np.sqrt(q * (1 - q) / n + p * (1 - p) / n0)
        return rise > _Z * null + _Z_POWER * alternative


def least_money(se) -> np.ndarray:
    """Give the smallest difference of means that is found in four of five campaigns.

    Parameters
    ----------
    se : array-like
        Standard error of the difference.

    Returns
    -------
    ndarray
        In money.

    Examples
    --------
    >>> round(float(least_money(1.0)), 3)
    2.802
    """
    return (_Z + _Z_POWER) * np.asarray(se, dtype=float)


def chance_to_find(effect, se) -> np.ndarray:
    """Give the chance that a campaign with a standard error finds an effect.

    Parameters
    ----------
    effect, se : array-like
        The effect that there is, and the standard error of its estimate.

    Returns
    -------
    ndarray
        In [0, 1]; 5% where there is no effect.
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.abs(np.asarray(effect, dtype=float)) / np.asarray(se, dtype=float)
    return stats.norm.sf(_Z - distance) + stats.norm.cdf(-_Z - distance)


def needed_for_share(share_control: float, effect: float) -> float:
    """Give the customers an arm that it takes to find a rise or fall of a share, with a control group as large.

    Parameters
    ----------
    share_control : float
        Share without the campaign.
    effect : float
        Difference to be found.

    Returns
    -------
    float
        A whole number; missing where there is no effect to find, or it leads out of [0, 1].

    Examples
    --------
    >>> needed_for_share(0.1, 0.02)
    3841.0
    """
    p, q = share_control, share_control + effect
    if not effect or not 0 <= q <= 1:
        return float("nan")
    pooled = (p + q) / 2
    spread = _Z * np.sqrt(2 * pooled * (1 - pooled)) + _Z_POWER * np.sqrt(p * (1 - p) + q * (1 - q))
    return float(max(np.ceil((spread / effect) ** 2), 2))


def needed_for_money(sd: float, effect: float) -> float:
    """Give the customers an arm that it takes to find a difference of mean money, with a control group as large.

    Parameters
    ----------
    sd : float
        Standard deviation of a customer's money.
    effect : float
        Difference of the means to be found.

    Returns
    -------
    float
        A whole number; missing where there is no effect to find or nothing is known of the spread.

    Examples
    --------
    >>> needed_for_money(20.0, 2.0)
    1570.0
    """
    if not effect or not sd > 0:
        return float("nan")
    return float(max(np.ceil(2 * ((_Z + _Z_POWER) * sd / effect) ** 2), 2))
