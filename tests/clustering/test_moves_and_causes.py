"""A move is the customer's, the rule's or noise; the three add up to it, whoever did it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglib.clustering.flow import PARTS, bridge, flows, memberships, split_moves

SEGMENTS = ["a", "b", "c"]


def split(before, old_rule, new_rule, after, *, sure_before=None, sure_after=None):
    series = [pd.Series(list(one)) for one in (before, old_rule, new_rule, after)]
    sure = [memberships([one], SEGMENTS) for one in (series[0], series[3])]
    given = {"sure_before": sure[0] if sure_before is None else sure_before,
             "sure_after": sure[1] if sure_after is None else sure_after}  # fmt: skip
    return split_moves(*series, **given)


@pytest.mark.parametrize(
    ("old_rule", "new_rule", "changed", "redefined"),
    [("b", "a", 1.0, 0.0), ("a", "b", 0.0, 1.0), ("b", "b", 0.5, 0.5), ("a", "a", 0.5, 0.5), ("c", "c", 0.5, 0.5)],
    ids=["the customer alone", "the rule alone", "either would do", "it took both", "a detour both ways"],
)
def test_who_moved_a_customer_from_a_to_b(old_rule, new_rule, changed, redefined):
    moves = split("a", old_rule, new_rule, "b")
    assert moves.loc[0, list(PARTS)].tolist() == [changed, redefined, 0.0]


def test_who_stayed_did_not_move_whatever_the_detours():
    assert split("aaa", "bba", "cba", "aaa")[list(PARTS)].to_numpy().sum() == 0


def test_noise_is_how_much_both_days_overlap():
    before = memberships([pd.Series(["a"]), pd.Series(["a"]), pd.Series(["b"]), pd.Series(["c"])], SEGMENTS)
    after = memberships([pd.Series(["a"]), pd.Series(["b"]), pd.Series(["b"]), pd.Series(["b"])], SEGMENTS)
    moves = split("a", "b", "a", "b", sure_before=before, sure_after=after)
    assert moves.loc[0, "noise"] == 0.5  # min(.5, .25) + min(.25, .75)
    assert moves.loc[0, "changed"] == 0.5 and moves.loc[0, "redefined"] == 0


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_parts_of_any_move_add_up_and_so_do_sizes(seed):
    rng = np.random.default_rng(seed)
    labels = [pd.Series(rng.choice(SEGMENTS, 40)) for _ in range(4)]
    sure = [memberships([pd.Series(rng.choice(SEGMENTS, 40)) for _ in range(5)], SEGMENTS) for _ in range(2)]
    moves = split_moves(*labels, sure_before=sure[0], sure_after=sure[1])
    parts = moves[list(PARTS)]
    assert (parts >= 0).all(axis=None)
    assert parts.sum(axis=1).to_numpy() == pytest.approx((labels[0] != labels[3]).to_numpy(float))
    table = flows(moves)
    moved = table["before"] != table["after"]
    assert table.loc[moved, list(PARTS)].sum(axis=1).to_numpy() == pytest.approx(table.loc[moved, "n"].to_numpy())
    net = bridge(table)
    assert (net["then"] + net[list(PARTS)].sum(axis=1)).to_numpy() == pytest.approx(net["now"].to_numpy())
    assert net["then"].sum() == net["now"].sum() == 40


def test_memberships_are_shares_of_all_segments_even_of_those_that_nobody_is_in():
    found = memberships([pd.Series(["a", "b"]), pd.Series(["a", "a"])], SEGMENTS)
    assert found.to_numpy().tolist() == [[1, 0, 0], [0.5, 0.5, 0]]
