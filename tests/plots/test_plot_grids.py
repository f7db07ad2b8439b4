"""Figures made of cells: each value in its place, each text in its cell."""

import numpy as np
import pandas as pd
import pytest
from figure_gallery import SEGMENTS, centres, retention, rfm_cells

from seglib.plots import plot_cohorts, plot_profile, plot_rfm_grid, plot_share_grid


def cells(ax):
    """The drawn values, top row first."""
    return ax.collections[0].get_array()


def texts(ax):
    """Text of each cell by (column, row)."""
    return {
        (int(t.get_position()[0]), int(t.get_position()[1])): t.get_text() for t in ax.texts if t.get_ha() == "center"
    }


def names(labels):
    return [label.get_text() for label in labels]


def test_the_best_customers_are_top_right():
    table = pd.DataFrame({"r_score": [1, 3, 3], "f_score": [1, 1, 3], "n": [7, 8, 1234], "value": [10.0, 20.0, 90.0]})
    ax = plot_rfm_grid(table)
    assert cells(ax).shape == (3, 3) and cells(ax)[0, 2] == 90
    assert texts(ax) == {(0, 2): "7", (2, 2): "8", (2, 0): "1,234"}
    assert names(ax.get_xticklabels()) == ["1", "2", "3"] and names(ax.get_yticklabels()) == ["3", "2", "1"]


def test_the_grid_has_as_many_rows_as_bins():
    assert cells(plot_rfm_grid(rfm_cells(4))).shape == (4, 4)


def test_cells_without_customers_are_empty():
    table = pd.DataFrame({"r_score": [1, 2], "f_score": [1, 1], "n": [0, 5], "value": [np.nan, np.nan]})
    ax = plot_rfm_grid(table)
    assert texts(ax) == {(1, 0): "5"}  # known customers of unknown value are shown
    assert cells(ax).mask.tolist() == [[True, False]]


def test_a_cell_given_twice_is_refused():
    with pytest.raises(ValueError, match=r"r_score = .*1.*, f_score = .*1.* twice"):
        plot_rfm_grid(pd.DataFrame({"r_score": [1, 1], "f_score": [1, 1], "n": [1, 1], "value": [1.0, 1.0]}))


def test_cohorts_leave_out_the_first_month_and_name_their_size():
    ax = plot_cohorts(retention(4))
    # retention is 0.4 / month; the fourth cohort has no month after its first
    assert cells(ax)[0].tolist() == pytest.approx([0.4, 0.2, 0.4 / 3])
    assert texts(ax)[(1, 1)] == "20%" and (2, 1) not in texts(ax)
    assert names(ax.get_yticklabels()) == ["Jan 2024  100", "Feb 2024  101", "Mar 2024  102"]


def test_many_months_are_named_by_quarter_and_have_no_texts():
    ax = plot_cohorts(retention(24))
    assert texts(ax) == {}
    assert names(ax.get_xticklabels())[:4] == ["1", "3", "6", "9"]
    assert names(ax.get_yticklabels())[:2] == ["Jan 2024  100", "Apr 2024  103"]


def test_cohorts_need_a_month_after_the_first():
    with pytest.raises(ValueError, match="a period after the first"):
        plot_cohorts(retention(1))


def test_cohorts_may_be_quarters():
    ax = plot_cohorts(retention(12)[lambda t: t["cohort"].dt.month % 3 == 1], period="quarter")
    assert names(ax.get_yticklabels()) == ["Q1 2024  100", "Q2 2024  103", "Q3 2024  106", "Q4 2024  109"]
    with pytest.raises(ValueError, match="'month' or 'quarter'; got 'week'"):
        plot_cohorts(retention(2), period="week")


def test_column_names_lie_flat_where_their_words_fit():
    assert plot_profile(centres(4, 8)).get_xticklabels()[0].get_rotation() == 0
    assert plot_profile(centres(12, 15)).get_xticklabels()[0].get_rotation() == 90


def test_profiles_show_signed_numbers_in_the_given_order():
    table = pd.DataFrame(
        {"segment_name": ["B", "B", "A", "A"], "trait": ["y", "x", "y", "x"], "z": [1.24, -0.04, -2.5, np.nan]}
    )
    ax = plot_profile(table)
    assert names(ax.get_yticklabels()) == ["B", "A"] and names(ax.get_xticklabels()) == ["y", "x"]
    assert texts(ax) == {(0, 0): "+1.2", (1, 0): "0.0", (0, 1): "−2.5"}


@pytest.mark.parametrize(("n_segments", "n_traits", "rows"), [(3, 8, 8), (8, 3, 8), (4, 4, 4)])
def test_the_longer_side_goes_down(n_segments, n_traits, rows):
    ax = plot_profile(centres(n_segments, n_traits))
    assert len(ax.get_yticklabels()) == rows
    if n_segments >= n_traits:
        assert names(ax.get_yticklabels()) == SEGMENTS[:rows]


@pytest.mark.parametrize(("n", "share", "shown"), [(8, 0.995, "99,5"), (8, 0.5, "50\xa0%"), (4, 0.995, "99,5\xa0%")])
def test_many_columns_of_long_shares_have_their_sign_in_the_key(n, share, shown):
    table = pd.DataFrame({"category": "kept", "group": [f"g{i}" for i in range(n)], "share": share})
    ax = plot_share_grid(table, language="de")
    assert set(texts(ax).values()) == {shown}
