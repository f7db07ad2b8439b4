"""What the reader is told of places: one action once, places at every level, what is bought where, groups of places."""

import pandas as pd
import pytest

from seglib.report.text import Formatter
from seglib.segments import geographic
from seglib.segments.geographic import plan, views
from seglib.segments.geographic.atlas import fit_atlas
from seglib.segments.geographic.compare import compare, levels
from seglib.segments.geographic.goods import alike, preferences
from seglib.segments.geographic.goods_views import APART, SAME, kinds, shares_title
from seglib.segments.worth import Worth

MARGIN = Worth("total_margin", "Margin", "margin")


@pytest.fixture(scope="module")
def customers():
    """40 Germans worth 10 or 12, 40 French worth 30 or 34, 3 Norwegians worth 9,000; one is nowhere."""
    country = ["DE"] * 40 + ["FR"] * 40 + ["NO"] * 3 + [None]
    money = [10.0, 12.0] * 20 + [30.0, 34.0] * 20 + [9000.0] * 3 + [20.0]
    frame = pd.DataFrame({"country": country, "total_margin": money, "total_spend": money, "n_orders": 1})
    return frame.assign(customer_id=[f"c{i}" for i in range(84)])


def test_what_is_to_be_done_everywhere_is_said_once(customers):
    formatter = Formatter("en", "EUR")
    apart = plan.plan(geographic.segment(customers, random_state=1), MARGIN, formatter, least=10)
    assert plan.one_action(apart) == "" and "action" in plan.plan_columns(apart, MARGIN)
    assert plan.caption("Segments by country", apart) == "Segments by country, and what to do"
    same = plan.plan(
        geographic.segment(customers.assign(total_margin=5.0), random_state=1), MARGIN, formatter, least=10
    )
    assert "action" not in plan.plan_columns(same, MARGIN)
    assert (
        plan.caption("By country", same)
        == "By country. No difference that chance does not explain: treat as everywhere."
    )
    nothing = customers.assign(total_margin=float("nan"), total_spend=float("nan"), n_orders=0)
    bare = plan.plan(geographic.segment(nothing, random_state=1), MARGIN, formatter, least=10)
    assert list(plan.plan_columns(bare, MARGIN)) == ["segment_name", "size"]
    few = plan.plan(geographic.segment(customers, random_state=1), MARGIN, formatter, least=1000)
    assert set(few["size"]) == {"fewer than 1000"} and set(few["interval"]) == {"–"}
    one = apart.set_index("segment_name").loc["Germany", "worth"]
    assert one.startswith("€1") and one.count("to") == 1


def test_a_place_of_three_does_not_draw_the_others_towards_itself(customers):
    found = compare(customers, fit_atlas(customers), smallest=10, random_state=1)
    table = found.table.set_index("place")
    assert (table["estimate"].between(table["mean"].min(), table["mean"].max())).all()
    assert found.n_small == 1 and len(found.shrunken.table) == 2
    assert (table["low"] >= 10).all()  # nobody there has brought less


def test_one_place_apart_is_named_with_its_side(customers):
    found = compare(customers, fit_atlas(customers), smallest=10, random_state=1)
    assert found.apart["name"].tolist() == ["Germany"]  # beside all, with the three who bring 9,000 each
    assert " differs from the rest" in views.verdict(found)
    values = views.verdict_values(found)
    assert (values["first"], values["side"]) == ("Germany", "where a customer is worth less")
    assert views.funnel_values(found)["title"] == views.FUNNEL_ONE


def test_places_are_counted_at_every_level_that_is_known(customers):
    table = levels(customers.assign(city="X"), fit_atlas(customers), smallest=10, random_state=1)
    assert table["level"].tolist() == ["Countries", "Cities"]
    assert table.iloc[0].tolist()[:4] == ["Countries", 83, 3, 2]


def test_repairs_are_told_where_there_were_any():
    assert views.repaired({"zeros": 0, "home": 0}) == ""
    assert views.repaired({"zeros": 3, "home": 0}).count("{") == 1


def test_what_is_bought_where_needs_goods_of_two_kinds_and_names_the_clearest():
    rows = [(f"c{i}", "Pots") for i in range(90)] + [(f"c{i}", "Coats") for i in range(60, 120)]
    orders = pd.DataFrame(rows, columns=["customer_id", "category"])
    climate = pd.Series(["warm"] * 60 + ["cold"] * 60, index=[f"c{i}" for i in range(120)])
    table = preferences(orders, climate, smallest=30)
    told = shares_title(table)
    assert (told["title"], told["category"], told["group"], told["share"]) == (APART, "Coats", "cold", 1.0)
    assert (told["goods"], told["groups"], told["compared"]) == (2, 2, 4)
    assert shares_title(table.assign(verdict="as elsewhere"))["title"] == SAME
    assert preferences(orders[orders["category"] == "Pots"], climate, smallest=30).empty


def test_groups_of_places_are_told_by_what_they_buy():
    rows = [(f"c{i}", goods) for i in range(60) for goods in (["Pots", "Tools"] if i < 40 else ["Coats", "Tools"])]
    orders = pd.DataFrame(rows, columns=["customer_id", "category"])
    places = pd.Series([f"p{i // 10}" for i in range(60)], index=[f"c{i}" for i in range(60)])
    groups = pd.Series({f"p{i}": 1 if i < 4 else 2 for i in range(6)})
    table = kinds(orders, places, groups, {"p0": "Ulm"}).set_index("group")
    assert table.loc["1", "places"] == "Ulm, p1, p2, p3"
    assert table["n"].tolist() == [40, 20]
    assert table["often"].tolist() == ["Pots 100% (0%)", "Coats 100% (0%)"]
    assert "12 places with 30 customers" in alike(orders, places, smallest=30, random_state=1)[2]
