"""Which places differ from the rest beyond noise? Means against the number of customers, and limits of pure chance.

If place meant nothing, a place's customers would be so many drawn at random from all. Drawing them again and again
gives the limits between which such means fall, and the probability of a mean as far out as the observed one: exact for
customers whose money is as skewed as it is, where normal limits are not. Holm's method then keeps the chance of a
single false alarm among all places at 5%.

References
----------
.. [1] D. J. Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine 24,
   1185-1202.
.. [2] S. Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6,
   65-70.
"""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm

LIMITS = {"low_998": 0.001, "low_95": 0.025, "high_95": 0.975, "high_998": 0.999}
"""Columns of the limits and their quantiles."""

_MOST_DRAWN = 2_000  # customers; means of more, with as many others, are normal enough
_BLOCK = 250


def funnel(
    values: pd.Series, places: pd.Series, *, smallest: int = 1, n_draws: int = 4000, random_state: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare each place's mean with means of as many customers drawn at random from all.

    Parameters
    ----------
    values : pandas.Series
        One a customer; missing ones do not count.
    places : pandas.Series
        Where each customer is, with the same index; who is nowhere does not count.
    smallest : int, default 1
        Customers that a place needs to be compared; those of smaller places still belong to all.
    n_draws : int, default 4000
        Draws; more are made where there are more than 50 places, so that the smallest probability can pass.
    random_state : int
        Seed.

    Returns
    -------
    places : pandas.DataFrame
        In the order of their names: `place`, `n`, `mean`, `p` (two-sided), `p_holm`, `verdict` (``above``, ``below``
        or ``as the rest`` at 5% of ``p_holm``).
    limits : pandas.DataFrame
        `n` and the limits of :data:`LIMITS`, at some sizes from the smallest to the largest place, and `centre`, the
        mean of all.
    """
    frame = pd.DataFrame({"value": values.astype(float), "place": places}).dropna()
    groups = frame.groupby("place", sort=True)["value"]
    table = pd.DataFrame({"place": list(groups.groups), "n": groups.size().to_numpy()})
    table["mean"] = groups.agg(lambda own: math.fsum(own) / len(own)).to_numpy()
    table = table[table["n"] >= smallest].reset_index(drop=True)
    pool = np.sort(frame["value"].to_numpy())  # the order of customers must not matter
    shown = _between(int(table["n"].min()), int(table["n"].max()))
    drawn = sorted({_fewer(size, pool) for size in (*table["n"], *shown)} - {0})
    n_draws = int(np.clip(80 * len(table), n_draws, 20_000))
    draws = _means(pool, [size for size in drawn if size <= _MOST_DRAWN], n_draws, random_state)
    table["p"] = [_probability(pool, draws, size, mean) for size, mean in zip(table["n"], table["mean"], strict=True)]
    table["p_holm"] = holm(table["p"])
    side = np.where(table["mean"] > pool.mean(), "above", "below")
    table["verdict"] = np.where(table["p_holm"] < 0.05, side, "as the rest")
    rows = [{"n": size, **_limits(pool, draws, size)} for size in shown]
    return table, pd.DataFrame(rows).assign(centre=pool.mean())


def _between(low: int, high: int) -> list[int]:
    return [int(size) for size in np.unique(np.geomspace(max(low, 1), max(high, 1), 16).round())]


def _means(pool: np.ndarray, sizes: list[int], n_draws: int, random_state: int) -> dict[int, np.ndarray]:
    """Means of so many customers drawn without replacement, of all sizes at once."""
    if not sizes:
        return {}
    rng = np.random.default_rng(random_state)
    ends, parts = np.array(sizes) - 1, []
    for start in range(0, n_draws, _BLOCK):
        rows = min(_BLOCK, n_draws - start)
        if len(pool) > 10 * _MOST_DRAWN:  # of so many, the same one is hardly drawn twice
            drawn = pool[rng.integers(0, len(pool), (rows, sizes[-1]))]
        else:
            drawn = rng.permuted(np.broadcast_to(pool, (rows, len(pool))).copy(), axis=1)[:, : sizes[-1]]
        parts.append(drawn.cumsum(axis=1)[:, ends] / np.array(sizes))
    means = np.concatenate(parts)
    return {size: means[:, i] for i, size in enumerate(sizes)}


def _fewer(size: int, pool: np.ndarray) -> int:
    """How many are drawn: those of a place, or all others where they are fewer; the one mean gives the other."""
    return int(min(size, len(pool) - size))


def _chances(pool: np.ndarray, draws: dict[int, np.ndarray], size: int) -> np.ndarray | None:
    """Means of so many customers as they come about by chance; none where there are too many to draw."""
    means = draws.get(_fewer(size, pool))
    if means is None or 2 * size <= len(pool):
        return means
    return (math.fsum(pool) - (len(pool) - size) * means) / size


def _normal(pool: np.ndarray, size: int) -> tuple[float, float]:
    """Mean and standard error of so many out of all."""
    left = max(len(pool) - size, 0) / max(len(pool) - 1, 1)
    return float(pool.mean()), float(pool.std() * math.sqrt(left / size))


def _probability(pool: np.ndarray, draws: dict[int, np.ndarray], size: int, mean: float) -> float:
    if size == len(pool):
        return 1.0
    drawn = _chances(pool, draws, size)
    if drawn is None:
        centre, error = _normal(pool, size)
        return float(2 * stats.norm.sf(abs(mean - centre) / error)) if error > 0 else 1.0
    slack = 1e-9 * max(abs(mean), float(np.abs(pool).max()))
    tails = [(np.count_nonzero(drawn >= mean - slack) + 1), (np.count_nonzero(drawn <= mean + slack) + 1)]
    return min(1.0, 2 * min(tails) / (len(drawn) + 1))


def _limits(pool: np.ndarray, draws: dict[int, np.ndarray], size: int) -> dict[str, float]:
    drawn = _chances(pool, draws, size)
    if drawn is None:
        centre, error = _normal(pool, size)
        return {name: centre + error * float(stats.norm.ppf(q)) for name, q in LIMITS.items()}
    return dict(zip(LIMITS, np.quantile(drawn, list(LIMITS.values())), strict=True))
