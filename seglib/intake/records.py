"""How is a text file split into records, so that each keeps its line and none is lost?

Records come with the physical line on which they begin. What cannot be split into the expected number of fields, or
decoded, is a reject with its text as received; blank lines are counted.
"""

from __future__ import annotations

import base64
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

BATCH = 100_000
_INVISIBLE = str.maketrans("", "", "\ufeff\u200b\u200c\u200d\u2060\u200e\u200f")
_SURROGATE = re.compile("[\udc80-\udcff]")
_GZIP = b"\x1f\x8b"
_NOT_TEXT = {
    b"PK\x03\x04": "an Excel or zip file; give an Excel file the ending .xlsx, unpack a zip file",
    b"PAR1": "a Parquet file; give it the ending .parquet",
    b"%PDF": "a PDF; export the table as .csv or .xlsx",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as .xlsx",
}

REJECT_SCHEMA = pa.schema(
    [
        ("_file", pa.string()),
        ("_line", pa.int64()),
        ("reason", pa.string()),
        ("raw", pa.string()),
        ("base64", pa.bool_()),
    ]
)


class IntakeError(ValueError):
    """A file that cannot be taken in; the message names file, place, cause and remedy."""


@dataclass
class Records:
    """One delimited text file, read once.

    Attributes
    ----------
    path : pathlib.Path
        The file, gzipped or not.
    delimiter, encoding : str
        How it is written.
    header : list of str or None
        Its names, where it has no header row.
    names : list of str
        Header names, trimmed and without invisible characters.
    rows, blank : int
        Records handed out or rejected, and blank lines, after :meth:`batches` has been read to its end.
    rejects : list of dict
        In the shape of ``REJECT_SCHEMA``.
    """

    path: Path
    delimiter: str
    encoding: str = "utf-8"
    header: list[str] | None = None
    names: list[str] = field(default_factory=list)
    rows: int = 0
    blank: int = 0
    rejects: list[dict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = self.header or self._read_header()

    def batches(self, wanted: list[str]) -> Iterator[pa.RecordBatch]:
        """Read the file.

        Parameters
        ----------
        wanted : list of str
            Names of the columns to hand out; all others are not kept.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text as received, and ``_line``.
        """
        positions = [self.names.index(name) for name in wanted]
        schema = pa.schema([*((name, pa.string()) for name in wanted), ("_line", pa.int64())])
        rows: list[list[str]] = []
        lines: list[int] = []

        def batch() -> pa.RecordBatch:
            columns = list(zip(*rows, strict=True)) or [()] * len(self.names)
            arrays = [pa.array(columns[i], pa.string()) for i in positions]
            return pa.RecordBatch.from_arrays([*arrays, pa.array(lines, pa.int64())], schema=schema)

        for line, row in self._records():
            rows.append(row)
            lines.append(line)
            if len(rows) == BATCH:
                yield batch()
                rows, lines = [], []
        if rows:
            yield batch()

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Well-formed data records with their first physical line; the others become rejects."""
        width = len(self.names)
        skip = self.header is None
        with _open_text(self.path, self.encoding) as stream:
            source = _Remembering(stream, self.encoding)
            reader = csv.reader(source, delimiter=self.delimiter, strict=True)
            while True:
                source.start()
                problem = None
                row: list[str] = []
                try:
                    row = next(reader)
                except StopIteration:
                    return
                except csv.Error:
                    problem = "broken_quotes"
                    source.give_back()
                if problem is None and not (row and row[0].strip()) and not any(map(str.strip, row)):
                    self.blank += 1
                    continue
                if skip:
                    skip = False
                    continue
                self.rows += 1
                if source.undecodable():
                    problem = "undecodable"
                elif problem is None and source.nul():
                    problem = "nul_character"
                elif problem is None and len(row) != width:
                    problem = "wrong_number_of_fields"
                elif problem is None and self._is_header(row):
                    problem = "repeated_header"
                if problem is None:
                    yield source.first, row
                else:
                    self.rejects.append(
                        {"_file": self.path.name, "_line": source.first, "reason": problem, **source.raw()}
                    )

    def _is_header(self, row: list[str]) -> bool:
        if self.header is not None or _tidy(row[0]) != self.names[0]:
            return False
        return [_tidy(cell) for cell in row] == self.names

    def _read_header(self) -> list[str]:
        with _open_text(self.path, self.encoding) as stream:
            try:
                reader = csv.reader(stream, delimiter=self.delimiter, strict=True)
                row = next((row for row in reader if any(map(str.strip, row))), [])
            except csv.Error as error:
                raise IntakeError(f"{self.path.name}:1: the header cannot be read ({error}).") from None
        return header_names(row, self.path)


class _Remembering:
    """A stream of lines that remembers those of the current record."""

    def __init__(self, stream: io.TextIOBase, encoding: str):
        self.stream, self.encoding = stream, encoding
        self.number, self.first = 0, 1
        self.lines: list[str] = []
        self.returned: list[str] = []

    def __iter__(self) -> _Remembering:
        return self

    def __next__(self) -> str:
        line = self.returned.pop() if self.returned else next(self.stream)
        self.number += 1
        self.lines.append(line)
        return line

    def start(self) -> None:
        self.first, self.lines = self.number + 1, []

    def give_back(self) -> None:
        """Read all lines but the first again: a quote that is never closed shall not swallow the file."""
        self.returned += reversed(self.lines[1:])
        self.number, self.lines = self.first, self.lines[:1]

    def nul(self) -> bool:
        return any("\0" in line for line in self.lines)

    def undecodable(self) -> bool:
        """Whether bytes of the record were not in the declared encoding (they are held as lone surrogates)."""
        return any(not line.isascii() and _SURROGATE.search(line) for line in self.lines)

    def raw(self) -> dict:
        text = "".join(self.lines).rstrip("\r\n")
        if self.undecodable():
            data = text.encode(self.encoding, "surrogateescape")
            return {"raw": base64.b64encode(data).decode("ascii"), "base64": True}
        return {"raw": text, "base64": False}


def header_names(cells: list[str], path: Path) -> list[str]:
    """Names of a header row, tidied and checked.

    Parameters
    ----------
    cells : list of str
        The cells as received.
    path : pathlib.Path
        The file, for the message.

    Returns
    -------
    list of str
        Trimmed, without invisible characters; empty where a column has no name.

    Raises
    ------
    IntakeError
        If there is no name at all, or one name twice.
    """
    names = [_tidy(cell) for cell in cells]
    if not any(names):
        raise IntakeError(f"{path.name}: the file is empty; export it again.")
    for name in names:
        if name and names.count(name) > 1:
            places = " and ".join(str(i) for i, other in enumerate(names, start=1) if other == name)
            raise IntakeError(f"{path.name}:1: the header has {name!r} in columns {places}; rename one of them.")
    return names


def sniff_delimiter(path: Path, encoding: str) -> str:
    """Find the delimiter of a file whose configuration does not say it.

    Parameters
    ----------
    path : pathlib.Path
        A text file, gzipped or not.
    encoding : str
        Its encoding.

    Returns
    -------
    str
        The one of ``, ; tab |`` that splits the first 50 lines into the same number of fields, at least two.

    Raises
    ------
    IntakeError
        If none or more than one does.
    """
    with _open_text(path, encoding) as stream:
        head = [line for line, _ in zip(stream, range(50), strict=False) if line.strip()]
    found = []
    for delimiter in ",;\t|":
        widths = {len(row) for row in csv.reader(head, delimiter=delimiter)}
        if len(widths) == 1 and widths.pop() > 1:
            found.append(delimiter)
    if len(found) != 1:
        which = f"{' and '.join(map(repr, found))} both fit" if found else "none of , ; tab | fits the first 50 lines"
        raise IntakeError(f'{path.name}: the delimiter is not clear: {which}. Write it in client.yml: delimiter: ";"')
    return found[0]


@contextmanager
def _open_text(path: Path, encoding: str) -> Iterator[io.TextIOBase]:
    """A text file, gzipped or not; bytes that are not in its encoding become lone surrogates."""
    with path.open("rb") as probe:
        start = probe.read(4)
    for magic, kind in _NOT_TEXT.items():
        if start.startswith(magic):
            raise IntakeError(f"{path.name}: this is not a text file but {kind}.")
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"  # with or without a byte-order mark
    try:
        "".encode(encoding)
    except LookupError:
        raise IntakeError(f"{path.name}: {encoding!r} is not an encoding; use for instance utf-8 or cp1252.") from None
    try:
        with (gzip.open if start.startswith(_GZIP) else open)(path, "rb") as data:
            yield io.TextIOWrapper(data, encoding=encoding, errors="surrogateescape", newline="")
    except UnicodeError:
        raise IntakeError(f"{path.name}: this is not {encoding} text; write its `encoding:` in client.yml.") from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise IntakeError(f"{path.name}: the compressed file is damaged or cut off; fetch it again.") from None


def _tidy(name: str) -> str:
    """A header name without invisible characters, no-break spaces and surrounding blanks."""
    return name.translate(_INVISIBLE).replace("\u00a0", " ").strip()
