"""Do the files mean the same customer by the same id? Repaired only without a doubt; otherwise shown."""

import re

import pytest

from seglib.cleaning import CleaningError
from seglib.questions import OpenQuestionsError

PEOPLE = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, country: country}}"
TOUCHES = "  - {table: touchpoints, file: t.csv, delimiter: ',', columns: {customer_id: id, at: day, channel: channel}}"
GOODS = "  - {table: products, file: p.csv, delimiter: ',', columns: {product_id: id, product: name}}"
COMPOSED, DECOMPOSED = "jos\u00e9", "jose\u0301"


def order(customer: str, number: int = 1, product: str = "mug") -> str:
    return f"{customer},o{number},2026-01-{number:02d},{product},1,10"


def people(*ids: str) -> dict[str, bytes]:
    return {"c.csv": ("id,country\n" + "".join(f"{one},ES\n" for one in ids)).encode()}


@pytest.fixture
def joined():
    def of(cleaned, column="customer_id") -> list[list]:
        joins = cleaned.joins[cleaned.joins["column"] == column]
        return joins[["table", "rows", "ids", "found", "before", "after"]].values.tolist()

    return of


@pytest.mark.parametrize(
    ("in_orders", "in_list"),
    [
        pytest.param(["1001.0", "1002.0"], ["1001", "1002"], id="in the orders"),
        pytest.param(["1001", "1002"], ["1001.0", "1002.0"], id="in the list of customers"),
    ],
)
def test_ids_of_a_file_that_are_all_decimal_numbers_are_repaired_if_they_then_join(
    shop, lines, joined, in_orders, in_list
):
    rows = [order(one, number) for number, one in enumerate(in_orders, start=1)]
    cleaned = shop(*rows, sources=PEOPLE, files=people(*in_list))
    assert lines(cleaned.tables["order_lines"], "customer_id") == [("1001",), ("1002",)]
    assert lines(cleaned.tables["customers"], "customer_id") == [("1001",), ("1002",)]
    repaired = lines(cleaned.repairs, "old", "new", "how")
    assert repaired == [("1001.0", "1001", "number_id"), ("1002.0", "1002", "number_id")]
    assert joined(cleaned) == [["order_lines", 2, 2, 2, 0.0, 1.0]]


def test_ids_are_left_alone_if_one_of_the_file_is_written_otherwise(shop, quarantined, joined):
    cleaned = shop(order("1001.0"), order("A-7", 2), sources=PEOPLE, files=people("1001", "A-7"))
    assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [(2, ["orphan"])]
    assert joined(cleaned) == [["order_lines", 2, 2, 1, 0.5, 0.5]]


def test_ids_are_left_alone_if_no_more_rows_join(shop, lines, joined):
    cleaned = shop(order("1001.0"), order("1002.0", 2), sources=PEOPLE, files=people("1001.0", "1002.0"))
    assert lines(cleaned.tables["order_lines"], "customer_id") == [("1001.0",), ("1002.0",)]
    assert lines(cleaned.repairs, "how") == []
    assert joined(cleaned) == [["order_lines", 2, 2, 2, 1.0, 1.0]]


def test_without_a_list_of_customers_the_other_files_are_the_witness(shop, lines):
    touches = {"t.csv": b"id,day,channel\n1001,2026-01-02,web\n"}
    cleaned = shop(order("1001.0"), sources=TOUCHES, files=touches)
    assert lines(cleaned.tables["order_lines"], "customer_id") == [("1001",)]
    assert cleaned.joins.empty  # nothing lists the customers


def test_article_numbers_are_joined_in_the_same_way(shop, lines, joined):
    cleaned = shop(order("a", product="70.0"), sources=GOODS, files={"p.csv": b"id,name\n70,Mug\n"})
    assert lines(cleaned.tables["order_lines"], "product_id") == [("70",)]
    assert joined(cleaned, "product_id") == [["order_lines", 1, 1, 1, 0.0, 1.0]]


@pytest.mark.parametrize("one", ["00123", "1E5", "NA", "NULL", "TRUE", "9007199254740993", "1.5"])
def test_an_id_is_text_whatever_it_looks_like(shop, lines, one):
    other = {"00123": "123", "1E5": "100000", "9007199254740993": "9007199254740992"}.get(one, "x")
    cleaned = shop(order(one), order(other, 2), sources=PEOPLE, files=people(one, other))
    assert lines(cleaned.tables["order_lines"], "customer_id") == [(one,), (other,)]


def test_ids_in_persian_and_arabic_digits_join_and_are_listed(shop, lines, joined):
    cleaned = shop(order("۱۰۰۱"), order("١٠٠٢", 2), sources=PEOPLE, files=people("1001", "1002"))
    assert lines(cleaned.tables["order_lines"], "customer_id") == [("1001",), ("1002",)]
    assert lines(cleaned.repairs, "old", "new", "how") == [("۱۰۰۱", "1001", "digits"), ("١٠٠٢", "1002", "digits")]
    assert joined(cleaned) == [["order_lines", 2, 2, 2, 1.0, 1.0]]


VARIANTS = {"case": ("AB7", "ab7"), "blanks": ("AB 7", "AB7"), "composition": (COMPOSED, DECOMPOSED)}


@pytest.mark.parametrize("kind", VARIANTS)
def test_ids_that_a_person_would_take_for_one_stay_two_and_are_marked(shop, lines, kind):
    one, other = VARIANTS[kind]
    cleaned = shop(order(one), order(other, 2), order("z9", 3), sources=PEOPLE, files=people(one, other, "z9"))
    assert lines(cleaned.tables["customers"], "customer_id") == [(one,), (other,), ("z9",)]
    marked = lines(cleaned.flagged, "table", "line", "reasons")
    assert marked == [
        (table, line, "id_variant") for table in ("customers", "order_lines") for line in (2, 3)
    ]  # not z9


@pytest.mark.parametrize("kind", VARIANTS)
def test_they_are_read_as_the_listed_one_where_the_client_says_so(shop, lines, joined, kind):
    one, other = VARIANTS[kind]
    rows = [order(other), order(other, 2), order(one, 3)]
    cleaned = shop(*rows, sources=PEOPLE, files=people(one), cleaning="id_variants: merge")
    assert lines(cleaned.tables["order_lines"], "customer_id") == [(one,)] * 3
    assert lines(cleaned.repairs, "line", "old", "new", "how") == [
        (2, other, one, "id_variant"),
        (3, other, one, "id_variant"),
    ]
    assert joined(cleaned) == [["order_lines", 3, 1, 1, pytest.approx(1 / 3), 1.0]]


def test_merged_ids_with_different_attributes_are_asked_about_as_any_other(shop):
    listed = {"c.csv": b"id,country\nAB7,ES\nab7,DE\n"}
    with pytest.raises(OpenQuestionsError, match="conflicting_rows"):
        shop(order("AB7"), sources=PEOPLE, files=listed, cleaning="id_variants: merge")


def test_the_money_of_orders_whose_customer_is_not_listed(shop):
    cleaned = shop(order("a"), order("z", 2), order("y", 3), sources=PEOPLE, files=people("a"))
    assert cleaned.joins["money"].tolist() == [20.0]


@pytest.mark.parametrize(("unknown", "refused"), [(2, False), (3, True)])
def test_more_than_a_fifth_of_orphans_is_refused_with_their_money(shop, unknown, refused):
    rows = [order("z", n + 1) for n in range(unknown)] + [order("a", n + 1) for n in range(10 - unknown)]
    if not refused:  # though it is more than the general limit
        assert shop(*rows, sources=PEOPLE, files=people("a"), limit=0.05, orphans=0.2).joins["after"].tolist() == [0.8]
        return
    with pytest.raises(CleaningError, match=re.escape("3 of 10 rows of order_lines (30.0%)")) as caught:
        shop(*rows, sources=PEOPLE, files=people("a"), limit=0.05, orphans=0.2)
    assert "30.0% of the money that can be read" in str(caught.value)
    assert "`orphan_limit: 0.31`" in str(caught.value)
