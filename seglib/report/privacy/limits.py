"""Of which named groups may a client page say nothing, or nothing of their money?"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb


@dataclass(frozen=True)
class Limits:
    """What the gate goes by.

    Parameters
    ----------
    least : int
        The client's `min_cell`.
    small : frozenset of str
        Names of segments, places, products and categories of fewer people.
    dominated : frozenset of str
        Names of those of which two people bring so much that the money of one could be told from that of all.
    """

    least: int
    small: frozenset[str] = frozenset()
    dominated: frozenset[str] = frozenset()


def limits_of(tables: duckdb.DuckDBPyConnection, *, least: int) -> Limits:
    """Find the groups of a client that are too small, or dominated.

    Parameters
    ----------
    tables : duckdb.DuckDBPyConnection
        Of :func:`seglib.report.warehouse.open_tables`; its view ``groups`` has the rule.
    least : int
        The client's `min_cell`.

    Returns
    -------
    Limits
        Of small groups nothing is shown, so they are not in `dominated`.
    """
    rows = tables.execute("select name, min(n), bool_or(dominated) from groups where name is not null group by name")
    small, dominated = set(), set()
    for name, n, of_few in rows.fetchall():
        if n < least:
            small.add(name)
        elif of_few:
            dominated.add(name)
    return Limits(least, frozenset(small), frozenset(dominated))
