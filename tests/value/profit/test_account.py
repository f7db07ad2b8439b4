"""Is every cost charged to who caused it, and nothing made up that nobody has given?"""

from datetime import date, datetime

import ibis
import pandas as pd
import pytest

from seglib.client_costs import Costs
from seglib.value.profit.account import account
from seglib.value.profit.allocation import allocations
from seglib.value.profit.influence import influence

AS_OF = date(2026, 6, 30)
ROWS = [
    # ann: two quarters, all channels, a return; bob: won three quarters ago; old: first bought long before the window
    ("ann", "a1", "2026-06-30", "online", 100, 40, 10),
    ("ann", "a1", "2026-06-30", "online", 20, 10, 0),
    ("ann", "a2", "2026-06-01", "store", 50, 20, 0),
    ("ann", "a3", "2026-03-31", "phone", 30, 12, 5),  # 91 days before: the quarter before
    ("ann", "r1", "2026-06-02", "store", -50, -20, 0),
    ("bob", "b1", "2025-10-01", "online", 60, 30, 0),
    ("old", "o1", "2023-01-01", "online", 500, 200, 0),
    ("old", "o2", "2026-06-15", "online", 10, 4, 0),
]
ALL = Costs(
    minute=0.5,
    order={"online": 3, "store": 1, "phone": 2},
    return_order=4,
    acquisition={"web": 7, "fair": 9},
    quarters=4,
)


@pytest.fixture
def tables(lines_of):
    people = {
        "customer_id": ["ann", "bob", "old"],
        "acquisition_channel": ["web", "fair", "web"],
        "service_effort": [2.0, None, 6.0],
    }
    contacts = {
        "customer_id": ["ann", "ann", "bob", "old"],
        "at": [datetime(2026, 6, 5), datetime(2026, 6, 6), datetime(2026, 6, 7), datetime(2024, 1, 1)],
        "minutes": [10.0, None, 8.0, 99.0],
    }
    campaigns = {
        "campaign_id": ["s", "s"],
        "arm": ["control", "mail"],
        "unit_cost": [0.0, 1.5],
        "starts": [date(2026, 4, 1)] * 2,
    }
    sent = {
        "campaign_id": ["s", "s"],
        "customer_id": ["ann", "bob"],
        "arm": ["mail", "control"],
        "assigned_at": [None, datetime(2026, 4, 1)],
    }
    return {
        "order_lines": lines_of(ROWS),
        "customers": ibis.memtable(pd.DataFrame(people)),
        "service_contacts": ibis.memtable(pd.DataFrame(contacts)),
        "campaigns": ibis.memtable(pd.DataFrame(campaigns)),
        "assignments": ibis.memtable(pd.DataFrame(sent), schema=SENT),
    }


SENT = {"campaign_id": "string", "customer_id": "string", "arm": "string", "assigned_at": "timestamp(6)"}


def test_each_cost_goes_to_who_caused_it(tables):
    books = account(tables, as_of=AS_OF, costs=ALL)
    found = books.customers.set_index("customer_id")
    assert (books.start, books.end, books.service_by, books.margin_known) == (date(2025, 7, 2), AS_OF, "minutes", 1.0)
    ann = {
        "sales": 150,
        "margin": 62,
        "service_cost": 5,
        "order_cost": 3 + 1 + 2,
        "return_cost": 4,
        "campaign_cost": 1.5,
    }
    assert found.loc["ann", list(ann)].to_dict() == ann
    assert found.loc["ann", "running_profit"] == 62 - 5 - 6 - 4 - 1.5
    assert found.loc["ann", ["n_active", "n_known", "n_orders", "n_returns", "minutes", "discount"]].tolist() == [
        *(2, 2, 3, 1, 10, 15),
    ]
    assert found.loc["bob", ["margin", "service_cost", "order_cost", "campaign_cost"]].tolist() == [30, 4, 3, 0]
    assert found["acquisition_cost"].to_dict() == {"ann": 7, "bob": 9, "old": 0}  # old was won before the window
    assert found.loc["old", ["margin", "minutes", "n_known"]].tolist() == [4, 0, 4]
    assert (found["profit"] == found["running_profit"] - found["acquisition_cost"]).all()
    quarters = books.quarters.set_index(["customer_id", "quarter"])
    assert quarters.loc[("ann", 1), "running_profit"] == 12 - 2
    assert quarters["running_profit"].groupby("customer_id").sum().to_dict() == found["running_profit"].to_dict()


def test_what_nobody_has_given_counts_as_nothing(tables):
    found = account(tables, as_of=AS_OF, costs=Costs()).customers
    assert found[["service_cost", "order_cost", "return_cost", "acquisition_cost"]].sum().sum() == 0
    assert found["campaign_cost"].sum() == 1.5  # it stands in the campaigns' own table
    assert account({"order_lines": tables["order_lines"]}, as_of=AS_OF, costs=ALL).service_by == ""


def test_effort_stands_in_where_no_minutes_are_kept(tables):
    without = {name: table for name, table in tables.items() if name != "service_contacts"}
    costs = Costs(minute=0.5, effort_point=2, quarters=4)
    books = account(without, as_of=AS_OF, costs=costs)
    found = books.customers.set_index("customer_id")["service_cost"].to_dict()
    assert books.service_by == "effort"
    assert found == {"ann": 2 * 2 * 3, "bob": 2 * 4 * 1, "old": 2 * 6 * 1}  # bob: the mean of those who are known


def test_profit_is_not_told_where_the_margin_is_not_known(lines_of):
    rows = [("ann", "a1", "2026-06-01", "online", 80, None, 0), ("ann", "a2", "2026-06-02", "online", 20, 5, 0)]
    tables = {"order_lines": lines_of(rows)}
    books = account(tables, as_of=AS_OF, costs=Costs())
    assert (books.margin_known, books.tells_profit) == (pytest.approx(0.2), False)
    books = account(tables, as_of=AS_OF, costs=Costs(), margin_rate=0.25)
    assert (books.tells_profit, books.customers["margin"].tolist()) == (True, [25.0])


def test_sharing_the_service_otherwise_keeps_its_total_and_changes_sides(tables):
    books = account(tables, as_of=AS_OF, costs=Costs(minute=4, quarters=4))
    table = allocations(books).set_index("key")
    total = books.customers["service_cost"].sum()
    assert total == 4 * 18
    shared = {"minutes": [22 - 0, -2, 4], "effort": [62 - 72 * 6 / 16, 30 - 72 * 4 / 16, 4 - 72 * 6 / 16]}
    shared["minutes"] = [62 - 1.5 - 40, 30 - 32, 4]
    shared["effort"][0] -= 1.5
    shared["orders"] = [62 - 1.5 - 72 * 3 / 5, 30 - 72 / 5, 4 - 72 / 5]
    shared["equal"] = [62 - 1.5 - 24, 30 - 24, 4 - 24]
    assert table["losing"].to_dict() == {key: sum(money < 0 for money in profit) for key, profit in shared.items()}
    assert table["changed"].to_dict() == {"minutes": 0, "effort": 2, "orders": 2, "equal": 2}
    assert allocations(account(tables, as_of=AS_OF, costs=Costs())).empty


def test_sending_others_counts_only_where_they_name_who_sent_them():
    ids = [f"c{i}" for i in range(12)]
    profit = pd.Series(2.0, index=ids)
    named = influence(pd.Series("c0", index=ids), profit)
    assert (named.n_sent, named.is_known, named.sent.to_dict()) == (11, True, {"c0": 22.0})  # nobody sends oneself
    words = influence(pd.Series("friend", index=ids), profit)
    assert (words.n_sent, words.n_named, words.is_known, words.sent.empty) == (0, 12, False, True)
