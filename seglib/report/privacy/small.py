"""Which groups of a block are too small to be shown?"""

from __future__ import annotations

from collections.abc import Iterator

from seglib.report.block import Block
from seglib.report.privacy.counts import counts_people, sizes


def small_groups(block: Block, least: int) -> Iterator[tuple[str, float]]:
    """Find numbers of people below a minimum; nobody at all is too few as well.

    Parameters
    ----------
    block : Block
        Any block.
    least : int
        The minimum.

    Yields
    ------
    (str, float)
        Where, and how many.
    """
    if counts_people(block) and block.n < least:
        yield "what it rests on", block.n
    for name, values in sizes(block).items():
        for number, value in enumerate(values, start=1):
            if value is not None and value < least:
                yield (f"row {number}, {name!r}" if block.kind != "finding" else f"{name!r} in the sentence"), value
    for line in getattr(block, "lines", ()):
        if line.n < least:
            yield f"line {line.heading!r}", line.n
