"""Does every number of a page come from the data of a block?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from seglib.report.block import Block
from seglib.report.contents import CHAPTERS
from seglib.report.digits import numbers_in
from seglib.report.metrics import Recorded
from seglib.report.verifying.problems import Problem
from seglib.report.verifying.reading import Read
from seglib.report.verifying.saying import own_texts, shown_numbers, values_of

CONVENTIONS = (0.0, 1.0, 2.0, 0.95, 100.0)
"""Ends of scales, the least number of groups, the level of all intervals, an index's base: they may stand in words."""

OF_METHOD = {
    "01_cleaning": ("1.234", "03", "04", "19.90", "91.90"),
    "02_demographic": ("0.1", "0.3"),
    "03_geographic": ("12", "30"),
    "04_psychographic": ("0.2", "0.5", "0.7", "60"),
    "05_behavioural": ("5",),
    "06_evaluation": ("0.6", "5%", "19", "20", "1,000"),
    "09_crm": ("0.8", "1.25", "22"),
}
"""Numbers in the words of notebooks and blocks: ends of scales, thresholds, an article of law; the same for all."""

PAGES = frozenset(chapter.name[:2] for chapter in CHAPTERS)
_SETTING = re.compile(r"\w+: [{\[].*[}\]]")  # what is to be written into client.yml is no claim


def wrong_numbers(page: Recorded, read: Read) -> Iterator[Problem]:
    """Find numbers in a page's blocks that the blocks' data do not give.

    Parameters
    ----------
    page : Recorded
        What it was made of.
    read : Read
        As it was read.

    Yields
    ------
    Problem
        One a number.
    """
    allowed = {anchor: shown_numbers(block) for anchor, block in page.blocks.items()}
    for anchor, block in page.blocks.items():
        if anchor in read.cells:
            yield from _wrong_cells(page.name, anchor, block, read.cells[anchor])
        elif page.name != "index" and block.kind in ("table", "figure") and anchor in read.ids:
            yield Problem(page.name, anchor, f"the {block.kind} has lost its table")
    for piece in read.pieces:
        if piece.block and piece.place != "cell":
            language = page.blocks[piece.block].formatter.language
            for number in numbers_in(piece.text, language=language):
                if number.text not in allowed[piece.block]:
                    near = f"{piece.place} {_near(piece.text)}"
                    yield Problem(page.name, piece.block, f"{number.text} is not in the data of the block ({near})")


def _wrong_cells(page: str, anchor: str, block: Block, cells: Sequence[Sequence[str]]) -> Iterator[Problem]:
    shown = [[column.label for column in block.grid.columns], *block.grid.shown(block.formatter)]
    if len(cells) != len(shown):
        yield Problem(page, anchor, f"found {len(cells)} rows of a table, expected {len(shown)}")
        return
    for number, (found, expected) in enumerate(zip(cells, shown, strict=True)):
        for place, cell in enumerate(expected):
            there = _plain(found[place]) if place < len(found) else None
            if there != _plain(cell):
                label = block.grid.columns[place].label
                yield Problem(page, anchor, f"row {number}, {label!r}: found {there!r}, expected {_plain(cell)!r}")


def orphans(page: Recorded, known: Sequence[float]) -> Iterator[Problem]:
    """Find numbers in the words of blocks (titles, captions, alternative texts, notes) that rest on no value.

    Parameters
    ----------
    page : Recorded
        What it was made of.
    known : sequence of float
        Numbers of the client's settings, which may be named.

    Yields
    ------
    Problem
        One a number. A number may rest on another block of the same page.
    """
    around = [*CONVENTIONS, *known, *(value for block in page.blocks.values() for value in values_of(block))]
    for anchor, block in page.blocks.items():
        method = {*PAGES, *OF_METHOD.get(block.notebook, ())}
        for what, text in own_texts(block).items():
            for number in numbers_in(_SETTING.sub("", text), language=block.formatter.language):
                if number.text not in method and not number.rests_on(around):
                    why = f"{number.text} in the {what} rests on no value ({_near(text)})"
                    yield Problem(page.name, anchor, why, "Say it with a placeholder: page.say(…)")


def client_numbers(client: object) -> list[float]:
    """Give every number of the client's file.

    Parameters
    ----------
    client : seglib.client.Client
        The client.

    Returns
    -------
    list of float
    """
    return list(_numbers(client.model_dump(mode="json")))


def strange_prose(page: Recorded, read: Read, around: Sequence[str], *, language: str) -> Iterator[Problem]:
    """Find numbers outside of blocks that no block of the page holds and that are not about the method.

    Parameters
    ----------
    page : Recorded
        What it was made of.
    read : Read
        As it was read.
    around : sequence of str
        Texts of which the numbers may stand there: titles and the last day of observation.
    language : str
        Of the page.

    Yields
    ------
    Problem
        One a number.
    """
    allowed = {*PAGES, *OF_METHOD.get(page.name, ())}.union(*map(shown_numbers, page.blocks.values()))
    allowed.update(number.text for text in around for number in numbers_in(text, language=language))
    for piece in read.pieces:
        if not piece.block and piece.place not in ("code", "frame", "theory"):
            for number in numbers_in(piece.text, language=language):
                if number.text not in allowed and not number.rests_on(CONVENTIONS):
                    why = f"{number.text} in the text stands in no block ({_near(piece.text)})"
                    yield Problem(page.name, "", why, "Show it by a block, or take it out")


def _numbers(value: object) -> Iterator[float]:
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _numbers(each)
    elif isinstance(value, int | float):
        yield float(value)


def _near(text: str) -> str:
    return repr(_plain(text)[:80])


def _plain(text: str) -> str:
    return " ".join(text.split())
