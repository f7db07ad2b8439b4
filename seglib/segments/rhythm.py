"""How long until the next order, and how regular are customers? All gaps, with those that are still open.

If each customer's orders fell at random, gaps would be exponential; people with habits buy more regularly, and those
who buy in bouts less. Wheat and Morrison's measure takes the last two gaps of each customer: the share of one in both
is evenly spread for random timing, near one half for regular buyers and near the ends for bouts, whatever the
customer's own rate.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

FEWEST = 30
_BOOT = 200


@dataclass(frozen=True, eq=False)
class Rhythm:
    """Gaps between order days, and their regularity.

    Parameters
    ----------
    curve : pandas.DataFrame
        One row a day on which a gap ended: `days`, `returned` (share of order days that were followed by another by
        then), `low`, `high` (95%, customers drawn again), `n` gaps that had not ended just before. It ends where fewer
        than 30 are left.
    half_days : float
        By when half of all order days are followed by another; missing where the curve does not get there.
    regularity, low, high : float
        Shape of the gaps and its 95% interval: 1 is random timing, above it is regular, below it in bouts; missing for
        fewer than 30 customers with two gaps.
    verdict : {"regular", "random", "bouts", "unknown"}
        By the interval.
    n : int
        Order days.
    n_customers : int
        Customers with two gaps.
    """

    curve: pd.DataFrame
    half_days: float
    regularity: float
    low: float
    high: float
    verdict: str
    n: int
    n_customers: int


KINDS = {
    "regular": "Customers buy more regularly than by chance: remind them shortly before the next order is due",
    "bouts": "Customers buy in bouts: some orders come close together, with longer pauses between them",
    "random": "The next order comes at any time: no day can be told on which a reminder is due",
    "unknown": "Whether customers buy regularly cannot be told: too few have ordered on three days",
}
"""What each verdict means for reminders."""


def rhythm(days: pd.DataFrame, *, as_of: object, random_state: int) -> Rhythm | None:
    """Measure the gaps between the order days of each customer.

    Parameters
    ----------
    days : pandas.DataFrame
        `customer_id` and `day`: one row a customer and day with an order, from :func:`seglib.features.order_days`.
    as_of : datetime.date or str
        Last day of observation: the last gap of each customer is open then.
    random_state : int
        Seed of the draws of customers.

    Returns
    -------
    Rhythm or None
        None where fewer than 30 gaps have ended.

    References
    ----------
    .. [1] R. D. Wheat and D. G. Morrison (1990), Estimating purchase regularity with two interpurchase times, Journal
       of Marketing Research 27, 87-93: with M the share of one of two gaps, the shape is (1 - 4 var M) / (8 var M).
    .. [2] E. L. Kaplan and P. Meier (1958), Journal of the American Statistical Association 53, 457-481.
    """
    ordered = days[["customer_id", "day"]].sort_values(["customer_id", "day"], kind="stable")
    at = pd.to_datetime(ordered["day"]).dt.normalize().reset_index(drop=True)
    who, _ = pd.factorize(ordered["customer_id"])
    following = at.shift(-1).where(np.r_[who[1:] == who[:-1], False] if len(who) else [])
    ended = following.notna().to_numpy()
    gap = (following.fillna(pd.Timestamp(as_of).normalize()) - at).dt.days.to_numpy()
    if ended.sum() < FEWEST:
        return None
    curve = _curve(gap, ended, who, np.random.default_rng(random_state))
    half = curve.loc[curve["returned"] >= 0.5, "days"]
    share = _shares(gap[ended], who[ended])
    ends = _interval(share, random_state) if len(share) >= FEWEST else (np.nan,) * 3
    verdict = "unknown" if np.isnan(ends[0]) else "regular" if ends[1] > 1 else "bouts" if ends[2] < 1 else "random"
    return Rhythm(curve, float(half.min()), *ends, verdict, len(gap), len(share))


def shape(share: np.ndarray) -> float:
    """Estimate the shape of gaps from the share of one of two gaps of each customer.

    Parameters
    ----------
    share : ndarray, shape (n,)
        In (0, 1).

    Returns
    -------
    float
        By moments around one half; 1 for random timing.

    Examples
    --------
    >>> round(shape(np.linspace(0, 1, 10001)), 2)  # evenly spread
    1.0
    """
    spread = ((share - 0.5) ** 2).mean()
    return float((1 - 4 * spread) / max(8 * spread, 1e-12))


def _shares(gap: np.ndarray, who: np.ndarray) -> np.ndarray:
    """Share of the last but one gap in the last two of each customer who has two."""
    pair = np.flatnonzero((who[1:] == who[:-1]) & np.r_[who[2:] != who[1:-1], True])
    return gap[pair] / (gap[pair] + gap[pair + 1])


def _interval(share: np.ndarray, random_state: int) -> tuple[float, float, float]:
    apart = np.sort((share - 0.5) ** 2)  # the order of the customers changes nothing
    weights = np.random.default_rng(random_state).multinomial(len(apart), np.ones(len(apart)) / len(apart), size=_BOOT)
    spread = np.maximum(weights @ apart / len(apart), 1e-12)
    low, high = np.quantile((1 - 4 * spread) / (8 * spread), [0.025, 0.975])
    return shape(share), float(low), float(high)


def _curve(gap: np.ndarray, ended: np.ndarray, who: np.ndarray, draw: np.random.Generator) -> pd.DataFrame:
    """Kaplan and Meier's curve of all gaps, with percentiles over samples of customers."""
    until = int(np.sort(gap)[-FEWEST]) if len(gap) >= FEWEST else int(gap.max())
    width, n = int(gap.max()) + 1, int(who.max()) + 1
    ends = sparse.csr_array((ended.astype(float), (who, gap)), shape=(n, width))
    waits = sparse.csr_array((np.ones(len(gap)), (who, gap)), shape=(n, width))
    weights = np.vstack([np.ones(n), draw.multinomial(n, np.ones(n) / n, size=_BOOT)])
    at_risk = np.cumsum((weights @ waits)[:, ::-1], axis=1)[:, ::-1]
    returned = 1 - np.cumprod(1 - (weights @ ends) / np.maximum(at_risk, 1.0), axis=1)
    shown = np.flatnonzero((np.bincount(gap[ended], minlength=width) > 0) & (np.arange(width) <= until))
    low, high = np.quantile(returned[1:, shown], [0.025, 0.975], axis=0)
    columns = {"days": shown, "returned": returned[0, shown], "low": low, "high": high}
    return pd.DataFrame({**columns, "n": at_risk[0, shown].astype(int)})
