"""Do customers come back? Customers by the period of their first order, followed period by period."""

from __future__ import annotations

import datetime

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import last_whole_period
from seglib.features.orders import lines_until

MONTHS_OF = {"month": 1, "quarter": 3}


def cohorts(order_lines: ir.Table, *, as_of: datetime.date | str, period: str = "month") -> ir.Table:
    """Follow the customers who first bought in the same period.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines. Returns, and sales that were wholly taken back, are left out.
    as_of : datetime.date or str
        Last day of observation.
    period : {"month", "quarter"}, default "month"
        Calendar months or quarters.

    Returns
    -------
    ibis.expr.types.Table
        One row per cohort and calendar period from its first on, in this order (periods in which nobody at all bought
        are absent): `cohort` (first day of the period), `periods_since` (0 is the period of the first order), `n`
        (customers in the cohort), `n_active` (those who bought in the period), `retention` (a fraction), `revenue`
        (sales of the period) and `complete` (false for the period that `as_of` cuts short, which cannot be compared
        with the others).

    Raises
    ------
    ValueError
        If `period` is neither.
    """
    if period not in MONTHS_OF:
        raise ValueError(f"`period` of `cohorts` must be 'month' or 'quarter'; got {period!r}.")
    lines = lines_until(order_lines, as_of)
    sales = lines.filter(lines.stands)
    monthly = sales.group_by(
        "customer_id", month=_.ordered_at.truncate("M" if period == "month" else "Q").cast("date")
    ).agg(spend=_.amount.sum())
    first = monthly.group_by("customer_id").agg(cohort=_.month.min())
    sizes = first.group_by("cohort").agg(n=_.count())
    months = monthly.select("month").distinct()
    grid = sizes.cross_join(months).filter(_.month >= _.cohort)
    active = (
        monthly.join(first, "customer_id").group_by("cohort", "month").agg(n_active=_.count(), revenue=_.spend.sum())
    )
    cells = grid.left_join(active, ["cohort", "month"])
    elapsed = (cells.month.year() - cells.cohort.year()) * 12 + cells.month.month() - cells.cohort.month()
    cells = cells.select(
        "cohort",
        periods_since=(elapsed // MONTHS_OF[period]).cast("int64"),
        n=_.n,
        n_active=_.n_active.fill_null(0),
        revenue=_.revenue.cast("float64").fill_null(0.0),
        complete=_.month <= ibis.literal(last_whole_period(as_of, months=MONTHS_OF[period])),
    )
    columns = ["cohort", "periods_since", "n", "n_active", "retention", "revenue", "complete"]
    table = cells.mutate(retention=_.n_active.cast("float64") / _.n).select(columns)
    return table.order_by("cohort", "periods_since")
