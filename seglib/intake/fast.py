"""Can a block of text be split all at once, with the result that the careful way would give?

A block is plain if it is valid UTF-8 without NUL characters and lone CR, if its quotation marks stand where they must,
and if every record has the right number of fields, none is blank and none is the header again. Whatever is not plain
is left to :class:`seglib.intake.records.Careful`.
"""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from pyarrow import csv

from seglib.intake.layout import Layout, tidy
from seglib.intake.records import LONGEST_CELL, LONGEST_RECORD

_LF, _CR, _QUOTE, _BLANK, _ASCII = 10, 13, 34, 32, 128


@dataclass(frozen=True)
class Plain:
    """A plain block, split.

    Attributes
    ----------
    columns : list of pyarrow.Array
        The wanted columns as text.
    lines : numpy.ndarray
        First physical line of each record, counted from the beginning of the block, from 0.
    n_lines : int
        Physical lines of the block.
    ends : collections.Counter
        How many records end in LF and CRLF.
    """

    columns: list[pa.Array]
    lines: np.ndarray
    n_lines: int
    ends: Counter


def splitter(layout: Layout, positions: list[int]) -> Callable[[bytes], Plain | None]:
    """Make the function that splits plain blocks of one file.

    Parameters
    ----------
    layout : seglib.intake.layout.Layout
        How the file is written.
    positions : list of int
        The columns to take; at least one.

    Returns
    -------
    callable
        From the bytes of a block, in UTF-8, to what it holds; ``None`` where the block is not plain.
    """
    mark = layout.delimiter.encode()
    if len(mark) != 1:
        return lambda block: None
    names = [str(position) for position in range(layout.width)]
    taken = [names[position] for position in [*positions, *layout.nameless]]
    parse = {"delimiter": layout.delimiter, "ignore_empty_lines": False}
    convert = csv.ConvertOptions(
        column_types=dict.fromkeys(taken, pa.string()),
        include_columns=taken,
        strings_can_be_null=False,
        quoted_strings_can_be_null=False,
    )

    def split(block: bytes) -> Plain | None:
        if not _is_text(block):
            return None
        found = _record_ends(block, mark[0])
        if found is None:
            return None
        lines, n_lines, ends, newlines_inside = found
        try:
            table = csv.read_csv(
                pa.py_buffer(block),
                csv.ReadOptions(column_names=names, block_size=len(block) + 1, use_threads=False),
                csv.ParseOptions(newlines_in_values=newlines_inside, **parse),
                convert,
            )
        except pa.ArrowInvalid:
            return None
        if len(table) != len(lines):
            return None
        columns = [column.combine_chunks() for column in table.columns]
        chosen, nameless = columns[: len(positions)], columns[len(positions) :]
        if any(_filled(column) for column in nameless) or _any_odd(chosen, [layout.header[i] for i in positions]):
            return None
        return Plain(chosen, lines, n_lines, ends)

    return split


def _is_text(block: bytes) -> bool:
    if b"\0" in block or block.startswith(codecs.BOM_UTF8):
        return False
    if not block.isascii():
        try:
            block.decode("utf-8")
        except UnicodeDecodeError:
            return False
    return True


def _record_ends(block: bytes, delimiter: int) -> tuple[np.ndarray, int, Counter, bool] | None:
    """First lines of the records, number of lines, line ends of the records, and whether any has several lines."""
    data = np.frombuffer(block, np.uint8)
    breaks = np.flatnonzero(data == _LF)
    returns = block.count(b"\r")
    if returns and returns != block.count(b"\r\n"):
        return None
    if breaks.size == 0 or breaks[-1] != len(data) - 1:
        breaks = np.append(breaks, len(data))  # the last line has no end
    closing = np.arange(len(breaks))
    if b'"' in block:
        quotes = np.flatnonzero(data == _QUOTE)
        if not _well_quoted(data, quotes, delimiter):
            return None
        closing = np.flatnonzero(np.searchsorted(quotes, breaks) % 2 == 0)
    starts = np.concatenate(([0], closing[:-1] + 1))
    after = breaks[closing]
    if np.diff(after, prepend=-1).max() > LONGEST_CELL or (closing - starts).max() >= LONGEST_RECORD:
        return None
    crlf = int((data[after[after > 0] - 1] == _CR).sum()) if returns else 0
    unended = int(after[-1] == len(data))
    if unended and returns and data[-1] == _CR:
        return None
    ends = Counter({"CRLF": crlf, "LF": len(after) - crlf - unended})
    return starts, len(breaks), +ends, len(closing) < len(breaks)


def _well_quoted(data: np.ndarray, quotes: np.ndarray, delimiter: int) -> bool:
    """Whether quotation marks open behind, and close before, a delimiter, a line end or another quotation mark."""
    if len(quotes) % 2:
        return False
    padded = np.concatenate(([_LF], data, [_LF])).astype(np.uint8)
    before, behind = padded[quotes[::2]], padded[quotes[1::2] + 2]
    opens = (before == delimiter) | (before == _LF) | (before == _QUOTE)
    closes = (behind == delimiter) | (behind == _LF) | (behind == _CR) | (behind == _QUOTE)
    return bool(opens.all() and closes.all())


def _filled(column: pa.Array) -> bool:
    return column.nbytes > 0 and any(value.as_py().strip() for value in column.unique())


def _any_odd(columns: list[pa.Array], names: list[str]) -> bool:
    """Whether a record may be blank or the header again, as far as these columns tell.

    Most records are cleared by the first byte of one of their cells: it is neither blank nor that of the column's name.
    """
    odd = None
    for column, name in zip(columns, names, strict=True):
        offsets = np.frombuffer(column.buffers()[1], np.int32)[column.offset : column.offset + len(column) + 1]
        text = np.frombuffer(column.buffers()[2] or b"\0", np.uint8)
        starts, lengths = offsets[:-1], np.diff(offsets)
        if odd is not None:
            starts, lengths = starts[odd], lengths[odd]
        first = text[np.minimum(starts, len(text) - 1)]
        unclear = (lengths == 0) | (first <= _BLANK) | (first >= _ASCII) | (first == (name.encode()[:1] or b" ")[0])
        odd = np.flatnonzero(unclear) if odd is None else odd[unclear]
        if not odd.size:
            return False
    cells = [column.take(pa.array(odd)).to_pylist() for column in columns]
    rows = list(zip(*cells, strict=True))
    blank = any(not any(map(str.strip, row)) for row in rows)
    return blank or any(all(tidy(cell) == name for cell, name in zip(row, names, strict=True)) for row in rows)
