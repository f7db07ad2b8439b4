"""Which sections of a page have nothing to say? Those whose cells could all have shown a block, and none did.

A client without orders has no seasons, and needs no heading and no introduction to them either. A section of prose
alone, such as the limits of a page, always stays.
"""

from __future__ import annotations

from collections.abc import Sequence

import nbformat

from seglib.report.block import Block


def silent(cells: Sequence[nbformat.NotebookNode], outputs: Sequence[Sequence[Block]]) -> list[bool]:
    """Find the cells of sections that have nothing to say.

    Parameters
    ----------
    cells : sequence of NotebookNode
        Of an executed notebook, in order.
    outputs : sequence of sequence of Block
        What each cell shows.

    Returns
    -------
    list of bool
        For each cell, whether it is prose of a section (from ``##`` or ``###`` to the next heading) with code cells of
        which none shows a block. A section with parts stays as long as one of its parts does.
    """
    levels = [_level(cell) for cell in cells]
    dumb = [False] * len(cells)
    for start, level in enumerate(levels):
        if level < 2:
            continue
        end = next((i for i in range(start + 1, len(cells)) if 0 < levels[i] <= level), len(cells))
        inside = range(start + 1, end)
        tried = any(cells[i].cell_type == "code" for i in inside)
        if tried and not any(outputs[i] for i in inside):
            dumb[start:end] = [cells[i].cell_type == "markdown" for i in range(start, end)]
    return dumb


def _level(cell: nbformat.NotebookNode) -> int:
    """2 for a cell that begins a section, 3 for one that begins a part of it, 1 for the title, 0 for all others."""
    if cell.cell_type != "markdown":
        return 0
    first = cell.source.lstrip().split(" ", 1)[0]
    return len(first) if first in ("#", "##", "###") else 0
