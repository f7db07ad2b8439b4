"""Which group does what, and how often? Shares in a grid, with a frame around those that differ beyond chance."""

from __future__ import annotations

import re

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from seglib.plots.checks import check_table, check_unique
from seglib.plots.heat import draw_cells, draw_key
from seglib.plots.labels import name, percent
from seglib.plots.palette import CLAY, INK, SEQUENTIAL
from seglib.plots.style import SMALL, drawing, row_heights

FRAME = "framed: more than chance"
FLAT = 2  # columns whose names stand level
LETTERS = 40  # in the width of all columns
UPRIGHT = 16  # in a line of a name that stands upright
WIDE, SHORT = 6, 4  # columns whose cells hold any share on a phone, and letters that cells of more columns hold
_SIGN = re.compile(r"\s?%")


def plot_share_grid(
    table: pd.DataFrame,
    *,
    rows: str = "category",
    columns: str = "group",
    value: str = "share",
    highlight: str | None = None,
    value_label: str = "Share of customers",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw one cell a row of the table.

    Parameters
    ----------
    table : pandas.DataFrame
        The columns `rows`, `columns` and `value` (a fraction), in the order of presentation; cells that are missing
        stay white.
    rows, columns, value : str
        Columns with the names of rows and columns of the grid, and with the shares.
    highlight : str, optional
        Column that says of each cell whether it is framed.
    value_label : str
        What the shares are of.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        With one text a cell.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a cell occurs twice.
    """
    check_table(table, [rows, columns, value, *([highlight] if highlight else [])], "plot_share_grid")
    check_unique(table, [rows, columns], "plot_share_grid")
    names, heads = (list(table[key].unique()) for key in (rows, columns))
    grid = table.pivot(index=rows, columns=columns, values=value).reindex(index=names, columns=heads).astype(float)
    texts = grid.map(lambda share: percent(share, language=language))
    narrow = len(heads) > WIDE and bool((texts.map(len) > SHORT).any(axis=None))  # the sign then stands in the key
    texts = texts.map(lambda text: _SIGN.sub("", text)) if narrow else texts
    left = [name(one, width=20, lines=2) for one in names]
    flat = len(heads) <= FLAT
    top = [name(one, width=LETTERS // len(heads) if flat else UPRIGHT, lines=3 if flat else 2) for one in heads]
    room = 0.2 * max(text.count("\n") + 1 for text in top) if flat else 0.085 * UPRIGHT
    with drawing(ax, height=0.75 + room + sum(row_heights(left, least=0.36, size=SMALL))) as ax:
        low, high = float(grid.min(axis=None)), float(grid.max(axis=None))
        draw_cells(ax, grid, texts=texts, colormap=SEQUENTIAL, low=low, high=high)
        ax.set_yticks([i + 0.5 for i in range(len(names))], labels=left, rotation=0)
        ax.xaxis.tick_top()
        ax.set_xticks([i + 0.5 for i in range(len(heads))], labels=top, rotation=0 if flat else 90)
        ax.tick_params(axis="both", labelsize=SMALL, labelcolor=INK)
        marked = table[table[highlight].astype(bool)] if highlight else table[:0]
        for row, column in zip(marked[rows], marked[columns], strict=True):
            corner = (heads.index(column) + 0.03, names.index(row) + 0.06)
            ax.add_patch(Rectangle(corner, 0.94, 0.88, fill=False, edgecolor=CLAY, linewidth=2.2))
        meaning = f"{value_label}, %" if narrow else value_label
        meaning = f"{meaning} ({FRAME})" if len(marked) else meaning
        ends = [percent(end, language=language) for end in (low, high)]
        ends = tuple(_SIGN.sub("", end) if narrow else end for end in ends)
        draw_key(ax, colormap=SEQUENTIAL, ends=ends, meaning=meaning, below=True)
    return ax
