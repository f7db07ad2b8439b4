"""Figures made of lines: they run through the table's numbers."""

import numpy as np
import pandas as pd
import pytest
from figure_gallery import months, share_curve, tracking

from seglib.plots import plot_calibration, plot_monthly, plot_scan, plot_tracking, plot_whale
from seglib.plots.monthly import _ticks


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_the_whale_curve_names_its_top_and_its_peak():
    # value = x + 1.6 x (1 - x): 0.456 at x = 0.2; the highest of 21 points is 1.056 at x = 0.8
    ax = plot_whale(share_curve(1.6))
    assert np.allclose(ax.lines[0].get_xydata(), share_curve(1.6).to_numpy())
    assert "The best 20% of customers\nbring 46% of the margin" in words(ax)
    assert "Peak 106%: the last 20%\ncost more than they bring" in words(ax)


def test_a_curve_that_never_exceeds_the_whole_has_no_peak():
    assert not any("Peak" in text for text in words(plot_whale(share_curve(0.9))))


def test_the_top_can_be_chosen():
    ax = plot_whale(share_curve(0.0), top=0.1, top_label="{customers} bring {value}")
    assert "10% bring 10%" in words(ax)


@pytest.mark.parametrize("top", [0, 1, -0.2])
def test_a_top_out_of_range_is_refused(top):
    with pytest.raises(ValueError, match=r"`top` of `plot_whale` must be in \(0, 1\)"):
        plot_whale(share_curve(0.5), top=top)


def test_a_curve_with_missing_shares_is_refused():
    with pytest.raises(ValueError, match="no missing shares"):
        plot_whale(pd.DataFrame({"customer_share": [0.0, 1.0], "value_share": [np.nan, 1.0]}))


def test_the_scan_marks_the_chosen_number_in_both_panels():
    table = pd.DataFrame({"k": [3, 2, 4], "stability": [0.8, 0.9, 0.7], "silhouette": [0.3, 0.2, 0.1]})
    ax = plot_scan(table, chosen=3)
    left, right = ax.child_axes
    assert left.lines[0].get_xydata().tolist() == [[2, 0.9], [3, 0.8], [4, 0.7]]
    assert right.lines[0].get_ydata().tolist() == [0.2, 0.3, 0.1]
    assert (words(left), words(right)) == (["0.80"], ["0.30"])


def test_a_range_is_shaded_where_the_table_has_one():
    table = pd.DataFrame({"k": [2, 3], "stability": [0.9, 0.8], "silhouette": [0.3, 0.2]})
    left, right = plot_scan(table.assign(stability_low=0.7, stability_high=[1.0, 0.9]), chosen=3).child_axes
    (band,) = left.collections
    assert band.get_paths()[0].get_extents().get_points().tolist() == [[2, 0.7], [3, 1.0]]
    assert len(right.collections) == 0


def test_an_unknown_measure_is_a_dash():
    table = pd.DataFrame({"k": [2], "stability": [0.9], "silhouette": [np.nan]})
    left, right = plot_scan(table, chosen=2).child_axes
    assert (words(left), words(right)) == (["0.90"], ["–"])


def test_a_number_that_was_not_tried_is_refused():
    with pytest.raises(ValueError, match=r"one of the numbers tried, \[2\]; got 5"):
        plot_scan(pd.DataFrame({"k": [2], "stability": [1.0], "silhouette": [1.0]}), chosen=5)


def test_other_measures_can_be_scanned_but_only_two():
    table = pd.DataFrame({"k": [2], "a": [1.0], "b": [0.5]})
    assert [p.get_title(loc="left") for p in plot_scan(table, chosen=2, measures={"a": "A", "b": "B"}).child_axes] == [
        "A",
        "B",
    ]
    with pytest.raises(ValueError, match="two columns; got 1"):
        plot_scan(table, chosen=2, measures={"a": "A"})


def test_months_are_drawn_in_order_and_the_last_value_is_written():
    table = months(5)
    ax = plot_monthly(table.iloc[::-1], currency="EUR")
    assert ax.lines[0].get_ydata().tolist() == table["value"].tolist()
    assert words(ax) == ["€2,000"]
    assert ax.get_ylim()[0] == 0


def test_a_month_that_is_not_over_stands_apart():
    ax = plot_monthly(months(4).assign(complete=[True, True, True, False]))
    assert len(ax.lines[0].get_ydata()) == 3 and ax.lines[1].get_ydata().tolist() == [1000.0]
    assert words(ax) == ["3,000"]
    assert "hollow: month not over" in ax.get_title(loc="left")


def test_a_month_without_a_value_leaves_a_gap():
    ax = plot_monthly(months(3).assign(value=[1.0, np.nan, 3.0]))
    assert np.isnan(ax.lines[0].get_ydata()[1])


def test_a_month_given_twice_is_refused():
    with pytest.raises(ValueError, match="must hold each cell once"):
        plot_monthly(pd.concat([months(2), months(1)]))


@pytest.mark.parametrize("n", [1, 2, 5, 6, 13, 30, 61, 200])
def test_at_most_five_months_are_named(n):
    assert 1 <= len(_ticks(list(months(n)["month"]))) <= 5


def test_tracking_follows_the_forecast_once_weeks_are_not_seen():
    table = tracking(10, 6, 1.1)
    ax = plot_tracking(table.iloc[::-1])
    came, expected, edge = ax.lines[:3]
    assert came.get_ydata().tolist() == table["actual"].tolist()
    assert expected.get_ydata().tolist() == [*table["expected"][:6], *table["forecast"][6:]]
    assert edge.get_xdata() == [6.0, 6.0]
    assert sorted(words(ax)) == ["3,920 expected", "4,400 came"]


def test_tracking_without_weeks_held_out_has_no_edge():
    ax = plot_tracking(tracking(10, 10, 1.0).drop(columns="forecast"))
    assert "not seen" not in ax.get_title(loc="left")


@pytest.mark.parametrize("inches", [7.2, 5.0])
def test_no_interval_crosses_the_words_of_the_line_of_true_predictions(inches):
    predicted = np.array([0.31, 0.38, 0.41, 0.45, 0.52])
    observed = predicted - 0.03
    rows = {"predicted": predicted, "observed": observed, "low": observed - 0.07, "high": observed + 0.07}
    ax = plot_calibration(pd.DataFrame(rows))
    ax.figure.set_size_inches(inches, 3.6)
    ax.figure.draw_without_rendering()
    words = next(text for text in ax.texts if text.get_text() == "as predicted").get_window_extent()
    for x, low, high in zip(predicted, rows["low"], rows["high"], strict=True):
        (left, bottom), (_, top) = ax.transData.transform([(x, low), (x, high)])
        assert not (words.x0 < left < words.x1 and bottom < words.y1 and top > words.y0)
