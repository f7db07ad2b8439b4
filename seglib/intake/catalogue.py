"""Which tables, columns and keys does the client's database have? Asked of its own catalogue, never put together."""

from __future__ import annotations

from seglib.contracts import nearest
from seglib.databases import Database
from seglib.intake.errors import IntakeError

_TABLES = {
    "postgres": """
        SELECT n.nspname, c.relname, pg_catalog.pg_table_is_visible(c.oid)
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
        AND n.nspname !~ '^pg_(toast|temp)' ORDER BY 1, 2
    """,
    "sqlite": """
        SELECT 'main', name, 1 FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT GLOB 'sqlite_*'
        ORDER BY 2
    """,
    "duckdb": """
        SELECT table_schema, table_name, table_schema = current_schema() FROM information_schema.tables
        WHERE table_catalog = current_database() ORDER BY 1, 2
    """,
}
_COLUMNS = {
    "postgres": """
        SELECT a.attname, pg_catalog.format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL)
        FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = format('%%I.%%I', %s::text, %s::text)::regclass AND a.attnum > 0 AND NOT a.attisdropped
        ORDER BY a.attnum
    """,
    "sqlite": """
        SELECT name, x.type FROM (SELECT ? AS s, ? AS t) place, pragma_table_xinfo(place.t, place.s) x
        WHERE hidden <> 1 ORDER BY cid
    """,
    "duckdb": """
        SELECT column_name, data_type FROM duckdb_columns()
        WHERE schema_name = ? AND table_name = ? AND database_name = current_database() ORDER BY column_index
    """,
}
_KEY = {
    "postgres": """
        SELECT a.attname FROM pg_catalog.pg_index i JOIN pg_catalog.pg_attribute a
        ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
        WHERE i.indrelid = format('%%I.%%I', %s::text, %s::text)::regclass AND i.indisprimary
        ORDER BY array_position(i.indkey::int2[], a.attnum)
    """,
    "sqlite": """
        SELECT name FROM (SELECT ? AS s, ? AS t) place, pragma_table_xinfo(place.t, place.s) WHERE pk > 0 ORDER BY pk
    """,
    "duckdb": """
        SELECT unnest(constraint_column_names) FROM duckdb_constraints()
        WHERE schema_name = ? AND table_name = ? AND database_name = current_database()
        AND constraint_type = 'PRIMARY KEY'
    """,
}


def find_table(database: Database, name: str) -> tuple[str, str]:
    """Find the table or view that a name means.

    Parameters
    ----------
    database : seglib.databases.Database
    name : str
        ``schema.table``, or ``table`` alone where it is in the schema that the database looks into by itself.

    Returns
    -------
    tuple of (schema, table)
        As the catalogue has them, whatever characters are in them.

    Raises
    ------
    IntakeError
        If there is no such table, or the name means two.
    """
    found, known = [], []
    for schema, table, visible in database.rows(_TABLES[database.kind]):
        names = [f"{schema}.{table}", *([table] if visible else [])]
        known.append(names[-1])
        if name in names:
            found.append((schema, table))
    if len(found) == 1:
        return found[0]
    if found:
        raise IntakeError(f"{name}: the database of {database.variable} has two tables that this can mean: {found}.")
    there = nearest(name, known) if known else "; it has none at all"
    raise IntakeError(
        f"{name}: the database of {database.variable} has no such table{there}. Correct `from_table:` in client.yml."
    )


def table_columns(database: Database, place: tuple[str, str]) -> dict[str, str]:
    """Columns of a table.

    Parameters
    ----------
    database : seglib.databases.Database
    place : tuple of (schema, table)

    Returns
    -------
    dict of str to str
        Column: its type as the database calls it, in small letters. In the table's order.
    """
    return {name: kind.lower() for name, kind in database.rows(_COLUMNS[database.kind], place)}


def table_key(database: Database, place: tuple[str, str]) -> list[str]:
    """Columns of a table's primary key.

    Parameters
    ----------
    database : seglib.databases.Database
    place : tuple of (schema, table)

    Returns
    -------
    list of str
        In the key's order; empty for views and for tables without one.
    """
    return [name for (name,) in database.rows(_KEY[database.kind], place)]
