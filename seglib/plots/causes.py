"""Why did sizes change? For each row, what each cause added or took away, from a common zero."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import FuncFormatter, MaxNLocator

from seglib.plots.checks import check_table
from seglib.plots.labels import count, name
from seglib.plots.palette import ACCENT, CLAY, INK, QUIET, RULE
from seglib.plots.style import SMALL, drawing, name_rows, row_heights

COLORS = (ACCENT, CLAY, QUIET)
BAR = 0.2


def plot_causes(
    table: pd.DataFrame,
    causes: Mapping[str, str],
    *,
    sum_label: str = "Together",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw for each row the parts that add and those that take away, each from zero on, in the order of the causes.

    Parameters
    ----------
    table : pandas.DataFrame
        `segment_name`, and a column for each cause, positive or negative.
    causes : mapping of str to str
        Column of each cause, three at most, and the words for it.
    sum_label : str
        What the mark means.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        One row of bars each, and a mark at the sum of all parts.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(table, ["segment_name", *causes], "plot_causes")
    names = [name(one) for one in table["segment_name"]]
    heights = row_heights(names, least=0.4)
    with drawing(ax, height=1.0 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights)
        for y, row in zip(middles, table[list(causes)].to_numpy(float), strict=True):
            ends = {True: 0.0, False: 0.0}
            for value, color in zip(row, COLORS, strict=False):
                ax.barh(y, value, left=ends[value > 0], height=BAR, color=color)
                ends[value > 0] += value
            ax.plot([row.sum()], [y], "D", color=INK, markersize=5, zorder=5)
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.grid(axis="x", color=RULE)
        ax.xaxis.set_major_locator(MaxNLocator(nbins=3, integer=True))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda v, _: ("+" if v > 0 else "") + count(v, language=language)))
        handles = [Patch(color=color, label=words) for color, words in zip(COLORS, causes.values(), strict=False)]
        handles.append(Line2D([], [], color=INK, marker="D", markersize=5, linestyle="", label=sum_label))
        ax.legend(
            handles=handles, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(handles), frameon=False,
            fontsize=SMALL, borderaxespad=0.2, handlelength=0.8, handletextpad=0.4, columnspacing=0.9,
        )  # fmt: skip
    return ax
