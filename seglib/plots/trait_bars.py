"""Who are the customers? The groups of each trait as bars, the traits in two columns of panels."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.transforms import blended_transform_factory

from seglib.plots.checks import check_table
from seglib.plots.labels import name, percent
from seglib.plots.palette import ACCENT, INK, QUIET, SOFT
from seglib.plots.style import SMALL, drawing, name_rows, panels, row_heights, subtitle

BAR = 0.13
COLUMNS = ((0.0, 0.25, 0.15), (0.52, 0.78, 0.15))
"""Left edge of a column's names, then left edge and width of its bars, as fractions of the figure."""

ALONE = ((0.0, 0.25, 0.6),)
"""The same for a single trait."""

LETTERS = 13  # a line of a group's name
HEADING = 0.42


def plot_trait_bars(
    table: pd.DataFrame,
    *,
    share_columns: tuple[str, str] = ("share", "margin_share"),
    labels: tuple[str, str] = ("of customers", "of margin"),
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw a bar a group for its share of the customers, and a mark for its share of the money.

    Parameters
    ----------
    table : pandas.DataFrame
        `trait`, `group`, `told` (false for customers who are not known, and for small groups together) and the two
        share columns (fractions; the second may be missing, and is then not drawn), traits and groups in the order of
        presentation.
    share_columns : (str, str), default ("share", "margin_share")
        Columns of the bars and of the marks.
    labels : (str, str)
        What they are shares of.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        A bar and a text a group, all traits on one scale; groups that are not told apart have a hollow bar.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    bar, mark = share_columns
    check_table(table, ["trait", "group", "told", bar, mark], "plot_trait_bars")
    traits = [(trait, own) for trait, own in table.groupby("trait", sort=False)]
    heights = [[HEADING, *row_heights(_names(own), least=0.24, size=SMALL)] for _, own in traits]
    first = _break([sum(one) for one in heights])
    parts = [part for part in (slice(0, first), slice(first, None)) if traits[part]]
    tallest = max(sum(map(sum, heights[part])) for part in parts)
    longest = float(table[[bar, mark]].fillna(0.0).max().max()) or 1.0
    marked = bool(table[mark].notna().any())
    places = COLUMNS if len(parts) == 2 else ALONE
    with drawing(ax, height=0.4 + tallest) as ax:
        columns = panels(ax, [span for _, *span in places])
        for panel, part, (left, *_) in zip(columns, parts, places, strict=True):
            _draw(panel, traits[part], heights[part], tallest, share_columns, language)
            panel.set_xlim(0, 1.03 * longest)
            for y, (trait, _) in zip(_tops(heights[part]), traits[part], strict=True):
                where = blended_transform_factory(ax.transAxes, panel.transData)
                ax.text(left, y + 0.3, name(trait, width=30), transform=where, weight="bold", va="center", color=INK)
        subtitle(ax, f"Bars: share {labels[0]}" + (f"; upright lines: share {labels[1]}" if marked else ""))
    return ax


def _draw(
    panel: Axes, traits: list, heights: list[list[float]], tallest: float, columns: tuple[str, str], language: str
) -> None:
    rows = [row for _, own in traits for row in [None, *own.to_dict("records")]]
    names = ["" if row is None else name(row["group"], width=LETTERS) for row in rows]
    middles = name_rows(panel, names, [height for one in heights for height in one], size=SMALL)
    panel.set_ylim(tallest, 0)
    panel.set_xticks([])
    for y, row in zip(middles, rows, strict=True):
        if row is None:
            continue
        share, other = row[columns[0]], row[columns[1]]
        panel.barh(y, share, height=BAR, color=QUIET if row["told"] else "none", edgecolor=QUIET, linewidth=1)
        if pd.notna(other):
            panel.plot([max(other, 0.0)] * 2, [y - BAR, y + BAR], color=ACCENT, linewidth=2.5, solid_capstyle="butt")
        panel.annotate(
            percent(share, language=language), (1, y), (31, 0), xycoords=("axes fraction", "data"),
            textcoords="offset points", ha="right", va="center_baseline", size=SMALL, color=SOFT, annotation_clip=False,
        )  # fmt: skip


def _names(own: pd.DataFrame) -> list[str]:
    return [name(group, width=LETTERS) for group in own["group"]]


def _tops(heights: list[list[float]]) -> list[float]:
    sums = [sum(one) for one in heights]
    return [sum(sums[:i]) for i in range(len(sums))]


def _break(heights: list[float]) -> int:
    """How many traits stand in the first column, so that the longer column is as short as can be."""
    return min(range(1, len(heights) + 1), key=lambda first: max(sum(heights[:first]), sum(heights[first:])))
