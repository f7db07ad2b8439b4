"""How is the same sum done in a spreadsheet? With formulas that add points, over answers given as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from seglib.activation.points import POINTS_A_NAT, TIES, PointScore
from seglib.engine import replacing

ROWS = 200
"""Lines for customers that an empty sheet has."""
FORMULA = (
    "Sum of a segment = its points to start with + for each question the points of the answer that was given. "
    "Segment = the one with the largest sum; of equal sums, the first. Chance in percent = "
    "100 / SUM(EXP((sum of each segment - largest sum) / {unit})), rounded to whole percents."
)


def write_sheet(score: PointScore, path: Path, *, ids: Sequence[str] = (), codes: np.ndarray | None = None) -> None:
    """Write a workbook that puts customers into segments by their answers.

    Parameters
    ----------
    score : PointScore
        Questions and points.
    path : pathlib.Path
        Replaced by one rename once all is written.
    ids : sequence of str, optional
        Customers to fill in.
    codes : ndarray of int, shape (n, questions), optional
        Their answers, from 0.

    Notes
    -----
    Sheets are *Customers* (one line each: an answer by its number, the segment and the chance by formulas), *Points*
    (one column a segment, one line an answer) and *Formula* in words. All texts are stored as texts; there are no
    formulas but these.
    """
    book = Workbook()
    customers, points = book.active, book.create_sheet("Points")
    customers.title = "Customers"
    first = _points(points, score)
    _customers(customers, score, first, ids, codes)
    words = book.create_sheet("Formula")
    _text(words, 1, 1, FORMULA.format(unit=POINTS_A_NAT))
    _text(words, 2, 1, "Not for sole automated decisions about a person.")
    words.column_dimensions["A"].width = 100
    words["A1"].alignment = Alignment(wrap_text=True)
    with replacing(path) as part:
        book.save(part)


def _points(sheet: Worksheet, score: PointScore) -> list[int]:
    """One line an answer; gives the line of the first answer of each question."""
    for column, head in enumerate(("Question", "Number", "Answer", *score.names), start=1):
        _text(sheet, 1, column, head, bold=True)
    _text(sheet, 2, 1, "To start with")
    for k, value in enumerate(score.start.tolist()):
        sheet.cell(2, 4 + k, value)
    line, first = 3, []
    for question, table in zip(score.questions, score.points, strict=True):
        first.append(line)
        for code, answer in enumerate(question.answers):
            _text(sheet, line, 1, question.field.label)
            sheet.cell(line, 2, code + 1)
            _text(sheet, line, 3, answer)
            for k, value in enumerate(table[:, code].tolist()):
                sheet.cell(line, 4 + k, value)
            line += 1
    sheet.freeze_panes = "D2"
    for column, width in (("A", 36), ("C", 24)):
        sheet.column_dimensions[column].width = width
    return first


def _customers(
    sheet: Worksheet, score: PointScore, first: list[int], ids: Sequence[str], codes: np.ndarray | None
) -> None:
    m, k = len(score.questions), len(score.segments)
    answers = [get_column_letter(2 + i) for i in range(m)]
    results = 2 + m  # segment, chance, then the sums
    sums = [get_column_letter(results + 2 + i) for i in range(k)]
    heads = ["Customer", *(one.field.label for one in score.questions), "Segment", "Chance, %", *score.names]
    for column, head in enumerate(heads, start=1):
        _text(sheet, 2, column, head, bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = 20
    for i, question in enumerate(score.questions):
        legend = "\n".join(f"{number} = {answer}" for number, answer in enumerate(question.answers, start=1))
        _text(sheet, 1, 2 + i, legend)
        sheet.cell(1, 2 + i).alignment = Alignment(wrap_text=True, vertical="top")
        allowed = DataValidation("whole", operator="between", formula1="1", formula2=str(question.n_answers))
        sheet.add_data_validation(allowed)
        allowed.add(f"{answers[i]}3:{answers[i]}{2 + max(len(ids), ROWS)}")
    sheet.row_dimensions[1].height = 90
    sheet.freeze_panes = "B3"
    columns = [get_column_letter(4 + i) for i in range(k)]
    names = f"Points!${columns[0]}$1:${columns[-1]}$1"
    for row in range(max(len(ids), ROWS)):
        line = 3 + row
        if row < len(ids):
            _text(sheet, line, 1, str(ids[row]))
            for i, code in enumerate(codes[row].tolist()):
                sheet.cell(line, 2 + i, code + 1)
        open_ = f"COUNT({answers[0]}{line}:{answers[-1]}{line})<{m}"
        span = f"{sums[0]}{line}:{sums[-1]}{line}"
        for letter, column in zip(sums, columns, strict=True):
            parts = [
                f"INDEX(Points!{column}${top}:{column}${top + one.n_answers - 1},{answer}{line})"
                for answer, top, one in zip(answers, first, score.questions, strict=True)
            ]
            sheet[f"{letter}{line}"] = f'=IF({open_},"",Points!{column}$2+{"+".join(parts)})'
        sheet.cell(line, results, f'=IF({open_},"",INDEX({names},MATCH(MAX({span}),{span},0)))')
        spread = f"SUMPRODUCT(EXP(({span}-MAX({span}))/{POINTS_A_NAT}))"
        sheet.cell(line, results + 1, f'=IF({open_},"",INT(100/{spread}+0.5+{TIES:.9f}))')


def _text(sheet: Worksheet, row: int, column: int, value: str, *, bold: bool = False) -> None:
    """A text, whatever it begins with."""
    cell = sheet.cell(row, column)
    cell.value = "".join(sign for sign in value if sign in "\t\n" or ord(sign) >= 32)
    cell.data_type = "s"
    cell.font = Font(bold=bold)
