"""How is a date read from text, by known formats only, with impossible days told apart from unreadable text?

A regular expression recognises the form and puts the pieces into ISO order; the engine then only checks the calendar.
No engine's own guessing takes part.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import ibis
import ibis.expr.datatypes as dtypes
import ibis.expr.types as ir

from seglib.client_checks import EXCEL, ISO, date_pieces
from seglib.reading.calendars import day_text

Form = tuple[str, Callable[[ir.StringValue], ir.StringValue]]
"""A regular expression, and what makes ISO text of the texts that match it."""

_DAY, _TIME = r"^(\d{4})-(\d{2})-(\d{2})", r"[T ](\d{2}):(\d{2})"
_PIECES = {
    "Y": r"\d{4}",
    "y": r"\d{2}",
    "m": r"\d{1,2}",
    "b": r"[A-Za-z]{3,9}\.?",
    "d": r"\d{1,2}",
    "H": r"\d{1,2}",
    "I": r"0?[1-9]|1[0-2]",
    "M": r"\d{2}",
    "S": r"\d{2}",
    "p": r"[AaPp]\.?[Mm]\.?",
}
_MONTHS = (
    *("jan(uary)?", "feb(ruary)?", "mar(ch)?", "apr(il)?", "may", "june?", "july?", "aug(ust)?", "sept?(ember)?"),
    *("oct(ober)?", "nov(ember)?", "dec(ember)?"),
)
_CENTURIES = {"19": r"69|[7-9]\d", "20": r"[0-5]\d|6[0-8]"}  # as POSIX reads two digits
_PLAUSIBLE = r"^(1[89]|2[01])\d\d-\d+-\d+($|[ T]([01]?\d|2[0-3]):)"  # the engines differ on 24:00
SERIAL = r"^(\d{3,5})(?:[.,](\d{1,12}))?$"
"""Days since Excel's day 0, with the time as a fraction of the day."""


def read_date(
    text: ir.StringValue,
    dtype: dtypes.DataType,
    *,
    formats: list[str],
    zoned: bool = False,
    iso: ir.StringValue | None = None,
) -> tuple[ir.Value, ir.StringValue]:
    """Read dates or timestamps.

    Parameters
    ----------
    text : ibis string expression
        Tidied text with ASCII digits, missing where empty.
    dtype : ibis data type
        Date or timestamp.
    formats : list of str
        The column's formats in the notation of ``strftime`` (``%Y %y %m %b %d %H %I %M %S %p``), ``iso``,
        ``excel-1900`` or ``excel-1904``; the first is the house format, what reads in another one is a repair. A format
        with a time also reads a bare day. Empty: ``iso``.
    zoned : bool, default False
        Times with an offset behind them are read, as they stand; otherwise only those with ``Z``. To bring them to the
        clock of the shop, see :mod:`seglib.reading.zones`.
    iso : ibis string expression, optional
        What :func:`iso_text` gives, brought to our calendar; left out, the text is in our calendar.

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
    iso = iso_text(text, formats=formats, zoned=zoned) if iso is None else iso
    value = ibis.ifelse(iso.re_search(_PLAUSIBLE), iso, ibis.null("string")).try_cast("timestamp(6)")
    in_house = ibis.or_(*[text.re_search(pattern) for pattern, _ in _forms((formats or [ISO])[0], zoned=zoned)])
    how = ibis.cases(
        (text.isnull(), ibis.null("string")),
        (iso.isnull(), "unreadable"),
        (value.isnull(), "impossible_date"),
        (~in_house, "date_format"),
        else_=ibis.null("string"),
    )
    return (value.date() if dtype.is_date() else value), how


def iso_text(text: ir.StringValue, *, formats: list[str], zoned: bool = False) -> ir.StringValue:
    """Put the pieces of a date into ISO order, whether there is such a day or not.

    Parameters
    ----------
    text : ibis string expression
        Tidied text with ASCII digits.
    formats : list of str
    zoned : bool, default False
        As for :func:`read_date`.

    Returns
    -------
    ibis string expression
        Such as ``2026-06-30`` or ``2026-6-30 8:05:00``, with a ``T`` instead of the blank where it comes from a number
        of Excel; missing where no format fits.
    """
    forms = [form for one in formats or [ISO] for form in _forms(one, zoned=zoned)]
    return ibis.cases(*[(text.re_search(pattern), to_iso(text)) for pattern, to_iso in forms])


def _forms(one: str, *, zoned: bool) -> list[Form]:
    """The forms that a format stands for."""
    if one == ISO:
        zone = r"(?: ?(?:Z|[+-]\d{2}:?\d{2}))?$" if zoned else "Z?$"
        return [
            _plain(_DAY + "$", r"\1-\2-\3"),
            _plain(_DAY + _TIME + zone, r"\1-\2-\3 \4:\5:00"),
            _plain(_DAY + _TIME + r":(\d{2})(?:\.\d+)?" + zone, r"\1-\2-\3 \4:\5:\6"),
        ]
    if one in EXCEL:
        return [_serial(EXCEL[one])]
    letters = date_pieces(one)
    texts = [one]
    if letters[3:4] in (("H",), ("I",)):
        texts.append(re.split(r"[ T,]*%[HI]", one)[0])
    return [
        _form(text, century, years)
        for text in texts
        for century, years in (_CENTURIES.items() if "y" in letters else [("", "")])
    ]


def _plain(pattern: str, order: str) -> Form:
    return pattern, lambda text: text.re_replace(pattern, order)


def _serial(day_0: dt.date) -> Form:
    def to_iso(text: ir.StringValue) -> ir.StringValue:
        days = text.re_extract(SERIAL, 1).nullif("").cast("int64") + (day_0 - dt.date(1970, 1, 1)).days
        fraction = (ibis.literal("0.") + text.re_extract(SERIAL, 2)).cast("float64")
        second = (fraction * 86_400).round().cast("int64")
        days, second = days + second // 86_400, second % 86_400
        time = ibis.literal("")
        for part in (second // 3600, second // 60 % 60, second % 60):
            time = time + ":" + part.cast("string").lpad(2, "0")
        return day_text(days) + "T" + time.substr(1)

    return SERIAL, to_iso


def _form(text: str, century: str, years: str) -> Form:
    letters = re.findall(r"%(\w)", text)
    literal = re.sub(r"([.\\+*?()\[\]{}|^$])", r"\\\1", text)
    pattern = re.sub(r"%(\w)", lambda piece: f"({years if piece[1] == 'y' else _PIECES[piece[1]]})", literal)
    if re.search("%[YymdHMS]%[YymdHMS]", text):  # nothing between the pieces: 1997111 could be two days
        pattern = pattern.replace("{1,2}", "{2}")
    pattern = f"^{pattern}$"
    group = {letter: f"\\{place}" for place, letter in enumerate(letters, start=1)}
    year = group.get("Y", f"{century}{group.get('y', '')}")
    order = f"{year}-{group.get('m', group.get('b'))}-{group['d']}"
    if "H" in group or "I" in group:
        order += f" {group.get('H', group.get('I'))}:{group['M']}:{group.get('S', '00')}"
    if "b" not in group and "I" not in group:
        return _plain(pattern, order)

    def to_iso(text: ir.StringValue) -> ir.StringValue:
        iso = text.re_replace(pattern, order)
        if "b" in group:
            for number, name in enumerate(_MONTHS, start=1):
                iso = iso.re_replace(rf"(?i)-{name}\.?-", f"-{number:02d}-")
        if "I" in group:
            hour = text.re_extract(pattern, letters.index("I") + 1).nullif("").cast("int64") % 12
            late = text.re_extract(pattern, letters.index("p") + 1).lower().startswith("p")
            hour = ibis.ifelse(late, hour + 12, hour).cast("string")
            iso = iso.re_replace(" .*$", " ") + hour + iso.re_replace("^[^:]*", "")
        return iso

    return pattern, to_iso
