"""What does a cell say once blanks, invisible characters and digit systems are out of the way?"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

_INVISIBLE = "[\u00ad\u200b\u2060\ufeff\u200e\u200f\u202a-\u202e\u2066-\u2069]"
_JOINERS = "[\u200c\u200d]"
_BLANK = "[\u00a0\u2007\u2009\u202f\\s]"
_DIGITS = "٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"
_MARKS = "٫٬"


def tidy(text: ir.StringValue) -> ir.StringValue:
    """Text without invisible characters, with single plain blanks, trimmed; missing when nothing is left.

    Parameters
    ----------
    text : ibis string expression
        A cell as received.

    Returns
    -------
    ibis string expression

    Notes
    -----
    The joiners U+200C and U+200D stay: Persian words are spelled with them.
    """
    return text.re_replace(_INVISIBLE, "").re_replace(f"{_BLANK}+", " ").strip().nullif("")


def without_joiners(text: ir.StringValue) -> ir.StringValue:
    """Text without U+200C and U+200D, which mean nothing in an id, a number or a date.

    Parameters
    ----------
    text : ibis string expression

    Returns
    -------
    ibis string expression
    """
    return text.re_replace(_JOINERS, "").strip().nullif("")


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
    U+066B, the Arabic decimal separator, becomes a point; U+066C, the thousands separator, a comma.
    """
    return text.translate(_DIGITS + _MARKS, "01234567890123456789.,")


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
    return text.re_search(f"[{_DIGITS}{_MARKS}]")


def has_arabic_marks(text: ir.StringValue) -> ir.BooleanValue:
    """Whether a cell holds the Arabic decimal or thousands separator, so that its convention is known.

    Parameters
    ----------
    text : ibis string expression

    Returns
    -------
    ibis boolean expression
        Missing where the text is.
    """
    return text.re_search(f"[{_MARKS}]")


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
