"""What is each customer worth from now on? Margin to come, discounted, by customer and by segment, with intervals.

In the papers' words: `frequency` is the number of repeat purchases, `recency` the time from the first to the last of
all, `T` the time from the first to the end of observation, `monetary_value` the mean money of the repeat purchases.
What was earned until now, and what it cost to win or keep a customer, is no part of the value.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from seglib.value.bgnbd import BgNbd, fit_bgnbd
from seglib.value.dependence import frequency_and_spend
from seglib.value.draws import draw_values
from seglib.value.gamma_gamma import GammaGamma, fit_gamma_gamma
from seglib.value.mbgnbd import fit_mbgnbd
from seglib.value.pareto_nbd import fit_pareto_nbd
from seglib.value.patterns import check_summary
from seglib.value.repeat_buying import RepeatModel

__all__ = ["MODELS", "CustomerValue", "clv", "fit_bgnbd", "fit_gamma_gamma", "fit_mbgnbd", "fit_pareto_nbd"]

MODELS = {"bgnbd": fit_bgnbd, "mbgnbd": fit_mbgnbd, "pareto_nbd": fit_pareto_nbd}
YEAR_DAYS = 365.25
NOT_ASSIGNED = "Not assigned"


@dataclass(frozen=True, eq=False)
class CustomerValue:
    """Customer lifetime value.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row a customer, in the order of the summary: `customer_id`, `p_alive`, `expected_purchases` within the
        horizon, `margin_per_purchase`, `value` (discounted margin), `value_low`, `value_high` (an interval of what the
        customer will bring, not of its expectation: for most customers it reaches down to 0).
    segments : pandas.DataFrame
        One row a segment, the most valuable first: `segment`, `n`, `expected_purchases`, `value`, `value_low`,
        `value_high` (sums), `value_per_customer`, `share` (of the value of all). Without segments, no row.
    total : pandas.DataFrame
        The same sums in one row, of all customers.
    dependence : pandas.DataFrame
        Whether frequency and money go together, see :func:`seglib.value.dependence.frequency_and_spend`.
    model : RepeatModel
        Of how often customers buy.
    spend : GammaGamma
        Of what a purchase brings.
    horizon_days : float
        How far the value looks ahead.
    level : float
        Of the intervals.
    notes : tuple of str
        What to know before using it, one sentence each.
    """

    customers: pd.DataFrame
    segments: pd.DataFrame
    total: pd.DataFrame
    dependence: pd.DataFrame
    model: RepeatModel
    spend: GammaGamma
    horizon_days: float
    level: float
    notes: tuple[str, ...]


def clv(
    summary: pd.DataFrame,
    *,
    horizon_days: float = 365.0,
    discount_rate: float = 0.1,
    compounding: str = "yearly",
    margin_rate: float | pd.Series = 1.0,
    segments: pd.Series | None = None,
    model: str | RepeatModel = "mbgnbd",
    unit_days: float = 7.0,
    level: float = 0.95,
    n_draws: int = 1000,
    random_state: int,
) -> CustomerValue:
    """Estimate what each customer will bring.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T`, `monetary_value`, as from
        :func:`seglib.value.history.purchase_history`, executed, which ends the observation at its `as_of`.
    horizon_days : float, default 365.0
        How far to look ahead from the end of observation.
    discount_rate : float, default 0.1
        By how much a year makes money worth less.
    compounding : {"yearly", "continuous"}, default "yearly"
        Whether money a year away is divided by 1 + rate, or by exp(rate).
    margin_rate : float or pandas.Series, default 1.0
        Margin as a fraction of `monetary_value`, for all or by customer; 1 if that is margin already.
    segments : pandas.Series, optional
        Name of the segment by customer, for sums with intervals.
    model : {"mbgnbd", "bgnbd", "pareto_nbd"} or RepeatModel, default "mbgnbd"
        Of how often customers buy, to be fitted or fitted to the same customers.
        :func:`seglib.value.comparison.compare` judges them out of time.
    unit_days : float, default 7.0
        Unit of time of the summary.
    level : float, default 0.95
        Of the intervals.
    n_draws : int, default 1000
        Draws for the intervals. A million customers take about half a minute for 100 draws.
    random_state : int
        Seed of the draws.

    Returns
    -------
    CustomerValue
        `value` is the expected number of purchases, discounted, times the expected margin of one. A customer with a
        mean margin of zero or less counts with it, pulled towards the mean of all, and may be worth less than nothing.

    Raises
    ------
    ValueError
        If an argument is out of range or a fitted model is of other customers.
    """
    rate = _continuous(discount_rate, compounding) * unit_days / YEAR_DAYS
    if not (horizon_days > 0 and unit_days > 0):
        raise ValueError(f"`horizon_days` and `unit_days` of `clv` must be positive; got {horizon_days}, {unit_days}.")
    if not 0 < level < 1:
        raise ValueError(f"`level` of `clv` must be in (0, 1); got {level}.")
    check_summary(summary, caller="clv")
    ordered = _with_margin(summary, margin_rate).sort_values("customer_id", ignore_index=True)
    fitted = _fitted(model, ordered)
    spend = fit_gamma_gamma(ordered)
    t = horizon_days / unit_days
    purchases, margin = fitted.expected_purchases(t), spend.expected_spend()
    discounted = fitted.discounted_purchases(t, rate)
    worth_of_later = (discounted / purchases.where(purchases > 0)).fillna(1.0).to_numpy()
    value = discounted * margin
    names, groups = _groups(segments, ordered["customer_id"])
    given = {"groups": groups, "level": level, "n_draws": n_draws, "random_state": random_state}
    interval, sums = draw_values(fitted, spend, t, worth_of_later=worth_of_later, **given)
    customers = pd.DataFrame(
        {
            "p_alive": fitted.p_alive(),
            "expected_purchases": purchases,
            "margin_per_purchase": margin,
            "value": value,
            "value_low": np.where(value.notna(), interval[:, 0], np.nan),
            "value_high": np.where(value.notna(), interval[:, 1], np.nan),
        }
    )
    by = customers.set_axis(groups).rename_axis(None)
    parts = _sums(by, sums, level).assign(segment=names)
    total = _sums(by.set_axis(np.zeros(len(by), int)), sums.sum(axis=0, keepdims=True), level)
    columns = ["segment", *total.columns]
    parts = parts[columns].sort_values(["value", "segment"], ascending=[False, True], ignore_index=True)
    parts["share"] = parts["value"] / total["value"].iloc[0]
    return CustomerValue(
        customers.reindex(summary["customer_id"]).reset_index(),
        parts if segments is not None else parts.iloc[:0],
        total.reset_index(drop=True),
        frequency_and_spend(ordered),
        fitted,
        spend,
        horizon_days,
        level,
        _notes(fitted, spend, t, level),
    )


def _continuous(rate: float, compounding: str) -> float:
    if compounding not in ("yearly", "continuous"):
        raise ValueError(f"`compounding` of `clv` must be 'yearly' or 'continuous'; got {compounding!r}.")
    if not rate >= 0:
        raise ValueError(f"`discount_rate` of `clv` must be a fraction of at least 0, such as 0.1; got {rate}.")
    return math.log1p(rate) if compounding == "yearly" else rate


def _with_margin(summary: pd.DataFrame, margin_rate: float | pd.Series) -> pd.DataFrame:
    rates = margin_rate
    if isinstance(margin_rate, pd.Series):
        rates = margin_rate.reindex(summary["customer_id"]).to_numpy(float, na_value=np.nan)
    if (np.asarray(rates) > 1).any():
        raise ValueError("`margin_rate` of `clv` must be a fraction of at most 1, such as 0.4 for 40%.")
    return summary.assign(monetary_value=summary["monetary_value"].astype(float) * rates)


def _fitted(model: str | RepeatModel, ordered: pd.DataFrame) -> RepeatModel:
    if isinstance(model, RepeatModel):
        wanted = ordered.set_index("customer_id")
        history = model.history.set_index("customer_id").reindex(wanted.index)
        if len(model.history) != len(wanted) or not history.eq(wanted[list(history.columns)]).all(axis=None):
            raise ValueError("`model` of `clv` must be fitted to the customers of `summary`.")
        return replace(model, history=history.reset_index())
    if model not in MODELS:
        raise ValueError(f"`model` of `clv` must be one of {', '.join(MODELS)}, or a fitted model; got {model!r}.")
    return MODELS[model](ordered)


def _groups(segments: pd.Series | None, customers: pd.Series) -> tuple[list[str], np.ndarray]:
    if segments is None:
        return [NOT_ASSIGNED], np.zeros(len(customers), int)
    if not segments.index.is_unique:
        again = segments.index[segments.index.duplicated()][0]
        raise ValueError(f"`segments` of `clv` must name one segment a customer; {again} has more.")
    names = segments.reindex(customers)
    names = names.astype(object).where(names.notna(), NOT_ASSIGNED)
    codes, found = pd.factorize(names, sort=True)
    return list(found), codes


def _sums(by: pd.DataFrame, drawn: np.ndarray, level: float) -> pd.DataFrame:
    """Sums over the customers of each group, and the middle of what was drawn for it."""
    groups = by.groupby(level=0)
    table = groups[["expected_purchases", "value"]].sum(min_count=1)
    low, high = np.quantile(drawn, [0.5 - level / 2, 0.5 + level / 2], axis=1)
    known = table["value"].notna()
    table = table.assign(value_low=np.where(known, low, np.nan), value_high=np.where(known, high, np.nan))
    table.insert(0, "n", groups.size())
    return table.assign(value_per_customer=table["value"] / table["n"])


def _notes(model: RepeatModel, spend: GammaGamma, t: float, level: float) -> tuple[str, ...]:
    notes = [*model.notes, *spend.notes]
    history = model.history
    single = int((history["frequency"] == 0).sum())
    if model.is_silent:
        most = -math.log(1 - level) / max(float(history["T"].sum()), 1e-9) * t * len(history)
        notes.append(f"All of them together are expected to buy no more than {most:,.1f} times within the horizon.")
    elif isinstance(model, BgNbd) and single:
        notes.append(
            f"The {single:,} customers with one purchase all count as alive: {model.name} knows no leaving before the "
            "second one. MBG/NBD does."
        )
    if not np.isfinite(model.covariance).all() and not model.is_silent:
        notes.append("Intervals leave out how uncertain the model's parameters are: the data do not tell.")
    if len(history) and not (history["frequency"] > 0).any():
        notes.append("No repeat purchase tells what a purchase brings: the value is not known.")
    return tuple(notes)
