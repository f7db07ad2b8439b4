"""How do sales move over time? Sales, returns and orders month by month."""

from __future__ import annotations

import datetime

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import last_whole_period
from seglib.features.orders import lines_until


def monthly(order_lines: ir.Table, *, as_of: datetime.date | str) -> ir.Table:
    """Add up order lines by calendar month.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row a month in which something was ordered or returned: `month` (first day), `revenue` (sales less
        returns), `n_orders` (without those that were wholly taken back), `n_customers` (who bought) and `complete`
        (false for the month that `as_of` cuts short).
    """
    lines = lines_until(order_lines, as_of)
    sale = lines.stands
    lines = lines.mutate(
        month=_.ordered_at.truncate("M").cast("date"),
        sold_order=ibis.ifelse(sale, lines.order_id, ibis.null("string")),
        buyer=ibis.ifelse(sale, lines.customer_id, ibis.null("string")),
    )
    table = lines.group_by("month").agg(
        revenue=_.amount.sum().cast("float64"), n_orders=_.sold_order.nunique(), n_customers=_.buyer.nunique()
    )
    return table.mutate(complete=_.month <= ibis.literal(last_whole_period(as_of))).order_by("month")
