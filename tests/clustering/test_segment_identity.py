"""A segment is found again by its members and its place; one that is not is new, and its parents are told."""

import numpy as np
import pandas as pd
import pytest

from seglib.clustering.identity import match_segments


def labels(*runs):
    return pd.Series([name for name, n in runs for _ in range(n)])


def test_segments_that_are_numbered_anew_keep_their_identity():
    before, after = labels(("a", 40), ("b", 30), ("c", 30)), labels(("z", 38), ("x", 32), ("y", 30))
    found = match_segments(before, after).set_index("after")
    assert found["before"].to_dict() == {"z": "a", "x": "b", "y": "c"}
    assert found.loc["z", "jaccard"] == 38 / 40 and found.loc["x", "jaccard"] == 30 / 32
    assert found["same"].all() and found["distance"].isna().all()


def test_a_segment_split_in_two_leaves_one_that_is_new_and_says_where_it_comes_from():
    before, after = labels(("a", 60), ("b", 40)), labels(("x", 35), ("y", 25), ("z", 40))
    found = match_segments(before, after).set_index("after")
    assert found["before"].dropna().to_dict() == {"x": "a", "z": "b"}
    assert not found.loc["y", "same"] and found.loc["y", "parents"] == ("a",)


def test_two_segments_put_together_have_both_as_parents():
    found = match_segments(labels(("a", 40), ("b", 40), ("c", 20)), labels(("x", 80), ("y", 20))).set_index("after")
    assert found.loc["x", "parents"] == ("a", "b") and found.loc["y", "before"] == "c"


def test_centres_find_a_segment_again_that_lost_many_members():
    rng = np.random.default_rng(1)
    before, after = labels(("a", 100), ("b", 100)), labels(("x", 35), ("y", 165))
    places = pd.DataFrame(rng.normal(size=(200, 2)) + np.where(before == "a", 0.0, 9.0)[:, None])
    alone, placed = match_segments(before, after), match_segments(before, after, places=places)
    assert alone.set_index("after")["before"].dropna().to_dict() == {"y": "b"}
    assert placed.set_index("after")["before"].to_dict() == {"x": "a", "y": "b"}


def test_a_rule_made_again_is_matched_whole_even_where_little_is_left():
    found = match_segments(labels(("a", 50), ("b", 50)), labels(("x", 90), ("y", 10)), one_to_one=True)
    assert set(found["before"]) == {"a", "b"} and found["same"].all()


def test_the_order_of_customers_does_not_matter():
    before, after = labels(("a", 40), ("b", 30)), labels(("x", 45), ("y", 25))
    mixed = np.random.default_rng(0).permutation(70)
    pd.testing.assert_frame_equal(match_segments(before, after), match_segments(before[mixed], after[mixed]))


@pytest.mark.parametrize("side", ["before", "after"])
def test_one_segment_is_no_trouble(side):
    one, two = labels(("a", 50)), labels(("x", 30), ("y", 20))
    found = match_segments(one, two) if side == "before" else match_segments(two, one)
    assert found["same"].sum() == 1
