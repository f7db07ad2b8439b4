"""A survey with one column a question becomes one row an answer; what does not fit is said."""

import pytest

from seglib.cleaning import balance, clean
from seglib.client import ClientError
from seglib.intake import read_sources

YML = """
name: A
currency: EUR
as_of: 2026-06-30
sources:
  - table: survey
    file: s.csv
    columns: {%s}
    items: %s
"""
FILE = b"id,Q 1,Q2\n7,yes,\n7,yes,no\n8,no,no\n"


def rows(client):
    cleaned = clean(read_sources(client), client)
    table = cleaned.tables["survey"].to_pandas().fillna("")
    return cleaned, sorted(
        table[["customer_id", "respondent_id", "item_id", "answer"]].itertuples(index=False, name=None)
    )


def test_the_line_is_the_respondent_where_nobody_has_a_number(make_client):
    client = make_client({"s.csv": FILE}, YML % ("", '{a: "Q 1", b: Q2}'))
    cleaned, found = rows(client)
    assert found == [
        ("", "2", "a", "yes"), ("", "2", "b", ""), ("", "3", "a", "yes"), ("", "3", "b", "no"),
        ("", "4", "a", "no"), ("", "4", "b", "no"),
    ]  # fmt: skip
    assert balance(cleaned.ledger)[["rows_in", "used"]].values.tolist() == [[6, 6]]
    assert client.brought("survey") == ["respondent_id", "item_id", "answer"]


def test_answers_of_a_customer_with_two_lines_are_asked_about(make_client):
    client = make_client({"s.csv": FILE.replace(b"8,", b"9,").replace(b"7,yes,no", b"8,yes,no")},
                         YML % ("customer_id: id", "[Q 1, Q2]"))  # fmt: skip
    _, found = rows(client)
    assert [(row[0], row[2], row[3]) for row in found] == [
        ("7", "Q 1", "yes"), ("7", "Q2", ""), ("8", "Q 1", "yes"),
        ("8", "Q2", "no"), ("9", "Q 1", "no"), ("9", "Q2", "no"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "items", "table", "message"),
    [
        ("answer: Q2", "[Q2]", "survey", "`answer` comes from `items`, one column a question; delete one of the two"),
        ("customer_id: id", "[Q2]", "customers", "`items` is for the table survey"),
        ("", "[]", "survey", "items"),
    ],
)
def test_what_does_not_fit_is_said(make_client, columns, items, table, message):
    yml = (YML % (columns, items)).replace("table: survey", f"table: {table}")
    with pytest.raises(ClientError, match=message):
        make_client({"s.csv": FILE}, yml)
