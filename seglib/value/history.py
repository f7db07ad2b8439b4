"""When did each customer buy, in the terms of the models of repeat buying? One row per customer, as of a date."""

from __future__ import annotations

import datetime

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import observation_end
from seglib.features.orders import lines_until

OCCASIONS = {"year": 1, "quarter": 4, "month": 12}
"""Periods of a year."""


def purchase_history(
    order_lines: ir.Table, *, as_of: datetime.date | str, unit_days: float = 7.0, money: str = "amount"
) -> ir.Table:
    """Summarise purchases as the models of customer lifetime value want them.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation, which counts whole.
    unit_days : float, default 7.0
        Unit of time in days: weeks.
    money : {"amount", "margin"}, default "amount"
        What `monetary_value` is a mean of.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a sale that stands: `customer_id`; `frequency`, days with a purchase after the first
        such day (several orders on one day are one purchase); `recency`, time from the first to the last such day (0
        without a repeat; in marketing, recency is days *since* the last order); `T`, time from the first to `as_of`;
        `monetary_value`, mean money of the repeat days on which it is known of every line, missing without such a day.

    Raises
    ------
    ValueError
        If `money` is neither of the two.

    References
    ----------
    Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: an alternative to the Pareto/NBD model,
    Marketing Science 24, 275-284, section 3: X = x, t_x, T.
    """
    if money not in ("amount", "margin"):
        raise ValueError(f"`money` of `purchase_history` must be 'amount' or 'margin'; got {money!r}.")
    lines = lines_until(order_lines, as_of)
    days = purchase_days(lines, money=money)
    sums = days.group_by("customer_id").agg(
        first=_.day.min(),
        last=_.day.max(),
        n=_.count(),
        n_known=_.money.count(),
        money=_.money.sum(),
        opening=_.money.argmin(_.day, where=_.money.notnull()),
        opening_day=_.day.min(where=_.money.notnull()),
    )
    unit = ibis.literal(float(unit_days))
    repeats = (sums.n - 1).cast("int64")
    opens = (sums.opening_day == sums["first"]).fill_null(False)  # the first day's money is known, and no repeat's
    later = sums.money - opens.ifelse(sums.opening, 0)
    n_later = sums.n_known - opens.cast("int64")
    return sums.select(
        "customer_id",
        frequency=repeats,
        recency=sums["last"].delta(sums["first"], unit="day").cast("float64") / unit,
        T=ibis.literal(observation_end(as_of)).delta(sums["first"], unit="day").cast("float64") / unit,
        monetary_value=later.cast("float64") / n_later.nullif(0),
    )


def purchase_occasions(order_lines: ir.Table, *, as_of: datetime.date | str, every: str = "year") -> ir.Table:
    """Summarise purchases where there is one occasion a period, as the BG/BB model wants them.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation; the last period counts if it ends by then.
    every : {"year", "quarter", "month"}, default "year"
        The period, of the calendar.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a sale that stands in a whole period: `customer_id`; `frequency`, periods with a
        purchase after the first one; `recency`, periods from the first to the last of these; `T`, periods since the
        first.

    Raises
    ------
    ValueError
        If there is no such period.
    """
    if every not in OCCASIONS:
        raise ValueError(f"`every` of `purchase_occasions` must be one of {', '.join(OCCASIONS)}; got {every!r}.")
    lines = lines_until(order_lines, as_of)
    a_year = OCCASIONS[every]
    morrow = observation_end(as_of) + datetime.timedelta(days=1)
    last = morrow.year * a_year + (morrow.month - 1) * a_year // 12 - 1
    day = _.ordered_at
    number = day.year().cast("int64") * a_year + (day.month().cast("int64") - 1) * a_year // 12
    bought = lines.filter(lines.stands).select("customer_id", period=number).distinct()
    seen = bought.filter(bought.period <= last).group_by("customer_id")
    sums = seen.agg(first=_.period.min(), last=_.period.max(), n=_.count())
    return sums.select(
        "customer_id", frequency=sums.n - 1, recency=sums["last"] - sums["first"], T=ibis.literal(last) - sums["first"]
    )


def purchase_days(lines: ir.Table, *, money: str = "amount") -> ir.Table:
    """Sum up lines by customer and day: a day is one purchase, however many orders it has.

    Parameters
    ----------
    lines : ibis.expr.types.Table
        As from :func:`seglib.features.orders.lines_until`; those that stand are looked at.
    money : {"amount", "margin"}, default "amount"
        What is summed.

    Returns
    -------
    ibis.expr.types.Table
        `customer_id`, `day`, `money` (missing where that of a line is).
    """
    sales = lines.filter(lines.stands)
    days = sales.group_by(["customer_id", _.ordered_at.date().name("day")])
    sums = days.agg(money=_[money].sum(), n=_.count(), n_known=_[money].count())
    return sums.select("customer_id", "day", money=(sums.n == sums.n_known).ifelse(sums.money, ibis.null()))
