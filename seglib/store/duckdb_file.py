"""How is a DuckDB file replaced at once? A new one is made beside it and takes its place by one rename."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from seglib.databases import DatabaseError, quoted
from seglib.store.tables import Table


def write(tables: Sequence[Table], path: Path) -> None:
    """Make a DuckDB file anew.

    Parameters
    ----------
    tables : sequence of Table
    path : pathlib.Path
        The file. Who has the former one open goes on reading it; who opens it afterwards sees the new one.

    Raises
    ------
    DatabaseError
        If the former file is being written to, or the new one cannot be written. The former one is as it was.
    """
    log = path.with_name(f"{path.name}.wal")
    if log.exists():
        raise DatabaseError(
            f"{path.name} is being written to by another program ({log.name} is beside it). Close that program, or "
            "open and close the file once in DuckDB, then run again."
        )
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with duckdb.connect(part) as connection:
            connection.execute("BEGIN")
            for table in tables:
                _create(connection, table)
            connection.execute("COMMIT")
        part.replace(path)
    except (duckdb.Error, OSError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise DatabaseError(f"{path.name} could not be written ({reason}). It is as it was before.") from None
    finally:
        part.unlink(missing_ok=True)
        part.with_name(f"{part.name}.wal").unlink(missing_ok=True)


def _create(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    name = quoted(table.name)
    connection.execute(f"CREATE TABLE {name} ({table.definition('duckdb')})")
    connection.register("incoming", table.batches())
    connection.execute(f"INSERT INTO {name} SELECT * FROM incoming")  # noqa: S608 - our own names, quoted
    connection.unregister("incoming")
    connection.execute(f"COMMENT ON TABLE {name} IS {_text(table.meaning)}")
    for column, meaning in table.comments.items():
        connection.execute(f"COMMENT ON COLUMN {name}.{quoted(column)} IS {_text(meaning)}")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
