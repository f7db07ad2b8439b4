"""How much of the money comes from how few customers? Lorenz and whale curves, Gini, the share of the top fifth."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from seglib.segments.checks import check_features, has_ordered
from seglib.segments.summary import exact_sum


def whale(features: pd.DataFrame, *, value: str = "total_margin", points: int = 100) -> pd.DataFrame:
    """Add up customers' value from the best to the worst.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer; those with an order and a known value count.
    value : str, default "total_margin"
        Feature to add up. With negative values the curve rises above 1 and comes down again: the whale.
    points : int, default 100
        Steps of the curve, at most one a customer.

    Returns
    -------
    pandas.DataFrame
        `customer_share` and `value_share`, fractions from 0 to 1, and `n` customers so far; begins with zeros. Read
        from the right it is the Lorenz curve.

    Raises
    ------
    ValueError
        If a column is missing, there is no buyer, or the total is not positive.
    """
    values = _values(features, value, "whale")
    steps = np.unique(np.round(np.linspace(0, len(values), min(points, len(values)) + 1)).astype(int))
    sums = np.r_[0.0, values.cumsum()]
    return pd.DataFrame({"customer_share": steps / len(values), "value_share": sums[steps] / sums[-1], "n": steps})


def concentration(
    features: pd.DataFrame,
    *,
    value: str = "total_spend",
    top: float = 0.2,
    n_boot: int = 1000,
    level: float = 0.95,
    random_state: int,
) -> pd.DataFrame:
    """Measure how concentrated a value is, with bootstrap intervals.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer; those with an order and a known value count.
    value : str, default "total_spend"
        Feature.
    top : float, default 0.2
        Fraction of customers whose share is asked for, in (0, 1); their number is rounded up.
    n_boot : int, default 1000
        Bootstrap samples of customers.
    level : float, default 0.95
        Level of the percentile intervals, in (0, 1). With few customers and heavy tails they are too short.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        Rows ``"top_share"`` and ``"gini"``; columns `measure`, `value`, `low`, `high`, `n`. The Gini coefficient is
        0 when all customers are equal and near 1 when one has all; with negative values it can exceed 1.

    Raises
    ------
    ValueError
        If a column is missing, there is no buyer, the total is not positive, or a fraction is out of range.

    References
    ----------
    .. [1] C. Dagum (1980), The generation and distribution of income, the Lorenz curve and the Gini ratio.
    """
    for name, fraction in (("top", top), ("level", level)):
        if not 0 < fraction < 1:
            raise ValueError(f"`{name}` of `concentration` must be in (0, 1); got {fraction!r}.")
    values = _values(features, value, "concentration")
    n = len(values)
    rng = np.random.default_rng(random_state)
    draws = np.array([_measures(values, rng.multinomial(n, np.full(n, 1 / n)), top) for _ in range(n_boot)])
    low, high = np.nanquantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    estimate = _measures(values, np.ones(n, dtype=int), top)
    return pd.DataFrame(
        {"measure": ["top_share", "gini"], "value": estimate, "low": low, "high": high, "n": n},
    )


def _measures(values: np.ndarray, counts: np.ndarray, top: float) -> tuple[float, float]:
    """Share of the top fraction and Gini of values sorted downwards, each taken `counts` times."""
    n, total = counts.sum(), float(values @ counts)
    if total <= 0:
        return math.nan, math.nan
    wanted = math.ceil(round(top * n, 9))
    until = counts.cumsum()
    taken = np.clip(wanted - (until - counts), 0, counts)
    # With x sorted upwards and ranks 1..n: G = 2 sum(rank x) / (n sum x) - (n + 1) / n; here ranks run downwards.
    mean_rank = n - until + (counts + 1) / 2
    gini = 2 * float((mean_rank * counts) @ values) / (n * total) - (n + 1) / n
    return float(values @ taken) / total, gini


def _values(features: pd.DataFrame, value: str, caller: str) -> np.ndarray:
    """Known values of buyers, the best first."""
    check_features(features, ["n_orders", value], caller)
    known = features.loc[has_ordered(features), value].dropna()
    if not exact_sum(known) > 0:
        raise ValueError(
            f"`{value}` of `{caller}` must have a positive total over customers with an order; "
            f"got {exact_sum(known)!r}. Choose another value."
        )
    return np.sort(known.to_numpy(float))[::-1]
