"""Seasons, goods and stores: planted shifts are found, planted nothing is called nothing."""

import numpy as np
import pandas as pd
import pytest

from seglib.client_segments import Geographic, Store
from seglib.features import without_objectors
from seglib.features.seasons import PERIODS, season_orders, whole_years
from seglib.segments.geographic.atlas import fit_atlas
from seglib.segments.geographic.catchment import catchments, decay
from seglib.segments.geographic.compare import compare
from seglib.segments.geographic.goods import alike, preferences
from seglib.segments.geographic.scheme import with_places
from seglib.segments.geographic.season import curves, season_curve, seasons, shift_days
from seglib.segments.geographic.season_views import clearest, day_name, shifted


def orders_of(rng, group, n, *, peak, category="Plants", flat=0.4):
    """Three orders each of n customers, most of them around a day of the year."""
    days = np.where(rng.random(3 * n) < flat, rng.uniform(0, 365, 3 * n), rng.normal(peak, 20, 3 * n)) % 365
    ids = np.repeat([f"{group}{i}" for i in range(n)], 3)
    table = pd.DataFrame({"customer_id": ids, "category": category, "period": (days // 5).astype(int).clip(0, 72)})
    return table.assign(n_orders=1).groupby(["customer_id", "category", "period"], as_index=False)["n_orders"].sum()


def groups_of(*sizes):
    return pd.Series({f"{group}{i}": group for group, n in sizes for i in range(n)})


def test_a_year_shifted_by_a_whole_number_of_periods_is_found_exactly():
    rng = np.random.default_rng(0)
    year = season_curve(rng.poisson(5, PERIODS) + 60 * np.exp(-0.5 * ((np.arange(PERIODS) - 70) / 3) ** 2))
    assert year.mean() == pytest.approx(1)
    for periods in (-7, -1, 0, 3, 12):
        assert shift_days(np.roll(year, periods), year) == pytest.approx(5 * periods, abs=0.1)


def test_a_planted_shift_is_found_and_its_interval_holds():
    held, found = [], []
    for run in range(12):
        rng = np.random.default_rng(run)
        orders = pd.concat([orders_of(rng, "north", 200, peak=120), orders_of(rng, "south", 120, peak=85)])
        table = seasons(orders, groups_of(("north", 200), ("south", 120)), n_boot=60, random_state=1)
        row = table.set_index("group").loc["south"]
        held.append(row["low"] <= -35 <= row["high"])
        found.append(row["verdict"] == "earlier")
    assert all(found)
    assert sum(held) >= 9  # 99.9 % of binomial draws at 95% of 12


def test_equal_seasons_are_seldom_called_different():
    alarms = 0
    for run in range(30):
        rng = np.random.default_rng(100 + run)
        orders = pd.concat([orders_of(rng, group, 60, peak=120) for group in "abc"])
        table = seasons(orders, groups_of(("a", 60), ("b", 60), ("c", 60)), n_boot=60, random_state=1)
        alarms += table["verdict"].isin(["earlier", "later"]).any()
    assert alarms <= 6  # 99.9 % of binomial draws at 5 % of 30


def test_goods_without_a_season_and_small_groups_have_no_peak():
    rng = np.random.default_rng(1)
    flat = orders_of(rng, "a", 200, peak=100, category="Soap", flat=1.0)
    few = orders_of(rng, "b", 20, peak=10)
    many = orders_of(rng, "a", 60, peak=100)
    table = seasons(pd.concat([flat, few, many]), groups_of(("a", 200), ("b", 20)), n_boot=20, random_state=1)
    assert table[["category", "group"]].values.tolist() == [["Plants", "a"]]
    assert clearest(table) is None


def test_south_of_the_equator_the_calendar_is_turned():
    rng = np.random.default_rng(2)
    orders = pd.concat([orders_of(rng, "n", 150, peak=120), orders_of(rng, "s", 100, peak=120 + 182.5)])
    where = groups_of(("n", 150), ("s", 100))
    plain = seasons(orders, where, n_boot=40, random_state=1).set_index("group").loc["s"]
    turned = seasons(orders, where, south=where == "s", n_boot=40, random_state=1).set_index("group").loc["s"]
    assert plain["verdict"] != "reference" and abs(turned["shift"]) < 15
    assert turned["verdict"] == "no difference shown"


def test_the_reader_sees_dates_and_the_clearest_shift():
    rng = np.random.default_rng(3)
    orders = pd.concat([orders_of(rng, "Mild: rain", 200, peak=120), orders_of(rng, "Dry: sun", 150, peak=80)])
    where = groups_of(("Mild: rain", 200), ("Dry: sun", 150))
    table = seasons(orders, where, n_boot=40, random_state=1)
    values = clearest(table)
    assert (values["verdict"], values["group"], values["reference"]) == ("earlier", "“Dry”", "“Mild”")
    assert values["days"] == pytest.approx(40, abs=8)
    assert shifted(table, language="de")["peak_day"].str.contains("März|Apr").any()
    drawn = curves(orders, where, table, category="Plants")
    assert drawn["group"].unique().tolist() == ["Mild: rain", "Dry: sun"]
    assert day_name(366, language="en") == "Dec 31"


def test_goods_bought_more_in_one_place_are_found_and_others_are_not():
    rng = np.random.default_rng(4)
    where = groups_of(("cold", 150), ("warm", 150), ("tiny", 5))
    coats = [who for who, group in where.items() if rng.random() < {"cold": 0.6}.get(group, 0.2)]
    soap = [who for who in where.index if rng.random() < 0.4]
    goods = {"Coats": coats, "Soap": soap, "All": list(where.index)}
    rows = [(who, category) for category, buyers in goods.items() for who in buyers]
    orders = pd.DataFrame(rows, columns=["customer_id", "category"])
    table = preferences(orders, where, smallest=30).set_index(["category", "group"])
    assert table.loc[("Coats", "cold"), "verdict"] == "more"
    assert table.loc[("Coats", "warm"), "verdict"] == "less"
    assert set(table.loc["Soap", "verdict"]) == {"as elsewhere"}
    assert "tiny" not in table.index.get_level_values("group")
    assert preferences(orders, where.where(where == "cold"), smallest=30).empty


def baskets(rng, kinds, n=60):
    """Customers of places that prefer one of six goods each: place, customer, category."""
    rows = []
    for place, kind in enumerate(kinds):
        for i in range(n):
            likes = rng.random(6) < np.where(np.arange(6) == kind, 0.85, 0.3)
            rows += [(f"p{place:02d}-{i}", f"p{place:02d}", f"good {c}") for c in np.flatnonzero(likes)]
    return pd.DataFrame(rows, columns=["customer_id", "place", "category"])


def test_places_that_buy_alike_are_grouped_only_where_they_differ():
    rng = np.random.default_rng(5)
    kinds = [0] * 7 + [3] * 7
    table = baskets(rng, kinds)
    where = table.drop_duplicates("customer_id").set_index("customer_id")["place"]
    groups, p, _ = alike(table, where, smallest=30, random_state=1)
    assert p < 0.01
    assert groups.groupby(kinds).nunique().tolist() == [1, 1]
    assert groups.nunique() == 2
    same = baskets(rng, [-1] * 14)
    where = same.drop_duplicates("customer_id").set_index("customer_id")["place"]
    groups, p, _ = alike(same, where, smallest=30, random_state=1)
    assert groups is None and p > 0.01
    assert alike(table, where.head(0), smallest=30, random_state=1)[0] is None


STORES = Geographic(stores=[Store(name="Shop", latitude=48.0, longitude=8.0)], rings=[5, 20])


def around(rng, n, effect):
    """Customers at 1 to 40 km of the shop whose orders change by a factor with each doubling of the distance."""
    km = 10 ** rng.uniform(0, 1.6, n)
    orders = 1 + rng.poisson(rng.gamma(2, 2, n) * effect ** np.log2(km))
    features = pd.DataFrame({"customer_id": [f"c{i}" for i in range(n)], "n_orders": orders, "share_store": 0.5,
                             "total_spend": 10.0 * orders, "total_margin": 4.0 * orders})  # fmt: skip
    places = pd.DataFrame({"latitude": 48.0 + km / 111.195, "longitude": 8.0, "located_by": "coordinates"})
    return features, places


def test_decay_with_distance_is_found_and_none_is_not_made_up():
    found, held = [], []
    for run in range(25):
        near = decay(*around(np.random.default_rng(run), 300, 0.8), STORES)
        found.append(near["high"] < 0)
        same = decay(*around(np.random.default_rng(50 + run), 300, 1.0), STORES)
        held.append(same["low"] <= 0 <= same["high"])
    assert all(found)
    assert sum(held) >= 20  # 99.9 % of binomial draws at 95% of 25
    features, places = around(np.random.default_rng(0), 20, 1.0)
    assert np.isnan(decay(features, places, STORES)["change"])


def test_catchments_count_everybody_with_a_distance_once():
    features, places = around(np.random.default_rng(7), 200, 1.0)
    places.loc[:9, "located_by"] = "country"
    table = catchments(features, places, STORES)
    assert table["ring"].tolist() == ["Up to 5 km", "5 to 20 km", "Beyond 20 km"]
    assert table["n"].sum() == 190
    assert table["share"].sum() == pytest.approx(1)
    assert table["money_share"].sum() == pytest.approx(1)
    assert (table["low"] < table["share"]).all() and (table["share"] < table["high"]).all()


@pytest.fixture(scope="module")
def demo_orders(demo):
    tables = without_objectors(demo.cleaned.tables)
    years = whole_years(tables, as_of=demo.client.as_of)
    assert years == 2  # of two and a half
    orders = season_orders(tables, as_of=demo.client.as_of, years=years).execute()
    customers = tables["customers"].execute()
    return orders, customers, fit_atlas(customers).read(customers).set_index(customers["customer_id"])


def test_the_demos_seasons_are_those_of_its_key(demo_orders):
    # Months by which the growing season starts later than in Germany: Spain -1.4, Ireland -0.4, Norway +0.9. Goods that
    # are also bought by people without a garden pull the shift found towards nothing, by a quarter or so.
    orders, _, places = demo_orders
    table = seasons(orders, places["country"], random_state=1).set_index(["category", "group"])
    shifts = table["shift"]["Plants and seeds"]
    assert -1.4 * 30.4 - 5 < shifts["ES"] < -0.6 * 1.4 * 30.4
    assert 0.6 * 0.9 * 30.4 < shifts["NO"] < 0.9 * 30.4 + 8
    assert shifts["ES"] < shifts["IE"] < 0
    for category in ("Plants and seeds", "Pots and planters", "Garden tools"):
        assert table["verdict"][category][["ES", "NO"]].tolist() == ["earlier", "later"]
    for category in ("Candles and gifts", "Seasonal decoration", "Home textiles", "Kitchen and table"):
        assert set(table["verdict"][category]) <= {"reference", "no difference shown"}


def test_the_demos_towns_are_worth_the_same_and_are_said_to_be(demo_orders, demo):
    from seglib.features import customer_features

    _, customers, _ = demo_orders
    tables = without_objectors(demo.cleaned.tables)
    features = customer_features(tables, as_of=demo.client.as_of).order_by("customer_id").execute()
    joined = with_places(features, customers)
    found = compare(joined, fit_atlas(joined), smallest=10, random_state=1)
    assert (found.level, len(found.table)) == ("city", 27)
    assert found.apart.empty
    assert found.table["estimate"].max() < 0.85 * found.table["mean"].max()
    settings = Geographic(stores=[Store(name="Freiburg", latitude=47.995, longitude=7.852)])
    places = fit_atlas(joined).read(joined)
    fall = decay(joined, places, settings)
    assert fall["low"] <= 0 <= fall["high"]  # nothing about distance was planted
