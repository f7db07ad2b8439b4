"""Small moves cannot be computed from the sizes of segments and the moves that are shown."""

import numpy as np
import pandas as pd

from seglib.activation.migration.guarding import PROTECTION, guarded, known_to, showable

LEAST = 10


def test_no_small_move_can_be_told_and_large_ones_stay():
    rng = np.random.default_rng(6)
    attacked = more = left = 0
    for _ in range(25):
        counts = rng.choice([0, 2, 4, 8, 30, 90], size=(4, 4), p=[0.2, 0.1, 0.1, 0.1, 0.3, 0.2]).astype(float)
        counts[np.diag_indices(4)] += 200
        shown = showable(counts, least=LEAST)
        assert not shown[counts < LEAST].any()
        more += (~shown & (counts >= LEAST)).sum()
        for cell in map(tuple, np.argwhere((counts > 0) & (counts < LEAST))):
            low, high = known_to(counts, shown, cell)
            assert max(counts[cell] - low, high - counts[cell]) > PROTECTION, (counts, shown)
            attacked += 1
        left += shown.sum() / (counts >= LEAST).sum()
    assert attacked > 60 and more > 20
    assert left / 25 > 0.4


def test_one_small_move_takes_others_with_it():
    names = ["a", "b", "c"]
    counts = np.array([[300, 4, 40], [30, 200, 50], [60, 70, 100]])
    flows = pd.DataFrame(
        [(x, y, counts[i, j]) for i, x in enumerate(names) for j, y in enumerate(names)],
        columns=["before", "after", "n"],
    )
    left = guarded(flows, least=LEAST)
    assert sorted(left["n"]) == [30, 50, 60, 200, 300]  # 40, 70 and 100 would give the 4 away
    assert guarded(flows[flows["n"] > 10], least=LEAST)["n"].tolist() == [300, 40, 30, 200, 50, 60, 70, 100]
    assert guarded(flows.iloc[:0], least=LEAST).empty
