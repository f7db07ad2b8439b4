"""What does the reader of page 08c see, with experiments, without control groups, and without any campaign?"""

from dataclasses import replace

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.client_value import Roi
from seglib.features import customer_features, without_objectors
from seglib.report.sentence import fill
from seglib.report.text import Formatter
from seglib.segments.rfm import rfm_scores, rfm_segments
from seglib.segments.storing import write_segments
from seglib.value.budget import allocate
from seglib.value.spending import verdicts as spending
from seglib.value.spending.options import break_even
from seglib.value.targeting import verdicts, views
from seglib.value.targeting.made_up import campaign
from seglib.value.targeting.offering import offers, spent_before
from seglib.value.targeting.study import segments_in_money, study
from seglib.value.targeting.words import rounded
from seglib.value.twenty import Twenty

EUR = Formatter("en", "EUR")


def made_study(effects, *, n=900, seed=1, **changed):
    """A study of one made-up campaign, without a client's files."""
    rows = campaign(n, np.array(effects, dtype=float), np.random.default_rng(seed)).assign(**changed)
    tables = {"assignments": ibis.memtable(rows.drop(columns="segment"))}
    customers = rows[["customer_id"]].assign(occupation=rows["segment"])
    tables["customers"] = ibis.memtable(customers)
    return tables


@pytest.fixture
def shop(demo, tmp_path):
    """The demo's client without results of its own."""
    return demo.client.model_copy(update={"folder": tmp_path / "shop", "min_cell": 10})


@pytest.fixture(scope="module")
def demo_study(demo, tmp_path_factory):
    """The demo, with the segments of recency, frequency and money adopted."""
    client = demo.client.model_copy(update={"folder": tmp_path_factory.mktemp("adopted")})
    tables = without_objectors(demo.cleaned.tables)
    features = customer_features(tables, as_of=client.as_of).order_by("customer_id").to_pandas()
    write_segments(client, "adopted", {"behavioural": rfm_segments(rfm_scores(features, monetary="total_margin"))})
    return study(tables, client, n_repeats=2, random_state=3)


def test_campaigns_are_read_with_the_segments_of_their_eve(demo_study):
    found = demo_study
    assert found.campaigns["campaign_id"].tolist() == ["GIFT25", "SPRING25"] and found.main == "GIFT25"
    assert found.when == "before" and "eve" in verdicts.days_of(found)
    spring, gift = (found.assignments.query(f"campaign_id == '{name}'") for name in ("SPRING25", "GIFT25"))
    both = spring.merge(gift, on="customer_id")
    assert (both["segment_x"] != both["segment_y"]).any()  # customers move between the two eves
    assert found.X.index.is_unique and found.costs == {"reminder": 0.04, "voucher": 0.04}
    assert spent_before(found) == pytest.approx(1.85 * 900 + 0.04 * (767 + 766))
    assert set(found.policies.table["policy"]) == {"blanket", "segment", "individual"}


def test_the_demo_is_told_to_make_everybody_the_same_offer(demo_study):
    found = demo_study
    said = verdicts.pays(found)
    assert said["sentence"].startswith("Make everybody the same offer") and said["n"] == 2299
    assert verdicts.blanket(found) == "“reminder”"
    assert verdicts.needed(found)["needed"] > 10_000
    rules = views.rules(found, least=10)
    assert (rules["treatment"] == "reminder").all() and (rules["n"] >= 10).all()
    assert len(views.rules(found, least=10**6)) == 0
    arms = views.arms(found, EUR)["treatment"].tolist()
    assert arms[0] == "Christmas mailing: no contact" and "€" in views.arms(found, EUR)["told"].iloc[0]
    assert views.policies(found, EUR)["verdict"].iloc[0] == "–"
    assert views.gains(found)["differs"].sum() == (found.policies.gains["verdict"] != "unproven").sum()
    assert views.campaigns(found)["tells"].tolist() == ["yes", "yes"]
    n = found.assignments["customer_id"].nunique()
    assert found.n == found.n_tested == n < len(found.assignments)  # many got both campaigns, and count once


def test_a_budget_goes_to_the_offer_that_is_best_for_all_where_tailoring_is_not_proven(demo_study):
    found = demo_study
    options = offers(found)
    assert set(options.loc[options["campaign_id"] == "GIFT25", "arm"]) == {"reminder"}
    assert options["n"].sum() > 0 and (options["low"] <= options["effect"]).all()
    plan = allocate(options, budget=spent_before(found))
    said = spending.spend(plan)
    assert said["interval"][0] < said["profit"] < said["interval"][1] and said["contacts"] > 0
    assert set(plan.table.loc[plan.table["contacts"] > 0, "arm"]) <= {"reminder", "catalogue"}
    assert views.plan(plan.table, EUR, least=10)["spend"].is_monotonic_decreasing
    shown = views.break_even(break_even(options), EUR, least=10)
    assert set(shown["pays"]) <= {"yes", "no", "likely", "unlikely"} and shown["response"].str.fullmatch(".+%|–").all()
    few = views.break_even(break_even(options.assign(buyers=9)), EUR, least=10)
    assert few["worth"].isna().all() and (few["response"] == "–").all()
    assert spending.next_unit(plan)["sentence"] == spending.NEXT["enough"]
    assert "next" in spending.next_unit(allocate(options, budget=10.0))
    assert spending.spend(allocate(options.assign(effect=-1.0), budget=10.0))["sentence"] == spending.BUDGET["nothing"]


def test_without_campaigns_and_without_control_groups_it_says_what_to_collect(shop):
    nothing = study({}, shop, random_state=1)
    assert verdicts.why_not(nothing) == "none" and verdicts.pays(nothing)["sentence"].startswith("No campaign")
    assert offers(nothing).empty and spent_before(nothing) == 0
    mailed = study(made_study([[1.0]], arm="mailed"), shop, random_state=1)
    assert verdicts.pays(mailed) == {"sentence": verdicts.WHY_NOT["no_control"], "campaigns": 1}
    assert views.campaigns(mailed)["tells"].tolist() == ["no: no control group"]
    assert (mailed.n, mailed.n_tested, nothing.n) == (900, 0, 0)
    small = study(made_study([[1.0]], n=40), shop, random_state=1)
    assert verdicts.why_not(small) == "too_few" and views.campaigns(small)["tells"].tolist() == [
        "no: too few customers"
    ]
    assert segments_in_money(small, shop, random_state=1) is None


def test_where_nothing_is_adopted_a_trait_tells_customers_apart_and_proven_tastes_open_all_offers(shop):
    found = study(made_study([[8.0, -7.0], [-7.0, 8.0]], n=2400), shop, n_repeats=2, random_state=1)
    assert found.when == "none" and verdicts.pays(found)["sentence"].startswith("It pays to treat segments differently")
    assert verdicts.needed(found) is None
    options = offers(found)
    assert len(options) == 4 and options["n"].sum() == 2 * 2400  # both offers for both segments
    best = options.loc[options.groupby("segment")["effect"].idxmax(), "arm"]
    assert best.nunique() == 2


def test_responses_are_shown_as_shares_and_no_budget_is_made_of_them(shop):
    tables = made_study([[2.0], [2.0]])
    rows = tables["assignments"].to_pandas()
    rows = rows.assign(responded=rows["margin"] > 0).drop(columns="margin")
    found = study(tables | {"assignments": ibis.memtable(rows)}, shop, n_repeats=2, random_state=1)
    assert views.arms(found, EUR)["told"].str.contains("%").all() and offers(found).empty
    assert "percent" in verdicts.pays(found)["sentence"]


def test_margins_and_costs_are_those_of_page_08(shop):
    tables = made_study([[3.0], [3.0]])
    rows = tables["assignments"].to_pandas().rename(columns={"margin": "revenue"})
    tables |= {"assignments": ibis.memtable(rows)}
    rated = shop.model_copy(update={"roi": Roi(margin_rate=0.5, unit_cost=0.75, by="acquisition_channel")})
    tables["customers"] = tables["customers"].mutate(acquisition_channel=tables["customers"].occupation)
    plain, found = (study(tables, one, n_repeats=1, random_state=1) for one in (shop, rated))
    assert set(plain.policies.table["measure"]) == {"revenue"} and set(found.policies.table["measure"]) == {"margin"}
    assert found.when == "traits" and found.costs == {"offer 1": 0.75}
    full, half = offers(plain), offers(found)
    assert half["effect"].to_numpy() == pytest.approx(0.5 * full["effect"].to_numpy())
    assert half["worth"].to_numpy() == pytest.approx(0.5 * full["worth"].to_numpy())
    assert spent_before(found) == pytest.approx(0.75 * (rows["arm"] == "offer 1").sum())


def numbers(**changed):
    table = pd.DataFrame({"k": [1, 2, 3], "n": 500, "gain": [0.0, 300.0, 500.0], "low": [0.0, 100.0, 200.0]})
    table = table.assign(high=[0.0, 500.0, 800.0], null_high=[0.0, 50.0, 60.0], costs=0.0, misassigned=0.0, loss=0.0)
    table = table.assign(profit=table["gain"], profit_low=table["low"], profit_high=table["high"], within=True)
    told = {"verdict": "pays", "k": 3, "best": 3, "p_value": 0.01, "campaign_id": "c", "measure": "margin"}
    return Twenty(**({"table": table, "segment_cost": None} | told | changed))


def test_two_or_twenty_in_words():
    said = verdicts.two_or_twenty(numbers(), "Fair")
    assert (said["k"], said["profit"], said["interval"]) == (3, 500, (200, 800))
    assert verdicts.cost_of_segments(numbers())["affordable"] == 300  # the second segment brings 300, the third 200
    assert verdicts.cost_of_segments(numbers(segment_cost=10.0)) is None
    assert verdicts.two_or_twenty(numbers(verdict="one", k=1), "Fair")["most"] == 3
    assert "not surely what they cost" in verdicts.two_or_twenty(numbers(verdict="costs_more", k=1), "Fair")["sentence"]
    flat = numbers(verdict="one", k=1, table=numbers().table.assign(gain=0.0, high=0.0))
    assert verdicts.two_or_twenty(flat, "Fair")["sentence"] == verdicts.TWENTY["nothing"]
    ends = {"gain": [0.0, 0.0, -40.0], "low": [0.0, 0.0, -90.0], "high": [0.0, 0.0, 20.0]}  # two segments, one offer
    worse = verdicts.two_or_twenty(numbers(verdict="one", k=1, table=numbers().table.assign(**ends)), "Fair")
    assert worse["sentence"] == verdicts.TWENTY["no_more"]
    assert (worse["gain"], worse["interval"], worse["most"]) == (-40, (-90, 20), 3)
    assert "control group" in verdicts.two_or_twenty("no_control", "Fair")["why"]
    assert "too little" in verdicts.two_or_twenty(None, "Fair")["why"]
    assert views.numbers(numbers(), EUR)["use"].tolist() == ["not proven", "earns more", "take this"]


def test_where_every_segment_does_best_with_one_offer_there_is_no_interval_of_nothing(demo_study):
    gains = demo_study.policies.gains.assign(gain=0.0, error=0.0, low=0.0, high=0.0)
    alike = replace(demo_study, policies=replace(demo_study.policies, gains=gains))
    assert set(views.policies(alike, EUR)["more"]) == {"–", views.SAME}
    assert "not proven" in verdicts.pays(alike)["sentence"]


@pytest.mark.parametrize(("n", "says"), [(10, "The campaigns"), (27, "The last 10 of 27 campaigns")])
def test_a_long_list_of_campaigns_says_that_it_is_cut(demo_study, n, says):
    many = replace(demo_study, campaigns=pd.concat([demo_study.campaigns.head(1)] * n, ignore_index=True))
    told = verdicts.listed(many)
    assert fill(told.pop("sentence"), told, EUR) == says
    assert len(views.campaigns(many)) == 10


def test_seeming_gains_are_rounded(demo_study):
    found = demo_study
    needed = views.seeming(found)["needed_in_sample"].dropna()
    assert (needed == [rounded(n) for n in needed]).all()
