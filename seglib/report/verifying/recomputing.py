"""Does a second computation, in SQL on the clean tables, give the numbers of the report?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatchcase
from numbers import Real
from pathlib import Path

import duckdb
import pandas as pd

from seglib.report.block import Block
from seglib.report.digits import Shown, numbers_in
from seglib.report.metrics import Recorded

FOLDER = Path(__file__).with_name("claims")
RELATIVE, ABSOLUTE = 1e-9, 1e-6
_CLAIM = re.compile("^-- claim ", re.MULTILINE)
_DIGIT = re.compile(r"\d")
_BEGINS = re.compile(r"\W*\d")  # a text counts by the number that it begins with
_BLOCK = r"[a-z][a-z0-9-]*\*?"
_HEAD = re.compile(rf"(?P<blocks>{_BLOCK}(?:, {_BLOCK})*)(?: by (?P<by>[a-z_, ]+))?: (?P<says>.+)")


@dataclass(frozen=True)
class Claim:
    """Something that a page says and that can be computed a second time.

    Parameters
    ----------
    page, block : str
        Where it stands; ``arm-*`` means all blocks of the page that begin so.
    by : tuple of str
        Columns by which rows are found; of the lines of a persona, ``heading``, ``source`` or values of theirs.
    says : str
        What it is, in words.
    query : str
        SQL on the views of :func:`~seglib.report.verifying.tables.open_for_claims`; the block's values are variables.
        Without `by`, ``block_n``, ``block_low`` and ``block_high`` are what the block rests on and the ends of its
        interval.
    """

    page: str
    block: str
    by: tuple[str, ...]
    says: str
    query: str


@dataclass(frozen=True)
class Compared:
    """One number of a block beside its second computation.

    Parameters
    ----------
    page, block, what : str
        Where it stands.
    found, expected : object
        What the report says, and what the query gives.
    agrees : bool
        Whether they are the same.
    """

    page: str
    block: str
    what: str
    found: object
    expected: object
    agrees: bool


def claims_of(page: str) -> list[Claim]:
    """Read the claims of a page.

    Parameters
    ----------
    page : str
        Its name.

    Returns
    -------
    list of Claim
        In the order of the file, one for each block that is named; none if there is no file.
    """
    path = FOLDER / f"{page}.sql"
    chunks = _CLAIM.split(path.read_text(encoding="utf-8"))[1:] if path.is_file() else []
    return [claim for chunk in chunks for claim in _claims(page, chunk)]


def recompute_page(connection: duckdb.DuckDBPyConnection, page: Recorded) -> list[Compared]:
    """Compute all claims of a page a second time.

    A claim may also say what must hold between values of the page: its tables are ``"page/anchor"``.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of :func:`~seglib.report.verifying.tables.open_for_claims`.
    page : Recorded
        What the report says.

    Returns
    -------
    list of Compared
        One entry a number.
    """
    for anchor, block in page.blocks.items():
        if block.kind in ("table", "figure"):
            names = [column.name for column in block.grid.columns]
            rows = pd.DataFrame([list(cells) for cells in block.grid.rows], columns=names)
            connection.register(f"{page.name}/{anchor}", rows.convert_dtypes())
    claims = [
        replace(claim, block=anchor)
        for claim in claims_of(page.name)
        for anchor in page.blocks
        if fnmatchcase(anchor, claim.block)
    ]
    return [pair for claim in claims for pair in recompute(connection, claim, page.blocks[claim.block])]


def recompute(connection: duckdb.DuckDBPyConnection, claim: Claim, block: Block) -> list[Compared]:
    """Compute a claim a second time.

    Parameters
    ----------
    connection : duckdb.DuckDBPyConnection
        Of :func:`~seglib.report.verifying.tables.open_for_claims`.
    claim : Claim
        The claim.
    block : Block
        What the report says.

    Returns
    -------
    list of Compared
        One entry a number that both have; none if the client lacks a table of results that the query reads, and one
        that does not agree if the query fails. Of a note, which stands for a block where a client has too little, only
        the ``text`` may be claimed.
    """
    told = {name: value for name, value in getattr(block, "values", {}).items() if isinstance(value, str | Real)}
    told |= {name: getattr(block, name) for name in ("id", "story") if hasattr(block, name)}
    for name, value in told.items():
        connection.execute(f'set variable "{name}" = ?', [value])
    try:
        cursor = connection.execute(claim.query)
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    except duckdb.CatalogException:
        return []
    except duckdb.Error as error:
        what, why = f"{claim.says}, which could not be computed again", str(error).split("\n", 1)[0]
        return [Compared(claim.page, claim.block, what, why, "a number", agrees=False)]
    finally:
        for name in told:  # no other block's
            connection.execute(f'reset variable "{name}"')
    return [
        Compared(claim.page, claim.block, what, found, expected, agree(found, expected, block))
        for what, found, expected in _pairs(claim, block, rows)
        if _says(found, expected)
    ]


def agree(found: object, expected: object, block: Block) -> bool:
    """Tell whether a value of a block is the one computed; in a text its first number is meant, as it is rounded.

    Parameters
    ----------
    found, expected : object
        The block's value, and the other; a list is of all numbers of a text, in their order.
    block : Block
        Gives the language.

    Returns
    -------
    bool
    """
    if expected is None:
        return False
    if isinstance(expected, list):
        shown = numbers_in(str(found), language=block.formatter.language)
        given = [() if value is None else (float(value),) for value in expected]
        return len(shown) == len(given) and all(map(Shown.rests_on, shown, given))
    if isinstance(expected, dt.date | dt.datetime):
        return str(found) == expected.isoformat()[:10]
    if not isinstance(expected, Real | Decimal):
        return str(found) == str(expected)
    if isinstance(found, str):
        told = numbers_in(found, language=block.formatter.language)[:1]
        return bool(told) and told[0].rests_on([float(expected)])
    return abs(float(found) - float(expected)) <= max(ABSOLUTE, RELATIVE * abs(float(expected)))


def _claims(page: str, chunk: str) -> list[Claim]:
    head, _, query = chunk.partition("\n")
    told = _HEAD.fullmatch(head)
    if told is None:
        raise ValueError(f"A claim begins with '-- claim <blocks> [by <columns>]: <what it says>'; got {head!r}.")
    by = tuple(name.strip() for name in (told["by"] or "").split(",") if name.strip())
    query = query.strip().removesuffix(";")
    return [Claim(page, block, by, told["says"], query) for block in told["blocks"].split(", ")]


def _says(found: object, expected: object) -> bool:
    """Tell whether a value claims what is expected: not what the gate has hidden, nor "fewer than 10" for a number."""
    if isinstance(found, str) and isinstance(expected, list):
        return _DIGIT.search(found) is not None
    if isinstance(found, str) and not isinstance(expected, str):
        return _BEGINS.match(found) is not None
    return found is not None


def _pairs(claim: Claim, block: Block, rows: list[Mapping[str, object]]) -> Iterator[tuple[str, object, object]]:
    if block.kind in ("table", "figure") and claim.by:
        yield from _pairs_of_rows(claim.by, block, rows)
        return
    if block.kind == "persona" and claim.by:
        yield from _pairs_of_lines(claim.by, block, rows)
        return
    said = {"value": block.value} if block.kind == "metric" else dict(getattr(block, "values", {}))
    low, high = block.interval or (None, None)
    said |= {"block_n": block.n, "block_low": low, "block_high": high}
    said |= {"text": block.text} if block.kind == "note" else {}
    for row in rows[:1]:
        yield from ((name, said[name], expected) for name, expected in row.items() if name in said)


def _pairs_of_rows(
    by: tuple[str, ...], block: Block, rows: list[Mapping[str, object]]
) -> Iterator[tuple[str, object, object]]:
    names = [column.name for column in block.grid.columns]
    if not set(by) <= set(names):
        return
    computed = {tuple(_key(row[name]) for name in by): row for row in rows}
    for cells in block.grid.rows:
        shown = dict(zip(names, cells, strict=True))
        key = tuple(_key(shown[name]) for name in by)
        for name, expected in computed.get(key, {}).items():
            if name in shown and name not in by:
                yield f"{name} of {', '.join(key)}", shown[name], expected


def _pairs_of_lines(
    by: tuple[str, ...], block: Block, rows: list[Mapping[str, object]]
) -> Iterator[tuple[str, object, object]]:
    computed = {tuple(_key(row[name]) for name in by): row for row in rows}
    for line in block.lines:
        said = {"heading": line.heading, "source": line.source, "line_n": line.n, **line.values}
        key = tuple(_key(said.get(name)) for name in by)
        for name, expected in computed.get(key, {}).items():
            if name in said and name not in by:
                yield f"{name} of {line.heading}", said[name], expected


def _key(value: object) -> str:
    if isinstance(value, Real | Decimal):
        return f"{float(value):g}"
    return value.isoformat()[:10] if isinstance(value, dt.date) else str(value)
