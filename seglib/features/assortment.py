"""What does each customer buy, and on which days? Customer by category, brand or product, and customer by day."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, observation_end
from seglib.features.orders import lines_until

LEVELS = ("category", "brand", "product")


def bought_items(
    tables: Mapping[str, ir.Table],
    *,
    as_of: datetime.date | str,
    by: str = "category",
    since: datetime.date | str | None = None,
) -> ir.Table:
    """Count in how many orders each customer bought from each category, brand or product.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `order_lines` is needed, `products` for categories and brands.
    as_of : datetime.date or str
        Last day of observation.
    by : {"category", "brand", "product"}, default "category"
        What is counted; a product without a name goes by its id.
    since : datetime.date or str, optional
        Last day that does not count any more; left out, all orders until `as_of` count.

    Returns
    -------
    ibis.expr.types.Table
        One row a customer and item, from sales that stand: `customer_id`, `item`, `n_orders` (orders with it) and
        `spend`. Postage and fees, and lines of which the item is not known, are left out.

    Raises
    ------
    ValueError
        If `by` is none of the three.
    """
    if by not in LEVELS:
        raise ValueError(f"`by` of `bought_items` must be one of {', '.join(LEVELS)}; got {by!r}.")
    lines = _standing(tables, as_of, since).filter(_.is_product, _.product_id.notnull())
    if "products" in tables:
        known = complete(tables["products"], "products", needs=("product_id",))
        items = known.group_by("product_id").agg(item=known[by].min())
        lines = lines.left_join(items, "product_id").drop("product_id_right")
    else:
        lines = lines.mutate(item=ibis.null("string"))
    if by == "product":
        lines = lines.mutate(item=ibis.coalesce(lines["item"], lines.product_id))
    lines = lines.filter(lines["item"].notnull())
    return lines.group_by(["customer_id", "item"]).agg(
        n_orders=_.order_id.nunique(), spend=_.amount.sum().cast("float64").fill_null(0.0)
    )


def order_days(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> ir.Table:
    """List the days on which each customer ordered, with the customer's country.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `order_lines` is needed, `customers` for countries.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row a customer and day with an order that stands: `customer_id`, `country` (as the business writes it;
        missing where it is not known), `day`.
    """
    days = _standing(tables, as_of, None).select("customer_id", day=_.ordered_at.date()).distinct()
    if "customers" not in tables:
        return days.mutate(country=ibis.null("string")).select("customer_id", "country", "day")
    homes = complete(tables["customers"], "customers").group_by("customer_id").agg(country=_.country.min())
    return days.left_join(homes, "customer_id").select("customer_id", "country", "day")


def _standing(
    tables: Mapping[str, ir.Table], as_of: datetime.date | str, since: datetime.date | str | None
) -> ir.Table:
    lines = lines_until(tables["order_lines"], as_of).filter(_.stands)
    if since is None:
        return lines
    return lines.filter(_.ordered_at.date() > ibis.literal(observation_end(since)))
