"""Does the whole chain hold for shops in which next to nothing can be known, and is nothing made up for them?"""

import numpy as np
import pandas as pd
import pytest

from seglib.client import load_client
from seglib.client_costs import Costs
from seglib.value.profit import ahead_verdicts, verdicts
from seglib.value.profit.allocation import allocations, sure_of_all_keys
from seglib.value.profit.keeping import customer_value
from seglib.value.profit.ladder import ladder
from seglib.value.profit.looking_back import LookingBack, looking_back
from seglib.value.profit.losing import counts
from seglib.value.profit.next_year import next_year

AS_OF = "2026-06-30"
COSTS = Costs(minute=1.0, order=3.0, return_order=2.0, acquisition=5.0)


def _rows(n: int, orders: int, money: float, margin: float, every: int = 60) -> list[tuple]:
    days = [pd.Timestamp(AS_OF) - pd.Timedelta(days=every * k) for k in range(orders)]
    return [
        (f"c{i:02d}", f"{i}-{k}", str(day.date()), "online", money, margin, 0)
        for i in range(n)
        for k, day in enumerate(days)
    ]


def _by_turns(rows: list[tuple]) -> list[tuple]:
    days = [str((pd.Timestamp("2025-01-01") + pd.Timedelta(days=9 * i)).date()) for i in range(len(rows))]
    return [(*row[:2], day, *row[3:]) for row, day in zip(rows, days, strict=True)]


FREE = [("free", "f1", "2025-06-01", "online", 9, 3, 0), ("free", "f2", "2026-01-01", "online", 0, 0, 0)]
SHOPS = {
    "all bought once": _by_turns(_rows(50, 1, 20, 8)),
    "all bring nothing": _rows(50, 8, 0, 0),
    "one buys again for nothing": [*_rows(40, 8, 20, 8), *FREE],
    "all lose money": _rows(50, 8, 20, -4),
    "some lose money": [
        *_rows(40, 14, 20, 8),
        *[(f"x{row[0]}", f"x{row[1]}", *row[2:]) for row in _rows(20, 14, 20, -6)],
    ],
    "one customer": _rows(1, 8, 20, 8),
}


@pytest.fixture(scope="module", params=[*SHOPS])
def chain(request, lines_of, judge):
    """All steps of the page for a shop without any table but its order lines."""
    tables = {"order_lines": lines_of(SHOPS[request.param])}
    ahead = next_year(tables["order_lines"], as_of=AS_OF, costs=COSTS, n_draws=50, random_state=1)
    books, in_long_run, judged = judge(tables, AS_OF, COSTS)
    steps = ladder(books, in_long_run, judged, n_draws=50, random_state=1)
    before = looking_back(tables, as_of=AS_OF, costs=COSTS, random_state=1)
    return request.param, ahead, books, in_long_run, judged, steps, before


def test_money_adds_up_and_probabilities_are_probabilities(chain):
    name, _, books, _, judged, _, _ = chain
    rows = SHOPS[name]
    found = books.customers
    assert found["margin"].sum() == pytest.approx(sum(row[5] for row in rows if row[2] >= str(books.start)))
    assert judged["p_loss"].between(0, 1).all()
    assert (judged["low"] <= judged["high"]).all()
    assert counts(judged)["n"].sum() == len(found)
    assert found["service_cost"].sum() == 0
    assert allocations(books).empty
    assert np.isnan(sure_of_all_keys(books, judged, least=1))


def test_who_loses_is_found_and_nobody_else(chain):
    name, _, _, _, judged, steps, before = chain
    losing = set(judged.index[judged["verdict"] == "loses"])
    expected = {"all bring nothing": 50, "all lose money": 50, "some lose money": 20}.get(name, 0)
    assert len(losing) == expected
    if name == "some lose money":
        assert {one[0] for one in losing} == {"x"}
        assert (steps.customers["step"] == "part").all()  # there is no service, discount or mailing to save
        assert before.found == before.lost == 20
        assert before.interval[0] > 0.8
    told = verdicts.judged(judged, least=10)
    assert ("Fewer than" in told["sentence"]) == (expected < 10)


def test_the_forecast_is_made_or_said_to_be_lacking(chain):
    name, ahead, *_ = chain
    assert (ahead.value is None) == (name in ("all bought once", "one customer"))
    if ahead.value is None:
        assert ahead.lacking == "few"
        return
    value = ahead.value.total["value"].iloc[0]
    assert {"all bring nothing": value == 0, "all lose money": value < 0}.get(name, value > 0)
    assert "sentence" in ahead_verdicts.forecast(ahead)
    assert "sentence" in ahead_verdicts.worth(ahead)


def test_every_customer_is_kept_with_what_is_known(chain):
    _, ahead, books, in_long_run, judged, steps, _ = chain
    kept = customer_value(
        ahead, books, in_long_run, judged, steps, segments=pd.Series(dtype=object), client=load_client("demo")
    )
    assert kept["customer_id"].is_unique
    assert kept["profit"].sum() == pytest.approx(books.customers["profit"].sum())
    assert kept["verdict"].notna().all()
    assert set(kept["currency"]) == {"EUR"}


def test_few_who_would_have_been_found_are_not_told():
    assert verdicts.looking_back(LookingBack(pd.Timestamp(AS_OF).date(), 4, 2), least=10) is None
    told = verdicts.looking_back(LookingBack(pd.Timestamp(AS_OF).date(), 20, 15), least=10)
    assert (told["share"], told["n"]) == (0.75, 20)
    assert told["low"] < 0.75 < told["high"]
