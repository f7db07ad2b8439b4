"""How does received text become typed values, with a note of every change?

For each contract column of a source: the typed value, and ``<column>__how``, missing where the value was taken as it
was and otherwise the code of what was done (a repair) or why it could not be read.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir
import pandera.ibis as pa

from seglib.client import Source
from seglib.contracts import TIMESTAMP, columns
from seglib.reading.calendars import to_gregorian
from seglib.reading.dates import iso_text, read_date
from seglib.reading.numbers import number_pieces, read_number
from seglib.reading.text import has_arabic_digits, latin_digits, recode, tidy, without_joiners
from seglib.reading.zones import local_time, nonexistent, utc_of, zone_of

HOW, TEXT = "__how", "__text"
"""Suffixes of the columns that say how a value was read, and from what text."""
MONEY_OF_LINE = ("unit_price", "line_total", "unit_cost", "discount")
"""Money of order lines: it has a day, so it can be read in any currency, which stands in ``<column>__currency``."""
TIDY, BARE, CURRENCY, ISO, ZONE = "__tidy", "__bare", "__currency", "__iso", "__zone"

REPAIRS = {
    "blanks": "blanks or invisible characters around or inside the value were removed",
    "digits": "Arabic-Indic or Persian digits were read as digits",
    "percent": "the number with a percent sign was read as client.yml says",
    "number_format": "the number was written with the other decimal mark",
    "grouping": "the thousands were parted in another way",
    "currency_sign": "the currency sign in the number was removed",
    "minus_sign": "the minus was written in another way, as in brackets or behind the number",
    "rounded": "the number has more decimals than are kept and was rounded",
    "converted": "the money was in another currency and was converted by the rate of its day",
    "date_format": "the date was written in another of the declared formats",
    "timezone": "the time carried a zone and was brought to the shop's",
    "number_id": "a file writes all ids as decimal numbers; without the decimals they are found in the other files",
    "id_variant": "the id was written as another one that differs only in case, blanks or the composition of letters",
    "same_customer": "the customer was merged with another one, as client.yml says",
    "place_name": "the place was spelled differently from others with the same postal code",
}
"""Changes without loss (but for the decimals that ``rounded`` and ``converted`` drop), by code."""

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


def type_source(
    text: ibis.Table,
    source: Source,
    *,
    currency: str,
    missing: list[str] | None = None,
    kept: list[str] | None = None,
) -> ibis.Table:
    """Type the columns of one source.

    Parameters
    ----------
    text : ibis.Table
        Contract columns as text, with ``_file``, ``_line``, ``_source``, ``_times``.
    source : seglib.client.Source
        Declares decimal mark, date formats and codes.
    currency : str
        The client's currency, ISO 4217.
    missing : list of str, optional
        What stands for "not known" besides an empty cell.

    kept : list of str, optional
        Columns that any source of the table brings; left out, those of this one.

    Returns
    -------
    ibis.Table
        Every input column of the contract, typed (missing where the source does not bring it); for those in ``kept``
        also ``<column>__how`` and ``<column>__text`` (as received), and for those of :data:`MONEY_OF_LINE` among them
        ``<column>__currency``; ``_file``, ``_line``, ``_source``, ``_times``.
    """
    brought = {name: column for name, column in columns(source.table).items() if name in text.columns}
    tidied = {}
    for name, column in brought.items():
        cell = tidy(text[name])
        if _is_code(name) or not column.dtype.type.is_string():
            cell = without_joiners(cell)
        cell = recode(cell, source.values.get(name, {}))
        tidied[name + TIDY] = ibis.ifelse(cell.isin(missing), ibis.null("string"), cell) if missing else cell
    t = text.mutate(**tidied)
    numbers = [name for name, column in brought.items() if column.dtype.type.is_numeric()]
    if numbers:
        pieces = {}
        for name in numbers:
            pieces[name + BARE], pieces[name + CURRENCY] = number_pieces(t[name + TIDY])
        t = t.mutate(**pieces)
    for name, column in brought.items():
        calendar = source.convention("calendar", name) or "gregorian"
        if column.dtype.type.is_temporal() and calendar != "gregorian":
            iso = iso_text(latin_digits(t[name + TIDY]), **_date_forms(source, name))
            t = t.mutate(**{name + ISO: iso})
            t = to_gregorian(t, name + ISO, calendar)
    read: dict[str, ir.Value] = {}
    for name, column in brought.items():
        read[name], read[name + HOW] = _read(t, name, column, source, currency)
    clocks = [name for name, column in brought.items() if source.timezone and column.dtype.type.is_temporal()]
    read |= {name + ZONE: zone_of(latin_digits(t[name + TIDY])) for name in clocks}
    beside = {name + CURRENCY: t[name + CURRENCY] for name in brought if _has_day(source, name)}
    t = t.select(**read, **beside, **{name + TEXT: t[name] for name in brought}, **_places(t))
    if clocks:
        t = _shop_time(t, clocks, source.timezone)
    chosen: dict[str, ir.Value] = {}
    for name, column in columns(source.table).items():
        dtype = column.dtype.type
        beside = [CURRENCY] if _has_day(source, name) else []
        if name not in brought:
            chosen[name] = ibis.null(dtype)
            if kept and name in kept:
                chosen |= {name + suffix: ibis.null("string") for suffix in (HOW, TEXT, *beside)}
            continue
        chosen |= {name + suffix: t[name + suffix] for suffix in beside}
        outside = _outside(t[name], column)
        value = t[name].cast(dtype) if name in clocks else t[name]
        chosen[name] = ibis.ifelse(outside, ibis.null(dtype), value)
        chosen[name + HOW] = ibis.ifelse(outside, "out_of_range", t[name + HOW])
        chosen[name + TEXT] = t[name + TEXT]
    return t.select(**chosen, **_places(t))


def how_of(t: ibis.Table, name: str) -> ir.StringValue:
    """How a column was read.

    Parameters
    ----------
    t : ibis.Table
        From :func:`type_source`.
    name : str
        A column of the contract.

    Returns
    -------
    ibis string expression
        Missing where the value was taken as it was, or no file has the column.
    """
    return t[name + HOW] if name + HOW in t.columns else ibis.null("string")


def _shop_time(t: ibis.Table, names: list[str], timezone: str) -> ibis.Table:
    """Times with a zone as the shop's clock showed them, and a note where it never showed a time."""
    t = t.mutate(**{name + ZONE: utc_of(t[name], t[name + ZONE]) for name in names})
    moved: dict[str, ir.Value] = {}
    for name in names:
        carried = t[name + ZONE].notnull()
        moved[name] = ibis.ifelse(carried, local_time(t[name + ZONE], timezone), t[name])
        never = ibis.ifelse(nonexistent(t[name], timezone), "nonexistent_time", t[name + HOW])
        moved[name + HOW] = ibis.ifelse(carried, "timezone", never)
    return t.mutate(**moved)


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
        clock = TIMESTAMP if source.timezone else dtype  # the shop's day is known only once the zone is
        iso = t[name + ISO] if name + ISO in t.columns else None
        value, how = read_date(latin_digits(text), clock, **_date_forms(source, name), iso=iso)
        return value, ibis.coalesce(how, ibis.ifelse(has_arabic_digits(text), "digits", ibis.null("string")))
    return read_number(
        text,
        dtype,
        bare=t[name + BARE],
        sign=t[name + CURRENCY],
        decimal=source.convention("decimal", name) or ".",
        thousands=source.thousands,
        currency=None if _has_day(source, name) else currency,
        percent=source.percent,
    )


def _date_forms(source: Source, name: str) -> dict:
    return {"formats": source.convention("dates", name) or [], "zoned": source.timezone is not None}


def _has_day(source: Source, name: str) -> bool:
    return source.table == "order_lines" and name in MONEY_OF_LINE


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
