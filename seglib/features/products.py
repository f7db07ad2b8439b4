"""What do customers buy? Sales, buyers and margin of each product."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete
from seglib.features.orders import lines_until


def product_sales(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> ir.Table:
    """Add up what each product sold.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `order_lines` is needed, `products` gives names and categories.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row a product that was sold (postage, fees and vouchers are none), best seller first: `product` (its name,
        or else its id; articles of one name are one product), `category` (of several, the one that sold most),
        `revenue` (sales less returns), `revenue_share` (of all products), `margin` (missing where no cost is known) and
        `n_customers` who bought and kept it.
    """
    lines = lines_until(tables["order_lines"], as_of).filter(_.product_id.notnull(), _.is_product)
    lines = _named(lines, tables)
    buyer = ibis.ifelse(lines.stands, lines.customer_id, ibis.null("string"))
    sold = (
        lines.mutate(buyer=buyer)
        .group_by("product")
        .agg(
            revenue=_.amount.sum().cast("float64"),
            margin=_.margin.sum().cast("float64"),
            n_customers=_.buyer.nunique(),
        )
        .filter(_.n_customers > 0)
    )
    total = lines.aggregate(total=_.amount.sum().cast("float64"))
    sold = sold.cross_join(total).mutate(revenue_share=_.revenue / _.total.nullif(0)).drop("total")
    sold = sold.left_join(_categories(lines), "product").drop("product_right")
    columns = ["product", "category", "revenue", "revenue_share", "margin", "n_customers"]
    return sold.select(columns).order_by(ibis.desc("revenue"), "product")


def _named(lines: ir.Table, tables: Mapping[str, ir.Table]) -> ir.Table:
    if "products" not in tables:
        return lines.mutate(product=lines.product_id, category=ibis.null("string"))
    known = complete(tables["products"], "products", needs=("product_id",))
    names = known.group_by("product_id").agg(product=_.product.min(), category=_.category.min())
    lines = lines.left_join(names, "product_id").drop("product_id_right")
    return lines.mutate(product=ibis.coalesce(_.product, _.product_id))


def _categories(lines: ir.Table) -> ir.Table:
    """The category in which each product sold most."""
    by = lines.group_by("product", "category").agg(revenue=_.amount.sum())
    place = ibis.row_number().over(group_by="product", order_by=[ibis.desc("revenue"), "category"])
    return by.mutate(place=place).filter(_.place == 0).select("product", "category")
