"""Would the forecast have come true? Models fitted to the purchases until a day, held against what came after.

The customers are those who had bought by that day; nobody who came later is forecast, or counted.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy import stats

from seglib.features.observation import observation_end
from seglib.features.orders import lines_until
from seglib.value.draws import draw_purchases
from seglib.value.history import purchase_days, purchase_history
from seglib.value.repeat_buying import RepeatModel

MOST_REPEATS = 7
"""From so many repeat purchases on, customers are one group."""
SAME = 0.01
"""Expectations that differ by less, as a part of their mean, do not tell customers apart."""


@dataclass(frozen=True, eq=False)
class Split:
    """Purchases before and after a day.

    Parameters
    ----------
    history : pandas.DataFrame
        Until that day: `customer_id`, `frequency`, `recency`, `T`, `monetary_value`.
    later : pandas.Series
        By customer, days with a purchase after it.
    days : pandas.DataFrame
        Repeat purchases of these customers: `day`, `n`.
    starts : pandas.DataFrame
        First purchases: `day`, `n`.
    calibration_end : datetime.date
        The day.
    as_of : datetime.date
        End of observation.
    unit_days : float
        Unit of time.
    """

    history: pd.DataFrame
    later: pd.Series
    days: pd.DataFrame
    starts: pd.DataFrame
    calibration_end: datetime.date
    as_of: datetime.date
    unit_days: float

    @property
    def horizon(self) -> float:
        """How long the time after the day is.

        Returns
        -------
        float
            In the unit of time.
        """
        return (self.as_of - self.calibration_end).days / self.unit_days


def split_purchases(
    order_lines: ir.Table,
    *,
    calibration_end: datetime.date | str,
    as_of: datetime.date | str,
    unit_days: float = 7.0,
) -> Split:
    """Part purchases at a day.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    calibration_end : datetime.date or str
        The last day that a model may look at.
    as_of : datetime.date or str
        Last day of observation, later than that.
    unit_days : float, default 7.0
        Unit of time in days: weeks.

    Returns
    -------
    Split

    Raises
    ------
    ValueError
        If the days are in the wrong order, or nobody had bought by the first.
    """
    first, last = observation_end(calibration_end), observation_end(as_of)
    if not first < last:
        raise ValueError(f"`calibration_end` of `split_purchases` must be before `as_of`; got {first} and {last}.")
    history = purchase_history(order_lines, as_of=first, unit_days=unit_days).order_by("customer_id").to_pandas()
    if history.empty:
        raise ValueError(f"`calibration_end` of `split_purchases` must be late enough for a purchase; none by {first}.")
    edge = ibis.literal(first)
    before = purchase_days(lines_until(order_lines, first))
    after = purchase_days(lines_until(order_lines, last)).filter(lambda table: table.day > edge)
    known = before.select("customer_id").distinct()
    both = before.union(after.semi_join(known, "customer_id")).select("customer_id", "day").to_pandas()
    both["day"] = pd.to_datetime(both["day"])
    opening = both.groupby("customer_id")["day"].transform("min")
    repeats = both[both["day"] > opening]
    late = repeats.loc[repeats["day"] > pd.Timestamp(first), "customer_id"].value_counts()
    later = late.reindex(history["customer_id"], fill_value=0).rename("later")
    days = repeats["day"].value_counts().sort_index().rename_axis("day").rename("n").reset_index()
    starts = opening[both["day"] == opening].value_counts().sort_index().rename_axis("day").rename("n").reset_index()
    return Split(history, later, days, starts, first, last, unit_days)


def total_table(model: RepeatModel, split: Split, *, n_draws: int = 400, random_state: int) -> pd.DataFrame:
    """Hold the forecast of all purchases against what came.

    Parameters
    ----------
    model : RepeatModel
        Fitted to the history of `split`.
    split : Split
        Purchases before and after.
    n_draws : int, default 400
        Draws for the interval.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row: `model`, `n`, `expected`, `low`, `high` (95% predictive), `actual`, `error` (expected over actual less
        1), `held` (whether the interval held what came).
    """
    expected, actual = float(model.expected_purchases(split.horizon).sum()), int(split.later.sum())
    drawn = draw_purchases(model, split.horizon, n_draws=n_draws, random_state=random_state).sum(axis=0)
    low, high = np.quantile(drawn, [0.025, 0.975])
    row = {
        "model": model.name,
        "n": len(split.history),
        "expected": expected,
        "low": float(low),
        "high": float(high),
        "actual": actual,
        "error": expected / actual - 1 if actual else np.nan,
        "held": bool(low <= actual <= high),
    }
    return pd.DataFrame([row])


def tracking_table(model: RepeatModel, split: Split) -> pd.DataFrame:
    """Follow repeat purchases week by week.

    Parameters
    ----------
    model : RepeatModel
        Fitted to the history of `split`.
    split : Split
        Purchases before and after.

    Returns
    -------
    pandas.DataFrame
        One row a week from the first purchase to the end of observation: `week`, `day` (its last), `actual` (repeat
        purchases so far), `expected` (of new customers who began when these did, so far), `forecast` (what had come by
        the end of calibration, and what was expected of each customer from then on; missing before), `held_out`.
    """
    begin = split.starts["day"].min()
    ends = [
        split.calibration_end - datetime.timedelta(weeks=k)
        for k in range((split.calibration_end - begin.date()).days // 7)
    ]
    weeks = (split.as_of - split.calibration_end).days // 7
    ends = ends[::-1] + [split.calibration_end + datetime.timedelta(weeks=k + 1) for k in range(weeks)]
    ends = pd.to_datetime(ends if ends[-1] == split.as_of else [*ends, split.as_of])
    reached = np.append(0, split.days["n"].cumsum())
    actual = reached[np.searchsorted(split.days["day"], ends, side="right")]
    age = (ends.to_numpy()[:, None] - split.starts["day"].to_numpy()) / np.timedelta64(1, "D") / split.unit_days
    of_new, of = np.unique(np.maximum(age, 0), return_inverse=True)
    expected = model.expected_of_new(of_new)[of].reshape(age.shape) @ split.starts["n"].to_numpy()
    after = (ends - pd.Timestamp(split.calibration_end)).days.to_numpy() / split.unit_days
    so_far = int(actual[after <= 0][-1]) if (after <= 0).any() else 0
    forecast = [so_far + float(model.expected_purchases(t).sum()) if t >= 0 else np.nan for t in after]
    return pd.DataFrame(
        {
            "week": np.arange(1, len(ends) + 1),
            "day": ends,
            "actual": actual,
            "expected": expected,
            "forecast": forecast,
            "held_out": after > 0,
        }
    )


def frequency_table(model: RepeatModel, split: Split) -> pd.DataFrame:
    """Hold expectations against what came, by how often customers had bought before.

    Parameters
    ----------
    model : RepeatModel
        Fitted to the history of `split`.
    split : Split
        Purchases before and after.

    Returns
    -------
    pandas.DataFrame
        `repeats` (0 to 6, and ``"7+"``), `n`, `predicted`, `observed` (purchases a customer), `low`, `high` (95% of the
        mean observed; missing for one customer).
    """
    x = split.history["frequency"].to_numpy()
    names = [*map(str, range(MOST_REPEATS)), f"{MOST_REPEATS}+"]
    table = _by_group(model, split, np.minimum(x, MOST_REPEATS).astype(int))
    return table.assign(group=[names[code] for code in table["group"]]).rename(columns={"group": "repeats"})


def decile_table(model: RepeatModel, split: Split) -> pd.DataFrame:
    """Hold expectations against what came, by tenths of customers from the least to the most promising.

    Parameters
    ----------
    model : RepeatModel
        Fitted to the history of `split`.
    split : Split
        Purchases before and after.

    Returns
    -------
    pandas.DataFrame
        `group`, `n`, `predicted`, `observed`, `low`, `high`, as in :func:`frequency_table`. Customers with equal
        expectations stay together, so that tenths may be unequal, and fewer.
    """
    expected = model.expected_purchases(split.horizon).to_numpy()
    cuts = np.unique(np.quantile(expected, np.arange(1, 10) / 10))
    return _by_group(model, split, np.searchsorted(cuts, expected, side="left"))


def calibration_slope(table: pd.DataFrame) -> float:
    """By how much groups differ in truth for one by which they were told to differ.

    Parameters
    ----------
    table : pandas.DataFrame
        `n`, `predicted`, `observed`, as from :func:`decile_table`.

    Returns
    -------
    float
        Slope of the line through the groups, weighted by customers: 1 is right, less says that the promising were
        overrated and the others underrated; missing with fewer than two groups, or if they were told to differ by less
        than a hundredth of the mean: through one point there is no line.
    """
    n, x, y = (table[name].to_numpy(float) for name in ("n", "predicted", "observed"))
    if len(table) < 2 or np.ptp(x) < SAME * np.average(x, weights=n):
        return float("nan")
    x = x - np.average(x, weights=n)
    return float((n * x) @ y / ((n * x) @ x))


def _by_group(model: RepeatModel, split: Split, group: np.ndarray) -> pd.DataFrame:
    rows = {"predicted": model.expected_purchases(split.horizon).to_numpy(), "observed": split.later.to_numpy()}
    groups = pd.DataFrame(rows).groupby(group)
    table = groups.mean().rename_axis("group").reset_index()
    n = groups.size().to_numpy()
    wide = stats.t.ppf(0.975, np.maximum(n - 1, 1)) * groups["observed"].std().to_numpy() / np.sqrt(n)
    table.insert(1, "n", n)
    return table.assign(low=np.maximum(table["observed"] - wide, 0.0), high=table["observed"] + wide)
