"""How recently, how often and for how much did each customer buy? The three features alone, in one pass."""

from __future__ import annotations

import datetime

import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import days_until
from seglib.features.orders import lines_until


def rfm_features(order_lines: ir.Table, *, as_of: datetime.date | str) -> ir.Table:
    """Compute recency, frequency and spend, as :func:`seglib.features.customer_features` does, without the rest.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a line until `as_of`: `customer_id`, `recency_days`, `n_orders`, `total_spend`.
    """
    lines = lines_until(order_lines, as_of)
    orders = lines.group_by(["customer_id", "order_id"]).agg(
        last=_.ordered_at.max(where=_.stands), money=_.amount.sum()
    )
    sums = orders.group_by("customer_id").agg(last=_["last"].max(), n_orders=_["last"].count(), money=_.money.sum())
    return sums.select(
        "customer_id",
        recency_days=days_until(sums["last"], as_of),
        n_orders=sums.n_orders,
        total_spend=sums.money.cast("float64"),
    )
