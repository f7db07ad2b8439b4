"""Is a forecast checked before it is used, and does the page say when it missed, or cannot be made?"""

from types import SimpleNamespace

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.client_costs import Costs
from seglib.report.text import Formatter
from seglib.value.profit import ahead_verdicts, ahead_views
from seglib.value.profit.next_year import next_year

LOOK = {"formatter": Formatter("en", "EUR")}


@pytest.fixture(scope="module")
def cdnow_ahead(cdnow_lines):
    return next_year(ibis.memtable(cdnow_lines), as_of="1998-06-30", costs=Costs(), n_draws=100, random_state=1)


@pytest.mark.real
def test_of_cdnow_it_is_said_that_the_goal_was_missed(cdnow_ahead):
    """Any model expects an eighth less than these weeks brought, or still less, so all miss the goal of a tenth."""
    row, table = cdnow_ahead.held_back, cdnow_ahead.comparison.table.set_index("model")
    assert table.loc["bgnbd", "error"] == pytest.approx(-0.12, abs=0.005)
    assert row["actual"] == 1882
    assert not row["meets_goal"]
    told = ahead_verdicts.forecast(cdnow_ahead)
    assert "too low and misses the goal of" in told["sentence"]
    assert (told["actual"], told["weeks"], told["n"]) == (1882, 39, 2357)
    assert told["error"] == pytest.approx(-row["error"])
    assert cdnow_ahead.money == "sales"  # nobody knows what the records cost
    assert ahead_verdicts.tenths(cdnow_ahead)["sentence"].startswith("It also told customers apart")
    alike = SimpleNamespace(held_back={"slope": float("nan")}, split=cdnow_ahead.split)
    assert set(ahead_verdicts.tenths(alike)) == {"sentence", "n"}


@pytest.mark.real
@pytest.mark.parametrize(
    ("error", "kind"), [(-0.104, "just low"), (0.1001, "just high"), (-0.12, "low"), (0.099, "meets")]
)
@pytest.mark.real
def test_a_forecast_that_just_misses_does_not_read_as_if_it_met_the_goal(cdnow_ahead, error, kind):
    row = dict(cdnow_ahead.held_back) | {"error": error, "meets_goal": abs(error) <= ahead_verdicts.GOAL}
    told = ahead_verdicts.forecast(SimpleNamespace(held_back=row, split=cdnow_ahead.split))
    assert told["sentence"] == ahead_verdicts.FORECAST[kind]
    assert ("error" in told) != kind.startswith("just")


def test_without_segments_all_customers_are_one_row(cdnow_ahead):
    shown = ahead_views.segments(cdnow_ahead, LOOK["formatter"], least=10)
    assert shown["segment"].tolist() == ["All customers"]
    assert shown["value"].iloc[0] == pytest.approx(cdnow_ahead.value.customers["value"].sum())
    assert ahead_verdicts.worth(cdnow_ahead)["money"] == "sales"
    assert len(ahead_views.tracking(cdnow_ahead)) <= 104
    assert ahead_views.tracking(cdnow_ahead)["week"].iloc[-1] == cdnow_ahead.tracking["week"].iloc[-1]


def _shop(n: int, weeks: int, repeats: float, money: float = 20.0) -> pd.DataFrame:
    """Order lines of customers who begin in the first half and come again by chance."""
    rng = np.random.default_rng(1)
    rows = []
    for customer in range(n):
        first = int(rng.integers(0, max(weeks * 7 // 2, 1)))
        days = {first} | {first + int(gap) for gap in rng.integers(1, weeks * 7, rng.poisson(repeats))}
        rows += [(f"c{customer:03d}", f"{customer}-{day}", day) for day in days if day < weeks * 7]
    table = pd.DataFrame(rows, columns=["customer_id", "order_id", "day"])
    table["ordered_at"] = pd.Timestamp("2025-01-01") + pd.to_timedelta(table.pop("day"), unit="D")
    return table.assign(amount=money, margin=None).astype({"margin": float})


@pytest.mark.parametrize(
    ("weeks", "repeats", "lacking", "says"), [(20, 2.0, "short", "it takes 26"), (60, 0.1, "few", "had bought again")]
)
def test_what_cannot_be_foretold_is_said_with_what_it_takes(weeks, repeats, lacking, says):
    lines = _shop(60, weeks, repeats)
    end = pd.Timestamp("2025-01-01") + pd.Timedelta(days=weeks * 7 - 1)
    found = next_year(ibis.memtable(lines), as_of=end.date(), costs=Costs(), random_state=1)
    assert (found.lacking, found.value) == (lacking, None)
    told = ahead_verdicts.lacking(found)
    values = {name: value for name, value in told.items() if name != "sentence"}
    assert says in told["sentence"].replace(":count", "").format(**values)


@pytest.fixture(scope="module")
def rated():
    """A shop whose goods' costs are in no file, with and without a margin by the settings, and a tiny segment."""
    lines = ibis.memtable(_shop(240, 80, 3.0))
    segments = pd.Series({f"c{i:03d}": "tiny" if i < 4 else "few" if i < 16 else "many" for i in range(240)})
    given = {"as_of": "2026-07-14", "segments": segments, "n_draws": 60, "random_state": 1}
    rated = next_year(lines, costs=Costs(discount_rate=0.0), margin_rate=0.4, **given)
    return rated, next_year(lines, costs=Costs(discount_rate=0.0), **given)


def test_a_margin_rate_turns_sales_into_margin(rated):
    by_rate, by_sales = rated
    assert (by_rate.money, by_sales.money) == ("margin", "sales")
    assert by_rate.value.total["value"].iloc[0] == pytest.approx(0.4 * by_sales.value.total["value"].iloc[0], rel=1e-3)


def test_small_segments_are_shown_together_and_nothing_is_lost(rated):
    shown = ahead_views.segments(rated[0], LOOK["formatter"], least=10).set_index("segment")
    assert shown["n"].to_dict() == {"many": 224, ahead_views.OTHERS: 16}  # four alone would follow from the rest
    assert shown["value"].sum() == pytest.approx(rated[0].value.total["value"].iloc[0])
    assert shown.loc[ahead_views.OTHERS, "between"] == "–"


def test_all_numbers_stand_in_the_list_of_assumptions():
    costs = Costs(minute=0.8, order={"online": 4, "store": 1}, discount_rate=0.05)
    table = ahead_views.assumptions(costs, LOOK["formatter"], money="margin", margin_rate=0.4).set_index("item")
    assert table.loc["A minute of the staff's time"].tolist() == ["€0.80", "client.yml"]
    assert table.loc["Handling an order", "value"] == "online €4.00, store €1.00"
    assert table.loc["Winning a customer"].tolist() == ["–", ahead_views.NOT_GIVEN]
    assert table.loc["Money a year away is worth less by"].tolist() == ["5%", "client.yml"]
    assert table.loc["How far the value looks ahead", "origin"] == ahead_views.DEFAULT
    assert table.loc["Margin"].tolist() == ["40%", "client.yml"]


@pytest.mark.parametrize("verdict", [*ahead_verdicts.DEPENDENCE])
def test_each_dependence_is_told_with_its_numbers(verdict, rated):
    row = pd.DataFrame([{"n": 9, "lift": -0.2, "lift_low": -0.3, "lift_high": -0.1, "verdict": verdict}])
    ahead = rated[0]
    changed = type(ahead.value)(**{**vars(ahead.value), "dependence": row})
    told = ahead_verdicts.dependence(type(ahead)(**{**vars(ahead), "value": changed}))
    values = {name: value for name, value in told.items() if name not in ("sentence", "n")}
    assert {f"{{{name}" in told["sentence"] for name in values} <= {True}
    if verdict == "matters":
        assert (values["low"], values["high"], values["more"], values["side"]) == (0.1, 0.3, "less", "low")


@pytest.mark.parametrize(("low", "sentence"), [(30.0, "is worth most"), (15.0, "No segment's customers are surely")])
def test_a_segment_is_called_best_only_where_it_surely_is(low, sentence):
    """Ten customers worth 40 each beside ninety worth 18: the mean is 20.2, and the interval has to lie above."""
    rows = [("few", 10, 400.0, 10 * low, 600.0, 40.0), ("many", 90, 1620.0, 1500.0, 1800.0, 18.0)]
    names = ["segment", "n", "value", "value_low", "value_high", "value_per_customer"]
    told = ahead_verdicts.best(pd.DataFrame(rows, columns=names))
    assert sentence in told["sentence"]
    assert (told["segment"], told["low"], told["high"], told["mean"]) == ("few", low, 60.0, 20.2)


def test_intervals_of_a_column_share_their_decimals():
    ends = pd.DataFrame({"low": [23.25, 541.2, np.nan], "high": [678.0, 1840.4, 3.0]})
    assert ahead_views.between(ends, LOOK["formatter"], "money").tolist() == ["€23 to €678", "€541 to €1,840", "–"]
    few = ends.iloc[:1] / 10
    assert ahead_views.between(few, LOOK["formatter"], "money").tolist() == ["€2.32 to €67.80"]
