"""When in the year does each customer buy what? Orders by category and season, over whole years."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, observation_end
from seglib.features.orders import lines_until

PERIODS = 73
"""Periods of five days in a year; the last day of a leap year counts in the last one."""

ALL_GOODS = "All goods"


def whole_years(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> int:
    """Count the whole years of history before the end of observation.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; without `order_lines` there is no history.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    int
        0 where the first order is less than a year ago.
    """
    if "order_lines" not in tables:
        return 0
    first = lines_until(tables["order_lines"], as_of).ordered_at.min().as_scalar().execute()
    return 0 if first is None or first != first else ((observation_end(as_of) - first.date()).days + 1) // 365


def season_orders(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str, years: int) -> ir.Table:
    """Count orders by customer, category and time of the year.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `order_lines` is needed, `products` gives categories.
    as_of : datetime.date or str
        Last day of observation.
    years : int
        How many years before it count; with whole years each season counts as often as any other.

    Returns
    -------
    ibis.expr.types.Table
        One row a customer, `category` and `period` of five days (0 to 72, from 1 January) with orders that stand:
        `n_orders`. Goods of no known category are :data:`ALL_GOODS`.
    """
    start = observation_end(as_of) - datetime.timedelta(days=365 * years - 1)
    lines = lines_until(tables["order_lines"], as_of)
    lines = lines.filter(_.stands, _.is_product, _.customer_id.notnull(), _.ordered_at >= ibis.timestamp(str(start)))
    if "products" in tables:
        known = complete(tables["products"], "products", needs=("product_id",))
        names = known.group_by("product_id").agg(category=_.category.max())
        lines = lines.left_join(names, "product_id")
    else:
        lines = lines.mutate(category=ibis.null("string"))
    day = lines.ordered_at.day_of_year() - 1
    lines = lines.mutate(
        category=lines.category.fill_null(ALL_GOODS),
        period=ibis.least((day / 5).floor().cast("int64"), ibis.literal(PERIODS - 1)),
    )
    return lines.group_by(["customer_id", "category", "period"]).agg(n_orders=_.order_id.nunique())
