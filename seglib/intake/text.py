"""How is a delimited text file read, plain stretches fast and all others with care?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from seglib.client_keys import Source
from seglib.intake import blocks
from seglib.intake.container import opened
from seglib.intake.errors import IntakeError
from seglib.intake.fast import splitter
from seglib.intake.header import positions_of, refuse_missing
from seglib.intake.layout import look
from seglib.intake.records import Careful
from seglib.intake.utf8 import AsUtf8

_BATCH = 100_000


class TextFile:
    """One delimited text file.

    Parameters
    ----------
    path : pathlib.Path
    source : seglib.client.Source
        What is declared of it.
    wanted : list of str
        Names of the columns that are read.
    where : str
        The source's place in ``client.yml``, for questions.

    Attributes
    ----------
    names : list of str
        Names of all columns; empty where one has none.
    questions : list of seglib.questions.Question
        What must be answered before it can be read.
    notes : list of str
        What was repaired, and what the reader should know.
    delimiter, encoding : str
    rows, blank : int
        Records handed out or rejected, and blank lines, after :meth:`batches` has been read to its end.
    rejects : list of dict
        In the shape of ``REJECT_SCHEMA``.
    """

    def __init__(self, path: Path, source: Source, wanted: list[str], where: str = ""):
        self._path, self._source, self._wanted = path, source, wanted
        self._layout = look(path, source, wanted=wanted, where=where)
        self.questions, self.notes = self._layout.questions, self._layout.notes
        self.names, self.delimiter, self.encoding = self._layout.header, self._layout.delimiter, self._layout.encoding
        self._careful = Careful(self._layout)

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last physical line that are read, so far; ``None`` where that is the whole file."""
        if self._source.header_line is None and self._source.last_line is None:
            return None
        return self._source.header_line or 1, self._careful.line - 1

    @property
    def first_line(self) -> int:
        """The physical line on which the rows begin."""
        return self._layout.first_line

    def count_lines(self) -> int:
        """Count the physical lines of the whole file.

        Returns
        -------
        int
        """
        with opened(self._path, self._source.member) as data:
            pieces = blocks.Blocks(AsUtf8(data, self.encoding, self._path.name), self._path.name, line=1)
            return sum(
                sum(1 for _ in blocks.LINE_END.finditer(piece)) + (not piece.endswith((b"\n", b"\r")))
                for piece in iter(pieces.take, b"")
            )

    @property
    def rows(self) -> int:
        """Records handed out or rejected so far."""
        return self._careful.rows

    @property
    def blank(self) -> int:
        """Blank lines so far."""
        return self._careful.blank

    @property
    def rejects(self) -> list[dict]:
        """Records that are not handed out, so far."""
        return self._careful.rejects

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the file.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text as received, and ``_line``.

        Raises
        ------
        IntakeError
            If a column is missing, a nameless column is not empty, or no row has the width of the header.
        """
        layout, careful = self._layout, self._careful
        refuse_missing(self.names, self._wanted, f"{layout.file}:{layout.header_line or 1}")
        positions = [positions_of(self.names, self._wanted)[name] for name in self._wanted]
        split = splitter(layout, positions)
        careful.blank = layout.blank
        with opened(self._path, self._source.member) as data:
            stream = AsUtf8(data, layout.encoding, layout.file)
            pieces = blocks.Blocks(
                stream, layout.file, line=layout.first_line, last_line=layout.last_line, skip=layout.start
            )
            while block := pieces.take():
                plain = split(block)
                if plain is None:
                    more = lambda: pieces.take().decode("utf-8", layout.errors)  # noqa: E731
                    yield from self._with_care(block.decode("utf-8", layout.errors), more, positions)
                    continue
                yield self._batch(plain.columns, plain.lines + careful.line)
                careful.rows += len(plain.lines)
                careful.line += plain.n_lines
                careful.offset += len(block) if layout.encoding == "utf-8" else len(layout.received(block.decode()))
                careful.ends.update(plain.ends)
        self._finish()

    def _with_care(self, text: str, more, positions: list[int]) -> Iterator[pa.RecordBatch]:
        lines: list[int] = []
        rows: list[list[str]] = []
        nameless = self._layout.nameless
        for line, row in self._careful.records(text, more):
            for position in nameless:
                if row[position].strip():
                    raise IntakeError(
                        f"{self._layout.file}:{line}: column {position + 1} has no name in the header but holds "
                        f"values; give it a name in line {self._layout.header_line}."
                    )
            lines.append(line)
            rows.append([row[position] for position in positions])
            if len(rows) == _BATCH:
                yield self._rows_batch(rows, lines)
                rows, lines = [], []
        if rows:
            yield self._rows_batch(rows, lines)

    def _rows_batch(self, rows: list[list[str]], lines: list[int]) -> pa.RecordBatch:
        return self._batch([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], np.array(lines))

    def _batch(self, columns: list[pa.Array], lines: np.ndarray) -> pa.RecordBatch:
        return pa.RecordBatch.from_arrays([*columns, pa.array(lines, pa.int64())], names=[*self._wanted, "_line"])

    def _finish(self) -> None:
        layout, careful = self._layout, self._careful
        widths = Counter(reject["detail"] for reject in careful.rejects if reject["reason"] == "wrong_number_of_fields")
        if careful.rows and careful.rows == widths.total():
            first = careful.rejects[0]
            raise IntakeError(
                f"{layout.file}:{first['_line']}: every row has another number of fields than the header "
                f"({first['detail']}); correct the header, or export the file again."
            )
        if layout.nameless:
            places = ", ".join(str(position + 1) for position in layout.nameless)
            self.notes.append(f"columns without a name are empty all through and were left out: {places}")
        kinds = [kind for kind, count in careful.ends.items() if kind and count]
        if len(kinds) > 1 or kinds == ["CR"]:
            counts = ", ".join(f"{careful.ends[kind]:,} {kind}" for kind in sorted(kinds))
            self.notes.append(f"unusual line ends: {counts}")
