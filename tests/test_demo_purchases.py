"""Does the suite find what the demo's planted types buy, and when? Held to the answer key."""

import datetime as dt

import pandas as pd
import pytest

from seglib.client import project_root
from seglib.features import bought_items, customer_features, order_days, without_objectors
from seglib.segments import lifecycle
from seglib.segments.purchases import interest_segments
from seglib.segments.purchases.calendar import occasions
from seglib.segments.purchases.favourites import favourites
from seglib.segments.purchases.levels import coarsest_known
from seglib.segments.purchases.occasion_buyers import match, when_to_write
from seglib.segments.purchases.occasions import located, rises
from seglib.segments.purchases.suggestions import judge
from seglib.segments.purchases.together import bought_together


@pytest.fixture(scope="module")
def types():
    file = project_root() / "data" / "demo" / "truth" / "types.csv"
    return pd.read_csv(file, dtype=str).set_index("customer_id")["type"]


@pytest.fixture(scope="module")
def tables(demo):
    return without_objectors(demo.cleaned.tables)


@pytest.fixture(scope="module")
def features_at(tables):
    def at(day):
        frame = customer_features(tables, as_of=day).order_by("customer_id").to_pandas()
        return interest_segments.with_items(frame, bought_items(tables, as_of=day).to_pandas())

    return at


@pytest.fixture(scope="module")
def now(features_at, demo):
    return features_at(demo.client.as_of)


@pytest.fixture(scope="module")
def counts(tables, demo):
    by, counts = coarsest_known(tables, as_of=demo.client.as_of)
    assert by == "category"
    return counts


def test_trade_prefers_professional_supplies_and_gifters_do_not_prefer_plants(counts, types):
    favourite = favourites(counts).set_index("customer_id")["favourite"]
    own = favourite.groupby(types.reindex(favourite.index)).value_counts()
    assert own["trade"].idxmax() == "Professional supplies"
    assert own["gardener"].idxmax() in ("Plants and seeds", "Garden tools", "Pots and planters")
    assert own["gifter"]["Plants and seeds"] < 0.05 * own["gifter"].sum()


def test_presents_go_with_decoration_and_not_with_professional_supplies(counts):
    table = bought_together(counts).set_index(["item_a", "item_b"])["verdict"]
    assert table["Candles and gifts", "Seasonal decoration"] == "together"
    assert table["Garden tools", "Professional supplies"] == "together"
    assert table["Candles and gifts", "Professional supplies"] == "apart"


@pytest.fixture(scope="module")
def interests(now):
    return interest_segments.segment(now, random_state=0)


def test_interests_are_garden_presents_furniture_and_trade(interests, types):
    assert len(interests.definition) == 6
    who = interests.assignments.set_index("customer_id")["segment_name"]
    shares = pd.crosstab(types.reindex(who.index), who, normalize="index")
    garden = next(name for name in shares if "Plants and seeds" in name)
    presents = next(name for name in shares if "Candles and gifts" in name)
    assert shares.loc["gardener", garden] > 0.6
    assert shares.loc["trade", "Professional supplies"] > 0.4
    assert shares.loc[["gardener", "trade"], presents].max() < 0.05
    assert shares.loc[["gifter", "sarah"], presents].min() > 0.45
    assert shares.loc["rest", "No clear interest"] > 0.6


def test_interests_help_to_suggest_the_next_category_and_stages_of_life_do_not(tables, features_at, demo, interests):
    def same_interests(frame):
        return interest_segments.segment(frame, k=4, random_state=0)

    kept = {"features_at": features_at, "as_of": demo.client.as_of}
    assert judge(tables, segment=same_interests, **kept).verdict == "better"
    assert judge(tables, segment=lifecycle.segment, **kept).verdict == "no better"


def test_gifters_buy_for_christmas_and_gardeners_for_no_occasion(tables, now, demo, types):
    as_of = demo.client.as_of
    days = located(order_days(tables, as_of=as_of).to_pandas())
    assert set(days["country"]) == {"DE", "ES", "NO", "IE"}
    first, last = days["day"].min().date(), as_of + dt.timedelta(days=400)
    calendar = occasions(days["country"].unique(), first=first, last=last)
    table = rises(days, calendar, as_of=as_of)
    assert set(table.loc[table["verdict"] == "occasion", "occasion"]) == {"Christmas"}
    assert (table["verdict"] == "occasion").sum() == 4
    spring = table[(table["country"] == "DE") & (table["occasion"] == "Mother's Day")].iloc[0]
    assert (spring["verdict"], spring["low"] > 1.2) == ("season", True)

    stages = lifecycle.segment(now).assignments
    buyers = stages.loc[stages["segment"] == "special_occasion", "customer_id"]
    matched = match(days, calendar, customers=buyers, seasons=table, as_of=as_of)
    for_christmas = matched[matched["occasion"] == "Christmas"]
    assert (types[for_christmas["customer_id"]] == "gifter").mean() > 0.7
    assert (types[for_christmas["customer_id"]] == "gardener").sum() == 0
    plan = when_to_write(matched, calendar, as_of=as_of)
    assert plan["occasion"].tolist() == ["Christmas"]
    assert dt.date(2026, 11, 15) < plan.loc[0, "write_on"] < dt.date(2026, 12, 10)
