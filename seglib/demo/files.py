"""How are the demo's files written, so that the same world gives the same bytes?

Rows of text with a place to stand until the lines are counted; gzip without time and name; Excel zipped with fixed
dates.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd
from openpyxl import Workbook

_ZIP_DATE = (1980, 1, 1, 0, 0, 0)


@dataclass(eq=False)
class Row:
    """A row of a raw file.

    Attributes
    ----------
    cells : list of str
        One text a column.
    at : numpy.datetime64 or None
        Moment by which the file is in order.
    taken : bool
        Whether the row carries dirt already, or dirt refers to it.
    text : str or None
        The line itself, where it does not have one field a column.
    """

    cells: list[str]
    at: np.datetime64 | None = None
    taken: bool = False
    text: str | None = None


@dataclass(eq=False)
class RawFile:
    """A delimited text file as a system of the shop would export it.

    Attributes
    ----------
    name, table : str
        Name of the file and the contract's table that it feeds.
    columns : dict of str to str
        Column of the contract: header in the file. A name beginning with an underscore is not of the contract.
    delimiter, decimal, stamp : str
        Field delimiter, decimal mark, format of dates.
    bom : bool
        Whether the file begins with a byte order mark.
    rows : list of Row
        In the order of the file.
    """

    name: str
    table: str
    columns: dict[str, str]
    delimiter: str = ","
    decimal: str = "."
    stamp: str = "%Y-%m-%d %H:%M:%S"
    bom: bool = False
    rows: list[Row] = field(default_factory=list)

    @property
    def header(self) -> str:
        """First line of the file."""
        return self.delimiter.join(self.columns.values())

    def place(self, column: str) -> int:
        """Position of a column of the contract.

        Parameters
        ----------
        column : str
            Column of the contract.

        Returns
        -------
        int
            From 0.
        """
        return list(self.columns).index(column)

    def get(self, row: Row, column: str) -> str:
        """Text of a column of the contract.

        Parameters
        ----------
        row : Row
            A row of the file.
        column : str
            Column of the contract.

        Returns
        -------
        str
            As it is now.
        """
        return row.cells[self.place(column)]

    def put(self, row: Row, column: str, text: str) -> None:
        """Change the text of a column of the contract.

        Parameters
        ----------
        row : Row
            A row of the file.
        column : str
            Column of the contract.
        text : str
            New text.
        """
        row.cells[self.place(column)] = text

    def date(self, at: np.datetime64, stamp: str | None = None) -> str:
        """A moment in the file's format of dates, or another one.

        Parameters
        ----------
        at : numpy.datetime64
            Moment.
        stamp : str, optional
            Format of ``strftime``; left out, the file's own.

        Returns
        -------
        str
            As the file writes it.
        """
        return at.astype("datetime64[s]").astype(object).strftime(stamp or self.stamp)

    def money(self, cents: int) -> str:
        """An amount with the file's decimal mark.

        Parameters
        ----------
        cents : int
            Amount in cents.

        Returns
        -------
        str
            With two decimals.
        """
        sign, cents = "-" if cents < 0 else "", abs(int(cents))
        return f"{sign}{cents // 100}{self.decimal}{cents % 100:02d}"

    def lines(self) -> list[str]:
        """All lines of the file; the row at position i is line i + 2.

        Returns
        -------
        list of str
            The header first.
        """
        return [self.header, *(self._line(row) for row in self.rows)]

    def _line(self, row: Row) -> str:
        if row.text is not None:
            return row.text
        for cell in row.cells:
            if any(mark in cell for mark in (self.delimiter, '"', "\n")):
                raise ValueError(f"Cells of {self.name} must not need quoting; got {cell!r}.")
        return self.delimiter.join(row.cells)

    def write(self, folder: Path) -> None:
        """Write the file, gzipped when its name says so.

        Parameters
        ----------
        folder : pathlib.Path
            Folder of the raw files.
        """
        data = ("\ufeff" * self.bom + "\n".join(self.lines()) + "\n").encode("utf-8")
        write_bytes(folder / self.name, data)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file; a name ending in .gz is compressed without time and name in its header.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    data : bytes
        Content before compression.
    """
    if path.suffix == ".gz":
        stream = io.BytesIO()
        with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=stream, mtime=0) as packed:
            packed.write(data)
        data = stream.getvalue()
    path.write_bytes(data)


def write_excel(path: Path, table: pd.DataFrame, *, sheet: str) -> None:
    """Write an Excel file with one sheet; the same table gives the same bytes.

    Parameters
    ----------
    path : pathlib.Path
        Where to.
    table : pandas.DataFrame
        Its column names become the header.
    sheet : str
        Name of the sheet.
    """
    book = Workbook()
    book.properties.created = book.properties.modified = datetime(2026, 6, 30)
    page = book.active
    page.title = sheet
    page.append(list(table.columns))
    for row in table.itertuples(index=False):
        page.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in sorted(source.namelist()):
            data = source.read(entry)
            if entry == "docProps/core.xml":  # openpyxl stamps the time of saving
                data = _fixed_times(data)
            info = zipfile.ZipInfo(entry, _ZIP_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)


def _fixed_times(core: bytes) -> bytes:
    head, _, rest = core.partition(b'<dcterms:modified xsi:type="dcterms:W3CDTF">')
    _, _, tail = rest.partition(b"</dcterms:modified>")
    return head + tail
