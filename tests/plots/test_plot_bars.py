"""Figures made of bars: their lengths are the table's numbers, their texts say the same."""

import numpy as np
import pandas as pd
import pytest
from figure_gallery import SEGMENTS, balance, summary

from seglib.plots import palette, plot_coverage, plot_lifecycle, plot_segment_bars, plot_waterfall, segment_colors


def spans(ax):
    """Left end and length of each bar, in the order drawn."""
    return [(bar.get_x(), bar.get_width()) for bar in ax.patches]


def words(ax):
    return [text.get_text() for text in ax.texts]


def rows(ax):
    return [label.get_text() for label in ax.get_yticklabels()]


def test_the_waterfall_takes_each_loss_off_where_the_last_one_ended():
    table = balance(("In", 100, "total"), ("A", 30, "loss"), ("B", 20, "loss"), ("Used", 50, "end"))
    ax = plot_waterfall(table)
    assert spans(ax) == [(0, 100), (0, 50), (70, 30), (50, 20)]
    assert words(ax) == ["100 (100%)", "50 (50.0%)", "30 (30.0%)", "20 (20.0%)"]
    assert rows(ax) == ["In", "A", "B", "Used"] and ax.child_axes == []


def test_small_losses_are_enlarged_and_the_figure_says_how_much():
    table = balance(("In", 61234, "total"), ("A", 210, "loss"), ("B", 45, "loss"), ("Used", 60979, "end"))
    ax = plot_waterfall(table)
    (panel,) = ax.child_axes
    assert spans(ax) == [(0, 61234), (0, 60979)]
    assert spans(panel) == [(61024, 210), (60979, 45)]
    # the panel shows 1.2 times the 255 rows lost, and 61,234 / 306 is 200
    assert panel.get_xlim() == pytest.approx((61234 - 306, 61234))
    assert words(panel) == ["scale enlarged 200 times", "210 (0.3%)", "45 (0.1%)"]


def test_losses_of_a_fifth_are_not_enlarged():
    assert plot_waterfall(balance(("In", 10, "total"), ("A", 2, "loss"), ("Used", 8, "end"))).child_axes == []


def test_rows_that_do_not_balance_are_refused():
    with pytest.raises(ValueError, match="total less losses is the end; got 10 - 3, and 8 at the end"):
        plot_waterfall(balance(("In", 10, "total"), ("A", 3, "loss"), ("Used", 8, "end")))
    with pytest.raises(ValueError, match="must balance"):
        plot_waterfall(balance(("In", 10, "total"), ("A", -1, "loss"), ("Used", 11, "end")))


@pytest.mark.parametrize("kinds", [["total"], ["end", "total"], ["total", "lost", "end"], ["total", "end", "loss"]])
def test_kinds_out_of_order_are_refused(kinds):
    with pytest.raises(ValueError, match="one 'total', then only 'loss', then one 'end'"):
        plot_waterfall(pd.DataFrame({"label": "x", "rows": 0, "kind": kinds}))


def test_fields_are_sorted_within_their_table():
    table = pd.DataFrame(
        {"table": ["b", "a", "b", "a"], "column": ["b1", "a1", "b2", "a2"], "share": [0.1, 0.0, 0.7, 1.0]}
    )
    ax = plot_coverage(table)
    assert rows(ax) == ["b", "b2", "b1", "a", "a2", "a1"]
    assert [length for _, length in spans(ax)][1::2] == [0.7, 0.1, 1.0, 0.0]  # each bar comes after its track
    assert words(ax) == ["70%", "10%", "100%", "0%"]


def test_many_fields_without_gaps_share_a_row():
    shares = [1.0] * 15 + [0.5] * 3 + [1.0] + [0.2] * 2
    table = pd.DataFrame({"table": ["a"] * 18 + ["b"] * 3, "column": [f"f{i}" for i in range(21)], "share": shares})
    # a single field without gaps keeps its name
    assert rows(plot_coverage(table)) == ["a", "15 fields without gaps", "f15", "f16", "f17", "b", "f18", "f19", "f20"]
    # twenty fields are all named: two titles and twenty rows
    assert len(rows(plot_coverage(table[:-1]))) == 22


@pytest.mark.parametrize("share", [-0.1, 1.01, np.nan])
def test_a_share_out_of_range_is_refused(share):
    with pytest.raises(ValueError, match=r"must be in \[0, 1\]; got .* for 'c'"):
        plot_coverage(pd.DataFrame({"table": ["t"], "column": ["c"], "share": [share]}))


def test_segments_are_sorted_by_money_and_the_first_says_what_is_compared():
    table = pd.DataFrame({"segment_name": ["A", "B"], "share": [0.75, 0.25], "margin_share": [-0.2, 1.2]})
    ax = plot_segment_bars(table)
    assert rows(ax) == ["B", "A"]
    assert [length for _, length in spans(ax)] == [0.25, 0.75, 1.2, -0.2]
    assert words(ax) == ["25% of customers", "75%", "120% of margin", "−20%"]


def test_the_text_of_a_bar_below_zero_stands_right_of_zero():
    ax = plot_segment_bars(pd.DataFrame({"segment_name": ["A"], "share": [1.0], "margin_share": [-0.2]}))
    assert ax.texts[1].xy[0] == 0


def test_an_unknown_share_is_a_dash_without_a_bar():
    table = pd.DataFrame({"segment_name": ["A", "B"], "share": [0.4, 0.6], "margin_share": [1.0, np.nan]})
    ax = plot_segment_bars(table)
    assert rows(ax) == ["A", "B"]
    assert spans(ax)[3] == (0, 0) and words(ax)[3] == "–"


def test_where_no_money_is_known_customers_alone_are_drawn():
    table = pd.DataFrame({"segment_name": ["A", "B"], "share": [0.4, 0.6], "margin_share": [np.nan, np.nan]})
    ax = plot_segment_bars(table)
    assert rows(ax) == ["B", "A"]
    assert words(ax) == ["60% of customers", "40%"]


def test_segments_keep_their_colours():
    colors = segment_colors(SEGMENTS[:3])
    ax = plot_segment_bars(summary(3), colors=colors)
    drawn = [palette.to_rgb(bar.get_facecolor()) for bar in ax.patches[3:]]
    assert drawn == [palette.to_rgb(colors[segment]) for segment in SEGMENTS[:3]]


def test_stages_keep_their_order_with_customers_left_and_money_right():
    table = pd.DataFrame({"segment_name": ["First", "Lost"], "n": [30, 40], "total_margin": [-50.0, 12_000.0]})
    left, right = plot_lifecycle(table, currency="EUR").child_axes
    assert rows(left) == ["First", "Lost"] and rows(right) == ["", ""]
    assert ([w for _, w in spans(left)], words(left)) == ([30, 40], ["30", "40"])
    assert ([w for _, w in spans(right)], words(right)) == ([-50, 12_000], ["−€50", "€12K"])
