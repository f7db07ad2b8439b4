"""Which earlier sale does a return or cancellation take back?

The sales and returns of one customer, product and price are read in time as a stack: a sale puts its units on top, a
return takes units off the top. So a return takes back what was bought last, no unit is taken back twice, and none
before it was sold. The best witnesses are asked first: a line of the same order and the same number of units, then the
same order, then the same number of units, then any earlier sale.

The height of the stack after each line is the running sum of units less the lowest point that the sum has been at; all
is done by window functions over the few groups in which there is a return at all.
"""

from __future__ import annotations

import ibis
from ibis import _

from seglib import engine
from seglib.cleaning.rule import Rule
from seglib.client import Client
from seglib.contracts import PRICE, QUANTITY

_ROW = ["_source", "_file", "_line"]
_ALIKE = ["customer_id", "product", "currency", "price"]
_WITNESSES = [["order", "units"], ["order"], ["units"], []]


def match_returns(t: ibis.Table, client: Client, *, usable: ibis.expr.types.BooleanValue) -> ibis.Table:
    """Find for each return the sale that it takes back, and for each sale what of it was taken back.

    Parameters
    ----------
    t : ibis.Table
        Order lines with evidence, materialised.
    client : seglib.client.Client
        Says how the number of a cancellation begins.
    usable : ibis boolean expression
        Lines that count; the others neither take back nor are taken back.

    Returns
    -------
    ibis.Table
        The same rows with ``_taken`` (of a sale: units that were taken back; of a return: units for which there is a
        sale; missing for lines that were not looked at), ``_reversal`` (a return that takes back one whole line),
        ``_sale`` (file and line of the sale that a return takes from first) and ``reversed_at`` (when the last unit
        of a sale was taken back; missing while any is left).
    """
    connection = t.get_backend()
    looked_at = usable & (t.quantity != 0).fill_null(False)
    rest = engine.store(connection, "returns", _candidates(t.filter(looked_at), client))
    if not rest.count().to_pandas():
        return _none_came_back(t, looked_at)
    found = []
    for turn, witness in enumerate(_WITNESSES):
        matched = _take_back(connection, rest, [*_ALIKE, *witness])
        matched = engine.store(connection, "matched", matched)
        found.append(matched.filter(_.taken > 0).mutate(turn=turn, exact="units" in witness))
        left = matched.mutate(units=(_.units - _.taken).cast(QUANTITY)).filter(_.units > 0)
        rest = left.select(rest.columns)
    both = ibis.union(*[one.select(*_ROW, "taken", "taken_at", "turn", "exact", "sale") for one in found])
    both = both.group_by(_ROW).agg(
        _units=_.taken.sum(), taken_at=_.taken_at.max(), _exact=_.exact.any(), _sale=_.sale.argmin(_.turn)
    )
    joined = t.left_join(both, _ROW)
    units = joined._units.fill_null(0).cast(QUANTITY)
    whole = ~joined.is_return & (units >= joined.quantity)
    return joined.select(
        *t.columns,
        "_sale",
        _taken=ibis.ifelse(looked_at, units, ibis.null(QUANTITY)),
        _reversal=joined.is_return & joined._exact.fill_null(False),
        reversed_at=ibis.ifelse(whole, joined.taken_at, ibis.null(t.ordered_at.type())),
    )


def _none_came_back(t: ibis.Table, looked_at: ibis.expr.types.BooleanValue) -> ibis.Table:
    return t.mutate(
        _sale=ibis.null("string"),
        _taken=ibis.ifelse(looked_at, ibis.literal(0, QUANTITY), ibis.null(QUANTITY)),
        _reversal=ibis.literal(False),
        reversed_at=ibis.null(t.ordered_at.type()),
    )


def return_rules(client: Client) -> list[Rule]:
    """What becomes of returns and of sales that were taken back.

    Parameters
    ----------
    client : seglib.client.Client
        Says whether a return without a sale counts.

    Returns
    -------
    list of Rule
        Over the columns that :func:`match_returns` adds.
    """
    unmatched = "quarantine" if client.cleaning.unmatched_returns == "quarantine" else "flag"
    whole = "Takes back one whole earlier line of the same customer, product and price"
    matched = "Takes back goods that the customer had bought earlier at the same price"
    partly = "Takes back more units than the customer had bought earlier at the same price"
    without = "A return of goods that the customer did not buy earlier at the same price, in these files"
    gone = "A sale that was wholly taken back later: it is not counted as an order"

    def returned(t: ibis.Table) -> ibis.expr.types.BooleanValue:
        return t.is_return & ~t._reversal

    return [
        Rule("reversal", "flag", whole, lambda t: t._reversal),
        Rule("return_matched", "flag", matched, lambda t: returned(t) & (t._taken == -t.quantity)),
        Rule(
            "return_partly_matched", "flag", partly, lambda t: returned(t) & (t._taken > 0) & (t._taken < -t.quantity)
        ),
        Rule("return_unmatched", unmatched, without, lambda t: returned(t) & (t._taken == 0)),
        Rule("reversed_sale", "flag", gone, lambda t: t.reversed_at.notnull()),
    ]


def _candidates(t: ibis.Table, client: Client) -> ibis.Table:
    """The lines of every customer, product and price of which something came back."""
    a_unit = (t.amount.cast("float64") / t.quantity.cast("float64")).round(4).cast(PRICE)
    order = t.order_id
    if client.cleaning.cancellation_prefix:
        order = ibis.ifelse(t._cancelled, order.substr(len(client.cleaning.cancellation_prefix)), order)
    lines = t.select(
        *_ROW,
        "customer_id",
        "is_return",
        product=t.product_id.fill_null(""),
        currency=t._foreign.fill_null(""),
        price=ibis.coalesce(t._foreign_price, t.unit_price, a_unit),  # as received: the rate may have changed since
        order=order,
        units=t.quantity.abs().cast(QUANTITY),
        at=t.ordered_at,
        place=t._file + ":" + t._line.cast("string"),
    )
    return lines.semi_join(lines.filter(_.is_return).select(_ALIKE).distinct(), _ALIKE)


def _take_back(connection, lines: ibis.Table, by: list[str]) -> ibis.Table:
    """Stack the units of each group in time: what does each return take, and from which sale?"""
    in_time = [_["at"], _.is_return, *(_[name] for name in _ROW)]  # at the same moment, the sale was first
    so_far = ibis.cumulative_window(group_by=by, order_by=in_time)
    from_here = ibis.window(group_by=by, order_by=in_time, preceding=0, following=None)
    t = lines.mutate(
        sum=ibis.ifelse(_.is_return, -_.units, _.units).sum().over(so_far),
        number=ibis.row_number().over(ibis.window(group_by=by, order_by=in_time)),
    )
    t = t.mutate(height=t.sum - ibis.least(t.sum.min().over(so_far), 0))
    t = t.mutate(before=t.height.lag().over(ibis.window(group_by=by, order_by=in_time)).fill_null(0))
    left = ibis.greatest(t.height.min().over(from_here), t.before)
    t = t.mutate(left=left, taken=ibis.ifelse(t.is_return, t.before - t.height, t.height - left))
    t = engine.store(connection, "stack", t)
    sales, returns = t.filter(~t.is_return, t.taken > 0), t.filter(t.is_return, t.taken > 0).view()
    pairs = sales.join(returns, [*by, sales.number < returns.number], rname="{name}_back")
    until = pairs.filter(_.height_back <= _.left).group_by(_ROW).agg(taken_at=_.at_back.min())
    top = pairs.filter(_.before < _.before_back, _.before_back <= _.height)
    back = [f"{name}_back" for name in _ROW]
    sale = top.group_by(back).agg(sale=_.place.argmax(_.number)).rename(dict(zip(_ROW, back, strict=True)))
    marks = ibis.union(
        until.mutate(sale=ibis.null("string")),
        sale.mutate(taken_at=ibis.null(t["at"].type())).select(*_ROW, "taken_at", "sale"),
    )
    return t.left_join(marks, _ROW).select(*lines.columns, "taken", "taken_at", "sale")
