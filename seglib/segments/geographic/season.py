"""When is the season of each category, and is it earlier where it is warm? Curves of the year, and how far they shift.

A category's season in a group is its orders over the year, smoothed around the circle of the year. How much earlier or
later it is than in the group of reference is the shift at which the two curves agree best (circular
cross-correlation). Customers are drawn again and again for the interval, because one customer's orders belong together;
Holm's method allows for the number of comparisons. South of the equator the calendar is turned by half a year.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm
from seglib.features.seasons import PERIODS

DAYS = 365 / PERIODS
SMOOTHING_DAYS = 15.0
MOST_SHIFT_DAYS = 90
FEWEST_BUYERS = 40
LEAST_SEASON = 0.35
"""How far, at least, the season's curve must rise above the year's average, as a share of it, to have a peak at all."""

_BLOCK = 50


def season_curve(counts: np.ndarray) -> np.ndarray:
    """Smooth counts around the year.

    Parameters
    ----------
    counts : ndarray, shape (..., 73)
        Orders in each period of the year.

    Returns
    -------
    ndarray
        The same shape; 1 is the average of the year.
    """
    lag = np.minimum(np.arange(PERIODS), PERIODS - np.arange(PERIODS)) * DAYS
    kernel = np.exp(-0.5 * (lag / SMOOTHING_DAYS) ** 2)
    smooth = np.fft.irfft(np.fft.rfft(counts, axis=-1) * np.fft.rfft(kernel / kernel.sum()), n=PERIODS, axis=-1)
    return smooth / np.maximum(smooth.mean(axis=-1, keepdims=True), 1e-12)


def shift_days(curve: np.ndarray, reference: np.ndarray) -> np.ndarray:
    """Measure how much later one season is than another.

    Parameters
    ----------
    curve, reference : ndarray, shape (..., 73)
        From :func:`season_curve`.

    Returns
    -------
    ndarray, shape (...)
        Days, negative where it is earlier, at most 90 either way; between the periods by a parabola.

    Examples
    --------
    >>> year = season_curve(np.exp(-0.5 * ((np.arange(73) - 20) / 3) ** 2))
    >>> round(float(shift_days(np.roll(year, -4), year)), 1)
    -20.0
    """
    product = np.fft.rfft(curve, axis=-1) * np.conj(np.fft.rfft(reference, axis=-1))
    agreement = np.fft.irfft(product, n=PERIODS, axis=-1)
    lags = (np.arange(PERIODS) + PERIODS // 2) % PERIODS - PERIODS // 2
    allowed = np.where(np.abs(lags) * DAYS <= MOST_SHIFT_DAYS, agreement, -np.inf)
    best = allowed.argmax(axis=-1)
    left, middle, right = (
        np.take_along_axis(agreement, ((best + i) % PERIODS)[..., None], -1)[..., 0] for i in (-1, 0, 1)
    )
    bend = left - 2 * middle + right
    part = np.where(bend < 0, 0.5 * (left - right) / np.where(bend < 0, bend, -1.0), 0.0)
    return (lags[best] + np.clip(part, -0.5, 0.5)) * DAYS


def seasons(
    orders: pd.DataFrame, groups: pd.Series, *, south: pd.Series | None = None, n_boot: int = 200, random_state: int
) -> pd.DataFrame:
    """Compare the season of each category between groups of customers.

    Parameters
    ----------
    orders : pandas.DataFrame
        From :func:`seglib.features.season_orders`, executed.
    groups : pandas.Series
        Group of each customer, by `customer_id`; missing: in none.
    south : pandas.Series, optional
        Whether each customer lives south of the equator, by `customer_id`.
    n_boot : int, default 200
        Bootstrap samples of customers.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a category with a season and a group with 40 buyers of it or more: `category`, `group`, `n` buyers,
        `n_orders`, `peak` (day of the year, turned in the south), `height` (of the peak over the year's average),
        `reference` (the group with most buyers), `shift`, `low`, `high` in days against it, `p_holm` and
        `verdict`: ``earlier``, ``later``, ``no difference shown`` or ``reference``.
    """
    frame = orders.assign(group=orders["customer_id"].map(groups)).dropna(subset=["group"])
    if south is not None:
        turned = frame["customer_id"].map(south).fillna(False).astype(bool)
        frame["period"] = np.where(turned, (frame["period"] + PERIODS // 2) % PERIODS, frame["period"])
    rows = []
    rng = np.random.default_rng(random_state)
    for category, own in frame.groupby("category", sort=True):
        counts = {group: _by_customer(part) for group, part in own.groupby("group", sort=True)}
        counts = {group: matrix for group, matrix in counts.items() if len(matrix) >= FEWEST_BUYERS}
        if counts and season_curve(sum(matrix.sum(axis=0) for matrix in counts.values())).max() >= 1 + LEAST_SEASON:
            rows += _compared(category, counts, n_boot, rng)
    table = pd.DataFrame(rows, columns=[*_COLUMNS, "p"])
    table["p_holm"] = holm(table.pop("p").astype(float))
    sure = table["p_holm"] < 0.05
    table["verdict"] = np.select(
        [table["group"] == table["reference"], sure & (table["shift"] < 0), sure & (table["shift"] > 0)],
        ["reference", "earlier", "later"],
        "no difference shown",
    )
    return table


def curves(orders: pd.DataFrame, groups: pd.Series, table: pd.DataFrame, *, category: str) -> pd.DataFrame:
    """Give the curves of one category, to be drawn.

    Parameters
    ----------
    orders, groups : pandas.DataFrame, pandas.Series
        As for :func:`seasons`.
    table : pandas.DataFrame
        From :func:`seasons`; its groups are taken, the largest first.
    category : str
        Which category.

    Returns
    -------
    pandas.DataFrame
        `group`, `day` of the year (every fifteen days and the peak of each curve) and `value`, 1 for the average.
    """
    own = table[table["category"] == category].sort_values(["n", "group"], ascending=[False, True])
    bought = orders[orders["category"] == category]
    bought = bought.assign(group=bought["customer_id"].map(groups))
    parts = []
    for group in own["group"]:
        counts = np.bincount(
            bought.loc[bought["group"] == group, "period"].to_numpy(int),
            weights=bought.loc[bought["group"] == group, "n_orders"].to_numpy(float),
            minlength=PERIODS,
        )
        value = season_curve(counts)
        shown = sorted({*range(0, PERIODS, 3), int(value.argmax())})
        days = [int(period * DAYS + DAYS / 2) + 1 for period in shown]
        parts.append(pd.DataFrame({"group": group, "day": days, "value": value[shown]}))
    return pd.concat(parts, ignore_index=True)


_COLUMNS = ("category", "group", "n", "n_orders", "peak", "height", "reference", "shift", "low", "high")


def _compared(category: str, counts: dict[str, np.ndarray], n_boot: int, rng: np.random.Generator) -> list[tuple]:
    reference = max(counts, key=lambda group: (len(counts[group]), group))
    drawn = {group: season_curve(_resampled(matrix, n_boot, rng)) for group, matrix in counts.items()}
    rows = []
    for group, matrix in counts.items():
        curve = season_curve(matrix.sum(axis=0))
        shift, low, high, p = 0.0, np.nan, np.nan, np.nan
        if group != reference:
            shift = float(shift_days(curve, season_curve(counts[reference].sum(axis=0))))
            error = float(shift_days(drawn[group], drawn[reference]).std(ddof=1))
            low, high = shift - 1.959964 * error, shift + 1.959964 * error
            p = float(2 * stats.norm.sf(abs(shift) / error)) if error > 0 else float(shift == 0)
        peak = int(curve.argmax() * DAYS + DAYS / 2) + 1
        row = (
            category,
            group,
            len(matrix),
            int(matrix.sum()),
            peak,
            float(curve.max()),
            reference,
            shift,
            low,
            high,
            p,
        )
        rows.append(row)
    return rows


def _by_customer(part: pd.DataFrame) -> np.ndarray:
    """Customers × periods, in an order that depends on their counts alone, so that ids and rows change nothing."""
    matrix = np.zeros((part["customer_id"].nunique(), PERIODS))
    np.add.at(matrix, (pd.factorize(part["customer_id"])[0], part["period"].to_numpy(int)), part["n_orders"].to_numpy())
    return matrix[np.lexsort(matrix.T)]


def _resampled(matrix: np.ndarray, n_boot: int, rng: np.random.Generator) -> np.ndarray:
    parts = []
    for start in range(0, n_boot, _BLOCK):
        weights = rng.poisson(1.0, size=(min(_BLOCK, n_boot - start), len(matrix))).astype(float)
        parts.append(weights @ matrix)
    return np.concatenate(parts)
