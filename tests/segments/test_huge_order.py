"""Does one enormous order leave the other customers where they were? Of behavioural segments, see test_behavioural."""

import pytest

from seglib.segments import rfm


def _moved(before, after, but: str) -> float:
    """Share of the other customers who are in another segment."""
    both = before.assignments.merge(after.assignments, on="customer_id")
    both = both[both["customer_id"] != but]
    return float((both["segment_name_x"] != both["segment_name_y"]).mean())


@pytest.fixture
def slip(features):
    """The same customers, one of whom has an order of 1e12, and that customer's id."""
    who = features.index[features["n_orders"] > 0][3]
    columns = ["total_spend", "gross_spend", "total_margin", "average_order_value"]
    changed = features.copy()
    changed.loc[who, columns] = 1e12
    return changed, features.loc[who, "customer_id"]


@pytest.mark.parametrize("monetary", ["total_spend", "total_margin"])
def test_rfm_segments_hardly_move(features, slip, monetary):
    before, after = (rfm.rfm_segments(rfm.rfm_scores(f, monetary=monetary)) for f in (features, slip[0]))
    assert _moved(before, after, slip[1]) <= 0.05
