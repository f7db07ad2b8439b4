"""Where and how customers buy: channels, discounts, returns, engagement."""

import numpy as np
import pandas as pd
import pytest

from seglib.segments import engagement, habits, views
from seglib.segments.worth import worth


def frame(**columns):
    n = len(next(iter(columns.values())))
    return pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], "n_orders": 10, **columns})


def segments(result):
    return result.assignments["segment"].tolist()


def test_a_channel_is_the_customers_own_from_four_fifths_on():
    shares = frame(
        share_online=[0.8, 0.1, 0.0, 0.6, None],
        share_store=[0.2, 0.9, 0.0, 0.4, None],
        share_phone=[0.0, 0.0, 1.0, 0.0, None],
    )
    assert segments(habits.by_channel(shares)) == ["online", "store", "phone", "several", "not_known"]


def test_one_discounted_order_makes_no_bargain_hunter_and_many_do():
    orders = frame(n_discounted_orders=[1, 20, 0, 2]).assign(n_orders=[1, 24, 30, 8])
    assert segments(habits.by_discount(orders, prior=(1, 4))) == ["sometimes", "mostly", "full_price", "sometimes"]


def test_returns_are_many_from_a_fifth_of_the_money_on():
    assert segments(habits.by_returns(frame(return_rate=[0.2, 0.19, 0.0, None]))) == ["many", "some", "none", "none"]


def test_tiers_of_engagement():
    seen = frame(last_touch_days=[0, 60, 30, 100, 400, None], n_touchpoints=[9, 3, 1, 50, 50, 0])
    assert segments(engagement.segment(seen)) == ["engaged", "engaged", "aware", "fading", "silent", "unseen"]


def test_tiers_say_where_they_are_seen_and_how_they_respond():
    seen = frame(last_touch_days=[5] * 12 + [400] * 12, n_touchpoints=[9] * 12 + [2] * 12)
    channels = {"n_web": [4] * 12 + [1] * 12, "n_app": 0, "n_email": [5] * 12 + [1] * 12, "n_social": 0}
    seen = seen.assign(**channels)
    responses = pd.DataFrame({"customer_id": seen["customer_id"][:15], "n_asked": 2, "n_responded": [1] * 6 + [0] * 9})
    table = engagement.tier_table(seen, engagement.segment(seen), responses).set_index("segment_name")
    assert table.loc["Engaged", ["n", "last_seen", "web", "email", "n_asked", "responded"]].tolist() == [
        *(12, 5, 4, 5, 12),
        0.5,
    ]
    assert table.at["Engaged", "low"] < 0.5 < table.at["Engaged", "high"]
    assert table.loc["Silent", ["n_asked", "responded"]].isna().tolist() == [False, True]  # three are too few
    assert engagement.tier_table(seen, engagement.segment(seen), responses.head(0))["n_asked"].sum() == 0


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (lambda f: habits.by_channel(f.assign(share_online=1, share_store=0, share_phone=0), mostly=0.5), "mostly"),
        (lambda f: habits.by_returns(f.assign(return_rate=0.0), many=0), "many"),
        (lambda f: engagement.segment(f.assign(n_touchpoints=1, last_touch_days=1), recent_days=200), "recent_days"),
        (lambda f: habits.by_discount(f), "n_discounted_orders"),
    ],
    ids=["mostly", "many", "days", "column"],
)
def test_what_makes_no_sense_is_refused(call, told):
    with pytest.raises(ValueError, match=told):
        call(frame(x=[1]))


def test_ways_that_part_nobody_are_left_out():
    rng = np.random.default_rng(0)
    features = pd.DataFrame({"customer_id": [f"c{i}" for i in range(40)], "n_orders": 3, "n_discounted_orders": 0})
    features = features.assign(share_online=np.nan, share_store=np.nan, share_phone=np.nan)
    features = features.assign(total_spend=rng.gamma(1, 50, 40), total_margin=np.nan, return_rate=0.0)
    ways = {"Channel": habits.by_channel(features), "Returns": habits.by_returns(features)}
    nothing = views.stacked(ways, worth(features))
    assert nothing.empty and "money_share" in nothing.columns  # nobody "keeps everything"
    mixed = features.assign(share_online=[1.0, 0.0] * 20, share_store=[0.0, 1.0] * 20, share_phone=0.0)
    told = views.stacked(ways | {"Channel": habits.by_channel(mixed)}, worth(mixed))
    assert told["by"].unique().tolist() == ["Channel"]
    assert told["n"].tolist() == [20, 20]
