"""The number of segments: one rule, the limits of the business, and a verdict that knows when there are none."""

import dataclasses

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Evaluation
from seglib.report.sentence import placeholders
from seglib.segments.evaluation import (
    how_many,
    number_headings,
    number_verdicts,
    number_views,
    sizes_to_try,
    votes,
    what_if,
)
from seglib.segments.evaluation.what_if import WHY


@pytest.fixture(scope="module")
def islands():
    rng = np.random.default_rng(1)
    X = np.repeat([[0.0, 0.0], [9.0, 0.0], [4.5, 8.0]], [60, 60, 20], axis=0) + rng.standard_normal((140, 2))
    return pd.DataFrame(X, columns=["a", "b"], index=[f"c{i}" for i in range(140)])


@pytest.fixture(scope="module")
def on_islands(islands):
    return how_many(islands, settings=Evaluation(), ks=range(2, 5), n_boot=4, n_null=3, random_state=0)


@pytest.fixture(scope="module")
def on_a_cloud():
    X = pd.DataFrame(np.random.default_rng(4).standard_normal((120, 5)))
    return how_many(X, settings=Evaluation(), ks=range(2, 4), n_boot=6, n_null=3, random_state=0)


def test_natural_groups_decide_their_number(on_islands):
    assert (on_islands.k, on_islands.verdict, on_islands.reason) == (3, "natural", "natural")
    assert on_islands.of(3)["smallest_n"] == 20 and on_islands.of(3)["agreement"] > 0.9
    assert votes(on_islands).set_index("criterion").loc[["Silhouette", "Valleys between all groups"], "k"].eq(3).all()


def test_a_cloud_is_not_cut(on_a_cloud):
    assert (on_a_cloud.k, on_a_cloud.verdict, on_a_cloud.reason) == (1, "none", "unstable")
    assert not on_a_cloud.table["runs"].any() and on_a_cloud.looked_at in (2, 3)


def test_limits_of_the_business_count(islands):
    told = {"ks": range(2, 5), "n_boot": 4, "n_null": 2, "random_state": 0}
    wished = how_many(islands, settings=Evaluation(most=2, segments=4, smallest=30), **told)
    assert (wished.recommended, wished.k, wished.chosen, wished.table["k"].max()) == (2, 4, True, 4)
    with pytest.raises(ValueError, match="`ks` of `how_many`"):
        how_many(islands, settings=Evaluation(most=2), ks=range(3, 5), n_boot=4, random_state=0)


def test_other_limits_change_the_number_by_the_same_rule(on_islands, on_a_cloud):
    found = what_if(on_islands, limits=[(4, on_islands.smallest), (2, 20), (4, 20), (4, 21), (4, 100)])
    assert found["k"].tolist() == [3, 2, 3, 2, 1]  # the third island has twenty
    assert found["members"].tolist() == [20, int(on_islands.of(2)["smallest_n"]), 20, found["members"][1], 140]
    assert found["why"].iloc[[2, 4]].tolist() == [WHY["natural"], WHY["too_small"]]
    assert what_if(on_a_cloud, limits=[(3, 1)])[["k", "why"]].values.tolist() == [[1, WHY["unstable"]]]
    tried = sizes_to_try(on_islands)
    assert tried == sorted(set(tried)) and on_islands.smallest in tried and tried[0] >= 1


@pytest.mark.parametrize("word", list(number_verdicts.STRUCTURE))
def test_every_verdict_can_be_said(on_islands, word):
    told = number_verdicts.whether(dataclasses.replace(on_islands, verdict=word), base="behavioural")
    assert_can_be_said(told)


@pytest.mark.parametrize("word", list(number_verdicts.TAKE))
def test_every_reason_can_be_said(on_islands, word):
    assert_can_be_said(number_verdicts.how_many_to_take(dataclasses.replace(on_islands, reason=word)))


def assert_can_be_said(told):
    values = {name: value for name, value in told.items() if name not in ("sentence", "n")}
    assert {name for _, name, _ in placeholders(told["sentence"], values) if name} == set(values)


def test_a_number_that_passed_alone_is_not_the_best_of_several(on_islands):
    table = on_islands.table.assign(runs=on_islands.table["k"] == 3)
    told = number_verdicts.how_many_to_take(
        dataclasses.replace(on_islands, table=table, reason="best_silhouette", runner_up=0)
    )
    assert told["sentence"] == number_verdicts.TAKE["only"]
    assert_can_be_said(told)


def test_sizes_of_groups_below_the_privacy_floor_are_not_shown(on_islands):
    small = dataclasses.replace(on_islands, table=on_islands.table.assign(smallest_n=7))
    assert set(number_views.numbers(small, least=10)["smallest"]) == {"fewer than 10"}


def test_the_client_may_have_another_number(on_islands):
    told = number_verdicts.how_many_to_take(dataclasses.replace(on_islands, k=2))
    assert told["sentence"].startswith("client.yml asks for") and (told["k"], told["recommended"]) == (2, 3)


def test_tables_have_the_columns_of_their_headings(on_islands):
    assert set(number_headings.NUMBERS) <= set(number_views.numbers(on_islands, least=10).columns)
    assert set(number_headings.CRITERIA) <= set(on_islands.table.columns)
    beside = number_views.beside_nulls(on_islands)
    assert set(number_headings.NULLS) <= set(beside.columns)
    assert (beside["stability_low"] <= beside["stability_high"]).all()
    assert number_views.numbers(on_islands, least=10).set_index("k")["use"].loc[3] == "in use"


def test_a_method_that_finds_fewer_groups_stops_nothing():
    answers = np.random.default_rng(1).integers(0, 2, (120, 3)).astype(float)  # eight different rows
    X = pd.DataFrame(answers, columns=list("abc"))
    found = how_many(X, settings=Evaluation(), ks=[6, 7], n_boot=3, n_null=2, random_state=0)
    assert found.table["agreement"].between(0, 1).all()
