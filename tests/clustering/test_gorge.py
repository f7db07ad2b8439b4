"""Gorge: similarities by the book's formula; deep between natural groups, absent in a cloud that was cut."""

import numpy as np
import pytest

from seglib.clustering import fit, gorge


def test_similarities_by_the_formula():
    X = np.array([[0.0], [2.0], [10.0], [14.0]])
    clustering = fit(X, k=2, random_state=0)  # centres 1 and 12
    found = gorge(X, clustering, gamma=0.5)
    expected = np.exp(-np.sqrt([2 - 1, 12 - 2]))
    assert list(found.similarities[1]) == pytest.approx(list(expected / expected.sum()))
    assert found.similarities.sum(axis=1) == pytest.approx(np.ones(4))
    assert list(found.table["similarity"]) == pytest.approx(
        [np.median(found.similarities[:2, 0]), np.median(found.similarities[2:, 1])]
    )
    assert list(found.bins.groupby("segment")["n"].sum()) == [4, 4]
    assert list(found.bins.groupby("segment")["members"].sum()) == [2, 2]


def test_natural_groups_have_a_gorge_and_halves_of_a_cloud_have_none():
    cloud = np.random.default_rng(0).normal(size=(200, 2))
    apart = cloud + np.repeat([[0.0, 0.0], [20.0, 0.0]], 100, axis=0)
    natural, cut = (gorge(X, fit(X, k=2, random_state=0)).table for X in (apart, cloud))
    assert (natural["middle"] == 0).all()
    assert (cut["middle"] > 0.4).all()
    assert (cut["members_middle"] > 0.4).all()


def test_far_cases_keep_their_similarities():
    X = np.array([[0.0], [1.0], [5000.0], [5001.0]])
    found = gorge(X, fit(X, k=2, random_state=0), gamma=2)
    assert found.similarities.round(9).tolist() == [[1, 0], [1, 0], [0, 1], [0, 1]]


def test_messages():
    X = np.array([[0.0], [1.0], [5.0]])
    clustering = fit(X, k=2, random_state=0)
    with pytest.raises(ValueError, match="`X` of `gorge` must be that of the clustering"):
        gorge(X[:2], clustering)
    with pytest.raises(ValueError, match="`gamma` of `gorge` must be above 0"):
        gorge(X, clustering, gamma=0)
    with pytest.raises(ValueError, match="`middle` two rising numbers"):
        gorge(X, clustering, middle=(0.8, 0.2))
