"""What is in a file that nobody has described? Its form, its columns, and how full and how varied each is.

Every cell stays text. The file is read by the readers of intake into a table whose columns are numbered, so that no
name in it can get in the way. Of a very long file the first :data:`MOST_ROWS` rows are looked at, and that is said.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import takewhile
from pathlib import Path

import ibis
import openpyxl
import pyarrow as pa

from seglib import strict_yaml
from seglib.client_keys import Source
from seglib.intake.container import kind_of
from seglib.intake.errors import IntakeError
from seglib.intake.files import RawFile
from seglib.intake.suggest.columns import Column, describe, different_values
from seglib.questions import Question

MOST_ROWS = 1_000_000
"""Rows of a file that are looked at."""


@dataclass(frozen=True, eq=False)
class Look:
    """One file, or several files of one shape.

    Attributes
    ----------
    file : str
        As ``client.yml`` names it: a file's name, or a pattern that joins files of one shape.
    files : tuple of str
        The files' names.
    options : dict of str to str
        What ``client.yml`` must say for the file to be read: ``delimiter``, ``encoding``, ``sheet``.
    asked : tuple of seglib.questions.Question
        What the reader of the file asks; the first answer of each was taken in order to look at it.
    table : ibis.Table
        The rows as text: columns ``c0``, ``c1`` and so on, missing where empty.
    values : ibis.Table
        The different values of each column: ``place``, ``text``, ``plain``, ``n``.
    rows : int
        How many were looked at.
    cut : bool
        Whether the file has more.
    rejected : int
        Rows that could not be split into the columns.
    last_line : int or None
        The line of the last good row, where all rejected rows stand below it.
    columns : tuple of Column
        In the order of the file.
    """

    file: str
    files: tuple[str, ...]
    options: dict[str, str]
    asked: tuple[Question, ...]
    table: ibis.Table
    values: ibis.Table
    rows: int
    cut: bool
    rejected: int
    last_line: int | None
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of a name.

        Parameters
        ----------
        name : str
            As in the file's header.

        Returns
        -------
        Column
        """
        return next(column for column in self.columns if column.name == name)


@dataclass
class _Shape:
    """How files of one shape are read."""

    source: Source
    names: list[str]
    options: dict[str, str]
    asked: list[Question]
    paths: list[Path] = field(default_factory=list)


def look(folder: Path, *, connection: ibis.BaseBackend) -> tuple[list[Look], dict[str, str]]:
    """Look at every file of a folder.

    Parameters
    ----------
    folder : pathlib.Path
        The files as received.
    connection : ibis backend
        A DuckDB connection; it will hold the rows.

    Returns
    -------
    looks : list of Look
        In order of name; files of one shape together.
    unread : dict of str to str
        File name: why it could not be read.
    """
    shapes: dict[tuple, _Shape] = {}
    unread: dict[str, str] = {}
    names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    for name in names:
        path = folder / name
        try:
            for shape in _shapes(path):
                key = (kind_of(path), tuple(shape.names), tuple(shape.options.items()))
                shapes.setdefault(key, shape).paths.append(path)
        except IntakeError as error:
            unread[name] = str(error)
    looks = []
    for shape in shapes.values():
        for pattern, paths in _together([path.name for path in shape.paths], names):
            try:
                looks.append(_look(pattern, [folder / one for one in paths], shape, connection))
            except IntakeError as error:
                unread |= {one: str(error) for one in paths}
    return sorted(looks, key=lambda one: one.file), unread


def _shapes(path: Path) -> list[_Shape]:
    """The shape of a file: one, or one a sheet."""
    if kind_of(path) == "xlsx":
        return [_shape(path, {"sheet": sheet}) for sheet in _sheets(path)] or [_shape(path, {})]
    return [_shape(path, {})]


def _shape(path: Path, options: dict[str, str]) -> _Shape:
    """Open a file; where its reader asks, go on with the first answer, and keep the question."""
    asked: list[Question] = []
    given: dict = dict(options)
    while True:
        source = Source(table="customers", file=path.name, columns={}, **given)
        file = RawFile(path, source, [])
        new = [question for question in file.questions if question.choices]
        if not new:
            break
        answer, _ = strict_yaml.load(new[0].choices[0].line)
        if set(answer) & set(given):
            raise IntakeError(f"{path.name}: {new[0].text}")
        given |= answer
        asked.append(new[0])
    account = file.account()
    found = {key: account[key] for key in ("delimiter",) if account[key] and key not in given}
    return _Shape(source, file.names, options | found, asked)


def _sheets(path: Path) -> list[str]:
    """Sheets with more than one row; none where the file cannot be opened, which its reader then says."""
    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except (OSError, KeyError, ValueError):
        return []
    sheets = [sheet.title for sheet in book.worksheets if (sheet.max_row or 0) > 1]
    book.close()
    return sheets


def _together(names: list[str], all_names: list[str]) -> list[tuple[str, list[str]]]:
    """Files of one shape under one pattern, where a pattern takes exactly these; otherwise each by itself."""
    if len(names) > 1:
        start, end = _common(names).rstrip("0123456789"), _common([name[::-1] for name in names])[::-1]
        end = end.lstrip("0123456789")
        pattern = f"{start}*{end}"
        alone = len(start) > 2 and [name for name in all_names if fnmatchcase(name, pattern)] == names
        if alone and all(len(start) + len(end) <= len(name) for name in names):
            return [(pattern, names)]
    return [(name, [name]) for name in names]


def _common(names: list[str]) -> str:
    """The letters with which all names begin."""
    same = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    return "".join(letters[0] for letters in same)


def _look(pattern: str, paths: list[Path], shape: _Shape, connection: ibis.BaseBackend) -> Look:
    places = [place for place, name in enumerate(shape.names) if name]
    schema = pa.schema([(f"c{place}", pa.string()) for place in places])
    table = ibis.util.gen_name("looked_at")
    connection.create_table(table, schema=ibis.Schema.from_pyarrow(schema))
    wanted = [shape.names[place] for place in places]
    rows, rejected, cut, last, below = 0, 0, False, 0, True
    for path in paths:
        file = RawFile(path, shape.source, wanted)
        for batch in file.batches():
            last = batch.column("_line")[len(batch) - 1].as_py() if len(batch) else last
            if rows + len(batch) > MOST_ROWS:
                batch, cut = batch.slice(0, MOST_ROWS - rows), True
            arrays = [batch.column(name) for name in wanted]
            connection.insert(table, pa.Table.from_arrays(arrays, schema=schema))
            rows += len(batch)
            if cut:
                break
        rejected += len(file.rejects)
        below = below and all(one["_line"] > last for one in file.rejects)
    text = connection.table(table)
    text = text.mutate(**{name: text[name].strip().nullif("") for name in text.columns})
    values = different_values(text, connection=connection)
    columns = describe(values, {f"c{place}": shape.names[place] for place in places}, rows=rows)
    ends = last if rejected and below and len(paths) == 1 and not cut else None
    names, asked = tuple(path.name for path in paths), tuple(shape.asked)
    return Look(pattern, names, shape.options, asked, text, values, rows, cut, rejected, ends, columns)
