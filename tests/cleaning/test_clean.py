"""The books balance whatever the files hold; what is set aside is kept; text stays text."""

import json
import re
from decimal import Decimal
from hashlib import sha256

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from seglib.cleaning import CleaningError, balance, clean
from seglib.contracts import TABLES, columns
from seglib.intake import read_sources

GOOD = "a,o1,2026-01-31,mug,2,10"
FORMULA, SCRIPT = "=cmd|' /C calc'!A0", "<script>alert(1)</script>"
CELLS = {
    "customer": ["a", "a", "a", "b", "", " a", "TEST1", "Total"],
    "order": ["o1", "o2", "C3", "", "٤٢"],
    "day": ["2026-01-31", "2026-01-31 10:00", "2026-02-30", "2030-01-01", "31.01.2026", ""],
    "product": ["mug", "pot", "", "x,y", 'a"b'],
    "units": ["1", "2", "-1", "0", "two", "١٢", "1,5", ""],
    "price": ["10", "10.50", "0", "-3", "$5", "€5", "1,234.50", "1.234,50", "999999999999999", ""],
}
ROW = st.tuples(*[st.sampled_from(values) for values in CELLS.values()])


@settings(max_examples=4, phases=[Phase.explicit, Phase.generate])  # a smaller case would take minutes to find
@given(rows=st.lists(ROW, min_size=1, max_size=60), merge=st.booleans(), torn=st.integers(0, 3))
def test_rows_in_are_rows_used_quarantined_and_merged(shop, rows, merge, torn):
    lines = pd.DataFrame(rows).to_csv(index=False, header=False).splitlines() + [GOOD] + ["a,o1"] * torn
    choice = f"cancellation_prefix: C\n  exact_duplicates: {'merge' if merge else 'keep'}"
    cleaned = shop(*lines, cleaning=choice)
    [book] = balance(cleaned.ledger).to_dict("records")
    assert book["rows_in"] == len(lines) == book["used"] + book["quarantined"] + book["merged"]
    # the tables hold just what the books say, every row once and no row twice
    places = [("used", len(cleaned.tables["order_lines"].to_pandas())), ("merged", len(cleaned.merged.to_pandas()))]
    quarantine = cleaned.quarantine.to_pandas()
    assert {**dict(places), "quarantined": len(quarantine)} == {
        name: book[name] for name in ("used", "merged", "quarantined")
    }
    assert not quarantine["line"].duplicated().any()
    assert (quarantine["reasons"].str.len() > 0).all()
    # and the raw row is as it came
    for row in quarantine[quarantine["raw"].str.startswith("{")].itertuples():
        received = [*rows, tuple(GOOD.split(","))][row.line - 2]
        kept = json.loads(row.raw)
        names = ["customer_id", "order_id", "ordered_at", "product_id", "quantity", "unit_price"]
        assert [kept[name] or "" for name in names] == list(received)


def test_a_torn_line_is_kept_as_it_stood(shop, quarantined):
    cleaned = shop(GOOD, "a,o2,only three", '"b', GOOD)
    assert quarantined(cleaned) == [
        (3, ["wrong_number_of_fields"], "a,o2,only three"),
        (4, ["broken_quotes"], '"b'),
    ]
    unsplit = cleaned.quarantine.order_by("line").to_pandas()
    assert unsplit["detail"].tolist()[0] == "3 fields, expected 6"
    assert (unsplit["offset"].diff().tolist()[1]) == len("a,o2,only three\n")


def test_the_order_of_the_rows_changes_no_sum(shop):
    rows = [
        GOOD,
        "b,o2,2026-02-01,pot,3,0.1",
        "b,o2,2026-02-01,pot,3,0.1",
        ",o3,2026-02-01,pot,1,7",
        "a,o4,2026-02-30,x,1,1",
    ]
    one, other = shop(*rows), shop(*reversed(rows))
    pd.testing.assert_frame_equal(one.ledger, other.ledger)
    names = list(columns("order_lines", computed=True))
    tables = [
        cleaned.tables["order_lines"].to_pandas().sort_values(names).reset_index(drop=True) for cleaned in (one, other)
    ]
    pd.testing.assert_frame_equal(*tables)


def test_the_ledger_of_a_small_file(shop):
    cleaned = shop(
        GOOD, GOOD, ",o2,2026-01-31,mug,1,5", "a,o3,31.1.2026,mug,-1,€5", options='dates: ["%Y-%m-%d", "%d.%m.%Y"]'
    )
    found = cleaned.ledger[["outcome", "rule", "column", "rows", "rows_any", "money"]].astype("object")
    assert found.where(found.notna(), None).values.tolist() == [
        ["used", None, None, 3, 3, 35.0],  # 20 + 20 - 5
        ["quarantine", "missing_customer_id", None, 1, 1, 5.0],
        ["flag", "return", None, 0, 1, -5.0],
        ["flag", "exact_duplicate", None, 0, 1, 20.0],
        ["flag", "return_unmatched", None, 0, 1, -5.0],
        ["repair", "date_format", "ordered_at", 0, 1, None],
        ["repair", "currency_sign", "unit_price", 0, 1, None],
    ]


@pytest.mark.parametrize(
    ("bad", "limit", "advice"),
    [
        pytest.param(1, 0.05, "1 of 10 rows of order_lines (10.0%)", id="one in ten"),
        pytest.param(9, 0.5, "`quarantine_limit: 0.91`", id="the line to write"),
    ],
)
def test_more_than_the_limit_is_refused_with_the_reasons_and_the_line_to_write(shop, bad, limit, advice):
    rows = [",o2,2026-01-31,mug,1,5"] * bad + [GOOD] * (10 - bad)
    with pytest.raises(CleaningError, match=re.escape(advice)) as caught:
        shop(*rows, limit=limit)
    assert f"There is no customer ({bad})" in str(caught.value)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(",o2,2026-01-31,mug,1,5", "There is no customer (2)", id="judged"),
        pytest.param('"b', "A quotation mark is opened and not closed", id="torn"),
    ],
)
def test_a_table_without_a_row_to_use_is_refused_whatever_the_limit(shop, row, reason):
    with pytest.raises(CleaningError, match=re.escape(f"None of the 2 rows of order_lines can be used. {reason}")):
        shop(row, row, limit=1)


def test_the_limit_itself_is_not_too_much(shop):
    cleaned = shop(*[",o2,2026-01-31,mug,1,5"] * 5, *[GOOD] * 5, limit=0.5)
    assert balance(cleaned.ledger)["quarantined"].tolist() == [5]


def test_formulas_and_scripts_are_text_and_nothing_else(shop, lines):
    people = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, name: name}}"
    products = "  - {table: products, file: p.csv, delimiter: ',', columns: {product_id: id, product: name}}"
    cleaned = shop(
        f"a,{FORMULA},2026-01-31,{SCRIPT},2,10",
        f",{FORMULA},2026-01-31,{SCRIPT},2,10",
        sources=people + "\n" + products,
        files={"c.csv": f"id,name\na,{FORMULA}\n".encode(), "p.csv": f"id,name\n{SCRIPT},{SCRIPT}\n".encode()},
    )
    assert lines(cleaned.tables["customers"], "name") == [(FORMULA,)]
    assert lines(cleaned.tables["products"], "product_id", "product") == [(SCRIPT, SCRIPT)]
    assert lines(cleaned.tables["order_lines"], "order_id", "product_id") == [(FORMULA, SCRIPT)]
    [(raw,)] = lines(cleaned.quarantine, "raw")
    assert json.loads(raw)["product_id"] == SCRIPT


def test_what_is_written_fits_the_contract_and_a_table_that_is_gone_is_taken_away(make_client, shop, tmp_path):
    yml = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: o.csv
    columns:
      {customer_id: customer, order_id: order, ordered_at: day, product_id: product, quantity: units, unit_price: price}
"""
    client = make_client({"o.csv": f"customer,order,day,product,units,price\n{GOOD}\n".encode()}, yml)
    client.clean.mkdir()
    (client.clean / "survey.parquet").write_bytes(b"from an earlier run")
    intake = read_sources(client)
    cleaned = clean(intake, client)
    cleaned.write(client)
    assert [path.name for path in client.clean.iterdir()] == ["order_lines.parquet"]
    assert sorted(path.name for path in client.results.iterdir()) == [
        "duplicate_customers.parquet",
        "files.parquet",
        "flagged.parquet",
        "joins.parquet",
        "ledger.parquet",
        "merged.parquet",
        "quarantine.csv",
        "quarantine.jsonl",
        "quarantine.parquet",
        "repairs.csv",
        "repairs.parquet",
    ]
    [received] = pq.read_table(client.results / "files.parquet", columns=["file", "sha256"]).to_pylist()
    assert received == {"file": "o.csv", "sha256": sha256((client.folder / "raw" / "o.csv").read_bytes()).hexdigest()}
    written = pq.read_table(client.clean / "order_lines.parquet")
    assert written.column_names == list(columns("order_lines", computed=True))
    assert written["amount"].to_pylist() == [Decimal("20.0000")]
    TABLES["order_lines"].validate(intake.connection.read_parquet(client.clean / "order_lines.parquet"))
    # a column in which a clean file leaves nothing is text all the same, for whoever reads it with SQL
    for name, column in (("ledger", "rule"), ("ledger", "column"), ("joins", "table"), ("files", "sheet")):
        written = pq.read_schema(client.results / f"{name}.parquet")
        assert pa.types.is_string(written.field(column).type) or pa.types.is_large_string(written.field(column).type)
    # a notebook may run its cell again
    pd.testing.assert_frame_equal(clean(intake, client).ledger, cleaned.ledger)


def test_a_copy_names_the_row_that_counts(shop, lines):
    line = "a,o1,2026-01-31,mug,2,10"
    cleaned = shop(line, "a,o2,2026-01-31,mug,2,10", line, cleaning="exact_duplicates: merge")
    assert lines(cleaned.merged, "line", "into") == [(4, "orders.csv:2")]


def test_a_row_that_cannot_be_used_takes_no_other_rows_place(make_client, lines):
    yml = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: assignments
    file: sent.csv
    delimiter: ","
    columns: {campaign_id: campaign, customer_id: customer, arm: arm, assigned_at: day}
cleaning: {conflicting_rows: last, quarantine_limit: 1}
"""
    sent = b"campaign,customer,arm,day\nspring,a,mail,2026-03-01\nspring,a,control,2026-09-01\n"
    client = make_client({"sent.csv": sent}, yml)
    cleaned = clean(read_sources(client), client)
    assert lines(cleaned.tables["assignments"], "customer_id", "arm") == [("a", "mail")]
    assert lines(cleaned.quarantine, "line", "reasons") == [(3, "future_date")]


def test_more_than_the_limit_of_the_money_is_refused_though_the_rows_are_few(shop):
    rows = [",o2,2026-01-31,mug,1,95"] + ["a,o1,2026-01-31,mug,1,5"] * 38 + ["a,o1,2026-01-31,mug,-1,5"]
    with pytest.raises(CleaningError, match=re.escape("1 of 40 rows of order_lines (2.5%), and 32.8%")) as caught:
        shop(*rows, limit=0.05)  # 95 of 290: returns are money too
    assert "`quarantine_limit: 0.33`" in str(caught.value)


def test_what_is_set_aside_for_want_of_a_customer_in_the_list_has_a_limit_of_its_own_for_money_too(shop):
    people = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id}}"
    rows = ["b,o2,2026-01-31,mug,1,95"] + ["a,o1,2026-01-31,mug,1,5"] * 19
    given = {"sources": people, "files": {"c.csv": b"id\na\n"}, "limit": 0}
    with pytest.raises(CleaningError, match=re.escape("1 of 20 rows of order_lines (5.0%), and 50.0%")):
        shop(*rows, **given, orphans=0.2)
    assert balance(shop(*rows, **given, orphans=0.51).ledger)["quarantined"].tolist() == [0, 1]
