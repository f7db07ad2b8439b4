"""Clusters of numbers and categories: planted groups come back, objectives are the least, rows come in any order."""

from itertools import combinations

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from seglib.clustering.famd import famd
from seglib.clustering.kmedoids import gower, kmedoids
from seglib.clustering.kprototypes import kprototypes
from seglib.clustering.mixed import MIXED_METHODS, compare_mixed, fit_mixed
from seglib.clustering.mixed_matrix import learn_scale


@pytest.fixture(scope="module")
def planted():
    """Three kinds, clear in one number and two columns of categories."""
    rng = np.random.default_rng(0)
    kind = np.repeat([0, 1, 2], 100)
    table = pd.DataFrame(
        {
            "number": rng.normal(np.array([0.0, 6, 12])[kind], 1),
            "other": rng.normal(np.array([0.0, 4, 0])[kind], 1),
            "first": np.where(rng.random(300) < 0.9, np.array(list("abc"))[kind], "a"),
            "second": np.where(rng.random(300) < 0.9, np.array(["x", "y", "y"])[kind], "x"),
        }
    )
    return table, kind


@pytest.fixture(params=MIXED_METHODS)
def method(request):
    return request.param


def test_planted_groups_come_back(planted, method):
    table, kind = planted
    found = fit_mixed(table, k=3, method=method, random_state=0, effort=0.1)
    assert adjusted_rand_score(kind, found.labels) > 0.85
    assert (np.diff(np.bincount(found.labels)) <= 0).all()  # the largest group first


def test_order_of_rows_does_not_matter_and_predict_gives_the_labels(planted, method):
    table, _ = planted
    found = fit_mixed(table, k=3, method=method, random_state=0, effort=0.1)
    order = np.random.default_rng(1).permutation(300)
    again = fit_mixed(table.iloc[order], k=3, method=method, random_state=0, effort=0.1)
    assert (again.labels == found.labels[order]).all()
    assert again.objective == pytest.approx(found.objective)
    assert (found.predict(table) == found.labels).all()
    assert found.predict(table.iloc[:1].assign(first="never seen")).shape == (1,)


def cost_of(z, codes, labels):
    """The cost by its definition, one group after the other."""
    total = 0.0
    for label in set(labels):
        own, own_codes = z[labels == label], codes[labels == label]
        modes = np.array([np.bincount(column).argmax() for column in own_codes.T])
        total += ((own - own.mean(axis=0)) ** 2).sum() + 0.5 * (own_codes != modes).sum()
    return total


def test_kprototypes_reaches_the_least_cost_of_all_partitions():
    rng = np.random.default_rng(2)
    z, codes = rng.normal(size=(9, 1)), rng.integers(0, 3, (9, 2))
    labels, _, cost = kprototypes(z, codes, sizes=[3, 3], k=2, gamma=0.5, random_state=0)
    everything = [np.isin(np.arange(9), one).astype(int) for n in range(1, 5) for one in combinations(range(9), n)]
    assert cost == pytest.approx(cost_of(z, codes, labels))
    assert cost == pytest.approx(min(cost_of(z, codes, one) for one in everything))


def test_kmedoids_reaches_the_least_sum_of_all_choices():
    rng = np.random.default_rng(3)
    numbers, codes = rng.random((14, 2)), rng.integers(0, 3, (14, 2))
    _, medoids, cost = kmedoids(numbers, codes, sizes=[3, 3], k=3, random_state=0)
    among = gower(numbers, codes, numbers, codes, sizes=[3, 3])
    assert cost == pytest.approx(min(among[:, list(one)].min(axis=1).sum() for one in combinations(range(14), 3)))
    assert cost == pytest.approx(among[:, medoids].min(axis=1).sum())


def test_famd_of_numbers_is_principal_components_and_of_categories_correspondence():
    rng = np.random.default_rng(4)
    z = rng.normal(size=(200, 3)) @ np.array([[1, 0.8, 0], [0, 0.6, 0], [0, 0, 1]])
    z = (z - z.mean(axis=0)) / z.std(axis=0)
    axes = famd(z, np.zeros((200, 0), dtype=int), sizes=[])
    assert axes.inertia[0] == pytest.approx(np.linalg.eigvalsh(np.corrcoef(z.T))[-1])
    assert axes.place(z, np.zeros((200, 0), dtype=int)).var(axis=0) == pytest.approx(axes.inertia)
    # Two equal columns of two categories: one axis with all the variance of both, 2 = (2 - 1) + (2 - 1).
    twice = np.repeat(rng.integers(0, 2, (200, 1)), 2, axis=1)
    assert famd(z[:, :0], twice, sizes=[2, 2]).inertia[0] == pytest.approx(2)


def test_compares_methods_on_one_scale(planted):
    table, _ = planted
    some = {"ks": [2, 3], "methods": ("kprototypes", "kmedoids"), "n_boot": 2, "random_state": 0}
    found = compare_mixed(table, **some)
    assert len(found) == 4
    assert found["silhouette"].between(-1, 1).all()
    best = found.loc[found["silhouette"].idxmax()]
    assert best["k"] == 3
    assert best["stability"] > 0.8
    shuffled = compare_mixed(table.sample(frac=1, random_state=5), **some)
    pd.testing.assert_frame_equal(shuffled, found)


@pytest.mark.parametrize(
    ("table", "options", "message"),
    [
        (pd.DataFrame({"a": [1.0, None]}), {}, "1 missing or infinite values in 'a'"),
        (pd.DataFrame({"a": ["x", "x"]}), {}, "must vary in a column"),
        (pd.DataFrame({"a": ["x", "y"]}), {"k": 3}, "to the number of different rows, 2; got 3"),
        (pd.DataFrame({"a": ["x", "y"]}), {"method": "kmode"}, "must be one of kprototypes, kmedoids, famd"),
    ],
)
def test_messages(table, options, message):
    with pytest.raises(ValueError, match=message):
        fit_mixed(table, **({"k": 2, "random_state": 0} | options))


def test_alike_columns_are_not_looked_at():
    scale = learn_scale(pd.DataFrame({"a": [1, 1, 1], "b": ["x", "y", None], "c": ["z"] * 3}), caller="test")
    assert (scale.numbers, list(scale.categories)) == ((), ["b"])
