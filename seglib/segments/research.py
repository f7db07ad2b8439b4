"""Is the shop window online? Whether visits to web and app lead to orders in the store beyond chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

FEWEST_ORDERS = 30


@dataclass(frozen=True)
class Research:
    """How many store orders follow a visit online, and how many would by chance.

    Parameters
    ----------
    verdict : {"more", "chance", "too_few"}
        Whether visits are more frequent just before an order than in an equal time further back.
    n : int
        Orders in the store.
    before, earlier : float
        Shares of orders with a visit within the window before them, and within the window further back.
    low, high : float
        95% interval of the difference between the two.
    """

    verdict: str
    n: int
    before: float
    earlier: float
    low: float
    high: float


def research_online(orders: pd.DataFrame) -> Research:
    """Compare the time just before each store order with an equal time further back.

    Parameters
    ----------
    orders : pandas.DataFrame
        `customer_id`, `before`, `earlier`: from :func:`seglib.features.research.research_before_orders`, executed.

    Returns
    -------
    Research
        With fewer than 30 orders nothing is claimed. Orders of one customer are not independent, so the interval is
        that of a mean of differences with customers as clusters (Cameron and Miller 2015, Journal of Human Resources
        50, 317-372, equation 11).
    """
    n = len(orders)
    shares = {name: float(orders[name].mean()) if n else float("nan") for name in ("before", "earlier")}
    if n < FEWEST_ORDERS:
        return Research("too_few", n, **shares, low=float("nan"), high=float("nan"))
    gain = orders["before"].astype(float) - orders["earlier"].astype(float)
    sums = (gain - gain.mean()).groupby(orders["customer_id"].to_numpy()).sum()
    clusters = len(sums)
    error = np.sqrt(clusters / max(clusters - 1, 1) * (sums**2).sum()) / n
    wide = stats.norm.ppf(0.975) * error
    low, high = float(gain.mean() - wide), float(gain.mean() + wide)
    return Research("more" if low > 0 else "chance", n, **shares, low=low, high=high)
