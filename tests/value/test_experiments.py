"""Are effects those of the published test and of the demo's answer key, and does nothing fail on small trials?"""

import numpy as np
import pandas as pd
import pytest

from seglib.value.experiments import effects
from seglib.value.trials.outcomes import EVERYBODY


def trial(n=200, *, seed=1, arms=("control", "mail"), **columns):
    """A campaign without an effect, its outcomes drawn at random unless they are given."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"campaign_id": "c", "customer_id": [f"k{i}" for i in range(n)]})
    frame["arm"] = rng.permutation(np.resize(arms, n))
    frame["responded"] = rng.random(n) < 0.3
    frame["revenue"] = np.where(frame["responded"], rng.lognormal(3, 1, n).round(2), 0.0)
    frame["margin"] = frame["revenue"] * 0.4
    return frame.assign(**columns)


def one(found, **wanted):
    table = found.table
    for name, value in {"segment": EVERYBODY, **wanted}.items():
        table = table[table[name] == value]
    (row,) = table.to_dict("records")
    return row


# --- the published test ----------------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def hillstrom(shared_data):
    raw = pd.read_csv(shared_data / "hillstrom-email" / "hillstrom_email.csv.gz")
    arms = {"No E-Mail": "control", "Mens E-Mail": "mens", "Womens E-Mail": "womens"}
    frame = pd.DataFrame(
        {"campaign_id": "e-mail", "customer_id": raw.index.astype(str), "arm": raw["segment"].map(arms)}
    )
    past = pd.Series("womens only", index=raw.index).where(raw["mens"] == 0, "mens only")
    past = past.mask((raw["mens"] == 1) & (raw["womens"] == 1), "both")
    return frame.assign(responded=raw["visit"], revenue=raw["spend"], mens=raw["mens"], past=past)


@pytest.mark.real
def test_hillstrom_effects_are_the_published_ones(hillstrom):
    """Reference 18 and 19; the published intervals of shares are Wald's, ours are Newcombe's, 0.003 points apart."""
    found = effects(hillstrom)
    visit, conversion, spend = (one(found, arm="mens", outcome=name) for name in ("responded", "converted", "revenue"))
    assert (visit["n"], visit["n_control"], one(found, arm="womens", outcome="revenue")["n"]) == (
        21_307,
        21_306,
        21_387,
    )
    assert [round(row["mean"], 6) for row in (visit, conversion, spend)] == [0.182757, 0.012531, 1.422617]
    assert [round(row["mean_control"], 6) for row in (visit, conversion, spend)] == [0.106167, 0.005726, 0.652789]
    womens = [
        round(one(found, arm="womens", outcome=name)["mean"], 6) for name in ("responded", "converted", "revenue")
    ]
    assert womens == [0.151400, 0.008837, 1.077202]
    assert round(100 * conversion["effect"], 3) == pytest.approx(0.681, abs=6e-4)
    assert 100 * np.array([conversion["low"], conversion["high"]]) == pytest.approx([0.500, 0.861], abs=0.0035)
    wald = 1.96 * np.sqrt(sum(p * (1 - p) / n for p, n in ((0.012531, 21_307), (0.005726, 21_306))))
    assert 100 * np.array([conversion["effect"] - wald, conversion["effect"] + wald]) == pytest.approx(
        [0.500, 0.861], abs=6e-4
    )
    assert [round(spend[name], 3) for name in ("effect", "low", "high")] == [0.770, 0.485, 1.055]
    womens = one(found, arm="womens", outcome="revenue")
    assert [round(womens[name], 3) for name in ("effect", "low", "high")] == [0.424, 0.169, 0.680]
    assert round(100 * conversion["least_detectable"], 3) == 0.224
    sizes = found.audit[found.audit["check"] == "sizes"].iloc[0]
    assert round(sizes["p"], 3) == 0.904
    assert found.audit["passed"].all()


@pytest.mark.real
def test_hillstrom_segments_differ_no_more_than_chance(hillstrom):
    """Reference 19 (interaction) and 20 (mean spend by past category)."""
    asked = effects(hillstrom, by="mens").differing.query("arm == 'mens' and outcome == 'converted'").iloc[0]
    assert (round(100 * asked["contrast"], 3), round(asked["p"], 3)) == (0.197, 0.282)
    found = effects(hillstrom, by="past")
    spend = found.table[(found.table["outcome"] == "revenue") & (found.table["segment"] != EVERYBODY)]
    means = spend.pivot(index="segment", columns="arm", values="mean").round(3)
    assert means.loc[["both", "mens only", "womens only"]].to_numpy().tolist() == [
        [3.005, 1.342], [1.378, 0.974], [1.106, 1.122]]  # fmt: skip
    control = spend.drop_duplicates("segment").set_index("segment")["mean_control"].round(3)
    assert control.to_dict() == {"both": 1.180, "mens only": 0.695, "womens only": 0.491}
    shares = hillstrom["past"].value_counts(normalize=True).round(3).to_dict()
    assert shares == {"mens only": 0.450, "womens only": 0.449, "both": 0.101}
    tests = found.differing[found.differing["outcome"] == "revenue"]
    assert (tests["p"] > 0.05).all()
    best, chosen = spend[spend["arm"] == "mens"].set_index("segment").loc["both", ["effect", "shrunken"]]
    assert chosen < best  # the best segment was lucky, too


# --- the demo, whose truth is known ----------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def demo_trial(root):
    folder = root / "data" / "demo"
    drawn = pd.read_csv(folder / "raw" / "assignments.csv.gz", dtype={"customer_id": "str"})
    types = pd.read_csv(folder / "truth" / "types.csv", dtype="str").set_index("customer_id")["type"]
    truth = pd.read_csv(folder / "truth" / "effects.csv").rename(columns={"type": "segment"})
    return effects(drawn, by=types), truth.replace({"segment": {"all": EVERYBODY}})


def test_planted_effects_lie_in_the_intervals(demo_trial):
    found, truth = demo_trial
    names = {"responded": "response_effect", "revenue": "revenue_effect", "margin": "margin_effect"}
    key = ["campaign_id", "arm", "segment"]
    table = found.table[found.table["outcome"].isin(names)].merge(truth, on=key, validate="many_to_one")
    true = np.select([table["outcome"] == name for name in names], [table[column] for column in names.values()])
    assert len(table) == 3 * 24
    inside = (table["low"] <= true) & (true <= table["high"])
    whole = table["segment"] == EVERYBODY
    assert inside[whole].all()
    shrunken = (table["shrunken_low"] <= true) & (true <= table["shrunken_high"])
    # 21 segments and arms, each with three outcomes of one draw: one unlucky draw, and up to three intervals miss
    assert inside[~whole].mean() >= 0.85
    assert shrunken[~whole].mean() >= 0.95
    lucky = table[(table["segment"] == "gifter") & (table["arm"] == "reminder") & (table["outcome"] == "margin")].iloc[
        0
    ]
    assert lucky["low"] > lucky["margin_effect"]  # the demo has its winner's curse, and shrinking breaks it
    assert lucky["shrunken_low"] < lucky["margin_effect"] < lucky["shrunken"] < lucky["effect"]


def test_the_planted_nothing_is_called_nothing(demo_trial):
    found, _ = demo_trial
    trade = found.table[found.table["segment"] == "trade"]
    assert len(trade) == 12
    assert (trade["low"] <= 0).all() and (trade["high"] >= 0).all()
    assert not (trade["p_holm"] < 0.05).any()
    assert one(found, arm="reminder", outcome="responded")["low"] > 0  # and what there is, is found


# --- what effects promise --------------------------------------------------------------------------------------------
def test_a_small_trial_by_hand(unchanged):
    """Control: 1 of 4 responded, money 0 0 0 8; mail: 3 of 4, money 4 8 12 0, mean 6, variances 16 and 80/3."""
    drawn = pd.DataFrame({"customer_id": range(8), "arm": ["control"] * 4 + ["mail"] * 4})
    drawn["responded"] = ["no", "no", "no", "yes", "yes", "yes", "yes", "no"]
    drawn["revenue"] = [0, 0, 0, 8, 4, 8, 12, 0]
    found = effects(unchanged(drawn))
    assert found.table["outcome"].tolist() == ["responded", "converted", "revenue"]
    row = one(found, outcome="revenue")
    assert (row["campaign_id"], row["n"], row["n_control"], row["mean"], row["effect"]) == ("campaign", 4, 4, 6.0, 4.0)
    se = np.sqrt(16 / 4 + 80 / 3 / 4)
    assert row["least_detectable"] == pytest.approx(2.80159 * se, rel=1e-4)
    assert (row["low"] + row["high"]) / 2 == pytest.approx(4.0)
    share = one(found, outcome="responded")
    # Newcombe 1998: Wilson's ends of 3/4 are .3006, .9544, of 1/4 .0456, .6994
    assert share["low"] == pytest.approx(0.5 - np.hypot(0.75 - 0.3006, 0.6994 - 0.25), abs=1e-3)
    assert share["high"] == pytest.approx(0.5 + np.hypot(0.9544 - 0.75, 0.25 - 0.0456), abs=1e-3)


def test_segments_come_in_any_shape():
    drawn = trial(120)
    who = pd.Series(np.resize(["a", "b", "c"], 120), index=drawn["customer_id"])
    frame = who.rename("segment").reset_index()
    beside = pd.Series(who.to_numpy(), index=drawn.index)
    tables = [effects(drawn, by=by).table for by in (who, who.to_dict(), frame, beside)]
    tables.append(effects(drawn.assign(kind=who.to_numpy()), by="kind").table)
    assert set(tables[0]["segment"]) == {EVERYBODY, "a", "b", "c"}
    for other in tables[1:]:
        pd.testing.assert_frame_equal(tables[0], other)
    shuffled = drawn.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(tables[0], effects(shuffled, by=who).table)
    numbered = drawn.assign(customer_id=range(119, -1, -1))  # ids that look like the numbers of the rows, and are not
    reverse = pd.Series(who.to_numpy()[::-1], index=range(120))
    pd.testing.assert_frame_equal(tables[0], effects(numbered, by=reverse).table)
    pd.testing.assert_frame_equal(tables[0], effects(numbered.assign(kind=who.to_numpy()), by="kind").table)
    with pytest.raises(ValueError, match="one segment; customer 'k0' has two"):
        effects(drawn, by=pd.concat([frame, frame.head(1)]))
    with pytest.raises(ValueError, match="arm is missing"):
        effects(drawn.drop(columns="arm"))
    with pytest.raises(ValueError, match="must be a column"):
        effects(drawn, by="nothing")


def test_money_in_another_unit_gives_the_same_answer():
    drawn = trial(150)
    by = pd.Series(np.resize(["a", "b"], 150), index=drawn["customer_id"])
    small, large = effects(drawn, by=by), effects(drawn.assign(revenue=drawn["revenue"] * 100), by=by)
    a, b = (found.table[found.table["outcome"] == "revenue"] for found in (small, large))
    money = ["effect", "low", "high", "shrunken", "shrunken_low", "shrunken_high", "least_detectable"]
    np.testing.assert_allclose(a[money] * 100, b[money], rtol=1e-9)
    np.testing.assert_allclose(a[["p", "p_holm", "power"]], b[["p", "p_holm", "power"]], rtol=1e-9)


def test_holm_counts_arms_and_segments():
    drawn = trial(300, arms=("control", "a", "b"))
    found = effects(drawn, by=pd.Series(np.resize(["x", "y"], 300), index=drawn["customer_id"])).table
    revenue = found[found["outcome"] == "revenue"]
    for whole, tests in ((True, 2), (False, 4)):
        family = revenue[(revenue["segment"] == EVERYBODY) == whole]
        assert family["p_holm"].min() == pytest.approx(min(1.0, tests * family["p"].min()))


def test_what_history_foretells_is_taken_off_and_the_mean_stays():
    drawn = trial(2_000, seed=5)
    rng = np.random.default_rng(6)
    before = pd.DataFrame({"spent": rng.gamma(1, 20, 2_000)}, index=drawn["customer_id"])
    drawn["revenue"] = before["spent"].to_numpy() + rng.normal(0, 5, 2_000) + 2 * (drawn["arm"] == "mail")
    plain, adjusted = (one(effects(drawn, history=given), outcome="revenue") for given in (None, before))
    assert adjusted["variance_kept"] < 0.1 < plain["variance_kept"] == 1
    assert adjusted["low"] < 2 < adjusted["high"]
    assert (adjusted["mean"], adjusted["n"]) == (plain["mean"], plain["n"])
    halves = [before.iloc[:900], before.iloc[:0]]  # unknown customers count as the mean; no history changes nothing
    assert one(effects(drawn, history=halves[0]), outcome="revenue")["variance_kept"] < 1
    assert one(effects(drawn, history=halves[1]), outcome="revenue")["effect"] == plain["effect"]


# --- the draw is checked ---------------------------------------------------------------------------------------------
def test_arms_that_are_not_as_drawn_are_found():
    drawn = trial(1_000)
    lost = drawn.drop(drawn.index[(drawn["arm"] == "mail")][:120])  # a tenth of the sent ones never came back
    checks = effects(lost).audit.set_index("check")
    assert not checks.loc["sizes", "passed"]
    planned = effects(lost, shares={"c": {"control": 500, "mail": 380}}).audit.set_index("check")
    assert planned.loc["sizes", "passed"]
    assert np.isnan(effects(lost, shares={"c": {"control": 1}}).audit.set_index("check").loc["sizes", "p"])


def test_arms_that_were_chosen_are_found_by_their_history():
    drawn = trial(1_000)
    rng = np.random.default_rng(3)
    before = pd.DataFrame(
        {"orders": rng.poisson(3, 1_000), "days": rng.normal(100, 9, 1_000)}, index=drawn["customer_id"]
    )
    fair = effects(drawn, history=before)
    assert fair.audit.set_index("check").loc["history", "passed"]
    before["orders"] += (drawn["arm"] == "mail").to_numpy().astype(int)
    chosen = effects(drawn, history=before)
    found = chosen.audit.set_index("check").loc["history"]
    assert not found["passed"] and found["detail"] == "orders"
    worst = chosen.balance.set_index("variable").loc["orders", "difference"]
    assert worst == found["statistic"] and worst > 0.3


def test_segments_that_a_campaign_made_are_found():
    drawn = trial(600)
    after = np.where((drawn["arm"] == "mail") & (np.arange(600) % 2 == 0), "buyers", "others")
    checks = effects(drawn, by=pd.Series(after, index=drawn["customer_id"])).audit.set_index("check")
    assert not checks.loc["segments", "passed"]


def test_who_is_in_two_arms_is_left_out_and_said():
    drawn = trial(100)
    other = drawn.head(3).assign(arm=lambda rows: np.where(rows["arm"] == "mail", "control", "mail"))
    found = effects(pd.concat([drawn, other, drawn.tail(5)]))
    check = found.audit.set_index("check").loc["two arms"]
    assert (check["statistic"], check["passed"]) == (3.0, False)
    assert len(found.rows) == 97


def test_outcomes_missing_more_often_in_one_arm_are_found():
    drawn = trial(600)
    gone = (drawn["arm"] == "mail") & (np.arange(600) % 3 == 0)
    found = effects(drawn.assign(responded=drawn["responded"].astype(object).where(~gone)))
    check = found.audit[found.audit["check"] == "gaps"].iloc[0]
    assert (check["detail"], check["passed"]) == ("responded", False)
    assert one(found, outcome="responded")["n"] == int((drawn["arm"] == "mail").sum() - gone.sum())


# --- the smallest trials ---------------------------------------------------------------------------------------------
def test_one_customer_in_an_arm_is_no_effect_of_money():
    drawn = trial(40)
    drawn["arm"] = ["mail"] + ["control"] * 39
    row = one(effects(drawn), outcome="revenue")
    assert (row["n"], row["n_control"]) == (1, 39)
    assert np.isnan([row["low"], row["high"], row["p"]]).all()
    share = one(effects(drawn), outcome="responded")
    assert share["high"] - share["low"] > 0.8  # one customer tells next to nothing, and the interval says so


def test_without_any_revenue_nothing_is_claimed_of_money():
    found = effects(trial(60, revenue=0.0, margin=0.0), by="arm")
    row = one(found, outcome="revenue")
    assert row["effect"] == 0
    assert np.isnan([row["low"], row["high"], row["p"], row["p_holm"]]).all()
    assert one(found, outcome="converted")["high"] > 0


def test_margins_below_nothing_are_numbers_like_others():
    drawn = trial(400)
    drawn["margin"] = np.where(drawn["arm"] == "mail", -2.0, 0.5) + np.linspace(-1, 1, 400)
    row = one(effects(drawn), outcome="margin")
    assert row["high"] < -2


@pytest.mark.parametrize("missing", ["responded", "revenue", "margin"])
def test_an_outcome_that_is_not_there_is_left_out(missing):
    for drawn in (trial(50).drop(columns=missing), trial(50, **{missing: None})):
        found = effects(drawn)
        gone = {missing, "converted"} if missing == "revenue" else {missing}
        assert set(found.table["outcome"]) == {"responded", "converted", "revenue", "margin"} - gone


def test_without_a_control_group_there_is_no_effect():
    drawn = trial(80, arm="mail")
    found = effects(drawn)
    assert found.without_control == ["c"]
    assert found.table["effect"].isna().all() and found.table["mean"].notna().all()
    assert found.audit.empty
    nothing = effects(drawn[["customer_id", "arm"]])
    assert nothing.table.empty and nothing.without_control == ["campaign"]
    assert effects(drawn.head(0)).table.empty
