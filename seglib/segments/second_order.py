"""When does a new customer come back, if at all? The time to the second order, with those who are still on the way."""

from __future__ import annotations

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from seglib.segments.checks import check_features, has_ordered

FEWEST = 30


@dataclass(frozen=True, eq=False)
class SecondOrder:
    """How many customers order again, by the time since their first order.

    Parameters
    ----------
    curve : pandas.DataFrame
        One row a day on which somebody came back: `days`, `returned` (share of customers who had ordered a second time
        by then), `low`, `high` (95%), `n` still on the way just before.
    n : int
        Customers with an order.
    half_days, most_days : float
        By which day half, and nine tenths, of those came back who come back within the time seen.
    until : int
        The last day on which at least 30 customers were still on the way: the curve ends there.
    """

    curve: pd.DataFrame
    n: int
    half_days: float
    most_days: float
    until: int


def second_order_window(features: pd.DataFrame) -> SecondOrder | None:
    """Estimate the time from the first day with an order to the second.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `n_orders`, `second_order_days` and `tenure_days`.

    Returns
    -------
    SecondOrder or None
        None with fewer than 30 customers with an order, or when nobody came back while 30 were on the way.

    Notes
    -----
    Customers who have not come back yet are on the way, not lost: the share is that of Kaplan and Meier (1958,
    Journal of the American Statistical Association 53, 457-481), its interval by the exponential Greenwood formula
    (Kalbfleisch and Prentice 2002, section 1.4), both from :func:`scipy.stats.ecdf`.
    """
    check_features(features, ["n_orders", "second_order_days", "tenure_days"], "second_order_window")
    buyers = features[has_ordered(features)]
    if len(buyers) < FEWEST:
        return None
    came_back = buyers["second_order_days"].notna().to_numpy()
    waited = buyers["second_order_days"].fillna(buyers["tenure_days"]).to_numpy(float)
    until = float(np.sort(waited)[-FEWEST])
    if not (came_back & (waited <= until)).any():
        return None
    sample = stats.CensoredData.right_censored(waited, ~came_back)
    found = stats.ecdf(sample)
    with warnings.catch_warnings():  # where nobody or everybody has come back there is no interval: 0 to 1 below
        warnings.filterwarnings("ignore", message="The confidence interval is undefined", category=RuntimeWarning)
        ends = found.cdf.confidence_interval(method="log-log")
    at = found.cdf.quantiles
    curve = pd.DataFrame(
        {
            "days": at.astype(int),
            "returned": found.cdf.probabilities,
            "low": np.nan_to_num(ends.low.probabilities, nan=0.0),
            "high": np.nan_to_num(ends.high.probabilities, nan=1.0),
            "n": len(waited) - np.searchsorted(np.sort(waited), at, side="left"),
        }
    )
    events = np.isin(at, waited[came_back]) & (at <= until)
    curve = curve[events].reset_index(drop=True)
    last = curve["returned"].iloc[-1]

    def day_of(share: float) -> float:
        return float(curve.loc[curve["returned"] >= share * last, "days"].min())

    return SecondOrder(curve, len(buyers), day_of(0.5), day_of(0.9), int(until))
