"""Bad input in workbooks and archives: several sheets, merged cells, errors of Excel, passwords, bombs, entities."""

from __future__ import annotations

import io
import zipfile

import openpyxl
from bad_input_case import ORDERS, Case, Verdict

ROWS = [line.split(",") for line in ORDERS.splitlines()]
# How a workbook with a password looks: a compound file with an encrypted package in it.
PROTECTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def _book(change=None, **sheets: list[list]) -> bytes:
    """A workbook of the clean orders, changed by a function of its sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Orders"
    for row in ROWS:
        sheet.append(row)
    for name, rows in sheets.items():
        more = book.create_sheet(name)
        for row in rows:
            more.append(row)
    if change:
        change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _set(place: str, value: str):
    return lambda sheet: sheet.__setitem__(place, value)


def _hidden() -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(_book(Old=ROWS[:5])))
    book["Old"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _two_rows(sheet) -> None:
    sheet.insert_rows(1)
    sheet["A1"], sheet["C1"] = "Order", "Line"
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:F1")


def _zip(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return packed.getvalue()


def _with_entity() -> bytes:
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_book())) as book, zipfile.ZipFile(changed, "w") as archive:
        for name in book.namelist():
            content = book.read(name)
            if name == "xl/workbook.xml":
                content = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + content
            archive.writestr(name, content)
    return changed.getvalue()


def _excel(id: str, what: str, content: bytes, verdict: Verdict, *more: str) -> Case:
    return Case(id, what, verdict, {"orders.xlsx": content}, orders=";;".join(["file: orders.xlsx", *more]))


ALL = Verdict(rows={"order_lines": (120, 0, 0)})
CASES = [
    _excel("B29a", "two sheets", _book(Old=ROWS[:5]), Verdict("asked", ("orders.xlsx", "sheet: Orders", "sheet: Old"))),
    _excel("B29b", "a hidden sheet", _hidden(), Verdict("asked", ("orders.xlsx", "sheet: Orders", "hidden"))),
    _excel("B29c", "two sheets, one declared", _book(Old=ROWS[:5]), ALL, "sheet: Orders"),
    _excel("B29d", "a header of two rows", _book(_two_rows), Verdict("asked", ("orders.xlsx", "header_line: 2"))),
    _excel(
        "B29e",
        "cells merged over several rows",
        _book(lambda sheet: sheet.merge_cells("A4:A6")),
        Verdict("refused", ("orders.xlsx:4", "A4:A6", "merged")),
    ),
    *[
        _excel(
            f"B30{letter}",
            f"the cell {error}",
            _book(_set("F6", error)),
            Verdict(rows={"order_lines": (119, 1, 0)}, quarantined={("orders.xlsx", 6): "excel_error"}),
        )
        for letter, error in [("a", "#N/A"), ("b", "#REF!"), ("c", "#DIV/0!")]
    ],
    _excel("B31a", "a workbook with a password", PROTECTED, Verdict("refused", ("orders.xlsx", "password"))),
    Case(
        "B31b",
        "an archive that grows a thousandfold",
        Verdict("refused", ("orders.zip", "grow", "100")),
        {"orders.zip": _zip("orders.csv", b"0" * 50_000_000)},
        orders="file: orders.zip",
    ),
    _excel("B31c", "XML that expands itself", _with_entity(), Verdict("refused", ("orders.xlsx", "XML"))),
]
