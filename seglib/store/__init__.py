"""How do the results get back to where the business works? Into its own database, all tables at once or none.

The tables go to a DuckDB file or to the client's PostgreSQL, for its CRM and its reports. Names and e-mail addresses go
along, because it is the client's own store.
"""

from __future__ import annotations

from pathlib import Path

from seglib.client import Client
from seglib.databases import DatabaseError
from seglib.engine import POSTGRES_URL
from seglib.store import duckdb_file, postgres
from seglib.store.tables import finished_tables, published

__all__ = ["DatabaseError", "publish"]


def publish(client: Client, *, to: str = "duckdb") -> tuple[str, dict[str, int]]:
    """Write a client's clean tables, features and segments to its store, in one transaction.

    Parameters
    ----------
    client : seglib.client.Client
    to : {"duckdb", "postgres"}
        ``duckdb`` makes ``data/<client>/<client>.duckdb`` anew. ``postgres`` fills the schema that is named after the
        client, in the database whose URL is in ``SEGLIB_POSTGRES_URL``.

    Returns
    -------
    where : str
        The file or the schema.
    rows : dict of str to int
        Rows of each table.

    Raises
    ------
    DatabaseError
        If the store cannot be written to, or holds something that was not published from here. It is as it was before.
    FileNotFoundError
        If there is nothing to publish yet.
    """
    if to not in ("duckdb", "postgres"):
        raise DatabaseError(f"`TO` must be duckdb or postgres; got {to!r}.")
    tables = finished_tables(client)
    tables.append(published(tables, client))
    if to == "postgres":
        postgres.write(tables, POSTGRES_URL, client.slug)
        where = f"schema {client.slug}"
    else:
        where = _file(client).name
        duckdb_file.write(tables, _file(client))
    return where, {table.name: table.rows() for table in tables if table.name != "published"}


def _file(client: Client) -> Path:
    return client.folder / f"{client.slug}.duckdb"
