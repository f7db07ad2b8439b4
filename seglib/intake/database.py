"""What is in a table of the client's database? Its rows as text, only read, in an order that stays the same."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator
from decimal import Decimal

import pyarrow as pa
import pyarrow.csv as pa_csv

from seglib.client_keys import Source
from seglib.contracts import TABLES, nearest
from seglib.databases import Database, DatabaseError, quoted
from seglib.intake.catalogue import find_table, table_columns, table_key
from seglib.intake.errors import IntakeError

BATCH = 50_000
_FLOATS = {"real", "double precision", "float", "double"}
_NUMBERS = ("real", "double", "float", "numeric", "decimal", "money")


class DatabaseTable:
    """One table or view of a database, read like a file.

    Parameters
    ----------
    source : seglib.client.Source
        Names the table, and the environment variable that holds the database's URL.
    wanted : list of str
        Names of the columns that are read; no other leaves the database.
    opened : callable
        Gives the database of a variable; see :func:`seglib.databases.open_databases`.
    last_counts : bool, default False
        Of rows with one key the last one is to count, so the table must have an order of its own.

    Attributes
    ----------
    name : str
        The table's, as ``client.yml`` has it.
    numeric : set of str
        Columns that hold numbers by type, once :meth:`batches` has been read.
    questions, rejects : list
        Empty: a table is already split into fields.
    """

    def __init__(
        self, source: Source, wanted: list[str], opened: Callable[[str], Database], *, last_counts: bool = False
    ):
        self.name, self._variable, self._wanted, self._opened = source.from_table, source.database, wanted, opened
        self._needs_key = last_counts and not TABLES[source.table].metadata["repeats"]
        self._fingerprint, self._bytes, self._rows, self._ignored = hashlib.sha256(), 0, 0, 0
        self._order = ""
        self.questions: list = []
        self.rejects: list[dict] = []
        self.numeric: set[str] = set()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the table.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text, and ``_line``: the row's number, from 1, in the order of the primary key, or
            where there is none in the order of the wanted columns.

        Raises
        ------
        IntakeError
            If the database cannot be read, or the table or a column is missing, or there are no rows.
        """
        schema = pa.schema([*((name, pa.string()) for name in self._wanted), ("_line", pa.int64())])
        try:
            database = self._opened(self._variable)
            query, readers = self._query(database)
            for rows in database.batches(query, BATCH):
                cells = zip(readers, zip(*rows, strict=True), strict=True)
                texts = [pa.array(map(read, column) if read else column, pa.string()) for read, column in cells]
                lines = range(self._rows + 1, self._rows + len(rows) + 1)
                batch = pa.RecordBatch.from_arrays([*texts, pa.array(lines, pa.int64())], schema=schema)
                self._count(batch)
                yield batch
        except DatabaseError as error:
            raise IntakeError(f"{self.name}: {error}") from None
        if not self._rows:
            raise IntakeError(f"{self.name}: the table has 0 rows.")

    def account(self) -> dict:
        """What was found, once :meth:`batches` has been read to its end.

        Returns
        -------
        dict
            The columns of ``Intake.files`` but for ``table``; the fingerprint is of the rows read, as CSV.
        """
        return {
            "file": self.name,
            "sha256": self._fingerprint.hexdigest(),
            "bytes": self._bytes,
            "encoding": None,
            "delimiter": None,
            "sheet": None,
            "first_line": 1,
            "rows": self._rows,
            "rejected": 0,
            "blank": 0,
            "columns_used": len(self._wanted),
            "columns_ignored": self._ignored,
            "notes": self._order,
        }

    def _query(self, database: Database) -> tuple[str, list[Callable | None]]:
        """The query, in names from the catalogue, and what makes text of each column that does not come as text."""
        place = find_table(database, self.name)
        types = table_columns(database, place)
        known = {name.strip(): name for name in types} | {name: name for name in types}
        for name in self._wanted:
            if name not in known:
                raise IntakeError(
                    f"{self.name}: there is no column {name!r}{nearest(name, types)}. "
                    "Correct `columns:` or `from_table:` in client.yml."
                )
        key = table_key(database, place)
        if self._needs_key and not key:
            raise IntakeError(
                f"{self.name}: the table has no primary key, so none of its rows is the last one. Write in client.yml, "
                "under `cleaning:`, `conflicting_rows: most`, or read from a table with a key."
            )
        self._order = f"rows in the order of {', '.join(key) or 'what is in them, as there is no primary key'}"
        columns = [known[name] for name in self._wanted]
        self._ignored = len(types) - len(set(columns))
        self.numeric = {name for name in self._wanted if types[known[name]].startswith(_NUMBERS)}
        texts = [_as_text(name, types[name], database.kind) for name in columns]
        order = [f"t.{quoted(name)}" for name in key] or [str(i + 1) for i in range(len(columns))]
        table = ".".join(map(quoted, place))
        query = f"SELECT {', '.join(texts)} FROM {table} t ORDER BY {', '.join(order)}"  # noqa: S608 - names are quoted
        if database.kind == "sqlite":
            return query, [_value_text] * len(columns)
        return query, [_float_text if types[name] in _FLOATS else None for name in columns]

    def _count(self, batch: pa.RecordBatch) -> None:
        written = io.BytesIO()
        pa_csv.write_csv(batch, written, pa_csv.WriteOptions(include_header=False))
        self._fingerprint.update(written.getbuffer())
        self._bytes += written.tell()
        self._rows += len(batch)


def plain_number(text: str) -> str:
    """Write a floating-point number without an exponent and without a point that says nothing.

    Parameters
    ----------
    text : str
        As a database or Python prints it.

    Returns
    -------
    str
        The same number; what is no number stays as it is.

    Examples
    --------
    >>> plain_number("17850.0"), plain_number("1.5e+16"), plain_number("1e-7"), plain_number("NaN")
    ('17850', '15000000000000000', '0.0000001', 'NaN')
    """
    number = Decimal(text)
    if not number.is_finite():
        return text
    plain = format(number, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _as_text(name: str, kind: str, database: str) -> str:
    """A column as the database itself prints it; SQLite, whose columns have no types, hands the values over."""
    column = f"t.{quoted(name)}"
    if database == "sqlite":
        return column
    if kind == "money":
        column = f"CAST({column} AS numeric)"  # else it comes with a currency sign
    if kind == "timestamp with time zone":
        return f"CAST({column} AT TIME ZONE 'UTC' AS text) || 'Z'"
    return f"CAST({column} AS text)"


def _float_text(text: str | None) -> str | None:
    return None if text is None else plain_number(text)


def _value_text(value: object) -> str | None:
    if isinstance(value, bytes):
        return "\\x" + value.hex()  # as PostgreSQL prints bytes
    if isinstance(value, float):
        return plain_number(repr(value))
    return None if value is None else str(value)
