"""On which tables is a report computed a second time? The warehouse's, with settings, and views of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Real
from pathlib import Path

import duckdb

from seglib.report.warehouse import open_tables

FOLDER = Path(__file__).with_name("views")
VIEWS = ("intervals", "segments", "files", "traits", "places", "survey", "behaviour", "evaluation", "purchases")
VIEWS += ("personas", "costs", "campaigns")  # each after those that it reads
_NUMBERS_OF = ("roi", "costs", "targeting", "crm", "evaluation", "strategy", "demographic", "geographic")


def open_for_claims(client: object) -> duckdb.DuckDBPyConnection:
    """Open what the queries of `claims` read.

    Parameters
    ----------
    client : seglib.client.Client
        The client.

    Returns
    -------
    duckdb.DuckDBPyConnection
        As :func:`seglib.report.warehouse.open_tables` gives it, with the views and macros of ``views/*.sql``. Variables
        such as ``costs.minute`` are the numbers of the client's file under `roi`, `costs`, `targeting`, `crm`,
        `evaluation`, `strategy`, `demographic` and `geographic`; those that it gives by name, as for each channel, or
        in a list are rows of ``prices``; ``chosen_items`` has the questions that it names, and ``ledger_begun`` says
        whether a campaign was written down.
    """
    connection = open_tables(client)
    begun = (Path(client.folder) / "campaigns" / "ledger.csv").is_file()
    connection.execute("set variable ledger_begun = ?", [begun])
    connection.execute("create table prices (name varchar, kind varchar, price double)")
    for part in _NUMBERS_OF:
        _set(connection, part, getattr(client, part).model_dump())
    connection.execute("create table chosen_items (item_id varchar)")  # questions that make the segments; none: all
    for item in client.psychographic.items or ():
        connection.execute("insert into chosen_items values (?)", [item])
    for name in VIEWS:
        connection.execute((FOLDER / f"{name}.sql").read_text(encoding="utf-8"))
    return connection


def _set(connection: duckdb.DuckDBPyConnection, of: str, given: Mapping[str, object]) -> None:
    """Keep the numbers of a part of the client's file, and those that it gives by name, as for each channel."""
    for name, value in given.items():
        if isinstance(value, Real):
            connection.execute(f'set variable "{of}.{name}" = ?', [float(value)])
        for kind, price in _each(value):
            parts = price.items() if isinstance(price, Mapping) else [("", price)]
            for part, number in parts:
                if isinstance(number, Real):
                    key = f"{of}.{name}.{part}".removesuffix(".")
                    connection.execute("insert into prices values (?, ?, ?)", [key, str(kind), float(number)])


def _each(value: object) -> Iterable[tuple[str, object]]:
    """What a setting is made of: things by name, or of a list by their own names or places."""
    if isinstance(value, Mapping):
        return value.items()
    things = value if isinstance(value, list) else []
    return [(one.get("name", place) if isinstance(one, Mapping) else place, one) for place, one in enumerate(things)]
