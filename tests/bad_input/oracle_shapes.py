"""What does a clean shop look like? The same people and orders, as different systems would export them."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import openpyxl

COUNTRIES = ["Germany", "Spain", "Ireland"]
LATIN = ["Zoé Müller", "Íñigo Peña", "Siobhán Ó Sé", "Käthe Weiß"]
ARABIC = ["مريم خوري", "يوسف منصور", "ليلى حداد", "نور الدين"]
N_CUSTOMERS, N_BUYERS, N_ORDERS = 60, 40, 120
COLUMNS = {
    "customers": ["customer_id", "name", "country", "email", "birth_date", "income"],
    "order_lines": ["customer_id", "order_id", "ordered_at", "product_id", "quantity", "unit_price"],
}


@dataclass(frozen=True)
class Shape:
    """How a system exports its tables.

    Attributes
    ----------
    id : str
        Name.
    kind : {"text", "xlsx", "jsonl"}
        Of the files.
    declared : tuple of str
        Lines of ``client.yml`` for both sources.
    day, number : callable
        How a date and a number are written.
    encoding : str
        Of text.
    delimiters : str
        One of them is between the fields.
    names : list of str
        Of the customers.
    """

    id: str
    kind: str = "text"
    declared: tuple[str, ...] = ()
    day: Callable[[date], str] = date.isoformat
    number: Callable[[Decimal], str] = str
    encoding: str = "utf-8"
    delimiters: str = ","
    names: tuple[str, ...] = (*LATIN, *ARABIC)

    def file(self, table: str, *, packed: bool = False) -> str:
        """Name of a table's file."""
        return table + {"text": ".csv", "xlsx": ".xlsx", "jsonl": ".jsonl"}[self.kind] + ".gz" * packed

    def rows(self, table: str) -> list[dict[str, str]]:
        """The clean rows as text."""
        return [{name: self.written(value) for name, value in row.items()} for row in truth(table, self.names)]

    def written(self, value: object) -> str:
        """A value as the shape writes it."""
        if isinstance(value, date):
            return self.day(value)
        return self.number(value) if isinstance(value, Decimal | int) else value

    def can_write(self, text: str) -> bool:
        """Whether the shape's encoding has all letters of a text."""
        try:
            text.encode(self.encoding, "surrogateescape")
        except UnicodeEncodeError:
            return False
        return True


def truth(table: str, names: tuple[str, ...]) -> list[dict]:
    """What is true of the shop, whatever it is written in: the rows with typed values."""
    if table == "customers":
        return [
            {
                "customer_id": f"C{i:03d}",
                "name": names[i % len(names)],
                "country": COUNTRIES[i % 3],
                "email": f"c{i}@example.org",
                "birth_date": date(1950 + i % 50, i % 12 + 1, i % 28 + 1),
                "income": Decimal(f"{20000 + 137 * i}.50"),
            }
            for i in range(1, N_CUSTOMERS + 1)
        ]
    return [
        {
            "customer_id": f"C{i % N_BUYERS + 1:03d}",
            "order_id": f"o{i:04d}",
            "ordered_at": date(2026, i % 6 + 1, i % 27 + 1),
            "product_id": f"Thé {i % 7}",
            "quantity": i % 3 + 1,
            "unit_price": Decimal(f"{(i % 19 + 1) * (100 if i % 10 == 0 else 1)}.{i % 100:02d}"),
        }
        for i in range(1, N_ORDERS + 1)
    ]


def _european(value: Decimal | int) -> str:
    return f"{value:,}".translate(str.maketrans(",.", ".,")) if isinstance(value, Decimal) else str(value)


def _comma(value: Decimal | int) -> str:
    return str(value).replace(".", ",")


def _day_first(mark: str) -> Callable[[date], str]:
    return lambda day: day.strftime(f"%d{mark}%m{mark}%Y")


SHAPES = [
    Shape("plain", delimiters=",;\t|"),
    Shape(
        "European",
        declared=('decimal: ","', 'dates: ["%d.%m.%Y"]', 'delimiter: ";"'),
        day=_day_first("."),
        number=_european,
        delimiters=";",
    ),
    Shape("day first, found by evidence", day=_day_first("/"), delimiters=";\t|", number=_comma),
    Shape("windows-1252", declared=("encoding: windows-1252",), encoding="cp1252", names=tuple(LATIN)),
    Shape(
        "windows-1256",
        declared=("encoding: windows-1256",),
        encoding="cp1256",
        delimiters=";\t",
        names=tuple(ARABIC),
    ),
    Shape("UTF-16", encoding="utf-16", delimiters="\t,"),
    Shape("Excel", kind="xlsx"),
    Shape("JSON lines", kind="jsonl"),
]


def text_file(lines: list[dict | list | str], shape: Shape, *, delimiter: str, end: str, quoted: bool, mark: bool):
    """A text file out of rows, lists of cells, or lines as they are."""

    def written(line: dict | list | str) -> str:
        if isinstance(line, str):
            return line.replace("<delimiter>", delimiter)
        cells = line.values() if isinstance(line, dict) else line
        return delimiter.join(f'"{cell}"' if quoted or delimiter in cell else cell for cell in cells)

    text = "\ufeff" * (mark and shape.encoding == "utf-8") + "".join(written(line) + end for line in lines)
    return text.encode(shape.encoding, "surrogateescape")


def workbook(lines: list[dict]) -> bytes:
    """An Excel file; what is a number or a day is kept as one."""
    book = openpyxl.Workbook()
    for number, line in enumerate(lines, start=1):
        for place, value in enumerate(line.values(), start=1):
            if isinstance(value, date):
                value = datetime(value.year, value.month, value.day)
            cell = book.active.cell(number, place, None if value == "" else value)
            if isinstance(value, str) and value.startswith("="):
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def json_lines(lines: list[dict | str]) -> bytes:
    """JSON objects, one a line; what is a number is kept as one, with its digits."""

    def written(value: object) -> str:
        if isinstance(value, Decimal | int):
            return str(value)
        return json.dumps(str(value), ensure_ascii=False)

    texts = [
        line
        if isinstance(line, str)
        else "{" + ", ".join(f"{written(name)}: {written(value)}" for name, value in line.items()) + "}"
        for line in lines
    ]
    return ("\n".join(texts) + "\n").encode()


def packed(data: bytes) -> bytes:
    """The same, compressed, always to the same bytes."""
    return gzip.compress(data, mtime=0)
