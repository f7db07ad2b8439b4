"""The fast way to the stability of k-means: as good as ten starts of scikit-learn's, and the same index."""

import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from seglib.clustering.kmeans_samples import centers_of_sample
from seglib.clustering.rand_index import adjusted_rand
from seglib.clustering.scanning import bootstrap_agreement
from seglib.clustering.threads import one_thread


@pytest.mark.parametrize("n", [2, 3, 50, 2000])
def test_adjusted_rand_is_that_of_scikit_learn(n):
    rng = np.random.default_rng(n)
    for groups in (1, 2, 5, n):
        one, other = rng.integers(0, groups, n), rng.integers(0, 4, n)
        other = np.where(rng.random(n) < 0.5, one, other)
        assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other), abs=1e-12)
        assert adjusted_rand(one, one) == 1.0


def make(name):
    rng = np.random.default_rng(0)
    if name == "noise":
        return rng.normal(size=(400, 3))
    if name == "binary":
        kind = rng.integers(0, 4, 400)
        return (rng.random((400, 9)) < rng.beta(1, 1, (4, 9))[kind]).astype(float)
    return rng.normal(size=(400, 3)) + 3 * rng.normal(size=(4, 3))[rng.integers(0, 4, 400)]


def within(X, weights, centers):
    return float((weights * ((X[:, None] - centers) ** 2).sum(axis=2).min(axis=1)).sum())


@pytest.mark.parametrize("name", ["noise", "binary", "blobs"])
def test_as_good_as_ten_starts(name):
    X, ks, ratio = make(name), [2, 3, 4, 6], []
    rng = np.random.default_rng(1)
    for seed in range(4):
        weights = np.bincount(rng.integers(0, 400, 400), minlength=400)
        found = centers_of_sample(X, weights, ks=ks, random_state=seed)
        with one_thread():
            usual = [KMeans(k, n_init=10, random_state=seed).fit(X, sample_weight=weights).inertia_ for k in ks]
        ratio.append([within(X, weights, found[k]) / best for k, best in zip(ks, usual, strict=True)])
        # Each centre is the mean of the cases nearest to it, as Lloyd's algorithm leaves it.
        nearest = ((X[:, None] - found[4]) ** 2).sum(axis=2).argmin(axis=1)
        means = [np.average(X[nearest == j], axis=0, weights=weights[nearest == j]) for j in range(4)]
        assert np.allclose(found[4], means, atol=0.05)
    assert np.mean(ratio) < 1.003


def test_what_is_found_for_one_number_does_not_depend_on_the_others():
    X, weights = make("noise"), np.ones(400, dtype=int)
    both = centers_of_sample(X, weights, ks=[3, 7], random_state=0)
    assert (both[3] == centers_of_sample(X, weights, ks=[3], random_state=0)[3]).all()


def test_fewer_different_cases_than_groups():
    X = np.array([[0.0, 0.0], [0.0, 1.0], [5.0, 5.0]])
    found = centers_of_sample(X, np.array([2, 0, 1]), ks=[3], random_state=0)[3]
    assert sorted(set(map(tuple, found))) == [(0.0, 0.0), (5.0, 5.0)]


@pytest.mark.parametrize("name", ["noise", "blobs"])
def test_stability_is_that_of_the_usual_loop(name):
    X, k, pairs = make(name), 3, 40
    rng, usual = np.random.default_rng(2), []
    with one_thread():
        for _ in range(pairs):
            samples = [X[rng.integers(0, 400, 400)] for _ in range(2)]
            labels = [KMeans(k, n_init=3, random_state=0).fit(sample).predict(X) for sample in samples]
            usual.append(adjusted_rand_score(*labels))
    found = bootstrap_agreement(X, ks=[k], method="kmeans", n_boot=200, random_state=0)[k]
    error = np.hypot(np.std(usual) / np.sqrt(pairs), found.std() / np.sqrt(len(found)))
    assert abs(found.mean() - np.mean(usual)) < 3 * error
