"""Segments that are there on both days last; those whose customers were dealt anew do not."""

import datetime

import numpy as np
import pandas as pd
import pytest

from seglib.segments.evaluation.persistence import compare_days, persistence
from seglib.segments.rfm import rfm_scores, rfm_segments
from seglib.segments.segmentation import build

DAYS = {"split": datetime.date(2025, 12, 31), "end": datetime.date(2026, 6, 30), "random_state": 0}


def two_kinds(n, *, seed, kind=None):
    """Few large orders and many small ones; who is of which kind, or by lot."""
    rng = np.random.default_rng(seed)
    often = rng.random(n) < 0.5 if kind is None else kind
    n_orders = np.where(often, rng.integers(18, 24, n), rng.integers(1, 3, n))
    frame = {"customer_id": [f"c{i:03d}" for i in range(n)], "n_orders": n_orders, "n_order_days": n_orders}
    value = np.where(often, rng.normal(20, 2, n), rng.normal(200, 20, n)).round(2)
    days = np.where(often, rng.integers(1, 9, n), rng.integers(150, 190, n)).astype(float)
    frame |= {"average_order_value": value, "recency_days": days, "tenure_days": days + 200}
    return pd.DataFrame(frame).assign(total_spend=value * n_orders, total_margin=np.nan), often


@pytest.fixture(scope="module")
def lasting():
    before, often = two_kinds(200, seed=0)
    after, _ = two_kinds(200, seed=1, kind=often)
    return before, after, compare_days(before, after, k=2, **DAYS)


def test_planted_kinds_last(lasting):
    found = lasting[2]
    assert (found.n, found.verdict, found.rand, found.stayed) == (200, "persist", 1, 1)
    assert found.segments["jaccard"].tolist() == [1, 1] and set(found.segments["lasts"]) == {"yes"}
    assert found.segments["n"].sum() == 200 and found.segments["low"].between(0.9, 1).all()
    assert found.moves["stayed"].all() and found.moves["n"].sum() == 200


def test_customers_who_change_their_kind_move_though_the_kinds_stay(lasting):
    before, _, _ = lasting
    after = two_kinds(200, seed=2)[0]
    found = compare_days(before, after.sample(frac=1, random_state=1), k=2, **DAYS)
    assert found.verdict == "persist"  # the same two kinds are found again
    assert found.stayed_low < 0.5 < found.stayed_high  # with other customers in them
    shares = found.moves.groupby("segment")["share"].sum()
    assert shares.tolist() == pytest.approx([1, 1])
    assert (found.moves["low"] < found.moves["share"]).all() and (found.moves["share"] < found.moves["high"]).all()


def by_lot(seeds):
    """A segmentation that cuts a number at its median, which is drawn anew each time."""

    def segmenting(frame):
        cut = np.random.default_rng(next(seeds)).random(1000)

        def rule(new):
            numbers = new["customer_id"].str[1:].astype(int)
            return pd.Series(np.where(cut[numbers] < 0.5, "low", "high"), index=new.index)

        definition = pd.DataFrame({"segment": ["low", "high"], "segment_name": ["Low", "High"]})
        return build("lot", frame, definition=definition, rule=rule, details=pd.DataFrame())

    return segmenting


def test_segments_by_lot_vanish(lasting):
    found = compare_days(*lasting[:2], segmenting=by_lot(iter([1, 2])), **DAYS)
    assert found.verdict == "vanish" and found.rand_high < 0.1
    assert set(found.segments["lasts"]) == {"no"}
    assert found.stayed == 1  # the rule itself does not move anybody


def test_the_order_of_rows_changes_nothing(lasting):
    before, after, found = lasting
    again = compare_days(before.sample(frac=1, random_state=3), after.sample(frac=1, random_state=4), k=2, **DAYS)
    pd.testing.assert_frame_equal(found.moves, again.moves)
    pd.testing.assert_frame_equal(found.segments, again.segments)
    assert (found.rand, found.rand_low) == (again.rand, again.rand_low)


def test_too_few_customers_and_one_segment_say_so(lasting):
    before, after, _ = lasting
    few = compare_days(before.head(50), after, **DAYS)
    assert (few.verdict, few.n, len(few.moves)) == ("too_few", 50, 0)
    one = compare_days(before, after, k=1, **DAYS)
    assert one.verdict == "one" and np.isnan(one.rand) and one.stayed == 1


def test_the_demos_rfm_segments_last_in_part_and_most_customers_move_on(demo, demo_tables):
    found = persistence(
        demo_tables, demo.client, segmenting=lambda features: rfm_segments(rfm_scores(features)), random_state=1
    )
    assert found.split == demo.client.as_of - datetime.timedelta(days=182)
    assert found.verdict == "partly" and found.rand_low < found.rand < found.rand_high
    assert found.moves.groupby("segment")["n"].sum().sum() == found.n
    assert found.stayed_high < 0.6
    assert found.segments.set_index("segment_name").at["Hibernating", "lasts"] == "yes"
