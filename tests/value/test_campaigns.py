"""What did a client's campaigns earn: costs, returns, what is said without a control group, and the next test."""

import datetime
from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.client import ClientError
from seglib.client_value import Roi
from seglib.report.text import Formatter
from seglib.value.experiments import EVERYBODY
from seglib.value.trials import (
    campaigns,
    details,
    likeness,
    plan_verdicts,
    segment_views,
    spread_verdicts,
    verdicts,
    views,
)
from seglib.value.trials.costs import arm_costs, margin_rate, with_margin
from seglib.value.trials.planning import plan_test
from seglib.value.trials.what_if import if_a_contact_cost

EUR = Formatter("en", "EUR")
AS_OF = datetime.date(2026, 6, 30)


def drawn(n=400, *, lift=5.0, seed=1, **columns):
    """A mailing to half of `n` customers that brings `lift` more margin each."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"campaign_id": "M", "customer_id": [f"k{i}" for i in range(n)], "assigned_at": pd.NaT})
    frame["arm"] = rng.permutation(np.resize(["mail", "control"], n))
    frame["margin"] = rng.gamma(4, 1, n) + lift * (frame["arm"] == "mail")
    frame["revenue"] = frame["margin"] * 2
    frame["responded"] = True
    return frame.assign(**columns)


def listed(**columns):
    frame = pd.DataFrame({"campaign_id": ["M", "M"], "arm": ["control", "mail"], "name": "Mailing"})
    return frame.assign(fixed_cost=[0.0, 100.0], unit_cost=[0.0, 1.5], window_days=30, **columns)


@pytest.fixture
def shop(tmp_path):
    def shop(**roi):
        return SimpleNamespace(roi=Roi(**roi), as_of=AS_OF, results=tmp_path, min_cell=10)

    return shop


def looked(shop, rows, table=None, **tables):
    given = {"assignments": rows, **({"campaigns": table} if table is not None else {}), **tables}
    return campaigns.read_campaigns({name: ibis.memtable(one) for name, one in given.items()}, shop, random_state=1)


def test_the_return_by_hand(shop):
    """200 contacts at 1.50 and 100 in all cost 400, 2.00 each; the effect is near 5 of margin, the return near 150%."""
    found = looked(shop(), drawn(), listed())
    row = found.returns.iloc[0]
    assert (row["contacts"], row["cost"], row["a_contact"], row["name"]) == (200, 400.0, 2.0, "Mailing")
    assert row["roi"] == pytest.approx(row["effect"] / 2 - 1)
    assert row["incremental"] == pytest.approx(200 * row["effect"])
    assert row["roi_low"] == pytest.approx(row["low"] / 2 - 1) and row["low"] < 5 < row["high"]
    assert row["payback_days"] == pytest.approx(30 * 2 / row["effect"])
    assert row["verdict"] == "pays"
    discounted = looked(shop(discount_rate=0.1), drawn(), listed()).returns.iloc[0]
    assert discounted["effect"] == pytest.approx(row["effect"] * 1.1 ** -(15 / 365.25))
    told = views.returns_of_arms(found, EUR).iloc[0]
    assert (told["what"], told["says"]) == ("Mailing", "Earned more than it cost, after 12 days")
    said = verdicts.headline(found)
    assert (said["pays"], said["all"], said["n"]) == (1, 1, 400)
    assert verdicts.each(found)[0]["cost"] == 2.0


@pytest.mark.parametrize(
    ("lift", "unit_cost", "verdict", "advice"),
    [
        (0.0, 9.0, "loses", "It did not pay here: test it before doing it again."),
        (1.7, 1.5, "not proven", "Treat it like all customers."),
        (2.1, 1.5, "not proven", "Test again, "),
    ],
)
def test_what_follows_from_a_return(shop, lift, unit_cost, verdict, advice):
    found = looked(shop(), drawn(lift=lift, seed=4), listed().assign(unit_cost=[0.0, unit_cost]))
    row = next(found.returns.itertuples())
    assert row.verdict == verdict
    assert segment_views.advice(row, EUR).startswith(advice)


def test_a_contact_at_other_costs_leaves_the_effect_less_the_cost(shop):
    found = looked(shop(), drawn(), listed())
    row, at = found.returns.iloc[0], if_a_contact_cost(found, EUR)
    assert list(at) == ["cost", "Mailing"] and at["cost"].iloc[0] == 0 and at["cost"].iloc[-1] == row["high"]
    assert at["Mailing"].iloc[0].startswith(EUR.money(row["effect"]))
    sure = at["Mailing"].str.endswith("earned more than it cost")
    assert (sure == (at["cost"] < row["low"])).all() and 0 < sure.sum() < len(at)
    assert if_a_contact_cost(looked(shop(), drawn(12), listed()), EUR).empty  # no numbers of few customers


def test_small_groups_are_said_and_not_shown(shop):
    rows = drawn(120)
    people = pd.DataFrame({"customer_id": rows["customer_id"], "city": ["Bree"] * 108 + ["Rivendell"] * 12})
    found = looked(shop(by="city"), rows, listed(), customers=people)
    assert found.before.when == "traits"
    few = found.returns.set_index("segment").loc["Rivendell"]
    assert few["verdict"] == "too few"
    assert few[["effect", "low", "high", "roi", "incremental", "needed"]].isna().all()
    assert segment_views.left_out(found) == ["Rivendell"]
    shown = segment_views.returns_by_segment(found, EUR, campaign="M", arm="mail")
    assert shown["segment"].tolist() == ["Bree"]
    assert "Rivendell" not in set(segment_views.forest(found, EUR)["label"])
    assert "Rivendell" not in set(details.winners_curse(found, EUR)["segment"])
    covered = likeness.coverage_like(found.found.rows, least=10, random_state=1)
    assert "Rivendell" not in set(covered["segment"])
    tiny = looked(shop(), drawn(12), listed())
    assert views.returns_of_arms(tiny, EUR).empty and views.what_customers_did(tiny, EUR).empty
    assert details.power(tiny, EUR).empty and segment_views.left_out(tiny) == ["Mailing"]


def test_the_table_is_kept_and_goes_with_its_campaigns(shop):
    client = shop()
    file = campaigns.write_returns(client, looked(client, drawn(), listed()))
    kept = pd.read_parquet(file)
    assert kept["verdict"].tolist() == ["pays"] and {"roi_low", "roi_high", "needed", "cost"} <= set(kept.columns)
    campaigns.write_returns(client, None)
    assert not file.exists()


def test_margin_comes_from_where_it_is_known():
    rows = drawn(10).drop(columns="margin")
    assert with_margin(drawn(10), Roi(margin_rate=0.1))[1].source == "files"
    by_rate, margin = with_margin(rows, Roi(margin_rate=0.25), rate_of_lines=0.5)
    assert (margin.source, margin.rate) == ("client.yml", 0.25)
    assert by_rate["margin"].tolist() == pytest.approx((rows["revenue"] / 4).tolist())
    assert with_margin(rows, Roi(), rate_of_lines=0.5)[1].source == "order lines"
    assert with_margin(rows, Roi(response_worth=3))[1].source == "none"
    answers, margin = with_margin(rows.drop(columns="revenue"), Roi(response_worth=3))
    assert margin.source == "responses" and answers["margin"].tolist() == [3.0] * 10
    lines = pd.DataFrame({"amount": [100.0, 50.0, 50.0], "margin": [40.0, 20.0, None]})
    assert np.isnan(margin_rate({"order_lines": ibis.memtable(lines)}))  # of a quarter of the revenue nothing is known
    lines["margin"] = [40.0, 20.0, -10.0]
    assert margin_rate({"order_lines": ibis.memtable(lines)}) == pytest.approx(0.25)
    assert np.isnan(margin_rate({}))


def test_costs_and_names_come_from_the_list_or_from_the_settings():
    rows = drawn(20)
    nothing = arm_costs(rows, None, Roi()).iloc[0]
    assert nothing["name"] == "M" and np.isnan(nothing["a_contact"])
    settings = Roi(unit_cost=2, window_days=9)
    said = arm_costs(rows, None, settings).iloc[0]
    assert (said["a_contact"], said["fixed_cost"], said["window_days"]) == (2.0, 0.0, 9.0)
    days = listed(starts=datetime.date(2026, 1, 1), ends=datetime.date(2026, 1, 10)).drop(columns="window_days")
    assert arm_costs(rows, days, Roi()).iloc[0]["window_days"] == 10
    both = pd.concat([rows, rows.assign(campaign_id="N")])
    same = pd.concat([listed(), listed().assign(campaign_id="N")])
    assert arm_costs(both, same, Roi())["name"].tolist() == ["Mailing (M)", "Mailing (N)"]


# --- without a control group -----------------------------------------------------------------------------------------
def test_without_a_control_group_the_page_says_why_more_is_no_effect(shop):
    """Who is mailed buys for 10 a day before as well as during it, the others for 1; each of 40 has an order before."""
    rows = drawn(40, arm="mail").head(20).drop(columns=["margin", "revenue"])
    days = pd.date_range("2026-02-25", "2026-04-08")
    lines = pd.DataFrame([(f"k{i}", day, 10.0 if i < 20 else 1.0) for i in range(40) for day in days])
    lines.columns = ["customer_id", "ordered_at", "amount"]
    lines = lines.assign(order_id=np.arange(len(lines)).astype(str), product_id="p", quantity=1, margin=None)
    table = listed(starts=datetime.date(2026, 3, 10)).assign(window_days=10)
    found = looked(shop(), rows, table, order_lines=lines.astype({"margin": "float64"}))
    assert found.tested == [] and found.returns.empty
    row = found.untested.iloc[0]
    assert (row["spent"], row["spent_others"], row["more"], row["more_before"]) == (100.0, 10.0, 90.0, 90.0)
    said = verdicts.headline(found)
    assert "observational" in said["sentence"] and said["campaigns"] == 1
    (gap,) = plan_verdicts.naive(found)
    assert (gap["more"], gap["before"]) == (90.0, 90.0) and "chosen because they buy more" in gap["sentence"]
    quiet = lines[(lines["amount"] < 10) | (lines["ordered_at"] >= "2026-03-10") | (lines["ordered_at"] < "2026-02-26")]
    (gap,) = plan_verdicts.naive(looked(shop(), rows, table, order_lines=quiet.astype({"margin": "float64"})))
    assert gap["before"] < 0 and "nobody knows why" in gap["sentence"]


@pytest.mark.real
def test_the_profit_of_customer_personality_is_the_published_one(shared_data, shop):
    """Its case study: cost 6,720, revenue 3,674, profit -3,046, success 15 %; no control group."""
    raw = pd.read_csv(shared_data / "customer-personality" / "marketing_campaign.csv", sep=None, engine="python")
    rows = pd.DataFrame({"campaign_id": "6", "customer_id": raw["ID"].astype(str), "arm": "asked"})
    rows["responded"] = raw["Response"].astype(bool)
    cost, worth = raw["Z_CostContact"].iloc[0], raw["Z_Revenue"].iloc[0]
    found = looked(shop(unit_cost=cost, response_worth=worth), rows)
    row = found.untested.iloc[0]
    assert (row["cost"], row["revenue"], row["profit"]) == (6_720, 3_674, -3_046)
    assert round(row["share_responded"], 2) == 0.15
    plan = campaigns.plan_next({}, shop(), found)
    even = plan[plan["why"] == "break even"].iloc[0]
    assert even["effect"] == pytest.approx(3 / 11)


def test_the_next_test_is_planned_from_what_is_known(shop):
    table = plan_test(share=0.1, mean=20.0, sd=40.0, a_contact=1.0, there_are=1_000, settings=Roi(lift=0.2))
    share, money = (table[table["what"] == one] for one in ("share", "money"))
    assert share["effect"].tolist() == pytest.approx([0.01, 0.02, 0.04])
    assert money["effect"].tolist() == [1.0, 2.0, 4.0, 8.0] and money["why"].iloc[0] == "break even"
    assert table["enough"].tolist() == (2 * table["an_arm"] <= 1_000).tolist() and table["enough"].any()
    said = plan_verdicts.planned(table, details.plan(table, EUR, money="margin"))
    assert said["sentence"] == plan_verdicts.NOT_ENOUGH or said["each"] <= 500
    assert plan_test(there_are=0, settings=Roi()).empty
    assert campaigns.plan_next({}, shop(), None).empty
    lines = pd.DataFrame({"customer_id": ["a", "b"], "ordered_at": pd.Timestamp("2026-06-20"), "amount": [5.0, 15.0]})
    first = campaigns.plan_next({"order_lines": ibis.memtable(lines)}, shop(), None)
    assert (first["without"] == 10.0).all() and (first["there_are"] == 2).all()


# --- nothing fails ---------------------------------------------------------------------------------------------------
SMALLEST = {
    "no campaigns table": (drawn(40), None),
    "one customer in an arm": (drawn(40, arm=["mail"] + ["control"] * 39), listed()),
    "nobody in the control group": (drawn(40, arm="mail"), listed()),
    "no revenue at all": (drawn(40, revenue=0.0, margin=0.0), listed()),
    "margins below nothing": (drawn(40, margin=-3.0 + np.arange(40) / 40), listed()),
    "responses not known": (drawn(40, responded=None), listed()),
    "money not known": (drawn(40, revenue=None, margin=None), listed()),
    "nothing known": (drawn(40, revenue=None, margin=None, responded=None), listed()),
    "a campaign that costs nothing": (drawn(40), listed().assign(fixed_cost=0.0, unit_cost=0.0)),
}


@pytest.mark.parametrize("what", SMALLEST)
def test_every_table_and_sentence_is_made_of_the_smallest_campaigns(shop, what):
    rows, table = SMALLEST[what]
    text = ["customer_id", "campaign_id", "arm"]
    schema = {"responded": "boolean", "revenue": "float64", "margin": "float64", **dict.fromkeys(text, "str")}
    people = pd.DataFrame(
        {"customer_id": rows["customer_id"], "city": np.resize(["Bree", "Dale", "Esgaroth"], len(rows))}
    )
    found = looked(shop(by="city"), rows.astype(schema), table, customers=people)
    assert verdicts.headline(found)["sentence"]
    assert isinstance(verdicts.each(found), list)
    covered = likeness.coverage_like(found.found.rows, outcome=found.money or "margin", least=10, random_state=1)
    for one in (
        views.returns_of_arms(found, EUR), views.what_customers_did(found, EUR), views.checks(found),
        views.naive_and_real(found, EUR), details.power(found, EUR), details.differing(found), details.balance(found),
        details.resampled(found, EUR, random_state=1), details.coverage(found, covered),
        details.winners_curse(found, EUR),
        details.assumptions(found, SimpleNamespace(roi=Roi()), EUR), found.untested,
    ):  # fmt: skip
        assert isinstance(one, pd.DataFrame)
    told = [verdicts.between_segments(found), spread_verdicts.curse(found), *plan_verdicts.naive(found)]
    told.append(spread_verdicts.uneven(covered, views.arm_names(found)))
    plan = campaigns.plan_next({}, shop(), found)
    told.append(plan_verdicts.planned(plan, details.plan(plan, EUR, money=found.money)))
    assert all("sentence" in one for one in told if one)
    assert verdicts.draw(found, views.CHECKS)["n"] == len(rows)
    if what == "no revenue at all":
        assert set(found.returns["verdict"]) == {"no money came", "too few"}
    if what == "a campaign that costs nothing":
        row = found.returns[found.returns["segment"] == EVERYBODY].iloc[0]
        assert (row["verdict"], row["cost"]) == ("pays", 0.0) and np.isnan(row["roi"])


def test_a_shop_without_campaigns_has_none(shop):
    assert campaigns.read_campaigns({}, shop(), random_state=1) is None
    assert looked(shop(), drawn().head(0).astype({"arm": "str"})) is None
    assert "n" not in verdicts.headline(None)


def test_settings_are_checked_with_their_line(make_client):
    yml = """name: Shop
currency: EUR
as_of: 2026-06-30
sources: [{table: assignments, file: a.csv, columns: {customer_id: c, campaign_id: k, arm: a}}]
"""
    files = {"a.csv": b"c,k,a\n"}
    assert make_client(files, yml).roi == Roi()
    assert (
        make_client(files, yml + "roi: {margin_rate: 0.4, shares: {S: {control: 1, mail: 3}}}\n").roi.margin_rate == 0.4
    )
    for wrong in ("{margin_rate: 40}", "{margin: 0.4}", "{shares: {S: {mail: 1, post: 1}}}", "{by: gender}"):
        with pytest.raises(ClientError, match=r"client\.yml:5: "):
            make_client(files, yml + f"roi: {wrong}\n")
