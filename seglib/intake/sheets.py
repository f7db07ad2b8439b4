"""How are Excel and Parquet files read as text, with their rows?"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from seglib.intake.records import BATCH, IntakeError, header_names


def excel_rows(path: Path, *, sheet: str | None) -> tuple[list[str], list[tuple[int, list[str]]], int]:
    """Read one sheet of an Excel file.

    Parameters
    ----------
    path : pathlib.Path
        An ``.xlsx`` file.
    sheet : str or None
        Its sheet; may be left out when the file has only one.

    Returns
    -------
    names : list of str
        Header: the first row.
    rows : list of (int, list of str)
        Row number in the sheet and the cells as text; empty cells are empty text.
    blank : int
        Number of blank rows.

    Raises
    ------
    IntakeError
        If the file is not Excel, or the sheet is not clear.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError) as error:
        raise IntakeError(f"{path.name}: cannot be opened as Excel ({error}); save it as .xlsx.") from None
    try:
        if sheet is None and len(book.sheetnames) > 1:
            names = ", ".join(book.sheetnames)
            raise IntakeError(
                f"{path.name}: which sheet? It has {names}. Write in client.yml: sheet: {book.sheetnames[0]}"
            )
        if sheet is not None and sheet not in book.sheetnames:
            raise IntakeError(f"{path.name}: there is no sheet {sheet!r}; it has {', '.join(book.sheetnames)}.")
        cells = book[sheet or book.sheetnames[0]].iter_rows(values_only=True)
        names = header_names([cell_text(value) for value in next(cells, ())], path)
        while not names[-1]:
            names.pop()
        rows, blank = [], 0
        for number, values in enumerate(cells, start=2):
            row = [cell_text(value) for value in values[: len(names)]]
            row += [""] * (len(names) - len(row))
            if any(map(str.strip, row)):
                rows.append((number, row))
            else:
                blank += 1
        return names, rows, blank
    finally:
        book.close()


def cell_text(value: object) -> str:
    """An Excel cell as text, with all the digits that Excel keeps.

    Parameters
    ----------
    value : object
        What openpyxl gives for a cell.

    Returns
    -------
    str
        Empty for an empty cell.

    Examples
    --------
    >>> cell_text(12.0), cell_text(0.1 + 0.2), cell_text(None), cell_text("00123")
    ('12', '0.3', '', '00123')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return format(Decimal(f"{value:.15g}"), "f")  # Excel keeps 15 digits
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat(sep=" ") if isinstance(value, dt.datetime) else value.isoformat()
    return str(value)


def parquet_names(path: Path) -> list[str]:
    """Names of a Parquet file's columns.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of str

    Raises
    ------
    IntakeError
        If the file is not Parquet.
    """
    try:
        return list(pq.read_schema(path).names)
    except pa.ArrowInvalid:
        raise IntakeError(f"{path.name}: cannot be opened as Parquet; give it the right ending.") from None


def parquet_batches(path: Path, wanted: list[str]) -> Iterator[pa.RecordBatch]:
    """Columns of a Parquet file as text.

    Parameters
    ----------
    path : pathlib.Path
        A Parquet file.
    wanted : list of str
        Names of the columns to hand out.

    Yields
    ------
    pyarrow.RecordBatch
        The wanted columns as text, and ``_line``: the row's number, from 1.
    """
    line = 1
    for batch in pq.ParquetFile(path).iter_batches(BATCH, columns=wanted):
        arrays = [pc.cast(batch.column(name), pa.string()) for name in wanted]
        numbers = pa.array(range(line, line + len(batch)), pa.int64())
        yield pa.RecordBatch.from_arrays([*arrays, numbers], names=[*wanted, "_line"])
        line += len(batch)
