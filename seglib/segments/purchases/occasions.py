"""Do orders rise in the weeks before an occasion, and is it the occasion or only the season?

In each country the order days in the weeks before each occasion (with the days after it, where it is a sale of several
days) are compared with the rest of the year around it. A rise alone proves no occasion: gardens are planted in the
weeks before Mother's Day. So orders must also fall by a quarter or more in the two weeks after that, when nobody buys
for it any more; and in the client's other countries, where the day is kept at another time or not at all, the same
weeks must show less of a rise.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm
from seglib.features.observation import observation_end
from seglib.segments.countries import country_code
from seglib.segments.summary import NORMAL_95

HALF_YEAR = 182
AFTER = 14
FAR = 35  # days between an occasion here and the same one there, so that they are not the same weeks
LEAST_EXPECTED, FEWEST_CUSTOMERS = 10.0, 20
FALLS_TO = 0.75  # of the orders before the day, in the two weeks after it
LEVEL = 0.05
ONE_SIDED = 1.645

_COLUMNS = {
    "country": "str",
    "occasion": "str",
    "days_after": "int64",
    "n_years": "int64",
    "n_days": "int64",
    "expected": "float64",
    "lift": "float64",
    "low": "float64",
    "high": "float64",
    "p_value": "float64",
    "elsewhere": "float64",
    "after": "float64",
    "verdict": "str",
    "n": "int64",
}


def located(days: pd.DataFrame, *, country: str | None = None) -> pd.DataFrame:
    """Give each order day the ISO code of the customer's country.

    Parameters
    ----------
    days : pandas.DataFrame
        From :func:`seglib.features.order_days`.
    country : str, optional
        ISO code for the customers whose country is not known; left out, they have none.

    Returns
    -------
    pandas.DataFrame
        `customer_id`, `country`, `day` as dates; ``""`` where no country is known.
    """
    meant = {name: country_code(name).code for name in days["country"].dropna().unique()}
    codes = days["country"].map(meant).astype("str").fillna(country or "")
    return pd.DataFrame({"customer_id": days["customer_id"], "country": codes, "day": pd.to_datetime(days["day"])})


def rises(days: pd.DataFrame, calendar: pd.DataFrame, *, as_of: dt.date | str) -> pd.DataFrame:
    """Compare the weeks before each occasion with the rest of the year.

    Parameters
    ----------
    days : pandas.DataFrame
        From :func:`located`: one row a customer and day with an order.
    calendar : pandas.DataFrame
        From :func:`seglib.segments.purchases.calendar.occasions`, for the years of the orders.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    pandas.DataFrame
        One row a country and occasion, the highest lift first: `days_after` that belong to the weeks before it,
        `n_years` in which these were wholly observed, `n_days` with an order in them, `expected` number after the half
        years around it, `lift` (one over the other) with its 95% interval (`low`, `high`), `p_value` (two-sided, after
        Holm over all rows that are tested), `elsewhere` (the lift of the same weeks in countries that do not keep the
        day then), `after` (orders a day in the two weeks after it, over those in the last two weeks before it),
        `verdict` and `n` customers.
        The verdict is ``"occasion"`` (a rise, a fall to three quarters or less after it, and less of a rise elsewhere
        where that is known), ``"season"`` (a rise that the season may explain as well), ``"none"``, or ``"too few"``
        (fewer than 20 customers, or 10 expected days).

    Notes
    -----
    The interval is that of the logarithm of a ratio of two sums over customers (linearised), so that the many days of
    one customer are not taken for many customers.
    """
    end = pd.Timestamp(observation_end(as_of))
    start = days["day"].min()
    rows = []
    for (country, occasion), dates in calendar.groupby(["country", "occasion"], sort=True):
        here = _lift(days[days["country"] == country], dates, start, end)
        enough = here[2] >= LEAST_EXPECTED and here[-1] >= FEWEST_CUSTOMERS
        there = _lift(_others(days, calendar, country, occasion) if enough else days[:0], dates, start, end)
        rows.append((country, occasion, int(dates["days_after"].max()), *here, *there))
    names = ["n_years", "n_days", "expected", "lift", "spread", "after", "after_spread", "n"]
    columns = ["country", "occasion", "days_after", *names, *(f"there_{name}" for name in names)]
    table = pd.DataFrame(rows, columns=columns)
    if table.empty:
        return pd.DataFrame(columns=[*_COLUMNS]).astype(_COLUMNS)
    log_lift = np.log(table["lift"].where(table["lift"] > 0))
    enough = (table["expected"] >= LEAST_EXPECTED) & (table["n"] >= FEWEST_CUSTOMERS) & log_lift.notna()
    for name, sign in (("low", -1), ("high", 1)):
        table[name] = np.exp(log_lift + sign * NORMAL_95 * table["spread"]).where(enough)
    distance = (log_lift / table["spread"])[enough].abs()
    table["p_value"] = holm(pd.Series(2 * stats.norm.sf(distance), index=distance.index))
    compared = (table["there_expected"] >= LEAST_EXPECTED) & (table["there_n"] >= FEWEST_CUSTOMERS)
    table["elsewhere"] = table["there_lift"].where(compared & (table["there_lift"] > 0))
    beyond = (log_lift - np.log(table["elsewhere"])) / np.hypot(table["spread"], table["there_spread"])
    fall = -np.log(table["after"].where(table["after"] > 0)) / table["after_spread"]
    own = (fall > ONE_SIDED) & (table["after"] <= FALLS_TO) & (table["elsewhere"].isna() | (beyond > ONE_SIDED))
    rise = (table["p_value"] < LEVEL) & (log_lift > 0)
    table["verdict"] = np.select([~enough, ~rise, own], ["too few", "none", "occasion"], "season")
    table = table.assign(untested=~enough).sort_values(
        ["untested", "lift", "country", "occasion"], ascending=[True, False, True, True], kind="stable"
    )
    return table[[*_COLUMNS]].astype(_COLUMNS).reset_index(drop=True)


def _others(days: pd.DataFrame, calendar: pd.DataFrame, country: str, occasion: str) -> pd.DataFrame:
    """Order days of customers in known countries where the occasion does not fall into the same weeks."""
    same = calendar[calendar["occasion"] == occasion]
    here = pd.to_datetime(same.loc[same["country"] == country, "date"]).to_numpy()
    near = {country, ""}
    for other, dates in same.groupby("country"):
        gaps = np.abs(pd.to_datetime(dates["date"]).to_numpy()[:, None] - here) / np.timedelta64(1, "D")
        if (gaps.min(axis=0) < FAR).any():
            near.add(other)
    return days[~days["country"].isin(near)]


def _lift(days: pd.DataFrame, dates: pd.DataFrame, start: pd.Timestamp, end: pd.Timestamp) -> tuple:
    """Years, days, expected days, lift and spread of its log; days after over before with its spread; customers."""
    who, customers = pd.factorize(days["customer_id"])
    at = (days["day"] - start).dt.days.to_numpy()
    last = (end - start).days
    counts = np.zeros((4, len(customers)))  # before, expected before, the last days before, the days after
    years = 0
    spans = zip(pd.to_datetime(dates["date"]), dates["days_before"], dates["days_after"], strict=True)
    for date, before, more in spans:
        day = (date - start).days
        until = day + more
        if day - before < 0 or until > last:
            continue
        around = np.arange(max(day - HALF_YEAR, 0), min(day + HALF_YEAR, last) + 1)
        window = before + 1 + more
        rest = len(around) - window
        if rest < 60:
            continue
        years += 1
        inside = (at >= day - before) & (at <= until)
        outside = (at >= around[0]) & (at <= around[-1]) & ~inside
        counts[0] += np.bincount(who[inside], minlength=len(customers))
        counts[1] += np.bincount(who[outside], minlength=len(customers)) * window / rest
        if until + AFTER <= last:
            near = min(window, AFTER)
            counts[2] += np.bincount(who[inside & (at > until - near)], minlength=len(customers)) * AFTER / near
            counts[3] += np.bincount(who[(at > until) & (at <= until + AFTER)], minlength=len(customers))
    lift, spread = _ratio(counts[0], counts[1])
    after, after_spread = _ratio(counts[3], counts[2])
    return years, int(counts[0].sum()), float(counts[1].sum()), lift, spread, after, after_spread, len(customers)


def _ratio(above: np.ndarray, below: np.ndarray) -> tuple[float, float]:
    """Ratio of two sums over customers, and the standard error of its logarithm."""
    if not below.sum() > 0:
        return np.nan, np.nan
    ratio = above.sum() / below.sum()
    spread = np.sqrt(((above - ratio * below) ** 2).sum()) / above.sum() if above.sum() > 0 else np.nan
    return float(ratio), float(spread)
