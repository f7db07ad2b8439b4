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
    of_money, of_orders, of_products, of_categories = (lines_until(order_lines, as_of, take=part) for part in _PARTS)
    orders = _orders(of_orders)
    result = _money(of_money)
    parts = [_rhythm(orders, as_of), _gaps(orders), _products(of_products), _categories(of_categories, products)]
    for part in parts:
        result = result.left_join(part, "customer_id").drop("customer_id_right")
    days = result.last_order_at.date().delta(result.first_order_at.date(), unit="day").cast("float64")
    return result.mutate(
        average_gap_days=days / (result.n_order_days - 1).nullif(0),
        average_order_value=_.standing / _.n_orders.nullif(0),
        top_category_share=_.top_category_spend / _.standing.nullif(0),
    ).select("customer_id", *COLUMNS)


_PARTS = (
    ("customer_id", "amount", "margin", "discount"),
    ("customer_id", "order_id", "sales_channel", "discount"),
    ("customer_id", "product_id", "is_product"),
    ("customer_id", "product_id", "is_product", "amount"),
)
"""Columns for money, orders, products and categories. Each reads the lines for itself: kept, they fill the memory."""


def lines_until(order_lines: ir.Table, as_of: datetime.date | str, *, take: tuple[str, ...] | None = None) -> ir.Table:
    """Take the order lines that features rest on.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines.
    as_of : datetime.date or str
        Last day of observation.
    take : tuple of str, optional
        Columns that are used besides those that say when a line stands; left out, all.

    Returns
    -------
    ibis.expr.types.Table
        The lines until that day with every column of the contract (missing where not taken) and `stands`: a sale that
        was not wholly taken back by then. A line that nobody called a return is none, and one that nobody called a fee
        is a product's.
    """
    complete(order_lines, "order_lines", needs=NEEDS)
    if take:
        used = (*take, "ordered_at", "is_return", "reversed_at")
        order_lines = order_lines.select(*[column for column in order_lines.columns if column in used])
    lines = until(complete(order_lines, "order_lines", needs=()), "ordered_at", as_of)
    lines = lines.mutate(is_return=lines.is_return.fill_null(False), is_product=lines.is_product.fill_null(True))
    return lines.mutate(stands=~lines.is_return & ~was_until(lines.reversed_at, as_of))


def _money(lines: ir.Table) -> ir.Table:
    """Sums of money, over decimals first."""
    sums = lines.group_by("customer_id").agg(
        stood=_.amount.sum(where=_.stands),
        returned=_.amount.sum(where=_.is_return),
        total=_.amount.sum(),
        margin=_.margin.sum(),
        off=_.discount.sum(where=~_.is_return),
    )
    sums = sums.mutate(gross=sums.total.fill_null(0) - sums.returned.fill_null(0))
    sums = sums.select("customer_id", **{name: sums[name].cast("float64") for name in sums.columns[1:]})
    sums = sums.select(
        "customer_id",
        gross_spend=_.gross.fill_null(0.0),
        standing=_.stood.fill_null(0.0),
        returned_value=(0.0 - _.returned).fill_null(0.0),
        total_spend=_.total.fill_null(0.0),
        total_margin=_.margin,
        off=_.off.fill_null(0.0),
    )
    return sums.mutate(
        discount_rate=_.off / (_.gross_spend + _.off).nullif(0),
        return_rate=_.returned_value / _.gross_spend.nullif(0),
    ).drop("off")


def _orders(lines: ir.Table) -> ir.Table:
    """One row per order of which something stands: its times, channel and discount."""
    return (
        lines.filter(lines.stands)
        .group_by(["customer_id", "order_id"])
        .agg(
            at=_.ordered_at.min(),
            until=_.ordered_at.max(),
            channel=_.sales_channel.min(),
            discounted=(_.discount > 0).any(),
            n_lines=_.count(),
        )
    )


def _rhythm(orders: ir.Table, as_of: datetime.date | str) -> ir.Table:
    """Orders in time and by channel: an order takes the time of its first line."""
    counts = orders.group_by("customer_id").agg(
        first_order_at=_["at"].min(),
        last_order_at=_.until.max(),
        n_orders=_.count(),
        n_lines=_.n_lines.sum().cast("int64"),
        n_discounted_orders=_.count(where=_.discounted),
        known=_.channel.count(),
        **{channel: _.count(where=_.channel == channel) for channel in CHANNELS},
        **{name: _.count(where=_["at"].month() == month) for month, name in enumerate(MONTHS, start=1)},
    )
    return counts.mutate(
        recency_days=days_until(counts.last_order_at, as_of),
        tenure_days=days_until(counts.first_order_at, as_of),
        **{f"share_{channel}": counts[channel].cast("float64") / counts.known.nullif(0) for channel in CHANNELS},
    ).drop("known", *CHANNELS)


def _gaps(orders: ir.Table) -> ir.Table:
    """Days with an order, the first gap between them, and how much the gaps vary, from whole numbers."""
    by_time = ibis.window(group_by="customer_id", order_by="at")
    gaps = orders.select("customer_id", "at", gap=_["at"].date().delta(_["at"].lag().over(by_time).date(), unit="day"))
    sums = gaps.group_by("customer_id").agg(
        n=_.count(where=_.gap > 0),
        second_order_days=_.gap.argmin(_["at"], where=_.gap > 0),
        total=_.gap.sum().cast("int64"),
        squares=(_.gap * _.gap).sum().cast("int64"),
    )
    spread = (sums.n * sums.squares - sums.total * sums.total).cast("float64").sqrt() / sums.total
    return sums.select(
        "customer_id",
        "second_order_days",
        n_order_days=sums.n + 1,
        gap_variation=ibis.ifelse(sums.n > 1, spread, None),
    )


def _products(lines: ir.Table) -> ir.Table:
    bought = lines.filter(lines.stands & lines.is_product)
    return bought.group_by("customer_id").agg(n_products=_.product_id.nunique())


def _categories(lines: ir.Table, products: ir.Table | None) -> ir.Table:
    """Categories; among those of equal spend the first in the alphabet is the top one."""
    if products is None:
        products = ibis.memtable([], schema={"product_id": "string", "category": "string"})
    known = complete(products, "products", needs=("product_id",)).group_by("product_id").agg(category=_.category.min())
    known = known.filter(known.category.notnull())
    known = known.mutate(place=ibis.dense_rank().over(order_by=known.category).cast("int32"))  # shorter than the name
    bought = lines.filter(lines.stands & lines.is_product).inner_join(known, "product_id")
    spends = bought.group_by(["customer_id", "place"]).agg(spend=_.amount.sum())
    most = spends.group_by("customer_id").agg(most=_.spend.max(), n_categories=_.count())
    best = spends.inner_join(most, "customer_id").filter(_.spend == _.most)
    best = best.group_by("customer_id").agg(
        place=_.place.min(), top_category_spend=_.most.max().cast("float64"), n_categories=_.n_categories.max()
    )
    names = known.group_by("place").agg(top_category=_.category.min())
    return best.inner_join(names, "place").drop("place")
