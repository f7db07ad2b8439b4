"""Which segments bring the money? Each one's share of the customers beside its share of the money."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import name, percent
from seglib.plots.palette import ACCENT, INK, QUIET, SOFT
from seglib.plots.style import drawing, name_rows, row_heights, write_beside

BAR = 0.18


def plot_segment_bars(
    summary: pd.DataFrame,
    *,
    share_columns: tuple[str, str] = ("share", "margin_share"),
    labels: tuple[str, str] = ("of customers", "of margin"),
    colors: Mapping[str, str] | None = None,
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw two bars per segment, sorted by the second share.

    Parameters
    ----------
    summary : pandas.DataFrame
        `segment_name` and the two share columns (fractions; the second may be negative or missing), one row a segment.
        Where the second is missing for all of them, only the first is drawn, and sorts.
    share_columns : (str, str), default ("share", "margin_share")
        Columns to compare.
    labels : (str, str)
        What they are shares of, written beside the first segment's bars.
    colors : mapping of str to str, optional
        Colour of each segment's second bar, such as from `segment_colors`; all the same by default.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Two bars and two texts a segment, or one of each.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(summary, ["segment_name", *share_columns], "plot_segment_bars")
    shown = share_columns if summary[share_columns[1]].notna().any() else share_columns[:1]
    rows = summary.sort_values(shown[-1], ascending=False, kind="stable", na_position="last")
    names = [name(value) for value in rows["segment_name"]]
    heights = row_heights(names, least=0.56)
    decimals = 1 if rows[list(shown)].max(axis=None) < 0.05 else 0  # else all of them would be written alike
    with drawing(ax, height=0.3 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights)
        ax.set_xticks([])
        for part, (column, where) in enumerate(zip(shown, (-0.1, 0.1) if len(shown) == 2 else (0.0,), strict=True)):
            for y, segment, share in zip(middles, rows["segment_name"], rows[column], strict=True):
                length = float(share) if pd.notna(share) else 0.0  # a missing share is a dash without a bar
                color = (colors or {}).get(segment, ACCENT) if part else QUIET
                ax.barh(y + where, length, height=BAR, color=color)
                text = percent(share, decimals=decimals, language=language) + (
                    f" {labels[part]}" if y == middles[0] else ""
                )
                write_beside(
                    ax, length, y + where, text, color=INK if part else SOFT, weight="bold" if part else "normal"
                )
        shares = summary[list(shown)].fillna(0.0)
        ax.set_xlim(min(0.0, float(shares.min().min())), float(shares.max().max()) or 1.0)
        ax.axvline(0, color=INK, linewidth=0.8)
    return ax
