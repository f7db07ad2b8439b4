"""How is a file with one JSON object a line read as text, with its lines?

Objects inside an object are flattened one level (``customer.id``). Numbers stay as they are written. A line that is no
object, or has one name twice, is set aside.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from seglib.client_keys import Source
from seglib.intake.blocks import Blocks
from seglib.intake.container import opened
from seglib.intake.errors import IntakeError
from seglib.intake.header import positions_of, refuse_missing
from seglib.questions import Question

_BATCH = 100_000
_HALF = re.compile("[\ud800-\udfff]")


class JsonFile:
    """One file of JSON lines; the attributes are those of :class:`seglib.intake.text.TextFile`.

    Parameters
    ----------
    path : pathlib.Path
        A file whose name ends in ``.jsonl`` or ``.ndjson``, compressed or not; it is UTF-8, as JSON is.
    source : seglib.client.Source
        What is declared of it.
    wanted : list of str
        Names of the columns that are read.
    where : str
        The source's place in ``client.yml``, for questions.

    Raises
    ------
    IntakeError
        If no line of it is an object.
    """

    delimiter = window = None
    encoding, first_line = "utf-8", 1

    def __init__(self, path: Path, source: Source, wanted: list[str], where: str = ""):
        self._path, self._member, self._wanted = path, source.member, wanted
        self.rows = self.blank = 0
        self.rejects: list[dict] = []
        self.questions: list[Question] = []
        self.notes: list[str] = []
        names: dict[str, None] = {}  # of all lines: where a name is left out, the value is missing
        for _, _, line in self._lines():
            found = _flat(line)
            names |= dict.fromkeys(found if isinstance(found, dict) else ())
        self.names = list(names)
        if not names:
            raise IntakeError(f'{path.name}: no line is a JSON object such as {{"id": 1}}; export it again as .csv.')

    def _lines(self) -> Iterator[tuple[int, int, bytes]]:
        """Number, first byte and content of every line."""
        number = offset = 0
        with opened(self._path, self._member) as data:
            pieces = Blocks(data, self._path.name, line=1)
            while piece := pieces.take():
                for line in piece.split(b"\n")[: -1 if piece.endswith(b"\n") else None]:
                    number += 1
                    yield number, offset, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                    offset += len(line) + 1

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the file.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text, missing where a line leaves them out, and ``_line``.

        Raises
        ------
        IntakeError
            If a column is missing from every line, or holds a list or an object.
        """
        refuse_missing(self.names, self._wanted, self._path.name)
        there = [self.names[position] for position in positions_of(self.names, self._wanted).values()]
        lines: list[int] = []
        rows: list[list[str | None]] = []
        for number, offset, line in self._lines():
            if not line.strip():
                self.blank += 1
                continue
            self.rows += 1
            found = _flat(line)
            if isinstance(found, str):
                self._reject(number, offset, found, line)
                continue
            rows.append([self._cell(found.get(name), name, number) for name in there])
            lines.append(number)
            if len(rows) == _BATCH:
                yield self._batch(rows, lines)
                rows, lines = [], []
        if rows:
            yield self._batch(rows, lines)

    def _batch(self, rows: list[list[str | None]], lines: list[int]) -> pa.RecordBatch:
        arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        return pa.RecordBatch.from_arrays([*arrays, pa.array(lines, pa.int64())], names=[*self._wanted, "_line"])

    def _cell(self, value: object, name: str, line: int) -> str | None:
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, list | dict):
            raise IntakeError(
                f"{self._path.name}:{line}: {name!r} holds a {'list' if isinstance(value, list) else 'nested object'}, "
                "not one value; export it as a table of its own, one row an item."
            )
        return value

    def _reject(self, line: int, offset: int, detail: str, raw: bytes) -> None:
        place = {"_file": self._path.name, "_line": line, "reason": "broken_json", "detail": detail, "offset": offset}
        raw = raw.rstrip(b"\r")
        try:
            kept = {"raw": raw.decode("utf-8"), "base64": False}
        except UnicodeDecodeError:
            kept = {"raw": base64.b64encode(raw).decode("ascii"), "base64": True}
        self.rejects.append(place | kept)


def _flat(line: bytes) -> dict[str, object] | str:
    """An object with its inner objects flattened one level, numbers as text; or why the line is none."""
    try:
        found = json.loads(line, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_once)
        text = json.dumps(found, ensure_ascii=False) if b"\\u" in line else ""
    except (ValueError, RecursionError) as error:
        return str(error)
    if not isinstance(found, dict):
        return "the line is no object"
    if _HALF.search(text) or "\\u0000" in text:
        return "it holds half a letter or a NUL character"
    flat: dict[str, object] = {}
    for name, value in found.items():
        inner = {f"{name}.{key}": part for key, part in value.items()} if isinstance(value, dict) else {name: value}
        if twice := flat.keys() & inner.keys():
            return f"{min(twice)!r} is there twice"
        flat |= inner
    return flat


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name is there twice")
    return found
