"""Online Retail, 541,909 invoice lines: the figures published with the data."""

from decimal import Decimal

import pytest

from seglib.cleaning import balance, clean
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
