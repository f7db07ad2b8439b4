"""How is a date read from text, by declared formats only, with impossible days told apart from unreadable text?

A regular expression recognises the form and puts the pieces into ISO order; the engine then only checks the calendar.
No engine's own guessing takes part.
"""

from __future__ import annotations

import re

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir

from seglib.client_checks import date_pieces

ISO = "ISO 8601"
"""The default format; time, seconds and the zone ``Z`` may be absent."""

_ISO_FORMS = [
    (r"^(\d{4})-(\d{2})-(\d{2})$", r"\1-\2-\3"),
    (r"^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})Z?$", r"\1-\2-\3 \4:\5:00"),
    (r"^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:\.\d+)?Z?$", r"\1-\2-\3 \4:\5:\6"),
]
_PIECES = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{1,2}",
    "d": r"\d{1,2}",
    "H": r"\d{1,2}",
    "M": r"\d{2}",
    "S": r"\d{2}",
}
_CENTURIES = {"19": r"69|[7-9]\d", "20": r"[0-5]\d|6[0-8]"}  # as POSIX reads two digits
_PLAUSIBLE = r"^(1[89]|2[01])\d\d-\d+-\d+($| ([01]?\d|2[0-3]):)"  # the engines differ on 24:00


def read_date(text: ir.StringValue, dtype: dt.DataType, *, formats: list[str]) -> tuple[ir.Value, ir.StringValue]:
    """Read dates or timestamps.

    Parameters
    ----------
    text : ibis string expression
        Tidied text with ASCII digits, missing where empty.
    dtype : ibis data type
        Date or timestamp.
    formats : list of str
        The source's formats in the notation of ``strftime`` (``%Y %y %m %d %H %M %S``); the first is the house format,
        what reads in another one is a repair. A format with a time also reads a bare day. Empty: ISO 8601.

    Returns
    -------
    value : ibis date or timestamp expression
        Missing where the text is missing or cannot be read.
    how : ibis string expression
        Missing where the date was read in the house format; ``date_format`` where in another; ``impossible_date`` for
        30 February, the year 9999 and the like; ``unreadable`` otherwise.

    Raises
    ------
    ValueError
        If a format is not one; see :func:`seglib.client_checks.date_pieces`.
    """
    house, *others = [_forms(one) for one in formats or [ISO]]
    known = [*house, *(form for forms in others for form in forms)]
    iso = ibis.cases(*[(text.re_search(form), text.re_replace(form, order)) for form, order in known])
    value = ibis.ifelse(iso.re_search(_PLAUSIBLE), iso, ibis.null("string")).try_cast("timestamp(6)")
    in_house = ibis.or_(*[text.re_search(form) for form, _ in house])
    how = ibis.cases(
        (text.isnull(), ibis.null("string")),
        (iso.isnull(), "unreadable"),
        (value.isnull(), "impossible_date"),
        (~in_house, "date_format"),
        else_=ibis.null("string"),
    )
    return (value.date() if dtype.is_date() else value), how


def _forms(one: str) -> list[tuple[str, str]]:
    """The regular expressions that a format stands for, each with the order that makes ISO text of its groups."""
    if one == ISO:
        return _ISO_FORMS
    letters = date_pieces(one)
    texts = [one]
    if letters[3:4] == ("H",):
        texts.append(re.split(r"[ T,]*%H", one)[0])
    forms = []
    for text in texts:
        for century, years in _CENTURIES.items() if "y" in letters else [("", "")]:
            forms.append(_form(text, century, years))
    return forms


def _form(text: str, century: str, years: str) -> tuple[str, str]:
    letters = re.findall(r"%(\w)", text)
    literal = re.sub(r"([.\\+*?()\[\]{}|^$])", r"\\\1", text)
    pattern = re.sub(r"%(\w)", lambda piece: f"({years if piece[1] == 'y' else _PIECES[piece[1]]})", literal)
    if re.search(r"%\w%", text):  # nothing between the pieces: 1997111 could be two days
        pattern = pattern.replace("{1,2}", "{2}")
    group = {letter: f"\\{place}" for place, letter in enumerate(letters, start=1)}
    year = group.get("Y", f"{century}{group.get('y', '')}")
    order = f"{year}-{group['m']}-{group['d']}"
    if "H" in group:
        order += f" {group['H']}:{group['M']}:{group.get('S', '00')}"
    return f"^{pattern}$", order
