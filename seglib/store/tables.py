"""What goes to the client's store, in which shape? Each table with its key and what its columns mean."""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import pyarrow as pa

from seglib import __version__, engine
from seglib.client import Client
from seglib.contracts import TABLES, columns
from seglib.features import objectors
from seglib.segments.sentences import sentence_case
from seglib.segments.traits import KNOWN

_FILES = {"customer_features": "customer_features.parquet", "segments": "segments/*.parquet"}
_KEYS = {"customer_features": ["customer_id"], "segments": ["model_id", "customer_id"]}
_GRAINS = {
    "customer_features": "one row a customer, as of a day",
    "segments": "one row a customer and segmentation",
}
_SEGMENTS = {
    "scheme": "Kind of segmentation",
    "segment": "Code of the segment",
    "segment_name": "Name of the segment",
    "probability": "How sure the assignment is, 0 to 1",
    "as_of": "Last day of observation",
    "model_id": "Name of the segmentation",
}
BATCH = 100_000


@dataclass(frozen=True)
class Table:
    """One table of the store.

    Attributes
    ----------
    name : str
    content : ibis.Table
    meaning : str
        What a row is.
    comments : dict of str to str
        Column: what it means, where that is known.
    key : list of str
        Columns that tell rows apart and are never missing; empty where rows are events.
    """

    name: str
    content: ibis.Table
    meaning: str
    comments: dict[str, str]
    key: list[str]

    def definition(self, dialect: str) -> str:
        """Give the columns, their types and the key as SQL.

        Parameters
        ----------
        dialect : {"duckdb", "postgres"}

        Returns
        -------
        str
            What stands between the brackets of ``CREATE TABLE``.
        """
        parts = [column.sql(dialect) for column in self.content.schema().to_sqlglot_column_defs(dialect)]
        key = ", ".join(f'"{name}"' for name in self.key)
        return ", ".join([*parts, f"PRIMARY KEY ({key})"] if key else parts)

    def batches(self) -> pa.RecordBatchReader:
        """Read the rows, so that no more than one batch is held.

        Returns
        -------
        pyarrow.RecordBatchReader
        """
        return self.content.to_pyarrow_batches(chunk_size=BATCH)

    def rows(self) -> int:
        """Count the rows.

        Returns
        -------
        int
        """
        return int(self.content.count().to_pyarrow().as_py())


def finished_tables(client: Client) -> list[Table]:
    """Gather the clean tables, and of the results the features and the segments.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    list of Table
        Those that exist. Customers who objected to profiling are in the clean tables, not in the results.

    Raises
    ------
    FileNotFoundError
        If cleaning has not run yet.
    """
    connection = engine.connect()
    clean = engine.clean_tables(client, connection=connection)
    found = [_clean_table(name, table) for name, table in clean.items()]
    for name, key in _KEYS.items():
        files = sorted(client.results.glob(_FILES[name]))
        if files:
            content = connection.read_parquet(files)
            if "customers" in clean:
                content = content.anti_join(objectors(clean["customers"]), "customer_id")
            found.append(Table(name, content, _GRAINS[name], _comments(content), key))
    return found


def published(tables: list[Table], client: Client) -> Table:
    """Say what is in the store: its tables with their rows, as of when, by which version.

    Parameters
    ----------
    tables : list of Table
        From :func:`finished_tables`.
    client : seglib.client.Client

    Returns
    -------
    Table
        ``published``: ``table_name, n_rows, as_of, version``.
    """
    rows = [
        {"table_name": one.name, "n_rows": one.rows(), "as_of": client.as_of, "version": __version__} for one in tables
    ]
    schema = {"table_name": "string", "n_rows": "int64", "as_of": "date", "version": "string"}
    comments = {
        "table_name": "A table of this store",
        "n_rows": "Its rows",
        "as_of": "Last day of observation",
        "version": "Version of seglib that wrote it",
    }
    content = ibis.memtable(rows, schema=schema)
    return Table("published", content, "one row a table published here by seglib", comments, ["table_name"])


def _clean_table(name: str, content: ibis.Table) -> Table:
    known = columns(name, computed=True)
    contract = TABLES[name].metadata
    comments = {column: known[column].description for column in content.columns}
    never_missing = all(not known[column].nullable for column in contract["key"])
    key = contract["key"] if never_missing and not contract["repeats"] else []
    return Table(name, content, contract["grain"], comments, key)


def _comments(content: ibis.Table) -> dict[str, str]:
    known = {
        "customer_id": columns("customers")["customer_id"].description,
        **{name: sentence_case(trait.label) for name, trait in KNOWN.items()},
        **_SEGMENTS,
    }
    return {name: known[name] for name in content.columns if name in known}
