"""What does a block say from its data, and what in words of its own?"""

from __future__ import annotations

import numbers
from collections.abc import Iterator

from seglib.report.block import Block
from seglib.report.digits import numbers_in


def data_texts(block: Block) -> list[str]:
    """Show every value of a block as its reader sees it.

    Parameters
    ----------
    block : Block
        A block.

    Returns
    -------
    list of str
        What comes from the data, each value through the one formatter.
    """
    texts = [block.evidence] if block.needs_evidence else []
    if block.kind == "finding":
        texts += [text for text, kind, _ in block.parts() if kind is not None]
    elif block.kind == "metric":
        texts.append(block.shown)
    elif block.kind == "card":
        texts += [block.size, *(block.money or ())]
    elif block.kind in ("table", "figure"):
        texts += [cell for row in block.grid.shown(block.formatter) for cell in row]
    elif block.kind == "persona":
        for _, pieces, n, source in block.told():
            texts += [block.formatter.count(n), source, *(text for text, kind in pieces if kind is not None)]
    return texts


def own_texts(block: Block) -> dict[str, str]:
    """Give the words that whoever wrote the block has chosen; a number in them has to rest on the data too.

    Parameters
    ----------
    block : Block
        A block.

    Returns
    -------
    dict of str to str
        What the words are, and the words.
    """
    if block.kind == "finding":
        return {"sentence": " ".join(text for text, kind, _ in block.parts() if kind is None)}
    if block.kind == "persona":
        literal = [text for _, pieces, _, _ in block.told() for text, kind in pieces if kind is None]
        return {"story": block.story, "lines": " ".join(literal)}
    if block.kind == "card":
        return {"name": block.name, "advice": block.act}
    if block.kind in ("table", "figure"):
        heads = {"headings": " · ".join(column.label for column in block.grid.columns)}
        title = {"caption": block.caption} if block.kind == "table" else {"title": block.title, "alt": block.alt}
        return title | heads
    return {"label": block.label} if block.kind == "metric" else {"text": block.text}


def values_of(block: Block) -> list[float]:
    """Give the numbers that a block holds.

    Parameters
    ----------
    block : Block
        A block.

    Returns
    -------
    list of float
        Raw values, its n, the ends of its interval, how many rows it has and how many different values each column,
        and the numbers in texts from the data.
    """
    found = [float(value) for value in _raw(block) if isinstance(value, numbers.Real)]
    texts = [value for value in _raw(block) if isinstance(value, str)]
    return found + [number.value for text in texts for number in numbers_in(text, language=block.formatter.language)]


def _raw(block: Block) -> Iterator[object]:
    yield from (block.n, *(block.interval or ()), *(value for _, _, value in block.facts))
    if block.kind == "finding":
        yield from block.values.values()
    elif block.kind == "metric":
        yield block.value
    elif block.kind == "card":
        yield from (block.share, block.brings)
    elif block.kind in ("table", "figure"):
        yield len(block.grid.rows)
        for place in range(len(block.grid.columns)):
            yield len({row[place] for row in block.grid.rows})
        yield from (value for row in block.grid.rows for value in row)
    elif block.kind == "persona":
        yield from (value for line in block.lines for value in (line.n, line.source, *line.values.values()))


def shown_numbers(block: Block) -> set[str]:
    """Give the numbers that may stand where a block is shown.

    Parameters
    ----------
    block : Block
        A block.

    Returns
    -------
    set of str
        As they are written.
    """
    days = [value for value in _raw(block) if isinstance(value, str)]  # as columns are sorted by them
    texts = [*data_texts(block), *own_texts(block).values(), *block.sources, block.id, *days]
    return {number.text for text in texts for number in numbers_in(text, language=block.formatter.language)}
