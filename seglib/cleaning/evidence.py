"""What must be known of a row, besides its own values, before rules can judge it?

Adds to a typed table: ``_copy`` (how many equal rows came before), ``_kept`` (file and line of the row that counts
instead), ``_orphan`` (its customer is unknown), ``_total_row``, and for order lines ``_cancelled``, ``is_return``,
``is_product``, ``amount`` and ``margin``; then, once it is known which rows cannot be used, ``_superseded`` (another
usable row of the key counts).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from seglib.cleaning.non_products import is_product
from seglib.cleaning.typed import TEXT
from seglib.client import Client
from seglib.contracts import MONEY, TABLES, columns

_WORD = r"(?i)^\s*((grand|sub|report|overall)[ -]?)?total[se]?"
_OTHERS = (
    r"^\s*(gesamt|summe|suma|somme|totaal|totalt|sum|jumlah)\w*\s*:?\s*$|^\s*(المجموع|الإجمالي|جمع|جمع کل)\s*:?\s*$"
)
_TOTAL, _ONLY_TOTAL = rf"{_WORD}\b|{_OTHERS}", rf"{_WORD}\s*:?\s*$|{_OTHERS}"
_ORDER = ["_source", "_file", "_line"]


def add_evidence(typed: ibis.Table, table: str, client: Client, cleaned: dict[str, ibis.Table]) -> ibis.Table:
    """Add what the rules of a table look at.

    Parameters
    ----------
    typed : ibis.Table
        From :func:`seglib.cleaning.typed.type_source`, all sources of the table together.
    table : str
        Its name in the contract.
    client : seglib.client.Client
    cleaned : dict of str to ibis.Table
        Tables that are already clean; customers and products come first.

    Returns
    -------
    ibis.Table
        The same rows with the evidence columns.
    """
    t = typed.mutate(_total_row=_total_row(typed, table))
    if table == "order_lines":
        t = _order_money(t, client, cleaned.get("products"))
    t = _copies(t, table)
    if "customers" in cleaned and of_customers(table):
        ids = cleaned["customers"].select(_known=ibis._.customer_id)
        t = t.left_join(ids, t.customer_id == ids._known)
        return t.mutate(_orphan=t.customer_id.notnull() & t._known.isnull()).drop("_known")
    return t.mutate(_orphan=ibis.literal(False))


def of_customers(table: str) -> bool:
    """Whether the rows of a table belong to customers of another one.

    Parameters
    ----------
    table : str
        A table of the contract.

    Returns
    -------
    bool
        True where they can be orphans.
    """
    return "customer_id" in columns(table) and table != "customers"


def _total_row(t: ibis.Table, table: str) -> ir.BooleanValue:
    """A row that says so and lacks what the table stands on; or one whose key says so, without any other text."""
    known, key = columns(table), TABLES[table].metadata["key"]
    vital = [name for name, column in known.items() if not column.nullable]
    incomplete = ibis.or_(*[t[name].isnull() for name in vital])
    texts = {name: t[name + TEXT] for name in known if name + TEXT in t.columns}
    total = incomplete & ibis.or_(*[text.re_search(_TOTAL).fill_null(False) for text in texts.values()])
    if set(vital) <= set(key):  # nothing else is vital, so nothing is lacking
        rest = [name for name in texts if known[name].dtype.type.is_string() and name not in key]
        bare = ibis.or_(*[texts[name].re_search(_ONLY_TOTAL).fill_null(False) for name in key if name in texts])
        total |= bare & ibis.and_(*[t[name].isnull() for name in rest])
    return total


def settle_keys(t: ibis.Table, table: str, *, blocked: ir.BooleanValue, most: bool) -> ibis.Table:
    """Of different rows with one key let one count.

    Parameters
    ----------
    t : ibis.Table
        From :func:`add_evidence`.
    table : str
        Its name in the contract; events have no key, and all of them count.
    blocked : ibis boolean expression
        Rows that cannot be used for another reason; they never take the place of one that can.
    most : bool
        The row seen most often counts; otherwise the last one.

    Returns
    -------
    ibis.Table
        With ``_superseded``, and ``_kept`` for the superseded rows too.
    """
    if TABLES[table].metadata["repeats"]:
        return t.mutate(_superseded=ibis.literal(False))
    t = t.mutate(_blocked=blocked)
    key = [t[name] for name in TABLES[table].metadata["key"]]
    has_key = ibis.or_(*[column.notnull() for column in key])
    best_first = [t._blocked.asc(), *([t._seen.desc()] * most), *(t[name].desc() for name in _ORDER)]
    by_key = ibis.window(group_by=[*key, t._copy], order_by=best_first)
    superseded = (t._copy == 0) & has_key & ~t._blocked & (ibis.row_number().over(by_key) > 0)
    return t.mutate(_superseded=superseded, _kept=ibis.ifelse(t._copy > 0, t._kept, t._place.first().over(by_key)))


def _copies(t: ibis.Table, table: str) -> ibis.Table:
    """Number equal rows in the order of files and lines."""
    unread = ibis.literal("")  # two texts that cannot be read are equal only as texts
    brought = [name for name in columns(table) if name + TEXT in t.columns]
    for name in brought:
        unread = unread + ibis.ifelse(t[name].isnull(), ";" + t[name + TEXT], "").fill_null("")
    equal = [*(t[name] for name in brought), unread]
    if table == "order_lines":
        equal += [t._foreign, t._foreign_price]
    same = ibis.window(group_by=equal, order_by=[t[name] for name in _ORDER])
    place = t._file + ":" + t._line.cast("string")
    return t.mutate(
        _place=place,
        _copy=ibis.row_number().over(same),
        _kept=place.first().over(same),
        _seen=t._times.sum().over(ibis.window(group_by=same.groupings)),
    )


def _order_money(t: ibis.Table, client: Client, products: ibis.Table | None) -> ibis.Table:
    """What each line brought: amount after discount, and margin where a cost is known."""
    cancelled = ibis.literal(False)
    if client.cleaning.cancellation_prefix:
        cancelled = t.order_id.startswith(client.cleaning.cancellation_prefix).fill_null(False)
    t = t.mutate(_cancelled=cancelled, quantity=ibis.ifelse(cancelled, -t.quantity.abs(), t.quantity))
    is_return = t._cancelled | (t.quantity < 0).fill_null(False)
    gross = _product(t.quantity, t.unit_price)
    discount = ibis.ifelse(t.quantity < 0, -t.discount, t.discount)
    amount = ibis.coalesce(t.line_total, gross - ibis.coalesce(discount, ibis.literal(0).cast(MONEY)))
    amount = ibis.ifelse(is_return, -amount.abs(), amount)  # some tills write the total of a return without a sign
    amount = ibis.ifelse(t._total_row | t._unpriced, ibis.null(MONEY), amount.cast(MONEY))
    t = t.mutate(amount=amount, is_return=is_return, is_product=is_product(t.product_id, client))
    cost, rate = t.unit_cost, t.margin_rate
    if products is not None:
        known = products.select(
            _product=ibis._.product_id, _unit_cost=ibis._.unit_cost, _margin_rate=ibis._.margin_rate
        )
        t = t.left_join(known, t.product_id == known._product).drop("_product")
        cost, rate = ibis.coalesce(t.unit_cost, t._unit_cost), ibis.coalesce(t.margin_rate, t._margin_rate)
    by_cost = t.amount - _product(t.quantity, cost)
    by_rate = (t.amount.cast("float64") * rate).cast(MONEY)
    t = t.mutate(margin=ibis.coalesce(by_cost, by_rate).cast(MONEY))
    return t.drop("_unit_cost", "_margin_rate") if products is not None else t


def _product(quantity: ir.DecimalValue, price: ir.DecimalValue) -> ir.DecimalValue:
    """Units times money a unit, exact in between, to four decimals; missing where it is beyond any real order."""
    wide = quantity.cast("decimal(38, 3)") * price.cast("decimal(38, 6)")
    return ibis.ifelse(wide.abs() < 10**13, wide.round(4), ibis.null("decimal(38, 4)")).cast(MONEY)
