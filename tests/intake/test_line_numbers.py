"""Where nothing tells the rows of a file apart, the number of the line does."""

from seglib.cleaning import balance, clean
from seglib.intake import read_sources

YML = """
name: A
currency: EUR
as_of: 2026-06-30
sources:
  - table: customers
    file: {file}
    columns: {{customer_id: _line, area_type: area}}
  - table: assignments
    file: {file}
    columns: {{customer_id: _line, arm: arm, responded: came}}
    constants: {{campaign_id: mail}}
"""
FILE = b"area,arm,came\nurban,a,1\nurban,a,1\n,b,0\n"


def test_equal_rows_stay_two_customers_and_join_their_own_line(make_client):
    client = make_client({"p.csv": FILE}, YML.format(file="p.csv"))
    cleaned = clean(read_sources(client), client)
    assert balance(cleaned.ledger)[["rows_in", "used"]].values.tolist() == [[3, 3], [3, 3]]
    people = cleaned.tables["customers"].order_by("customer_id").to_pandas()
    assert people["customer_id"].tolist() == ["2", "3", "4"]
    assert people["area_type"].fillna("").tolist() == ["urban", "urban", ""]
    asked = cleaned.tables["assignments"].order_by("customer_id").to_pandas()
    assert asked[["customer_id", "arm", "responded"]].values.tolist() == [
        ["2", "a", True],
        ["3", "a", True],
        ["4", "b", False],
    ]


def test_lines_of_several_files_are_told_apart_by_the_file(make_client):
    client = make_client({"p_1.csv": FILE, "p_2.csv": FILE[:-2] + b"1\n"}, YML.format(file='"p_*.csv"'))
    people = clean(read_sources(client), client).tables["customers"].to_pandas()
    assert sorted(people["customer_id"]) == sorted(f"p_{file}.csv:{line}" for file in (1, 2) for line in (2, 3, 4))
