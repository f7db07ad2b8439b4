"""Excel and Parquet: every cell as text, with its row."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seglib.intake import IntakeError, read_sources
from seglib.intake.questions import OpenQuestionsError
from seglib.intake.sheets import cell_text


def workbook(**sheets: list[list]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, cells in sheets.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parquet(table: dict) -> bytes:
    content = io.BytesIO()
    pq.write_table(pa.table(table), content)
    return content.getvalue()


def questions(taken, content: bytes):
    with pytest.raises(OpenQuestionsError) as asked:
        taken(content, file="products.xlsx")
    return asked.value.questions


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        ("00123", "00123"),
        (12, "12"),
        (17850.0, "17850"),
        (12.5, "12.5"),
        (0.1 + 0.2, "0.3"),  # Excel keeps 15 digits: it shows 0.3
        (1e-7, "0.0000001"),
        (1e16, "10000000000000000"),
        (True, "true"),
        (dt.datetime(2026, 1, 31, 8, 5), "2026-01-31 08:05:00"),
        (dt.date(2026, 1, 31), "2026-01-31"),
    ],
    ids=str,
)
def test_a_cell_is_the_text_that_a_reader_sees(value, text):
    assert cell_text(value) == text


def test_an_excel_sheet_keeps_its_rows_and_counts_the_blank_ones(taken, rows):
    cells = [["id", "name", None], [1, "Mug"], [None, "  "], ["00123", None]]
    intake = taken(workbook(Sheet=cells), file="products.xlsx")
    assert rows(intake) == [(2, "1", "Mug"), (4, "00123", None)]
    assert intake.files[["rows", "blank"]].iloc[0].tolist() == [2, 1]


def test_a_sheet_is_chosen_by_name(taken, rows):
    content = workbook(Notes=[["x"]], Products=[["id", "name"], [1, "Mug"]])
    assert rows(taken(content, file="products.xlsx", options="sheet: Products")) == [(2, "1", "Mug")]


@pytest.mark.parametrize("hidden", [True, False])
def test_several_sheets_are_asked_for_with_what_they_begin_with(taken, hidden):
    book = openpyxl.load_workbook(io.BytesIO(workbook(Products=[["id", "name"], [1, "Mug"]], Notes=[["x"]])))
    book["Notes"].sheet_state = "hidden" if hidden else "visible"
    book.save(content := io.BytesIO())
    asked = questions(taken, content.getvalue())[0]
    assert asked.code == "sheet"
    assert [(choice.line, choice.reading) for choice in asked.choices] == [
        ("sheet: Products", "visible; begins with id | name"),
        ("sheet: Notes", f"{'hidden' if hidden else 'visible'}; begins with x"),
    ]


def test_titles_above_an_excel_header_are_asked_about(taken, rows):
    content = workbook(S=[["Product list"], [], ["id", "name"], [1, "Mug"]])
    [asked] = questions(taken, content)
    assert [choice.line for choice in asked.choices] == ["header_line: 3"]
    assert rows(taken(content, file="products.xlsx", options="header_line: 3")) == [(4, "1", "Mug")]


def test_an_excel_file_without_names_is_asked_for_them(taken, rows):
    content = workbook(S=[[1, "Mug"], [2, "Pot"]])
    [asked] = questions(taken, content)
    assert [choice.line for choice in asked.choices] == ["header: [id, name]"]
    assert rows(taken(content, file="products.xlsx", options=asked.choices[0].line))[0] == (1, "1", "Mug")


def merged(cells: str, *rows: list) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells(cells)
    book.save(content := io.BytesIO())
    return content.getvalue()


def test_a_header_of_two_rows_is_asked_about(taken, rows):
    content = merged("A1:B1", ["id", None, "name"], ["number", "x", "name"], [1, 2, "Mug"])
    [asked] = questions(taken, content)
    assert "cells A1:B1 are merged" in asked.text
    assert [choice.line for choice in asked.choices] == ["header_line: 1", "header_line: 2"]


def test_merged_titles_above_a_declared_header_are_no_question(taken, rows):
    content = merged("A1:B1", ["Products", None], ["id", "name"], [1, "Mug"])
    assert rows(taken(content, file="products.xlsx", options="header_line: 2")) == [(3, "1", "Mug")]


def test_cells_merged_over_several_rows_are_refused(taken):
    content = merged("A2:A3", ["id", "name"], [1, "Mug"], [None, "Pot"])
    with pytest.raises(IntakeError, match=r"products.xlsx:2: cells A2:A3 are merged over several rows"):
        taken(content, file="products.xlsx")


def test_a_row_with_an_excel_error_is_set_aside(taken, rows, rejects):
    content = workbook(S=[["id", "name", "price"], [1, "#N/A", 5], [2, "Pot", "#REF!"], ["#DIV/0!", "#REF!", 1]])
    intake = taken(content, file="products.xlsx")
    assert rows(intake) == [(3, "2", "Pot")]  # the price is not read
    assert [(line, reason) for line, reason, *_ in rejects(intake)] == [(2, "excel_error"), (4, "excel_error")]
    details = intake.sources[0].rejects.order_by("_line").to_pandas()["detail"].tolist()
    assert details == ["column 'name' holds #N/A", "column 'id' holds #DIV/0!, column 'name' holds #REF!"]


def test_an_excel_file_with_a_password_is_refused(taken):
    content = b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le")
    with pytest.raises(IntakeError, match=r"products.xlsx: the file is protected by a password; save it without one"):
        taken(content, file="products.xlsx")


@pytest.mark.parametrize(
    ("encoding", "before"),
    [("utf-8", ""), ("utf-16", ""), ("utf-8", "<!-- <a> -->"), ("utf-8", f"<!-- {list(range(200_000))} -->")],
    ids=["utf-8", "utf-16", "behind a comment", "behind a long comment"],
)
def test_xml_that_expands_itself_is_refused(taken, encoding, before):
    whole = io.BytesIO(workbook(S=[["id", "name"], [1, "Mug"]]))
    content = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                text = (
                    before + '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + data.decode().partition("?>")[2]
                )
                data = text.encode(encoding)
            new.writestr(name, data)
    with pytest.raises(IntakeError, match=r"products.xlsx: the file holds XML that can reach other files"):
        taken(content.getvalue(), file="products.xlsx")


def test_a_sheet_that_is_not_there_is_refused(taken):
    with pytest.raises(IntakeError, match="there is no sheet 'Prices'; it has Products"):
        taken(workbook(Products=[["id", "name"], [1, "Mug"]]), file="products.xlsx", options="sheet: Prices")


def test_a_name_that_an_excel_header_has_twice_is_refused(taken):
    with pytest.raises(IntakeError, match="the header has 'name' in columns 2 and 3"):
        taken(workbook(Products=[["id", "name", "name"], [1, "Mug", "x"]]), file="products.xlsx")


def test_an_empty_sheet_is_refused(taken):
    with pytest.raises(IntakeError, match="the file is empty"):
        taken(workbook(Products=[]), file="products.xlsx")


@pytest.mark.parametrize("ending", ["xlsx", "parquet"])
def test_text_with_another_ending_is_refused(taken, ending):
    with pytest.raises(IntakeError, match=rf"products.{ending}: cannot be opened as"):
        taken(b"id,name\n1,Mug\n", file=f"products.{ending}")


def test_two_sheets_of_one_file_feed_two_tables(make_client):
    content = workbook(Products=[["id", "name"], [1, "Mug"]], People=[["nr"], ["a"]])
    client = make_client(
        {"all.xlsx": content},
        """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - {table: products, file: all.xlsx, sheet: Products, columns: {product_id: id}}
  - {table: customers, file: all.xlsx, sheet: People, columns: {customer_id: nr}}
""",
    )
    products, people = read_sources(client).sources
    assert products.text.to_pandas()["product_id"].tolist() == ["1"]
    assert people.text.to_pandas()["customer_id"].tolist() == ["a"]


def test_parquet_is_read_as_text(taken, rows):
    content = parquet(
        {
            "id": pa.array([1, 17850], pa.int64()),
            "name": pa.array([Decimal("1.50"), None], pa.decimal128(5, 2)),
            "unused": pa.array([0.5, 0.5]),
        }
    )
    intake = taken(content, file="products.parquet")
    assert rows(intake) == [(1, "1", "1.50"), (2, "17850", None)]
    assert intake.files[["columns_used", "columns_ignored"]].iloc[0].tolist() == [2, 1]
