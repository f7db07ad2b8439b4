"""What did each customer bring and ask for, quarter by quarter, back from the end of observation?"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, days_until, until
from seglib.features.orders import CHANNELS, lines_until
from seglib.features.responses import CONTROL

QUARTER_DAYS = 91
"""Thirteen weeks, so that each quarter has the same days of the week."""
COLUMNS: dict[str, str] = {
    "sales": "float64",
    "margin": "float64",
    "of_unknown_cost": "float64",
    "discount": "float64",
    "returned": "float64",
    "n_orders": "int64",
    **{f"n_{channel}": "int64" for channel in CHANNELS},
    "n_returns": "int64",
    "n_contacts": "int64",
    "minutes": "float64",
    "campaign_cost": "float64",
}
"""Column: its type; 0 where there was nothing of it."""


def customer_quarters(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str, n_quarters: int) -> ir.Table:
    """Add up sales, orders, returns, service and mailings by customer and quarter.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by their names in the contract: `order_lines`, and `service_contacts`, `campaigns` and
        `assignments` where they are there.
    as_of : datetime.date or str
        Last day of observation, which ends quarter 0.
    n_quarters : int
        How many quarters of :data:`QUARTER_DAYS` to look back.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer and quarter in which something happened: `customer_id`, `quarter` (0 is the last),
        `sales` less returns, `margin` of the lines whose cost is known, `of_unknown_cost` (sales of the others),
        `discount`, `returned` (a positive number), `n_orders` and of these by channel, `n_returns` (orders of which
        something came back), `n_contacts`, `minutes`, and `campaign_cost`, which is the cost a person of every
        campaign that addressed the customer. Nothing is executed; the order of rows is not defined.
    """
    parts = [_bought(tables["order_lines"], as_of, n_quarters)]
    if "service_contacts" in tables:
        parts.append(_helped(tables["service_contacts"], as_of, n_quarters))
    if "assignments" in tables and "campaigns" in tables:
        parts.append(_mailed(tables, as_of, n_quarters))
    whole = parts[0]
    for part in parts[1:]:
        whole = whole.union(part)
    sums = whole.group_by(["customer_id", "quarter"]).agg(**{name: _[name].sum() for name in COLUMNS})
    return sums.select("customer_id", "quarter", **{name: sums[name].cast(kind) for name, kind in COLUMNS.items()})


def _in_quarters(table: ir.Table, moment: str, as_of: datetime.date | str, n_quarters: int) -> ir.Table:
    dated = until(table, moment, as_of)
    dated = dated.mutate(quarter=(days_until(dated[moment], as_of) // QUARTER_DAYS).cast("int64"))
    return dated.filter(dated.quarter < n_quarters)


def _with_all(table: ir.Table) -> ir.Table:
    """Every column, as an exact decimal, so that sums do not depend on the order of rows; 0 where there is none."""
    exact = {
        name: table[name].cast("decimal(24, 6)").fill_null(0) if name in table.columns else _zero() for name in COLUMNS
    }
    return table.select("customer_id", "quarter", **exact)


def _zero() -> ir.Scalar:
    return ibis.literal(0).cast("decimal(24, 6)")


def _bought(order_lines: ir.Table, as_of: datetime.date | str, n_quarters: int) -> ir.Table:
    used = ("customer_id", "order_id", "amount", "margin", "discount", "sales_channel")
    lines = _in_quarters(lines_until(order_lines, as_of, take=used), "ordered_at", as_of, n_quarters)
    sale = ~lines.is_return
    channels = {
        f"n_{channel}": _.order_id.nunique(where=~_.is_return & (_.sales_channel == channel).fill_null(False))
        for channel in CHANNELS
    }
    sums = lines.group_by(["customer_id", "quarter"]).agg(
        sales=lines.amount.sum(),
        margin=lines.margin.sum(),
        of_unknown_cost=lines.amount.sum(where=lines.margin.isnull()),
        discount=lines.discount.sum(where=sale),
        returned=(0 - lines.amount.sum(where=lines.is_return).fill_null(0)),
        n_orders=lines.order_id.nunique(where=sale),
        n_returns=lines.order_id.nunique(where=lines.is_return),
        **channels,
    )
    return _with_all(sums)


def _helped(service_contacts: ir.Table, as_of: datetime.date | str, n_quarters: int) -> ir.Table:
    contacts = complete(service_contacts, "service_contacts", needs=("customer_id", "at"))
    contacts = _in_quarters(contacts, "at", as_of, n_quarters)
    sums = contacts.group_by(["customer_id", "quarter"]).agg(
        n_contacts=_.count(), minutes=_.minutes.cast("decimal(18, 3)").sum()
    )
    return _with_all(sums)


def _mailed(tables: Mapping[str, ir.Table], as_of: datetime.date | str, n_quarters: int) -> ir.Table:
    campaigns = complete(tables["campaigns"], "campaigns", needs=("campaign_id", "arm"))
    prices = campaigns.select("campaign_id", "arm", "unit_cost", "starts")
    sent = complete(tables["assignments"], "assignments", needs=("campaign_id", "customer_id"))
    sent = sent.filter(sent.arm != CONTROL).select("campaign_id", "arm", "customer_id", "assigned_at")
    sent = sent.inner_join(prices, ["campaign_id", "arm"])
    sent = sent.mutate(day=sent.assigned_at.fill_null(sent.starts.cast("timestamp(6)")))
    dated = _in_quarters(sent, "day", as_of, n_quarters)
    return _with_all(dated.group_by(["customer_id", "quarter"]).agg(campaign_cost=_.unit_cost.sum()))
