"""Is a prediction judged by months that it has not seen, and does it say so when learning adds nothing?"""

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.segments.headline import expected_and_came, off_by
from seglib.value.prediction import predict_purchases

AS_OF = "2026-06-30"


@pytest.fixture(scope="module")
def demo_prediction(demo):
    return predict_purchases(demo.cleaned.tables, as_of=demo.client.as_of, random_state=1)


def test_on_the_demo_chances_are_calibrated_and_better_than_the_usual_share(demo_prediction):
    assert demo_prediction.verdict == "learned"
    assert (demo_prediction.comparison["gain_low"] > 0).all()
    words = expected_and_came(demo_prediction.calibration)
    assert words["expected"] == pytest.approx(words["came"], abs=0.05)
    found = demo_prediction.calibration
    assert found["n"].sum() == demo_prediction.n
    assert (found["predicted"] - found["observed"]).abs().max() < 0.09
    assert found["observed"].is_monotonic_increasing


def test_every_buyer_has_a_chance_and_a_tier(demo_prediction, demo):
    chances = demo_prediction.chances
    orders = demo.cleaned.tables["order_lines"]
    assert chances["customer_id"].is_unique
    assert set(chances["customer_id"]) <= set(orders.customer_id.to_pandas())
    assert chances["p_buy"].between(0, 1).all()
    assert (chances.loc[chances["tier"] == "likely", "p_buy"] >= 0.5).all()


def shop(n, *, random_state):
    """Customers who all buy by one memoryless process: there is nothing to learn about them."""
    draw = np.random.default_rng(random_state)
    rows = []
    for customer in range(n):
        at = 0.0
        while at < 900:
            rows.append((f"c{customer}", f"{customer}-{len(rows)}", at, round(draw.gamma(4, 10), 2)))
            at += draw.exponential(120)
    lines = pd.DataFrame(rows, columns=["customer_id", "order_id", "at", "amount"])
    lines["ordered_at"] = pd.Timestamp("2024-01-12") + pd.to_timedelta(lines.pop("at").round(), unit="D")
    return {"order_lines": ibis.memtable(lines.assign(discount=0.0, product_id="p"))}


def test_where_all_customers_are_alike_learning_adds_nothing():
    found = predict_purchases(shop(300, random_state=5), as_of=AS_OF, random_state=1)
    assert found.verdict in ("simple", "nothing")
    helps = found.comparison.set_index("method").loc[found.used, "gain_low"] > 0
    assert (found.verdict == "simple") == helps
    assert found.comparison.set_index("method").loc["learned", "auc"] < 0.6
    assert found.advantage[1] <= 0


@pytest.mark.real
def test_learning_loses_no_knowledge_where_all_customers_came_in_one_quarter(cdnow_lines):
    # Folds of one snapshot each had the trees tell the quarter by the days since the first order, and nothing else.
    lines = {"order_lines": ibis.memtable(cdnow_lines.assign(discount=0.0, product_id="p"))}
    found = predict_purchases(lines, as_of="1998-06-30", random_state=1)
    comparison = found.comparison.set_index("method")
    assert comparison.loc["learned", "gain_low"] > 0.15 and comparison.loc["learned", "auc"] > 0.8
    assert (found.verdict, found.n) == ("simple", 2357)


def test_too_few_customers_are_not_judged():
    found = predict_purchases(shop(40, random_state=5), as_of=AS_OF, random_state=1)
    assert (found.verdict, found.used, len(found.chances), len(found.comparison)) == ("too_little", "", 0, 0)


def test_a_shop_that_opened_a_year_ago_is_judged_on_the_quarters_it_has():
    lines = shop(300, random_state=5)["order_lines"]
    young = {"order_lines": lines.filter(lines.ordered_at >= ibis.timestamp("2025-06-20"))}
    found = predict_purchases(young, as_of=AS_OF, random_state=1)  # the earliest snapshot has nobody
    assert found.n > 100
    assert len(found.comparison) == 3


def test_a_level_that_was_missed_is_said_and_one_within_chance_is_not():
    groups = pd.DataFrame({"predicted": [0.2, 0.6], "observed": [0.3, 0.7], "n": [500, 500]})
    assert off_by(groups) == pytest.approx({"expected": 0.4, "came": 0.5})
    assert off_by(groups.assign(n=20)) == {}
    assert off_by(groups.head(0)) == {}
