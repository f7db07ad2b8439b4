"""How do the segments differ? Their centres, trait by trait, in standard deviations from the average customer."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.heat import draw_cells, draw_key
from seglib.plots.labels import name
from seglib.plots.palette import DIVERGING, INK
from seglib.plots.style import SMALL, drawing, keep_width, row_heights

LIMIT = 2.0
MOST_FLAT = 2
COLUMNS_WIDTH = 56  # in characters, of all columns


def plot_profile(
    table: pd.DataFrame,
    *,
    value_label: str = "Standard deviations from the average customer",
    ends: tuple[str, str] = ("lower", "higher"),
    ax: Axes | None = None,
) -> Axes:
    """Draw segments by traits; the number is the standardised centre, the colour the same.

    Whichever there are more of, segments or traits, goes down the rows, so that names have room. Names of columns stand
    upright where their words do not fit.

    Parameters
    ----------
    table : pandas.DataFrame
        `segment_name`, `trait` and `z`, one row a cell, in the order of presentation.
    value_label : str
        What the colour means.
    ends : (str, str)
        Words for the two ends of the colours.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        With one text a cell, such as "+1.2".

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a cell occurs twice.
    """
    keys = ["segment_name", "trait"]
    check_table(table, [*keys, "z"], "plot_profile")
    check_unique(table, keys, "plot_profile")
    segments, traits = (list(table[key].unique()) for key in keys)
    grid = table.pivot(index="segment_name", columns="trait", values="z").reindex(index=segments, columns=traits)
    if len(traits) > len(segments):
        grid = grid.T
    width = COLUMNS_WIDTH // grid.shape[1]
    flat = max(len(word) for value in grid.columns for word in name(value).split()) <= width
    rows = [name(value, width=28, lines=2) for value in grid.index]
    columns = [name(value, width=width, lines=5) if flat else name(value) for value in grid.columns]
    tall = max(text.count("\n") + 1 for text in columns) * 0.2 if flat else max(map(_longest, columns)) * 0.085
    size = SMALL if grid.shape[1] <= 9 else 9.0
    with drawing(ax, height=0.8 + tall + sum(row_heights(rows))) as ax:
        if not flat or grid.shape[1] > MOST_FLAT:
            keep_width(ax)
        draw_cells(ax, grid, texts=grid.map(_signed), colormap=DIVERGING, low=-LIMIT, high=LIMIT, size=size)
        ax.set_yticks([i + 0.5 for i in range(len(rows))], labels=rows, rotation=0)
        ax.xaxis.tick_top()
        ax.set_xticks([i + 0.5 for i in range(len(columns))], labels=columns, rotation=0 if flat else 90)
        ax.tick_params(length=0, labelcolor=INK)
        draw_key(ax, colormap=DIVERGING, ends=ends, meaning=value_label, below=True)
    return ax


def _longest(text: str) -> int:
    return max(map(len, text.split("\n")))


def _signed(z: float) -> str:
    """Write one decimal with a true minus; what rounds to nothing has no sign."""
    if pd.isna(z):
        return ""
    text = f"{abs(z):.1f}"
    return text if text == "0.0" else ("+" if z > 0 else "\u2212") + text
