"""Which order, and which customer, is so large that totals and averages are mostly theirs?

They are used and marked: a slip at the till looks like a large sale, and only the business knows which it was.
"""

from __future__ import annotations

import ibis
from ibis import _

from seglib.cleaning.rule import Rule

TIMES = 1_000
"""How often the median order an order must be. Where orders are log-normal with a standard deviation of 1.5, as wide as
shops have it (online gifts 1.0, groceries 1.2), one order in 500,000 is that large by chance."""
RARE = 0.01
"""Above this share of all orders they are no exceptions but the shop's other business; a single one always is."""
DOMINANT = 0.5
"""Share of all sales from which one customer's are more than everybody else's together."""
FEWEST = 10
"""Customers from which it is worth a mark that one of them has half of the sales."""


def outlier_rules(t: ibis.Table, *, usable: ibis.expr.types.BooleanValue) -> list[Rule]:
    """Mark the lines of orders and of customers that outweigh all others.

    Parameters
    ----------
    t : ibis.Table
        Order lines with ``amount``, materialised.
    usable : ibis boolean expression
        Lines that count.

    Returns
    -------
    list of Rule
        One of orders if there are such, one of a customer if there is.
    """
    lines, rules = t.filter(usable), []
    if huge := _huge_orders(lines):
        reason = f"Its order is more than {TIMES:,} times the median order: a slip, or a business of another kind"
        rules.append(Rule("huge_order", "flag", reason, lambda t: t.order_id.isin(huge)))
    if dominant := _dominant_customer(lines):
        reason = "Its customer brings half of all sales or more: totals and averages are mostly of this one"
        rules.append(Rule("dominant_customer", "flag", reason, lambda t: t.customer_id.isin(dominant)))
    return rules


def _huge_orders(lines: ibis.Table) -> list[str]:
    orders = lines.group_by("order_id").agg(money=_.amount.sum().abs().cast("float64")).filter(_.money > 0)
    usual = orders.aggregate(usual=_.money.median(), n=_.count())
    huge = orders.cross_join(usual).filter(_.money > TIMES * _.usual).order_by("order_id").to_pandas()
    rare = len(huge) and len(huge) <= max(1, RARE * huge["n"].iloc[0])
    return huge["order_id"].tolist() if rare else []


def _dominant_customer(lines: ibis.Table) -> list[str]:
    each = lines.group_by("customer_id").agg(money=_.amount.sum()).filter(_.money > 0)
    every = each.aggregate(total=_.money.sum().cast("float64"), n=_.count())
    first = each.cross_join(every).filter(_.n >= FEWEST, _.money.cast("float64") >= DOMINANT * _.total)
    return first.order_by(_.money.desc(), "customer_id").limit(1).to_pandas()["customer_id"].tolist()
