"""Scan and choice: planted groups are stable and found, noise is not, the rule decides as it says."""

import re

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score, silhouette_score

from seglib.clustering import choose, fit, numbers, scan, scanning


@pytest.fixture(scope="module")
def blobs():
    rng = np.random.default_rng(0)
    centers = np.array([[0.0, 0.0], [8.0, 0.0], [0.0, 9.0]])
    return centers[np.repeat([0, 1, 2], [60, 60, 30])] + rng.normal(size=(150, 2))


@pytest.fixture(scope="module")
def table(blobs):
    return scan(blobs, ks=[2, 3, 4], n_boot=5, random_state=0)


def test_planted_groups_are_found(table):
    row = table.set_index("k").loc[3]
    assert row["stability"] > 0.97
    assert row["smallest_share"] == 0.2
    choice = choose(table)
    assert (choice.k, choice.code) == (3, "best_silhouette")
    assert choice.reason.startswith("3 groups have the best silhouette (0.7")
    assert choice.silhouette == row["silhouette"]


def test_indices_are_those_of_the_solution(blobs, table):
    for row in table.itertuples():
        solution = fit(blobs, k=row.k, random_state=0)
        assert row.objective == solution.objective
        assert row.silhouette == pytest.approx(silhouette_score(blobs, solution.labels))
        assert row.silhouette_n == row.n == row.boot_n == 150
        assert row.calinski_harabasz == pytest.approx(calinski_harabasz_score(blobs, solution.labels))
        assert row.davies_bouldin == pytest.approx(davies_bouldin_score(blobs, solution.labels))
        assert row.stability_low <= row.stability <= row.stability_high


def test_order_of_rows_does_not_matter_and_input_stays(blobs, table):
    order = np.random.default_rng(1).permutation(len(blobs))
    before = blobs.copy()
    pd.testing.assert_frame_equal(scan(blobs[order], ks=[4, 2, 3], n_boot=5, random_state=0), table)
    assert (blobs == before).all()


def test_noise_is_unstable():
    noise = np.random.default_rng(0).normal(size=(200, 5))
    choice = choose(scan(noise, ks=[3, 4, 5], n_boot=5, random_state=0))
    assert (choice.k, choice.code, choice.n_eligible) == (1, "unstable", 0)
    assert choice.reason.startswith("No stable segments: the most stable of 3 solutions")


def test_silhouette_of_many_rows_is_taken_on_a_sample_with_the_groups_shares(blobs, monkeypatch):
    monkeypatch.setattr(scanning, "EXACT_ROWS", 149)
    monkeypatch.setattr(scanning, "SILHOUETTE_ROWS", 50)
    row = scan(blobs, ks=[3], n_boot=2, random_state=0).iloc[0]
    assert row["silhouette_n"] == 50  # 20 + 20 + 10
    assert row["silhouette"] == pytest.approx(silhouette_score(blobs, fit(blobs, k=3, random_state=0).labels), abs=0.05)


def make(rows):
    return pd.DataFrame(rows, columns=["k", "silhouette", "stability", "smallest_share"])


def test_the_rule():
    best = choose(make([(2, 0.4, 0.9, 0.3), (3, 0.5, 0.8, 0.1), (4, 0.6, 0.7, 0.1), (5, 0.7, 0.9, 0.01)]))
    assert (best.k, best.n_scanned, best.n_eligible) == (3, 4, 2)  # 4 is unstable, 5 has a group below 2 %
    assert choose(make([(3, 0.5, 0.8, 0.1), (2, 0.5, 0.8, 0.1)])).k == 2  # equal: the fewer
    small = choose(make([(2, 0.4, 0.9, 0.001)]))
    assert (small.k, small.code) == (1, "too_small")
    assert small.reason == "No stable segments: all stable solutions have a group below 2% of the cases."


def test_messages(blobs):
    with pytest.raises(ValueError, match=re.escape("`ks` of `scan` must hold numbers of groups from 2 up; got [1, 2]")):
        scan(blobs, ks=[1, 2], n_boot=2, random_state=0)
    with pytest.raises(ValueError, match="`n_boot` of `scan` must be an int of 2 or more; got 1"):
        scan(blobs, ks=[2], n_boot=1, random_state=0)
    with pytest.raises(ValueError, match="`X` of `fit` must vary in every column; got one value only in column 'b'"):
        scan(pd.DataFrame({"a": [1.0, 2, 3], "b": 1.0}), ks=[2], n_boot=2, random_state=0)
    with pytest.raises(ValueError, match=re.escape("must be a table of `scan` with rows; lacks ['silhouette'")):
        choose(pd.DataFrame({"k": [2]}))


def held_against(natural=(), reproducible=(), excess=(0.1, 0.3, 0.2, 0.4)):
    ks = [2, 3, 4, 5]
    table = make([(2, 0.6, 0.9, 0.3), (3, 0.4, 0.8, 0.1), (4, 0.5, 0.85, 0.1), (5, 0.3, 0.9, 0.01)])
    return table.assign(
        natural=[k in natural for k in ks],
        reproducible=[k in reproducible for k in ks],
        excess=excess,
        stability_null=0.5,
    )


def test_what_data_without_groups_do_not_reach_comes_before_the_silhouette():
    best = choose(held_against(reproducible=[3, 4, 5]))
    assert (best.k, best.code, best.ranked) == (3, "reproducible", (3, 4, 2))  # 5 has a group below 2 %
    assert best.reason.startswith("3 groups come again more surely") and "up to 0.50" in best.reason


def test_valleys_come_before_all_else():
    best = choose(held_against(natural=[4, 5], reproducible=[3]))
    assert (best.k, best.code, best.ranked) == (5, "natural", (5, 3, 2, 4))


def test_without_anything_reproducible_the_silhouette_decides():
    best = choose(held_against())
    assert (best.k, best.code, best.ranked) == (2, "best_silhouette", (2, 4, 3))


def test_numbers_hold_groups_against_data_without_any(blobs):
    table, found = numbers(blobs, ks=[2, 3, 4], n_boot=4, n_null=2, random_state=0)
    row = table.set_index("k").loc[3]
    assert row["natural"] and row["runs"] and row["above_null"] and row["smallest_n"] == 30
    assert found.k == choose(table).k == 3
    too_small, _ = numbers(blobs, ks=[2, 3, 4], min_share=0.21, n_boot=4, n_null=2, random_state=0)
    assert not too_small.set_index("k").loc[3, ["large", "natural", "runs"]].any()
