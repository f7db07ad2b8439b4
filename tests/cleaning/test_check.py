"""Does a check tell what was found or what is open, with its status, and write nothing?"""

import pytest
from typer.testing import CliRunner

from seglib.cli import app

YML = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    delimiter: ";"
    columns: {customer_id: c, order_id: o, ordered_at: day, quantity: n, unit_price: price}
  - {table: customers, file: people.csv, delimiter: ";", columns: {customer_id: c, country: land}}
cleaning: {quarantine_limit: 1}
"""
PEOPLE = b"c;land\na;ES\nb;FR\n"


@pytest.fixture
def check(make_client):
    def run(orders: bytes, people: bytes = PEOPLE):
        client = make_client({"orders.csv": b"c;o;day;n;price\n" + orders, "people.csv": people}, YML)
        before = {path: path.read_bytes() for path in client.folder.rglob("*") if path.is_file()}
        result = CliRunner().invoke(app, ["check", "--client", str(client.folder)])
        assert {path: path.read_bytes() for path in client.folder.rglob("*") if path.is_file()} == before
        return result.exit_code, result.output

    return run


def test_what_was_found_is_told(check):
    status, text = check(b"a;1;31/01/2026;1;1.234,50\nb;2;02/03/2026;2;5\nb;3;02/03/2026;x;5\n")
    assert status == 0
    assert "orders.csv, price (unit_price): decimal comma; found by line 2: 1.234,50 (1 cells)" in text
    assert "orders.csv, n (quantity): whole numbers without marks; nothing to tell\n" in text
    assert "orders.csv, day (ordered_at): %d/%m/%Y (day first); found by line 2: 31/01/2026 (1 cells)" in text
    assert "order_lines: 3 rows, of which 2 are used, 1 set aside, 0 copies" in text
    assert "No questions are open." in text


def test_what_is_open_is_asked_with_status_3(check):
    status, text = check(b"a;1;02/03/2026;1;1.234\n")
    assert status == 3
    assert "2 questions are open" in text
    assert 'decimal: ","    # 1.234 is 1234' in text
    assert 'dates: ["%m/%d/%Y"]    # 02/03/2026 is 3 February' in text


def test_rows_that_differ_are_open_too(check):
    status, text = check(b"a;1;31/01/2026;1;5\n", b"c;land\na;ES\na;FR\n")
    assert status == 3
    assert "conflicting_rows: most    # " in text
    assert "under cleaning" in text


def test_what_is_refused_has_status_2(check):
    status, text = check(b"")
    assert status == 2
    assert "0 data rows" in text
