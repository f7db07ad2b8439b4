"""Which table of the contract is a file, and which of its columns is which?

Every column of the file is judged against every column of the table; the assignment with the best total is taken, one
to one. A column is sure only where its name says so, its values do not deny it and no other column comes near.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import ibis
import numpy as np
from scipy.optimize import linear_sum_assignment

from seglib.contracts import TABLES, columns
from seglib.intake.suggest.fit import Fit, fit, percent, several
from seglib.intake.suggest.look import Look

_NEAR = 0.3
_NEEDED = 0.5
_MISSING = 1.5
_UNIQUE = 0.97
_CLOSE_CALL = 0.5


@dataclass(frozen=True, eq=False)
class Match:
    """A file read as one table of the contract.

    Attributes
    ----------
    look : Look
        The file.
    table : str
        The table.
    columns : dict of str to Fit
        Contract column: the file's column.
    rivals : dict of str to list of Fit
        Contract column: other columns of the file that fit nearly as well.
    missing : tuple of tuple of str
        Columns that the table needs and the file does not name; several where one of them is enough.
    unique : float
        Distinct keys as a share of the rows; 1 where each key comes once, and where the table's rows are events.
    points : float
        How well the whole fits.
    """

    look: Look
    table: str
    columns: dict[str, Fit]
    rivals: dict[str, list[Fit]] = field(default_factory=dict)
    missing: tuple[tuple[str, ...], ...] = ()
    unique: float = 1.0
    points: float = 0.0

    @property
    def whole(self) -> bool:
        """Whether nothing speaks against it: no needed column is missing, and the keys are unique."""
        return not self.missing and self.unique >= _UNIQUE


def matches(look: Look) -> list[Match]:
    """Read a file as every table of the contract that it may be.

    Parameters
    ----------
    look : Look
        The file.

    Returns
    -------
    list of Match
        Best first; empty where no table comes into question.
    """
    found = [match(look, table) for table in TABLES]
    enough = [one for one in found if len(one.columns) > 1 and len(one.columns) >= 2 * len(one.missing)]
    likely = [one for one in enough if one.points > 0]
    likely = [one for one in likely if not _lists_nothing(one)]
    return sorted(likely, key=lambda one: (-one.points, one.table))


def _lists_nothing(one: Match) -> bool:
    """Whether a list has no key, and no column that could be one."""
    key = (TABLES[one.table].metadata["key"][0],)
    unique = any(column.unique >= _UNIQUE and column.filled >= _UNIQUE for column in one.look.columns)
    return key in one.missing and not TABLES[one.table].metadata["repeats"] and not unique


def needed_groups(table: str) -> list[tuple[str, ...]]:
    """What a table cannot do without.

    Parameters
    ----------
    table : str
        A table of the contract.

    Returns
    -------
    list of tuple of str
        Columns, alone where nothing can stand for them.
    """
    groups = [(name,) for name, column in columns(table).items() if column.required]
    return groups + [tuple(group) for group in TABLES[table].metadata.get("one_of", [])]


def close(first: Match, second: Match) -> bool:
    """Whether two readings of a file are about as good.

    Parameters
    ----------
    first, second : Match
        The better one first.

    Returns
    -------
    bool
    """
    return first.points - second.points < _CLOSE_CALL


def match(look: Look, table: str, *, only: tuple[str, ...] | None = None) -> Match:
    """Read a file as one table of the contract.

    Parameters
    ----------
    look : Look
        The file.
    table : str
        A table of the contract.
    only : tuple of str, optional
        Contract columns to look for; left out, all.

    Returns
    -------
    Match
    """
    names = [name for name in columns(table) if only is None or name in only]
    groups = needed_groups(table)
    needed = {name for group in groups for name in group}
    places = range(len(look.columns))
    fits = {(name, place): fit(look, look.columns[place], table, name) for name in names for place in places}
    gain = np.array(
        [
            [(fits[name, place].score + _NEEDED * (name in needed)) if fits[name, place] else 0 for name in names]
            for place in places
        ]
    ).reshape(len(look.columns), len(names))
    pairs = zip(*linear_sum_assignment(gain, maximize=True), strict=True)
    best = {names[j]: one for i, j in pairs if (one := fits[names[j], int(i)])}
    taken = {one.column for one in best.values()}
    rivals = {}
    for name, one in best.items():
        others = [fits[name, place] for place, column in enumerate(look.columns) if column not in taken]
        near = [other for other in others if other and other.score >= one.score - _NEAR]
        if near:
            rivals[name] = sorted(near, key=lambda other: -other.score)
    missing = tuple(group for group in groups if not set(group) & set(best))
    unique = _unique(look, table, best)
    points = sum(one.score * (1 + (name in needed)) for name, one in best.items())
    points -= _MISSING * len(missing) + 4 * max(_UNIQUE - unique, 0)
    ordered = {name: best[name] for name in names if name in best}
    return Match(look, table, ordered, rivals, missing, unique, points)


def _unique(look: Look, table: str, best: dict[str, Fit]) -> float:
    """Distinct keys as a share of the rows that have one."""
    metadata = TABLES[table].metadata
    key = [best[name].column.place for name in metadata["key"] if name in best]
    if metadata["repeats"] or not key or len(best) == 1:
        return 1.0
    if len(key) == 1:
        return next(column.unique for column in look.columns if column.place == key[0])
    keyed = look.table.select(*key).filter([look.table[place].notnull() for place in key])
    rows, keys = keyed.count().to_pandas(), keyed.distinct().count().to_pandas()
    return int(keys) / max(int(rows), 1)


def joined(look: Look, place: str, other: Look, other_place: str) -> tuple[float, int]:
    """How many values of one column are found in another.

    Parameters
    ----------
    look : Look
        A file.
    place : str
        Its column.
    other : Look
        Another file.
    other_place : str
        Its column.

    Returns
    -------
    share : float
        Of the different values of the first that the second has.
    values : int
        How many different values the first has.
    """
    own = look.table.select(key=look.table[place]).filter(ibis._.key.notnull()).distinct()
    there = other.table.select(key=other.table[other_place]).distinct()
    values = int(own.count().to_pandas())
    both = int(own.semi_join(there, "key").count().to_pandas())
    return both / max(values, 1), values


def found_words(share: float, values: int, file: str) -> str:
    """A join in words.

    Parameters
    ----------
    share : float
        From :func:`joined`.
    values : int
        From :func:`joined`.
    file : str
        The other file.

    Returns
    -------
    str
    """
    return f"{percent(share)} of its {several(values, 'values')} are in {file}"
