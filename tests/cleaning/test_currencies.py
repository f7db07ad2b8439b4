"""Is money of another currency converted by the rate of its day, and otherwise kept out of every sum?"""

from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest

from seglib.cleaning import CleaningError, account, reconcile

D = Decimal
HEADER = "customer,order,day,product,units,price,code,cost,off"
COLUMNS = "unit_price: price\n      currency: code\n      unit_cost: cost\n      discount: off"
RATES = b"""currency,date,rate
USD,2026-01-01,0.9
USD,2026-02-10,0.8
USD,2026-03-01,0.123456789
GBP,2026-01-01,1.15
"""
ROWS = {
    "by the last rate before its day": "a,o1,2026-02-09,mug,2,10.00,USD,4,1",
    "from the day of the rate on": "a,o2,2026-02-10,mug,3,10.00,USD,,",
    "by a sign": "a,o3,2026-02-10,mug,1,£5.00,,£2,",
    "a cost with a sign of its own": "a,o4,2026-02-10,mug,1,5.00,EUR,$4,",
    "rounded to six decimals": "a,o5,2026-03-02,mug,1,10.00,USD,,",
    "in the client's own": "a,o6,2026-02-10,mug,1,5.00,eur,2,",
    "sold at one rate": "b,o7,2026-01-05,pot,2,7.00,USD,,",
    "taken back at another": "b,o8,2026-02-11,pot,-2,7.00,USD,,",
    "before the first rate": "a,o9,2025-12-31,mug,1,10.00,USD,,",
    "no rate of its currency": "a,o10,2026-02-10,mug,1,10.00,CHF,,",
    "two currencies": "a,o11,2026-02-10,mug,1,€10.00,USD,,",
    "a dollar sign before the first rate": "a,o12,2025-12-31,mug,1,$10.00,,,",
    "the same number in euros": "a,o1,2026-02-09,mug,2,9.00,EUR,3.6,0.9",
}
LINE = {name: number for number, name in enumerate(ROWS, start=2)}
GIVEN = {"header": HEADER, "columns": COLUMNS}


@pytest.fixture(scope="module")
def dated(shop):
    """The rows, with rates."""
    return shop(*ROWS.values(), **GIVEN, sources="rates: rates.csv", files={"rates.csv": RATES})


@pytest.fixture(scope="module")
def undated(shop):
    """The same rows, without rates."""
    return shop(*ROWS.values(), **GIVEN)


def _row(cleaned, name):
    repairs = cleaned.repairs.to_pyarrow().to_pylist()
    return {row["column"]: (row["old"], row["new"], row["how"]) for row in repairs if row["line"] == LINE[name]}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (
            "by the last rate before its day",
            {
                "unit_price": ("10.00", "9.000000"),
                "unit_cost": ("4", "3.600000"),
                "discount": ("1", "0.9000"),
                "currency": ("USD", "EUR"),
            },
        ),
        ("from the day of the rate on", {"unit_price": ("10.00", "8.000000"), "currency": ("USD", "EUR")}),
        ("by a sign", {"unit_price": ("£5.00", "5.750000"), "unit_cost": ("£2", "2.300000")}),
        ("a cost with a sign of its own", {"unit_cost": ("$4", "3.200000")}),
        ("rounded to six decimals", {"unit_price": ("10.00", "1.234568"), "currency": ("USD", "EUR")}),
        ("in the client's own", {}),
    ],
)
def test_money_is_converted_by_the_rate_of_its_day(dated, name, changes):
    assert _row(dated, name) == {column: (*values, "converted") for column, values in changes.items()}


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("before the first rate", "before_first_rate"),
        ("a dollar sign before the first rate", "before_first_rate"),
        ("no rate of its currency", "other_currency"),
        ("two currencies", "other_currency;two_currencies"),
    ],
)
def test_money_without_a_rate_is_set_aside(dated, lines, name, reasons):
    found = {line: (why, amount) for line, why, amount in lines(dated.quarantine, "line", "reasons", "amount")}
    assert found[LINE[name]] == (reasons, None)
    assert len(found) == 4


def test_amounts_are_in_the_client_s_currency(dated, lines):
    found = lines(dated.tables["order_lines"], "order_id", "currency", "amount", "margin")
    assert found[:4] == [
        ("o1", "EUR", D("17.1000"), D("9.9000")),  # 2 x 9 less 0.90; less 2 x 3.60
        ("o2", "EUR", D("24.0000"), None),
        ("o3", None, D("5.7500"), D("3.4500")),
        ("o4", "EUR", D("5.0000"), D("1.8000")),
    ]


def test_a_return_finds_its_sale_by_the_price_as_received(dated, lines):
    marks = dict(lines(dated.flagged, "line", "reasons"))
    assert marks[LINE["sold at one rate"]] == "converted;reversed_sale"
    assert marks[LINE["taken back at another"]] == "converted;return;reversal"  # 14 dollars at 0.9 and at 0.8


def test_a_converted_line_is_no_copy_of_one_in_the_client_s_currency(dated, lines):
    assert LINE["the same number in euros"] not in dict(lines(dated.flagged, "line", "reasons"))


def test_the_ledger_and_the_books_know_of_it(dated):
    mark = dated.ledger.set_index("rule").loc["converted", ["outcome", "rows_any", "money"]]
    flag = mark[mark["outcome"] == "flag"].iloc[0]
    assert (flag["rows_any"], flag["money"]) == (6, pytest.approx(17.1 + 24 + 5.75 + 1.2346 + 12.6 - 11.2))
    assert dated.converted.drop(columns="money").values.tolist() == [
        ["GBP", 1, *[pd.Timestamp("2026-01-01")] * 2, 1.15, 1.15],
        ["USD", 5, pd.Timestamp("2026-01-01"), pd.Timestamp("2026-03-01"), 0.123456789, 0.9],
    ]
    book = reconcile(dated).set_index("step")
    assert book.loc["Not accounted for"].tolist() == [0, D("0.00")]
    assert book.loc["Came in", "money"] == book.loc["Used", "money"]  # what has no rate has no money here


def test_the_page_says_what_was_converted_by_which_rates(dated):
    shown = account.money_book(dated, SimpleNamespace(language="en")).set_index("step")
    assert shown.loc["of which converted from GBP, by rates of 1.15 (Jan 1, 2026)"].tolist() == [1, D("5.75")]
    assert shown.index[5].startswith(
        "of which converted from USD, by rates of 0.123457 to 0.9 (Jan 1, 2026 to Mar 1, 2026)"
    )


def test_without_rates_no_sum_holds_money_of_two_currencies(undated):
    book = reconcile(undated).set_index("step")
    assert book.loc["Came in", "money"] == D("27.10")  # 5, 5 and 17.10: the lines in euros
    assert undated.converted.empty
    assert set(undated.ledger.loc[undated.ledger["rule"] == "other_currency", "money"].isna()) == {True}


def test_too_many_lines_in_other_currencies_are_refused_with_the_way_out(shop):
    with pytest.raises(CleaningError) as caught:
        shop(*ROWS.values(), **GIVEN, limit=0.05)
    said = str(caught.value)
    assert "1 in CHF, 1 in GBP, 7 in USD could be converted" in said
    assert "write in client.yml `rates: rates.csv` and put into shop/raw/rates.csv" in said
    assert said.endswith("  currency,date,rate\n  CHF,2026-02-10,?\n  GBP,2026-02-10,?\n  USD,2025-12-31,?")
