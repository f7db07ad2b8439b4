"""What can a person or a program open to see each row that was set aside, and each value that was repaired?

``quarantine.jsonl`` is for programs and keeps everything as it was received; ``quarantine.csv`` and ``repairs.csv`` are
for a spreadsheet, where nothing in them can run.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import ibis

from seglib.engine import replacing
from seglib.spreadsheet import write_csv

_QUARANTINE = ["table", "file", "line", "reasons", "amount", "raw", "detail"]
_REPAIRS = ["table", "file", "line", "column", "old", "new", "how"]


def write_listings(quarantine: ibis.Table, repairs: ibis.Table, folder: Path) -> None:
    """Write ``quarantine.jsonl``, ``quarantine.csv`` and ``repairs.csv``.

    Parameters
    ----------
    quarantine, repairs : ibis.Table
        As of :class:`seglib.cleaning.Cleaned`.
    folder : pathlib.Path
        Where to; each file is replaced by one rename.

    Notes
    -----
    A line of ``quarantine.jsonl`` has ``table, file, line, offset`` (first byte in the unpacked file, where known),
    ``reasons`` (all of them), ``amount, detail`` and ``raw``: an object of the columns as received, or the line as it
    stood; ``base64`` says that its bytes are no text and stand there encoded.
    """
    with replacing(folder / "quarantine.jsonl") as part, part.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(_entry(row), ensure_ascii=False) + "\n" for row in _rows(quarantine))
    for name, table, columns in [("quarantine", quarantine, _QUARANTINE), ("repairs", repairs, _REPAIRS)]:
        cells = ([row[column] for column in columns] for row in _rows(table))
        write_csv(folder / f"{name}.csv", columns, cells)


def _rows(table: ibis.Table) -> Iterator[dict]:
    for batch in table.to_pyarrow_batches():
        yield from batch.to_pylist()


def _entry(row: dict) -> dict:
    kept = {name: row[name] for name in ("table", "file", "line", "offset", "amount", "detail", "base64")}
    raw = row["raw"] if row["base64"] or not row["raw"].startswith("{") else _object(row["raw"])
    return {**kept, "reasons": row["reasons"].split(";"), "raw": raw}


def _object(raw: str) -> dict | str:
    try:
        return json.loads(raw)
    except ValueError:  # a line of the file that begins with a brace
        return raw
