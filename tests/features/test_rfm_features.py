"""The small table of recency, frequency and money says what the wide table says."""

import pandas as pd

from seglib.features import customer_features, rfm_features


def test_it_is_a_part_of_the_wide_table(demo):
    tables, as_of = demo.cleaned.tables, demo.client.as_of
    small = rfm_features(tables["order_lines"], as_of=as_of).order_by("customer_id").execute()
    wide = customer_features(tables, as_of=as_of).order_by("customer_id").execute()
    same = wide[wide["customer_id"].isin(small["customer_id"])].reset_index(drop=True)
    assert len(small) > 2000
    assert (wide["n_orders"] == 0).sum() >= len(wide) - len(same)  # who never had a line is only in the wide one
    pd.testing.assert_frame_equal(small, same[list(small.columns)])
