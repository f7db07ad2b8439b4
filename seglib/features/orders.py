"""What, when and where did each customer buy? Columns from order lines and products.

A *sale* is a line that is not a return; it *stands* while it has not been wholly taken back, so that an order that was
cancelled whole is no order. Dates, counts, products, channels, calendar months and the average order value come from
sales that stand at the end of observation; money comes from all sales (`gross_spend`), returns (`returned_value`) and
both (`total_spend`, `total_margin`). Sums are taken over decimals and cast to float at the very end, so they are exact
whatever the order of rows or the number of threads.
"""

from __future__ import annotations

import datetime

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, days_until, until, was_until

MONTHS = tuple(f"orders_month_{month:02d}" for month in range(1, 13))
CHANNELS = ("online", "store", "phone")
NEEDS = ("customer_id", "order_id", "ordered_at", "amount")

COLUMNS: dict[str, tuple[str, int | float | None]] = {
    "first_order_at": ("timestamp(6)", None),
    "last_order_at": ("timestamp(6)", None),
    "recency_days": ("int64", None),
    "tenure_days": ("int64", None),
    "n_orders": ("int64", 0),
    "n_order_days": ("int64", 0),
    "n_lines": ("int64", 0),
    "n_products": ("int64", 0),
    "n_categories": ("int64", 0),
    "gross_spend": ("float64", 0.0),
    "returned_value": ("float64", 0.0),
    "total_spend": ("float64", 0.0),
    "total_margin": ("float64", None),
    "average_order_value": ("float64", None),
    "second_order_days": ("int64", None),
    "average_gap_days": ("float64", None),
    "gap_variation": ("float64", None),
    "share_online": ("float64", None),
    "share_store": ("float64", None),
    "share_phone": ("float64", None),
    "n_discounted_orders": ("int64", 0),
    "discount_rate": ("float64", None),
    "return_rate": ("float64", None),
    "top_category": ("string", None),
    "top_category_share": ("float64", None),
    **dict.fromkeys(MONTHS, ("int64", 0)),
}
"""Column: its type, and its value for a customer without order lines."""


def order_features(order_lines: ir.Table, products: ir.Table | None = None, *, as_of: datetime.date | str) -> ir.Table:
    """Describe each customer's purchases.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    products : ibis.expr.types.Table, optional
        Clean products; without them nothing is known of categories.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a line until `as_of`: `customer_id` and the columns of :data:`COLUMNS`. Shares of
        channels are shares of the orders whose channel is known. `discount_rate` is money off over money before
        discount, and `return_rate` returned value over gross spend. `average_gap_days` needs two days with an order,
        as does `second_order_days`: days from the first of them to the second. `gap_variation` is the standard
        deviation of the gaps over their mean, from three days on: 0 is a clock, about 1 is chance.
        `top_category_share` is that category's share of the money in sales that stand.
    """
    lines = lines_until(order_lines, as_of)
    orders = _orders(lines)
    result = _money(orders)
    for part in (_rhythm(orders, as_of), _gaps(orders), _assortment(lines.filter(lines.stands), products)):
        result = result.left_join(part, "customer_id").drop("customer_id_right")
    days = result.last_order_at.date().delta(result.first_order_at.date(), unit="day").cast("float64")
    return result.mutate(
        average_gap_days=days / (result.n_order_days - 1).nullif(0),
        average_order_value=_.standing / _.n_orders.nullif(0),
        top_category_share=_.top_category_spend / _.standing.nullif(0),
    ).select("customer_id", *COLUMNS)


def lines_until(order_lines: ir.Table, as_of: datetime.date | str) -> ir.Table:
    """Take the order lines that features rest on.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        The lines until that day with every column of the contract and `stands`: a sale that was not wholly taken back
        by then. A line that nobody called a return is none, and one that nobody called a fee is a product's.
    """
    lines = until(complete(order_lines, "order_lines", needs=NEEDS), "ordered_at", as_of)
    lines = lines.mutate(is_return=lines.is_return.fill_null(False), is_product=lines.is_product.fill_null(True))
    return lines.mutate(stands=~lines.is_return & ~was_until(lines.reversed_at, as_of))


def _orders(lines: ir.Table) -> ir.Table:
    """One row per order, so that the lines are read once: its money, and the times and channel of what stands of it."""
    return lines.group_by(["customer_id", "order_id"]).agg(
        at=_.ordered_at.min(where=_.stands),
        until=_.ordered_at.max(where=_.stands),
        channel=_.sales_channel.min(where=_.stands),
        discounted=_.discount.max(where=_.stands),
        n_lines=_.count(where=_.stands),
        gross=_.amount.sum(where=~_.is_return),
        stood=_.amount.sum(where=_.stands),
        returned=_.amount.sum(where=_.is_return),
        total=_.amount.sum(),
        margin=_.margin.sum(),
        discount=_.discount.sum(where=~_.is_return),
    )


def _money(orders: ir.Table) -> ir.Table:
    """Sums of money, over decimals first."""
    names = ("gross", "stood", "returned", "total", "margin", "discount")
    sums = orders.group_by("customer_id").agg(**{name: orders[name].sum().cast("float64") for name in names})
    sums = sums.select(
        "customer_id",
        gross_spend=_.gross.fill_null(0.0),
        standing=_.stood.fill_null(0.0),
        returned_value=(0.0 - _.returned).fill_null(0.0),
        total_spend=_.total.fill_null(0.0),
        total_margin=_.margin,
        discount=_.discount.fill_null(0.0),
    )
    return sums.mutate(
        discount_rate=_.discount / (_.gross_spend + _.discount).nullif(0),
        return_rate=_.returned_value / _.gross_spend.nullif(0),
    ).drop("discount")


def _rhythm(orders: ir.Table, as_of: datetime.date | str) -> ir.Table:
    """Orders in time and by channel: an order takes the time of its first line."""
    counts = (
        orders.filter(_["at"].notnull())
        .group_by("customer_id")
        .agg(
            first_order_at=_["at"].min(),
            last_order_at=_.until.max(),
            n_orders=_.order_id.count(),
            n_lines=_.n_lines.sum().cast("int64"),
            n_discounted_orders=_.count(where=_.discounted > 0),
            known=_.channel.count(),
            **{channel: _.count(where=_.channel == channel) for channel in CHANNELS},
            **{name: _.count(where=_["at"].month() == month) for month, name in enumerate(MONTHS, start=1)},
        )
    )
    return counts.mutate(
        recency_days=days_until(counts.last_order_at, as_of),
        tenure_days=days_until(counts.first_order_at, as_of),
        **{f"share_{channel}": counts[channel].cast("float64") / counts.known.nullif(0) for channel in CHANNELS},
    ).drop("known", *CHANNELS)


def _gaps(orders: ir.Table) -> ir.Table:
    """Days with an order, the first gap between them, and how much the gaps vary, from whole numbers."""
    days = orders.filter(_["at"].notnull()).select("customer_id", day=_["at"].date()).distinct()
    by_day = ibis.window(group_by="customer_id", order_by="day")
    days = days.mutate(place=ibis.row_number().over(by_day), before=_.day.lag().over(by_day))
    gaps = days.mutate(gap=_.day.delta(_.before, unit="day").cast("int64"))
    sums = gaps.group_by("customer_id").agg(
        n_order_days=_.count(),
        second_order_days=_.gap.min(where=_.place == 1),
        n=_.gap.count(),
        total=_.gap.sum().cast("int64"),
        squares=(_.gap * _.gap).sum().cast("int64"),
    )
    spread = (sums.n * sums.squares - sums.total * sums.total).cast("float64").sqrt() / sums.total
    return sums.select(
        "customer_id", "n_order_days", "second_order_days", gap_variation=ibis.ifelse(sums.n > 1, spread, None)
    )


def _assortment(sales: ir.Table, products: ir.Table | None) -> ir.Table:
    """Products and categories; among categories of equal spend the first in the alphabet is the top one."""
    bought = sales.filter(sales.is_product).group_by(["customer_id", "product_id"]).agg(spend=_.amount.sum())
    if products is None:
        bought = bought.mutate(category=ibis.null("string"))
    else:
        known = (
            complete(products, "products", needs=("product_id",)).group_by("product_id").agg(category=_.category.min())
        )
        bought = bought.left_join(known, "product_id").drop("product_id_right")
    categories = bought.group_by(["customer_id", "category"]).agg(n=_.product_id.count(), spend=_.spend.sum())
    first = ibis.window(
        group_by="customer_id", order_by=[_.category.isnull(), ibis.desc("spend"), ibis.asc("category")]
    )
    ranked = categories.mutate(place=ibis.row_number().over(first))
    return ranked.group_by("customer_id").agg(
        n_products=_.n.sum().cast("int64"),
        n_categories=_.category.count(),
        top_category=_.category.max(where=_.place == 0),
        top_category_spend=_.spend.max(where=(_.place == 0) & _.category.notnull()).cast("float64"),
    )
