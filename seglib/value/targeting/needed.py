"""How many customers would it take to prove a gain?"""

from __future__ import annotations

import math

from scipy import stats

from seglib.segments.summary import NORMAL_95
from seglib.value.trials.power import POWER


def customers_needed(gain: float, *, error: float, n: int, power: float = POWER) -> float:
    """Compute in how large a campaign a gain would be significant.

    Parameters
    ----------
    gain : float
        What is to be proven, a customer.
    error : float
        Standard error of the gain in a campaign like this one.
    n : int
        Customers of that campaign.
    power : float, default 0.8
        Probability with which the 95% interval is to lie above 0, if the gain is true.

    Returns
    -------
    float
        A whole number; NaN where there is no gain, or no error to go by.

    Examples
    --------
    >>> customers_needed(1.0, error=0.5, n=1000), customers_needed(0.0, error=0.5, n=1000)
    (1963.0, nan)
    """
    if not gain > 0 or not error > 0:
        return math.nan
    return float(math.ceil(n * ((NORMAL_95 + stats.norm.ppf(power)) * error / gain) ** 2))
