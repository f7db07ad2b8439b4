"""Excel and Parquet: every cell as text, with its row."""

import datetime as dt
import io
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from seglib.intake import IntakeError, read_sources
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


def test_several_sheets_are_asked_for(taken):
    with pytest.raises(IntakeError, match=r"which sheet\? It has Notes, Products. Write in client.yml: sheet: Notes"):
        taken(workbook(Notes=[["x"]], Products=[["id", "name"], [1, "Mug"]]), file="products.xlsx")


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
