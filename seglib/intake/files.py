"""How is one raw file read, whatever its kind, with an account of what was found?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from seglib.client_keys import Source
from seglib.intake.columnar import ParquetFile
from seglib.intake.container import fingerprint, kind_of, opened
from seglib.intake.errors import IntakeError
from seglib.intake.header import positions_of
from seglib.intake.jsonlines import JsonFile
from seglib.intake.sheets import SheetFile
from seglib.intake.text import TextFile

_READERS = {"text": TextFile, "xlsx": SheetFile, "parquet": ParquetFile, "jsonl": JsonFile}


class RawFile:
    """One raw file.

    Parameters
    ----------
    path : pathlib.Path
    source : seglib.client.Source
        What is declared of it.
    wanted : list of str
        Names of the columns that are read; no other is kept.
    where : str
        The source's place in ``client.yml``, for questions.

    Attributes
    ----------
    name : str
        The file's name.
    sha256 : str
        Its fingerprint, taken before anything else was read.
    questions : list of seglib.questions.Question
        What must be answered before it can be read.
    numeric : set of str
        Columns that hold numbers by type.
    rejects : list of dict
        Records that are not handed out, once :meth:`batches` has been read to its end.
    """

    def __init__(self, path: Path, source: Source, wanted: list[str], where: str = ""):
        self._path, self._wanted, self.name = path, wanted, path.name
        self.sha256, self._sheet, self._member = fingerprint(path), source.sheet, source.member
        self._reader = _READERS[kind_of(path)](path, source, wanted, where)
        self.questions = self._reader.questions
        self.numeric = getattr(self._reader, "numeric", set())

    def content(self) -> str:
        """SHA-256 of the file, unpacked.

        Returns
        -------
        str
            The same for two copies of which one is compressed.
        """
        if not self.name.lower().endswith((".gz", ".zip")):
            return self.sha256
        with opened(self._path, self._member) as data:
            return hashlib.file_digest(data, "sha256").hexdigest()

    @property
    def window(self) -> tuple[int, int] | None:
        """First and last physical line that were read; ``None`` where that is the whole file."""
        return self._reader.window

    def count_lines(self) -> int:
        """Count the physical lines of a text file, whether they are read or not.

        Returns
        -------
        int
        """
        return self._reader.count_lines()

    @property
    def names(self) -> list[str]:
        """Names of all its columns, as far as they are known."""
        return self._reader.names

    @property
    def rejects(self) -> list[dict]:
        """Records that are not handed out, so far."""
        return self._reader.rejects

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the file.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text as received, and ``_line``.

        Raises
        ------
        IntakeError
            If a column is missing, there are no rows, or the file has changed since it was first looked at.
        """
        yield from self._reader.batches()
        if fingerprint(self._path) != self.sha256:
            raise IntakeError(f"{self.name}: the file changed while it was read; run again when it is complete.")
        if not self._reader.rows:
            raise IntakeError(f"{self.name}: there are 0 data rows under the header; export it again.")

    def account(self) -> dict:
        """What was found, once :meth:`batches` has been read to its end.

        Returns
        -------
        dict
            The columns of ``Intake.files`` but for ``table`` and ``lines_unread``.
        """
        reader = self._reader
        places = positions_of(reader.names, self._wanted)
        taken = [(reader.names[position], name) for name, position in places.items()]
        renamed = [f"column {there!r} is taken as {name!r}" for there, name in taken if there != name]
        used = set(places.values())
        return {
            "file": self.name,
            "sha256": self.sha256,
            "bytes": self._path.stat().st_size,
            "encoding": reader.encoding,
            "delimiter": reader.delimiter,
            "sheet": self._sheet,
            "first_line": reader.first_line,
            "rows": reader.rows,
            "rejected": len(reader.rejects),
            "blank": reader.blank,
            "columns_used": len(used),
            "columns_ignored": len([i for i, name in enumerate(reader.names) if name and i not in used]),
            "notes": "; ".join(reader.notes + renamed),
        }


def lines_unread(files: list[RawFile]) -> dict[str, int]:
    """Lines that no source reads.

    Parameters
    ----------
    files : list of RawFile
        All that were read; several may be parts of one file.

    Returns
    -------
    dict of str to int
        By the file's name.
    """
    parts: dict[str, list[RawFile]] = {}
    for file in files:
        parts.setdefault(file.name, []).append(file)
    unread = {}
    for name, same in parts.items():
        windows = [file.window for file in same]
        if None in windows:
            unread[name] = 0
            continue
        unread[name], after = 0, 1
        for first, last in sorted(windows):
            unread[name] += max(first - after, 0)
            after = max(after, last + 1)
        unread[name] += max(same[0].count_lines() + 1 - after, 0)
    return unread
