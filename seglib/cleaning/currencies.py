"""Which order lines are in another currency than the client's, and what was their money worth on their day?

Money of two currencies is never added. With a dated table of rates (``rates`` in ``client.yml``) a line in another
currency is converted by the latest rate on or before the day of its order; without one, or where the line is older
than the first rate, it has no money here and is set aside.

A line is in the currency of its ``currency`` column, or else of the sign or code beside its price; a cost or a discount
with a sign of its own is converted by that. Prices a unit are rounded to six decimals and money of the line to four, as
the contract keeps them: to the cent a unit would be off by 50 in a line of 10,000 units, this by less than one cent.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from seglib import engine
from seglib.cleaning.rule import Rule
from seglib.cleaning.typed import CURRENCY, HOW, MONEY_OF_LINE
from seglib.client import Client
from seglib.contracts import PRICE

CONVERTED = ["currency", "lines", "money", "first_rate", "last_rate", "lowest", "highest"]
"""Columns of :func:`conversions`."""

_PRICES = ("unit_price", "line_total")
_RATE = "__rate"


def convert(t: ibis.Table, client: Client, rates: ibis.Table | None) -> ibis.Table:
    """Bring the money of the order lines into the client's currency where its rate is known.

    Parameters
    ----------
    t : ibis.Table
        Typed order lines, each money column with the currency that stood beside it.
    client : seglib.client.Client
    rates : ibis.Table or None
        ``currency, valid_from, rate``.

    Returns
    -------
    ibis.Table
        With ``_foreign`` (the line's currency, missing where it is the client's), ``_foreign_price`` (a unit, as
        received), ``_rate`` and ``_rate_from`` (the rate that it was converted by and its day), ``_early`` (older than
        the first rate of its currency), ``_two_currencies`` (the column says one and the price another) and
        ``_unpriced`` (its money is not known in the client's currency).
    """
    own = client.currency
    brought = [name for name in MONEY_OF_LINE if name + HOW in t.columns]
    beside = [name + CURRENCY for name in _PRICES if name in brought]
    t = t.mutate(
        _of_line=ibis.coalesce(t.currency.upper(), *[t[sign] for sign in beside], own), _day=t.ordered_at.date()
    )
    differ = ibis.or_(*[(t[sign] != t._of_line).fill_null(False) for sign in beside])
    t = t.mutate(_two_currencies=differ, _foreign=t._of_line.nullif(own))
    known, t = _with_rates(t, own, rates, brought)
    t = t.mutate(_early=t._foreign.isin(known).fill_null(False) & t._rate.isnull() & t._day.notnull())
    done = t._rate.notnull() & ~t._two_currencies
    t = t.mutate(_unpriced=t._two_currencies | (t._foreign.notnull() & ~done))
    done = t._foreign.notnull() & ~t._unpriced
    a_unit = (t.line_total.cast("float64") / t.quantity.cast("float64").nullif(0)).abs().round(4).cast(PRICE)
    settled = {
        "_foreign_price": ibis.ifelse(done, ibis.coalesce(t.unit_price, a_unit), ibis.null(PRICE)),
    }
    if "currency" + HOW in t.columns:
        named = done & t.currency.notnull()
        settled["currency"] = ibis.ifelse(named, own, t.currency)
        settled["currency" + HOW] = ibis.ifelse(named, "converted", t["currency" + HOW])
    for name in brought:
        settled |= _settled(t, name, own)
    auxiliary = [name + suffix for name in brought for suffix in (CURRENCY, _RATE)]
    return t.mutate(**settled).drop("_of_line", "_day", *auxiliary)


def _with_rates(t: ibis.Table, own: str, rates: ibis.Table | None, brought: list[str]) -> tuple[list[str], ibis.Table]:
    """The currencies that have rates, and the lines with the rate of their day: the line's, and of each cell's sign."""
    dtype = ibis.dtype("decimal(20, 12)")
    if rates is None:
        none = {name: ibis.null(dtype) for name in ("_rate", *(name + _RATE for name in brought))}
        return [], t.mutate(**none, _rate_from=ibis.null("date"))
    connection = t.get_backend()
    foreign = rates.filter(rates.currency != own)
    keys = {"": "_of_line", **{name + _RATE: name + CURRENCY for name in brought}}
    pairs = ibis.union(*[t.select(_code=t[key], _on=t._day) for key in keys.values()], distinct=True)
    pairs = engine.store(connection, "days", pairs.filter(_._code != own, _._on.notnull()))
    priced = pairs.asof_join(foreign, pairs._on >= foreign.valid_from, predicates=[pairs._code == foreign.currency])
    priced = priced.filter(priced.rate.notnull()).select("_code", "_on", "rate", "valid_from")
    priced = engine.store(connection, "priced", priced)
    for name, key in keys.items():
        taken = {name or "_rate": _.rate} | ({} if name else {"_rate_from": _.valid_from})
        one = priced.select("_code", "_on", **taken)
        t = t.left_join(one, [t[key] == one._code, t._day == one._on]).drop("_code", "_on")
    return foreign.currency.to_pandas().unique().tolist(), t


def _settled(t: ibis.Table, name: str, own: str) -> dict[str, ir.Value]:
    """A money column in the client's currency: its value, and how it came about."""
    value, how, sign = t[name], t[name + HOW], t[name + CURRENCY]
    foreign = (ibis.coalesce(sign, t._of_line) != own) & value.notnull()
    rate = ibis.ifelse(sign.isnull(), t._rate, t[name + _RATE])
    fits = value.abs().cast("float64") * rate.cast("float64") < 10 ** (value.type().precision - value.type().scale)
    none = ibis.null(value.type())
    new = (ibis.ifelse(fits, value, none).cast(PRICE) * rate).round(value.type().scale).cast(value.type())
    lost = ibis.ifelse(t._early, "before_first_rate", "foreign_currency")
    return {
        name: ibis.cases(
            (foreign & rate.notnull(), new), (foreign & sign.notnull(), ibis.null(value.type())), else_=value
        ),
        name + HOW: ibis.cases(
            (foreign & rate.notnull(), ibis.ifelse(fits, "converted", "out_of_range")),
            (foreign & sign.notnull(), lost),
            else_=how,
        ),
    }


def currency_rules(client: Client) -> list[Rule]:
    """What becomes of lines in another currency.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    list of Rule
        Of the order lines.
    """
    own = client.currency
    other = f"In another currency than {own}; money of two currencies is never added"
    early = "In another currency, and older than the first rate of that currency"
    two = "The currency of the line and the one beside its price are two"
    done = f"In another currency, and converted to {own} by the rate of its day"
    rules = [Rule("other_currency", "quarantine", other, lambda t: (t.currency.upper() != own) & ~t._early)]
    if client.rates:
        rules += [
            Rule("before_first_rate", "quarantine", early, lambda t: t._early),
            Rule("two_currencies", "quarantine", two, lambda t: t._two_currencies),
            Rule("converted", "flag", done, lambda t: t._foreign.notnull() & ~t._unpriced),
        ]
    return rules


def conversions(judged: ibis.Table) -> pd.DataFrame:
    """Say what was converted, by which rates.

    Parameters
    ----------
    judged : ibis.Table
        Order lines with their fate.

    Returns
    -------
    pandas.DataFrame
        One row a currency: ``currency, lines`` (used), ``money`` (in the client's currency), ``first_rate`` and
        ``last_rate`` (days of the rates that were used), ``lowest`` and ``highest`` of them.
    """
    t = judged.filter(judged._fate == "used", judged._foreign.notnull(), ~judged._unpriced)
    rate = t._rate.cast("float64")
    found = t.group_by(currency=t._foreign).agg(
        lines=t.count(),
        money=t.amount.sum().cast("float64"),
        first_rate=t._rate_from.min(),
        last_rate=t._rate_from.max(),
        lowest=rate.min(),
        highest=rate.max(),
    )
    return found.order_by("currency").to_pandas()[CONVERTED]


def unpriced(judged: ibis.Table) -> pd.DataFrame:
    """Count the lines that only want a rate.

    Parameters
    ----------
    judged : ibis.Table
        Order lines with their fate.

    Returns
    -------
    pandas.DataFrame
        ``currency, lines`` (set aside), ``first`` (the day of the oldest), of lines that lack nothing but a rate.
    """
    t = judged.filter(
        judged._fate == "quarantine", judged._foreign.notnull(), judged._unpriced, ~judged._two_currencies
    )
    found = t.group_by(currency=t._foreign).agg(lines=t.count(), first=t.ordered_at.date().min())
    return found.order_by("currency").to_pandas()
