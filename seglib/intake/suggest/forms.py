"""In which forms are dates and numbers written, and does the column prove it?

A form is never chosen because it is usual: it must read the values, and its rivals must fail. Where two forms read all
of them, both are given, and the question stays open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import ibis
import ibis.expr.types as ir
import pandas as pd

from seglib import engine
from seglib.contracts import PRICE, TIMESTAMP
from seglib.intake.suggest.columns import Column
from seglib.intake.suggest.look import Look
from seglib.reading.dates import read_date
from seglib.reading.numbers import number_pieces, read_number

_DAYS = {
    "Y-9-9": ["%Y-%m-%d"],
    "Y/9/9": ["%Y/%m/%d"],
    "Y.9.9": ["%Y.%m.%d"],
    "C": ["%Y%m%d"],
    **{f"9{mark}9{mark}Y": [f"%d{mark}%m{mark}%Y", f"%m{mark}%d{mark}%Y"] for mark in "./-"},
    **{f"9{mark}9{mark}9": [f"%d{mark}%m{mark}%y", f"%m{mark}%d{mark}%y"] for mark in "./-"},
}
_TIMES = {"": "", "9:9": "%H:%M", "9:9:9": "%H:%M:%S"}
_OFFSET = re.compile(r" ?[+-]Y$")
_HALF, _NEARLY_ALL, _ALL_BUT_DIRT = 0.5, 0.9, 0.98
_TAIL_DAYS = 45


@dataclass(frozen=True)
class DateForm:
    """How a column's dates are written.

    Attributes
    ----------
    readings : tuple of tuple of str
        Each a list of formats that reads the column, the house format first: one where the column proves it, two where
        day and month cannot be told apart.
    read : float
        Share of the filled rows that the formats read.
    last : datetime.date or None
        The last day, by the first reading.
    last_common : datetime.date or None
        The last day without a few that stand far behind all others.
    beyond : int
        Rows after :attr:`last_common`.
    lasts : tuple of datetime.date
        :attr:`last_common` by every reading.
    """

    readings: tuple[tuple[str, ...], ...]
    read: float
    last: date | None = None
    last_common: date | None = None
    beyond: int = 0
    lasts: tuple[date, ...] = ()


@cache
def date_form(look: Look, column: Column) -> DateForm | None:
    """Find out how a column's dates are written.

    Parameters
    ----------
    look : Look
        The file.
    column : Column
        One of its columns.

    Returns
    -------
    DateForm or None
        None where the column does not hold dates.
    """
    shapes = {shape: share for shape, share in column.shapes.items() if _formats(shape)}
    if sum(shapes.values()) < _NEARLY_ALL:
        return None
    main = max(shapes, key=lambda shape: shapes[shape])
    if offset := _OFFSET.search(main):
        house = _with_offsets(look, column, _formats(main[: offset.start()])[:1], offset[0].startswith(" "))
        return DateForm((tuple(house),), *_read_by(look, column, house)) if house else None
    house = _house(look, column, _formats(main), shapes[main])
    if not house:
        return None
    repairs = [_house(look, column, _formats(shape), shapes[shape]) for shape in shapes if shape != main]
    others = [formats[0] for formats in repairs if len(formats) == 1]
    readings = tuple(tuple(dict.fromkeys([one, *others])) for one in house)
    found = _read_by(look, column, readings[0])
    if found[0] < _NEARLY_ALL:
        return None
    lasts = tuple(last for formats in readings if (last := _read_by(look, column, formats)[2]))
    return DateForm(readings, *found, lasts)


def _read_by(look: Look, column: Column, formats: Sequence[str]) -> tuple[float, date | None, date | None, int]:
    """The share of a column that formats read, and its last days."""
    values = _values(look, column)
    day = read_date(values.text, TIMESTAMP, formats=list(formats))[0].date()
    days = values.mutate(day=day).filter(ibis._.day.notnull()).group_by("day").agg(n=ibis._.n.sum())
    frame = days.order_by("day").to_pandas()
    return int(frame["n"].sum()) / max(column.filled * look.rows, 1), *_last_days(frame)


def _with_offsets(look: Look, column: Column, formats: list[str], blank: bool) -> list[str]:
    """A format for each offset from UTC that the column has: the day is that of the shop's own clock."""
    values = _values(look, column)
    offset = values.text.re_extract(r"([+-]\d{4})$", 1)
    counted = values.mutate(offset=offset).filter(ibis._.offset != "").group_by("offset").agg(n=ibis._.n.sum())
    found = counted.order_by(ibis.desc("n"), "offset").to_pandas()["offset"]
    return [f"{one}{' ' if blank else ''}{offset}" for one in formats for offset in found]


def _house(look: Look, column: Column, formats: list[str], expected: float) -> list[str]:
    """Those of some formats that read the values of their shape, as far as the column tells them apart."""
    values = _values(look, column)
    counts = {}
    for place, one in enumerate(formats):
        read = read_date(values.text, TIMESTAMP, formats=[one])[0].notnull()
        counts[f"n{place}"] = ibis.ifelse(read, values.n, 0).sum()
    frame = values.aggregate(**counts).to_pandas()
    shares = [int(frame[f"n{i}"].iloc[0]) / (column.filled * look.rows * expected) for i in range(len(formats))]
    return [one for one, share in zip(formats, shares, strict=True) if share >= _ALL_BUT_DIRT]


def _last_days(frame: pd.DataFrame) -> tuple[date | None, date | None, int]:
    if frame.empty:
        return None, None, 0
    found = [one.date() if hasattr(one, "date") else one for one in frame["day"]]
    counts = [int(n) for n in frame["n"]]
    last, beyond = len(found) - 1, 0
    few = sum(counts) // 200
    for place in range(len(found) - 1, 0, -1):
        beyond += counts[place]
        if beyond > few:
            break
        if found[place] - found[place - 1] > timedelta(days=_TAIL_DAYS):
            last = place - 1
    return found[-1], found[last], sum(counts[last + 1 :])


def _values(look: Look, column: Column) -> ibis.Table:
    """The different values of a column, in plain digits, and how often each comes."""
    return look.values.filter(look.values.place == column.place).select("n", text="plain")


def _formats(shape: str) -> list[str]:
    """The formats that may be behind a shape, such as ``9/9/Y 9:9``."""
    day, _, time = _OFFSET.sub("", shape).partition(" ")
    if day not in _DAYS or time not in _TIMES:
        return []
    return [f"{one} {_TIMES[time]}".strip() for one in _DAYS[day]]


def is_iso(one: str) -> bool:
    """Whether a date format is ISO 8601, which need not be declared.

    Parameters
    ----------
    one : str
        In the notation of ``strftime``.

    Returns
    -------
    bool
    """
    return one.startswith("%Y-%m-%d") and one.removeprefix("%Y-%m-%d").strip() in _TIMES.values()


@dataclass(frozen=True)
class NumberForm:
    """How a column's numbers are written.

    Attributes
    ----------
    point, comma : float
        Share of the filled rows that are numbers if the decimal mark is a point or a comma, in the form of the house.
    currencies : tuple of str
        Currencies whose sign or code stands in the numbers.
    """

    point: float
    comma: float
    currencies: tuple[str, ...] = ()

    @property
    def read(self) -> float:
        """Share of the filled rows that is a number in the better of the two readings."""
        return max(self.point, self.comma)


def number_form(look: Look, column: Column) -> NumberForm:
    """Find out how a column's numbers are written.

    Parameters
    ----------
    look : Look
        The file.
    column : Column
        One of its columns.

    Returns
    -------
    NumberForm
    """
    return _number_forms(look).get(column.place, NumberForm(0.0, 0.0))


@cache
def _number_forms(look: Look) -> dict[str, NumberForm]:
    """The forms of all columns that hold figures."""
    places = [column.place for column in look.columns if column.shares.get("figure", 0) >= _HALF]
    if not places:
        return {}
    values = look.values.filter(look.values.place.isin(places))
    bare, sign = number_pieces(values.text)
    values = values.mutate(bare=bare, sign=sign, unsigned=ibis.null("string"))
    values = engine.store(look.values.get_backend(), "figures", values)
    fits = {"point": _fits(values, "."), "comma": _fits(values, ",")}
    sums = {name: ibis.ifelse(one, values.n, 0).sum() for name, one in fits.items()}
    frame = values.group_by("place").agg(total=values.n.sum(), **sums).to_pandas().set_index("place")
    signs = values.filter(values.sign.notnull()).select("place", "sign").distinct().order_by("sign").to_pandas()
    found = {place: tuple(part["sign"]) for place, part in signs.groupby("place")}
    return {
        place: NumberForm(
            int(one["point"]) / int(one["total"]), int(one["comma"]) / int(one["total"]), found.get(place, ())
        )
        for place, one in frame.iterrows()
    }


def _fits(values: ibis.Table, decimal: str) -> ir.BooleanValue:
    """Whether a number is written in the form of a house with that decimal mark."""
    value, how = read_number(
        values.text,
        PRICE,
        bare=values.bare,
        sign=values.unsigned,
        decimal=decimal,
        thousands=None,
        currency="XXX",
    )
    return value.notnull() & (how.isnull() | ~how.isin(["number_format", "unreadable"]))
