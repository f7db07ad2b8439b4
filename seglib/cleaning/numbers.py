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


def read_number(
    text: ir.StringValue, dtype: dt.DataType, *, decimal: str, thousands: str | None, currency: str
) -> tuple[ir.Value, ir.StringValue]:
    """Read numbers.

    Parameters
    ----------
    text : ibis string expression
        Tidied text, missing where empty.
    dtype : ibis data type
        Integer, float or decimal.
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
    ascii_text = latin_digits(text)
    sign = ascii_text.re_extract(_SIGN, 1).nullif("")
    code = ibis.cases(*[(sign == mark, ibis.literal(name)) for mark, name in SIGNS.items()], else_=sign)
    bare = ascii_text.re_replace(_SIGN, "").replace("−", "-").strip()  # U+2212, the minus of typesetting
    bare = bare.re_replace(r"^\((.*)\)$", r"-\1").re_replace(r"^(.*\d)\s*-$", r"-\1").re_replace(r"^([-+])\s+", r"\1")
    other = "," if decimal == "." else "."
    declared = _in_convention(bare, decimal, thousands or other)
    repaired = _in_convention(bare, other, decimal)
    arabic = _in_convention(bare, ".", ",")  # the Arabic decimal separator became a point
    is_arabic = has_arabic_digits(text)
    reading = ibis.ifelse(is_arabic, ibis.coalesce(arabic, declared), ibis.coalesce(declared, repaired))
    if dtype.is_integer():
        reading = reading.re_extract(r"^([-+]?\d+)(\.0*)?$", 1).nullif("")
    foreign = code.notnull() & (code != currency)
    value = ibis.ifelse(foreign, ibis.null("string"), reading).cast(
        "float64" if dtype.is_floating() else "decimal(38, 9)"
    )
    how = ibis.cases(
        (foreign, "foreign_currency"),
        (reading.isnull(), "unreadable"),
        (is_arabic, "digits"),
        (code.notnull(), "currency_sign"),
        (declared.isnull(), "number_format"),
        else_=ibis.null("string"),
    )
    return value.round(dtype.scale).cast(dtype) if dtype.is_decimal() else value.cast(dtype), _where(text, how)


def _in_convention(bare: ir.StringValue, decimal: str, thousands: str) -> ir.StringValue:
    """Canonical text (point, no thousands) of what is a whole number in this convention; missing otherwise."""
    point, mark = f"\\{decimal}", f"[{thousands}  ']" if thousands != decimal else "[ ']"
    whole = rf"^[-+]?(\d{{1,15}}|\d{{1,3}}({mark}\d{{3}}){{1,4}})({point}\d{{1,12}})?$|^[-+]?{point}\d{{1,12}}$"
    canonical = bare.re_replace(mark, "").replace(decimal, ".")
    return ibis.ifelse(bare.re_search(whole), canonical, ibis.null("string"))


def _where(text: ir.StringValue, how: ir.StringValue) -> ir.StringValue:
    return ibis.ifelse(text.isnull(), ibis.null("string"), how)
