"""Postage, fees and vouchers: in the money, in no table of products, and each in the ledger by name."""

import re

import pytest

from seglib.client import ClientError
from seglib.features import customer_features, product_sales

ROWS = [
    "a,o1,2026-01-01,mug,1,10",
    "a,o1,2026-01-01,POST,1,4",
    "a,o2,2026-01-02,gift_20,1,20",
    "a,o2,2026-01-02,gift_50,1,50",
    "a,o3,2026-01-03,post,1,3",
    "a,o3,2026-01-03,,1,2",
]
CODES = 'non_products: [POST, "gift_*"]'


def test_they_are_named_with_rows_and_money_and_stay_in_the_money(shop, lines):
    cleaned = shop(*ROWS, cleaning=CODES)
    named = cleaned.ledger[cleaned.ledger["rule"].str.startswith("non_product", na=False)]
    assert named[["outcome", "rule", "reason", "rows_any", "money"]].values.tolist() == [
        ["flag", "non_product:POST", "POST is no product", 1, 4.0],
        ["flag", "non_product:gift_*", "gift_* is no product", 2, 70.0],
    ]
    [row] = customer_features(cleaned.tables, as_of="2026-06-30").to_pandas().to_dict("records")
    assert (row["total_spend"], row["n_orders"], row["n_lines"], row["n_products"]) == (89.0, 3, 6, 2)
    sold = product_sales(cleaned.tables, as_of="2026-06-30").to_pandas()
    assert sold[["product", "revenue_share"]].values.tolist() == [["mug", 10 / 13], ["post", 3 / 13]]


def test_they_can_be_set_aside(shop, quarantined):
    cleaned = shop(*ROWS, cleaning=f"{CODES}\n  non_product_lines: quarantine")
    assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [
        (3, ["non_product:POST"]),
        (4, ["non_product:gift_*"]),
        (5, ["non_product:gift_*"]),
    ]


def test_a_mark_in_a_number_is_a_mark(shop, lines):
    cleaned = shop("a,o1,2026-01-01,A.1x,1,10", "a,o1,2026-01-01,AB1x,1,10", cleaning='non_products: ["A.1*"]')
    assert lines(cleaned.tables["order_lines"], "is_product") == [(False,), (True,)]


@pytest.mark.parametrize("codes", ['["*"]', '["a;b"]', "[POST, POST]"])
def test_what_is_no_article_number_is_refused(shop, codes):
    with pytest.raises(ClientError, match=re.escape("must be article numbers, each once and without a semicolon")):
        shop(ROWS[0], cleaning=f"non_products: {codes}")
