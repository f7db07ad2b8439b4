"""Each rule on a table of a few rows: what it finds, and what becomes of the row."""

from datetime import datetime

import pytest

from seglib.client import ClientError
from seglib.questions import OpenQuestionsError

GOOD = "a,o1,2026-01-31,mug,2,10"
MORE = "customer,order,day,product,units,price,extra"
PEOPLE = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, country: country}}"


BAD = {
    ",o1,2026-01-31,mug,2,10": ["missing_customer_id"],
    "\u00a0,o1,2026-01-31,mug,2,10": ["missing_customer_id"],
    "a,,2026-01-31,mug,2,10": ["missing_order_id"],
    "a,o1,,mug,2,10": ["missing_ordered_at"],
    "a,o1,2026-01-31,mug,,10": ["missing_quantity"],
    "a,o1,2026-01-31,mug,2,": ["missing_unit_price"],
    "a,o1,end of January,mug,2,10": ["unreadable_ordered_at"],
    "a,o1,2026-02-30,mug,2,10": ["impossible_date_ordered_at"],
    "a,o1,2026-01-31,mug,two,10": ["unreadable_quantity"],
    "a,o1,2026-01-31,mug,2,ten": ["unreadable_unit_price"],
    "a,o1,2026-01-31,mug,2,$10": ["foreign_currency_unit_price"],
    "a,o1,2026-01-31,mug,2,999999999999999": ["out_of_range_unit_price"],
    "a,o1,2026-01-31,mug,2,0": ["price_not_positive"],
    "a,o1,2026-01-31,mug,2,-10": ["price_not_positive"],
    "a,o1,2026-07-01,mug,2,10": ["future_date"],
    "Total,,,,2,20": ["total_row"],
    ",,,Grand total,2,20": ["total_row"],
    ",,,Gesamtsumme:,2,20": ["total_row"],
    ",,,المجموع,2,20": ["total_row"],
    ",,2026-07-01,mug,two,0": [  # a row keeps all its reasons
        "missing_customer_id",
        "missing_order_id",
        "unreadable_quantity",
        "future_date",
        "price_not_positive",
    ],
}


@pytest.fixture(scope="module")
def bad(shop):
    return shop(GOOD, *BAD)


@pytest.mark.parametrize("number", range(len(BAD)), ids=["+".join(reasons) for reasons in BAD.values()])
def test_a_row_that_cannot_be_used_is_set_aside_with_its_reasons(quarantined, bad, number):
    line, reasons, raw = quarantined(bad)[number]
    row = list(BAD)[number]
    assert line == number + 3
    assert reasons == BAD[row]
    assert [raw["customer_id"], raw["unit_price"]] == [row.split(",")[0] or None, row.split(",")[5] or None]


def test_a_row_that_is_set_aside_is_not_used(lines, bad):
    assert lines(bad.tables["order_lines"], "order_id", "customer_id") == [("o1", "a")]


def test_the_last_moment_of_observation_is_not_the_future(shop, lines):
    cleaned = shop("a,o1,2026-06-30 23:59:59,mug,2,10")
    assert lines(cleaned.tables["order_lines"], "ordered_at") == [(datetime(2026, 6, 30, 23, 59, 59),)]


def test_a_product_called_total_is_no_total_row(shop, lines):
    cleaned = shop("a,o1,2026-01-31,Total eclipse mug,2,10")
    assert lines(cleaned.tables["order_lines"], "product_id") == [("Total eclipse mug",)]


def test_money_of_another_currency_is_set_aside(shop, quarantined):
    columns = "unit_price: price\n      currency: extra"
    cleaned = shop(f"{GOOD},EUR", f"{GOOD},eur", f"{GOOD},", f"{GOOD},USD", header=MORE, columns=columns)
    assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [(5, ["other_currency"])]


def test_a_row_that_is_used_with_a_mark(shop, lines):
    cleaned = shop(GOOD, "a,o2,2026-01-31,mug,0,10", "a,o2,2026-01-31,mug,-1,10", GOOD)
    assert lines(cleaned.flagged, "file", "line", "reasons") == [
        ("orders.csv", 3, "zero_quantity"),
        ("orders.csv", 4, "return;return_matched"),
        ("orders.csv", 5, "exact_duplicate"),
    ]
    assert cleaned.tables["order_lines"].count().to_pandas() == 4


def test_an_optional_value_that_cannot_be_becomes_missing_and_is_listed(shop, lines):
    values = {"cheap": "unreadable", "-1": "out_of_range", "$1": "foreign_currency"}
    header, columns = MORE, "unit_price: price\n      discount: extra"
    cleaned = shop(*[f"{GOOD},{value}" for value in values], header=header, columns=columns)
    assert lines(cleaned.tables["order_lines"], "discount") == [(None,)] * 3
    assert lines(cleaned.repairs, "line", "column", "old", "new", "how") == [
        (line, "discount", value, None, how) for line, (value, how) in enumerate(values.items(), start=2)
    ]


def test_a_value_that_the_column_cannot_have_is_missing_and_codes_are_translated(shop, lines):
    cleaned = shop(
        f"{GOOD},Laden", f"{GOOD},ONLINE", f"{GOOD},fax", header=MORE,
        columns="unit_price: price\n      sales_channel: extra\n    values:\n      sales_channel: {laden: store}",
    )  # fmt: skip
    assert lines(cleaned.tables["order_lines"], "sales_channel") == [("store",), ("online",), (None,)]
    assert lines(cleaned.repairs, "line", "old", "how") == [(4, "fax", "not_allowed")]


def test_repairs_name_the_old_value_the_new_one_and_how(shop, lines):
    cleaned = shop(
        " a ,o۴۲,31.01.2026,mug,2,€10",
        'b,o2,2026-01-31,mug,٢,"10,50"',
        options='dates: ["%Y-%m-%d", "%d.%m.%Y"]\n    decimal: "."',
    )
    assert lines(cleaned.repairs, "line", "column", "old", "new", "how") == [
        (2, "customer_id", " a ", "a", "blanks"),
        (2, "order_id", "o۴۲", "o42", "digits"),
        (2, "ordered_at", "31.01.2026", "2026-01-31 00:00:00", "date_format"),
        (2, "unit_price", "€10", "10.000000", "currency_sign"),
        (3, "quantity", "٢", "2.000", "digits"),
        (3, "unit_price", "10,50", "10.500000", "number_format"),
    ]


@pytest.mark.parametrize("choice", ["keep", "merge"])
def test_exact_duplicates_are_kept_or_merged(shop, lines, choice):
    cleaned = shop(GOOD, GOOD, GOOD, cleaning=f"exact_duplicates: {choice}")
    noted = cleaned.merged if choice == "merge" else cleaned.flagged
    assert lines(noted, "line", "reasons") == [(3, "exact_duplicate"), (4, "exact_duplicate")]
    assert cleaned.tables["order_lines"].count().to_pandas() == (1 if choice == "merge" else 3)


def test_an_order_of_an_unknown_customer_is_set_aside(shop, quarantined):
    cleaned = shop(GOOD, "z,o2,2026-01-31,mug,1,5", sources=PEOPLE, files={"c.csv": b"id,country\na,ES\n"})
    assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [(3, ["orphan"])]


def test_without_a_list_of_customers_no_order_is_an_orphan(shop, quarantined):
    assert quarantined(shop(GOOD)) == []


def test_conflicting_rows_are_asked_about(shop):
    with pytest.raises(OpenQuestionsError, match="1 rows of customers have the customer_id of another row") as caught:
        shop(GOOD, sources=PEOPLE, files={"c.csv": b"id,country\na,ES\na,DE\n"})
    (question,) = caught.value.questions
    assert (question.code, question.file, question.line) == ("conflicting_rows", "c.csv", 2)
    assert "c.csv:3" in question.text
    assert [choice.line for choice in question.choices] == ["conflicting_rows: last", "conflicting_rows: most"]


@pytest.mark.parametrize(
    ("choice", "country", "merged"),
    [
        ("last", "DE", [(2, "superseded"), (3, "exact_duplicate;superseded")]),
        ("most", "ES", [(3, "exact_duplicate"), (4, "superseded")]),
    ],
)
def test_of_conflicting_rows_the_chosen_one_counts(shop, lines, choice, country, merged):
    people = b"id,country\na,ES\na,ES\na,DE\nb,FR\n"
    cleaned = shop(GOOD, sources=PEOPLE, files={"c.csv": people}, cleaning=f"conflicting_rows: {choice}")
    assert lines(cleaned.tables["customers"], "customer_id", "country") == [("a", country), ("b", "FR")]
    assert [line for line, _ in lines(cleaned.merged, "line", "reasons")] == [line for line, _ in merged]


@pytest.mark.parametrize("outcome", ["quarantine", "flag"])
def test_a_rule_of_the_client(shop, lines, quarantined, outcome):
    rule = "{name: test_order, table: order_lines, column: customer_id, matches: '(?i)^test', reason: T, outcome: %s}"
    cleaned = shop(GOOD, "TEST7,o2,2026-01-31,mug,1,5", cleaning=f"rules: [{rule % outcome}]")
    if outcome == "quarantine":
        assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [(3, ["test_order"])]
    else:
        assert lines(cleaned.flagged, "line", "reasons") == [(3, "test_order")]


def test_a_rule_name_that_is_taken_is_refused(shop):
    rule = "{name: future_date, table: order_lines, column: customer_id, matches: x, reason: T}"
    with pytest.raises(ClientError, match="rule name 'future_date' is taken; give the rule of order_lines another"):
        shop(GOOD, cleaning=f"rules: [{rule}]")
