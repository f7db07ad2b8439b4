"""What each line brought: amount after discount, margin where a cost is known, returns and cancellations taken off."""

from decimal import Decimal

import pytest

D = Decimal
MORE = "customer,order,day,product,units,price,extra"


def money(lines, cleaned):
    return lines(cleaned.tables["order_lines"], "quantity", "amount", "margin", "is_return")


def test_amount_is_units_times_price_and_margin_is_unknown_without_a_cost(shop, lines):
    cleaned = shop("a,o1,2026-01-31,mug,3,1.10", "a,o1,2026-01-31,pot,0.5,0.3333")
    assert money(lines, cleaned) == [
        (D(3), D("3.30"), None, False),
        (D("0.5"), D("0.1667"), None, False),  # 0.16665, to four decimals
    ]


ALL = "customer,order,day,product,units,price,off,cost,rate,total"
ALL_COLUMNS = """unit_price: price
      discount: off
      unit_cost: cost
      margin_rate: rate
      line_total: total"""
SOLD = {
    "no more known": ("2,10,,,,", "20", None),
    "discount": ("2,10,2.50,,,", "17.50", None),  # 20 less 2.50
    "unit cost": ("2,10,,6,,", "20", "8"),  # 20 less 2 x 6
    "discount and unit cost": ("2,10,2.50,6,,", "17.50", "5.50"),
    "margin rate": ("2,10,,,0.25,", "20", "5"),  # a quarter of 20
    "unit cost before margin rate": ("2,10,,6,0.25,", "20", "8"),
    "line total before price": ("2,10,,,,15", "15", None),
    "line total alone": ("2,,,6,,15", "15", "3"),
}
RETURNED = {
    "the margin is given back": ("-2,10,,6,,", "-20", "-8"),
    "so is the discount": ("-2,10,2.50,,,", "-17.50", None),
    "a total without its sign": ("-2,,,6,,15", "-15", "-3"),
    "a total with its sign": ("-2,,,6,,-15", "-15", "-3"),
}


@pytest.fixture(scope="module")
def all_kinds(shop):
    values = [case[0] for case in [*SOLD.values(), *RETURNED.values()]]
    return shop(*[f"a,o{n},2026-01-31,mug,{v}" for n, v in enumerate(values)], header=ALL, columns=ALL_COLUMNS)


@pytest.mark.parametrize("case", SOLD)
def test_amount_and_margin_of_a_sale(lines, all_kinds, case):
    found = money(lines, all_kinds)[list(SOLD).index(case)]
    _, amount, margin = SOLD[case]
    assert found == (D(2), D(amount), None if margin is None else D(margin), False)


@pytest.mark.parametrize("case", RETURNED)
def test_a_return_takes_off_what_the_sale_brought(lines, all_kinds, case):
    found = money(lines, all_kinds)[len(SOLD) + list(RETURNED).index(case)]
    _, amount, margin = RETURNED[case]
    assert found == (D(-2), D(amount), None if margin is None else D(margin), True)


def test_returns_are_marked(lines, all_kinds):
    marked = [line for line, reasons in lines(all_kinds.flagged, "line", "reasons") if "return" in reasons.split(";")]
    assert marked == [len(SOLD) + 2 + n for n in range(len(RETURNED))]


def test_a_cancellation_is_taken_off_whatever_its_sign(shop, lines):
    cleaned = shop("a,C1,2026-01-31,mug,-2,10", "a,C2,2026-01-31,mug,2,10", cleaning="cancellation_prefix: C")
    assert money(lines, cleaned) == [(D(-2), D(-20), None, True)] * 2
    assert lines(cleaned.flagged, "line", "reasons") == [
        (2, "cancellation;return_unmatched"),
        (3, "cancellation;return_unmatched"),
    ]


def test_the_cost_of_the_product_counts_where_the_line_has_none(shop, lines):
    products = "  - {table: products, file: p.csv, delimiter: ',', columns: {product_id: id, unit_cost: cost}}"
    cleaned = shop(
        "a,o1,2026-01-31,mug,2,10,7",
        "a,o1,2026-01-31,mug,2,10,",
        "a,o1,2026-01-31,tea,2,10,",
        header=MORE,
        columns="unit_price: price\n      unit_cost: extra",
        sources=products,
        files={"p.csv": b"id,cost\nmug,6\n"},
    )
    # 20 - 2 x 7 by the line; 20 - 2 x 6 by the product; tea is in no list of products
    assert [row[2] for row in money(lines, cleaned)] == [D(6), D(8), None]


def test_sums_of_money_are_exact(shop, lines):
    # in binary floats ten times 0.1 is 0.9999999999999999
    cleaned = shop(*[f"a,o{n},2026-01-31,mug,1,0.1" for n in range(10)])
    assert cleaned.tables["order_lines"].amount.sum().to_pyarrow().as_py() == D(1)


def test_an_amount_beyond_any_order_is_set_aside_and_breaks_nothing(shop, quarantined):
    # a bar code in the column of units
    cleaned = shop("a,o1,2026-01-31,mug,40063813339,99999.99", "a,o1,2026-01-31,pot,1,5")
    assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [(2, ["amount_out_of_range"])]
