"""What kind of file is it, whatever its name says, and how are its bytes reached?"""

from __future__ import annotations

import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from seglib.intake.errors import IntakeError

KINDS = {"xlsx": "xlsx", "parquet": "parquet", "jsonl": "jsonl", "ndjson": "jsonl"}
"""Kind of a file by its ending; every other ending is delimited text."""

MOST_GROWTH = 100
"""How many times its size a packed file may grow; tables grow five to thirty times."""

_GZIP = b"\x1f\x8b"
_NOT_TEXT = {
    b"PK\x03\x04": "an Excel or zip file; give an Excel file the ending .xlsx, a zip file .zip",
    b"PAR1": "a Parquet file; give it the ending .parquet",
    b"%PDF": "a PDF; export the table as .csv or .xlsx",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as .xlsx",
    b"{\\rtf": "a word processor's file; export the table as .csv or .xlsx",
}
_PAGE = (b"<!doctype", b"<html", b"<head", b"<?xml")


def kind_of(path: Path) -> str:
    """Kind of a file by its name.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str
        ``text``, ``xlsx``, ``parquet`` or ``jsonl``.

    Examples
    --------
    >>> kind_of(Path("orders.csv.gz")), kind_of(Path("Orders.XLSX"))
    ('text', 'xlsx')
    """
    return KINDS.get(path.name.lower().removesuffix(".gz").removesuffix(".zip").rsplit(".", 1)[-1], "text")


def fingerprint(path: Path) -> str:
    """SHA-256 of a file as it stands.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def members(path: Path) -> list[str]:
    """Names of the files in a zip file.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of str
        Without folders and what some systems add; empty where the file's name does not end in ``.zip``.

    Raises
    ------
    IntakeError
        If it is damaged, protected by a password, or would grow out of all proportion.
    """
    if not path.name.lower().endswith(".zip"):
        return []
    with zipped(path) as archive:
        infos = [one for one in archive.infolist() if not one.is_dir() and not one.filename.startswith("__MACOSX/")]
        if not infos:
            raise IntakeError(f"{path.name}: the zip file is empty; export it again.")
        return [one.filename for one in infos]


@contextmanager
def zipped(path: Path) -> Iterator[zipfile.ZipFile]:
    """Open a zip file, which an Excel file is too, once it is known to be harmless.

    Parameters
    ----------
    path : pathlib.Path

    Yields
    ------
    zipfile.ZipFile

    Raises
    ------
    IntakeError
        If it is damaged, protected by a password, or would grow out of all proportion.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for one in archive.infolist():
                if one.flag_bits & 1:
                    raise IntakeError(f"{path.name}: the file is protected by a password; save it without one.")
                if one.file_size > 1 << 20 and one.file_size > MOST_GROWTH * max(one.compress_size, 1):
                    raise IntakeError(
                        f"{path.name}: {one.filename} would grow to {one.file_size / max(one.compress_size, 1):,.0f} "
                        f"times its size, more than {MOST_GROWTH}; that is no table, so it was not unpacked."
                    )
            yield archive
    except (zipfile.BadZipFile, EOFError, zlib.error):
        raise IntakeError(f"{path.name}: the zip file is damaged or cut off; fetch it again.") from None


@contextmanager
def opened(path: Path, member: str | None = None) -> Iterator[BinaryIO]:
    """Open the bytes of a text file, unpacked.

    Parameters
    ----------
    path : pathlib.Path
        A text file, gzipped or zipped or neither.
    member : str, optional
        Which of the files in a zip file; may be left out where there is only one.

    Yields
    ------
    binary file

    Raises
    ------
    IntakeError
        If it is of another kind than text, or the compressed file is damaged.
    """
    if names := members(path):
        with zipped(path) as archive, archive.open(member or names[0]) as data:
            _refuse_other_kinds(data.read(1024), path)
            data.seek(0)
            yield data
        return
    with path.open("rb") as probe:
        packed = probe.read(2) == _GZIP
    try:
        with (gzip.open if packed else open)(path, "rb") as data:
            start = data.read(1024)
            data.seek(0)
            _refuse_other_kinds(start, path)
            yield data
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise IntakeError(f"{path.name}: the compressed file is damaged or cut off; fetch it again.") from None


def _refuse_other_kinds(start: bytes, path: Path) -> None:
    for magic, kind in _NOT_TEXT.items():
        if start.startswith(magic):
            raise IntakeError(f"{path.name}: this is not a text file but {kind}.")
    if start.removeprefix(b"\xef\xbb\xbf").lstrip().lower().startswith(_PAGE):
        raise IntakeError(
            f"{path.name}: this is not a table but a web page (perhaps a page that asks to log in); "
            "log in to the shop and download the export again."
        )
