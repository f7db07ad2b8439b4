"""Which rows of a table, and which other blocks, tell too much of a few people?"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from numbers import Real

from seglib.report.block import Block
from seglib.report.privacy.counts import columns_of_people, counts_people, said_of_people
from seglib.report.privacy.limits import Limits

_DIGIT = re.compile(r"\d")
_FEWER = re.compile(r"fewer than [\d,]+")


def exposed(block: Block, limits: Limits) -> Iterator[tuple[str, str]]:
    """Find what a block tells of too few people; nobody at all is too few as well.

    Parameters
    ----------
    block : Block
        Any block.
    limits : Limits
        The client's.

    Yields
    ------
    (str, str)
        Where, and what stands there.
    """
    least = f"expected {limits.least} or more, or no number"
    if counts_people(block) and block.n < limits.least:
        yield "what it rests on", f"found a group of {block.n}, {least}"
    for name, value in said_of_people(block).items():
        if value is not None and value < limits.least:
            yield f"{name!r} in the words", f"found a group of {value:g}, {least}"
    for line in getattr(block, "lines", ()):
        if line.n < limits.least:
            yield f"line {line.heading!r}", f"found a group of {line.n}, {least}"
    for name, values in columns_of_people(block).items():
        for number, value in enumerate(values):
            if value is not None and value < limits.least:
                yield f"row {number + 1}, {name!r}", f"found a group of {value:g}, {least}"
    for number in sorted(rows_that_tell(block, limits.small)):
        if not columns_of_people(block):
            yield f"row {number + 1}", f"found numbers of a group of fewer than {limits.least}, expected none"
    for number in sorted(rows_that_tell(block, limits.dominated)):
        yield f"row {number + 1}", "found money of a group of which two customers bring almost all, expected none"
    if tells_money(block) and named(block) & limits.dominated:
        yield "the words", "found money of a group of which two customers bring almost all, expected none"


def rows_that_tell(block: Block, names: Collection[str]) -> set[int]:
    """Find the rows of a table or figure that are about one of some groups and hold more numbers than those of people.

    Parameters
    ----------
    block : Block
        Any block.
    names : collection of str
        Of groups.

    Returns
    -------
    set of int
        Their places; none for blocks without a table.
    """
    rows = block.grid.rows if block.kind in ("table", "figure") else ()
    return {
        number
        for number, row in enumerate(rows)
        if any(isinstance(cell, str) and cell in names for cell in row)
        and any(tells(row[place]) and row[place] not in names for place in places_of_money(block))
    }


def places_of_money(block: Block) -> list[int]:
    """Find the columns of a table that may tell of money: all with numbers but those that count people.

    Parameters
    ----------
    block : Block
        A table or figure.

    Returns
    -------
    list of int
    """
    people = columns_of_people(block)
    return [place for place, column in enumerate(block.grid.columns) if column.name not in people]


def named(block: Block) -> set[str]:
    """Give the names that the words of a block may tell of.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    set of str
    """
    if block.kind == "finding":
        return {value for value in block.values.values() if isinstance(value, str)}
    return {block.name} if block.kind == "card" else {block.story} if block.kind == "persona" else set()


def tells_money(block: Block) -> bool:
    """Tell whether the words of a block hold money or a share.

    Parameters
    ----------
    block : Block
        Any block.

    Returns
    -------
    bool
    """
    if block.kind == "card":
        return block.brings is not None
    if block.kind == "persona":
        return any(isinstance(value, Real) for line in block.lines for value in line.values.values())
    return block.kind == "finding" and any(isinstance(value, Real) for value in block.values.values())


def tells(cell: object) -> bool:
    """Tell whether a cell holds a number.

    Parameters
    ----------
    cell : object
        A value of a grid.

    Returns
    -------
    bool
    """
    return isinstance(cell, Real) or (isinstance(cell, str) and _DIGIT.search(_FEWER.sub("", cell)) is not None)
