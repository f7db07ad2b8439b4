"""Do cases keep their segment? Counted by hand, stable where groups are planted, unstable where a cloud is cut."""

import numpy as np
import pandas as pd
import pytest

from seglib.clustering import keeping
from seglib.clustering.keeping import ENOUGH, matched


@pytest.fixture(scope="module")
def islands():
    rng = np.random.default_rng(0)
    X = pd.DataFrame(rng.normal(size=(60, 2)) + np.repeat([[0, 0], [20, 0], [0, 20]], 20, axis=0), columns=["x", "y"])
    return X.assign(rare=[1.0] + [0.0] * 59)  # constant in the samples without the first case


def test_segments_arematched_so_that_most_cases_keep_theirs():
    one, other = np.array([0, 0, 0, 1, 1]), np.array([1, 1, 0, 0, 0])
    assert matched(one, other, k=2).tolist() == [
        True,
        True,
        False,
        True,
        True,
    ]


def test_islands_are_kept_by_every_seed_and_sample(islands):
    found = keeping(islands, k=3, n_runs=2, random_state=1)
    assert (found.verdict, found.share, found.mean, found.unstable_by) == ("stable", 1, 1, ())
    assert list(found.table["n"]) == [60] * 2 + [54] * 2
    assert (found.cases == 1).all() and (found.k, found.n) == (3, 60)


def test_a_round_cloud_cut_in_four_is_unstable_and_the_lowest_run_says_so():
    found = keeping(np.random.default_rng(3).normal(size=(80, 2)), k=4, n_runs=2, random_state=1)
    assert found.verdict == "unstable" and found.share == found.table["kept"].min() < ENOUGH
    assert found.unstable_by == ("sample",)
    assert found.mean == pytest.approx(found.table["kept"].mean())
    assert 0 <= found.cases.min() < found.cases.max() <= 1


def test_other_methods_and_mixed_tables_are_asked_too(islands):
    ward = keeping(islands[["x", "y"]], k=3, method="ward", n_runs=2, random_state=0)
    assert ward.verdict == "stable"
    assert ward.table.equals(keeping(islands[["x", "y"]], k=3, method="ward", n_runs=2, random_state=0).table)
    mixed = islands[["x"]].assign(town=np.repeat(["A", "B", "C"], 20))
    assert keeping(mixed, k=3, method="kprototypes", n_runs=1, random_state=0).share == 1


@pytest.mark.parametrize("wrong", [{"k": 1}, {"k": 2, "n_runs": 0}, {"k": 2, "sampled": 1.0}])
def test_what_cannot_be_asked_is_refused(islands, wrong):
    with pytest.raises(ValueError, match="`keeping` needs"):
        keeping(islands, **wrong, random_state=0)
