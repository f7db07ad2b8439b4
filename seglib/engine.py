"""Which database does the work? The only place that knows.

Everything relational in ``seglib`` is an Ibis expression; this file opens the engine that runs it: embedded DuckDB by
default, the client's PostgreSQL, or Spark.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import ibis
import pyarrow as pa

from seglib.contracts import TABLES
from seglib.databases import connect_postgres

if TYPE_CHECKING:
    from seglib.client import Client

ibis.options.sql.fuse_selects = False  # engines merge nested SELECTs themselves; Ibis takes long over large tables

POSTGRES_URL = "SEGLIB_POSTGRES_URL"
"""Environment variable that holds the URL of the client's PostgreSQL."""


class EngineError(RuntimeError):
    """An engine that cannot be opened; the message says what to set, never a secret."""


def connect(engine: str = "duckdb", *, memory_limit: str | None = None, spill: Path | None = None):
    """Open an engine.

    Parameters
    ----------
    engine : {"duckdb", "postgres", "spark"}
        DuckDB lives in memory; PostgreSQL is found by the environment variable ``SEGLIB_POSTGRES_URL`` and needs the
        extra ``postgres``; Spark runs on this machine and needs the extra ``spark``.
    memory_limit : str, optional
        For DuckDB, such as ``"1GB"``; left out, 80% of the machine's.
    spill : pathlib.Path, optional
        For DuckDB: folder for what does not fit into memory. Left out, nothing is spilled.

    Returns
    -------
    ibis.backends.BaseBackend

    Raises
    ------
    EngineError
        If the engine is unknown, or Spark's package is missing.
    seglib.databases.DatabaseError
        If PostgreSQL's package is missing, or it cannot be reached.
    """
    if engine == "duckdb":
        settings = {"temp_directory": str(spill) if spill else "", "autoinstall_known_extensions": "false"}
        if memory_limit:
            settings["memory_limit"] = memory_limit
        connection = ibis.duckdb.connect(**settings)
        connection.raw_sql("SET TimeZone = 'UTC'")
        return connection
    if engine == "postgres":
        return ibis.postgres.from_connection(connect_postgres(POSTGRES_URL, autocommit=True))
    if engine == "spark":
        try:
            from pyspark.sql import SparkSession
        except ModuleNotFoundError:
            raise EngineError("Spark needs one more package and Java: pip install 'seglib[spark]'.") from None
        session = (
            SparkSession.builder.master("local[*]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.log.level", "ERROR")
            .getOrCreate()
        )
        return ibis.pyspark.connect(session)
    raise EngineError(f"`engine` must be 'duckdb', 'postgres' or 'spark'; got {engine!r}.")


@contextmanager
def at_most(connection, memory_limit: str) -> Iterator[None]:
    """Hold DuckDB to less memory for a while; what does not fit is spilled.

    Parameters
    ----------
    connection : ibis backend
        A DuckDB connection; one that has no folder to spill to is left as it is.
    memory_limit : str
        Such as ``"1GB"``.

    Yields
    ------
    None
    """
    settings = "SELECT current_setting('memory_limit'), current_setting('temp_directory')"
    before, folder = connection.con.execute(settings).fetchone()
    connection.raw_sql(f"SET memory_limit = '{memory_limit if folder else before}'")
    try:
        yield
    finally:
        connection.raw_sql(f"SET memory_limit = '{before}'")


def few_texts(connection, name: str, column: str, texts: list[str]) -> None:
    """Declare that a column of an empty table will hold few texts, so that each row needs one byte for them.

    Parameters
    ----------
    connection : ibis backend
        A DuckDB connection.
    name : str
        The table.
    column : str
    texts : list of str
        All that may occur.
    """
    quoted = ", ".join("'" + text.replace("'", "''") + "'" for text in dict.fromkeys(texts))
    connection.raw_sql(f'ALTER TABLE "{name}" ALTER "{column}" TYPE ENUM ({quoted})')


def append(connection, name: str, schema: pa.Schema, batches: Iterator[pa.RecordBatch], **constants: str) -> None:
    """Add rows to a table as they come, all or none, in no order: a row is known by its line, not by where it stands.

    Parameters
    ----------
    connection : ibis backend
        A DuckDB connection.
    name : str
        A table whose columns are those of ``schema`` and then the constants.
    schema : pyarrow.Schema
        Of the batches.
    batches : iterator of pyarrow.RecordBatch
        Read as they are needed, so that they are never in memory together.
    **constants : str
        Columns that have the same value on every row.
    """
    problems: list[Exception] = []

    def guarded() -> Iterator[pa.RecordBatch]:
        try:
            yield from batches
        except Exception as error:  # the engine would hide it behind an error of its own
            problems.append(error)
            raise

    view = ibis.util.gen_name("batches")
    connection.con.register(view, pa.RecordBatchReader.from_batches(schema, guarded()))
    connection.raw_sql("SET preserve_insertion_order = false")  # or each row is copied once more
    try:
        marks = "".join(", ?" for _ in constants)
        insert = f'INSERT INTO "{name}" SELECT *{marks} FROM "{view}"'  # noqa: S608 - names that this code has made
        connection.con.execute(insert, list(constants.values()))
    except duckdb.Error:
        if problems:
            raise problems[0] from None
        raise
    finally:
        connection.raw_sql("SET preserve_insertion_order = true")
        connection.con.unregister(view)


def store(connection, name: str, table: ibis.Table) -> ibis.Table:
    """Compute an expression now, and keep its rows under a new name.

    Parameters
    ----------
    connection : ibis backend
        A DuckDB connection.
    name : str
        How the new name begins.
    table : ibis.Table
        An expression over tables of the connection, none of them in memory of Python.

    Returns
    -------
    ibis.Table
        The rows, of the types that the expression has.

    Notes
    -----
    As ``create_table``, which copies the whole query three times on its way to the engine: with the long queries of
    cleaning that takes longer than the rows of a small shop do.
    """
    unused = ibis.util.gen_name(name)
    kept = connection.create_table(unused, schema=table.schema())
    connection.raw_sql(f'INSERT INTO "{unused}" {connection.compile(table)}')
    return kept


def clean_tables(client: Client, *, connection=None) -> dict[str, ibis.Table]:
    """Open a client's clean tables.

    Parameters
    ----------
    client : seglib.client.Client
        The client.
    connection : ibis backend, optional
        A DuckDB connection; left out, a new one.

    Returns
    -------
    dict of str to ibis.Table
        The contract's tables that the client has, by name.

    Raises
    ------
    FileNotFoundError
        If cleaning has not run yet.
    """
    connection = connection or connect()
    paths = {name: client.clean / f"{name}.parquet" for name in TABLES}
    tables = {name: connection.read_parquet(path) for name, path in paths.items() if path.is_file()}
    if not tables:
        raise FileNotFoundError(
            f"{client.slug} has no clean tables yet: run notebook 01_cleaning, or make report CLIENT={client.slug}."
        )
    return tables


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Write a file beside its place and put it there by one rename, so that a reader never meets half of it.

    Parameters
    ----------
    path : pathlib.Path
        Where the file shall stand.

    Yields
    ------
    pathlib.Path
        What to write to. If writing fails, the former file stays and no part is left.
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def write_parquet(tables: Mapping[str, ibis.Table], folder: Path) -> list[Path]:
    """Write tables as Parquet files, each by one rename, so that a reader never meets half a file.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Tables by name.
    folder : pathlib.Path
        Where to; made if missing.

    Returns
    -------
    list of pathlib.Path
        The files, in the order of ``tables``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, table in tables.items():
        target = folder / f"{name}.parquet"
        with replacing(target) as part:
            table.to_parquet(part)
        written.append(target)
    return written
