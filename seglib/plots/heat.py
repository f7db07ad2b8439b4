"""How is a grid of values drawn? Coloured cells with their text, and a key that says what the colour means."""

from __future__ import annotations

import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.offsetbox import AnnotationBbox, DrawingArea, HPacker, TextArea
from matplotlib.patches import Rectangle

from seglib.plots.palette import INK, PAPER, SOFT, shade, text_on
from seglib.plots.style import SMALL, keep_width

MOST_COLUMNS = 10  # with texts, in the width of a phone
KEY_WIDTH, KEY_HEIGHT, KEY_STEPS = 84.0, 9.0, 28


def draw_cells(
    ax: Axes,
    grid: pd.DataFrame,
    *,
    texts: pd.DataFrame | None,
    colormap: Colormap,
    low: float,
    high: float,
    size: float = SMALL,
) -> None:
    """Draw one cell per value, the first row at the top; missing values stay white.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    grid : pandas.DataFrame
        Values, rows × columns.
    texts : pandas.DataFrame or None
        Text of each cell in the same shape; None for cells without text.
    colormap : Colormap
        `SEQUENTIAL` or `DIVERGING` of the palette.
    low, high : float
        Ends of the colour scale.
    size : float, default 10.5
        Size of the texts, in points.
    """
    top = high if high > low else low + 1.0
    lines = 1.5 if grid.size <= 400 else 0.4
    sns.heatmap(
        grid.astype(float),
        ax=ax,
        cmap=colormap,
        vmin=low,
        vmax=top,
        cbar=False,
        linewidths=lines,
        linecolor=PAPER,
        xticklabels=False,
        yticklabels=False,
    )
    ax.set(xlabel="", ylabel="")
    if texts is None:
        return
    if grid.shape[1] > MOST_COLUMNS:
        keep_width(ax)
    for row in range(len(grid)):
        for column in range(grid.shape[1]):
            value, text = grid.iat[row, column], texts.iat[row, column]
            if pd.notna(value) and text:  # missing values have no cell
                color = text_on(shade(colormap, float(value), low, top))
                ax.text(column + 0.5, row + 0.5, text, ha="center", va="center", color=color, fontsize=size)


def draw_key(ax: Axes, *, colormap: Colormap, ends: tuple[str, str], meaning: str, below: bool = False) -> None:
    """Draw the key of the colours in one line at the right end of the axes.

    Parameters
    ----------
    ax : Axes
        The axes with the cells, changed in place.
    colormap : Colormap
        As for the cells.
    ends : (str, str)
        What the first and the last colour stand for.
    meaning : str
        What is measured.
    below : bool, default False
        Under the cells instead of above them.
    """
    text = {"fontsize": SMALL, "color": SOFT}
    strip = DrawingArea(KEY_WIDTH, KEY_HEIGHT)
    step = KEY_WIDTH / KEY_STEPS
    for i in range(KEY_STEPS):
        color = colormap(i / (KEY_STEPS - 1))
        to_the_end = KEY_WIDTH - i * step  # each covers the one before, so that no seam shows between them
        strip.add_artist(Rectangle((i * step, 0), to_the_end, KEY_HEIGHT, facecolor=color, linewidth=0))
    parts = [TextArea(meaning, textprops=text | {"color": INK}), TextArea(ends[0], textprops=text), strip]
    line = HPacker(children=[*parts, TextArea(ends[1], textprops=text)], align="center", pad=0, sep=6)
    place = {"xy": (1, 0), "xybox": (0, -10), "box_alignment": (1, 1)}
    if not below:
        place = {"xy": (1, 1), "xybox": (0, 27), "box_alignment": (1, 0)}
    ax.add_artist(
        AnnotationBbox(
            line,
            xycoords="axes fraction",
            boxcoords="offset points",
            frameon=False,
            pad=0,
            annotation_clip=False,
            **place,
        )
    )


def remark(ax: Axes, text: str, *, outside: bool = False) -> None:
    """Write a few words above the left end of the cells.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    text : str
        The words.
    outside : bool, default False
        Over the names of the rows instead of over the cells.
    """
    ax.annotate(
        text,
        (0, 1),
        (-6 if outside else 0, 9),
        xycoords="axes fraction",
        textcoords="offset points",
        ha="right" if outside else "left",
        color=SOFT,
        fontsize=SMALL,
        annotation_clip=False,
    )
