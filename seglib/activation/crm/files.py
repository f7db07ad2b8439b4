"""How are lists written: in the encoding and pieces that a program takes, with a sheet that says what each is?"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from seglib.activation.crm.exporting import Export
from seglib.activation.crm.formats import Format
from seglib.engine import replacing
from seglib.spreadsheet import write_csv

NOT_ALONE = "not for sole automated decisions"
"""Nobody is to be decided on by a segment alone (GDPR, article 22)."""
PURPOSE = "marketing to customers who agreed to it"


class Piece(NamedTuple):
    """A file of a list, in bytes.

    Parameters
    ----------
    name : str
        Without ending, such as ``google_ads-b2`` or ``shopify-02``.
    content : bytes
        Commas, CRLF, cells quoted where they need it, UTF-8.
    n : int
        Rows without the header.
    sha256 : str
        Of the bytes.
    """

    name: str
    content: bytes
    n: int
    sha256: str


@dataclass(frozen=True)
class Written:
    """A file that was written.

    Parameters
    ----------
    path : pathlib.Path
    n : int
        Rows without the header.
    sha256 : str
        Of its bytes.
    """

    path: Path
    n: int
    sha256: str


def pieces(made: Export) -> list[Piece]:
    """Give the files of a list.

    Parameters
    ----------
    made : Export

    Returns
    -------
    list of Piece
        One, or one a segment where the program asks for that; more where a limit of the program is reached.
    """
    parts = [(made.target, made.table)]
    if made.format.by_segment:
        codes = made.rows["segment"].astype(str)
        parts = [(f"{made.target}-{_safe(code)}", made.table[codes == code]) for code in sorted(codes.unique())]
    found = []
    for stem, table in parts:
        chunks = list(_chunks(table, made.format))
        for number, (content, n) in enumerate(chunks, start=1):
            name = stem if len(chunks) == 1 else f"{stem}-{number:02d}"
            found.append(Piece(name, content, n, hashlib.sha256(content).hexdigest()))
    return found


def write(form: Format, files: Iterable[Piece], folder: Path, *, about: Mapping[str, object]) -> list[Written]:
    """Write the files of a list, and a sheet of provenance beside each.

    Parameters
    ----------
    form : Format
        Of the program.
    files : iterable of Piece
        From :func:`pieces`.
    folder : pathlib.Path
        Made if missing.
    about : mapping of str to object
        What else the sheets say, such as the segmentation and its day.

    Returns
    -------
    list of Written
        The lists; each has ``<name>.provenance.csv`` beside it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    done = []
    for one in files:
        path = folder / f"{one.name}.csv"
        with replacing(path) as part:
            part.write_bytes(one.content)
        done.append(Written(path, one.n, one.sha256))
        sheet = {"file": path.name, "program": form.label, "rows": one.n, "sha256": one.sha256, **about}
        sheet |= {"purpose": PURPOSE, "decisions": NOT_ALONE, "import": form.update}
        write_csv(
            folder / f"{one.name}.provenance.csv", ["what", "value"], [(key, told) for key, told in sheet.items()]
        )
    return done


def write_unusable(unusable: pd.DataFrame, folder: Path) -> Path:
    """Write which addresses cannot be used, and why.

    Parameters
    ----------
    unusable : pandas.DataFrame
        Of :class:`seglib.activation.crm.eligible.Eligible`.
    folder : pathlib.Path

    Returns
    -------
    pathlib.Path
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "unusable_addresses.csv"
    write_csv(path, list(unusable.columns), unusable.itertuples(index=False))
    return path


def _chunks(table: pd.DataFrame, form: Format) -> Iterator[tuple[bytes, int]]:
    """Contents of the files, each with the header and within the program's limits."""
    head = _line(table.columns, mark=form.bom)
    lines, size = [], len(head)
    for row in table.itertuples(index=False):
        line = _line(row)
        if lines and (len(lines) == form.most_rows or size + len(line) > form.most_bytes):
            yield head + b"".join(lines), len(lines)
            lines, size = [], len(head)
        lines.append(line)
        size += len(line)
    yield head + b"".join(lines), len(lines)


def _line(cells, *, mark: bool = False) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerow(cells)
    return text.getvalue().encode("utf-8-sig" if mark else "utf-8")


def _safe(code: str) -> str:
    return re.sub(r"[^A-Za-z0-9_-]+", "_", code) or "segment"
