"""Through which door does every block of a client's page go? One that lets no small group pass.

The executed notebook keeps all numbers: it is the analyst's. What a client reads is made of blocks that went through
here, so that pages, data of figures, the index and ``metrics.json`` hold the same and no more.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from seglib.report.block import Block
from seglib.report.blocks import Figure, Note, Table
from seglib.report.privacy.counts import counts_people, sizes
from seglib.report.privacy.secondary import hidden_rows
from seglib.report.privacy.small import small_groups
from seglib.report.render import Content
from seglib.report.tabular import Grid
from seglib.report.text import translation

SIDE_BY_SIDE = ("metric", "persona")
_SHARED = ("id", "notebook", "formatter", "slot")
_DIGIT = re.compile(r"\d")


def through(block: Block, least: int) -> Block:
    """Let a block pass as it may be read by a client.

    Parameters
    ----------
    block : Block
        Of an executed notebook.
    least : int
        The client's `min_cell`.

    Returns
    -------
    Block
        The same block where no group in it is under the minimum. Else: a table without the numbers of the small rows
        and of those that would give them away; in place of a figure, which would show them, such a table; a persona
        without the lines that rest on too few; in place of a sentence or number about too few, a note.
    """
    if counts_people(block) and block.n < least:
        return _note(block, least)
    if block.kind == "persona":
        return replace(block, lines=tuple(line for line in block.lines if line.n >= least))
    if block.kind == "finding" and list(small_groups(block, least)):
        return _note(block, least)
    rows = _hidden(block, least)
    return _without(block, rows, least) if rows else block


def gated(content: Content, least: int) -> Content:
    """Let all blocks of a page pass.

    Parameters
    ----------
    content : seglib.report.render.Content
        What a notebook brings.
    least : int
        The client's `min_cell`.

    Returns
    -------
    seglib.report.render.Content
        The same page, of the blocks that a client may read.
    """
    items = []
    for item in content.items:
        blocks = tuple(through(block, least) for block in item.blocks)
        if blocks == item.blocks:
            items.append(item)
        else:
            items += [replace(item, kind=kind, blocks=tuple(group)) for kind, group in _alike(blocks)]
    return replace(content, items=tuple(items))


def _alike(blocks: Sequence[Block]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Neighbours that a page sets side by side; all other blocks one by one."""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        neighbours = list(group)
        yield from [(kind, neighbours)] if kind in SIDE_BY_SIDE else [(kind, [block]) for block in neighbours]


def _hidden(block: Block, least: int) -> set[int]:
    if block.kind not in ("table", "figure"):
        return set()
    return {row for column in sizes(block).values() for row in hidden_rows(column, least)}


def _without(block: Table | Figure, rows: Collection[int], least: int) -> Table:
    _ = translation(block.formatter.language)
    first = 0 if not block.grid.columns[0].numeric else -1
    kept = [
        tuple(value if place == first or _wordy(value) else None for place, value in enumerate(row))
        if number in rows
        else row
        for number, row in enumerate(block.grid.rows)
    ]
    words = block.caption if block.kind == "table" else block.title
    told = _("Groups of fewer than {least}, and what would tell their size, are not shown (–).", least=least)
    caption = told if _DIGIT.search(words) else f"{words}. {told}"
    shared = {name: getattr(block, name) for name in ("n", "population", "sources", *_SHARED)}
    return Table(caption=caption, grid=Grid(block.grid.columns, tuple(kept)), facts=(least,), **shared)


def _wordy(value: object) -> bool:
    return isinstance(value, str) and not _DIGIT.search(value)


def _note(block: Block, least: int) -> Note:
    _ = translation(block.formatter.language)
    text = _("This tells of fewer than {least} customers, too few to be shown.", least=least)
    shared = {name: getattr(block, name) for name in _SHARED}
    return Note(text=text, facts=(least,), **shared)
