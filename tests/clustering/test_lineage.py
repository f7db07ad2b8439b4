"""Lineage: what stays whole is stable, what is put together is not, and segments stand where their ancestors stood."""

import numpy as np
import pandas as pd
import pytest

from seglib.clustering import Clustering, lineage


def solution(*labels):
    """A solution of which only the labels matter."""
    k = max(labels) + 1
    return Clustering("kmeans", k, np.array(labels), np.zeros((k, 1)), 0.0)


@pytest.fixture(scope="module")
def three():
    """Segment 0 of two becomes 2 of three; segment 1 splits into 0 and 1, of which 1 takes one case of segment 0."""
    return lineage({2: solution(0, 0, 0, 0, 1, 1, 1, 1, 1, 1), 3: solution(2, 2, 2, 1, 1, 0, 0, 0, 0, 0)})


def test_descent_by_hand(three):
    rows = three.segments[three.segments["k"] == 3].set_index("segment")
    assert list(rows["ancestor"]) == [1, 0, 0]  # of one and one, the first
    assert list(rows["ancestor_share"]) == [1, 0.5, 1]
    assert list(rows["entropy"]) == pytest.approx([0, np.log(2), 0])
    assert list(rows["stability"]) == pytest.approx([1, 0, 1])
    assert list(rows["n"]) == [5, 2, 3]
    first = three.segments[three.segments["k"] == 2]
    assert first[["ancestor", "ancestor_share", "entropy", "stability"]].isna().all().all()


def test_segments_follow_their_ancestors(three):
    rows = three.segments.set_index(["k", "segment"])["position"]
    assert list(rows[3]) == [2, 1, 0]
    assert list(rows[2]) == [0, 1]


def test_flows_add_up(three):
    expected = pd.DataFrame(
        [(2, 0, 3, 1, 1, 0.5), (2, 0, 3, 2, 3, 1.0), (2, 1, 3, 0, 5, 1.0), (2, 1, 3, 1, 1, 0.5)],
        columns=["k_from", "segment_from", "k_to", "segment_to", "n", "share"],
    )
    pd.testing.assert_frame_equal(three.flows, expected)


def test_entropy_is_of_the_solution_before_whatever_its_number():
    table = lineage({2: solution(0, 1, 1, 0), 4: solution(0, 1, 2, 3), 3: solution(0, 1, 2, 2)}).segments
    assert list(table["k"]) == [2] * 2 + [3] * 3 + [4] * 4
    assert list(table[table["k"] == 3]["stability"]) == pytest.approx([1, 1, 0])  # 0 and 1 in halves
    quarter = lineage({3: solution(0, 0, 1, 2), 2: solution(0, 0, 1, 1)}).segments
    assert list(quarter[quarter["k"] == 3]["stability"]) == [1, 1, 1]


def test_a_split_off_stands_beside_its_ancestor():
    rows = lineage({2: solution(0, 0, 0, 1, 1, 1), 3: solution(1, 1, 2, 0, 0, 0)}).segments.set_index(["k", "segment"])
    assert list(rows.loc[3, "position"]) == [2, 0, 1]  # segment 2 left segment 0, which is now called 1
    assert list(rows.loc[3, "stability"]) == [1, 1, 1]


def test_messages():
    with pytest.raises(ValueError, match="`solutions` of `lineage` must hold two or more solutions of the same cases"):
        lineage({2: solution(0, 1)})
    with pytest.raises(ValueError, match="of the same cases"):
        lineage({2: solution(0, 1), 3: solution(0, 1, 2)})
