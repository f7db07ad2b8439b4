"""What did the client send? Raw files as text tables in the contract's columns, each row with its file and line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce

import ibis
import ibis.expr.types as ir
import pandas as pd
import pyarrow as pa

from seglib import engine
from seglib.client import Client, Source
from seglib.client_keys import LINE
from seglib.contracts import columns
from seglib.databases import Database, open_databases
from seglib.intake.database import DatabaseTable
from seglib.intake.errors import IntakeError
from seglib.intake.files import RawFile, lines_unread
from seglib.intake.questions import OpenQuestionsError
from seglib.intake.rates import Rates
from seglib.intake.readings import resolve
from seglib.intake.records import REJECT_SCHEMA

_MEMORY = "950MB"
"""What the engine may hold of the rows while they are loaded and weighed; the rest waits in the client's folder."""

__all__ = ["Intake", "IntakeError", "SourceTable", "read_sources"]


@dataclass(frozen=True)
class SourceTable:
    """One source of ``client.yml`` as received.

    Attributes
    ----------
    source : seglib.client.Source
        With the conventions of its numbers and dates, declared or found.
    text : ibis.Table
        The mapped contract columns as text (missing where empty), ``_file``, ``_line``, ``_source`` (position in
        ``client.yml``) and ``_times`` (how many rows of the file it stands for: 1 but for distinct sources).
    rejects : ibis.Table
        ``_file, _line, reason, detail, offset, raw, base64``: what could not be split into fields; ``offset`` is the
        byte of the unpacked file at which the record begins.
    """

    source: Source
    text: ibis.Table
    rejects: ibis.Table


@dataclass(frozen=True)
class Intake:
    """Everything that the client sent.

    Attributes
    ----------
    connection : ibis backend
        The engine that holds the tables.
    sources : list of SourceTable
        In the order of ``client.yml``.
    files : pandas.DataFrame
        One row a file and source: ``table, file, sha256, bytes, encoding, delimiter, sheet, first_line`` (on which the
        rows begin), ``rows, rejected, blank, columns_used, columns_ignored, notes`` (repairs, and what should be
        known), ``lines_unread`` (lines of the file that no source reads).
    readings : pandas.DataFrame
        How each column of numbers and dates is read, and what proves it; see :class:`seglib.intake.readings.Resolved`.
    rates : ibis.Table or None
        What one unit of another currency was worth: ``currency, valid_from, rate``; None where the client has none.
    """

    connection: ibis.BaseBackend
    sources: list[SourceTable]
    files: pd.DataFrame
    readings: pd.DataFrame
    rates: ibis.Table | None = None


def read_sources(client: Client, *, connection: ibis.BaseBackend | None = None) -> Intake:
    """Read a client's raw files and tables of databases, all columns as text.

    Parameters
    ----------
    client : seglib.client.Client
        Says which files there are and what their columns mean. Columns that it does not name are not kept.
    connection : ibis backend, optional
        A DuckDB connection; left out, a new one.

    Returns
    -------
    Intake

    Raises
    ------
    IntakeError
        If a file is empty, is not what its ending says, or lacks a mapped column, or a database cannot be read.
    OpenQuestionsError
        If a file, a number or a date can be read in more than one way: the questions of all sources at once.
    """
    rates = Rates(client.raw / client.rates, currency=client.currency) if client.rates else None
    with open_databases() as database:
        opened = _open(client, database)
        questions = [question for files in opened.values() for file in files for question in file.questions]
        clear = {shape: files for shape, files in opened.items() if not any(file.questions for file in files)}
        connection = connection or engine.connect(spill=client.folder / ibis.util.gen_name(".spill"))
        with engine.at_most(connection, _MEMORY):
            received = {shape: _receive(connection, files, _wanted(client, shape)) for shape, files in clear.items()}
    unread = lines_unread([file for files in clear.values() for file in files if isinstance(file, RawFile)])
    missing = client.cleaning.missing
    sources, accounts, readings = [], [], []
    for position, source in enumerate(client.sources):
        if _shape(source) not in received:
            continue  # its files are asked about
        read = received[_shape(source)]
        text = _contract_columns(read.rows, source, position)
        rejects = read.rejects
        if source.distinct:
            text = _distinct(text, source, missing)
            alike = _alike(client, _shape(source))
            if source is not alike[0] or not all(other.distinct for other in alike):
                rejects = rejects.filter(ibis.literal(False))  # another source answers for them
        given = {"where": f"sources[{position}]", "missing": missing, "numeric": read.numeric}
        with engine.at_most(connection, _MEMORY):
            resolved = resolve(text, source, **given)
        questions += resolved.questions
        readings.append(resolved.readings)
        sources.append(SourceTable(resolved.source, text, rejects))
        for account in read.accounts:
            accounts.append({"table": source.table, **account, "lines_unread": unread.get(account["file"], 0)})
    if questions:
        raise OpenQuestionsError(questions)
    if rates:
        accounts.append(rates.account)
    priced = connection.create_table(ibis.util.gen_name("rates"), rates.table) if rates else None
    return Intake(connection, sources, pd.DataFrame(accounts), pd.concat(readings, ignore_index=True), priced)


def _open(client: Client, database: Callable[[str], Database]) -> dict[tuple, list[RawFile | DatabaseTable]]:
    """The files of each shape, looked at but not read."""
    opened: dict[tuple, list[RawFile | DatabaseTable]] = {}
    for position, source in enumerate(client.sources):
        shape = _shape(source)
        if shape not in opened:
            wanted, where = _wanted(client, shape), f"sources[{position}]"
            if source.database:
                last_counts = client.cleaning.conflicting_rows == "last"
                opened[shape] = [DatabaseTable(source, wanted, database, last_counts=last_counts)]
                continue
            opened[shape] = [RawFile(path, source, wanted, where) for path in client.files(source)]
            _refuse_copies(opened[shape])
    return opened


def _refuse_copies(files: list[RawFile]) -> None:
    seen: dict[str, str] = {}
    for file in files if len(files) > 1 else []:
        content = file.content()
        if content in seen:
            raise IntakeError(
                f"{file.name}: the same content as {seen[content]}, so every row would count twice; "
                "take one of the two out of the folder, or name the right one in client.yml."
            )
        seen[content] = file.name


def _shape(source: Source) -> tuple:
    """What decides how a file is read; sources that agree in it share one reading."""
    origin = source.file, source.member, source.database, source.from_table
    header = tuple(source.header or ())
    return *origin, source.delimiter, source.encoding, source.sheet, header, source.header_line, source.last_line


def _alike(client: Client, shape: tuple) -> list[Source]:
    return [source for source in client.sources if _shape(source) == shape]


def _wanted(client: Client, shape: tuple) -> list[str]:
    """Names of the columns that any source takes from files of one shape."""
    alike = _alike(client, shape)
    lists = [names for source in alike for names in _tidy_names(source).values()]
    lists += [[name.strip() for name in source.questions.values()] for source in alike]
    return list(dict.fromkeys(name for names in lists for name in names if name != LINE))


@dataclass(frozen=True)
class _Received:
    rows: ibis.Table
    rejects: ibis.Table
    accounts: list[dict]
    numeric: set[str]


def _receive(connection: ibis.BaseBackend, files: list[RawFile | DatabaseTable], wanted: list[str]) -> _Received:
    """Load files of one shape, with the columns that any source takes from them."""
    schema = pa.schema([*((column, pa.string()) for column in wanted), ("_line", pa.int64())])
    name = ibis.util.gen_name("received")  # a notebook may read the same client again
    connection.create_table(name, schema=ibis.Schema.from_pyarrow(schema.append(pa.field("_file", pa.string()))))
    engine.few_texts(connection, name, "_file", [file.name for file in files])
    connection.create_table(f"{name}_rejects", schema=ibis.Schema.from_pyarrow(REJECT_SCHEMA))
    accounts = []
    for file in files:
        engine.append(connection, name, schema, file.batches(), _file=file.name)
        if file.rejects:
            connection.insert(f"{name}_rejects", pa.Table.from_pylist(file.rejects, schema=REJECT_SCHEMA))
        accounts.append(file.account())
    numeric = set.intersection(*[file.numeric for file in files])
    return _Received(connection.table(name), connection.table(f"{name}_rejects"), accounts, numeric)


def _tidy_names(source: Source) -> dict[str, list[str]]:
    """The file's columns that each column of the contract is taken from."""
    given = {column: [names] if isinstance(names, str) else names for column, names in source.columns.items()}
    return {column: [name.strip() for name in names] for column, names in given.items()}


def _contract_columns(received: ibis.Table, source: Source, position: int) -> ibis.Table:
    """The received columns under the contract's names; empty text is missing, and so is what has a missing part."""
    mapped = {
        column: reduce(lambda text, more: text + "/" + more, [_text(received, source, name) for name in names])
        for column, names in _tidy_names(source).items()
    }
    constants = {column: ibis.literal(value) for column, value in source.constants.items()}
    place = {"_file": received._file, "_line": received._line, "_source": ibis.literal(position)}
    given = mapped | constants
    if source.items:
        if "respondent_id" in source.brings - given.keys():
            given["respondent_id"] = _text(received, source, LINE)
        return _one_row_an_answer(received, source, given, place)
    chosen = {name: given[name] for name in columns(source.table) if name in given}
    return received.select(**chosen, **place, _times=ibis.literal(1, "int64"))


def _text(received: ibis.Table, source: Source, name: str) -> ir.StringValue:
    """One received column, or the number of the line, which tells rows apart where nothing else does."""
    if name != LINE:
        return received[name].nullif("")
    line = received._line.cast("string")
    return received._file + ":" + line if "*" in (source.file or "") else line


def _one_row_an_answer(received: ibis.Table, source: Source, given: dict, place: dict) -> ibis.Table:
    """The questions' columns below one another, in the order of the file's lines."""
    answers = [
        ibis.struct({"item_id": item, "answer": received[name.strip()].nullif("")})
        for item, name in source.questions.items()
    ]
    long = received.select(**given, **place, _answer=ibis.array(answers).unnest())
    kept = [name for name in columns(source.table) if name in source.brings]
    parts = {"item_id": long._answer["item_id"], "answer": long._answer["answer"]}
    chosen = {name: parts.get(name, long[name] if name in long.columns else None) for name in kept}
    return long.select(**chosen, **{name: long[name] for name in place}, _times=ibis.literal(1, "int64"))


def _distinct(text: ibis.Table, source: Source, missing: list[str]) -> ibis.Table:
    """The distinct rows with a key, each at the line where it is first seen."""
    kept = [name for name in columns(source.table) if name in text.columns]
    return (
        text.filter(text[kept[0]].notnull() & ~text[kept[0]].strip().isin(missing))
        .group_by([*kept, "_file", "_source"])
        .agg(_line=ibis._["_line"].min(), _times=ibis._["_times"].sum())
        .select(*kept, "_file", "_line", "_source", "_times")
    )
