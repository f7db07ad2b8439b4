"""Is the money where it brings most, and is the price of the next unit what one more unit brings?"""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglib.value.budget import SHARES, allocate, what_if
from seglib.value.spending.options import break_even

# joe brings 6 for 2 (4 over cost), sarah 3 for 1 (2 over cost), trade loses by it
EFFECTS = pd.DataFrame(
    {"segment": ["joe", "sarah", "trade"], "n": [100, 200, 50], "effect": [6.0, 3.0, 0.5], "cost": [2.0, 1.0, 1.0]}
)


def test_money_goes_first_where_a_unit_brings_most():
    plan = allocate(EFFECTS, budget=300.0, most_contacts=1)
    # a euro brings 3 in both: the order is open, but the sum is not: 300 euros bring 900
    assert (plan.spent, plan.profit, plan.next_unit) == pytest.approx((300.0, 600.0, 2.0))
    enough = allocate(EFFECTS, budget=1000.0, most_contacts=1)
    assert enough.table["contacts"].tolist() == [100, 200, 0]  # who loses money gets nothing, whatever the budget
    assert (enough.spent, enough.profit, enough.next_unit) == pytest.approx((400.0, 800.0, 0.0))


def test_returns_diminish_with_each_contact():
    plan = allocate(EFFECTS.head(1), budget=10_000.0, repeat=0.5, most_contacts=3)
    # 6, 3 and 1.5 for 2 each: the third contact loses
    assert (plan.table.at[0, "contacts"], plan.table.at[0, "each"], plan.profit) == (200, 2, 500)
    once = allocate(EFFECTS.head(1), budget=10_000.0, repeat=0.0)
    assert once.table.at[0, "contacts"] == 100


def test_profit_is_concave_in_the_budget_and_its_slope_is_the_price_of_the_next_unit():
    table = what_if(EFFECTS, budgets=np.arange(0.0, 1001.0, 50.0), most_contacts=3)
    slopes = np.diff(table["profit"]) / 50
    assert (np.diff(slopes) <= 1e-9).all() and (slopes >= -1e-9).all()
    here, there = (allocate(EFFECTS, budget=budget) for budget in (450.0, 451.0))
    assert there.profit - here.profit == pytest.approx(here.next_unit)
    assert table["next_unit"].is_monotonic_decreasing and table["next_unit"].iloc[-1] == 0


def test_limits_hold_and_have_a_price():
    two = pd.DataFrame({"segment": ["joe", "joe"], "arm": ["call", "mail"], "n": 100, "effect": [9.0, 2.0]})
    plan = allocate(two.assign(cost=[3.0, 0.5]), budget=1e6, most_contacts=1, limits={"call": 40, "fax": 3})
    assert plan.table.set_index("arm")["contacts"].to_dict() == {"call": 40, "mail": 60}
    assert plan.limits[["arm", "limit", "contacts"]].to_numpy().tolist() == [["call", 40, 40]]
    assert plan.limits.at[0, "next_contact"] == pytest.approx(4.5)  # 6 over cost in place of 1.5


def test_what_costs_once_is_paid_only_where_it_is_earned():
    dear = EFFECTS.assign(fixed_cost=[350.0, 450.0, 0.0])
    plan = allocate(dear, budget=2000.0, most_contacts=1, limits={"offer": 120})
    assert plan.table["contacts"].tolist() == [100, 0, 0]  # 400 less 350; sarah's 400 are less than 450
    assert (plan.spent, plan.profit) == pytest.approx((550.0, 50.0))
    assert plan.table["profit"].sum() == pytest.approx(plan.profit) and plan.next_unit == pytest.approx(0.0)
    assert allocate(dear, budget=300.0, most_contacts=1).spent == 0


COSTS = st.one_of(st.just(0.0), st.floats(0.01, 5))


@settings(max_examples=40)
@given(
    st.lists(st.tuples(st.integers(0, 50), st.floats(-5, 20), COSTS), min_size=1, max_size=4),
    st.floats(0, 300),
)
def test_the_programme_is_as_good_as_the_best_of_taking_options_in_order(options, budget):
    """With one offer a segment the best plan takes turns in the order of what a unit of money brings."""
    table = pd.DataFrame(options, columns=["n", "effect", "cost"]).assign(segment=lambda rows: rows.index.astype(str))
    plan = allocate(table, budget=budget)
    turns = [(n, effect * 0.5**turn - cost, cost) for n, effect, cost in options for turn in range(2)]
    left, profit = budget, 0.0
    for n, over, cost in sorted(turns, key=lambda one: -one[1] / max(one[2], 1e-12)):
        if over > 0:
            taken = min(n, left / cost) if cost > 0 else n
            left, profit = left - taken * cost, profit + taken * over
    assert plan.profit == pytest.approx(profit, rel=1e-6, abs=1e-5)
    assert plan.spent <= budget * (1 + 1e-9) + 1e-6
    assert plan.table["profit"].sum() == pytest.approx(plan.profit, rel=1e-6, abs=1e-5)


def test_break_even_is_the_cost_over_what_a_response_is_worth():
    table = break_even(EFFECTS.assign(worth=[40.0, np.nan, 0.0]))
    assert table["needed_response"].fillna(-1).tolist() == [0.05, -1, -1]
    assert table["pays"].tolist() == [True, True, False] and table["over_cost"].tolist() == [4, 2, -0.5]
    assert break_even(EFFECTS)["needed_response"].isna().all()


def test_a_cautious_plan_counts_the_lower_ends():
    wide = EFFECTS.assign(low=[1.0, 1.0, -1.0], high=[7.0, 4.0, 2.0])
    table = what_if(wide, budgets=[400 * share for share in SHARES], most_contacts=1)
    row = table[table["budget"] == 400].iloc[0]
    assert row["profit"] == pytest.approx(800) and row["cautious"] == pytest.approx(100 * 1 + 200 * 1 - 400)
    assert allocate(wide, budget=400, most_contacts=1).high == pytest.approx(100 * 7 + 200 * 4 - 400)
    assert what_if(EFFECTS, budgets=[100.0])["cautious"].isna().all()
    assert table["first"].iloc[-1] in ("joe: offer", "sarah: offer") and row["spent"] == 400


def test_nothing_fails_on_little():
    missing = allocate(EFFECTS.assign(effect=[np.nan, 3.0, 1.0], cost=[1.0, np.nan, 1.0]), budget=10.0)
    assert missing.left_out == ["joe, offer"] and missing.table["segment"].tolist() == ["sarah", "trade"]
    assert missing.table.at[0, "contacts"] == 400 and missing.spent == 0  # a cost that is not known counts as none
    nothing = allocate(EFFECTS.assign(effect=np.nan), budget=10.0, limits={"offer": 3})
    assert (nothing.profit, nothing.spent, len(nothing.table)) == (0, 0, 0)
    assert what_if(EFFECTS.assign(effect=0.0, low=0.0, high=0.0), budgets=[0.0, 5.0])["profit"].tolist() == [0, 0]
    assert allocate(EFFECTS.assign(n=0), budget=5.0).profit == 0


@pytest.mark.parametrize(
    ("changed", "rules", "message"),
    [
        ({}, {"budget": -1.0}, "0 or more"),
        ({}, {"budget": 1.0, "repeat": 2.0}, "from 0 to 1"),
        ({"segment": "joe"}, {"budget": 1.0}, "each segment and offer once"),
        ({"cost": -1.0}, {"budget": 1.0}, "must not be negative"),
    ],
)
def test_what_makes_no_sense_is_refused(changed, rules, message):
    with pytest.raises(ValueError, match=message):
        allocate(EFFECTS.assign(**changed), **rules)
    with pytest.raises(ValueError, match="lacks effect"):
        allocate(EFFECTS.drop(columns="effect"), budget=1.0)
