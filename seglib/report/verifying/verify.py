"""Is all of a published report true? Its files, its numbers, what it says of small groups and of people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from numbers import Real
from pathlib import Path

import duckdb

from seglib.report.block import Block
from seglib.report.contents import EDITIONS, check_edition
from seglib.report.digits import numbers_in
from seglib.report.metrics import NAME, Recorded, read_metrics
from seglib.report.privacy.counts import undeclared
from seglib.report.privacy.exposing import exposed
from seglib.report.privacy.limits import Limits, limits_of
from seglib.report.privacy.people import People, people
from seglib.report.publish import FOLDERS, MANIFEST, hashes_of
from seglib.report.text import Formatter
from seglib.report.verifying.problems import Problem
from seglib.report.verifying.reading import Read, read_page
from seglib.report.verifying.recomputing import recompute_page
from seglib.report.verifying.saying import data_texts, own_texts
from seglib.report.verifying.tables import open_for_claims
from seglib.report.verifying.tracing import client_numbers, orphans, strange_prose, wrong_numbers
from seglib.report.verifying.whole import missing_or_changed, missing_parts

_DECLARE = "Say it in seglib/report/privacy/counts.yml"
_COMPARE = "Compare the cell that makes the block with seglib/report/verifying/claims/{page}.sql"


class VerifyError(RuntimeError):
    """There is no report to verify."""


@dataclass(frozen=True)
class Covered:
    """How far a page was verified.

    Parameters
    ----------
    page : str
        Its name.
    numbers : int
        Numbers in its blocks, each time that one is shown.
    recomputed : int
        Values that were computed a second time, in SQL on the clean tables.
    blocks, alone : int
        Its blocks with numbers, and those of which no value was computed a second time.
    """

    page: str
    numbers: int
    recomputed: int
    blocks: int
    alone: int


@dataclass
class Verified:
    """What came out.

    Parameters
    ----------
    problems : list of Problem
        Empty where all is well.
    coverage : list of Covered
        One a page.
    """

    problems: list[Problem] = field(default_factory=list)
    coverage: list[Covered] = field(default_factory=list)


def editions(client: object, *, reports_dir: Path) -> list[str]:
    """List the editions of a client's report that are published.

    Parameters
    ----------
    client : seglib.client.Client
        The client.
    reports_dir : Path
        Holds one folder a client.

    Returns
    -------
    list of str
        In the order of `seglib.report.contents.EDITIONS`.
    """
    folder = Path(reports_dir) / client.slug
    return [edition for edition in EDITIONS if (folder / FOLDERS[edition] / MANIFEST).is_file()]


def verify(client: object, *, reports_dir: Path, edition: str = "client") -> Verified:
    """Verify a client's published pages against the client's tables; no notebook is run.

    Parameters
    ----------
    client : seglib.client.Client
        The client.
    reports_dir : Path
        Holds one folder a client.
    edition : {"client", "analyst", "student"}, default "client"
        Whom the pages are for. The analysts' may tell of small groups, and what is theory is not traced.

    Returns
    -------
    Verified
        Problems and coverage.

    Raises
    ------
    VerifyError
        If the report was never published.
    """
    folder = Path(reports_dir) / client.slug / FOLDERS[check_edition(edition)]
    if not (folder / MANIFEST).is_file() or not (folder / NAME).is_file():
        raise VerifyError(f"There is no report of {client.slug} to verify. Make it: make report CLIENT={client.slug}")
    found = Verified(list(missing_or_changed(folder, hashes=hashes_of(client))))
    try:
        pages = read_metrics(folder)
    except (ValueError, LookupError, TypeError) as error:
        again = f"Make the report again: make report CLIENT={client.slug}"
        raise VerifyError(f"{NAME} of {client.slug} cannot be read ({error}). {again}") from error
    titles = [text for page in pages for text in (page.title, page.subtitle)]
    with open_for_claims(client) as tables:
        persons = people(tables.execute("select customer_id, email, phone, name from customers").fetchall())
        limits = limits_of(tables, least=client.min_cell)
        for page in pages:
            path = folder / f"{page.name}.html"
            if path.is_file():  # one that is not was told of above
                read = read_page(path.read_text(encoding="utf-8"), blocks=page.blocks)
                found.problems += _untrue(page, read, client, titles if page.name == "index" else [])
                found.problems += _named(page.name, read, persons)
                found.problems += _exposed(page, limits) if edition != "analyst" else ()
            if page.name != "index":
                found.coverage.append(_recomputed(tables, page, found.problems))
    return found


def told(found: Verified) -> list[str]:
    """Say how far a report was verified.

    Parameters
    ----------
    found : Verified
        What came out.

    Returns
    -------
    list of str
        One line a page, and one for the whole.
    """
    lines = [
        f"{page.page}: {page.numbers:,} numbers traced to their blocks; {page.recomputed:,} values computed again in "
        f"SQL, some of {page.blocks - page.alone} of {page.blocks} blocks"
        for page in found.coverage
    ]
    numbers, recomputed = (sum(getattr(page, name) for page in found.coverage) for name in ("numbers", "recomputed"))
    verdict = "Nothing is wrong" if not found.problems else f"Problems: {len(found.problems):,}"
    return [
        *lines,
        f"{verdict}. {numbers:,} numbers traced, {recomputed:,} values computed again from the clean tables.",
    ]


def _untrue(page: Recorded, read: Read, client: object, titles: list[str]) -> Iterator[Problem]:
    yield from missing_parts(page, read)
    yield from wrong_numbers(page, read)
    yield from orphans(page, client_numbers(client))
    day = Formatter(client.language, client.currency).date(client.as_of)
    around = [day, str(client.min_cell), client.name, page.title, page.subtitle, *titles]
    yield from strange_prose(page, read, around, language=client.language)


def _named(page: str, read: Read, persons: People) -> Iterator[Problem]:
    for piece in read.pieces:
        for kind in persons.named_in(piece.text):
            what = "an id, an address or a phone" if kind == "mark" else "the name"
            yield Problem(page, piece.block, f"found {what} of a customer, expected nobody", "Leave it out")


def _exposed(page: Recorded, limits: Limits) -> Iterator[Problem]:
    for anchor, block in page.blocks.items():
        for where, what in exposed(block, limits):
            yield Problem(page.name, anchor, f"{where}: {what}")
        for name in undeclared(block):
            yield Problem(page.name, anchor, f"nobody has said whether {name!r} counts people", _DECLARE)


def _recomputed(tables: duckdb.DuckDBPyConnection, page: Recorded, problems: list[Problem]) -> Covered:
    pairs = recompute_page(tables, page)
    for pair in pairs:
        if not pair.agrees:
            what = f"{pair.what}: found {pair.found}, expected {_short(pair.expected)} by SQL on the clean tables"
            problems.append(Problem(page.name, pair.block, what, _COMPARE.format(page=page.name)))
    numbers = {anchor: _count(block) for anchor, block in page.blocks.items()}
    speaking = {anchor for anchor, count in numbers.items() if count}
    return Covered(
        page=page.name,
        numbers=sum(numbers.values()),
        recomputed=len(pairs),
        blocks=len(speaking),
        alone=len(speaking - {pair.block for pair in pairs}),
    )


def _count(block: Block) -> int:
    texts = [*data_texts(block), *own_texts(block).values()]
    return sum(len(numbers_in(text, language=block.formatter.language)) for text in texts)


def _short(value: object) -> str:
    return f"{float(value):.10g}" if isinstance(value, Real | Decimal) else str(value)
