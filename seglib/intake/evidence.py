"""Where in a file is the proof? The different cells of columns, counted, each kind with the place of its first."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import pandas as pd
from ibis import _

from seglib import engine
from seglib.client_keys import Source
from seglib.reading.text import latin_digits, tidy, without_joiners


@dataclass(frozen=True)
class Proof:
    """One cell as received.

    Attributes
    ----------
    file : str
    line : int
        Physical line.
    text : str
        What it says.
    personal : bool
        It belongs to one person.
    """

    file: str
    line: int
    text: str
    personal: bool = False

    @property
    def shown(self) -> str:
        """What may be shown of it: of a personal date not the year."""
        return re.sub(r"\d{4}", "••••", self.text) if self.personal else self.text

    def __str__(self) -> str:
        """Give the place and the text."""
        return f"line {self.line}: {self.shown}"


@dataclass(frozen=True)
class Finding:
    """How a column is read, and why.

    Attributes
    ----------
    column : str
        The contract's column.
    key : str
        The key of ``client.yml`` that would say the same.
    value : str or list of str
        What it would say.
    words : str
        The same in words.
    basis : str
        ``declared``, ``found``, or ``nothing to tell`` where every convention gives the same values.
    proof : Proof or None
        The first cell that shows it.
    rows : int
        How many cells show it.
    """

    column: str
    key: str
    value: str | list[str]
    words: str
    basis: str
    proof: Proof | None = None
    rows: int = 0


def cells(
    text: ibis.Table,
    names: list[str],
    *,
    missing: list[str],
    outline: Callable[[ir.StringColumn], ir.StringValue] | None = None,
) -> ibis.Table:
    """The different texts of some columns.

    Parameters
    ----------
    text : ibis.Table
        Text columns, ``_file``, ``_line`` and ``_times``.
    names : list of str
        The columns.
    missing : list of str
        What stands for "not known" besides an empty cell.
    outline : callable, optional
        Gives what matters of a text, such as ``2026-06-30 19:99`` for every minute of an evening; texts with the same
        the same count as one.

    Returns
    -------
    ibis.Table
        ``column, cell`` (what matters of the text, tidied, with ASCII digits), ``received`` (the text that comes first
        of those that share it), ``n`` and ``place`` (file, line and text of the first).
    """
    parts = []
    for name in names:
        part = text.filter(text[name].notnull()).group_by(received=text[name], file=text["_file"])
        parts.append(part.agg(n=text["_times"].sum(), line=text["_line"].min()).mutate(column=ibis.literal(name)))
    t = _stored(text, ibis.union(*parts) if len(parts) > 1 else parts[0])  # or each row is tidied, not each text
    if outline:
        t = t.group_by("column", "file", cell=outline(t.received))
        t = _stored(text, t.agg(n=_.n.sum(), received=_.received.argmin(_.line), line=_.line.min()))
    else:
        t = t.mutate(cell=t.received)
    t = t.mutate(received=t.received.left(200))
    t = t.mutate(cell=without_joiners(tidy(t.cell)))
    t = t.filter(t.cell.notnull() & ~t.cell.isin(missing)) if missing else t.filter(t.cell.notnull())
    place = t.file + "\t" + t.line.cast("string").lpad(12, "0") + "\t" + t.received
    return t.select("column", "received", "n", cell=latin_digits(t.cell), place=place)


def _stored(text: ibis.Table, t: ibis.Table) -> ibis.Table:
    return engine.store(text.get_backend(), "cells", t)


def count(
    t: ibis.Table, by: list[str], kinds: dict[str, ir.BooleanValue], *, personal: Collection[str] = ()
) -> pd.DataFrame:
    """Count kinds of cells.

    Parameters
    ----------
    t : ibis.Table
        With ``n`` and ``place``.
    by : list of str
        Columns to group by; ``column`` is one of them.
    kinds : dict of str to ibis boolean expression
    personal : collection of str
        Columns whose cells belong to one person.

    Returns
    -------
    pandas.DataFrame
        The columns ``by``, and for each kind ``<kind>`` (how many cells) and ``<kind>_at`` (a :class:`Proof` or None).
    """
    told = {f"_{kind}": condition for kind, condition in kinds.items()}
    t = t.select(*by, "n", "place", **told)
    sums = {}
    for kind in kinds:
        sums[kind] = ibis.ifelse(t[f"_{kind}"], t.n, 0).sum().fill_null(0).cast("int64")
        sums[f"{kind}_at"] = ibis.ifelse(t[f"_{kind}"], t.place, ibis.null("string")).min()
    found = t.group_by(by).agg(**sums).order_by(by).to_pandas()
    for kind in kinds:
        places = zip(found[f"{kind}_at"], found["column"], strict=True)
        found[f"{kind}_at"] = [
            None if pd.isna(place) else _proof(place, column in personal) for place, column in places
        ]
    return found


def _proof(place: str, personal: bool) -> Proof:
    file, line, text = place.split("\t", 2)
    return Proof(file, int(line), text.strip(), personal)


def answer(key: str, column: str, columns: list[str], where: str) -> tuple[str, str]:
    """Where an answer belongs, and what stands before it.

    Parameters
    ----------
    key : str
        ``decimal``, ``dates`` or ``calendar``.
    column : str
        The contract's column that is asked about.
    columns : list of str
        All columns of the source to which the key applies.
    where : str
        The source's place in ``client.yml``.

    Returns
    -------
    tuple of (str, str)
        The place and the beginning of the line: of the key itself where the source has one such column, of the column
        under the key where it has several.

    Examples
    --------
    >>> answer("calendar", "ordered_at", ["ordered_at"], "sources[0]")
    ('sources[0]', 'calendar: ')
    >>> answer("calendar", "birth_date", ["birth_date", "signup_date"], "sources[0]")
    ('sources[0].calendar', 'birth_date: ')
    """
    if len(columns) == 1:
        return where, f"{key}: "
    return f"{where}.{key}", f"{column}: "


def named(source: Source, column: str) -> str:
    """The name in the file of a contract column.

    Parameters
    ----------
    source : seglib.client.Source
    column : str

    Returns
    -------
    str
    """
    names = source.columns[column]
    return names if isinstance(names, str) else "/".join(names)
