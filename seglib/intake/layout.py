"""How is a text file laid out: encoding, delimiter, names, and the place where its rows begin?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from seglib.client_keys import Source
from seglib.intake.blocks import LINE_END
from seglib.intake.container import members, opened
from seglib.intake.dialect import delimiter_of, rows_of
from seglib.intake.encodings import encoding_of, head_of, mark_of, survey
from seglib.intake.errors import IntakeError
from seglib.intake.header import find_header, header_names, header_notes, tidy, yaml_text
from seglib.intake.utf8 import AsUtf8, known_encoding
from seglib.questions import Choice, Question

_HEAD = 1 << 20
_FIRST = 200


@dataclass
class Layout:
    """What must be known of a text file before it is read.

    Attributes
    ----------
    file : str
        Its name.
    encoding : str
        Its encoding, as Python names it.
    delimiter : str
        One character, or ``blanks``.
    header : list of str
        Names of its columns, tidied; empty where a column has none.
    has_header : bool
        Whether a row of the file holds them.
    header_line : int
        The line of the header; 0 where there is none.
    first_line, last_line : int, int or None
        Physical lines on which the rows begin and after which nothing is read.
    start, offset : int
        Where the rows begin: byte of the text as UTF-8, byte of the file as received.
    blank : int
        Blank lines above the header.
    notes : list of str
        What was repaired on the way.
    questions : list of seglib.questions.Question
        What only the client can say; where there are any, the rest holds as far as it is known.
    """

    file: str
    encoding: str = "utf-8"
    delimiter: str = ","
    header: list[str] = field(default_factory=list)
    has_header: bool = True
    header_line: int = 0
    first_line: int = 1
    last_line: int | None = None
    start: int = 0
    offset: int = 0
    blank: int = 0
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many fields a row has."""
        return len(self.header)

    @property
    def nameless(self) -> list[int]:
        """Positions of the columns that have no name."""
        return [position for position, name in enumerate(self.header) if not name]

    @property
    def errors(self) -> str:
        """The error handler that decodes the file, read as UTF-8; see :class:`seglib.intake.utf8.AsUtf8`."""
        return "surrogateescape" if self.encoding == "utf-8" else "surrogatepass"

    def received(self, text: str) -> bytes:
        """Bytes of a text as they stand in the file.

        Parameters
        ----------
        text : str
            With lone surrogates for bytes that are not in the encoding.

        Returns
        -------
        bytes
        """
        return text.encode(self.encoding, "surrogateescape")

    def is_header(self, row: list[str]) -> bool:
        """Whether a row is the header once more.

        Parameters
        ----------
        row : list of str
            As many fields as the file has columns.

        Returns
        -------
        bool
        """
        return self.has_header and tidy(row[0]) == self.header[0] and [tidy(cell) for cell in row] == self.header


def look(path: Path, source: Source, *, wanted: list[str], where: str = "") -> Layout:
    """Find out how a text file is laid out.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    source : seglib.client.Source
        What is declared of it.
    wanted : list of str
        Names of columns that the file should have; may be empty where they are not known yet.
    where : str
        The source's place in ``client.yml``, for questions.

    Returns
    -------
    Layout
        Perhaps with questions; the file can be read when there are none.

    Raises
    ------
    IntakeError
        If the file cannot be a table.
    """
    layout = Layout(path.name, last_line=source.last_line)
    if question := _member_question(path, source.member, where):
        layout.questions.append(question)
        return layout
    mark, marked = mark_of(head_of(path, source.member))
    if source.encoding is None:
        decided = encoding_of(survey(path, source.member), path.name, where)
        if isinstance(decided, Question):
            layout.questions.append(decided)
            return layout
        layout.encoding = decided
        if decided != "utf-8":
            layout.notes.append(f"{decided.upper()} text was read as it is marked")
    else:
        layout.encoding = known_encoding(source.encoding, path.name)
        if layout.encoding in ("utf-16", "utf-32"):
            if not marked.startswith(layout.encoding):
                raise IntakeError(
                    f"{path.name}: this is not {layout.encoding} text with a byte-order mark; write its `encoding:` in "
                    f"client.yml, such as {layout.encoding}-le."
                )
            layout.encoding = marked
    layout.offset = len(mark) if layout.encoding == marked else 0
    first = source.header_line or 1
    lines = _head(path, source.member, layout, first)
    if not any(map(str.strip, lines)):
        raise IntakeError(f"{path.name}: the file is empty; export it again.")
    delimiter = source.delimiter or delimiter_of(lines[:_FIRST], [] if source.header else wanted, path.name, where)
    if isinstance(delimiter, Question):
        layout.questions.append(delimiter)
        return layout
    layout.delimiter = delimiter
    if source.header:
        layout.header, layout.has_header = [tidy(name) for name in source.header], False
    else:
        _take_header(layout, lines, declared=source.header_line, wanted=wanted, where=where)
    return layout


def _member_question(path: Path, member: str | None, where: str) -> Question | None:
    """Ask which of several files in a zip file is meant."""
    names = members(path)
    if member and member not in names:
        raise IntakeError(f"{path.name}: there is no file {member!r} in it; it has {', '.join(names)}.")
    if member or len(names) < 2:
        return None
    choices = tuple(Choice(f"member: {yaml_text(name)}", "this file of the zip file") for name in names)
    return Question("member", path.name, f"which of its {len(names)} files?", choices, where=where)


def _head(path: Path, member: str | None, layout: Layout, first: int) -> list[str]:
    """The lines that follow from a line on, some megabyte of them; the places in ``layout`` are those of that line."""
    with opened(path, member) as data:
        stream = AsUtf8(data, layout.encoding, path.name)
        head = b""
        while (chunk := stream.read(_HEAD)) or head:
            head += chunk
            end = 0
            ends = LINE_END.finditer(head, 0, len(head) - bool(chunk))  # a last CR may be half of a CRLF
            while layout.first_line < first and (match := next(ends, None)):
                layout.first_line, end = layout.first_line + 1, match.end()
            layout.start += end
            layout.offset += len(layout.received(head[:end].decode("utf-8", layout.errors)))
            head = head[end:]
            if not chunk or (layout.first_line == first and len(head) >= _HEAD):
                break
    if layout.first_line < first:
        raise IntakeError(
            f"{path.name}: the file has fewer than {first:,} lines; correct `header_line:` in client.yml."
        )
    text = head.decode("utf-8", layout.errors)
    lines = list(io.StringIO(text, newline=""))
    return lines[: layout.last_line - first + 1] if layout.last_line else lines


def _take_header(layout: Layout, lines: list[str], *, declared: int | None, wanted: list[str], where: str) -> None:
    """Read the names, and move the places in ``layout`` to the line below them."""
    rows = _first_rows(layout, lines)
    if not any(any(cell.strip() for cell in row) for _, _, row in rows):
        raise IntakeError(f"{layout.file}: the file is empty; export it again.")
    filled = [(line, row) for line, _, row in rows if any(cell.strip() for cell in row)]
    if declared is None:
        found = find_header(filled, wanted, layout.file, where)
        if isinstance(found, Question):
            layout.questions.append(found)
    layout.header_line, cells = filled[0]
    layout.blank = layout.header_line - layout.first_line
    layout.header = header_names(cells, f"{layout.file}:{layout.header_line}")
    layout.notes += header_notes(cells, layout.header)
    below = next(after for line, after, _ in rows if line == layout.header_line)
    text = "".join(lines[: below - layout.first_line])
    layout.start += len(text.encode("utf-8", layout.errors))
    layout.offset += len(layout.received(text))
    layout.first_line = below


def _first_rows(layout: Layout, lines: list[str]) -> list[tuple[int, int, list[str]]]:
    """Line, line of what follows, and fields of the first records."""
    rows, taken = [], 0
    reader = rows_of(_counted(lines, count := [0]), layout.delimiter)
    while len(rows) < _FIRST:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            if not rows:
                place = f"{layout.file}:{layout.first_line}"
                raise IntakeError(f"{place}: the header cannot be read ({error}).") from None
            break
        rows.append((layout.first_line + taken, layout.first_line + count[0], row))
        taken = count[0]
    return rows


def _counted(lines: list[str], count: list[int]) -> Iterator[str]:
    for line in lines:
        count[0] += 1
        yield line
