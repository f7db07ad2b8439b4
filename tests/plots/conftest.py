"""Figures are closed after each test; each figure of the gallery is drawn once for all that is asked of it."""

import warnings

import matplotlib as mpl
import pytest
from figure_gallery import GALLERY, Drawn, read_texts
from matplotlib import pyplot as plt

from seglib.plots.style import FULL_WIDTH
from seglib.report.svg import PHONE_INCHES


@pytest.fixture(autouse=True)
def close_figures():
    """Leave no figure open for the next test."""
    yield
    plt.close("all")


@pytest.fixture(scope="session", params=GALLERY, ids=list(GALLERY))
def on_a_phone(request):
    """Texts of one figure of the gallery as a phone shows it; None where the figure keeps its width."""
    plot, table, options = GALLERY[request.param]
    figure = plot(table.copy(deep=True), **options).figure
    if figure.get_label() == FULL_WIDTH:
        texts = None
    else:
        figure.set_figwidth(PHONE_INCHES)
        texts = read_texts(figure)
    plt.close(figure)
    return texts


@pytest.fixture(scope="session", params=GALLERY, ids=list(GALLERY))
def drawn(request):
    """One figure of the gallery, drawn on a new canvas, and what came of it."""
    plot, table, options = GALLERY[request.param]
    given, settings = table.copy(deep=True), dict(mpl.rcParams)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", UserWarning)  # a missing glyph, a layout that does not fit
        figure = plot(given, **options).figure
        texts = read_texts(figure)
    changed = {key for key, value in mpl.rcParams.items() if settings[key] != value}
    canvas, inches, title = figure.canvas.get_width_height(), figure.get_figwidth(), figure.get_suptitle()
    plt.close(figure)
    return Drawn(texts, canvas, inches, title, [str(w.message) for w in warned], changed, given.equals(table))
