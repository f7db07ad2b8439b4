"""Probabilities of several tests are adjusted as Holm's paper does."""

import numpy as np
import pandas as pd
import pytest

from seglib.clustering.multiple import holm


def test_holm_by_hand():
    # Sorted 0.01, 0.02, 0.02, 0.5: times 4, 3, 2, 1 = 0.04, 0.06, 0.04 -> 0.06, 0.5.
    p = pd.Series([0.5, 0.02, 0.01, 0.02], index=["d", "b", "a", "c"])
    assert holm(p).to_dict() == pytest.approx({"d": 0.5, "b": 0.06, "a": 0.04, "c": 0.06})


def test_what_was_not_tested_does_not_count_and_nothing_is_above_one():
    assert holm(pd.Series([0.9, None, 0.6])).tolist() == pytest.approx([1.0, np.nan, 1.0], nan_ok=True)
    assert holm(pd.Series([], dtype=float)).empty
