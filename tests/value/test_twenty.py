"""Does the number of segments that pays follow from what they earn, and is one enough where nobody differs?"""

import numpy as np
import pandas as pd
import pytest

from seglib.value.targeting.made_up import BUYS, campaign
from seglib.value.twenty import two_or_twenty


def made(effects, *, n=900, apart=6.0, seed=1):
    """A campaign whose segments lie `apart` standard deviations in a plane, and where its customers are in it."""
    rng = np.random.default_rng(seed)
    rows = campaign(n, np.array(effects, dtype=float), rng)
    angle = 2 * np.pi * pd.factorize(rows["segment"], sort=True)[0] / len(effects)
    points = apart * np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(size=(n, 2))
    return pd.DataFrame(points, index=rows["customer_id"], columns=["x", "y"]), rows.drop(columns="segment")


FAST = {"ks": range(1, 6), "n_repeats": 2, "n_null": 39, "random_state": 2}


@pytest.fixture(scope="module")
def three():
    return made([[8.0, -7.0], [-7.0, 8.0], [-7.0, -7.0]], n=3000)


@pytest.fixture(scope="module")
def found(three):
    return two_or_twenty(*three, **FAST)


def test_three_kinds_of_customers_take_three_offers(found):
    assert (found.verdict, found.k) == ("pays", 3) and found.p_value <= 0.05
    table = found.table.set_index("k")
    assert table.loc[1, ["gain", "costs", "profit"]].tolist() == [0, 0, 0]
    assert table.at[3, "low"] > table.at[3, "null_high"] > 0
    assert table.at[3, "gain"] > 1.2 * table.at[2, "gain"] and not table.at[2, "within"]
    assert table.at[3, "misassigned"] < 0.01 < table.at[5, "misassigned"]
    assert found.affordable == pytest.approx((table["gain"] / (table.index - 1)).iloc[1:].max())


def test_segments_that_cost_more_than_they_earn_are_not_worth_it(three, found):
    dear = two_or_twenty(*three, **FAST, segment_cost=found.affordable * 1.5)
    assert (dear.verdict, dear.k, dear.best) == ("costs_more", 1, 1)
    assert dear.table["gain"].tolist() == found.table["gain"].tolist()
    assert (dear.table["gain"] - dear.table["costs"]).tolist() == pytest.approx(dear.table["profit"].tolist())


def test_order_of_rows_and_ids_change_nothing(three, found):
    X, rows = three
    other = rows.sample(frac=1, random_state=4).assign(customer_id=lambda table: "x" + table["customer_id"])
    again = two_or_twenty(X.set_axis("x" + X.index).iloc[::-1], other, **FAST)
    assert again.table["gain"].to_numpy() == pytest.approx(found.table["gain"].to_numpy())
    assert (again.k, again.p_value) == (found.k, found.p_value)


def test_where_all_like_the_same_one_offer_is_enough():
    found = two_or_twenty(*made([[2.0, 4.0], [2.0, 4.0], [2.0, 4.0]]), **FAST)
    assert (found.verdict, found.k) == ("one", 1)


def test_nothing_fails_on_little():
    X, rows = made([[1.0], [1.0]], n=120)
    alike = two_or_twenty(X * 0, rows, **FAST)
    assert (alike.verdict, alike.k, alike.table["k"].tolist(), alike.affordable) == ("one", 1, [1], 0.0)
    nothing = two_or_twenty(X, rows.assign(margin=0.0), **FAST)
    assert (nothing.verdict, nothing.k) == ("one", 1) and (nothing.table["gain"] == 0).all()
    assert two_or_twenty(X, rows[rows["arm"] != "control"], **FAST) == "no_control"
    assert two_or_twenty(X.head(50), rows, **FAST) == "too_few"
    with pytest.raises(ValueError, match="one campaign"):
        two_or_twenty(X, pd.concat([rows, rows.assign(campaign_id="other")]), **FAST)
    with pytest.raises(ValueError, match="1 or more"):
        two_or_twenty(X, rows, ks=[0, 2], random_state=1)


def test_a_made_up_effect_is_not_larger_than_buying_allows():
    assert BUYS < 1
    with pytest.raises(ValueError, match="within"):
        campaign(10, np.array([[100.0]]), np.random.default_rng(1))
