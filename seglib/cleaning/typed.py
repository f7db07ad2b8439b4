"""How does received text become typed values, with a note of every change?

For each contract column of a source: the typed value, and ``<column>__how``, missing where the value was taken as it
was and otherwise the code of what was done (a repair) or why it could not be read.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from seglib import engine
from seglib.cleaning.dates import read_date
from seglib.cleaning.numbers import number_pieces, read_number
from seglib.cleaning.text import has_arabic_digits, latin_digits, recode, tidy, without_joiners
from seglib.client import Source
from seglib.contracts import columns

HOW, TEXT = "__how", "__text"
"""Suffixes of the columns that say how a value was read, and from what text."""
TIDY, BARE, CURRENCY = "__tidy", "__bare", "__currency"

REPAIRS = {
    "blanks": "blanks or invisible characters around or inside the value were removed",
    "digits": "Arabic-Indic or Persian digits were read as digits",
    "number_format": "the number was written with the other decimal mark",
    "currency_sign": "the currency sign in the number was removed",
    "rounded": "the number has more decimals than are kept and was rounded",
    "date_format": "the date was written in another of the declared formats",
    "place_name": "the place was spelled differently from others with the same postal code",
}
"""Changes without loss (but for the decimals that ``rounded`` names), by code."""

UNREAD = {
    "unreadable": "could not be read as what the column holds",
    "impossible_date": "is no day of the calendar",
    "foreign_currency": "is in another currency",
    "out_of_range": "lies outside the range that is possible",
    "not_allowed": "is none of the values that the column can have",
}
"""Why a value is not used, by code."""

_TRUE = ("true", "t", "yes", "y", "1", "ja", "si", "sí", "oui", "نعم", "بله", "ya")
_FALSE = ("false", "f", "no", "n", "0", "nein", "non", "لا", "خیر", "tidak")


def type_source(text: ibis.Table, source: Source, *, currency: str, connection: ibis.BaseBackend) -> ibis.Table:
    """Type the columns of one source.

    Parameters
    ----------
    text : ibis.Table
        Contract columns as text, with ``_file``, ``_line``, ``_source``, ``_times``.
    source : seglib.client.Source
        Declares decimal mark, date formats and codes.
    currency : str
        The client's currency, ISO 4217.
    connection : ibis backend
        The engine that holds ``text``.

    Returns
    -------
    ibis.Table
        Every input column of the contract, typed (missing where the source does not bring it), ``<column>__how``,
        ``<column>__text`` (as received), ``_file``, ``_line``, ``_source``, ``_times``.
    """
    brought = {name: column for name, column in columns(source.table).items() if name in text.columns}
    tidied = {}
    for name, column in brought.items():
        cell = tidy(text[name])
        if _is_code(name) or not column.dtype.type.is_string():
            cell = without_joiners(cell)
        tidied[name + TIDY] = recode(cell, source.values.get(name, {}))
    t = engine.stage(connection, text.mutate(**tidied))
    numbers = [name for name, column in brought.items() if column.dtype.type.is_numeric()]
    if numbers:
        pieces = {}
        for name in numbers:
            pieces[name + BARE], pieces[name + CURRENCY] = number_pieces(t[name + TIDY])
        t = engine.stage(connection, t.mutate(**pieces))
    read: dict[str, ir.Value] = {}
    for name, column in brought.items():
        read[name], read[name + HOW] = _read(t, name, column, source, currency)
    t = engine.stage(connection, t.select(**read, **{name + TEXT: t[name] for name in brought}, **_places(t)))
    chosen: dict[str, ir.Value] = {}
    for name, column in columns(source.table).items():
        dtype = column.dtype.type
        if name not in brought:
            chosen |= {name: ibis.null(dtype), name + HOW: ibis.null("string"), name + TEXT: ibis.null("string")}
            continue
        outside = _outside(t[name], column)
        chosen[name] = ibis.ifelse(outside, ibis.null(dtype), t[name])
        chosen[name + HOW] = ibis.ifelse(outside, "out_of_range", t[name + HOW])
        chosen[name + TEXT] = t[name + TEXT]
    return t.select(**chosen, **_places(t))


def _places(t: ibis.Table) -> dict[str, ir.Value]:
    return {name: t[name] for name in ("_file", "_line", "_source", "_times")}


def _outside(value: ir.Value, column: pa.Column) -> ir.BooleanValue:
    if not column.metadata["between"]:
        return ibis.literal(False)
    return (~value.between(*column.metadata["between"])).fill_null(False)


def _read(
    t: ibis.Table, name: str, column: pa.Column, source: Source, currency: str
) -> tuple[ir.Value, ir.StringValue]:
    dtype, text = column.dtype.type, t[name + TIDY]
    if dtype.is_string():
        return _read_text(t[name], text, name, column.metadata["allowed"])
    if dtype.is_boolean():
        return _read_boolean(text)
    if dtype.is_temporal():
        value, how = read_date(latin_digits(text), dtype, formats=source.dates)
        return value, ibis.coalesce(how, ibis.ifelse(has_arabic_digits(text), "digits", ibis.null("string")))
    return read_number(
        text,
        dtype,
        bare=t[name + BARE],
        sign=t[name + CURRENCY],
        decimal=source.decimal,
        thousands=source.thousands,
        currency=currency,
    )


def _is_code(name: str) -> bool:
    return name.endswith("_id") or name in ("postal_code", "phone")


def _read_text(received, text, name: str, allowed: tuple[str, ...] | None) -> tuple[ir.StringValue, ir.StringValue]:
    if allowed:
        lower = text.lower()
        fits = lower.isin(list(allowed))
        how = ibis.ifelse(text.notnull() & ~fits, "not_allowed", ibis.null("string"))
        return ibis.ifelse(fits, lower, ibis.null("string")), how
    if _is_code(name):
        value = latin_digits(text)
        changed = ibis.ifelse(has_arabic_digits(received), "digits", "blanks")
        return value, ibis.ifelse(value.notnull() & (value != received), changed, ibis.null("string"))
    return text, ibis.ifelse(text.notnull() & (tidy(received) != received), "blanks", ibis.null("string"))


def _read_boolean(text: ir.StringValue) -> tuple[ir.BooleanValue, ir.StringValue]:
    lower = text.lower()
    value = ibis.cases((lower.isin(_TRUE), True), (lower.isin(_FALSE), False), else_=ibis.null("boolean"))
    return value, ibis.ifelse(text.notnull() & value.isnull(), "unreadable", ibis.null("string"))
