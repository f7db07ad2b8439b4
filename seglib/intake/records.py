"""How is a stretch of text split into records, so that each keeps its line and none is lost?

This is the careful way, one record after the other; :mod:`seglib.intake.fast` takes the stretches that need no care.
What cannot be split into the expected number of fields, or decoded, is a reject with its text as received; blank lines
are counted.
"""

from __future__ import annotations

import base64
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pyarrow as pa

from seglib.intake.dialect import rows_of
from seglib.intake.errors import IntakeError
from seglib.intake.layout import Layout

LONGEST_CELL = 1 << 20
LONGEST_RECORD = 1000
"""Physical lines that one record may cover."""

REJECT_SCHEMA = pa.schema(
    [
        ("_file", pa.string()),
        ("_line", pa.int64()),
        ("reason", pa.string()),
        ("detail", pa.string()),
        ("offset", pa.int64()),
        ("raw", pa.string()),
        ("base64", pa.bool_()),
    ]
)

_SURROGATE = re.compile("[\udc80-\udcff]")


class Careful:
    """Splits text into records with Python's own reader of delimited text, and judges each.

    Parameters
    ----------
    layout : seglib.intake.layout.Layout
        How the file is written.

    Attributes
    ----------
    line, offset : int
        Physical line, from 1, and byte of the file, from 0, that come next.
    rows, blank : int
        Records handed out or rejected, and blank lines.
    ends : collections.Counter
        How many records end in LF, CRLF and CR.
    rejects : list of dict
        In the shape of ``REJECT_SCHEMA``.
    """

    def __init__(self, layout: Layout):
        self.layout = layout
        self.line, self.offset = layout.first_line, layout.offset
        self.rows = self.blank = 0
        self.ends: Counter[str] = Counter()
        self.rejects: list[dict] = []

    def records(self, text: str, more: Callable[[], str]) -> Iterator[tuple[int, list[str]]]:
        """Split a stretch of text that begins where a record begins.

        Parameters
        ----------
        text : str
            Whole lines; bytes that are not in the file's encoding are lone surrogates.
        more : callable
            Gives the text that follows, for a record that is still open at the end; empty at the end of the file.

        Yields
        ------
        line : int
            First physical line of the record.
        fields : list of str
            As many as the file has columns.

        Raises
        ------
        IntakeError
            If a quotation mark is not closed within a thousand lines.
        """
        lines = _Lines(text, more, self.layout.file, self.line)
        with _cells_of(LONGEST_CELL):
            reader = rows_of(lines, self.layout.delimiter)
            while True:
                lines.start()
                problem, row = None, []
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error as error:
                    too_long = "field limit" in str(error) and len(lines.held) == 1
                    problem = "cell_too_long" if too_long else "broken_quotes"
                    lines.give_back()
                raw = "".join(lines.held)
                first, offset = self.line, self.offset
                self._advance(lines, raw)
                if problem is None and not any(map(str.strip, row)):
                    self.blank += 1
                    continue
                self.rows += 1
                problem, detail = self._judged(problem, raw, row, offset)
                if problem is None:
                    yield first, row
                else:
                    self._reject(first, problem, detail, offset, raw)

    def _advance(self, lines: _Lines, raw: str) -> None:
        self.line += len(lines.held)
        self.offset += len(self.layout.received(raw))
        self.ends[line_end(raw)] += 1

    def _judged(self, problem: str | None, raw: str, row: list[str], offset: int) -> tuple[str | None, str | None]:
        if not raw.isascii() and (lone := _SURROGATE.search(raw)):
            place = offset + len(self.layout.received(raw[: lone.start()]))
            byte = self.layout.received(lone[0])[0]
            return "undecodable", f"byte {place:,} of the file is 0x{byte:02X}"
        if problem is not None:
            return problem, None
        if "\0" in raw:
            return "nul_character", f"byte {offset + len(self.layout.received(raw[: raw.index(chr(0))])):,} of the file"
        if len(row) != self.layout.width:
            return "wrong_number_of_fields", f"{len(row)} fields, expected {self.layout.width}"
        if self.layout.is_header(row):
            return "repeated_header", None
        return None, None

    def _reject(self, line: int, reason: str, detail: str | None, offset: int, raw: str) -> None:
        text = raw.rstrip("\r\n")
        unreadable = reason == "undecodable"
        if unreadable:
            text = base64.b64encode(self.layout.received(text)).decode("ascii")
        self.rejects.append(
            {
                "_file": self.layout.file,
                "_line": line,
                "reason": reason,
                "detail": detail,
                "offset": offset,
                "raw": text,
                "base64": unreadable,
            }
        )


class _Lines:
    """Physical lines that remembers those of the current record."""

    def __init__(self, text: str, more: Callable[[], str], file: str, line: int):
        self._stream, self._more = io.StringIO(text, newline=""), more
        self._returned: deque[str] = deque()
        self._file, self._line = file, line
        self.held: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else self._stream.readline()
        if not line and self.held:  # the record goes on behind this stretch
            self._stream = io.StringIO(self._more(), newline="")
            line = self._stream.readline()
        if not line:
            raise StopIteration
        if len(self.held) == LONGEST_RECORD:
            raise IntakeError(
                f"{self._file}:{self._line}: a quotation mark is opened here and not closed within "
                f"{LONGEST_RECORD:,} lines; correct this line in the file, or export it again."
            )
        self.held.append(line)
        return line

    def start(self) -> None:
        self._line += len(self.held)
        self.held = []

    def give_back(self) -> None:
        """Read all lines but the first again: a quote that is never closed shall not swallow the file."""
        self._returned.extendleft(reversed(self.held[1:]))
        self.held = self.held[:1]


def line_end(raw: str) -> str:
    """How a line ends.

    Parameters
    ----------
    raw : str
        One or more lines.

    Returns
    -------
    str
        ``LF``, ``CRLF``, ``CR``, or nothing.
    """
    if raw.endswith("\n"):
        return "CRLF" if raw.endswith("\r\n") else "LF"
    return "CR" if raw.endswith("\r") else ""


@contextmanager
def _cells_of(size: int) -> Iterator[None]:
    before = csv.field_size_limit(size)
    try:
        yield
    finally:
        csv.field_size_limit(before)
