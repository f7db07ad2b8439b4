"""Online Retail, 541,909 invoice lines: the figures published with the data."""

from decimal import Decimal

import pytest

from seglib.cleaning import balance, clean, reconcile
from seglib.features import customer_features, product_sales
from seglib.intake import read_sources

pytestmark = pytest.mark.real


@pytest.fixture(scope="session")
def retail(write_client, tmp_path_factory, root, shared_data):
    folder = tmp_path_factory.mktemp("real") / "online-retail"
    (folder / "raw").mkdir(parents=True)
    (folder / "raw" / "online_retail.csv.gz").symlink_to(shared_data / "online-retail" / "online_retail.csv.gz")
    client = write_client(folder, {}, (root / "docs" / "clients" / "online-retail.yml").read_text(encoding="utf-8"))
    return clean(read_sources(client), client)


def test_every_line_of_the_file_is_in_the_books(retail):
    book = balance(retail.ledger).set_index("table").loc["order_lines"]
    assert book["rows_in"] == 541_909
    assert book["used"] + book["quarantined"] + book["merged"] == 541_909


def test_lines_without_a_customer_and_free_lines_are_set_aside(retail):
    orders = retail.ledger[retail.ledger["table"] == "order_lines"].set_index("rule")
    assert orders.loc["missing_customer_id", "rows"] == 135_080
    assert orders.loc["price_not_positive", "rows_any"] == 2_517  # 2,515 of zero and 2 below
    assert orders.loc["cancellation", "rows_any"] == 9_288
    assert balance(retail.ledger).set_index("table").loc["customers", "used"] == 4_372


def test_sales_of_the_usual_subset(retail):
    lines = retail.tables["order_lines"]
    sales = lines.filter(lines.quantity > 0)
    figures = sales.aggregate(
        n=sales.count(),
        customers=sales.customer_id.nunique(),
        orders=sales.order_id.nunique(),
        money=sales.amount.sum(),
    )
    assert figures.to_pyarrow().to_pylist() == [
        {"n": 397_884, "customers": 4_338, "orders": 18_532, "money": Decimal("8911407.9040")}
    ]


def test_net_of_cancellations(retail):
    assert retail.tables["order_lines"].amount.sum().to_pyarrow().as_py() == Decimal("8300065.8140")


def test_cancellations_are_matched_to_the_sales_that_they_take_back(retail):
    # counted once more by a plain program, line after line
    orders = retail.ledger[retail.ledger["table"] == "order_lines"].set_index("rule")
    assert orders.loc["reversal", ["rows_any", "money"]].tolist() == [2_787, -402_926.65]
    assert orders.loc["return_matched", ["rows_any", "money"]].tolist() == [4_392, -56_443.88]
    assert orders.loc["return_partly_matched", ["rows_any", "money"]].tolist() == [49, -9_857.04]
    assert orders.loc["return_unmatched", ["rows_any", "money"]].tolist() == [1_677, -142_114.52]
    assert orders.loc["reversed_sale", ["rows_any", "money"]].tolist() == [2_994, 414_319.63]
    lines = retail.tables["order_lines"]
    paper = lines.filter(lines.quantity.abs() == 80_995).order_by("ordered_at").to_pyarrow().to_pylist()
    assert [row["order_id"] for row in paper] == ["581483", "C581484"]
    assert paper[0]["reversed_at"] == paper[1]["ordered_at"]


def test_nothing_real_is_so_large_that_it_is_marked(retail):
    # the largest order, of 168,470 pounds, is 680 times the median one; the best customer brings 3 % of the sales
    assert not {"huge_order", "dominant_customer"} & set(retail.ledger["rule"])


NO_GOODS = {
    "POST": 1_256,
    "DOT": 710,
    "M": 571,
    "m": 1,
    "C2": 144,
    "D": 77,
    "S": 63,
    "B": 3,
    "BANK CHARGES": 37,
    "AMAZONFEE": 34,
    "CRUK": 16,
    "gift_*": 34,  # vouchers of 10, 20, 30, 40 and 50 pounds: 9 + 10 + 8 + 3 + 4
}


@pytest.mark.parametrize("code", NO_GOODS)
def test_lines_that_are_no_goods_are_named_with_their_number(retail, code):
    line = retail.ledger.set_index("rule").loc[f"non_product:{code}"]
    assert (line["outcome"], line["rows_any"]) == ("flag", NO_GOODS[code])


def test_postage_is_no_best_seller(retail):
    sold = product_sales(retail.tables, as_of="2011-12-10").to_pandas()
    assert sold["product"].head(3).tolist() == [
        "REGENCY CAKESTAND 3 TIER",
        "WHITE HANGING HEART T-LIGHT HOLDER",
        "JUMBO BAG RED RETROSPOT",
    ]
    lines = retail.tables["order_lines"]
    assert lines.filter(lines.product_id.isin(list(NO_GOODS)) & lines.is_product).count().to_pandas() == 0


def test_every_line_finds_its_customer_and_no_id_is_changed(retail):
    joins = retail.joins.set_index("column")
    assert joins.loc["customer_id", ["rows", "ids", "found", "before", "after"]].tolist() == [
        406_829,
        4_372,
        4_372,
        1,
        1,
    ]
    ids = retail.tables["customers"].customer_id
    assert ids.re_search(r"^\d{5}\.0$").all().to_pandas()  # as the file writes them: nothing joins better without


def test_the_money_is_accounted_for_to_the_cent(retail):
    customers = customer_features(retail.tables, as_of="2011-12-10").to_pandas()
    book = reconcile(retail, customers=customers).set_index("step")
    assert book.loc["Came in"].tolist() == [541_909, Decimal("9747747.93")]  # the published 9,747,747.934
    assert book.loc["Used", "money"] == Decimal("8300065.81")
    assert book.loc["Used, added up customer by customer", "money"] == Decimal("8300065.81")
    assert book.loc["Not accounted for"].tolist() == [0, Decimal("0.00")]
