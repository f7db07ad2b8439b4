"""How is a schema of PostgreSQL filled anew while others read it? In one transaction that never makes them wait.

Rows are deleted and copied in, not tables dropped: until the end every reader sees the former rows, and what the client
has built on the tables (views, permissions) stays. Only a table whose columns have changed is made anew.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pa_csv

from seglib.databases import DatabaseError, connect_postgres, discreet, quoted
from seglib.store.tables import Table

if TYPE_CHECKING:
    import psycopg

_LONGEST_NAME = 63  # longer names are cut off by PostgreSQL


def write(tables: Sequence[Table], variable: str, schema: str) -> None:
    """Fill a schema anew, in one transaction.

    Parameters
    ----------
    tables : sequence of Table
        The last one, ``published``, lists the others.
    variable : str
        The environment variable that holds the database's URL.
    schema : str
        Its name; made where it is missing.

    Raises
    ------
    DatabaseError
        If the database refuses, or the schema holds something that was not published from here. Nothing has changed.
    """
    if len(schema) > _LONGEST_NAME:
        raise DatabaseError(f"The client's name is longer than PostgreSQL allows ({_LONGEST_NAME} letters): {schema}.")
    failed = f"could not be written to; its schema {schema} is as it was before"
    discreet(variable, failed, lambda: _write(tables, variable, schema))


def _write(tables: Sequence[Table], variable: str, schema: str) -> None:
    with connect_postgres(variable) as connection:  # commits at the end, or takes everything back
        connection.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"seglib {schema}",))
        before = _ours(connection, schema, tables[-1])
        _refuse_others(connection, schema, before, tables)
        connection.execute(f"CREATE SCHEMA IF NOT EXISTS {quoted(schema)}")
        for name in before - {table.name for table in tables}:
            _drop(connection, schema, name)
        for table in tables:
            _fill(connection, schema, table, there=table.name in before)


def _ours(connection: psycopg.Connection, schema: str, published: Table) -> set[str]:
    """Names of the tables that were published into the schema before."""
    place = f"{quoted(schema)}.{quoted(published.name)}"
    mark = connection.execute("SELECT obj_description(to_regclass(%s), 'pg_class')", (place,)).fetchone()
    if mark != (published.meaning,):
        return set()
    rows = connection.execute(f"SELECT table_name FROM {place}").fetchall()  # noqa: S608 - quoted
    return {name for (name,) in rows} | {published.name}


def _refuse_others(connection: psycopg.Connection, schema: str, before: set[str], tables: Sequence[Table]) -> None:
    query = "SELECT relname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname = %s"
    there = {name for (name,) in connection.execute(query, (schema,)).fetchall()}
    foreign = there & {table.name for table in tables} - before if before else there
    if foreign:
        raise DatabaseError(
            f"The schema {schema} holds what was not published from here ({', '.join(sorted(foreign))}). Nothing was "
            "written; rename it, or publish under another client's name."
        )


def _fill(connection: psycopg.Connection, schema: str, table: Table, *, there: bool) -> None:
    place = f"{quoted(schema)}.{quoted(table.name)}"
    if there:
        connection.execute(f"CREATE TEMP TABLE wanted ({table.definition('postgres')})")
        same = _shape(connection, place) == _shape(connection, "pg_temp.wanted")
        connection.execute("DROP TABLE pg_temp.wanted")
        if same:
            connection.execute(f"DELETE FROM {place}")  # noqa: S608 - our own names, quoted
        else:
            _drop(connection, schema, table.name)
            there = False
    if not there:
        connection.execute(f"CREATE TABLE {place} ({table.definition('postgres')})")
    with connection.cursor() as cursor, cursor.copy(f"COPY {place} FROM STDIN (FORMAT csv)") as copy:
        for batch in table.batches():
            copy.write(_csv(batch))
    _comment(connection, f"TABLE {place}", table.meaning)
    for column, meaning in table.comments.items():
        _comment(connection, f"COLUMN {place}.{quoted(column)}", meaning)


def _drop(connection: psycopg.Connection, schema: str, name: str) -> None:
    from psycopg.errors import DependentObjectsStillExist

    try:
        connection.execute(f"DROP TABLE {quoted(schema)}.{quoted(name)}")
    except DependentObjectsStillExist:
        raise DatabaseError(
            f"The columns of {schema}.{name} have changed, and something of yours, such as a view, is built on it. "
            "Drop that, publish, and make it again. Nothing was written."
        ) from None


def _shape(connection: psycopg.Connection, place: str) -> list[tuple]:
    """Columns with their types, in order, and whether each is part of the key."""
    return connection.execute(
        """
        SELECT attname, format_type(atttypid, atttypmod), coalesce(attnum = ANY(indkey), false)
        FROM pg_attribute LEFT JOIN pg_index ON indrelid = attrelid AND indisprimary
        WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped ORDER BY attnum
        """,
        (place,),
    ).fetchall()


def _comment(connection: psycopg.Connection, what: str, meaning: str) -> None:
    from psycopg.sql import SQL, Literal

    connection.execute(SQL("COMMENT ON {} IS {}").format(SQL(what), Literal(meaning)))


def _csv(batch: pa.RecordBatch) -> bytes:
    """Rows as PostgreSQL reads them: nothing between two commas is missing, two quotation marks are empty text."""
    buffer = io.BytesIO()
    pa_csv.write_csv(batch, buffer, pa_csv.WriteOptions(include_header=False))
    return buffer.getvalue()
