"""The gap statistic: computed by hand, three planted groups found, one cloud left whole."""

import numpy as np
import pandas as pd
import pytest

from seglib.clustering import gap_choice, gap_statistic, scan


def blobs():
    rng = np.random.default_rng(0)
    return np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 10.0]])[np.repeat([0, 1, 2], 50)] + rng.normal(size=(150, 2))


def test_hand_computed():
    # One axis, cases 0, 0, 4, 4: W is 16 in one group. A cloud is four uniform numbers on [0, 4], drawn in order.
    table = gap_statistic([[0.0], [0.0], [4.0], [4.0]], ks=[1], n_references=3, random_state=5)
    rng = np.random.default_rng(5)
    clouds = [rng.uniform(-2, 2, size=4) for _ in range(3)]
    logs = np.log([((cloud - cloud.mean()) ** 2).sum() for cloud in clouds])
    assert table.loc[0, "gap"] == pytest.approx(logs.mean() - np.log(16))
    assert table.loc[0, "gap_error"] == pytest.approx(logs.std() * np.sqrt(4 / 3))


def test_planted_groups_and_a_single_cloud():
    assert gap_choice(gap_statistic(blobs(), ks=[1, 2, 3, 4, 5], random_state=0)) == 3
    noise = np.random.default_rng(1).normal(size=(200, 3))
    assert gap_choice(gap_statistic(noise, ks=[1, 2, 3, 4], random_state=0)) == 1


def test_turning_scaling_and_order_of_rows_do_not_matter():
    X = blobs()
    first = gap_statistic(X, ks=[1, 2, 3], random_state=0)
    order = np.random.default_rng(3).permutation(len(X))
    pd.testing.assert_frame_equal(gap_statistic(X[order], ks=[3, 2, 1], random_state=0), first)
    turn = np.array([[0.6, -0.8], [0.8, 0.6]])
    turned = gap_statistic(1000 * X @ turn + 5, ks=[1, 2, 3], random_state=0)
    assert turned["gap"].to_numpy() == pytest.approx(first["gap"].to_numpy(), abs=0.1)


def test_the_rule():
    table = pd.DataFrame({"k": [3, 1, 2], "gap": [0.9, 0.1, 0.5], "gap_error": 0.1})
    assert gap_choice(table) is None  # it goes on growing
    assert gap_choice(table.assign(gap_error=0.5)) == 1


def test_columns_of_scan():
    table = scan(blobs(), ks=[2, 3, 4], n_boot=2, criteria=True, random_state=0).set_index("k")
    assert table["bic"].idxmin() == table["icl"].idxmin() == table["gap"].idxmax() == 3
    assert (table["icl"] >= table["bic"]).all()
    assert gap_choice(table.reset_index()) == 3
    assert "gap" not in scan(blobs(), ks=[2], n_boot=2, random_state=0).columns


def test_messages():
    with pytest.raises(ValueError, match=r"`ks` of `gap_statistic` must hold numbers of groups from 1 up; got \[0\]"):
        gap_statistic(blobs(), ks=[0], random_state=0)
    with pytest.raises(ValueError, match="`n_references` of `gap_statistic` must be 2 or more; got 1"):
        gap_statistic(blobs(), ks=[2], n_references=1, random_state=0)
