"""Sales by month and by product: hand-computed on four orders and a return."""

import datetime

import ibis
import pandas as pd
import pytest

from seglib.features import monthly, product_sales

DAY = datetime.datetime(2026, 5, 3, 10)
LINES = pd.DataFrame(
    {
        "customer_id": ["a", "a", "b", "b", "a"],
        "order_id": ["1", "1", "2", "3", "R1"],
        "ordered_at": pd.to_datetime(["2026-04-30", "2026-04-30", "2026-05-02", "2026-06-01", "2026-05-09"]),
        "product_id": ["pot", "seed", "pot", "seed", "pot"],
        "amount": [10.0, 2.5, 20.0, 2.5, -10.0],
        "margin": [4.0, 1.0, 8.0, 1.0, -4.0],
        "is_return": [False, False, False, False, True],
    }
)


@pytest.fixture
def tables():
    connection = ibis.duckdb.connect()
    lines = connection.create_table("lines", LINES).cast({"amount": "decimal(18, 4)", "margin": "decimal(18, 4)"})
    products = connection.create_table("products", pd.DataFrame({"product_id": ["pot"], "product": ["<b>Pot</b>"]}))
    return {"order_lines": lines, "products": products}


def test_months_net_returns_and_mark_the_one_cut_short(tables):
    table = monthly(tables["order_lines"], as_of="2026-06-15").to_pandas()
    assert table["month"].astype(str).tolist() == ["2026-04-01", "2026-05-01", "2026-06-01"]
    assert table["revenue"].tolist() == [12.5, 10.0, 2.5]  # May: 20 less the return of 10
    assert table["n_orders"].tolist() == [1, 1, 1]  # the return is no order
    assert table["n_customers"].tolist() == [1, 1, 1]
    assert table["complete"].tolist() == [True, True, False]


def test_last_day_of_a_month_completes_it(tables):
    assert monthly(tables["order_lines"], as_of="2026-04-30").to_pandas()["complete"].tolist() == [True]


def test_products_best_seller_first_with_name_or_id(tables):
    table = product_sales(tables, as_of="2026-06-15").to_pandas()
    assert table["product"].tolist() == ["<b>Pot</b>", "seed"]  # 20 against 5; no name is known of the seed
    assert table["revenue"].tolist() == [20.0, 5.0]
    assert table["revenue_share"].tolist() == [0.8, 0.2]
    assert table["margin"].tolist() == [8.0, 2.0]
    assert table["n_customers"].tolist() == [2, 2]


def test_articles_of_one_name_are_one_product_in_the_category_that_sold_most(tables):
    articles = {"product_id": ["pot", "seed"], "product": "Set", "category": ["Pots", "Garden"]}
    named = tables | {"products": ibis.memtable(pd.DataFrame(articles))}
    [row] = product_sales(named, as_of="2026-06-15").to_pandas().to_dict("records")
    assert row == {
        "product": "Set",
        "category": "Pots",
        "revenue": 25.0,
        "revenue_share": 1.0,
        "margin": 10.0,
        "n_customers": 2,
    }


def test_products_know_nothing_of_later_sales(tables):
    assert product_sales(tables, as_of="2026-05-31").to_pandas()["revenue"].tolist() == [20.0, 2.5]
