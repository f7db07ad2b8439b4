"""A base that is the truth wins, one by lot does not, whatever the order of rows and the unit of money."""

import datetime

import numpy as np
import pandas as pd
import pytest

from seglib.segments.evaluation.agreement import agreement
from seglib.segments.evaluation.contest import contest, scales
from seglib.segments.evaluation.later import Outcome
from seglib.segments.evaluation.recommending import recommend

DAYS = datetime.date(2026, 1, 1), datetime.date(2026, 6, 30)


@pytest.fixture(scope="module")
def bases(make_base, drawn):
    return {
        "behavioural": make_base("behavioural", drawn["lot"]),
        "demographic": make_base("demographic", drawn["truth"]),
    }


def money(values):
    return Outcome("margin", "Margin", values, *DAYS, money=True)


@pytest.fixture(scope="module")
def judged(bases, drawn):
    return contest(money(drawn["money"]), bases, random_state=0)


def test_the_truth_wins_and_what_is_by_lot_can_be_dropped(judged):
    scores = judged.scores.set_index("base")
    assert scores["beyond_noise"].to_dict() == {"behavioural": False, "demographic": True, "combined": True}
    assert scores.at["behavioural", "known"] == pytest.approx(0.5, abs=0.05)
    assert judged.increments.set_index("base")["droppable"].to_dict() == {"behavioural": True, "demographic": False}
    duels = judged.advantages.set_index(["base", "other"])
    assert duels.at[("demographic", "behavioural"), "beyond_noise"]
    assert not duels.at[("behavioural", "demographic"), "beyond_noise"]
    assert duels["advantage"].sum() == pytest.approx(0)
    best = recommend(judged.scores, judged.advantages, available=list(scores.index[:2]))
    assert (best.base, best.reason, best.runner_up, best.adopted) == (
        "demographic",
        "best",
        "behavioural",
        "demographic",
    )


def test_yes_and_no_are_scored_by_brier_skill(bases, drawn):
    bought = pd.Series(drawn["bought"], index=drawn["truth"].index)
    row = (
        contest(Outcome("retention", "x", bought, *DAYS), bases, random_state=0)
        .scores.set_index("base")
        .loc["demographic"]
    )
    rate = bought.groupby(drawn["truth"]).transform("mean")
    within = 1 - ((bought - rate) ** 2).mean() / bought.var(ddof=0)
    assert row["low"] < within < row["high"]


def test_neither_the_order_of_rows_nor_the_unit_of_money_changes_anything(bases, drawn, judged, make_base):
    ids = np.random.default_rng(0).permutation(drawn["truth"].index)
    others = {name: make_base(name, base.segments.reindex(ids)) for name, base in bases.items()}
    again = contest(money(drawn["money"].reindex(ids) * 100), others, random_state=0)
    for one, other in ((judged.scores, again.scores), (judged.increments, again.increments)):
        pd.testing.assert_frame_equal(one, other, rtol=1e-6)


def test_one_wholesaler_decides_nothing_unless_money_is_taken_as_it_is(bases, drawn):
    values = drawn["money"].copy()
    values.iloc[0] = values.sum() * 100
    assert contest(money(values), bases, random_state=0).scores.set_index("base").at["demographic", "beyond_noise"]
    table = scales(money(values), bases, random_state=0).set_index(["scale", "base"])
    assert table.at[("as it is", "demographic"), "low"] <= 0
    assert table.at[("pulled in", "demographic"), "rank"] == table.at[("logarithm", "demographic"), "rank"] == 1


def test_too_few_customers_are_said_so(bases, drawn):
    few = contest(money(drawn["money"].head(60)), bases, random_state=0)
    assert few.judged == "Only 60 customers can be judged; it takes 100."
    alike = contest(money(drawn["money"] * 0 + 1), bases, random_state=0)
    assert alike.judged == "Only 0 customers differ from the rest; it takes 20."
    assert few.scores.empty and few.increments.empty


def test_of_bases_that_noise_does_not_tell_apart_the_simplest_is_recommended(make_base, drawn):
    twins = {name: make_base(name, drawn["truth"]) for name in ("geographic", "demographic")}
    same = contest(money(drawn["money"]), twins, random_state=0)
    best = recommend(same.scores, same.advantages, available=list(twins))
    assert (best.base, best.runner_up, best.advantage) == ("geographic", "demographic", 0)


def test_where_nothing_is_proven_or_judged_the_simplest_stays_and_the_clients_choice_counts(make_base, drawn):
    lots = {name: make_base(name, drawn["lot"].sample(frac=1, random_state=i).set_axis(drawn["lot"].index))
            for i, name in enumerate(("behavioural", "psychographic"))}  # fmt: skip
    found = contest(money(drawn["money"]), lots, random_state=0)
    one = recommend(found.scores, found.advantages, available=list(lots), adopt="psychographic")
    assert (one.base, one.reason, one.adopted, one.chosen) == ("behavioural", "nothing_proven", "psychographic", True)
    empty = found.scores[:0], found.advantages[:0]
    assert recommend(*empty, available=["behavioural"], adopt="geographic").without_data == "geographic"
    assert recommend(*empty, available=["behavioural"], adopt="geographic").adopted == "behavioural"
    assert recommend(*empty, available=[]).reason == "none"


def test_agreement_is_counted_among_those_of_whom_both_say_something(drawn):
    table = agreement({"a": drawn["truth"], "b": drawn["truth"].where(drawn["lot"].notna()), "c": drawn["lot"]})
    table = table.set_index(["base", "other"])
    assert table.loc[("a", "b"), ["adjusted_rand", "cramers_v"]].tolist() == pytest.approx([1, 1], abs=0.01)
    assert table.at[("a", "b"), "n"] == drawn["lot"].notna().sum()
    assert abs(table.at[("a", "c"), "adjusted_rand"]) < 0.02 and table.at[("a", "c"), "cramers_v"] < 0.15
