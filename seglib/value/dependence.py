"""Do those who buy often also spend more, or less, at a time? Models of value take frequency and money apart."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

FEWEST = 10
"""Repeat buyers below whose number nothing is said."""
SMALL = 0.1
"""Of the money of a purchase: up to here, taking frequency and money apart does little harm."""


def frequency_and_spend(summary: pd.DataFrame, *, level: float = 0.95) -> pd.DataFrame:
    """Look whether frequency and money per purchase go together.

    Parameters
    ----------
    summary : pandas.DataFrame
        `frequency`, `monetary_value` (mean money of the repeat purchases), one row a customer.
    level : float, default 0.95
        Of the intervals.

    Returns
    -------
    pandas.DataFrame
        One row, of the repeat buyers whose money is known: `n`; `correlation` (Pearson) with `low` and `high`;
        `rank_correlation` (Spearman), which a few large buyers do not move, with `rank_low` and `rank_high`; `lift`, by
        how much an average purchase brings more than the average repeat buyer's mean (0 where they do not go together),
        with `lift_low`, `lift_high`; `verdict`: ``"matters"`` where the lift surely differs from 0, ``"small"`` where
        it surely does by less than 10%, ``"in ranks only"`` where only the ranks go together, ``"not shown"`` where
        neither does, ``"too few"`` below ten customers or where all are alike.

    Notes
    -----
    Intervals come from the influence of each customer on the estimate, so that none needs a normal distribution: for
    correlations on Fisher's scale, for the lift on that of its logarithm.
    """
    x, z = (summary[name].to_numpy(float, na_value=np.nan) for name in ("frequency", "monetary_value"))
    used = (x > 0) & np.isfinite(z)
    x, z = x[used], z[used]
    names = ("correlation", "low", "high", "rank_correlation", "rank_low", "rank_high", "lift", "lift_low", "lift_high")
    row: dict[str, object] = {"n": len(x), **dict.fromkeys(names, np.nan), "verdict": "too few"}
    if len(x) < FEWEST or min(np.ptp(x), np.ptp(z)) <= 0:
        return pd.DataFrame([row])
    wide = stats.norm.ppf(0.5 + level / 2)
    pearson = _correlation(x, z, wide)
    ranks = _correlation(stats.rankdata(x), stats.rankdata(z), wide)
    row |= dict(zip(names, (*pearson, *ranks), strict=False))
    in_ranks = not ranks[1] <= 0 <= ranks[2]
    row["verdict"] = "in ranks only" if in_ranks else "not shown"
    if z.mean() > 0 and (x * z).mean() > 0:
        ratio = (x * z).mean() / (x.mean() * z.mean())
        influence = x * z / (x * z).mean() - x / x.mean() - z / z.mean()
        spread = influence.std() / np.sqrt(len(x))
        low, high = ratio * np.exp([-wide * spread, wide * spread]) - 1
        row |= {"lift": ratio - 1, "lift_low": low, "lift_high": high}
        if not low <= 0 <= high:
            row["verdict"] = "small" if max(-low, high) <= SMALL else "matters"
    return pd.DataFrame([row])


def _correlation(x: np.ndarray, z: np.ndarray, wide: float) -> tuple[float, float, float]:
    """Correlation and its interval."""
    u, v = (x - x.mean()) / x.std(), (z - z.mean()) / z.std()
    r = float((u * v).mean())
    if abs(r) >= 1 - 1e-12:
        return r, r, r
    spread = (u * v - r * (u**2 + v**2) / 2).std() / np.sqrt(len(x)) / (1 - r**2)
    return r, float(np.tanh(np.arctanh(r) - wide * spread)), float(np.tanh(np.arctanh(r) + wide * spread))
