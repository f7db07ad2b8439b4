"""What is no table for a figure is refused with the reason, and leaves no figure behind."""

import pandas as pd
import pytest
from figure_gallery import GALLERY
from matplotlib import pyplot as plt

from seglib import plots
from seglib.plots.style import drawing

FIRST = {plot.__name__: (plot, table, options) for plot, table, options in reversed(GALLERY.values())}


def test_every_figure_is_in_the_gallery():
    assert set(FIRST) == {name for name in plots.__all__ if name.startswith("plot_")}


@pytest.mark.parametrize("name", list(FIRST))
def test_a_missing_column_is_named(name):
    plot, table, options = FIRST[name]
    column = table.columns[0]
    with pytest.raises(ValueError, match=f"table of `{name}` must have the column `{column}`; got"):
        plot(table.drop(columns=column), **options)
    assert plt.get_fignums() == []


@pytest.mark.parametrize("name", list(FIRST))
def test_a_table_without_rows_is_refused(name):
    plot, table, options = FIRST[name]
    with pytest.raises(ValueError, match="must have at least one row; got 0 rows"):
        plot(table[:0], **options)
    assert plt.get_fignums() == []


def test_what_is_no_table_is_refused():
    with pytest.raises(TypeError, match="must be a pandas DataFrame; got list"):
        plots.plot_whale([])


def test_a_figure_that_fails_is_closed_and_a_given_one_is_left():
    figure, given = plt.subplots()
    with pytest.raises(RuntimeError), drawing():
        raise RuntimeError
    with pytest.raises(RuntimeError), drawing(given):
        raise RuntimeError
    assert plt.get_fignums() == [figure.number]


def test_one_row_of_numbers_may_have_any_index():
    table = pd.DataFrame({"month": ["2024-01-01", "2024-02-01"], "value": [1, 2]}, index=[7, 7])
    assert plots.plot_monthly(table).lines[0].get_ydata().tolist() == [1, 2]


def test_missing_values_of_nullable_columns_are_dashes():
    table = pd.DataFrame({"segment_name": ["A", None], "n": [1, None], "total_margin": [None, 2.5]})
    left, right = plots.plot_lifecycle(table.convert_dtypes()).child_axes
    assert [text.get_text() for text in (*left.texts, *right.texts)] == ["1", "–", "–", "2.5"]
    bars = plots.plot_segment_bars(table.convert_dtypes(), share_columns=("n", "total_margin"))
    assert [text.get_text() for text in bars.texts] == ["– of customers", "100%", "250% of margin", "–"]
