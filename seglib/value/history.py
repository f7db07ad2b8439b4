"""When did each customer buy, in the terms of the models of repeat buying? One row per customer, as of a date."""

from __future__ import annotations

import datetime

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import observation_end
from seglib.features.orders import lines_until


def purchase_history(order_lines: ir.Table, *, as_of: datetime.date | str, unit_days: float = 7.0) -> ir.Table:
    """Summarise purchases as the models of customer lifetime value want them.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation, which counts whole.
    unit_days : float, default 7.0
        Unit of time in days: weeks.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a sale that stands: `customer_id`; `frequency`, days with a purchase after the first
        such day (several orders on one day are one purchase); `recency`, time from the first to the last such day (0
        without a repeat; in marketing, recency is days *since* the last order); `T`, time from the first to `as_of`;
        `monetary_value`, mean money of the repeat days, missing without a repeat.

    References
    ----------
    Fader, Hardie and Lee (2005), "Counting Your Customers" the Easy Way: an alternative to the Pareto/NBD model,
    Marketing Science 24, 275-284, section 3: X = x, t_x, T.
    """
    lines = lines_until(order_lines, as_of)
    sales = lines.filter(lines.stands)
    days = sales.group_by(["customer_id", _.ordered_at.date().name("day")]).agg(spend=_.amount.sum())
    sums = days.group_by("customer_id").agg(
        first=_.day.min(), last=_.day.max(), n=_.count(), spend=_.spend.sum(), opening=_.spend.argmin(_.day)
    )
    unit = ibis.literal(float(unit_days))
    repeats = (sums.n - 1).cast("int64")
    return sums.select(
        "customer_id",
        frequency=repeats,
        recency=sums["last"].delta(sums["first"], unit="day").cast("float64") / unit,
        T=ibis.literal(observation_end(as_of)).delta(sums["first"], unit="day").cast("float64") / unit,
        monetary_value=(sums.spend - sums.opening).cast("float64") / repeats.nullif(0),
    )
