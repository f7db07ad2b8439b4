"""How is a number read from text, whatever its marks, without ever guessing?

A number is read in its column's convention, declared or found by evidence. Where that gives nothing and the other
convention gives exactly one reading (``12,50`` in a file of decimal points), that reading is a repair. Anything else is
unreadable.
"""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
from babel.numbers import list_currencies

from seglib.reading.text import has_arabic_digits, has_arabic_marks, latin_digits

SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₺": "TRY", "₹": "INR", "﷼": "IRR", "₽": "RUB", "RM": "MYR"}
"""Currency signs that are told apart; the dollar sign is read as US dollars."""

_SIGN = "(" + "|".join([sign.replace("$", r"\$") for sign in SIGNS] + sorted(list_currencies())) + ")"
_BEFORE, _AFTER = rf"^([-+(]?)\s*{_SIGN}\s*", rf"\s*{_SIGN}\s*([-)]?)$"
PERCENT = r"^([^e%٪]*\d)\s*[%٪]$"
"""A number with a percent sign behind it."""

_OTHER_MINUS = r"^\(.*\)$|-$|−"
_WIDE = "decimal(38, 9)"
_SIGNED = r"^(?:\(\s*([^-+()]+?)\s*\)|[-+]?\s*([^-+()]+?)|([^-+()]+?)\s*-)$"


def number_pieces(text: ir.StringValue) -> tuple[ir.StringValue, ir.StringValue]:
    """Part a number from the currency that stands beside it.

    Parameters
    ----------
    text : ibis string expression
        Tidied text, missing where empty.

    Returns
    -------
    bare : ibis string expression
        ASCII digits, marks and a leading minus sign (``(5)``, ``5-`` and U+2212 are brought into that form).
    sign : ibis string expression
        Its ISO 4217 code; missing where there is none. A sign in the middle (``10€50``) stays where it is.
    """
    ascii_text = latin_digits(text).replace("−", "-")  # U+2212, the minus of typesetting
    signed = ascii_text.re_search(_SIGN)  # few cells are, and the rest is slow
    before, after = ascii_text.re_extract(_BEFORE, 2).nullif(""), ascii_text.re_extract(_AFTER, 1).nullif("")
    sign = ibis.ifelse(signed, ibis.coalesce(before, after), ibis.null("string"))
    code = sign.cases(*SIGNS.items(), else_=sign)
    rest = ibis.cases(
        (~signed, ascii_text),
        (before.notnull(), ascii_text.re_replace(_BEFORE, r"\1")),
        else_=ascii_text.re_replace(_AFTER, r"\2"),
    )
    minus = ibis.ifelse(rest.re_search(r"^[-(]|-$"), "-", "")
    return minus + rest.re_replace(_SIGNED, r"\1\2\3"), code


def read_number(
    text: ir.StringValue,
    dtype: dt.DataType,
    *,
    bare: ir.StringValue,
    sign: ir.StringValue,
    decimal: str,
    thousands: str | None,
    currency: str | None,
    percent: str | None = None,
) -> tuple[ir.Value, ir.StringValue]:
    """Read numbers.

    Parameters
    ----------
    text : ibis string expression
        Tidied text, missing where empty.
    dtype : ibis data type
        Integer, float or decimal.
    bare, sign : ibis string expression
        From :func:`number_pieces`.
    decimal : {".", ","}
        The column's decimal mark.
    thousands : str or None
        The source's thousands mark; ``None`` for the other of point and comma.
    currency : str or None
        The client's currency; a number that carries another one is not read. ``None`` reads them all.
    percent : {"fraction", "number", "unread"} or None
        What ``10 %`` is: 0.10, 10, or (as without it) not read.

    Returns
    -------
    value : ibis numeric expression
        Missing where the text is missing or cannot be read.
    how : ibis string expression
        Missing where the number was read as declared; ``digits``, ``currency_sign``, ``percent``, ``number_format``,
        ``minus_sign``, ``grouping`` or ``rounded`` where it was repaired; ``foreign_currency``, ``out_of_range`` or
        ``unreadable`` where it was not read.
    """
    other = "," if decimal == "." else "."
    parts = ibis.literal(False)
    if percent in ("fraction", "number"):
        parts = bare.re_search(PERCENT)
        bare = bare.re_replace(PERCENT, r"\1")
    declared = bare.re_search(number_form(decimal, thousands or other))
    usual = bare.re_search(number_form(decimal, other))  # 1,234 is not 1.234 where the thousands mark is an apostrophe
    marked = has_arabic_marks(text)  # latin_digits made them a point and a comma
    reading = ibis.cases(
        (marked & bare.re_search(number_form(".", ",")), _canonical(bare, ".")),
        (marked, ibis.null("string")),
        (declared, _canonical(bare, decimal)),
        (~usual & bare.re_search(number_form(other, decimal)), _canonical(bare, other)),
    )
    if percent == "fraction":
        reading = ibis.ifelse(parts, reading + "e-2", reading)
    if dtype.is_integer():
        reading = reading.re_extract(r"^(-?\d+)(\.0*)?$", 1).nullif("")
    foreign = reading.notnull() & (sign != currency) if currency else ibis.literal(False)
    value = ibis.ifelse(foreign.fill_null(False), ibis.null("string"), reading).cast(
        "float64" if dtype.is_floating() else _WIDE
    )
    outside = rounded = ibis.literal(False)
    if dtype.is_decimal():
        outside = value.abs() >= 10 ** (dtype.precision - dtype.scale) - 1
        rounded = reading.re_search(rf"\.\d{{{dtype.scale}}}\d*[1-9]|e")
        value = ibis.ifelse(outside, ibis.null(_WIDE), value.round(dtype.scale))
    how = ibis.cases(
        (text.isnull(), ibis.null("string")),
        (foreign, "foreign_currency"),
        (reading.isnull(), "unreadable"),
        (outside, "out_of_range"),
        (has_arabic_digits(text), "digits"),
        (sign.notnull(), "currency_sign"),
        (parts, "percent"),
        (~declared, "number_format"),
        (text.re_search(_OTHER_MINUS), "minus_sign"),
        (~bare.re_search(number_form(decimal, thousands or other, lenient=False)), "grouping"),
        (rounded, "rounded"),
        else_=ibis.null("string"),
    )
    return value.cast(dtype), how


def number_form(decimal: str, thousands: str, *, lenient: bool = True) -> str:
    """Regular expression of a whole number in a convention.

    Parameters
    ----------
    decimal, thousands : str
        The marks.
    lenient : bool, default True
        Blanks and apostrophes part thousands too, and commas part them as in India (``12,34,567``).

    Returns
    -------
    str
    """
    blanks = " '’" if lenient else ""
    point, mark = f"\\{decimal}", f"[{thousands}{blanks}]"
    indian = r"|[1-9]\d?(,\d{2}){1,5},\d{3}" if lenient and thousands == "," else ""
    exponent = r"(e-\d{1,2})?"  # as software writes very small numbers; never 1e5, which may be an article number
    return (
        rf"^-?(\d{{1,15}}|[1-9]\d{{0,2}}({mark}\d{{3}}){{1,4}}{indian})({point}\d{{1,17}})?{exponent}$"
        rf"|^-?{point}\d{{1,17}}$"
    )


def _canonical(bare: ir.StringValue, decimal: str) -> ir.StringValue:
    return bare.re_replace(f"[^-+e\\d{decimal}]", "").replace(decimal, ".")
