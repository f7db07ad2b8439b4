"""Are purchases summed up as the models mean them: a day is one, money only where it is known?"""

import ibis
import numpy as np
import pandas as pd
import pytest

from seglib.value.history import purchase_history, purchase_occasions


def shop(*rows):
    columns = ["customer_id", "order_id", "ordered_at", "amount", "margin", "is_return", "reversed_at"]
    lines = pd.DataFrame(rows, columns=columns)
    times = {name: pd.to_datetime(lines[name]) for name in ("ordered_at", "reversed_at")}
    return ibis.memtable(lines.assign(margin=lines["margin"].astype(float), **times))


LINES = shop(
    ("c1", "o1", "2026-01-01 09:00", 10.0, 4.0, False, None),
    ("c1", "o2", "2026-01-01 15:00", 5.0, 2.0, False, None),
    ("c1", "o3", "2026-01-15 09:00", 30.0, 12.0, False, None),
    ("c1", "o4", "2026-01-22 09:00", 50.0, 20.0, False, "2026-01-23 10:00"),
    ("c1", "o5", "2026-01-29 10:00", 20.0, None, False, None),
    ("c2", "o6", "2026-01-20 10:00", 7.0, None, False, None),
    ("c3", "o7", "2026-01-01 10:00", 7.0, None, False, None),
    ("c3", "o8", "2026-01-08 10:00", 9.0, 3.0, False, None),
)


def history(**given):
    return purchase_history(LINES, as_of="2026-02-12", **given).to_pandas().set_index("customer_id")


def test_a_day_is_one_purchase_and_a_cancelled_order_none():
    found = history()
    assert found.loc["c1"].tolist() == [2, 4.0, 6.0, 25.0]  # 1, 15 and 29 January; 12 February is six weeks on
    assert found.loc["c2", ["frequency", "recency"]].tolist() == [0, 0.0]
    assert np.isnan(found.loc["c2", "monetary_value"])


def test_margin_is_a_mean_of_the_repeat_days_on_which_it_is_known():
    found = history(money="margin")["monetary_value"]
    assert found[["c1", "c3"]].tolist() == [12.0, 3.0]  # not known of 29 January, nor of the first day of c3
    assert np.isnan(found["c2"])


def test_an_occasion_is_a_whole_period():
    lines = shop(
        ("a", "o1", "2025-11-30 23:59", 1.0, 1.0, False, None),
        ("a", "o2", "2026-01-05 09:00", 1.0, 1.0, False, None),
        ("a", "o3", "2026-01-06 09:00", 1.0, 1.0, False, None),
        ("a", "o4", "2026-03-02 09:00", 1.0, 1.0, False, None),
        ("b", "o5", "2026-02-10 09:00", 1.0, 1.0, False, None),
        ("c", "o6", "2026-03-02 09:00", 1.0, 1.0, False, None),
    )

    def found(**given):
        return purchase_occasions(lines, **given).to_pandas().set_index("customer_id").T.to_dict("list")

    assert found(as_of="2026-03-30", every="month") == {"a": [1, 2, 3], "b": [0, 0, 0]}  # March is not over
    assert found(as_of="2026-03-31", every="month") == {"a": [2, 4, 4], "b": [0, 0, 1], "c": [0, 0, 0]}
    assert found(as_of="2026-03-31", every="quarter") == {"a": [1, 1, 1], "b": [0, 0, 0], "c": [0, 0, 0]}
    assert found(as_of="2026-03-31") == {"a": [0, 0, 0]}
    with pytest.raises(ValueError, match="must be one of year, quarter, month; got 'week'"):
        found(as_of="2026-03-31", every="week")


def test_what_else_than_money_is_refused():
    with pytest.raises(ValueError, match="must be 'amount' or 'margin'; got 'discount'"):
        history(money="discount")


@pytest.mark.real
def test_cdnow_is_summed_up_as_published(cdnow, cdnow_lines):
    """Rows, customers, money, and the repeat buyers' spend: mean 35, sd 30, smallest 3, median 27, largest 300."""
    assert (len(cdnow_lines), cdnow_lines["customer_id"].nunique()) == (6919, 2357)
    assert cdnow_lines["amount"].sum() == pytest.approx(244_091.94)
    lines = cdnow_lines.assign(is_return=False, reversed_at=pd.NaT)
    found = purchase_history(ibis.memtable(lines), as_of="1997-09-30").order_by("customer_id").to_pandas()
    np.testing.assert_array_equal(found["frequency"], cdnow["frequency"])
    np.testing.assert_allclose(found[["recency", "T"]], cdnow[["recency", "T"]], atol=0.0051)  # rounded there
    spend = found["monetary_value"].dropna()
    assert len(spend) == 946
    assert spend.describe()[["mean", "std", "min", "50%", "max"]].round().tolist() == [35, 30, 3, 27, 300]
