"""Passports: each number is that of its source, grades follow declared rules, held-out differences keep their level."""

import re

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from sklearn.metrics import silhouette_samples

from seglib.clustering import GRADES, differences, fit, lineage, passports, segment_stability
from seglib.clustering.passport import grade, sets_apart


@pytest.fixture(scope="module")
def planted():
    """Three groups on a line, of which the middle one runs into the last; a held-out trait follows the first."""
    rng = np.random.default_rng(0)
    X = pd.DataFrame({"x": rng.normal(np.repeat([0, 12, 15], [30, 60, 60])), "y": rng.normal(size=150)})
    first = np.arange(150) < 30
    held_out = pd.DataFrame(
        {
            "age": np.where(first, 60.0, 40.0) + rng.normal(0, 8, 150),
            "noise": rng.normal(size=150),
            "gender": np.where(rng.random(150) < 0.5, "f", "m"),
            "constant": 1.0,
        }
    )
    held_out.loc[:9, "age"] = np.nan
    return X, held_out


@pytest.fixture(scope="module")
def issued(planted):
    X, held_out = planted
    return passports(X, k=3, n_boot=20, random_state=0, held_out=held_out, null_jaccard={3: 0.8})


def test_each_number_is_that_of_its_source(planted, issued):
    X, _ = planted
    stability = segment_stability(X, ks=[3], n_boot=20, random_state=0)
    labels = stability.solutions[3].labels
    descent = lineage({2: fit(X, k=2, random_state=0), 3: stability.solutions[3]}).segments.query("k == 3")
    assert list(issued["jaccard"]) == list(stability.table["jaccard_mean"])
    assert list(issued["elsewhere"]) == list(stability.table["elsewhere"])
    assert list(issued["stability"]) == list(descent["stability"])
    assert list(issued["ancestor"]) == [0, 1, 1]
    silhouettes = silhouette_samples(X, labels)
    assert list(issued["silhouette"]) == pytest.approx([silhouettes[labels == j].mean() for j in range(3)])
    assert list(issued["excess"]) == pytest.approx(list(issued["jaccard"] - 0.8))
    first = issued.iloc[0]
    assert (first["n"], first["share"], first["jaccard"], first["grade"]) == (30, 0.2, 1, "A")
    # Wilson (1927) by its formula
    z = stats.norm.ppf(0.975)
    middle, half = (0.2 + z**2 / 300) / (1 + z**2 / 150), z * np.sqrt(0.16 / 150 + z**2 / 90000) / (1 + z**2 / 150)
    assert (first["share_low"], first["share_high"]) == pytest.approx((middle - half, middle + half))
    assert re.fullmatch(r"age \+\d\.\d", first["apart"])  # and nothing of the noise
    assert list(issued["grade"])[1:] != ["A", "A"]


def test_two_segments_have_no_ancestors_and_nothing_held_out_says_nothing(planted):
    table = passports(planted[0], k=2, n_boot=5, random_state=0)
    assert table[["ancestor", "ancestor_share", "stability", "excess"]].isna().all().all()
    assert list(table["apart"]) == ["", ""]
    assert list(table["grade"]) == ["A", "A"]


def test_the_rules_of_the_grades():
    no_null = float("nan")
    assert grade(0.85, no_null, 0.10) == ("A", "")
    assert grade(0.84, 0.1, 0.10) == ("B", "Jaccard 0.840 < 0.85")
    assert grade(0.95, 0.1, 0.26) == ("C", "26.0% elsewhere > 25%")
    assert grade(0.95, 0.0, 0.00) == ("C", "not above the null (+0.000)")
    assert grade(0.59, 0.1, 0.60) == ("D", "Jaccard 0.590 < 0.60, 60.0% elsewhere > 50%")
    table = pd.DataFrame(GRADES)
    assert list(table["grade"]) == ["A", "B", "C", "D"]
    assert table["least_jaccard"].is_monotonic_decreasing


def test_differences_by_hand():
    labels = np.repeat([0, 1], [5, 5])
    held_out = pd.DataFrame({"visits": [0.0] * 5 + [2.0] * 5, "member": [True, False] * 5, "town": ["A"] * 9 + [None]})
    table = differences(labels, held_out).set_index(["segment", "variable"])
    assert list(table.index) == [(0, "visits"), (0, "member"), (1, "visits"), (1, "member")]  # a town is all the same
    visits = table.loc[(1, "visits")]
    assert (visits["n"], visits["mean"], visits["mean_others"], visits["difference"]) == (5, 2, 0, 2)
    expected = stats.mannwhitneyu([2] * 5, [0] * 5, method="asymptotic").pvalue
    assert (visits["p"], visits["p_holm"]) == pytest.approx((expected, 4 * expected))
    assert table.loc[(0, "member"), "difference"] == pytest.approx(0.4)  # 3 of 5 and 2 of 5, in halves


def test_noise_that_was_held_out_is_found_in_one_of_twenty_samples():
    found = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        labels = (rng.normal(size=90) > 0).astype(int) + (rng.random(90) > 0.7)
        found += differences(labels, pd.DataFrame(rng.exponential(size=(90, 3))))["p_holm"].min() < 0.05
    assert found <= 9  # the 99.9 % limit of 60 tries at 5 %


def test_what_made_the_segments_is_not_tested(planted):
    X, _ = planted
    for made in (X[["y"]], np.exp(X[["x"]]).rename(columns={"x": "log"}), -100 * X[["y"]].set_axis(["cents"], axis=1)):
        with pytest.raises(ValueError, match=f"no variable that made the groups; got {made.columns[0]!r}"):
            passports(X, k=2, n_boot=2, random_state=0, held_out=made)
    coarser = X[["y"]].round().set_axis(["rounded"], axis=1)
    assert len(passports(X, k=2, n_boot=2, random_state=0, held_out=coarser)) == 2


def test_where_no_held_out_variable_differs_nothing_is_said(planted):
    X, _ = planted
    noise = pd.DataFrame({"noise": np.random.default_rng(8).normal(size=150)})
    assert list(passports(X, k=2, n_boot=2, random_state=0, held_out=noise)["apart"]) == ["", ""]


def test_messages(planted):
    X, held_out = planted
    with pytest.raises(ValueError, match="`null_jaccard` of `passports` must have a value for k = 3"):
        passports(X, k=3, n_boot=2, random_state=0, null_jaccard={2: 0.8})
    with pytest.raises(ValueError, match="`held_out` of `passports` must have the index of `X`"):
        passports(X, k=3, n_boot=2, random_state=0, held_out=held_out[::-1])
    with pytest.raises(ValueError, match="must have a row for each of the 3 cases; got 150"):
        differences(np.array([0, 1, 1]), held_out)
    with pytest.raises(ValueError, match="must hold no dates; got 'day'"):
        differences(np.array([0]), pd.DataFrame({"day": pd.to_datetime(["2024-01-01"])}))


def test_a_sure_difference_of_next_to_nothing_sets_nobody_apart():
    labels = np.repeat([0, 1], 20_000)
    held_out = pd.DataFrame({"returns": np.tile(np.linspace(0, 1, 20_000), 2) + 0.02 * labels, "age": 5.0 * labels})
    held_out["age"] += held_out["returns"]
    assert differences(labels, held_out)["p_holm"].max() < 0.001
    assert sets_apart(labels, held_out, k=2) == ["age −2.0", "age +2.0"]
