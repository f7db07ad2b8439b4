"""All algorithms behind one call: planted groups, labels that keep their meaning, and what sets each apart."""

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from seglib.clustering import (
    METHODS,
    agreement,
    contrasts,
    density_groups,
    fit,
    fit_centroids,
    fit_latent_classes,
    scan,
)
from seglib.clustering.gaussian_mixture import fit_normal_mixture, gaussian_mixture
from seglib.clustering.mixed import fit_mixed


@pytest.fixture(scope="module")
def blobs():
    rng = np.random.default_rng(0)
    kind = np.repeat([0, 1, 2], [60, 60, 30])
    return np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 10.0]])[kind] + rng.normal(size=(150, 2)), kind


@pytest.mark.parametrize("method", METHODS)
def test_planted_groups_whatever_the_seed_and_order_of_rows(method, blobs):
    X, kind = blobs
    found = fit(X, k=3, method=method, random_state=0)
    assert adjusted_rand_score(found.labels, kind) == 1.0
    assert (found.predict(X) == found.labels).all()
    order = np.random.default_rng(1).permutation(len(X))
    again = fit(X[order], k=3, method=method, random_state=9)
    assert (again.labels == found.labels[order]).all()
    assert (found.labels == fit(X, k=3, random_state=0).labels).all()
    assert (fit(X, k=1, method=method, random_state=0).labels == 0).all()


@pytest.mark.parametrize("method", ["gaussian_mixture", "ward", "kmedoids"])
def test_scan_of_other_methods_and_repeated_rows(method, blobs):
    X = np.round(blobs[0]) + 0.0
    table = scan(X, ks=[2, 3], method=method, n_boot=2, random_state=0).set_index("k")
    assert table.loc[3, "stability"] > 0.9
    labelled = pd.DataFrame(X).assign(label=fit(X, k=3, method=method, random_state=0).labels)
    assert (labelled.groupby([0, 1])["label"].nunique() == 1).all()


def test_a_mixture_of_the_same_cases_is_fitted_once_and_nobody_can_spoil_it_for_the_next():
    rows, weights = np.random.default_rng(0).normal(size=(60, 2)), np.ones(60, dtype=int)
    first = fit_normal_mixture(rows, weights, k=2, random_state=0)
    gaussian_mixture(rows, weights, k=2, random_state=0)[:] = 7
    again = fit_normal_mixture(rows.copy(order="F"), weights.astype(float), k=2, random_state=0)
    assert again is first
    assert set(again.labels) == {0, 1}
    others = [(rows + 1, weights, 2, 0), (rows, weights + 1, 2, 0), (rows, weights, 3, 0), (rows, weights, 2, 1)]
    for other_rows, other_weights, k, seed in others:
        assert fit_normal_mixture(other_rows, other_weights, k=k, random_state=seed) is not first


def test_mixture_sees_shapes_that_k_means_does_not():
    rng = np.random.default_rng(0)
    X = np.concatenate([rng.normal(size=(200, 2)) * [6, 0.5] + [0, side] for side in (-2, 2)])
    kind = np.repeat([0, 1], 200)
    mixture = fit(X, k=2, method="gaussian_mixture", random_state=0)
    assert adjusted_rand_score(mixture.labels, kind) > 0.98
    assert adjusted_rand_score(fit(X, k=2, random_state=0).labels, kind) < 0.1
    assert mixture.bic < fit(X, k=1, method="gaussian_mixture", random_state=0).bic
    assert mixture.bic == pytest.approx(
        GaussianMixture(2, random_state=0, n_init=10, init_params="random_from_data").fit(X).bic(X), rel=1e-3
    )
    assert mixture.icl >= mixture.bic
    # Five parameters a component and its share, less one; without doubt the two criteria are the same.
    one = fit(X, k=1, method="gaussian_mixture", random_state=0)
    assert one.icl == one.bic


def test_ward_of_a_sample_takes_the_others_to_the_nearest_centre(blobs, monkeypatch):
    monkeypatch.setattr(contrasts, "WARD_ROWS", 60)
    assert adjusted_rand_score(fit(blobs[0], k=3, method="ward", random_state=0).labels, blobs[1]) == 1.0


def test_dense_regions_and_noise(blobs):
    rng = np.random.default_rng(2)
    X = np.concatenate([blobs[0], rng.uniform(-30, 30, size=(20, 2))])
    found = density_groups(X, min_share=0.1)
    assert found.k == 3
    assert found.noise_share == (found.labels == -1).mean() > 0.05
    assert adjusted_rand_score(found.labels[:150][found.labels[:150] >= 0], blobs[1][found.labels[:150] >= 0]) == 1.0
    sizes = np.bincount(found.labels[found.labels >= 0])
    assert (np.diff(sizes) <= 0).all()
    order = rng.permutation(len(X))
    assert (density_groups(X[order], min_share=0.1).labels == found.labels[order]).all()
    few = density_groups([[0.0], [1.0]])
    assert (few.k, few.noise_share) == (0, 1.0)
    with pytest.raises(ValueError, match=r"`min_share` of `density_groups` must be above 0 and at most 0\.5; got 0.6"):
        density_groups(X, min_share=0.6)


def test_agreement_of_all_pairs():
    table = agreement({"a": [0, 0, 1, 1, 2], "b": ["x", "x", "y", "y", "z"], "c": [0, 1, 0, 1, 0]})
    assert table.loc["a", "b"] == table.loc["c", "c"] == 1.0
    assert (
        table.loc["a", "c"]
        == table.loc["c", "a"]
        == pytest.approx(adjusted_rand_score([0, 0, 1, 1, 2], [0, 1, 0, 1, 0]))
    )
    with pytest.raises(ValueError, match="must have the same cases; got as many as"):
        agreement({"a": [0, 1], "b": [0]})


def answers(rng):
    kind = np.repeat([0, 1], [70, 50])
    codes = (rng.random((120, 6)) < np.where(kind[:, None] == 0, 0.1, 0.9)).astype(float)
    return np.where(rng.random(codes.shape) < 0.05, np.nan, codes)


def mixed(rng):
    kind = np.repeat([0, 1], [70, 50])
    return pd.DataFrame(
        {"age": rng.normal(30 + 30 * kind, 4), "region": np.where(rng.random(120) < 0.9, kind, 1 - kind).astype(str)}
    )


@pytest.mark.parametrize(
    ("method", "draw", "own"),
    [
        ("latent_class", answers, lambda X: fit_latent_classes(X, k=2, random_state=0).labels),
        ("centroids", answers, lambda X: fit_centroids(X, k=2, random_state=0).labels),
        ("kprototypes", mixed, lambda X: fit_mixed(X, k=2, method="kprototypes", random_state=0).labels),
        ("kmedoids", mixed, lambda X: fit_mixed(X, k=2, method="kmedoids", random_state=0).labels),
        ("famd", mixed, lambda X: fit_mixed(X, k=2, method="famd", random_state=0).labels),
        ("mixed_classes", mixed, lambda X: fit_mixed(X, k=2, method="classes", random_state=0).labels),
    ],
)
def test_answers_and_mixed_tables_through_the_same_call(method, draw, own):
    rng = np.random.default_rng(0)
    X = draw(rng)
    found = fit(X, k=2, method=method, random_state=0)
    assert adjusted_rand_score(found.labels, own(X)) == 1.0
    assert (found.predict(X) == found.labels).all()
    # From low to high, not from large to small: the 70 who mostly answer 0, or are young, come first.
    assert (np.bincount(found.labels) // 10).tolist() in ([7, 5], [6, 5], [7, 4])
    order = rng.permutation(120)
    again = fit(X.iloc[order] if isinstance(X, pd.DataFrame) else X[order], k=2, method=method, random_state=0)
    assert (again.labels == found.labels[order]).all()
