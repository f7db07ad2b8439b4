"""Is each line of a persona a number of its segment, is nobody told of in one, and do plans fit the segments?"""

import json
from dataclasses import replace

import ibis
import numpy as np
import pandas as pd
import pytest
from matplotlib import pyplot as plt
from pydantic import ValidationError

from seglib import features, plots
from seglib.activation import personas
from seglib.activation.personas import views
from seglib.activation.personas.cards import as_table
from seglib.activation.personas.contrasts import effect, index
from seglib.activation.personas.days import weekdays
from seglib.activation.personas.glance import glance
from seglib.activation.personas.known import NO_GRADE, Known
from seglib.activation.personas.matrix import QUADRANTS
from seglib.activation.personas.middle import around_medoid
from seglib.activation.personas.names import first_names, lists
from seglib.activation.personas.playbook import defaults, fits
from seglib.client_segments import Evaluation
from seglib.client_strategy import FIELDS, Rule, Strategy
from seglib.report import Page
from seglib.report.blocks import from_payload
from seglib.report.fragments import fragment
from seglib.report.text import Formatter
from seglib.segments.psychographic.answers import read_answers
from seglib.segments.rfm_names import SEGMENTS
from seglib.segments.worth import Worth

LONG = (
    "\N{PARTY POPPER} Kunden, die vor den Feiertagen gro\N{LATIN SMALL LETTER SHARP S} einkaufen und sonst nie "
    + "x" * 10
)
RTL = "\u0645\u0634\u062a\u0631\u06cc\u0627\u0646 \u0648\u0641\u0627\u062f\u0627\u0631"
MONEY = Worth("total_margin", "Margin", "margin")
CANARY = "Sarah Canarybird"
DAY = "2026-06-30"


@pytest.fixture(scope="module")
def known():
    """Sixty of two kinds, and four who are too few to be told of."""
    draw = np.random.default_rng(7)
    kinds = np.repeat(["a", "b", "few"], [40, 20, 4])
    frame = pd.DataFrame(
        {
            "customer_id": [f"canary-{i:03d}" for i in range(64)],
            "segment": kinds,
            "segment_name": pd.Series(kinds).map({"a": LONG, "b": RTL, "few": "Too few"}),
            "n_orders": np.where(kinds == "a", 2, 9) + draw.integers(0, 3, 64),
            "recency_days": draw.integers(5, 300, 64).astype(float),
            "average_order_value": np.where(kinds == "a", 200.0, 20.0) * draw.uniform(0.8, 1.2, 64),
            "share_online": np.where(kinds == "a", 0.1, 0.9),
            "share_store": np.where(kinds == "a", 0.9, 0.1),
            "discount_rate": draw.uniform(0, 0.02, 64),
            "age": np.where(kinds == "a", 37, 19) + draw.integers(-2, 3, 64),
            "gender": np.where(np.arange(64) % 4 == 0, "female", "male"),
            "top_category": np.where(np.arange(64) % 3 == 0, "Tea", "<b>Pots</b> & pans"),
            "marketing_consent": np.arange(64) % 2 == 0,
            "money": draw.gamma(2, 50, 64),
        }
    ).assign(money_year=lambda table: table["money"] / 2)
    issued = {"code": ["a", "b", "few"], "segment_name": [LONG, RTL, "Too few"], "n": [40, 20, 4]}
    passports = pd.DataFrame(
        issued | {"segment": [0, 1, 2], "grade": ["A", "D", "A"], "held_back_by": ["", "weak", ""]}
    )
    return Known(frame, passports, MONEY, 10, pd.DataFrame(index=frame.index))


@pytest.fixture(scope="module")
def profile(known):
    return personas.segment_profile(known)


@pytest.fixture(scope="module")
def plans(profile):
    return personas.strategies(profile, settings=Strategy(), evaluation=Evaluation(), contact=0.5)


@pytest.fixture(scope="module")
def made(profile, plans, known):
    return personas.cards(profile, plans, days=weekdays({}, known, as_of=DAY), language="en", taken=[CANARY])


def test_every_number_of_a_card_is_that_of_the_table(made, profile, known):
    columns = ["value", "low_quarter", "high_quarter", "index", "typical", "typical_n"]
    table = profile.traits.set_index("segment")
    sizes = profile.segments.set_index("segment")
    seen = 0
    for card in made:
        cells = set(table.loc[card.segment, columns].to_numpy(float).ravel())
        cells |= set(sizes.loc[card.segment].drop(["segment_name", "grade", "held_back_by"]).astype(float))
        for line in card.lines:
            numbers = [value for value in line.values.values() if not isinstance(value, str)]
            assert set(map(float, numbers)) <= cells, line
            assert known.min_cell <= line.n <= card.n and line.source
            seen += len(numbers)
    assert seen > 20


def test_the_profile_is_what_the_customers_say(profile, known):
    own = known.frame[known.frame["segment"] == "a"]
    row = profile.traits.set_index(["segment", "trait"]).loc[("a", "average_order")]
    assert row["value"] == own["average_order_value"].median() and row["n"] == 40
    assert row["index"] == pytest.approx(own["average_order_value"].mean() / known.frame["average_order_value"].mean())
    assert row["index_low"] < row["index"] < row["index_high"]
    share = profile.segments.set_index("segment").loc["a", "money_share"]
    assert share == pytest.approx(own["money"].sum() / known.frame["money"].sum())
    clearest = profile.distinctive("a", most=1).iloc[0]
    assert abs(clearest["effect"]) == 1  # the kinds do not overlap in it


def test_the_interval_of_an_index_holds_the_truth():
    rng, held = np.random.default_rng(1), 0
    for _ in range(300):
        inside = np.arange(200) < 60
        values = rng.gamma(1.5, np.where(inside, 2.0, 1.0))
        truth = 3.0 / (0.3 * 3.0 + 0.7 * 1.5)
        _, low, high = index(values, inside)
        held += low <= truth <= high
    assert 0.91 <= held / 300 <= 0.98


def test_the_effect_of_yes_and_no_is_the_difference_of_shares():
    values = np.array([1.0] * 30 + [0.0] * 10 + [1.0] * 10 + [0.0] * 50)
    delta, low, high = effect(values, np.arange(100) < 40)
    assert delta == pytest.approx(30 / 40 - 10 / 60)
    assert 0.35 < low < delta < high < 0.8


def test_few_people_show_no_number_and_nobody_is_named(made, profile, plans, known):
    assert set(profile.segments["segment"]) == {"a", "b"}
    few = profile.traits[profile.traits["value_label"] != ""]
    assert (few["value"] * few["n"] >= known.min_cell - 1e-9).all()
    assert ((1 - few["value"]) * few["n"] >= known.min_cell - 1e-9).all()
    told = "".join(card.svg + repr(card) for card in made) + profile.traits.to_csv() + plans.to_csv()
    assert "canary" not in told.casefold() and "Too few" not in told
    assert all(card.name not in ("Sarah", "Canarybird") for card in made)


def test_the_medoid_is_the_member_nearest_to_all_and_is_never_told_of_alone(known, profile, made):
    draw = np.random.default_rng(3)
    values = {"a": pd.Series(draw.normal(size=50)), "b": pd.Series(draw.gamma(1, size=50))}
    inside = np.arange(50) % 3 > 0
    ranks = pd.DataFrame(values).rank(pct=True)[inside].to_numpy()
    apart = np.abs(ranks[:, None] - ranks[None]).sum(axis=2)
    best = np.flatnonzero(np.isclose(apart.sum(axis=1), apart.sum(axis=1).min()))  # ranks tie
    circles = [set(np.flatnonzero(inside)[apart[one].argsort(kind="stable")[:10]]) for one in best]
    found = around_medoid(values, inside, least=10)
    assert set(np.flatnonzero(found)) in circles and found.sum() == 10
    assert around_medoid(values, inside, least=1).sum() == round(0.1 * inside.sum())
    assert (profile.traits["typical_n"].dropna() >= known.min_cell).all()
    assert [line.heading for card in made for line in card.lines].count("Typical") == 2


def test_names_avoid_customers_and_stay_the_same():
    codes = dict.fromkeys(["b1", "b2", "b3"], "male")
    free = first_names(codes, language="ar")
    assert free == first_names(codes, language="ar") and len(set(free.values())) == 3
    assert set(free.values()) <= set(lists("ar")["male"])
    everybody = [name for names in lists("ar").values() for name in names]
    assert list(first_names(codes, language="ar", taken=everybody).values()) == ["X1", "X2", "X3"]
    assert lists("de") == lists("en") and len({tuple(lists(one)["female"]) for one in ("en", "ar", "fa", "ms")}) == 4


@pytest.mark.parametrize("language", ["en", "ar", "fa", "ms"])
def test_cards_of_an_awkward_client_in_four_languages(language, profile, plans, known, tmp_path):
    made = personas.cards(profile, plans, days=weekdays({}, known, as_of=DAY), language=language)
    page = Page(type("Client", (), {"language": language, "currency": "EUR"}), "07_personas")
    for place, card in enumerate(made):
        block = page.persona(
            f"p{place}", card.name, card.segment_name, lines=card.lines, portrait=card.svg, n=card.n,
            population="customers", sources=["segments"],
        )  # fmt: skip
        assert from_payload(json.loads(json.dumps(block.payload()))) == block
        html = str(fragment(block))
        assert f"<bdi>{card.name}</bdi>" in html and "<b>Pots" not in html and "data:image/svg+xml" in html
        assert html.count("<dt>") == len(card.lines) == html.count("<li>")


def test_a_segment_of_grade_d_is_held_back_and_comes_last(profile, plans):
    table = personas.monday(profile, plans)
    assert table["held_back"].tolist() == [False, True]
    assert table["how"].iloc[1] == "" and "grade D" in table["act"].iloc[1]
    assert ": " in table["how"].iloc[0] and table["how"].iloc[0].split(": ")[0] in plans["channel"].iloc[0]
    anyway = Evaluation(export_anyway={"b": "The whole town knows these customers"})
    freed = personas.strategies(profile, settings=Strategy(), evaluation=anyway, contact=None)
    assert not freed["held_back"].any() and freed["contact_cost"].isna().all()


def test_the_rules_of_the_client_stand_above_the_usual_ones(profile, plans):
    own = Rule(name="own", when={"average_order_index": {"at_least": 1.2}}, offer="A tea tasting")
    again = personas.strategies(profile, settings=Strategy(rules=[own]), evaluation=Evaluation(), contact=None)
    before, after = plans.set_index("segment"), again.set_index("segment")
    assert after.loc["a", "offer"] == "A tea tasting" != before.loc["a", "offer"]
    assert after.loc["a", "objective"] == before.loc["a", "objective"]
    assert (after.loc["b", list(FIELDS)] == before.loc["b", list(FIELDS)]).all()
    assert "own" in after.loc["a", "rules"]


@pytest.mark.parametrize("business", ["shop", "car"])
def test_segments_of_recency_frequency_and_money_have_rules_of_their_own(business):
    for code in SEGMENTS["segment"].drop(SEGMENTS.index[-1]):
        numbers = pd.Series({"grade": "A"})
        first = next(rule for rule in defaults(business) if fits(rule, segment=code, name="", numbers=numbers))
        assert first.segments == [code] and first.need and first.objective and first.offer and first.timing
    assert not any("champions" in rule.segments for rule in defaults(business)[8:])


@pytest.mark.parametrize("business", ["shop", "beverage", "car", "streaming"])
def test_the_usual_rules_say_everything_of_everybody(business, profile):
    last = defaults(business)[-1]
    assert not (last.when or last.segments or last.names or last.grades)
    told = personas.strategies(profile, settings=Strategy(business=business), evaluation=Evaluation(), contact=None)
    assert (told[[field for field in FIELDS if field != "interests"]] != "").all(axis=None)
    assert not told[list(FIELDS)].apply(lambda column: column.str.contains("{", regex=False)).any(axis=None)


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({"name": "x", "when": {"recencyy": {"below": 9}}, "offer": "y"}, "does not know 'recencyy'"),
        ({"name": "x", "when": {"recency": {}}, "offer": "y"}, "must give `at_least`, `below`, or both"),
        ({"name": "x", "when": {"recency": {"at_least": 9, "below": 3}}, "offer": "y"}, "must be less than"),
        ({"name": "x", "when": {"recency": {"below": 9}}}, "must say what to do"),
        ({"name": "x", "offer": "y", "chanel": "z"}, "Extra inputs are not permitted"),
    ],
)
def test_a_rule_that_cannot_be_meant_is_refused(rule, said):
    with pytest.raises(ValidationError, match="validation error") as caught:
        Strategy(rules=[rule])
    assert said in str(caught.value)


def test_worth_and_fit_go_by_the_declared_weights(profile):
    table = personas.matrix(profile, settings=Strategy()).set_index("segment")
    assert table[["attractiveness", "fit"]].apply(lambda column: column.between(0, 1)).all(axis=None)
    assert (table["attractiveness_low"] <= table["attractiveness"]).all()
    by_size = Strategy(attractiveness={"money": 0, "size": 1, "active": 0}, fit={"grade": 1, "reach": 0, "ease": 0})
    by_size = personas.matrix(profile, settings=by_size).set_index("segment")
    assert by_size["fit"].to_dict() == {"a": 1.0, "b": 0.0}
    share = profile.numbers.loc["a", "share_index"]
    assert by_size.loc["a", "attractiveness"] == pytest.approx(share / (1 + share))
    ax = plots.plot_targeting(personas.matrix(profile, settings=Strategy()), fields=QUADRANTS)
    assert len(ax.collections[-1].get_offsets()) == 2
    plt.close(ax.figure)


def test_tables_of_the_page_hold_what_was_found(profile, plans, made):
    page = Page(type("Client", (), {"language": "en", "currency": "EUR"}), "07_personas")
    assert views.segments(profile, page.formatter)["brings"].str.contains(" to ").all()
    assert views.plans(plans, page.formatter)["cost"].str.contains("Writing once to all: €20.00.").tolist() == [
        True,
        False,
    ]
    lines = as_table(made)
    assert lines.groupby("segment")["line"].max().to_dict() == {card.segment: len(card.lines) for card in made}
    assert lines["numbers"].map(json.loads).map(type).eq(dict).all()


def test_joe_is_reminded_of_holidays_and_sarah_gets_weekly_deals(demo, root, tmp_path):
    types = pd.read_csv(root / "data" / "demo" / "truth" / "types.csv", dtype="str")
    segments = pd.DataFrame(
        {"customer_id": types["customer_id"], "segment": types["type"], "segment_name": types["type"]}
    )
    codes = sorted(segments["segment"].unique())
    passports = pd.DataFrame({"code": codes, "segment_name": codes, "segment": range(len(codes)), "grade": "A"})
    client = demo.client.model_copy(update={"folder": tmp_path})
    (client.results / "segments").mkdir(parents=True)
    segments.to_parquet(client.results / "segments" / "adopted.parquet")
    passports.assign(held_back_by="").to_parquet(client.results / "passports.parquet")
    found = personas.read_personas(features.without_objectors(demo.cleaned.tables), client)
    plan = found.plans.set_index("segment")
    assert "Holiday reminders" in plan.loc["joe", "timing"] and "weekly deals" in plan.loc["joe", "avoid"]
    assert "Weekly deals" in plan.loc["sarah", "offer"] and "social media" in plan.loc["sarah", "channel"]
    assert plan.loc["gifter", "rule"] == "year's end" and plan.loc["bargain", "rule"] == "bargains"
    names = set(demo.cleaned.tables["customers"].name.execute().dropna().str.split().explode())
    assert not names & {card.name for card in found.cards}
    brought = [card["brings"] for card in glance(found)]
    assert brought == sorted(brought, reverse=True) and len(brought) == len(codes)  # in order of what they show
    personas.write_personas(client, found)
    assert set(pd.read_parquet(client.results / "strategy.parquet")["segment"]) == set(codes)
    personas.write_personas(client, None)
    assert not (client.results / "personas.parquet").exists()


def test_a_day_of_the_week_is_told_only_where_it_stands_out(known):
    days = pd.Timestamp("2026-01-05") + pd.to_timedelta(np.arange(280) % 7, "D")
    lines = pd.DataFrame(
        {"customer_id": [f"canary-{i % 40:03d}" for i in range(280)], "order_id": map(str, range(280))}
    )
    lines = lines.assign(ordered_at=days, amount=1.0, is_return=False, reversed_at=pd.NaT)
    assert weekdays({"order_lines": ibis.memtable(lines)}, known, as_of=DAY).empty
    saturday = lines.assign(ordered_at=days.where(np.arange(280) % 2 == 0, pd.Timestamp("2026-01-10")))
    found = weekdays({"order_lines": ibis.memtable(saturday)}, known, as_of=DAY)
    assert found[["segment", "weekday"]].to_numpy().tolist() == [["a", 5]] and found["low"].iloc[0] > 1 / 7
    later = lines.assign(order_id="later " + lines["order_id"], ordered_at=pd.Timestamp("2026-07-05"))  # a Sunday
    told = weekdays({"order_lines": ibis.memtable(pd.concat([saturday, later]))}, known, as_of=DAY)
    pd.testing.assert_frame_equal(told, found)
    gone = lines.assign(order_id="gone " + lines["order_id"], ordered_at=pd.Timestamp("2026-01-11"))  # a Sunday, too
    gone["reversed_at"] = pd.Timestamp("2026-01-12")
    told = weekdays({"order_lines": ibis.memtable(pd.concat([saturday, gone]))}, known, as_of=DAY)
    pd.testing.assert_frame_equal(told, found)


def test_what_answers_ask_for_comes_after_the_clients_own_rules_and_before_the_trades(known):
    profile = personas.segment_profile(known)
    told = {"evaluation": Evaluation(), "contact": None}
    usual = personas.strategies(profile, settings=Strategy(), **told).set_index("segment")
    asked = personas.strategies(profile, settings=Strategy(), advice={"a": ("Low prices.", "Show the saving.")}, **told)
    asked = asked.set_index("segment")
    assert asked.loc["a", ["need", "offer", "rule"]].tolist() == ["Low prices.", "Show the saving.", "what they say"]
    assert asked.loc["b"].equals(usual.loc["b"])
    own = Strategy(rules=[Rule(name="mine", offer="Nothing.")])
    assert set(personas.strategies(profile, settings=own, advice={"a": ("x", "y")}, **told)["offer"]) == {"Nothing."}


def test_answers_on_a_scale_are_middles_and_no_multiples(known):
    liked = np.where(known.frame["segment"] == "a", -3.0, 4.0)
    asked = replace(known, descriptors=pd.DataFrame({"Like": liked}), money=None)
    asked = replace(asked, passports=known.passports.assign(grade=NO_GRADE))
    profile = personas.segment_profile(asked)
    plans = personas.strategies(profile, settings=Strategy(), evaluation=Evaluation(), contact=None)
    assert "money" not in profile.segments and personas.monday(profile, plans)["segment"].tolist() == ["a", "b"]
    lines = personas.cards(profile, plans, days=weekdays({}, asked, as_of=DAY), language="en")[1].lines
    assert [line.values for line in lines if line.heading == "Like"] == [{"value": 4.0, "everybody": -3.0}]
    assert "grade" not in lines[0].values


def test_answers_that_are_words_are_told_in_words(known):
    few = known.frame["segment"] == "a"
    words = {"Visits": ("Never", "Once a year", "Once a week"), "Member": ("no", "yes")}
    said = {name: pd.Series(np.where(few, own[0], own[-1])) for name, own in words.items()}
    readings = {"Visits": read_answers(said["Visits"], order=words["Visits"]), "Member": read_answers(said["Member"])}
    numbers = pd.DataFrame({name: readings[name].numbers(answers) for name, answers in said.items()})
    asked = replace(known, descriptors=numbers, readings=readings)
    profile = personas.segment_profile(asked)
    plans = personas.strategies(profile, settings=Strategy(), evaluation=Evaluation(), contact=None)
    lines = personas.cards(profile, plans, days=weekdays({}, asked, as_of=DAY), language="en")[1].lines
    told = {line.heading: line.values for line in lines}
    assert told["Visits"] == {"value": "Once a week", "everybody": "Never"}
    assert told["Member"] == {"value": "yes", "everybody": "no"}  # the codes of yes and no begin with 0
    shown = views.traits(profile, Formatter("en", "EUR"), most=9).set_index(["segment_name", "what"])
    assert shown.loc[(plans["segment_name"].iloc[1], "Visits"), "value"] == "Once a week"
