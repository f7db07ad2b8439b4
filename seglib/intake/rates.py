"""What was one unit of another currency worth on a day? The client's table of rates, read strictly.

A text file in ``raw/`` with the columns ``currency`` (ISO 4217), ``date`` (from which the rate holds) and ``rate`` (how
much of the client's currency one unit is worth). Nothing in it is guessed: a table of a few lines can be corrected.
"""

from __future__ import annotations

import csv
import hashlib
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
from babel.numbers import is_currency

from seglib.intake.errors import IntakeError

NAMES = ("currency", "date", "rate")
"""Columns of the file, in any order."""
SCHEMA = pa.schema([("currency", pa.string()), ("valid_from", pa.date32()), ("rate", pa.decimal128(20, 12))])

_NUMBER = r"\d{1,8}(\.\d{1,12})?"  # a dinar is worth millions of rials, and a rial less than a millionth of a dinar
_SHOWN = 10


class Rates:
    """A client's table of rates.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    currency : str
        The client's, ISO 4217.

    Attributes
    ----------
    table : pyarrow.Table
        ``currency, valid_from, rate``, by currency and day.
    account : dict
        What was read, in the columns of ``Intake.files``.

    Raises
    ------
    IntakeError
        If the file cannot be read, a line says what cannot be, or a currency has two rates of one day: every such
        line, with its column, its value and what to do.
    """

    def __init__(self, path: Path, *, currency: str):
        content = path.read_bytes()
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise IntakeError(f"{path.name}: is not UTF-8 text ({error.reason}); save it as CSV in UTF-8.") from None
        lines = text.splitlines()
        delimiter = max(",;\t", key=(lines or [""])[0].count)
        rows = list(enumerate(csv.reader(lines, delimiter=delimiter), start=1))
        header = [cell.strip().lower() for cell in rows[0][1]] if rows else []
        if sorted(header) != sorted(NAMES):
            raise IntakeError(
                f"{path.name}:1: a table of rates has the three columns {', '.join(NAMES)}; got "
                f"{', '.join(header) or 'nothing'}. Correct the first line."
            )
        filled = [(line, [cell.strip() for cell in row]) for line, row in rows[1:] if any(cell.strip() for cell in row)]
        found, problems = _read(filled, header, currency)
        if not filled:
            problems.append("1: there is no rate under the header; add a line for each currency and day")
        if problems:
            more = f"\nand {len(problems) - _SHOWN} more" if len(problems) > _SHOWN else ""
            raise IntakeError("\n".join(f"{path.name}:{problem}." for problem in problems[:_SHOWN]) + more)
        kept = [(*key, rate) for key, rate in sorted(found.items())]
        arrays = [pa.array(values, field.type) for values, field in zip(zip(*kept, strict=True), SCHEMA, strict=True)]
        self.table = pa.Table.from_arrays(arrays, schema=SCHEMA)
        self.account = {
            "table": "rates",
            "file": path.name,
            "sha256": hashlib.sha256(content).hexdigest(),
            "bytes": len(content),
            "encoding": "utf-8",
            "delimiter": delimiter,
            "sheet": None,
            "first_line": 2,
            "rows": len(filled),
            "rejected": 0,
            "blank": len(rows) - 1 - len(filled),
            "columns_used": len(NAMES),
            "columns_ignored": 0,
            "notes": "",
            "lines_unread": 0,
        }


def _read(
    rows: list[tuple[int, list[str]]], header: list[str], own: str
) -> tuple[dict[tuple[str, date], Decimal], list[str]]:
    """Rates by currency and day, and what is wrong with which line."""
    found: dict[tuple[str, date], Decimal] = {}
    first: dict[tuple[str, date], int] = {}
    problems: list[str] = []
    for line, row in rows:
        if len(row) != len(header):
            problems.append(f"{line}: has {len(row)} fields, expected {len(header)}; correct the line")
            continue
        cells = dict(zip(header, row, strict=True))
        wrong = _problems(cells, own)
        problems += [f"{line}: column {name!r}: {cells[name]!r} {rule}" for name, rule in wrong]
        if wrong:
            continue
        key = cells["currency"], date.fromisoformat(cells["date"])
        if key in found:
            problems.append(
                f"{line}: column 'date': {cells['date']!r} has a rate of {cells['currency']} on line {first[key]} "
                "already; keep one of the two lines"
            )
        found[key], first[key] = Decimal(cells["rate"]), line
    return found, problems


def _problems(cells: dict[str, str], own: str) -> list[tuple[str, str]]:
    """Column and rule of what cannot be."""
    wrong = []
    if not is_currency(cells["currency"]):
        wrong.append(("currency", "is no currency; write its ISO 4217 code, such as USD"))
    if not _is_day(cells["date"]):
        wrong.append(("date", "is no day; write it as 2026-01-31"))
    if not re.fullmatch(_NUMBER, cells["rate"]):
        form = "is no rate; write a number with a decimal point, such as 1.0850, below 100 million"
        wrong.append(("rate", f"{form}, with at most 12 decimals and without marks for thousands"))
    elif Decimal(cells["rate"]) == 0:
        wrong.append(("rate", f"must be more than 0: what one {cells['currency']} was worth in {own} on that day"))
    elif cells["currency"] == own and Decimal(cells["rate"]) != 1:
        wrong.append(("rate", f"is not 1, but {own} is the client's own currency; delete the line"))
    return wrong


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
