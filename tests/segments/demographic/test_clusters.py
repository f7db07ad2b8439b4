"""Customers alike in all traits: planted types, nobody lost, no groups where there is too little."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from seglib.segments.demographic.clusters import METHOD_NAMES, best_of_each, cluster, compare, read_traits


@pytest.fixture(scope="module")
def planted():
    """Students, and retired people; of 20 nothing is known."""
    rng, kind = np.random.default_rng(0), np.repeat([0, 1], 100)
    people = pd.DataFrame(
        {
            "customer_id": [f"c{i}" for i in range(200)],
            "n_orders": 1,
            "age": np.where(kind, rng.normal(72, 4, 200), rng.normal(21, 2, 200)).round(),
            "income": np.where(rng.random(200) < 0.7, rng.lognormal(10, 0.5, 200), np.nan),
            "occupation": np.where(rng.random(200) < 0.9, np.where(kind, "retired", "student"), "employee"),
            "device": np.where(rng.random(200) < 0.8, np.where(kind, "computer", "smartphone"), "tablet"),
        }
    )
    nothing = pd.DataFrame({"customer_id": [f"n{i}" for i in range(20)], "n_orders": 0})
    return pd.concat([people, nothing], ignore_index=True), kind


@pytest.mark.parametrize("method", ["kprototypes", "kmedoids"])
def test_planted_types_come_back_and_nobody_is_lost(planted, method):
    people, kind = planted
    result = cluster(people, k=2, method=method, random_state=0)
    segments = result.assignments["segment"]
    assert adjusted_rand_score(kind, segments[:200]) > 0.95
    assert (segments[200:] == "not_known").all()
    assert result.summary["n"].sum() == 220
    names = result.assignments.groupby("segment")["segment_name"].first()
    assert {"student" in name for name in names[["p0", "p1"]]} == {True, False}
    pd.testing.assert_frame_equal(result.assign(people), result.assignments)


def test_a_number_that_is_not_known_counts_as_the_median(planted):
    people, _ = planted
    reading = read_traits(people)
    table = reading.apply(people[:200])
    unknown = people["income"][:200].isna()
    assert np.exp(table.loc[unknown, "income"]).round().nunique() == 1
    assert "children" not in reading.medians  # known of nobody


def test_methods_are_compared_and_the_one_that_comes_back_is_chosen(planted):
    people, _ = planted
    table, (method, k) = compare(people, n_boot=2, random_state=0)
    stable = table[(table["stability"] >= 0.75) & (table["smallest_share"] >= 0.02)]
    assert (method, k) == tuple(stable.loc[stable["silhouette"].idxmax(), ["method", "k"]])
    best = best_of_each(table)
    assert set(best["method"]) == set(METHOD_NAMES.values())
    assert (best["stability"] >= 0.75).any()


def test_too_little_is_one_group(planted):
    people, _ = planted
    for some in (people[:60], people[["customer_id", "n_orders"]], people[["customer_id", "n_orders", "age"]]):
        table, (_, k) = compare(some, random_state=0)
        assert (len(table), k) == (0, 1)
        assert cluster(some, k=1, random_state=0).summary["segment_name"].tolist() == ["All customers"]
        assert best_of_each(table).empty
