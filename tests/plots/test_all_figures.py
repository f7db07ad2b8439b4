"""What is promised for every figure, on a gallery of ordinary and awkward tables."""

import subprocess
import sys
import warnings

import matplotlib as mpl
from matplotlib import pyplot as plt


def test_every_text_lies_on_the_canvas(example, drawn):
    plot, table, options = example
    figure = plot(table, **options).figure
    width, height = figure.canvas.get_width_height()
    for text in drawn(figure):
        assert text.left >= -1 and text.right <= width + 1, text
        assert text.bottom >= -1 and text.top <= height + 1, text


def test_no_text_covers_another(example, drawn):
    plot, table, options = example
    texts = drawn(plot(table, **options).figure)
    covered = [(a.text, b.text) for i, a in enumerate(texts) for b in texts[i + 1 :] if a.overlaps(b)]
    assert covered == []


def test_texts_are_at_least_nine_points(example, drawn):
    plot, table, options = example
    assert min(text.size for text in drawn(plot(table, **options).figure)) >= 9


def test_a_new_figure_has_the_width_of_the_column_and_no_title(example):
    plot, table, options = example
    figure = plot(table, **options).figure
    assert figure.get_figwidth() == 7.2
    assert figure.get_suptitle() == ""


def test_drawing_warns_of_nothing(example):
    plot, table, options = example
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)  # a missing glyph, a layout that does not fit
        plot(table, **options).figure.canvas.draw()


def test_the_table_is_not_changed(example):
    plot, table, options = example
    before = table.copy(deep=True)
    plot(table, **options)
    assert table.equals(before) and list(table.index) == list(before.index)


def test_given_axes_are_drawn_on_and_returned(example):
    plot, table, options = example
    figure, ax = plt.subplots()
    assert plot(table, ax=ax, **options) is ax
    assert plt.get_fignums() == [figure.number]


def test_no_option_of_matplotlib_changes(example):
    plot, table, options = example
    before = dict(mpl.rcParams)
    plot(table, **options).figure.canvas.draw()
    assert dict(mpl.rcParams) == before


def test_importing_the_room_changes_no_option():
    # a fresh process, since this one has imported the room already
    code = (
        "import matplotlib as mpl; mpl.use('agg'); before = dict(mpl.rcParams); import seglib.plots;"
        "changed = [k for k, v in mpl.rcParams.items() if before[k] != v]; raise SystemExit(str(changed or '') or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
