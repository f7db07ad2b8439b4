"""How does received text become typed values, with a note of every change?

For each contract column of a source: the typed value, and ``<column>__how``, missing where the value was taken as it
was and otherwise the code of what was done (a repair) or why it could not be read.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from seglib.cleaning.dates import read_date
from seglib.cleaning.numbers import read_number
from seglib.cleaning.text import has_arabic_digits, latin_digits, recode, tidy
from seglib.client import Source
from seglib.contracts import columns

HOW = "__how"
"""Suffix of the column that says how a value was read."""

REPAIRS = {
    "blanks": "blanks or invisible characters around or inside the value were removed",
    "digits": "Arabic-Indic or Persian digits were read as digits",
    "number_format": "the number was written with the other decimal mark",
    "currency_sign": "the currency sign in the number was removed",
    "date_format": "the date was written in another of the declared formats",
    "place_name": "the place was spelled differently from others with the same postal code",
}
"""Changes without loss, by code."""

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


def type_source(text: ibis.Table, source: Source, *, currency: str) -> ibis.Table:
    """Type the columns of one source.

    Parameters
    ----------
    text : ibis.Table
        Contract columns as text, with ``_file``, ``_line``, ``_source``.
    source : seglib.client.Source
        Declares decimal mark, date formats and codes.
    currency : str
        The client's currency, ISO 4217.

    Returns
    -------
    ibis.Table
        Every input column of the contract, typed (missing where the source does not bring it), ``<column>__how``,
        ``<column>__text`` (as received), ``_file``, ``_line``, ``_source``.
    """
    chosen: dict[str, ir.Value] = {}
    for name, column in columns(source.table).items():
        dtype = column.dtype.type
        if name not in text.columns:
            chosen[name] = ibis.null(dtype)
            chosen[name + HOW] = chosen[name + "__text"] = ibis.null("string")
            continue
        received = text[name]
        value, how = _read(received, column, name, source, currency)
        chosen[name], chosen[name + HOW], chosen[name + "__text"] = value, how, received
    return text.select(**chosen, _file=text._file, _line=text._line, _source=text._source)


def _read(
    received: ir.StringValue, column: pa.Column, name: str, source: Source, currency: str
) -> tuple[ir.Value, ir.StringValue]:
    dtype, rules = column.dtype.type, column.metadata
    text = tidy(received)
    if name in source.values:
        text = recode(text, source.values[name])
    if dtype.is_string():
        return _read_text(received, text, name, rules["allowed"])
    if dtype.is_boolean():
        return _read_boolean(text)
    if dtype.is_temporal():
        value, how = read_date(latin_digits(text), dtype, formats=source.dates)
        how = ibis.coalesce(how, ibis.ifelse(has_arabic_digits(text), "digits", ibis.null("string")))
    else:
        value, how = read_number(text, dtype, decimal=source.decimal, thousands=source.thousands, currency=currency)
    if rules["between"]:
        low, high = rules["between"]
        outside = value.notnull() & ~value.between(low, high)
        how = ibis.ifelse(outside, "out_of_range", how)
        value = ibis.ifelse(outside, ibis.null(dtype), value)
    return value, how


def _read_text(received, text, name: str, allowed: tuple[str, ...] | None) -> tuple[ir.StringValue, ir.StringValue]:
    if allowed:
        lower = text.lower()
        fits = lower.isin(list(allowed))
        how = ibis.ifelse(text.notnull() & ~fits, "not_allowed", ibis.null("string"))
        return ibis.ifelse(fits, lower, ibis.null("string")), how
    if name.endswith("_id") or name in ("postal_code", "phone"):
        value = latin_digits(text)
        changed = ibis.ifelse(has_arabic_digits(received), "digits", "blanks")
        return value, ibis.ifelse(value.notnull() & (value != received), changed, ibis.null("string"))
    return text, ibis.ifelse(text.notnull() & (tidy(received) != received), "blanks", ibis.null("string"))


def _read_boolean(text: ir.StringValue) -> tuple[ir.BooleanValue, ir.StringValue]:
    lower = text.lower()
    value = ibis.cases((lower.isin(_TRUE), True), (lower.isin(_FALSE), False), else_=ibis.null("boolean"))
    return value, ibis.ifelse(text.notnull() & value.isnull(), "unreadable", ibis.null("string"))
