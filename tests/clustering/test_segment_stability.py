"""Segment level stability: what every sample finds is stable, what is cut out of a cloud is not, as fpc reads it."""

import re

import numpy as np
import pandas as pd
import pytest

from seglib.clustering import segment_stability
from seglib.clustering.kmeans import kmeans, within_sum_of_squares
from seglib.clustering.matrix import distinct_rows
from seglib.clustering.resampling import resample


@pytest.fixture(scope="module")
def cloud_and_island():
    """A round cloud of 100 and, far away, a tight group of 40."""
    rng = np.random.default_rng(0)
    return np.concatenate([rng.normal(size=(100, 2)), rng.normal([12, 0], 0.2, size=(40, 2))])


@pytest.fixture(scope="module")
def found(cloud_and_island):
    return segment_stability(cloud_and_island, ks=[5, 2], n_boot=20, random_state=0)


def test_the_island_is_stable_and_pieces_of_the_cloud_are_not(found):
    two, five = (found.table[found.table["k"] == k] for k in (2, 5))
    assert list(two["n"]) == [100, 40]
    assert (two["jaccard_mean"] == 1).all()
    assert (two["reading"] == "highly stable").all()
    assert (two["elsewhere"] == 0).all()
    island = five[five["n"] == 40].iloc[0]
    pieces = five[five["n"] != 40]
    assert (island["jaccard_mean"], island["elsewhere"], island["recovered"]) == (1, 0, 1)
    assert (pieces["jaccard_mean"] < 0.75).all()
    assert (pieces["elsewhere"] > 0.4).all()
    assert (pieces["dissolved"] > 0).any()


def test_draws_are_the_highest_coefficients_of_each_sample(cloud_and_island, found):
    rows, weights, where = distinct_rows(cloud_and_island)
    samples = resample(rows, weights, k=5, method="kmeans", n_boot=20, random_state=0)[:, where]
    own = [set(np.flatnonzero(found.solutions[5].labels == segment)) for segment in range(5)]
    for row in found.draws.query("k == 5").itertuples():
        others = [set(np.flatnonzero(samples[row.sample] == group)) for group in range(5)]
        assert row.jaccard == pytest.approx(max(len(own[row.segment] & o) / len(own[row.segment] | o) for o in others))
    summed = found.draws.groupby(["k", "segment"])["jaccard"]
    assert list(found.table["jaccard_mean"]) == pytest.approx(list(summed.mean()))
    assert list(found.table["jaccard_high"]) == pytest.approx(list(summed.quantile(0.975)))
    assert found.held[5].shape == (140,)


def test_order_of_rows_does_not_matter_and_input_stays(cloud_and_island, found):
    order = np.random.default_rng(1).permutation(140)
    before = cloud_and_island.copy()
    again = segment_stability(cloud_and_island[order], ks=[2, 5], n_boot=20, random_state=0)
    pd.testing.assert_frame_equal(again.table, found.table)
    assert (again.held[5] == found.held[5][order]).all()
    assert (cloud_and_island == before).all()


def test_samples_are_cut_about_as_well_as_by_a_long_search(cloud_and_island):
    rows, weights, _ = distinct_rows(cloud_and_island.round(1))
    counts = np.random.default_rng([3, 5]).multinomial(140, weights / 140, size=2).astype(float)
    labels = resample(rows, weights, k=5, method="kmeans", n_boot=2, random_state=3)
    for sample, cut in zip(counts, labels, strict=True):
        drawn = sample > 0
        best = kmeans(rows[drawn], sample[drawn], k=5, random_state=0, effort=0.5)
        searched, quick = (
            within_sum_of_squares(rows[drawn], sample[drawn], groups, k=5) for groups in (best, cut[drawn])
        )
        assert quick <= 1.01 * searched


@pytest.mark.parametrize("method", ["gaussian_mixture", "ward", "kmedoids"])
def test_other_methods_find_the_island_too(cloud_and_island, method):
    table = segment_stability(cloud_and_island, ks=[2], method=method, n_boot=3, random_state=0).table
    assert list(table["n"]) == [100, 40]
    assert (table["jaccard_mean"] == 1).all()


def test_samples_with_fewer_different_rows_than_segments():
    X = np.array([[0.0]] * 30 + [[1.0]] * 30 + [[9.0]])  # the last one is missing in a third of the samples
    table = segment_stability(X, ks=[3], n_boot=30, random_state=0).table
    assert list(table["n"]) == [30, 30, 1]
    assert table["jaccard_mean"].iloc[0] == 1
    assert 0.3 < table["jaccard_mean"].iloc[2] < 0.9


def test_messages(cloud_and_island):
    with pytest.raises(ValueError, match=re.escape("`ks` of `segment_stability` must hold numbers of segments from 2")):
        segment_stability(cloud_and_island, ks=[1], n_boot=5, random_state=0)
    with pytest.raises(ValueError, match="`n_boot` of `segment_stability` must be an int of 2 or more; got 1"):
        segment_stability(cloud_and_island, ks=[2], n_boot=1, random_state=0)
    with pytest.raises(ValueError, match="`method` of `fit` must be one of kmeans"):
        segment_stability(cloud_and_island, ks=[2], method="sorting", n_boot=2, random_state=0)
