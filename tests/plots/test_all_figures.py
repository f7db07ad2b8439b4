"""What is promised for every figure, on a gallery of ordinary and awkward tables."""

import subprocess
import sys

import pytest
from figure_gallery import GALLERY
from matplotlib import pyplot as plt


def test_every_text_lies_on_the_canvas(drawn):
    width, height = drawn.canvas
    for text in drawn.texts:
        assert text.left >= -1 and text.right <= width + 1, text
        assert text.bottom >= -1 and text.top <= height + 1, text


def test_no_text_covers_another(drawn):
    texts = drawn.texts
    covered = [(a.text, b.text) for i, a in enumerate(texts) for b in texts[i + 1 :] if a.overlaps(b)]
    assert covered == []


def test_no_text_covers_another_on_a_phone(on_a_phone):
    texts = on_a_phone or []
    covered = [(a.text, b.text) for i, a in enumerate(texts) for b in texts[i + 1 :] if a.overlaps(b)]
    assert covered == []


def test_texts_are_at_least_nine_points(drawn):
    assert min(text.size for text in drawn.texts) >= 9


def test_a_new_figure_has_the_width_of_the_column_and_no_title(drawn):
    assert (drawn.inches_wide, drawn.title) == (7.2, "")


def test_drawing_warns_of_nothing_and_changes_neither_table_nor_options(drawn):
    assert (drawn.warnings, drawn.changed_options, drawn.table_unchanged) == ([], set(), True)


@pytest.mark.parametrize("name", list(GALLERY))
def test_given_axes_are_drawn_on_and_returned(name):
    plot, table, options = GALLERY[name]
    figure, ax = plt.subplots()
    assert plot(table, ax=ax, **options) is ax
    assert plt.get_fignums() == [figure.number]


def test_importing_the_room_changes_no_option():
    # a fresh process, since this one has imported the room already
    code = (
        "import matplotlib as mpl; mpl.use('agg'); before = dict(mpl.rcParams); import seglib.plots;"
        "changed = [k for k, v in mpl.rcParams.items() if before[k] != v]; raise SystemExit(str(changed or '') or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
