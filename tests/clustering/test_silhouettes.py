"""Exact silhouettes of many partitions at once: as scikit-learn's, whatever the rows, groups and offsets."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial.distance import cdist
from sklearn.metrics import silhouette_samples, silhouette_score

from seglib.clustering import silhouette, silhouettes, silhouettes_of_cases


def test_hand_computed():
    # 0: a = (2 + 2) / 2, b = (10 + 14) / 2 = 12, (12 - 2) / 12; the two at 2: a = (2 + 0) / 2, b = (8 + 12) / 2 = 10;
    # 10: a = 4, b = (10 + 8 + 8) / 3; 14: a = 4, b = (14 + 12 + 12) / 3. The second partition has a case on its own.
    X = [[0.0], [2.0], [2.0], [10.0], [14.0]]
    found = silhouettes_of_cases(X, [["a", "a", "a", "b", "b"], [7, 7, 7, 7, 3]])
    assert found[0].tolist() == pytest.approx([10 / 12, 9 / 10, 9 / 10, 1 - 4 / (26 / 3), 1 - 4 / (38 / 3)])
    assert found[1, 4] == 0
    assert silhouettes(X, [[0, 0, 0, 1, 1]]) == pytest.approx(found[:1].mean(axis=1))


def draw(case, rng):
    X = rng.normal(size=(700, 3)) * [1, 5, 0.1]
    if case == "offsets":
        return X + np.array([1e6, -1e5, 1e4])
    if case == "repeated":
        return np.round(X * [1, 0.3, 5])
    if case == "near duplicates":
        return np.concatenate([X, X + rng.normal(size=X.shape) * 1e-7])
    if case == "outliers":
        X[:3] *= 1e6
    return X


@pytest.mark.parametrize("case", ["plain", "offsets", "repeated", "near duplicates", "outliers"])
def test_as_scikit_learn(case, monkeypatch):
    monkeypatch.setattr(silhouette, "BLOCK", 100)
    rng = np.random.default_rng(0)
    X = draw(case, rng)
    unequal = rng.choice(9, len(X), p=[0.5, 0.3, 0.1, 0.05, 0.01, 0.01, 0.01, 0.01, 0.01])
    alone = np.where(np.arange(len(X)) < 5, np.arange(len(X)), 5)
    labelings = [rng.integers(0, 2, len(X)), unequal, alone, np.argsort(np.argsort(X[:, 1])) // 350]
    # Distances by subtraction: those by a product of matrices, scikit-learn's own, lose what is near and far out.
    exact = cdist(X, X)
    for found, labels in zip(silhouettes_of_cases(X, labelings), labelings, strict=True):
        assert found == pytest.approx(silhouette_samples(exact, labels, metric="precomputed"), abs=1e-9)
        if case == "plain":
            assert found == pytest.approx(silhouette_samples(X, labels), abs=1e-9)
            assert found.mean() == pytest.approx(silhouette_score(X, labels), abs=1e-12)


def test_order_of_cases_and_names_of_groups_do_not_matter():
    rng = np.random.default_rng(1)
    X, labels, order = rng.normal(size=(300, 2)), rng.integers(0, 4, 300), rng.permutation(300)
    found = silhouettes_of_cases(X, [labels])[0]
    assert (silhouettes_of_cases(pd.DataFrame(X[order]), [labels[order]])[0] == found[order]).all()
    assert silhouettes_of_cases(X, [np.array(list("dabc"))[labels]])[0] == pytest.approx(found, abs=1e-12)


def test_equal_cases_and_one_group_only():
    assert silhouettes([[1.0], [1.0], [1.0]], [[0, 1, 0]]).tolist() == [0.0]
    assert np.isnan(silhouettes([[1.0], [2.0]], [[0, 0]])).all()
    assert silhouettes([[1.0], [2.0]], []).shape == (0,)


def test_labels_of_other_cases():
    message = "must hold a group for each of the 2 cases; number 1 has the shape \\(3,\\)"
    with pytest.raises(ValueError, match=message):
        silhouettes([[1.0], [2.0]], [[0, 1], [0, 1, 1]])
