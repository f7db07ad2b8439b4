"""Do customers look online before they buy in the store? Store orders with a web or app visit before them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, until
from seglib.features.orders import lines_until

ONLINE = ("web", "app")
WINDOW_DAYS = 14


def research_before_orders(
    tables: Mapping[str, ir.Table], *, as_of: datetime.date | str, window_days: int = WINDOW_DAYS
) -> ir.Table:
    """Look for a visit before each store order, and for one in an equal time further back.

    Someone who visits often has a visit before each order by chance. So each order is its own control: the window
    before it is compared with an equal window two windows earlier.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables; `order_lines` and `touchpoints` are needed.
    as_of : datetime.date or str
        Last day of observation.
    window_days : int, default 14
        Length of a window in days, of 24 hours each.

    Returns
    -------
    ibis.expr.types.Table
        One row per order in the store by a customer whose first order or visit was before both windows: `customer_id`,
        `order_id`, `before` (a visit to web or app within the window before the order) and `earlier` (one within the
        window that ended two windows before it).
    """
    lines = lines_until(tables["order_lines"], as_of)
    orders = (
        lines.filter(lines.stands, lines.sales_channel == "store")
        .group_by(["customer_id", "order_id"])
        .agg(moment=_.ordered_at.min())
    )
    visits = until(complete(tables["touchpoints"], "touchpoints", needs=("customer_id", "at")), "at", as_of)
    visits = visits.filter(visits.channel.isin(ONLINE))
    visits = visits.select("customer_id", visit=visits["at"]).distinct()
    events = ibis.union(
        lines.filter(lines.stands).select("customer_id", moment="ordered_at"),
        visits.select("customer_id", moment="visit"),
    )
    known = events.group_by("customer_id").agg(since=_.moment.min())
    orders = orders.join(known, "customer_id").select("customer_id", "order_id", "moment", "since")
    both = 3 * window_days * 86_400
    orders = orders.filter(orders.moment.epoch_seconds() - orders.since.epoch_seconds() >= both).drop("since")
    pairs = orders.left_join(visits, "customer_id").drop("customer_id_right")
    ago = (pairs.moment.epoch_seconds() - pairs.visit.epoch_seconds()) / (window_days * 86_400.0)
    pairs = pairs.mutate(ago=ago)
    return pairs.group_by(["customer_id", "order_id"]).agg(
        before=((_.ago > 0) & (_.ago <= 1)).any().fill_null(False),
        earlier=((_.ago > 2) & (_.ago <= 3)).any().fill_null(False),
    )
