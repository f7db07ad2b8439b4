"""Is a forecast held against months that it has not seen, and the model chosen that foretold them?"""

import datetime

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.value.clv import MODELS, fit_bgnbd
from seglib.value.comparison import compare
from seglib.value.holdout import (
    Split,
    calibration_slope,
    decile_table,
    frequency_table,
    split_purchases,
    total_table,
    tracking_table,
)
from seglib.value.recovery import draw_customers


@pytest.fixture(scope="module")
def cdnow_split(cdnow_lines):
    return split_purchases(ibis.memtable(cdnow_lines), calibration_end="1997-09-30", as_of="1998-06-30")


@pytest.fixture(scope="module")
def cdnow_compared(cdnow_split):
    return compare(cdnow_split, n_draws=200, random_state=1)


@pytest.mark.real
def test_cdnow_is_parted_as_published(cdnow, cdnow_split):
    assert len(cdnow_split.history) == cdnow_split.starts["n"].sum() == 2357
    assert cdnow_split.history["frequency"].sum() == cdnow["frequency"].sum() == 2457
    assert (cdnow_split.later.sum(), cdnow_split.days["n"].sum()) == (1882, 2457 + 1882)
    assert cdnow_split.horizon == 39


@pytest.mark.real
def test_of_the_39_weeks_by_themselves_an_eighth_is_missed(cdnow_compared):
    """1,653.4 expected against 1,882, which is what other implementations expect of these customers, too."""
    table = cdnow_compared.table.set_index("model")
    assert (table.loc["bgnbd", "expected"], table.loc["bgnbd", "actual"]) == (pytest.approx(1653.4, abs=0.05), 1882)
    errors = table["error"].round(3).to_dict()
    assert errors == {"bgnbd": -0.121, "mbgnbd": -0.162, "pareto_nbd": -0.115, "as before": 0.557}
    assert table.loc[list(MODELS), "slope"].between(0.9, 1.1).all()
    assert (table.loc[list(MODELS), "rmse"] < table.loc["as before", "rmse"]).all()


@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "at_the_end", "most"), [("bgnbd", -0.041, 0.045), ("mbgnbd", -0.067, 0.069), ("pareto_nbd", -0.016, 0.032)]
)
def test_repeat_purchases_so_far_are_within_a_tenth_in_each_of_the_39_weeks(
    cdnow_compared, cdnow_split, name, at_the_end, most
):
    """The measure of the published tracking plots: all repeat purchases since the beginning, 4,339 in the end."""
    tracked = tracking_table(cdnow_compared.models[name], cdnow_split)
    error = (tracked["expected"] / tracked["actual"] - 1)[tracked["held_out"]]
    assert (len(error), round(error.iloc[-1], 3)) == (39, at_the_end)
    assert error.abs().max() < most < 0.1


@pytest.mark.real
def test_between_models_that_no_data_part_the_first_is_taken(cdnow_compared):
    assert cdnow_compared.chosen == "mbgnbd"
    assert "no sure difference between MBG/NBD, BG/NBD and Pareto/NBD." in cdnow_compared.reasons[0]
    assert "1,882 came" in cdnow_compared.reasons[1]
    assert "The total was 16% too low, which is more than chance explains" in cdnow_compared.reasons[2]


@pytest.mark.real
def test_tables_by_week_by_frequency_and_by_tenth_add_up(cdnow_compared, cdnow_split):
    fitted = cdnow_compared.models["bgnbd"]
    tracked = tracking_table(fitted, cdnow_split)
    assert tracked["day"].iloc[-1] == pd.Timestamp("1998-06-30")
    assert (tracked["actual"].iloc[-1], tracked["held_out"].sum()) == (4339, 39)
    assert tracked["forecast"].iloc[-1] == pytest.approx(2457 + 1653.4, abs=0.05)
    calibrated = tracked[~tracked["held_out"]].iloc[-1]
    assert (calibrated["actual"], calibrated["forecast"]) == (2457, 2457)
    assert calibrated["expected"] == pytest.approx(2457, rel=0.02)  # the model's own weeks
    for table in (frequency_table(fitted, cdnow_split), decile_table(fitted, cdnow_split)):
        assert table["n"].sum() == 2357
        assert table["n"] @ table["observed"] == pytest.approx(1882)
        assert table["n"] @ table["predicted"] == pytest.approx(1653.4, abs=0.05)
    repeats = frequency_table(fitted, cdnow_split)["repeats"]
    assert repeats.tolist() == ["0", "1", "2", "3", "4", "5", "6", "7+"]


def made_up(name, params, n=1500):
    """A split without dates: of customers drawn from a model."""
    T = np.random.default_rng(3).uniform(20, 40, n)
    drawn = draw_customers(name, params, T, horizon=26, random_state=3)
    day = datetime.date(2026, 1, 1)
    history = drawn.drop(columns=["alive", "later"])
    none = pd.DataFrame({"day": pd.to_datetime([]), "n": []})
    later = drawn.set_index("customer_id")["later"]
    return Split(history, later, none, none, day, day + datetime.timedelta(weeks=26), 7.0)


def test_where_customers_do_leave_before_a_second_purchase_the_model_that_knows_it_is_chosen():
    found = compare(made_up("mbgnbd", {"r": 3.0, "alpha": 6.0, "a": 1.0, "b": 1.0}), n_draws=100, random_state=1)
    table = found.table.set_index("model")
    assert found.chosen == "mbgnbd"
    assert table.loc["bgnbd", "behind_low"] > 0
    assert "MBG/NBD tells better who buys how often than BG/NBD" in found.reasons[0]
    assert table.loc["mbgnbd", "held"]


def test_intervals_of_the_total_hold_what_a_true_model_brings():
    split = made_up("bgnbd", {"r": 0.6, "alpha": 6.0, "a": 1.0, "b": 3.0})
    found = total_table(fit_bgnbd(split.history), split, random_state=2).iloc[0]
    assert found["low"] < found["actual"] < found["high"]
    assert abs(found["error"]) < 0.1
    assert calibration_slope(decile_table(fit_bgnbd(split.history), split)) == pytest.approx(1, abs=0.15)


@pytest.mark.parametrize(("predicted", "slope"), [([1.0, 1.0001], None), ([1.0, 1.1], 10.0), ([1.0], None)])
def test_through_expectations_that_are_alike_there_is_no_line(predicted, slope):
    table = pd.DataFrame({"n": 10, "predicted": predicted, "observed": [1.0, 2.0][: len(predicted)]})
    found = calibration_slope(table)
    assert np.isnan(found) if slope is None else found == pytest.approx(slope)


def test_if_nobody_had_bought_again_no_model_is_chosen():
    split = made_up("bgnbd", {"r": 0.6, "alpha": 6.0, "a": 1.0, "b": 3.0}, n=100)
    history = split.history.assign(frequency=0, recency=0.0)
    found = compare(Split(**{**split.__dict__, "history": history}), random_state=1)
    assert (found.chosen, len(found.reasons)) == ("", 1)
    assert "None of 100 customers had bought again by 2026-01-01" in found.reasons[0]


def test_customers_who_came_later_are_not_counted():
    days = [("a", "2026-01-01"), ("a", "2026-01-10"), ("a", "2026-02-10"), ("b", "2026-01-05"), ("c", "2026-02-01")]
    lines = pd.DataFrame(days, columns=["customer_id", "ordered_at"]).assign(amount=5.0)
    lines = lines.assign(order_id=lines.index.astype(str), ordered_at=pd.to_datetime(lines["ordered_at"]))
    found = split_purchases(ibis.memtable(lines), calibration_end="2026-01-31", as_of="2026-02-28")
    assert found.history["customer_id"].tolist() == ["a", "b"]
    assert found.later.to_dict() == {"a": 1, "b": 0}
    assert found.days["n"].tolist() == [1, 1]
    assert (found.horizon, found.starts["n"].sum()) == (4.0, 2)
    for given, told in (
        ({"calibration_end": "2026-02-28"}, "must be before `as_of`"),
        ({"calibration_end": "2025-12-31"}, "late enough for a purchase"),
    ):
        with pytest.raises(ValueError, match=told):
            split_purchases(ibis.memtable(lines), as_of="2026-02-28", **given)


def test_unknown_models_are_refused():
    with pytest.raises(ValueError, match="must be of bgnbd, mbgnbd, pareto_nbd; got"):
        compare(made_up("bgnbd", {"r": 1, "alpha": 1, "a": 1, "b": 1}, n=20), models=["nbd"], random_state=1)
