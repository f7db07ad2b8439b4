"""Profiles: deviations worked out by hand, for any scheme."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.profile import profile
from seglib.segments.rfm import rfm_scores, rfm_segments
from seglib.segments.segmentation import build
from seglib.segments.traits import RFM_TRAITS


def test_by_hand():
    # Shares online 0, 0.5 and 1 in three segments of one: the median is 0.5, so z is -0.5, 0 and 0.5 over the scale.
    # The quartiles are 0.25 and 0.75 (0.5 / 1.349 = 0.3706); the 1st and 99th percentiles are 0.01 and 0.99, so the
    # standard deviation of the values pulled in is sqrt(2 * 0.49^2 / 3) = 0.40008, the larger.
    features = pd.DataFrame(
        {"customer_id": ["a", "b", "c"], "n_orders": 1, "total_spend": 1.0, "share_online": [0.0, 0.5, 1.0]}
    )
    definition = pd.DataFrame({"segment": ["x", "y", "z"], "segment_name": ["X", "Y", "Z"], "rule": "as given"})
    segmentation = build(
        "by hand",
        features,
        definition=definition,
        rule=lambda table: table["customer_id"].map({"a": "x", "b": "y", "c": "z"}),
        details=pd.DataFrame(),
    )
    table = profile(features, segmentation, traits=["share_online", "n_orders"])
    assert table["segment_name"].tolist() == ["X", "Y", "Z"]  # n_orders does not differ: left out
    assert table["trait"].unique().tolist() == ["share of orders online"]
    assert table["z"].tolist() == pytest.approx([-0.5 / np.sqrt(2 * 0.49**2 / 3), 0, 0.5 / np.sqrt(2 * 0.49**2 / 3)])
    assert table["median"].tolist() == [0.0, 0.5, 1.0]


def test_profile_of_any_scheme_leaves_out_who_has_not_bought(features):
    segmentation = rfm_segments(rfm_scores(features))
    table = profile(features, segmentation, traits=RFM_TRAITS)
    present = segmentation.summary.loc[segmentation.summary["segment"] != "not_yet_bought", "segment_name"].tolist()
    assert table["segment_name"].unique().tolist() == present
    assert len(table) == 3 * len(present)
    weighted = (table["z"] * table["n"]).groupby(table["feature"]).sum()
    assert weighted.abs().max() < 1e-9


def test_features_of_others_are_refused(features):
    segmentation = rfm_segments(rfm_scores(features))
    others = features.assign(customer_id="other " + features["customer_id"])
    with pytest.raises(ValueError, match="must hold every customer; 300 have no segment"):
        profile(others, segmentation)
