"""Is an Excel file safe to open, and which of its cells are merged?"""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from seglib.intake.container import zipped
from seglib.intake.errors import IntakeError

MOST_BYTES = 2 << 30
_OLD = b"\xd0\xcf\x11\xe0"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_DECLARED = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="(\$?[A-Z]+\$?(\d+):\$?[A-Z]+\$?(\d+))"')
_PIECE = 1 << 20


def refuse_unsafe(path: Path) -> None:
    """Refuse an Excel file that would do harm when it is opened, before anything of it is unpacked whole.

    Parameters
    ----------
    path : pathlib.Path
        A file whose name ends in ``.xlsx``.

    Raises
    ------
    IntakeError
        If it is no Excel file or an old one, has a password, would grow out of all proportion, or holds XML that
        refers to other files or expands itself.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if start == _OLD:
            protected = _PROTECTED in file.read()
            kind = "is protected by a password; save it without one" if protected else "is an old Excel file; save it"
            raise IntakeError(f"{path.name}: the file {kind} as .xlsx.")
    if start != b"PK\x03\x04":
        raise IntakeError(f"{path.name}: cannot be opened as Excel (it is another kind of file); save it as .xlsx.")
    with zipped(path) as archive:
        infos = archive.infolist()
        size = sum(one.file_size for one in infos)
        if size > MOST_BYTES:
            raise IntakeError(
                f"{path.name}: unpacked it would take {size >> 20:,} MB, more than {MOST_BYTES >> 20:,}; "
                "export the sheet as .csv."
            )
        for one in infos:
            if one.filename.lower().endswith((".xml", ".rels", ".vml")):
                with archive.open(one) as data:
                    _refuse_entities(data, path)


def _refuse_entities(data: BinaryIO, path: Path) -> None:
    """Text of a cell holds no ``<``, so a declaration is found wherever it stands; two bytes a letter count as one."""
    rest = b""
    while chunk := data.read(_PIECE):
        text = rest + chunk.replace(b"\0", b"")
        if _DECLARED.search(text):
            raise IntakeError(
                f"{path.name}: the file holds XML that can reach other files or grow without end, as no Excel file "
                "does; it was not opened."
            )
        rest = text[-20:]


def merged_cells(path: Path, sheet) -> list[tuple[str, int, int]]:
    """Merged cells of a sheet.

    Parameters
    ----------
    path : pathlib.Path
        The Excel file.
    sheet : openpyxl worksheet
        Opened for reading only.

    Returns
    -------
    list of (str, int, int)
        The range, such as ``A1:C1``, with its first and last row, from the top down.
    """
    found, rest = set(), b""
    with zipped(path) as archive, archive.open(sheet._worksheet_path) as data:
        while chunk := data.read(_PIECE):
            text = rest + chunk
            found |= {(int(top), int(end), cells.decode()) for cells, top, end in _MERGED.findall(text)}
            rest = text[-200:]
    return [(cells, first, last) for first, last, cells in sorted(found)]
