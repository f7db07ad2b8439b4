"""What shapes do the dates of a column have, and what does each shape leave open?

A shape is the text with every digit as 9: ``99/99/9999 99:99``. Of each shape it is counted in one query how many cells
fit which order of day, month and year, and whose years they may count.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from seglib.client_checks import ISO
from seglib.intake.evidence import Proof, count
from seglib.reading.zones import zone_of

ORDERS = {"dmy": "day first", "mdy": "month first", "ymd": "year first"}
"""The orders that a date may have, in words."""

_MONTH = r"(?P<month>[A-Za-z]{3,9}\.?)"
_DATES = (
    r"(?P<year_first>\d{4}(?P<sep>[-/.])\d{1,2}[-/.]\d{1,2})",
    r"(?P<open>\d{1,2}(?P<sep1>[-/.]| |\. )\d{1,2}(?P<sep2>[-/.]| |\. )(?P<year>\d{4}|\d{2}))",
    r"(?P<compact>\d{8})",
    rf"(?P<day_name>\d{{1,2}}(?P<sep3>\.? |-){_MONTH}(?P<sep4>,? |-)(?P<year2>\d{{4}}|\d{{2}}))",
    rf"(?P<name_day>{_MONTH.replace('month', 'month2')} \d{{1,2}}(?P<sep5>,? )\d{{4}})",
)
_TIME = (
    r"(?P<gap>[T ]|, )\d{1,2}:\d{2}(?P<seconds>:\d{2}(?P<fraction>\.\d+)?)?(?P<half> ?[AaPp]\.?[Mm]\.?)?"
    r"(?P<zone> ?(?:Z|[+-]\d{2}:?\d{2}))?"
)
_SHAPE = re.compile(rf"^(?:{'|'.join(_DATES)})(?:{_TIME})?$|^(?P<serial>[1-9]\d{{4}}(?:[.,]\d+)?)$")
_KNOWN = re.sub(r"\?P<\w+>", "?:", _SHAPE.pattern)


@dataclass(frozen=True)
class Shape:
    """Dates of one shape.

    Attributes
    ----------
    kind : str
        ``iso``, ``serial``, ``open`` (an order of day, month and year must be found), ``clear`` or ``unknown``.
    family : tuple
        What shapes that share one order have in common.
    form : str
        The format, with ``{}`` in place of the three pieces where the order is open.
    orders : tuple of str
        Out of :data:`ORDERS`: what the order may be.
    n : int
        How many cells.
    zone : str
        The zone behind the time, or nothing.
    timed : bool
        There is a time.
    found : dict
        The counts and proofs: ``n_at``; ``not_dmy`` and so on, cells that some other order fits; ``either``, cells
        that have several readings; ``old`` and ``ahead``, years of 1300 to 1499 and 2400 to 2599.
    """

    kind: str
    family: tuple
    form: str
    orders: tuple[str, ...]
    n: int
    zone: str
    timed: bool
    found: dict[str, int | Proof | None]


def outline(text: ir.StringColumn) -> ir.StringValue:
    """What of a date's text tells how dates are written: all but the digits of minutes and seconds.

    Parameters
    ----------
    text : ibis string column
        As received.

    Returns
    -------
    ibis string expression
        The minutes, and the seconds with their fraction, are 99, 99 and 9.

    Notes
    -----
    Ten years of moments are millions of texts, but fewer than ninety thousand hours.
    """
    usual = text.re_search("^[^:]*:[0-9]{2}:[0-9]{2}$")  # replacing by patterns is slow
    minutes = text.re_replace("^([^:]*):[0-9]{2}", r"\1:99")
    seconds = minutes.re_replace("^([^:]*:99):[0-9]{2}", r"\1:99")
    others = seconds.re_replace(r"^([^:]*:99:99)\.[0-9]+", r"\1.9")
    return ibis.ifelse(usual, text.substr(0, text.length() - len("99:99")) + "99:99", others)


def shapes(t: ibis.Table, *, personal: Collection[str] = ()) -> dict[str, list[Shape]]:
    """Count the shapes of columns of dates.

    Parameters
    ----------
    t : ibis.Table
        From :func:`seglib.intake.evidence.cells`.
    personal : collection of str
        Columns whose dates belong to one person.

    Returns
    -------
    dict of str to list of Shape
        By column, the most frequent first.
    """
    shape = ibis.ifelse(t.cell.re_search(_KNOWN), t.cell.re_replace("[0-9]", "9"), "")
    parts = {"a": _part(t, r"^(\d{1,2})"), "b": _part(t, r"^\d{1,2}[^\d]+(\d{1,2})")}
    parts |= {"c": _part(t, r"^\d{1,2}[^\d]+\d{1,2}[^\d]+(\d{1,2})$"), "first": _part(t, r"^(\d{4})")}
    parts["last"] = _part(t, r"^\d{0,2}[^\d]+\d{1,2}[^\d]+(\d{4})")
    for place in (0, 2, 4, 6):
        parts[f"p{place}"] = _part(t, rf"^\d{{{place}}}(\d{{2}})\d{{{6 - place}}}(?:[^\d]|$)")
    parts["tail"] = _part(t, r"^\d{4}(\d{4})(?:[^\d]|$)")
    t = t.mutate(shape=shape, zone=zone_of(t.cell).fill_null(""), **parts)
    compact = t.p0.notnull()
    a, b = ibis.ifelse(compact, t.p0, t.a), ibis.ifelse(compact, t.p2, t.b)
    year = ibis.coalesce(ibis.ifelse(compact & ~_any_year(t.first), t.tail, t.first), t.last)
    t = t.mutate(a=a, b=b, year=year)
    compact, ends_in_year = t.p0.notnull(), t.p0.isnull() | _any_year(t.tail)
    fits = {
        "dmy": t.a.between(1, 31) & t.b.between(1, 12) & ends_in_year,
        "mdy": t.a.between(1, 12) & t.b.between(1, 31) & ends_in_year,
        "ymd": ibis.ifelse(
            compact,
            _any_year(t.first) & t.p4.between(1, 12) & t.p6.between(1, 31),
            t.shape.re_search("^9{1,2}-9{1,2}-9{1,2}$") & t.b.between(1, 12) & t.c.between(1, 31),
        ),
    }
    fits = {order: condition.fill_null(False) for order, condition in fits.items()}
    t = t.mutate(**fits)
    some = t.dmy | t.mdy | t.ymd
    kinds: dict[str, ir.BooleanValue] = {"n": ibis.literal(True)}
    kinds |= {f"not_{order}": some & ~t[order] for order in ORDERS}
    kinds["either"] = (t.dmy & t.mdy & (t.a != t.b)) | (t.ymd & (t.dmy | t.mdy))
    kinds["old"] = t.year.between(1300, 1499).fill_null(False)
    kinds["ahead"] = t.year.between(2400, 2599).fill_null(False)
    found: dict[str, list[Shape]] = {}
    for row in count(t, ["column", "shape", "zone"], kinds, personal=personal).to_dict("records"):
        counts = {kind: row[kind] for one in kinds for kind in (one, f"{one}_at")}
        found.setdefault(row["column"], []).append(_shape(row["shape"], row["zone"], row["n"], counts))
    return {column: sorted(several, key=lambda shape: -shape.n) for column, several in found.items()}


def _part(t: ibis.Table, pattern: str) -> ir.IntegerValue:
    return t.cell.re_extract(pattern, 1).nullif("").cast("int64")


def _any_year(year: ir.IntegerValue) -> ir.BooleanValue:
    return (year.between(1300, 1499) | year.between(1800, 2199) | year.between(2400, 2599)).fill_null(False)


def _shape(shape: str, zone: str, n: int, found: dict) -> Shape:
    match = _SHAPE.match(shape)
    part = match.groupdict() if match else {}
    timed = bool(part.get("gap"))
    kind, family, orders = "clear", (), ()
    year = {"9999": "%Y", "99": "%y"}
    if not match:
        kind, form = "unknown", ""
    elif part["serial"]:
        kind, form = "serial", ""
    elif part["year_first"]:
        form = "%Y{sep}%m{sep}%d".format(**part)
        if re.match("9999-99-99($|[T ]99:99)", shape) and not part["half"]:
            return Shape("iso", (), ISO, (), n, zone, timed, found)
    elif part["open"]:
        kind, form = "open", "{}" + part["sep1"] + "{}" + part["sep2"] + "{}"
        family = ("open", part["sep1"].strip() or " ", len(part["year"]))
        orders = ("dmy", "mdy", "ymd") if part["year"] == "99" and family[1] == "-" else ("dmy", "mdy")
    elif part["compact"]:
        kind, form, family, orders = "open", "{}{}{}", ("compact",), ("ymd", "dmy", "mdy")
    elif part["day_name"]:
        form = f"%d{part['sep3']}%b{part['sep4']}{year[part['year2']]}"
    else:
        form = f"%b %d{part['sep5']}%Y"
    if timed and kind in ("open", "clear"):
        if part["fraction"] or part["zone"]:
            return Shape("unknown", (), "", (), n, zone, timed, found)
        form += part["gap"] + ("%I:%M" if part["half"] else "%H:%M") + (":%S" if part["seconds"] else "")
        form += (" " if part["half"].startswith(" ") else "") + "%p" if part["half"] else ""
    return Shape(kind, family, form, orders, n, zone, timed, found)
