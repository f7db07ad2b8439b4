"""Every piece of planted dirt is where the key says, and nothing else is dirty."""

import csv
import re

import pandas as pd
import pytest

from seglib.client import load_client

SINGLE = {"total_row", "formula_text"}  # one a till's file, and one in all
SHOP_HEADER = "order_id,created_at,customer_id,sku,qty,unit_price,discount,currency,channel"


@pytest.fixture(scope="module")
def sources(demo_folder) -> dict[str, object]:
    client = load_client(demo_folder)
    return {path.name: source for source in client.sources for path in client.files(source)}


def test_every_kind_has_enough_cases(dirt):
    counts = dirt["kind"].value_counts()
    assert counts.drop(list(SINGLE)).min() >= 25
    assert len(counts) >= 24


def test_rates_are_those_of_a_real_shop(dirt, raw_lines):
    n_lines = sum(len(lines) for name, lines in raw_lines.items() if "orders" in name or "till" in name)
    rates = dirt[dirt["table"] == "order_lines"].groupby("kind").size() / n_lines
    assert rates.max() < 0.03
    assert rates.sum() < 0.10
    quarantined = dirt[(dirt["table"] == "order_lines") & (dirt["outcome"] == "quarantine")]
    assert len(quarantined) / n_lines < 0.05  # above, cleaning would refuse the client


def test_a_row_has_one_thing_wrong(dirt):
    kinds = dirt.groupby(["file", "line"])["kind"].agg(lambda kind: " ".join(sorted(kind)))
    several = kinds[kinds.str.contains(" ")]
    assert set(several) == {"orphan test_order"}  # who tries the shop is no customer


def test_the_dirty_value_is_on_its_line(dirt, raw_lines):
    for row in dirt.itertuples():
        assert row.dirty in raw_lines[row.file][row.line - 1], row


def test_the_dirty_value_is_in_its_column(dirt, raw_lines, sources):
    in_cells = dirt[(dirt["column"] != "") & (dirt["kind"] != "wrong_number_of_fields")]
    for row in in_cells.itertuples():
        source = sources[row.file]
        header, cells = csv.reader(
            [raw_lines[row.file][0], raw_lines[row.file][row.line - 1]], delimiter=source.delimiter
        )
        assert dict(zip(header, cells, strict=True))[source.columns[row.column]] == row.dirty, row
        assert row.dirty != row.original


def test_copies_repeat_an_earlier_line(dirt, raw_lines):
    for row in dirt[dirt["kind"] == "duplicate"].itertuples():
        assert raw_lines[row.file].index(row.dirty) < row.line - 1


def test_rows_that_are_no_records(dirt, raw_lines):
    for row in dirt[dirt["kind"] == "blank_row"].itertuples():
        assert raw_lines[row.file][row.line - 1].strip(";") == ""
    for row in dirt[dirt["kind"] == "repeated_header"].itertuples():
        assert raw_lines[row.file][row.line - 1] == SHOP_HEADER
    for row in dirt[dirt["kind"] == "total_row"].itertuples():
        assert row.line == len(raw_lines[row.file])
    for row in dirt[dirt["kind"] == "wrong_number_of_fields"].itertuples():
        assert raw_lines[row.file][row.line - 1].count(",") == SHOP_HEADER.count(",") + 1


@pytest.mark.parametrize("kind", ["cancellation", "return"])
def test_reversals_match_an_earlier_sale(dirt, raw_lines, order_lines, kind):
    sales = {}
    for sale in order_lines.itertuples():
        sales.setdefault((sale.customer_id, sale.product_id, sale.quantity, sale.unit_price), []).append(sale)
    for row in dirt[dirt["kind"] == kind].itertuples():
        delimiter = "," if row.file.startswith("web") else ";"
        order_id, at, customer, product, quantity, price, *_ = raw_lines[row.file][row.line - 1].split(delimiter)
        at = pd.to_datetime(at, format="ISO8601" if delimiter == "," else "%d.%m.%Y %H:%M")
        found = sales[customer, product, -int(quantity), float(price.replace(",", "."))]
        assert any(sale.at < at and sale.file == row.file for sale in found)
        assert order_id.startswith("C") == (kind == "cancellation")
        if kind == "cancellation":
            assert order_id[1:] in {sale.order_id for sale in found}


def test_orphans_are_unknown_and_all_others_known(dirt, crm, order_lines, types):
    known = set(types.index)
    respelled = dirt.loc[(dirt["table"] == "customers") & (dirt["column"] == "customer_id"), "original"]
    assert known == set(crm["Kundennr"]) & known | set(respelled)
    orphans = dirt.loc[dirt["kind"] == "orphan", "dirty"]
    assert not set(orphans) & known
    assert set(order_lines["customer_id"]) <= known


def test_what_is_not_in_the_key_is_clean(order_lines):
    assert order_lines["at"].between("2024-01-01", "2026-07-01", inclusive="left").all()
    assert (order_lines["quantity"] > 0).all()
    assert (order_lines["unit_price"] > 0).all()
    assert (order_lines["discount"] >= 0).all()
    assert (order_lines["discount"] < order_lines["quantity"] * order_lines["unit_price"]).all()
    assert set(order_lines["channel"]) == {"web", "telesales", "store"}
    assert set(order_lines.loc[order_lines["file"].str.startswith("web"), "last"]) == {"EUR"}
    assert not order_lines.duplicated(["order_id", "product_id"]).any()
    assert order_lines["product_id"].str.fullmatch(r"\d{4}").all()


def test_customers_that_are_not_in_the_key_are_clean(crm, dirt):
    soiled = set(dirt.loc[dirt["file"] == "crm_customers.csv", "line"])
    clean = crm[[position + 2 not in soiled for position in range(len(crm))]]
    assert clean["Kundennr"].is_unique
    for column, pattern in {
        "Kundennr": r"\d{6}",
        "Geburtsdatum": r"\d\d\.\d\d\.\d{4}",
        "Kunde seit": r"\d\d\.\d\d\.\d{4}",
        "Einkommen": r"(\d{1,3}(\.\d{3})*,\d\d)?",
        "Betreuungsaufwand": r"([1-9]|10)?",
        "Geschlecht": r"[wmd]?",
    }.items():
        assert clean[column].str.fullmatch(pattern).all(), column
    assert clean.groupby(["Land", "PLZ"])["Ort"].nunique().max() == 1  # a postal code tells the town


def test_hostile_text_is_there(crm, demo_folder):
    assert "=cmd|' /C calc'!A0" in set(crm["Name"])
    products = pd.read_excel(demo_folder / "raw" / "products.xlsx", dtype="str")
    assert "<script>alert(1)</script>" in set(products["Bezeichnung"])
    assert sum(bool(re.search(r"[\u0600-\u06ff]", name)) for name in crm["Name"]) > 50  # names in Arabic script
