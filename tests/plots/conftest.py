"""Figures are closed after each test; the gallery runs through whatever asks for an `example`."""

import pytest
from figure_gallery import GALLERY, read_texts
from matplotlib import pyplot as plt


@pytest.fixture(autouse=True)
def close_figures():
    """Leave no figure open for the next test."""
    yield
    plt.close("all")


@pytest.fixture
def drawn():
    """Every text of a figure as drawn, with its box on the canvas."""
    return read_texts


@pytest.fixture(params=GALLERY, ids=list(GALLERY))
def example(request):
    """One figure of the gallery: function, table, options."""
    return GALLERY[request.param]
