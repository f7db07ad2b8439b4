"""How is one sheet of an Excel file read as text, with its rows?

Which sheet, and which row holds the names, is asked where the file does not say it. A row with an Excel error such as
``#N/A`` in a column that is read is set aside.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pyarrow as pa

from seglib.client_keys import Source
from seglib.intake.errors import IntakeError
from seglib.intake.header import find_header, header_names, header_notes, positions_of, refuse_missing, tidy, yaml_text
from seglib.intake.workbook import merged_cells, refuse_unsafe
from seglib.questions import Choice, Question

_ERRORS = {"#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#GETTING_DATA", "#SPILL!", "#CALC!"}
_HEAD = 50


class SheetFile:
    """One sheet of an Excel file; the attributes are those of :class:`seglib.intake.text.TextFile`.

    Parameters
    ----------
    path : pathlib.Path
        An ``.xlsx`` file.
    source : seglib.client.Source
        What is declared of it.
    wanted : list of str
        Names of the columns that are read.
    where : str
        The source's place in ``client.yml``, for questions.

    Raises
    ------
    IntakeError
        If the file is not Excel, is not safe to open, or has no such sheet.
    """

    delimiter = encoding = window = None

    def __init__(self, path: Path, source: Source, wanted: list[str], where: str = ""):
        self._path, self._source, self._wanted, self._where = path, source, wanted, where
        self.rows = self.blank = 0
        self.first_line = 1
        self.rejects: list[dict] = []
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self.names: list[str] = []
        self._rows: list[tuple[int, list[str]]] = []
        refuse_unsafe(path)
        try:
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        except (KeyError, OSError, ValueError) as error:
            raise IntakeError(f"{path.name}: cannot be opened as Excel ({error}); save it as .xlsx.") from None
        try:
            if sheet := self._sheet(book):
                self._read(book[sheet])
        finally:
            book.close()

    def _sheet(self, book: openpyxl.Workbook) -> str | None:
        name, declared = self._path.name, self._source.sheet
        if declared is not None:
            if declared not in book.sheetnames:
                raise IntakeError(f"{name}: there is no sheet {declared!r}; it has {', '.join(book.sheetnames)}.")
            return declared
        states = {sheet: book[sheet].sheet_state for sheet in book.sheetnames}
        if list(states.values()) == ["visible"]:
            return book.sheetnames[0]
        choices = []
        for sheet, state in states.items():
            cells = next(book[sheet].iter_rows(max_row=1, values_only=True), ())
            start = " | ".join(cell_text(value) for value in cells[:8]) or "empty"
            choices.append(Choice(f"sheet: {yaml_text(sheet)}", f"{state}; begins with {start}"))
        self.questions.append(Question("sheet", name, "which sheet is meant?", tuple(choices), where=self._where))
        return None

    def _read(self, sheet) -> None:
        source, name = self._source, self._path.name
        cells = (
            (number, [cell_text(v) for v in row]) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)
        )
        every = [(number, row) for number, row in cells if source.last_line is None or number <= source.last_line]
        filled = [(number, row) for number, row in every if any(map(str.strip, row))]
        if not filled:
            raise IntakeError(f"{name}: the file is empty; export it again.")
        header_line = 0
        if source.header:
            self.names = [tidy(one) for one in source.header]
        else:
            if source.header_line:
                filled = [(number, row) for number, row in filled if number >= source.header_line]
                if not filled:
                    raise IntakeError(f"{name}: there is nothing on row {source.header_line} or below it.")
            else:
                found = find_header(filled[:_HEAD], self._wanted, name, self._where)
                if isinstance(found, Question):
                    self.questions.append(found)
                    return
            header_line, header = filled.pop(0)
            while not header[-1].strip():
                header.pop()
            self.names = header_names(header, f"{name}:{header_line}")
            self.notes += header_notes(header, self.names)
        self.first_line = header_line + 1
        self._ask_about_merged(sheet, header_line)
        width = len(self.names)
        self._rows = [(number, (row + [""] * width)[:width]) for number, row in filled]
        self.blank = sum(1 for number, _ in every if number >= self.first_line) - len(filled)

    def _ask_about_merged(self, sheet, header_line: int) -> None:
        """Merged names can be read in two ways; cells that are merged over several rows leave most of them empty."""
        for cells, first, last in merged_cells(self._path, sheet):
            if self._source.header_line is None and first <= header_line:
                choices = tuple(
                    Choice(f"header_line: {row}", f"row {row} holds the names") for row in (first, last + 1)
                )
                text = f"cells {cells} are merged, so the names may stand on one row or on two; which row holds them?"
                self.questions.append(Question("header_line", self._path.name, text, choices, None, first, self._where))
                return
            if last > first >= self.first_line:
                raise IntakeError(
                    f"{self._path.name}:{first}: cells {cells} are merged over several rows, so all but the first are "
                    "empty; unmerge them in Excel, fill in the value on every row, and save the file again."
                )

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Read the sheet.

        Yields
        ------
        pyarrow.RecordBatch
            The wanted columns as text, and ``_line``: the row's number in the sheet.

        Raises
        ------
        IntakeError
            If a column is missing, or one without a name is not empty.
        """
        refuse_missing(self.names, self._wanted, f"{self._path.name}:{max(self.first_line - 1, 1)}")
        places = positions_of(self.names, self._wanted)
        nameless = [position for position, name in enumerate(self.names) if not name]
        lines, rows = [], []
        for number, row in self._rows:
            if filled := [position for position in nameless if row[position].strip()]:
                raise IntakeError(
                    f"{self._path.name}:{number}: column {filled[0] + 1} has no name in the header but holds values; "
                    "give it a name."
                )
            taken = {name: row[places[name]] for name in self._wanted}
            wrong = {name: cell for name, cell in taken.items() if cell.strip() in _ERRORS}
            if [tidy(cell) for cell in row] == self.names:
                self._reject(number, "repeated_header", None, taken)
            elif wrong:
                detail = ", ".join(f"column {name!r} holds {cell}" for name, cell in wrong.items())
                self._reject(number, "excel_error", detail, taken)
            else:
                lines.append(number)
                rows.append(list(taken.values()))
        self.rows = len(self._rows)
        columns = list(zip(*rows, strict=True)) or [()] * len(self._wanted)
        arrays = [*(pa.array(column, pa.string()) for column in columns), pa.array(lines, pa.int64())]
        yield pa.RecordBatch.from_arrays(arrays, names=[*self._wanted, "_line"])

    def _reject(self, line: int, reason: str, detail: str | None, taken: dict[str, str]) -> None:
        raw = json.dumps(taken, ensure_ascii=False)
        place = {"_file": self._path.name, "_line": line, "reason": reason, "detail": detail, "offset": None}
        self.rejects.append({**place, "raw": raw, "base64": False})


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
