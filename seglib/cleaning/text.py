"""What does a cell say once blanks, invisible characters and digit systems are out of the way?"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_INVISIBLE = "[\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_BLANK = "[\u00a0\u2007\u2009\u202f\\s]"
_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
_ARABIC = f"[{_DIGITS}٫٬]"


def tidy(text: ir.StringValue) -> ir.StringValue:
    """Text without invisible characters, with single plain blanks, trimmed; missing when nothing is left.

    Parameters
    ----------
    text : ibis string expression
        A cell as received.

    Returns
    -------
    ibis string expression
    """
    return text.re_replace(_INVISIBLE, "").re_replace(f"{_BLANK}+", " ").strip().nullif("")


def latin_digits(text: ir.StringValue) -> ir.StringValue:
    """Text with Arabic-Indic and Persian digits (and their decimal and thousands marks) as ASCII.

    Parameters
    ----------
    text : ibis string expression

    Returns
    -------
    ibis string expression

    Notes
    -----
    U+066B, the Arabic decimal separator, becomes a point; U+066C, the thousands separator, is dropped.
    """
    return text.translate(_DIGITS + "٫", "01234567890123456789.").replace("٬", "")


def has_arabic_digits(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a cell holds Arabic-Indic or Persian digits or number marks.

    Parameters
    ----------
    text : ibis string expression

    Returns
    -------
    ibis boolean expression
        Missing where the text is.
    """
    return text.re_search(_ARABIC)


def recode(text: ir.StringValue, values: dict[str, str]) -> ir.StringValue:
    """Text with the client's own codes replaced by the contract's, whatever their case.

    Parameters
    ----------
    text : ibis string expression
    values : dict of str to str
        Value in the file: value of the contract.

    Returns
    -------
    ibis string expression
    """
    if not values:
        return text
    branches = [(text.lower() == old.lower(), ibis.literal(new)) for old, new in values.items()]
    return ibis.cases(*branches, else_=text)
