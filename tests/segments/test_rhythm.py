"""How regular are customers? Planted shapes are found, open gaps count, and nothing is claimed of few."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.rhythm import rhythm

AS_OF = "2026-06-30"


def shop(shape, *, n=250, seed=0, mean=40.0):
    """Customers whose gaps are gamma with a shape, each with a rate of the own."""
    draw = np.random.default_rng(seed)
    rows = []
    for who in range(n):
        at, own = draw.uniform(0, 200), mean * draw.lognormal(0, 0.4)
        while at < 900:
            rows.append((f"c{who:03d}", pd.Timestamp("2024-01-12") + pd.Timedelta(days=round(at))))
            at += max(draw.gamma(shape, own / shape), 1.0)
    return pd.DataFrame(rows, columns=["customer_id", "day"])


@pytest.mark.parametrize(("planted", "verdict"), [(4.0, "regular"), (1.0, "random"), (0.4, "bouts")])
def test_planted_regularity_is_found(planted, verdict):
    found = [rhythm(shop(planted, seed=seed), as_of=AS_OF, random_state=0) for seed in range(5)]
    assert sum(one.verdict == verdict for one in found) >= 4  # an interval of 95% misses now and then
    assert all(one.low < one.regularity < one.high for one in found)


def test_the_curve_counts_gaps_that_are_still_open():
    # One in two customers comes back after ten days, the others have waited a hundred days and more: one half.
    day = pd.Timestamp("2026-01-01")
    back = pd.DataFrame(
        {"customer_id": [f"b{i}" for i in range(40)] * 2, "day": [day] * 40 + [day + pd.Timedelta(10, "D")] * 40}
    )
    never = pd.DataFrame({"customer_id": [f"n{i}" for i in range(40)], "day": day})
    found = rhythm(pd.concat([back, never]), as_of=AS_OF, random_state=0)
    assert found.curve[["days", "returned", "n"]].to_numpy().tolist() == [[10, pytest.approx(1 / 3), 120]]
    assert found.curve["low"].iloc[0] < 1 / 3 < found.curve["high"].iloc[0]
    assert np.isnan(found.half_days)
    assert (found.verdict, found.n, found.n_customers) == ("unknown", 120, 0)


def test_order_of_rows_changes_nothing_and_few_are_not_judged():
    days = shop(2.0, n=60)
    found, again = (rhythm(one, as_of=AS_OF, random_state=0) for one in (days, days.sample(frac=1, random_state=1)))
    pd.testing.assert_frame_equal(found.curve, again.curve)
    assert found.half_days == found.curve.loc[found.curve["returned"] >= 0.5, "days"].min()
    assert (found.regularity, found.low) == (again.regularity, again.low)
    assert rhythm(days.head(10), as_of=AS_OF, random_state=0) is None
    assert rhythm(days.head(0), as_of=AS_OF, random_state=0) is None
