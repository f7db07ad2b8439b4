"""Does somebody who has only exports get to clean tables by answering two or three questions in the file?"""

import io

import openpyxl
import pytest
from typer.testing import CliRunner

from seglib.cleaning import clean
from seglib.cli import app
from seglib.client import load_client
from seglib.intake import read_sources


@pytest.fixture
def exports(folder):
    """Three programs' exports: a German customer list, the orders of a web shop, an Excel sheet of products."""
    people = "Kundennr;Name;Ort;PLZ;E-Mail;Kunde seit;Einkommen\n" + "".join(
        f"{i:04};Name {i};Ulm;0{1000 + i};c{i}@example.com;{i % 28 + 1:02}.03.2024;1.{i % 9}00,50\n"
        for i in range(1, 61)
    )
    sales = "Order No,Order Date,Customer,SKU,Qty,Unit Price\n" + "".join(
        f"W{i // 2},0{i % 9 + 1}/0{i % 5 + 1}/2026,{i % 60 + 1:04},{i % 4 + 1:03},{i % 3 + 1},4.50\n"
        for i in range(240)
    )
    book = openpyxl.Workbook()
    for row in [
        ["Artikelnr", "Bezeichnung", "Warengruppe", "Marke"],
        *([f"{i:03}", f"Ding {i}", "Haus", "M"] for i in range(1, 5)),
    ]:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return folder({"kunden.csv": people, "orders.csv": sales, "artikel.xlsx": stream.getvalue()})


def run(*arguments: str):
    return CliRunner().invoke(app, list(arguments))


def test_from_a_folder_of_exports_to_clean_tables_with_three_answers(exports, tmp_path, monkeypatch):
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path / "project"))
    said = run("client", "acme", "--raw", str(exports))
    assert said.exit_code == 0, said.output
    assert "3 questions are open" in said.output
    assert "data/acme/client.yml:7: `currency`: in which currency is the money?" in said.output
    assert 'dates: ["%d/%m/%Y"]    # the day stands first' in said.output
    assert "as_of: 2026-05-09    # the last day of Order Date if dates are read so" in said.output

    refused = run("publish", "--client", "acme")
    assert refused.exit_code == 3
    assert "3 questions are open; nothing was guessed." in refused.output

    config = tmp_path / "project" / "data" / "acme" / "client.yml"
    text = config.read_text(encoding="utf-8")
    text = text.replace('currency: "?"', "currency: EUR").replace('dates: "?"', 'dates: ["%d/%m/%Y"]')
    config.write_text(text.replace('as_of: "?"', "as_of: 2026-05-09"), encoding="utf-8")
    client = load_client("acme")
    tables = clean(read_sources(client), client).tables
    assert {name: table.count().to_pandas() for name, table in tables.items()} == {
        "customers": 60,
        "order_lines": 240,
        "products": 4,
    }
    customers = tables["customers"].order_by("customer_id").to_pandas()
    assert (customers["postal_code"][0], str(customers["income"][0])) == ("01001", "1100.5000")
    assert float(tables["order_lines"].amount.sum().to_pandas()) == 4.5 * sum(i % 3 + 1 for i in range(240))


def test_nothing_is_made_where_nothing_can_be_used(folder, tmp_path, monkeypatch):
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path / "project"))
    said = run("client", "acme", "--raw", str(folder({"weather.csv": "station,rain\n1,2.5\n2,3.5\n"})))
    assert said.exit_code == 2
    assert "no file in this folder can be used" in said.output
    assert not (tmp_path / "project" / "data" / "acme").exists()


@pytest.mark.parametrize(
    ("name", "raw", "words"),
    [
        ("acme", None, "none is given"),
        ("acme", "nowhere", "there is no folder 'nowhere'"),
        ("A B", "", "small letters"),
    ],
)
def test_a_wrong_name_or_folder_is_refused(exports, tmp_path, monkeypatch, name, raw, words):
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path / "project"))
    folder = [] if raw is None else ["--raw", str(tmp_path / raw) if raw else str(exports)]
    said = run("client", name, *folder)
    assert said.exit_code == 2
    assert words in said.output


def test_a_client_that_is_there_is_not_overwritten(exports, tmp_path, monkeypatch):
    monkeypatch.setenv("SEGLIB_ROOT", str(tmp_path / "project"))
    assert run("client", "acme", "--raw", str(exports)).exit_code == 0
    before = (tmp_path / "project" / "data" / "acme" / "client.yml").read_bytes()
    said = run("client", "acme", "--raw", str(exports))
    assert (said.exit_code, "is already there" in said.output) == (2, True)
    assert (tmp_path / "project" / "data" / "acme" / "client.yml").read_bytes() == before
