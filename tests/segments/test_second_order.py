"""When do new customers come back?"""

import numpy as np
import pandas as pd
import pytest

from seglib.segments.second_order import second_order_window


def customers(gap, tenure):
    came_back = gap <= tenure
    return pd.DataFrame(
        {
            "customer_id": np.arange(len(gap)).astype(str),
            "n_orders": 1 + came_back,
            "second_order_days": pd.Series(gap).where(came_back),
            "tenure_days": tenure,
        }
    )


def test_who_is_still_on_the_way_does_not_bend_the_curve():
    draw = np.random.default_rng(4)
    gap = np.ceil(np.where(draw.random(5_000) < 0.6, draw.exponential(50, 5_000), 10_000))
    found = second_order_window(customers(gap, draw.integers(0, 600, 5_000)))
    at_100 = found.curve[found.curve["days"] <= 100].iloc[-1]
    true = 0.6 * (1 - np.exp(-100 / 50))
    assert at_100["low"] < true < at_100["high"]
    assert found.curve["returned"].iloc[-1] == pytest.approx(0.6, abs=0.03)
    assert found.half_days == pytest.approx(50 * np.log(2), abs=4)
    assert found.n == 5_000


def test_the_curve_ends_where_few_are_left():
    found = second_order_window(customers(np.arange(1, 101), np.full(100, 1_000)))
    assert (found.until, found.curve["days"].max(), found.curve["n"].min()) == (71, 71, 30)


@pytest.mark.parametrize("n", [29, 100], ids=["few", "nobody came back"])
def test_nothing_is_claimed_without_enough(n):
    assert second_order_window(customers(np.full(n, 500.0), np.full(n, 100))) is None
