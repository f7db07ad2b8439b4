"""k-centroids: typical answers by hand, the best of all partitions, missing answers, messages."""

import itertools

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score

from seglib.clustering import choose, fit_centroids, scan_centroids


def brute_force(X, k, distance):
    """Smallest sum of distances to medians (or modes) over all partitions."""
    best = np.inf
    for labels in itertools.product(range(k), repeat=len(X)):
        total = 0
        for group in range(k):
            for column in X[np.array(labels) == group].T:
                steps = np.abs(np.subtract.outer(column, np.unique(X)))
                total += (steps if distance == "manhattan" else steps > 0).sum(axis=0).min() if len(column) else 0
        best = min(best, total)
    return best


def test_by_hand():
    # Medians (0, 0) and (4, 4); the cases are 0, 1, 1, 0, 1 steps away from theirs.
    found = fit_centroids([[0, 0], [0, 1], [1, 0], [4, 4], [4, 3]], k=2, random_state=0)
    assert found.centers.tolist() in ([[0, 0], [4, 4]], [[0, 0], [4, 3]])
    assert found.labels.tolist() == [0, 0, 0, 1, 1]
    assert found.objective == 3
    assert found.predict([[2, 0], [np.nan, 4]]).tolist() == [0, 1]


@pytest.mark.parametrize("distance", ["manhattan", "hamming"])
def test_best_of_all_partitions_of_a_small_table(distance):
    X = np.random.default_rng(4).integers(0, 4, (7, 3)).astype(float)
    for k in (1, 2, 3):
        found = fit_centroids(X, k=k, distance=distance, random_state=0)
        assert found.objective == brute_force(X, k, distance)


def test_planted_groups_and_missing_answers():
    draw = np.random.default_rng(2)
    members = draw.choice(3, 300, p=[0.5, 0.3, 0.2])
    typical = np.array([[0, 0, 4, 4, 2, 0], [4, 4, 0, 0, 2, 4], [2, 4, 4, 0, 0, 0]])
    X = np.clip(typical[members] + draw.choice([-1, 0, 0, 1], (300, 6)), 0, 4).astype(float)
    X[draw.random(X.shape) < 0.15] = np.nan
    found = fit_centroids(X, k=3, random_state=0)
    assert found.centers.tolist() == typical.tolist()
    assert adjusted_rand_score(found.labels, members) > 0.95
    assert found.hits > 1
    order = draw.permutation(300)
    assert (fit_centroids(pd.DataFrame(X[order]), k=3, random_state=0).labels == found.labels[order]).all()
    assert (found.predict(X) == found.labels).all()


def test_the_number_of_planted_groups_is_found_and_none_in_answers_by_lot():
    draw = np.random.default_rng(6)
    typical = np.array([[0, 0, 4, 4, 2, 0], [4, 4, 0, 0, 2, 4], [2, 4, 4, 0, 0, 0]])
    X = np.clip(typical[draw.choice(3, 150)] + draw.choice([-1, 0, 0, 1], (150, 6)), 0, 4).astype(float)
    table = scan_centroids(X, ks=range(2, 6), n_boot=6, random_state=0)
    assert choose(table).k == 3
    assert table.set_index("k").loc[3, ["stability", "silhouette"]].gt(0.6).all()
    again = scan_centroids(X[draw.permutation(150)], ks=range(2, 6), n_boot=6, random_state=0)
    pd.testing.assert_frame_equal(again, table)
    lot = pd.DataFrame(X).apply(lambda column: draw.permutation(column.to_numpy()))
    assert choose(scan_centroids(lot, ks=range(2, 6), n_boot=6, random_state=0)).k == 1
    assert scan_centroids([[0], [1]], ks=(2, 3), n_boot=2, random_state=0)["k"].tolist() == [2]


def test_messages():
    with pytest.raises(ValueError, match="number of different rows, 2; got 3"):
        fit_centroids([[0], [1], [1]], k=3, random_state=0)
    with pytest.raises(ValueError, match="one of manhattan, hamming; got 'cosine'"):
        fit_centroids([[0], [1]], k=1, distance="cosine", random_state=0)
    with pytest.raises(ValueError, match="must hold codes"):
        fit_centroids([[0.5], [1]], k=1, random_state=0)
