"""Is the truth that a rule is held against the truth of what was made up?"""

import numpy as np
import pandas as pd
import pytest

from seglib.calibration.targeting import EFFECTS, on_campaign, true_gain
from seglib.value.targeting.made_up import campaign


def test_the_true_gain_is_that_of_what_segments_got():
    rules = pd.DataFrame(
        [  # segment 1, of one quarter, always gets offer 2; segment 2 in half of the repeats the control
            ("segment 1", 0.25, "control", 0.0, 0.0),
            ("segment 1", 0.25, "offer 1", 0.0, 1.0),
            ("segment 1", 0.25, "offer 2", 1.0, 0.0),
            ("segment 2", 0.75, "control", 0.5, 0.0),
            ("segment 2", 0.75, "offer 1", 0.5, 1.0),
            ("segment 2", 0.75, "offer 2", 0.0, 0.0),
        ],
        columns=["segment", "share", "arm", "chosen", "blanket"],
    )
    # 0.25 x (7 - 3) in segment 1, 0.75 x (0.5 x 0 + 0.5 x 2 - 2) in segment 2
    assert true_gain(rules, np.array([[3.0, 7.0], [2.0, 1.0]])) == pytest.approx(0.25 * 4 - 0.75)


def test_made_up_offers_do_what_they_are_made_to_do():
    effects = EFFECTS["tastes differ"]
    rows = campaign(120_000, effects, np.random.default_rng(4))
    means = rows.pivot_table(index="segment", columns="arm", values="margin")
    found = means.sub(means["control"], axis=0)[["offer 1", "offer 2"]].to_numpy()
    assert found == pytest.approx(effects, abs=1.5)  # two standard errors are 0.8


def test_where_tastes_differ_a_rule_that_pays_is_no_deception():
    outcomes = on_campaign("tastes differ", np.random.default_rng(2))
    assert np.isnan(outcomes["pays"]) and outcomes["covered"] in (0.0, 1.0)
