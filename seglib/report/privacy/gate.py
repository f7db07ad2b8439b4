"""Through which door does every block of a client's page go? One that lets no small group pass.

The executed notebook keeps all numbers: it is the analyst's. What a client reads is made of blocks that went through
here, so that pages, data of figures, the index and ``metrics.json`` hold the same and no more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from seglib.report.block import Block
from seglib.report.blocks import Figure, Note, Table
from seglib.report.privacy.counts import columns_of_labels, columns_of_people, counts_people, said_of_people
from seglib.report.privacy.exposing import named, places_of_money, rows_that_tell, tells, tells_money
from seglib.report.privacy.limits import Limits
from seglib.report.privacy.secondary import hidden_rows
from seglib.report.render import Content
from seglib.report.tabular import Grid
from seglib.report.text import translation

SIDE_BY_SIDE = ("metric", "persona")
_SHARED = ("id", "notebook", "formatter", "slot")


def gated(content: Content, limits: Limits) -> Content:
    """Let all blocks of a page pass.

    Parameters
    ----------
    content : seglib.report.render.Content
        What a notebook brings.
    limits : Limits
        The client's.

    Returns
    -------
    seglib.report.render.Content
        The same page, of the blocks that a client may read.
    """
    beside = _beside(content, limits.least)
    items = []
    for item in content.items:
        blocks = tuple(_note(b, limits.least) if b.id in beside else through(b, limits) for b in item.blocks)
        if blocks == item.blocks:
            items.append(item)
        else:
            items += [replace(item, kind=kind, blocks=tuple(group)) for kind, group in _alike(blocks)]
    return replace(content, items=tuple(items))


def through(block: Block, limits: Limits) -> Block:
    """Let a block pass as it may be read by a client.

    Parameters
    ----------
    block : Block
        Of an executed notebook.
    limits : Limits
        The client's.

    Returns
    -------
    Block
        The same block where it tells of no group that is too small or dominated. Else: a table without the numbers of
        such rows and of those that would give them away; in place of a figure, which would show them, such a table; a
        persona without the lines that rest on too few, or of which all would be told; a card without its money; in
        place of a sentence or number about too few, a note.
    """
    few = [value for value in said_of_people(block).values() if value is not None and value < limits.least]
    if counts_people(block) and block.n < limits.least:
        return _note(block, limits.least)
    if block.kind in ("table", "figure"):
        return _table(block, limits, words=not few)
    of_few = tells_money(block) and bool(named(block) & limits.dominated)
    if block.kind == "persona":
        return replace(block, lines=tuple(line for line in block.lines if line.n >= limits.least and not of_few))
    if block.kind == "card" and of_few:
        return replace(block, brings=None, interval=None)
    return _note(block, limits.least) if few or of_few else block


def _beside(content: Content, least: int) -> set[str]:
    """Personas and cards of segments that are small, or that would tell the size of a small one."""
    hidden = set()
    for kind in ("persona", "card"):
        alike = [block for item in content.items for block in item.blocks if block.kind == kind]
        hidden |= {alike[place].id for place in hidden_rows([block.n for block in alike], least)}
    return hidden


def _alike(blocks: Sequence[Block]) -> Iterator[tuple[str, Sequence[Block]]]:
    """Neighbours that a page sets side by side; all other blocks one by one."""
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        neighbours = list(group)
        yield from [(kind, neighbours)] if kind in SIDE_BY_SIDE else [(kind, [block]) for block in neighbours]


def _table(block: Table | Figure, limits: Limits, *, words: bool) -> Table | Figure:
    sizes = columns_of_people(block)
    small = {row for column in sizes.values() for row in hidden_rows(column, limits.least)}
    small |= set() if sizes else _with_another(block, rows_that_tell(block, limits.small))
    of_few = _with_another(block, rows_that_tell(block, limits.dominated))
    if words and not small and not of_few:
        return block
    labels, money = columns_of_labels(block), set(places_of_money(block))
    every = {place for place, column in enumerate(block.grid.columns) if column.name not in labels}
    rows = [
        _without(row, every if number in small else money if number in of_few else ())
        for number, row in enumerate(block.grid.rows)
    ]
    _ = translation(block.formatter.language)
    told = _("Groups of fewer than {least}, and what would tell their size, are not shown (–).", least=limits.least)
    own = block.caption if block.kind == "table" else block.title
    caption = told if tells(own) else f"{own}. {told}"
    shared = {name: getattr(block, name) for name in ("n", "population", "sources", *_SHARED)}
    return Table(caption=caption, grid=Grid(block.grid.columns, tuple(rows)), facts=_fact(limits.least), **shared)


def _with_another(block: Table | Figure, rows: Collection[int]) -> set[int]:
    """Rows and, where it is one alone, the row beside it, so that it cannot be computed from a total."""
    if len(rows) != 1:
        return set(rows)
    row = next(iter(rows))
    return {row, row - 1 if row else min(1, len(block.grid.rows) - 1)}


def _without(row: tuple[object, ...], places: Collection[int]) -> tuple[object, ...]:
    """Take the numbers out of some places; what a row is called, in its first cell, stays."""
    return tuple(
        None if place in places and tells(value) and (place or not isinstance(value, str)) else value
        for place, value in enumerate(row)
    )


def _note(block: Block, least: int) -> Note:
    _ = translation(block.formatter.language)
    text = _("This tells of fewer than {least} customers, too few to be shown.", least=least)
    shared = {name: getattr(block, name) for name in _SHARED}
    return Note(text=text, facts=_fact(least), **shared)


def _fact(least: int) -> tuple[tuple[str, str, int], ...]:
    return (("least", "count", least),)
