"""What do the values of a column look like? Shares of e-mails, numbers, dates and the like, by the forms of reading."""

from __future__ import annotations

import re
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
from babel.numbers import list_currencies

from seglib import engine
from seglib.reading.numbers import SIGNS
from seglib.reading.text import latin_digits

_EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"
_PHONE = r"^'?\+?[\d\s()/.-]{6,}$"
_SIGNS = "|".join(re.escape(sign) for sign in SIGNS)
_CODES = sorted(list_currencies())
_YES_NO = ("true", "false", "t", "f", "yes", "no", "y", "n", "1", "0", "ja", "nein", "oui", "non", "si", "sí")
_YES_NO += ("نعم", "لا", "بله", "خیر", "ya", "tidak")
_FEW = 60


@dataclass(frozen=True, eq=False)
class Column:
    """One column of a file.

    Attributes
    ----------
    name : str
        As in the header.
    place : str
        Its name in :attr:`seglib.intake.suggest.look.Look.table`.
    filled : float
        Share of rows with a value.
    distinct : int
        How many values there are.
    unique : float
        Different values as a share of the filled rows: 1 where no value comes twice.
    shapes : dict of str to float
        How values are written (``9`` one or two digits, ``Y`` four, ``C`` eight, ``+Y`` an offset from UTC): share of
        the filled rows. Only forms made of digits and marks.
    shares : dict of str to float
        Share of the filled rows that is an ``email``, a ``phone``, a ``yes_no``, a ``currency`` code, a number with a
        currency ``sign``, a ``digits`` (a whole number), a ``figure`` (a number however it is marked), a ``fraction``
        (from 0 to 1, some between).
    common : dict of str to int
        The most frequent values and how often each comes.
    """

    name: str
    place: str
    filled: float
    distinct: int
    unique: float
    shapes: dict[str, float]
    shares: dict[str, float]
    common: dict[str, int]


def different_values(table: ibis.Table, *, connection: ibis.BaseBackend) -> ibis.Table:
    """The different values of every column of a table.

    Parameters
    ----------
    table : ibis.Table
        Text; missing where empty.
    connection : ibis backend
        The engine that holds it.

    Returns
    -------
    ibis.Table
        ``place`` (the column), ``text``, ``plain`` (with plain digits and minus signs) and ``n`` (how often it comes).
    """
    long = table.pivot_longer(table.columns, names_to="place", values_to="text").filter(ibis._.text.notnull())
    counted = long.group_by("place", "text").agg(n=ibis._.count())
    counted = counted.mutate(plain=latin_digits(counted.text).replace("−", "-"))
    return engine.store(connection, "values", counted)


def describe(values: ibis.Table, names: dict[str, str], *, rows: int) -> tuple[Column, ...]:
    """Count what the columns hold.

    Parameters
    ----------
    values : ibis.Table
        From :func:`different_values`.
    names : dict of str to str
        Place of a column: its name in the file.
    rows : int
        Rows of the file.

    Returns
    -------
    tuple of Column
        In the order of ``names``.
    """
    tests = _tests(values.plain)
    sums = {kind: ibis.ifelse(test, values.n, 0).sum() for kind, test in tests.items()}
    whole = values.group_by("place").agg(filled=values.n.sum(), distinct=values.count(), **sums).to_pandas()
    counted = {one["place"]: one for one in whole.to_dict("records")}
    order = ibis.row_number().over(group_by="place", order_by=[ibis.desc("n"), "text"])
    often = values.mutate(rank=order).filter(ibis._["rank"] < _FEW).order_by("place", "rank").to_pandas()
    common = {
        place: dict(zip(part["text"], map(int, part["n"]), strict=True)) for place, part in often.groupby("place")
    }
    shapes = _shapes(values)
    return tuple(_column(place, name, counted.get(place), rows, shapes, common) for place, name in names.items())


def _column(place: str, name: str, counted: dict | None, rows: int, shapes: dict, common: dict) -> Column:
    if counted is None:
        return Column(name, place, 0.0, 0, 0.0, {}, {}, {})
    filled, distinct = int(counted["filled"]), int(counted["distinct"])
    shares = {kind: float(counted[kind]) / filled for kind in counted if kind not in ("place", "filled", "distinct")}
    shares["fraction"] = shares["fraction"] if shares["between"] > 0 else 0.0
    written = {shape: n / filled for shape, n in shapes.get(place, {}).items()}
    return Column(name, place, filled / rows, distinct, distinct / filled, written, shares, common[place])


def _tests(plain: ir.StringValue) -> dict[str, ir.BooleanValue]:
    marks = "[.,'\\s\u00a0\u202f]"  # between digits
    figure = rf"^[-+(]?\s*\d+({marks}\d+)*\s*[-)]?$"
    bare = plain.re_replace(rf"({_SIGNS}|\b[A-Z]{{3}}\b)", "").strip()
    return {
        "email": plain.re_search(_EMAIL),
        "phone": plain.re_search(_PHONE) & plain.re_search(r"(\d\D*){6,}"),
        "yes_no": plain.lower().isin(_YES_NO),
        "currency": plain.upper().isin(_CODES),
        "sign": plain.re_search(_SIGNS) & plain.re_search(r"\d"),
        "digits": plain.re_search(r"^-?\d+(\.0+)?$"),
        "figure": bare.re_search(figure),
        "fraction": plain.re_search(r"^(0|1|0?[.,]\d+|1[.,]0+)$"),
        "between": plain.re_search(r"^0?[.,]0*[1-9]\d*$"),
    }


def _shapes(values: ibis.Table) -> dict[str, dict[str, int]]:
    """Per column the forms that are made of digits and marks, the most frequent first."""
    shape = values.plain.re_replace(r"(\d:\d{2})\.\d+", r"\1").re_replace(r"(\d)T(\d)", r"\1 \2")
    shape = shape.re_replace(r"(:\d{2})Z$", r"\1").re_replace(r"\b\d{8}\b", "C")
    shape = shape.re_replace(r"\b\d{4}\b", "Y").re_replace(r"\b\d{1,2}\b", "9")
    counted = values.mutate(shape=shape).group_by("place", "shape").agg(n=ibis._.n.sum())
    counted = counted.filter(counted["shape"].re_search(r"^[CY9][CY9 .:/+-]*$"))
    frame = counted.order_by("place", ibis.desc("n"), "shape").to_pandas()
    return {
        place: dict(zip(part["shape"][:_FEW], map(int, part["n"][:_FEW]), strict=True))
        for place, part in frame.groupby("place")
    }
