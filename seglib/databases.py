"""How is a database opened by the name of an environment variable, so that nobody sees its password?

The URL of a database holds its password. It stays in the environment: ``client.yml`` and every message know only the
variable's name, and of what a driver says of an error only the kind of error is passed on.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

from seglib.client import project_root

if TYPE_CHECKING:
    import psycopg

Result = TypeVar("Result")
_KINDS = {"postgresql": "postgres", "postgres": "postgres", "sqlite": "sqlite", "duckdb": "duckdb"}


class DatabaseError(RuntimeError):
    """A database that cannot be opened, read or written; the message names a variable and what to do, no secret."""


def discreet(variable: str, failed: str, action: Callable[[], Result]) -> Result:
    """Do something with a database, and let an error out as its kind alone.

    Parameters
    ----------
    variable : str
        The environment variable that holds the database's URL.
    failed : str
        What to say, after "The database of <variable>", where it fails, and what to do; without a full stop.
    action : callable
        What to do; it takes nothing.

    Returns
    -------
    object
        What the action gives.

    Raises
    ------
    DatabaseError
        In place of any other error; one that is discreet already passes.
    """
    try:
        return action()
    except DatabaseError:
        raise
    except Exception as error:  # noqa: BLE001 - drivers differ, and their messages may hold the password
        kind = type(error).__name__
    raise DatabaseError(f"The database of {variable} {failed} ({kind}).")  # out here nothing hangs on it as its context


@dataclass(frozen=True)
class Database:
    """A database that is open for reading; it refuses to be written to.

    Attributes
    ----------
    variable : str
        The environment variable that holds its URL.
    kind : {"postgres", "sqlite", "duckdb"}
    connection : object
        The driver's own.
    """

    variable: str
    kind: str
    connection: Any

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple]:
        """Run a query and fetch all its rows.

        Parameters
        ----------
        query : str
            SQL with the driver's placeholders.
        values : sequence
            What is bound to them.

        Returns
        -------
        list of tuple

        Raises
        ------
        DatabaseError
            If the database refuses.
        """
        bound = [values] if values else []
        return discreet(self.variable, "cannot be read", lambda: self.connection.execute(query, *bound).fetchall())

    def batches(self, query: str, size: int) -> Iterator[list[tuple]]:
        """Run a query and fetch its rows in batches, so that no more than one batch is held.

        Parameters
        ----------
        query : str
            SQL without placeholders.
        size : int
            Rows a batch.

        Yields
        ------
        list of tuple
            At least one row.

        Raises
        ------
        DatabaseError
            If the database refuses.
        """
        # PostgreSQL sends everything at once unless the cursor has a name
        rows = self.connection.cursor(**({"name": "rows"} if self.kind == "postgres" else {}))
        discreet(self.variable, "cannot be read", lambda: rows.execute(query))
        while batch := discreet(self.variable, "cannot be read to its end", lambda: rows.fetchmany(size)):
            yield batch
        rows.close()


@contextmanager
def open_databases() -> Iterator[Callable[[str], Database]]:
    """Open databases when they are needed, each once, so that all that is read of one is of the same moment.

    Yields
    ------
    callable
        As :func:`open_database` without ``with``; all are closed at the end.
    """
    with ExitStack() as stack:
        yield cache(lambda variable: stack.enter_context(open_database(variable)))


@contextmanager
def open_database(variable: str) -> Iterator[Database]:
    """Open a PostgreSQL, SQLite or DuckDB database for reading only.

    Parameters
    ----------
    variable : str
        The environment variable that holds its URL: ``postgresql://user:password@host/name``, ``sqlite:///shop.db`` or
        ``duckdb:///shop.duckdb``. A file that is not given in full is looked for in the project's folder.

    Yields
    ------
    Database
        In PostgreSQL all reading is one transaction and sees the database as it was at the start.

    Raises
    ------
    DatabaseError
        If the variable is not set, its URL is of another kind, or the database cannot be opened.
    """
    scheme, _, place = _url(variable).partition("://")
    kind = _KINDS.get(scheme.lower())
    if kind is None:
        raise DatabaseError(
            f"{variable} must hold a URL that begins with postgresql://, sqlite:/// or duckdb:///. Other databases: "
            "export the table as a file."
        )
    if kind == "postgres":
        connection = connect_postgres(variable)
    else:
        failed = "cannot be opened; check that the file is there and that nobody is writing to it"
        connection = discreet(variable, failed, lambda: _open_file(kind, place))
    try:
        if kind == "postgres":
            connection.read_only = True
            connection.isolation_level = 3  # repeatable read
        yield Database(variable, kind, connection)
    finally:
        connection.close()


def connect_postgres(variable: str, *, autocommit: bool = False) -> psycopg.Connection:
    """Open a PostgreSQL database for reading and writing.

    Parameters
    ----------
    variable : str
        The environment variable that holds its URL.
    autocommit : bool, default False
        Whether each statement is a transaction of its own.

    Returns
    -------
    psycopg.Connection
        Everything that it prints is canonical: ISO dates in UTC, all digits of a number.

    Raises
    ------
    DatabaseError
        If the variable is not set, psycopg is missing, or the database cannot be opened.
    """
    url = _url(variable)
    try:
        import psycopg
    except ModuleNotFoundError:
        raise DatabaseError("PostgreSQL needs one more package: pip install 'seglib[postgres]'.") from None

    def connect() -> psycopg.Connection:
        connection = psycopg.connect(url, client_encoding="utf8", autocommit=autocommit)
        for setting, value in _CANONICAL.items():
            connection.execute("SELECT set_config(%s, %s, false)", (setting, value))
        connection.commit()
        return connection

    return discreet(variable, "cannot be opened; check the host, port, name, user and password of its URL", connect)


_CANONICAL = {"DateStyle": "ISO, YMD", "TimeZone": "UTC", "extra_float_digits": "1", "bytea_output": "hex"}
_CLOSED = {"enable_external_access": "false", "autoinstall_known_extensions": "false", "lock_configuration": "true"}


def quoted(name: str) -> str:
    """Quote a name as the SQL standard says, so that whatever is in it stays a name.

    Parameters
    ----------
    name : str
        Name of a schema, table or column.

    Returns
    -------
    str

    Examples
    --------
    >>> print(quoted('a "b"; DROP TABLE c'))
    "a ""b""; DROP TABLE c"
    """
    return '"' + name.replace('"', '""') + '"'


def _url(variable: str) -> str:
    url = os.environ.get(variable)
    if not url:
        raise DatabaseError(f"Set {variable} in the environment to the database's URL, then run again.")
    return url


def _open_file(kind: str, place: str) -> Any:
    path = project_root() / place.removeprefix("/")
    if not path.is_file():
        raise FileNotFoundError
    if kind == "sqlite":
        import sqlite3

        connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, check_same_thread=False)
        connection.text_factory = _utf8
        return connection
    import duckdb

    return duckdb.connect(path, read_only=True, config=_CLOSED)


def _utf8(data: bytes) -> str | bytes:
    """Text of SQLite, which does not check that it is UTF-8; bytes where it is not."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data
