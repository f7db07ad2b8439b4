"""What did each customer buy between two days? The months after a split, by which segments of that day are judged."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import was_until
from seglib.features.orders import lines_until


def customer_period(
    tables: Mapping[str, ir.Table], *, after: datetime.date | str, as_of: datetime.date | str
) -> ir.Table:
    """Add up orders and money after one day until another.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by their names in the contract; only `order_lines` is looked at.
    after : datetime.date or str
        Last day that does not count.
    as_of : datetime.date or str
        Last day that does.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a line in these days: `customer_id`; `n_orders` of which something stands at the end;
        `spend` and `margin` of sales less returns, also of what was bought earlier and came back now; `margin` is
        missing where no cost is known. Nothing is executed; the order of rows is not defined.
    """
    lines = lines_until(tables["order_lines"], as_of, take=("customer_id", "order_id", "amount", "margin"))
    lines = lines.filter(~was_until(lines.ordered_at, after))
    sums = lines.group_by("customer_id").agg(
        n_orders=_.order_id.nunique(where=_.stands), spend=_.amount.sum(), margin=_.margin.sum()
    )
    return sums.mutate(spend=sums.spend.cast("float64"), margin=sums.margin.cast("float64"))
