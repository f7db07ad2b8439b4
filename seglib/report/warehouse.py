"""Who and what stands behind the numbers of a report? The client's clean tables and segments, for plain SQL."""

from __future__ import annotations

from pathlib import Path

import duckdb

from seglib import contracts

_TYPES = {"string": "varchar", "int64": "bigint", "float64": "double", "timestamp(6)": "timestamp"}
_VIEWS = Path(__file__).with_suffix(".sql")


def open_tables(client: object) -> duckdb.DuckDBPyConnection:
    """Open a client's tables for reading.

    Parameters
    ----------
    client : seglib.client.Client
        Gives `folder`, `results` and `as_of`.

    Returns
    -------
    duckdb.DuckDBPyConnection
        In memory. Views: the clean tables by their names (one that the client does not have is empty, a column that is
        not there is missing in every row); ``result_…`` for each table of results; ``assigned`` and ``adopted`` with
        the customers' segments, ``outsiders`` with those of respondents who are no customers; ``clean_rows`` and
        ``clean_fields`` with what is filled; ``made_distinct`` with the tables that are the distinct rows of a file,
        ``partly_distinct`` with those that have rows of another file as well,
        ``made_long`` with those of which a line of the file is several rows; and those of ``warehouse.sql``. The
        variable ``as_of`` is the last day of observation, ``min_cell`` the client's.
    """
    connection = duckdb.connect()
    connection.execute("set threads to 1")
    connection.execute("set variable as_of = ?::date", [client.as_of])
    connection.execute("set variable min_cell = ?", [client.min_cell])
    clean = Path(client.folder) / "clean"
    distinct = {source.table for source in client.sources if source.distinct}
    own = {source.table for source in client.sources if not source.distinct}
    for table, names in (("made_distinct", distinct - own), ("partly_distinct", distinct & own)):
        connection.execute(f"create table {table} (name varchar)")
        for name in sorted(names):
            connection.execute(f"insert into {table} values (?)", [name])  # noqa: S608 - ours
    connection.execute("create table made_long (name varchar, times bigint)")  # a line gives a row a question
    for name, times in sorted({(source.table, len(source.questions)) for source in client.sources if source.items}):
        connection.execute("insert into made_long values (?, ?)", [name, times])
    for name in contracts.TABLES:
        _view_of_clean(connection, name, clean / f"{name}.parquet")
    for path in sorted(Path(client.results).glob("*.parquet")):
        connection.execute(f"create view result_{path.stem} as from read_parquet({_quoted(path)})")
    _segments(connection, Path(client.results) / "segments")
    _filled(connection, sorted(clean.glob("*.parquet")))
    connection.execute(_VIEWS.read_text(encoding="utf-8"))
    return connection


def _view_of_clean(connection: duckdb.DuckDBPyConnection, name: str, path: Path) -> None:
    types = {column: _TYPES.get(str(each.dtype.type), str(each.dtype.type)) for column, each in _contract(name).items()}
    if not path.is_file():
        columns = ", ".join(f'null::{kind} as "{column}"' for column, kind in types.items())
        connection.execute(f"create view {name} as select {columns} limit 0")
        return
    there = [row[0] for row in connection.execute(f"describe from read_parquet({_quoted(path)})").fetchall()]
    absent = "".join(f', null::{kind} as "{column}"' for column, kind in types.items() if column not in there)
    connection.execute(f"create view {name} as select *{absent} from read_parquet({_quoted(path)})")  # noqa: S608 - ours


def _contract(name: str) -> dict[str, object]:
    return contracts.columns(name, computed=True)


def _segments(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    columns = dict.fromkeys(("customer_id", "scheme", "segment", "segment_name"), "varchar") | {"probability": "double"}
    empty = f"select {', '.join(f'null::{kind} as {name}' for name, kind in columns.items())} limit 0"
    taken = ", ".join(columns)
    files = [path for path in sorted(folder.glob("*.parquet")) if path.stem != "adopted"]
    listed = f"from read_parquet([{', '.join(map(_quoted, files))}])" if files else f"from ({empty})"
    connection.execute(f"create view assigned as select {taken} {listed}")
    adopted = folder / "adopted.parquet"
    source = f"from read_parquet({_quoted(adopted)})" if adopted.is_file() else f"from ({empty})"
    connection.execute(f"create view adopted as select {taken} {source}")
    outside = folder.parent / "psychographic_respondents.parquet"
    source = f"from read_parquet({_quoted(outside)})" if outside.is_file() else f"from ({empty})"
    who = "respondent" if outside.is_file() else "customer_id as respondent"
    connection.execute(f"create view outsiders as select {who}, segment_name, probability {source}")


def _filled(connection: duckdb.DuckDBPyConnection, paths: list[Path]) -> None:
    connection.execute("create table clean_rows (name varchar, n bigint)")
    connection.execute('create table clean_fields (name varchar, "column" varchar, filled bigint)')
    for path in paths:
        source = f"read_parquet({_quoted(path)})"
        counts = f"unpivot (select count(columns(*)) from {source}) on columns(*) into name field value filled"  # noqa: S608
        connection.execute(f"insert into clean_rows select ?, count(*) from {source}", [path.stem])  # noqa: S608 - quoted
        connection.execute(f"insert into clean_fields select ?, field, filled from ({counts})", [path.stem])  # noqa: S608


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
