"""How is a number read from text, whatever its marks, without ever guessing?

A number is read in the source's declared convention. Where that gives nothing and the other convention gives exactly
one reading (``12,50`` in a file of decimal points), that reading is a repair. Anything else is unreadable.
"""

from __future__ import annotations

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from seglib.cleaning.text import has_arabic_digits, latin_digits

SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "₺": "TRY", "₹": "INR", "﷼": "IRR", "₽": "RUB", "RM": "MYR"}
"""Currency signs that are told apart; the dollar sign is read as US dollars."""

_SIGN = "(" + "|".join(sign.replace("$", r"\$") for sign in SIGNS) + "|[A-Z]{3})"

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
        Currency sign or three-letter code; missing where there is none.
    """
    ascii_text = latin_digits(text).replace("−", "-")  # U+2212, the minus of typesetting
    rest = ascii_text.re_replace(_SIGN, "").strip()
    digits = rest.re_replace(_SIGNED, r"\1\2\3")
    return ibis.ifelse(rest.re_search(r"^[-(]|-$"), "-" + digits, digits), ascii_text.re_extract(_SIGN, 1).nullif("")


def read_number(
    text: ir.StringValue,
    dtype: dt.DataType,
    *,
    bare: ir.StringValue,
    sign: ir.StringValue,
    decimal: str,
    thousands: str | None,
    currency: str,
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
        The source's decimal mark.
    thousands : str or None
        The source's thousands mark; ``None`` for the other of point and comma.
    currency : str
        The client's currency; a number that carries another one is not read.

    Returns
    -------
    value : ibis numeric expression
        Missing where the text is missing or cannot be read.
    how : ibis string expression
        Missing where the number was read as declared; ``digits``, ``number_format`` or ``currency_sign`` where it was
        repaired; ``foreign_currency`` or ``unreadable`` where it was not read.
    """
    other = "," if decimal == "." else "."
    declared = _form(decimal, thousands or other)
    repaired = _form(other, decimal)
    arabic = has_arabic_digits(text)  # latin_digits made the Arabic decimal mark a point
    foreign = sign.notnull() & ~sign.isin([currency, *(mark for mark, code in SIGNS.items() if code == currency)])
    reading = ibis.cases(
        (foreign, ibis.null("string")),
        (arabic & bare.re_search(_form(".", ",")), _canonical(bare, ".")),
        (bare.re_search(declared), _canonical(bare, decimal)),
        (bare.re_search(repaired), _canonical(bare, other)),
    )
    if dtype.is_integer():
        reading = reading.re_extract(r"^([-+]?\d+)(\.0*)?$", 1).nullif("")
    value = reading.cast("float64" if dtype.is_floating() else "decimal(38, 9)")
    value = value.round(dtype.scale).cast(dtype) if dtype.is_decimal() else value.cast(dtype)
    how = ibis.cases(
        (text.isnull(), ibis.null("string")),
        (foreign, "foreign_currency"),
        (value.isnull(), "unreadable"),
        (arabic, "digits"),
        (sign.notnull(), "currency_sign"),
        (~bare.re_search(_form(decimal, thousands or other, lenient=False)), "number_format"),
        else_=ibis.null("string"),
    )
    return value, how


def _form(decimal: str, thousands: str, *, lenient: bool = True) -> str:
    """Regular expression of a whole number in a convention; lenient: blanks and apostrophes part thousands too."""
    blanks = " '" if lenient else ""
    point, mark = f"\\{decimal}", f"[{thousands}{blanks}]"
    exponent = r"(e[-+]\d{1,3})?"  # as software writes very small numbers; never 1e5, which may be an article number
    return (
        rf"^-?(\d{{1,15}}|\d{{1,3}}({mark}\d{{3}}){{1,4}})({point}\d{{1,17}})?{exponent}$"
        rf"|^-?{point}\d{{1,17}}$"
    )


def _canonical(bare: ir.StringValue, decimal: str) -> ir.StringValue:
    return bare.re_replace(f"[^-+e\\d{decimal}]", "").replace(decimal, ".")
