"""Is what was planted in the demo found: who costs more than they bring, and whom to help first?"""

import numpy as np
import pandas as pd
import pytest

from seglib.demo.catalogue import make_products
from seglib.demo.drains import CONTACTS, MINUTES
from seglib.demo.orders import make_orders
from seglib.demo.world import make_customers, mixed
from seglib.report.text import Formatter
from seglib.value.profit import verdicts, views
from seglib.value.profit.losing import counts
from seglib.value.profit.priority import priority


@pytest.fixture(scope="module")
def drains(demo):
    """Customers who by the key call about every order, and for long."""
    key = pd.read_csv(demo.client.folder / "truth" / "drains.csv", dtype={"customer_id": "str"})
    return pd.Index(key["customer_id"])


def test_planted_drains_of_the_demo_are_found(drains, demo_judged):
    _, _, judged = demo_judged
    assert drains.isin(judged.index).all()
    found = judged.loc[drains, "verdict"] == "loses"
    assert found.mean() > 0.8
    assert judged.loc[drains[~found], "verdict"].isin(["unsure", "one quarter"]).all()  # not one is said to earn
    others = judged.drop(drains)
    assert (others["verdict"] == "loses").mean() < 0.02


def test_who_is_found_in_the_demo_truly_loses(demo, drains, demo_judged):
    """The true profit of an order of each one found: forty more orders of theirs from the world, and true contacts."""
    _, _, judged = demo_judged
    found = judged.index[judged["verdict"] == "loses"]
    assert 20 <= len(found) <= 80
    customers, products = make_customers(random_state=2026), make_products(random_state=2026)
    _, baskets = make_orders(customers, products, random_state=2026)
    minutes = mixed(customers, "contacts") * mixed(customers, "contact_minutes")
    place = pd.Series(customers.index, index=customers["customer_id"]).reindex(found)
    minutes[customers["customer_id"].isin(drains).to_numpy()] += CONTACTS * MINUTES
    costs = demo.client.costs
    true = []
    for row in place:
        orders = [baskets.order(row, 400 + day) for day in range(40)]
        margin = [
            sum(x["quantity"] * (x["unit_price"] - x["unit_cost"]) - x["discount"] for x in one) for one in orders
        ]
        handling = [costs.order[one[0]["channel"]] for one in orders]
        true.append(np.mean(margin) / 100 - np.mean(handling) - costs.minute * minutes[row])
    assert np.mean(np.array(true) < 0.5) > 0.8  # within half a euro: returns and mailings come on top
    assert np.mean(true) < 0


def test_whom_to_help_first_is_who_brings_most_for_a_minute(demo_judged):
    books, *_ = demo_judged
    ids = books.customers["customer_id"]
    asked = books.customers["minutes"] > 0
    segments = pd.Series(np.where(asked & (np.arange(len(ids)) % 2 == 0), "a", "b"), index=ids)
    values = pd.DataFrame({"customer_id": ids, "value": np.where(segments == "a", 100.0, 10.0)})
    found = priority(books, values, segments, n_boot=100, random_state=1).set_index("segment")
    of_a = books.customers[(segments == "a").to_numpy()]
    assert found.index.tolist() == ["a", "b"]
    assert found.loc["a", "minutes"] == pytest.approx(of_a["minutes"].sum() / of_a["n_contacts"].sum())
    assert found.loc["a", "per_minute"] == pytest.approx(100 / found.loc["a", "minutes"])
    assert found.loc["a", "surely"] == 1
    assert found.loc["a", "low"] < found.loc["a", "per_minute"] < found.loc["a", "high"]
    shown = views.priorities(found.reset_index(), Formatter("en", "EUR"), least=10)
    assert verdicts.help_first(shown)["first"] == "a"
    silent = priority(books, values, pd.Series("c", index=ids[~asked]), n_boot=10, random_state=1)
    assert silent.empty  # nobody of them asked for help


@pytest.mark.parametrize(
    ("surely", "rows", "kind"),
    [(0.97, 3, "clear"), (0.6, 3, "close"), (0.97, 2, "clear"), (0.6, 2, "even"), (0.9, 1, "one")],
)
def test_one_segment_comes_before_another_only_if_it_surely_does(surely, rows, kind):
    shown = pd.DataFrame({"segment": ["a", "b", "c"], "n": 20, "minutes": 5.0, "per_minute": [3.0, 2.0, 1.0]})
    told = verdicts.help_first(shown.assign(surely=surely).head(rows))
    assert told["sentence"] == verdicts.FIRST[kind]
    assert ("c" in told) == (kind == "close")


def test_segments_of_a_few_are_pooled_and_the_profit_is_all_there(demo_judged):
    books, _, judged = demo_judged
    ids = books.customers["customer_id"]
    segments = pd.Series(
        np.where(np.arange(len(ids)) < 4, "tiny", np.where(np.arange(len(ids)) < 40, "few", "many")), ids
    )
    table = views.segment_profit(books, segments, Formatter("en", "EUR"), least=10)
    assert set(table["band"]) == {"many", views.OTHERS}
    assert table["total"].sum() == pytest.approx(books.customers["profit"].sum())
    assert views.verdicts(counts(judged), least=10)["n"].min() >= 10
    assert views.verdicts(counts(judged), least=10)["n"].sum() == len(judged)
    assert views.positions(books)["money"].iloc[:-1].sum() == pytest.approx(books.customers["profit"].sum())
