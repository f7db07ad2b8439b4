"""Which sale does a return take back? Units in, units out, the latest first, and never twice."""

from datetime import datetime
from decimal import Decimal

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from seglib.features import customer_features

D = Decimal
MATCHES = ["reversal", "return_matched", "return_partly_matched", "return_unmatched", "reversed_sale"]


@pytest.fixture
def marks(lines):
    """Line: the marks of matching that it carries."""

    def of(cleaned) -> dict[int, list[str]]:
        found = {line: reasons.split(";") for line, reasons in lines(cleaned.flagged, "line", "reasons")}
        return {line: kept for line, reasons in found.items() if (kept := [r for r in reasons if r in MATCHES])}

    return of


def test_an_order_and_its_reversal_are_found_with_their_money(shop, marks):
    # the largest order of Online Retail, cancelled sixteen minutes later, between two plain ones
    cleaned = shop(
        "a,1,2026-01-10 09:00,mug,2,1.00",
        "a,2,2026-01-18 09:15,paper,80995,2.08",
        "a,C3,2026-01-18 09:31,paper,-80995,2.08",
        "a,4,2026-02-01 10:00,mug,1,1.00",
        cleaning="cancellation_prefix: C",
    )
    assert marks(cleaned) == {3: ["reversed_sale"], 4: ["reversal"]}
    money = cleaned.ledger.dropna(subset="rule").set_index("rule")["money"]
    assert (money["reversed_sale"], money["reversal"]) == (168469.6, -168469.6)
    [row] = customer_features(cleaned.tables, as_of="2026-06-30").to_pandas().to_dict("records")
    assert (row["n_orders"], row["total_spend"], row["average_order_value"]) == (2, 3.0, 1.5)
    assert row["last_order_at"] == pd.Timestamp("2026-02-01 10:00")
    # a week after the order, the day before it was cancelled, nobody could know
    [before] = customer_features(cleaned.tables, as_of="2026-01-17").to_pandas().to_dict("records")
    assert before["n_orders"] == 1


def test_a_sale_stands_until_the_day_on_which_it_is_taken_back(shop, lines):
    cleaned = shop("a,1,2026-01-10,mug,3,5", "a,2,2026-01-20,mug,-1,5", "a,3,2026-02-20,mug,-2,5")
    assert lines(cleaned.tables["order_lines"], "reversed_at")[0] == (datetime(2026, 2, 20),)
    orders = [
        customer_features(cleaned.tables, as_of=day).to_pandas()["n_orders"].tolist()
        for day in ("2026-01-20", "2026-02-19", "2026-02-20")
    ]
    assert orders == [[1], [1], [0]]


CASES = {
    "part of a line": (["1,01-01,mug,5,2", "2,01-02,mug,-2,2"], {3: ["return_matched"]}),
    "two lines": (
        ["1,01-01,mug,1,2", "2,01-02,mug,2,2", "3,01-03,mug,-3,2"],
        {2: ["reversed_sale"], 3: ["reversed_sale"], 4: ["return_matched"]},
    ),
    "the line of the same number before a later one": (
        ["1,01-01,mug,10,2", "2,01-02,mug,5,2", "3,01-03,mug,-10,2"],
        {2: ["reversed_sale"], 4: ["reversal"]},
    ),
    "the latest of equal lines": (
        ["1,01-01,mug,1,2", "2,01-02,mug,1,2", "3,01-03,mug,-1,2"],
        {3: ["reversed_sale"], 4: ["reversal"]},
    ),
    "the order that the cancellation names, though a later one is equal": (
        ["1,01-01,mug,1,2", "2,01-02,mug,1,2", "C1,01-03,mug,-1,2"],
        {2: ["reversed_sale"], 4: ["reversal"]},
    ),
    "the same order before one of the same number": (
        ["1,01-01,mug,4,2", "2,01-02,mug,1,2", "1,01-03,mug,-1,2"],
        {4: ["return_matched"]},
    ),
    "no sale after the return": (["1,01-02,mug,1,2", "2,01-01,mug,-1,2"], {3: ["return_unmatched"]}),
    "a sale of the same moment, though it stands below": (
        ["2,01-01,mug,-1,2", "1,01-01,mug,1,2"],
        {2: ["reversal"], 3: ["reversed_sale"]},
    ),
    "another price": (["1,01-01,mug,1,2", "2,01-02,mug,-1,3"], {3: ["return_unmatched"]}),
    "another product": (["1,01-01,mug,1,2", "2,01-02,pot,-1,2"], {3: ["return_unmatched"]}),
    "not twice": (
        ["1,01-01,mug,1,2", "2,01-02,mug,-1,2", "3,01-03,mug,-1,2"],
        {2: ["reversed_sale"], 3: ["reversal"], 4: ["return_unmatched"]},
    ),
    "more than there was": (
        ["1,01-01,mug,2,2", "2,01-02,mug,-5,2"],
        {2: ["reversed_sale"], 3: ["return_partly_matched"]},
    ),
    "no named product": (["1,01-01,,1,2", "2,01-02,,-1,2"], {2: ["reversed_sale"], 3: ["reversal"]}),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_return_takes_back(shop, marks, case):
    rows, expected = CASES[case]
    given = [f"a,{row.split(',')[0]},2026-{row.split(',', 1)[1]}" for row in rows]
    assert marks(shop(*given, cleaning="cancellation_prefix: C")) == expected


def test_another_customers_sale_is_not_taken_back(shop, marks):
    assert marks(shop("a,1,2026-01-01,mug,1,2", "b,2,2026-01-02,mug,-1,2")) == {3: ["return_unmatched"]}


def test_a_sale_that_cannot_be_used_and_a_copy_are_not_taken_back(shop, marks):
    first = "a,1,2026-01-01,mug,1,2"
    cleaned = shop(
        first, first, "a,2,2026-01-02,mug,-1,2", "a,3,2026-01-03,mug,-1,2", cleaning="exact_duplicates: merge"
    )
    assert marks(cleaned) == {2: ["reversed_sale"], 4: ["reversal"], 5: ["return_unmatched"]}
    late = shop("a,1,2026-07-01,mug,1,2", "a,2,2026-07-02,mug,-1,2", "a,3,2026-01-01,pot,1,1")
    assert marks(late) == {}  # both are after the end of observation


def test_returns_of_lines_with_a_total_alone_are_matched_by_the_money_a_unit(shop, marks):
    rows = ["a,1,2026-01-01,mug,2,9.98", "a,2,2026-01-02,mug,-1,4.99", "a,3,2026-01-03,mug,-1,-5.00"]
    assert marks(shop(*rows, columns="line_total: price")) == {3: ["return_matched"], 4: ["return_unmatched"]}


def test_returns_without_a_sale_can_be_set_aside(shop, quarantined):
    rows = ["a,1,2026-01-01,mug,2,10", "a,2,2026-01-02,mug,-5,10", "a,3,2026-01-02,pot,-1,7"]
    kept, without = shop(*rows), shop(*rows, cleaning="unmatched_returns: quarantine")
    total = [cleaned.tables["order_lines"].amount.sum().to_pyarrow().as_py() for cleaned in (kept, without)]
    assert total == [D(-37), D(-30)]  # 20 - 50 - 7; a part of the second line has a sale, and a row is never split
    assert [(line, reasons) for line, reasons, _ in quarantined(without)] == [(4, ["return", "return_unmatched"])]
    aside = without.ledger[without.ledger["rule"] == "return_unmatched"]
    assert aside[["outcome", "rows", "money"]].values.tolist() == [["quarantine", 1, -7.0]]


EVENT = st.tuples(
    st.sampled_from("123"), st.booleans(), st.integers(1, 4), st.integers(1, 9)
)  # order, back, units, day


def by_hand(events: list[tuple]) -> dict[int, set[str]]:
    """The same matching, one line after the other, with a stack for each witness."""
    rows = [(day, back, line, order, units) for line, (order, back, units, day) in enumerate(events, start=2)]
    left, exact = {row[2]: row[4] for row in rows}, set()
    for by_order, by_units in [(True, True), (True, False), (False, True), (False, False)]:
        stacks, start = {}, dict(left)
        for _, back, line, order, _ in sorted(rows):
            stack = stacks.setdefault((order if by_order else None, start[line] if by_units else None), [])
            if not back and start[line]:
                stack.append(line)
            while back and left[line] and stack:
                units = min(left[line], left[stack[-1]])
                left[line], left[stack[-1]] = left[line] - units, left[stack[-1]] - units
                exact |= {line} if by_units else set()
                if not left[stack[-1]]:
                    stack.pop()
    marks = {line: {"reversed_sale"} for _, back, line, _, _ in rows if not back and not left[line]}
    for _, _, line, _, units in (row for row in rows if row[1]):
        kinds = {0: "return_matched", units: "return_unmatched"}
        marks[line] = {"reversal" if line in exact else kinds.get(left[line], "return_partly_matched")}
    return marks


@settings(max_examples=2, phases=[Phase.explicit, Phase.generate])
@given(customers=st.lists(st.lists(EVENT, min_size=20, max_size=60), min_size=6, max_size=6))
def test_units_are_taken_back_as_a_person_would_take_them(shop, marks, customers):
    rows, wanted = [], {}
    for customer, events in enumerate(customers):
        wanted |= {line + len(rows): rules for line, rules in by_hand(events).items()}
        rows += [
            f"{customer},{order},2026-01-0{day},mug,{-units if back else units},2" for order, back, units, day in events
        ]
    assert {line: set(found) for line, found in marks(shop(*rows)).items()} == wanted
