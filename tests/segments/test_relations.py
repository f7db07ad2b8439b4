"""Does more of a trait go with more money, and is looking online before a store order more than chance?"""

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.features import customer_features
from seglib.features.research import research_before_orders
from seglib.segments.relations import _mean, _ratio, by_kind, relation
from seglib.segments.research import research_online
from seglib.segments.voice import BANDS as VOICES
from seglib.segments.voice import effort_and_voice, heading
from seglib.segments.worth import worth

BANDS = {"low": (1, 3), "high": (4, 10)}


def test_bands_hold_all_customers_and_all_money():
    found = relation(pd.Series([1, 3, 4, 10, None]), pd.Series([10.0, 30.0, 5.0, 15.0, 40.0]), bands=BANDS)
    assert found.table["band"].tolist() == ["low", "high", "Not known"]
    assert found.table["n"].tolist() == [2, 2, 1]
    assert found.table["money"].tolist() == [20.0, 10.0, 40.0]
    assert found.table["money_share"].tolist() == [0.4, 0.2, 0.4]
    assert found.verdict == "too_few"


@pytest.mark.parametrize(("factor", "verdict"), [(2.0, "more"), (0.5, "less"), (1.0, "unclear")])
def test_the_verdict_follows_the_money(factor, verdict):
    draw = np.random.default_rng(8)
    values = pd.Series(draw.integers(1, 11, 600))
    money = pd.Series(draw.gamma(2, 20, 600)) * np.where(values >= 4, factor, 1.0)
    assert relation(values, money, bands=BANDS).verdict == verdict


def test_the_ends_of_a_trend_are_compared_not_the_last_band_with_all_others():
    # Each further band brings a little more: against all others together the last one would hardly stand out.
    draw = np.random.default_rng(1)
    values = pd.Series(np.repeat([1, 5, 9], [250, 900, 120]))
    money = pd.Series(draw.gamma(1, 1, len(values)) * values.map({1: 200.0, 5: 280.0, 9: 320.0}))
    bands = {"little": (1, 3), "some": (4, 6), "much": (7, 10)}
    found = relation(values, money, bands=bands)
    assert (found.verdict, found.highest, found.lowest) == ("more", "much", "little")
    told, given = heading(found)
    assert "{times:number} times as much" in told
    assert given["low"] < given["times"] < given["high"]
    told, given = heading(relation(values, money.sample(frac=1, random_state=0).reset_index(drop=True), bands=bands))
    assert "does not clearly differ" in told


def test_words_are_compared_and_rare_ones_are_one():
    draw = np.random.default_rng(2)
    words = pd.Series(["friend"] * 60 + ["search"] * 90 + ["a", "b"] * 6 + [None] * 30)
    money = pd.Series(draw.gamma(2, 10, len(words)))
    same = by_kind(words, money)
    assert same.table["band"].tolist() == ["search", "friend", "Others", "Not known"]
    assert same.table["n"].tolist() == [90, 60, 12, 30]
    assert same.n == 162
    assert same.p > 0.05
    assert "does not clearly differ" in heading(same)[0]
    assert by_kind(words, money * words.map({"friend": 2.0}).fillna(1.0)).p < 0.01
    assert np.isnan(by_kind(words.head(60), money.head(60)).p)


def test_on_the_demo_referral_and_help_are_as_they_were_made(demo):
    tables = demo.cleaned.tables
    customers, features = (
        tables["customers"].to_pandas(),
        customer_features(tables, as_of=demo.client.as_of).to_pandas(),
    )
    found = effort_and_voice(features, customers, worth(features))
    assert set(found) == {"service-effort", "service-minutes", "followers", "referral"}
    assert found["referral"].p > 0.05  # drawn by lot
    assert found["followers"].verdict == "less"  # the loud ones buy small baskets
    assert effort_and_voice(features.drop(columns="service_minutes"), customers.head(0), worth(features)) == {}


def test_every_number_of_minutes_is_in_one_band():
    minutes = np.append(np.linspace(0, 10, 10_001), [4.9995, np.nextafter(5, 0) - 1e-8])
    of = [(minutes >= low) & (minutes <= high) for low, high in VOICES["service-minutes"].values()]
    assert (np.sum(of, axis=0) == 1).all()


def test_intervals_hold_what_they_promise_on_skewed_money():
    draw = np.random.default_rng(9)
    mean_held, ratio_held = [], []
    for _ in range(400):
        a, b = draw.lognormal(0, 1, 150), draw.lognormal(0, 1, 400)
        _, low, high = _mean(a)
        mean_held.append(low <= np.exp(0.5) <= high)
        _, low, high = _ratio(a, b)
        ratio_held.append(low <= 1 <= high)
    assert np.mean(mean_held) >= 0.88  # the plain t interval has about 0.91 here
    assert np.mean(ratio_held) >= 0.91


def shop(lead_days):
    """Sixty customers: an old order, ten store orders a month apart, a visit so many days before each."""
    days = [pd.Timestamp("2025-01-01") + pd.Timedelta(days=120 + 31 * i) for i in range(10)]
    orders, visits = [], []
    for customer in range(60):
        orders += [(f"c{customer}", f"{customer}-old", pd.Timestamp("2025-01-01 10:00"), "online")]
        orders += [(f"c{customer}", f"{customer}-{i}", day, "store") for i, day in enumerate(days)]
        visits += [(f"c{customer}", day - pd.Timedelta(days=lead_days), "web", "visit") for day in days]
    lines = pd.DataFrame(orders, columns=["customer_id", "order_id", "ordered_at", "sales_channel"]).assign(amount=1.0)
    touches = pd.DataFrame(visits, columns=["customer_id", "at", "channel", "event"])
    return {"order_lines": ibis.memtable(lines), "touchpoints": ibis.memtable(touches)}


@pytest.mark.parametrize(
    ("lead_days", "verdict", "before", "earlier"),
    [(3, "more", 1.0, 0.9), (20, "chance", 0.0, 0.0), (40, "chance", 0.9, 1.0)],
    ids=["just before", "between the windows", "further back"],
)
def test_a_visit_counts_where_it_leads_to_the_order(lead_days, verdict, before, earlier):
    found = research_online(research_before_orders(shop(lead_days), as_of="2026-06-30").to_pandas())
    assert found.n == 600
    assert (found.verdict, found.before) == (verdict, pytest.approx(before))
    assert found.earlier == pytest.approx(earlier)


def test_on_the_demo_visits_come_at_any_time(demo):
    found = research_online(research_before_orders(demo.cleaned.tables, as_of=demo.client.as_of).to_pandas())
    assert found.verdict == "chance"  # so it was made: visits do not wait for orders
    assert found.n > 1_000
