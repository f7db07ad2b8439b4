"""What did the client send? Raw files as text tables in the contract's columns, each row with its file and line."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import ibis
import pandas as pd
import pyarrow as pa

from seglib import engine
from seglib.client import Client, Source
from seglib.contracts import columns, nearest
from seglib.intake.records import REJECT_SCHEMA, IntakeError, Records, sniff_delimiter
from seglib.intake.sheets import excel_rows, parquet_batches, parquet_names

__all__ = ["Intake", "IntakeError", "SourceTable", "read_sources"]


@dataclass(frozen=True)
class SourceTable:
    """One source of ``client.yml`` as received.

    Attributes
    ----------
    source : seglib.client.Source
    text : ibis.Table
        The mapped contract columns as text (missing where empty), ``_file``, ``_line``, ``_source`` (position in
        ``client.yml``) and ``_times`` (how many rows of the file it stands for: 1 but for distinct sources).
    rejects : ibis.Table
        ``_file, _line, reason, raw, base64``: what could not be split into fields.
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
        One row a file and source: ``table, file, sha256, bytes, delimiter, rows, rejected, blank, columns_used,
        columns_ignored``.
    """

    connection: ibis.BaseBackend
    sources: list[SourceTable]
    files: pd.DataFrame


def read_sources(client: Client, *, connection: ibis.BaseBackend | None = None) -> Intake:
    """Read a client's raw files, all columns as text.

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
        If a file is empty, is not what its ending says, or lacks a mapped column.
    """
    connection = connection or engine.connect()
    received: dict[tuple, _Received] = {}
    sources, files = [], []
    for position, source in enumerate(client.sources):
        alike = [other for other in client.sources if _shape(other) == _shape(source)]
        if _shape(source) not in received:
            received[_shape(source)] = _receive(connection, client.files(source), source, alike)
        read = received[_shape(source)]
        text = _contract_columns(read.rows, source, position)
        rejects = read.rejects
        if source.distinct:
            text = _distinct(text, source)
            if source is not alike[0] or not all(other.distinct for other in alike):
                rejects = rejects.filter(ibis.literal(False))  # another source answers for them
        sources.append(SourceTable(source, text, rejects))
        files += [{"table": source.table, **account} for account in read.accounts]
    return Intake(connection, sources, pd.DataFrame(files))


@dataclass(frozen=True)
class _Received:
    rows: ibis.Table
    rejects: ibis.Table
    accounts: list[dict]


def _shape(source: Source) -> tuple:
    """What decides how a file is read; sources that agree in it share one reading."""
    return source.file, source.delimiter, source.encoding, source.sheet, tuple(source.header or ())


def _receive(connection, paths: list[Path], source: Source, alike: list[Source]) -> _Received:
    """Load files of one shape once, with the columns that any source takes from them."""
    wanted = list(dict.fromkeys(column for one in alike for column in _tidy_names(one).values()))
    schema = pa.schema([*((column, pa.string()) for column in wanted), ("_line", pa.int64()), ("_file", pa.string())])
    name = ibis.util.gen_name("received")  # a notebook may read the same client again
    connection.create_table(name, schema=ibis.Schema.from_pyarrow(schema))
    connection.create_table(f"{name}_rejects", schema=ibis.Schema.from_pyarrow(REJECT_SCHEMA))
    accounts = []
    for path in paths:
        file = _File(path, source)
        for batch in file.batches(wanted):
            names = pa.array([path.name] * len(batch), pa.string())
            connection.insert(name, pa.Table.from_arrays([*batch.columns, names], schema=schema))
        if file.rejects:
            connection.insert(f"{name}_rejects", pa.Table.from_pylist(file.rejects, schema=REJECT_SCHEMA))
        accounts.append(file.account(wanted))
    return _Received(connection.table(name), connection.table(f"{name}_rejects"), accounts)


class _File:
    """One raw file, whatever its kind, as batches of text columns."""

    def __init__(self, path: Path, source: Source):
        self.path, self.source = path, source
        self.blank = self.rows = 0
        self.rejects: list[dict] = []
        self.delimiter = None
        ending = path.name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
        self.kind = ending if ending in ("xlsx", "parquet") else "text"
        if self.kind == "parquet":
            self.names = parquet_names(path)
        elif self.kind == "xlsx":
            self.names, self._sheet, self.blank = excel_rows(path, sheet=source.sheet)
        else:
            self.delimiter = source.delimiter or sniff_delimiter(path, source.encoding)
            self._records = Records(path, self.delimiter, source.encoding, source.header)
            self.names = self._records.names

    def batches(self, wanted: list[str]) -> Iterator[pa.RecordBatch]:
        for name in wanted:
            if not name or name not in self.names:
                raise IntakeError(
                    f"{self.path.name}:1: there is no column {name!r}{nearest(name, self.names)}. "
                    "Correct the file or its `columns:` in client.yml."
                )
        if self.kind == "parquet":
            batches = parquet_batches(self.path, wanted)
        elif self.kind == "xlsx":
            places = [self.names.index(name) for name in wanted]
            arrays = [pa.array([row[i] for _, row in self._sheet], pa.string()) for i in places]
            lines = pa.array([number for number, _ in self._sheet], pa.int64())
            batches = [pa.RecordBatch.from_arrays([*arrays, lines], names=[*wanted, "_line"])]
        else:
            batches = self._records.batches(wanted)
        for batch in batches:
            self.rows += len(batch)
            yield batch
        if self.kind == "text":
            self.rejects, self.blank, self.rows = self._records.rejects, self._records.blank, self._records.rows
        if not self.rows:
            raise IntakeError(f"{self.path.name}: there are 0 data rows under the header; export it again.")

    def account(self, wanted: list[str]) -> dict:
        return {
            "file": self.path.name,
            "sha256": hashlib.sha256(self.path.read_bytes()).hexdigest(),
            "bytes": self.path.stat().st_size,
            "delimiter": self.delimiter,
            "rows": self.rows,
            "rejected": len(self.rejects),
            "blank": self.blank,
            "columns_used": len(wanted),
            "columns_ignored": len([name for name in self.names if name and name not in wanted]),
        }


def _tidy_names(source: Source) -> dict[str, str]:
    return {column: name.strip() for column, name in source.columns.items()}


def _contract_columns(received: ibis.Table, source: Source, position: int) -> ibis.Table:
    """The received columns under the contract's names; empty text is missing."""
    mapped = {column: received[name].nullif("") for column, name in _tidy_names(source).items()}
    constants = {column: ibis.literal(value) for column, value in source.constants.items()}
    chosen = {name: (mapped | constants)[name] for name in columns(source.table) if name in mapped | constants}
    place = {"_file": received._file, "_line": received._line, "_source": ibis.literal(position)}
    return received.select(**chosen, **place, _times=ibis.literal(1, "int64"))


def _distinct(text: ibis.Table, source: Source) -> ibis.Table:
    """The distinct rows with a key, each at the line where it is first seen."""
    kept = [name for name in columns(source.table) if name in text.columns]
    return (
        text.filter(text[kept[0]].notnull())
        .group_by([*kept, "_file", "_source"])
        .agg(_line=ibis._["_line"].min(), _times=ibis._["_times"].sum())
        .select(*kept, "_file", "_line", "_source", "_times")
    )
