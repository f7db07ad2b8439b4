"""Are the order and the customer marked that outweigh all others, and nobody else?"""

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.cleaning.outliers import outlier_rules


def marked(orders: pd.DataFrame) -> dict[str, set]:
    """Rule: order and customer of the lines that it marks."""
    t = ibis.memtable(orders.assign(usable=orders.get("usable", True)))
    rules = outlier_rules(t, usable=t.usable)
    return {
        rule.name: set(t.filter(rule.predicate(t)).select("order_id", "customer_id").to_pandas().agg("/".join, axis=1))
        for rule in rules
    }


def shop(n=200, *, sigma=1.0, buyers=50) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    money = np.round(rng.lognormal(3.5, sigma, n), 2)
    names = [f"c{i % buyers:03d}" for i in range(n)]
    return pd.DataFrame({"order_id": [f"o{i:03d}" for i in range(n)], "customer_id": names, "amount": money})


@pytest.mark.parametrize("sigma", [0.5, 1.0, 1.5])
def test_ordinary_shops_have_none(sigma):
    assert marked(shop(2000, sigma=sigma, buyers=300)) == {}


def test_an_order_of_1e12_is_marked_and_so_is_its_customer():
    orders = shop()
    orders.loc[7, "amount"] = 1e12
    found = marked(orders)
    assert found["huge_order"] == {"o007/c007"}
    assert found["dominant_customer"] == {f"o{i:03d}/c007" for i in (7, 57, 107, 157)}


def test_an_order_counts_by_all_its_lines():
    orders = shop()
    median = orders["amount"].median()
    lines = pd.DataFrame({"order_id": "big", "customer_id": "c001", "amount": [400 * median] * 3})
    assert marked(pd.concat([orders, lines]))["huge_order"] == {"big/c001"}
    assert "huge_order" not in marked(pd.concat([orders, lines.iloc[:2]]))


def test_a_huge_order_that_is_set_aside_is_not_marked():
    orders = shop().assign(usable=True)
    orders.loc[7, ["amount", "usable"]] = [1e12, False]
    assert marked(orders) == {}


def test_what_many_orders_do_is_no_exception():
    orders = shop()
    orders.loc[::50, "amount"] = 1e7  # 4 of 200: wholesale
    assert "huge_order" not in marked(orders)


@pytest.mark.parametrize(("share", "is_marked"), [(0.49, False), (0.51, True)])
def test_a_customer_with_half_of_the_sales_is_marked(share, is_marked):
    orders = shop()
    rest = orders.loc[orders["customer_id"] != "c003", "amount"].sum()
    own = orders.index[orders["customer_id"] == "c003"]
    orders.loc[own, "amount"] = rest * share / (1 - share) / len(own)
    found = marked(orders).get("dominant_customer", set())
    assert found == ({f"{orders['order_id'][i]}/c003" for i in own} if is_marked else set())


def test_of_nine_customers_one_with_half_is_no_surprise():
    orders = pd.DataFrame(
        {"order_id": list("abcdefghi"), "customer_id": list("abcdefghi"), "amount": [90.0] + [10] * 8}
    )
    assert marked(orders) == {}
    assert set(marked(pd.concat([orders, orders.assign(order_id="j", customer_id="j").iloc[1:2]]))) == {
        "dominant_customer"
    }


def test_no_lines_no_marks():
    assert marked(shop().assign(usable=False)) == {}
