"""Each classic mistake fails as it is said to, and what should be done instead does not."""

import pytest

from seglib.clustering import pitfalls

SEEDS = pytest.mark.parametrize("seed", [0, 2026])


@SEEDS
def test_unequal_scales_hide_planted_groups(seed):
    raw, standardised = pitfalls.unequal_scales(random_state=seed)["adjusted_rand"]
    assert raw < 0.1 and standardised > 0.9


@SEEDS
def test_skewed_money_makes_groups_of_a_few(seed):
    raw, logged = pitfalls.skewed_money(random_state=seed).itertuples(index=False)
    assert raw.smallest_share < 0.03 and raw.largest_share > 0.8
    assert logged.smallest_share > 0.25 and logged.largest_share < 0.45


def test_one_outlier_is_a_group_with_the_best_silhouette():
    alone, pulled_in = pitfalls.one_outlier(random_state=0).itertuples(index=False)
    assert alone.smallest == 1 and alone.silhouette > 0.9
    assert pulled_in.smallest > 50 and pulled_in.silhouette < 0.5


def test_a_curve_without_groups_has_an_elbow_and_the_verdict_knows_better():
    table = pitfalls.elbow(random_state=0)
    assert table["within"].is_monotonic_decreasing and (table["at"] == "elbow").sum() == 1
    assert 2 < table.loc[table["at"] == "elbow", "k"].item() < 8
    assert set(table["verdict"]) <= {"none", "constructed"}


def test_a_variable_that_made_the_groups_differs_always_and_a_held_out_one_seldom():
    made, held_out = pitfalls.double_dipping(n_draws=25, random_state=0).itertuples(index=False)
    assert made.low > 0.8 and held_out.low < 0.05
