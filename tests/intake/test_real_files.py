"""The public files whose form is not plain: blanks between fields, a byte-order mark, tables below one another."""

import pytest

from seglib.intake import read_sources

pytestmark = pytest.mark.real

HEAD = "name: Shop\ncurrency: USD\nas_of: 2026-06-30\nsources:\n"

SUPERSTORE = """
  - table: order_lines
    file: superstore.csv
    last_line: 9995
    columns: {order_id: Order ID, ordered_at: Order Date, customer_id: Customer ID, product_id: Product ID,
              quantity: Quantity, line_total: Sales}
  - table: customers
    file: superstore.csv
    header_line: 9996
    last_line: 10000
    columns: {customer_id: Person, region: Region}
  - table: survey
    file: superstore.csv
    header_line: 10001
    columns: {respondent_id: Order ID, item_id: Order ID, answer: Returned}
"""


@pytest.fixture
def taken_from(make_client, shared_data):
    def take(file: str, sources: str):
        path = shared_data / file
        return read_sources(make_client({path.name: path.read_bytes()}, HEAD + sources))

    return take


def test_cdnow_comes_in_by_its_blanks(taken_from):
    intake = taken_from(
        "cdnow-sample/CDNOW_sample.txt",
        "  - {table: order_lines, file: CDNOW_sample.txt, delimiter: blanks, header: [master, id, day, cds, dollars],\n"
        "     columns: {customer_id: id, order_id: master, ordered_at: day, quantity: cds, line_total: dollars}}\n",
    )
    account = intake.files.iloc[0]
    assert account[["rows", "rejected", "blank", "first_line", "notes"]].tolist() == [6919, 0, 0, 1, ""]
    rows = intake.sources[0].text.to_pandas()
    assert rows["customer_id"].nunique() == 2357
    assert rows["customer_id"].str.len().unique().tolist() == [4]  # leading zeros are kept
    assert rows["line_total"].astype(float).sum() == pytest.approx(244091.94)


def test_both_forms_of_customer_personality_hold_the_same(taken_from):
    frames = []
    for name in ("marketing_campaign.csv", "marketing_campaign_semicolon_bom.csv"):
        source = f"  - {{table: customers, file: {name}, columns: {{customer_id: ID, income: Income}}}}\n"
        intake = taken_from(f"customer-personality/{name}", source)
        assert intake.files[["rows", "rejected", "encoding"]].values.tolist() == [[2240, 0, "utf-8"]]
        frames.append(intake.sources[0].text.select("customer_id", "income", "_line").order_by("_line").to_pandas())
    assert frames[0].equals(frames[1])
    assert frames[0]["income"].isna().sum() == 24


def test_superstore_comes_in_as_three_tables_of_one_file(taken_from):
    intake = taken_from("superstore/superstore.csv", SUPERSTORE)
    assert intake.files[["rows", "rejected", "lines_unread"]].values.tolist() == [[9994, 0, 0], [4, 0, 0], [800, 0, 0]]
    orders, people, returns = (source.text.to_pandas() for source in intake.sources)
    assert orders["line_total"].astype(float).sum() == pytest.approx(2297200.8603)
    assert orders["order_id"].nunique() == 5009
    assert people["region"].tolist() == ["West", "East", "Central", "South"]
    assert returns["respondent_id"].nunique() == 296
    assert set(returns["respondent_id"]) <= set(orders["order_id"])
