"""Segments are held against the coefficients that data without groups reach."""

import numpy as np
import pandas as pd
import pytest

from seglib.clustering import draws_needed, null_jaccard, passports, reached_without_groups, segment_stability


@pytest.fixture(scope="module")
def groups():
    rng = np.random.default_rng(5)
    return np.repeat([[0.0, 0.0], [8.0, 0.0], [4.0, 7.0]], 50, axis=0) + rng.standard_normal((150, 2))


@pytest.fixture(scope="module")
def drawn(groups):
    return null_jaccard(groups, ks=[3], n_null=3, n_boot=6, random_state=0)


def test_a_row_for_each_segment_of_each_draw_of_each_family(drawn):
    assert drawn.groupby(["family", "draw"]).size().eq(3).all()
    assert drawn["family"].nunique() == 4 and drawn["draw"].nunique() == 3
    assert drawn["jaccard_mean"].between(0, 1).all()


def test_the_value_compared_with_is_that_of_the_family_that_reaches_most():
    drawn = pd.DataFrame(
        {"k": 2, "family": ["a"] * 39 + ["b"] * 39, "jaccard_mean": [*np.linspace(0, 1, 39), *([0.5] * 39)]}
    )
    assert reached_without_groups(drawn) == {2: pytest.approx(37 / 38)}  # the 38th of 39: one more is above it in 1/20


def test_one_segment_more_is_above_it_in_one_of_twenty():
    values = np.random.default_rng(0).random((4_000, 20))
    told = [
        reached_without_groups(pd.DataFrame({"k": 4, "family": "a", "jaccard_mean": row[:19]}))[4] for row in values
    ]
    assert np.mean(values[:, 19] > told) == pytest.approx(0.05, abs=0.012)
    assert draws_needed(4) * 4 >= 19


def test_planted_groups_are_above_it_and_pieces_of_one_cloud_are_not(groups, drawn):
    planted = passports(groups, k=3, n_boot=10, random_state=0, null_jaccard=reached_without_groups(drawn))
    assert (planted["excess"] > 0).all() and (planted["grade"] == "A").all()
    cloud = np.random.default_rng(2).standard_normal((150, 2))
    null = reached_without_groups(null_jaccard(cloud, ks=[3], n_null=5, n_boot=6, random_state=0))
    found = segment_stability(cloud, ks=[3], n_boot=10, random_state=0).table["jaccard_mean"]
    assert (found < null[3]).all()


def test_too_few_draws_are_refused(groups):
    with pytest.raises(ValueError, match="`null_jaccard` needs `ks` from 2 up"):
        null_jaccard(groups, ks=[3], n_null=0, n_boot=6, random_state=0)
