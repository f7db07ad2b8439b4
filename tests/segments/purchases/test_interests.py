"""Are there groups of interest? Planted ones are found, and none in shuffled data."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments import NOT_YET_BOUGHT
from seglib.segments.purchases import interest_segments
from seglib.segments.purchases.counts import count_matrix
from seglib.segments.purchases.interests import find_interests
from seglib.segments.purchases.shuffling import shuffled
from seglib.segments.purchases.views import interests_shown


def features_of(counts):
    """As many orders as the item bought most often, and two customers who have bought nothing."""
    orders = counts.groupby("customer_id")["n_orders"].max() + 1
    frame = pd.DataFrame({"customer_id": orders.index, "n_orders": orders.to_numpy()})
    frame = pd.concat([frame, pd.DataFrame({"customer_id": ["z1", "z2"], "n_orders": 0})], ignore_index=True)
    frame["total_spend"] = frame["n_orders"] * 10.0
    return interest_segments.with_items(frame, counts)


@pytest.fixture(scope="module")
def found(planted):
    return interest_segments.segment(features_of(planted), random_state=0)


def test_planted_interests_are_found(found, planted):
    groups = found.details[found.details["lift"] > 1.5].groupby("segment")["item"].agg(set).tolist()
    assert {"pots", "seeds", "tools"} in groups
    assert {"candles", "cards"} in groups
    garden = next(code for code, own in found.details.groupby("segment") if own.iloc[0]["item"] in ("pots", "seeds"))
    segments = found.assignments.set_index("customer_id")["segment"]
    lovers = [f"c{who:04d}" for who in range(100)]
    assert (segments[lovers] == garden).mean() > 0.6
    assert (segments[[f"c{who:04d}" for who in range(100, 200)]] == garden).mean() < 0.05


def test_segments_say_what_they_are_made_of_and_what_to_do(found):
    table = interests_shown(found)
    assert NOT_YET_BOUGHT not in set(table["segment"])
    assert table["n"].sum() == (found.assignments["segment"] != NOT_YET_BOUGHT).sum()
    assert table["action"].str.len().gt(20).all()
    assert "Tell them first" in table["action"].iloc[0]
    assert found.definition["segment_name"].is_unique


def test_shuffled_data_have_no_interests(planted):
    matrix = count_matrix(planted)
    orders = matrix.max(axis=1) + 1
    copy = next(shuffled(matrix.to_numpy(), orders.to_numpy(), n=1, random_state=4))
    result = find_interests(pd.DataFrame(copy, matrix.index, matrix.columns), orders=orders, random_state=0)
    assert result.profiles.empty
    assert "no better explained" in result.reason
    assert result.scan["explained"].notna().all()


def test_all_are_of_no_clear_interest_where_none_is_found(alike):
    result = interest_segments.segment(features_of(alike), random_state=0)
    assert set(result.assignments["segment"]) == {interest_segments.NO_CLEAR_INTEREST, NOT_YET_BOUGHT}
    assert (interests_shown(result)["items"] == "–").all()


def test_shuffling_keeps_all_totals_and_the_limit_of_each_order():
    rng = np.random.default_rng(0)
    orders = rng.integers(1, 9, 60)
    values = rng.binomial(orders[:, None], [0.5, 0.3, 0.2, 0.1, 0.05]).astype(float)
    for copy in shuffled(values, orders.astype(float), n=3, random_state=1):
        assert copy.sum(axis=0).tolist() == values.sum(axis=0).tolist()
        assert copy.sum(axis=1).tolist() == values.sum(axis=1).tolist()
        assert (copy <= orders[:, None]).all()
        assert (copy != values).any()


def test_shuffling_gives_each_arrangement_as_often_as_it_should():
    # Two customers with two orders and two purchases each of items a and b, each sold twice. By hand, the weights
    # C(2, n) multiplied: (2,0)/(0,2) 1, (1,1)/(1,1) 16, (0,2)/(2,0) 1.
    seen = [
        tuple(copy[0])
        for copy in shuffled(np.array([[1.0, 1.0], [1.0, 1.0]]), np.array([2.0, 2.0]), n=150, random_state=2)
    ]
    assert np.mean([one == (1.0, 1.0) for one in seen]) == pytest.approx(16 / 18, abs=0.08)


def test_few_customers_or_items_are_said_to_be_too_few(planted):
    matrix = count_matrix(planted)
    orders = matrix.max(axis=1)
    few = find_interests(matrix[:50], orders=orders[:50], random_state=0)
    assert (few.profiles.shape[0], "need 100 customers" in few.reason) == (0, True)
    assert find_interests(matrix[["pots", "seeds"]], orders=orders, random_state=0).profiles.empty
    nothing = find_interests(matrix[:0], orders=orders[:0], random_state=0)
    assert nothing.profiles.empty and nothing.scan.empty


def test_a_customers_loadings_are_shares_and_depend_on_nobody_else(planted):
    matrix = count_matrix(planted)
    result = find_interests(matrix, orders=matrix.max(axis=1) + 1, k=3, random_state=0)
    every = result.loadings(matrix)
    assert every.sum(axis=1).to_numpy() == pytest.approx(np.ones(len(matrix)))
    pd.testing.assert_frame_equal(result.loadings(matrix[7:9]), every[7:9], check_exact=True)
    assert result.profiles.sum(axis=1).to_numpy() == pytest.approx(np.ones(3))
