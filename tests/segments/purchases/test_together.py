"""Which items go together? Exact small cases, planted pairs, and nothing in a shop where all are alike."""

import itertools

import numpy as np
import pandas as pd
import pytest

from seglib.segments.purchases.together import bought_together, chances
from seglib.segments.purchases.views import pairs_shown


def counts_of(bought: np.ndarray) -> pd.DataFrame:
    """One row a customer and item out of a matrix of yes and no."""
    who, item = np.nonzero(bought)
    return pd.DataFrame(
        {"customer_id": [f"c{i}" for i in who], "item": [f"i{i:02d}" for i in item], "n_orders": 1, "spend": 1.0}
    )


def drawn(weights, n, seed):
    """Sets of one to four items, as likely as the products of their weights: heavy buyers, no pairs."""
    rng = np.random.default_rng(seed)
    odds = np.asarray(weights)
    bought = rng.random((n * 30, len(odds))) < odds / (1 + odds)
    size = bought.sum(axis=1)
    wanted = rng.integers(1, 5, n)
    return np.concatenate([bought[size == k][: (wanted == k).sum()] for k in (1, 2, 3, 4)])


def test_chances_of_sets_are_those_of_all_sets_counted_out():
    weights = np.array([0.5, 1.0, 2.0, 3.0, 0.2])
    sets = list(itertools.combinations(range(5), 3))
    odds = np.array([weights[list(one)].prod() for one in sets])
    odds /= odds.sum()

    def by_hand(*asked):
        return sum(chance for chance, one in zip(odds, sets, strict=True) if set(asked) <= set(one))

    assert chances(weights, np.array([3]), 1)[0, 2] == pytest.approx(by_hand(2))
    assert chances(weights, np.array([3]), 2)[0, 1, 3] == pytest.approx(by_hand(1, 3))
    assert chances(weights, np.array([3]), 3)[0, 1, 3, 4] == pytest.approx(by_hand(1, 3, 4))
    assert chances(weights, np.array([3]), 3)[0, 1, 1, 4] == pytest.approx(by_hand(1, 4))
    assert chances(weights, np.array([1]), 2)[0, 1, 3] == 0


def test_heavy_buyers_alone_make_no_pair():
    found = [bought_together(counts_of(drawn([2, 1, 0.7, 0.5, 0.3, 0.2], 600, seed))) for seed in range(15)]
    wrong = [(table["verdict"] != "open").any() for table in found]
    assert sum(wrong) <= 4  # of 15; 5 % are expected, and 99.9 % of binomial draws are not above this
    held = [((table["low"] <= 1) & (table["high"] >= 1))[table["p_value"].notna()].mean() for table in found]
    assert 0.91 <= np.mean(held) <= 0.99


def test_naive_lift_is_fooled_by_heavy_buyers_and_this_is_not():
    rng = np.random.default_rng(3)
    much = rng.random(800) < 0.3
    bought = rng.random((800, 8)) < np.where(much, 0.7, 0.1)[:, None]
    table = bought_together(counts_of(bought))
    assert (table["naive_lift"] > 1.15).all()
    assert (table["verdict"] == "open").all()


def test_a_planted_pair_is_found(planted):
    table = bought_together(planted)
    sure = {frozenset(pair) for pair in table.loc[table["verdict"] == "together", ["item_a", "item_b"]].to_numpy()}
    assert frozenset(("pots", "seeds")) in sure
    assert frozenset(("candles", "seeds")) not in sure
    row = table[(table["item_a"] == "pots") & (table["item_b"] == "seeds")].iloc[0]
    assert 1 < row["low"] < row["lift"] < row["high"]
    assert "pots + seeds" in pairs_shown(table, least=5)["pair"].tolist()
    assert pairs_shown(table, least=10**6).empty


def test_counts_are_those_of_customers_with_both(planted):
    table = bought_together(planted).set_index(["item_a", "item_b"])
    sets = planted.groupby("customer_id")["item"].agg(set)
    assert table.loc[("mugs", "toys"), "n_both"] == sum({"mugs", "toys"} <= one for one in sets)
    assert (table["n"] == len(sets)).all()


@pytest.mark.parametrize("bought", [np.ones((30, 3), bool), np.eye(4, dtype=bool), np.ones((5, 1), bool)])
def test_who_buys_all_or_one_thing_says_nothing(bought):
    table = bought_together(counts_of(bought))
    assert (table["verdict"] == "open").all()
    assert table["p_value"].isna().all()


def test_order_of_rows_does_not_matter(planted):
    pd.testing.assert_frame_equal(bought_together(planted.sample(frac=1, random_state=1)), bought_together(planted))
