"""What did it bring, and to whom? A point and its interval for each group, under a heading for each campaign."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import amount, name, percent
from seglib.plots.palette import ACCENT, INK, QUIET, RULE
from seglib.plots.style import SIZE, SMALL, drawing, name_rows, row_heights, subtitle, swatch

COLORS = {True: ACCENT, False: QUIET}


def plot_forest(
    table: pd.DataFrame,
    *,
    value_label: str,
    currency: str | None = None,
    colors: Mapping[str, str] | None = None,
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw effects with their intervals, in the order of the table.

    Parameters
    ----------
    table : pandas.DataFrame
        `group` (a heading, where it changes), `label`, `effect`, `low`, `high`, `sure` (whether the interval lies on
        one side of what counts), and where there are such columns `goal`, what the effect has to reach, drawn as an
        upright mark, and `told`, the effect as it is written beside its row.
        Rows without an interval are left out.
    value_label : str
        What the scale means.
    currency : str, optional
        ISO 4217 code, where effects are money; left out, they are shares.
    colors : mapping of str to str, optional
        By `label`, the colour of a square beside it, such as from `known_colors`.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        A point, an interval and a number for each row, and a line at 0.

    Raises
    ------
    ValueError
        If a column is missing or there is no row with an interval.
    """
    check_table(table, ["group", "label", "effect", "low", "high", "sure"], "plot_forest")
    money = partial(amount, currency=currency or "", language=language)
    written = money if currency else partial(percent, language=language)
    known = table[table["low"].notna() & table["high"].notna()]
    check_table(known, ["group"], "plot_forest")
    lines: list[tuple[str, pd.Series | None]] = []
    for group, rows in known.groupby("group", sort=False):
        lines.append((name(group, width=30), None))
        lines += [(name(row["label"]), row) for _, row in rows.iterrows()]
    names = [text for text, _ in lines]
    keys = {one: color for one, color in (colors or {}).items() if one in set(known["label"])}
    heights = row_heights(names, least=0.34)
    with drawing(ax, height=0.7 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights)
        for y, label, (_, row) in zip(middles, ax.get_yticklabels(), lines, strict=True):
            if row is None:
                label.set(fontweight="bold", fontsize=SIZE)
                continue
            if keys:
                swatch(ax, y, keys.get(row["label"]))
            color = COLORS[bool(row["sure"])]
            ax.plot([row["low"], row["high"]], [y, y], color=color, linewidth=2.5, solid_capstyle="butt")
            ax.plot([row["effect"]], [y], marker="o", markersize=7, color=color)
            if pd.notna(row.get("goal")):
                ax.plot([row["goal"]] * 2, [y - 0.11, y + 0.11], color=INK, linewidth=1.6)
            place = {"xycoords": ("axes fraction", "data"), "textcoords": "offset points", "va": "center_baseline"}
            ax.annotate(row.get("told", written(row["effect"])), (1.0, y), (4, 0), size=SMALL, color=INK, **place)
        ends = known[["low", "high"]].astype(float)
        low, high = min(0.0, float(ends.min().min())), max(0.0, float(ends.max().max()))
        margin = 0.04 * ((high - low) or 1.0)
        ax.set_xlim(low - margin, high + margin)
        ax.axvline(0.0, color=INK, linewidth=0.8)
        ax.grid(axis="x", color=RULE)
        ax.locator_params(axis="x", nbins=5)
        ax.xaxis.set_major_formatter(lambda value, _: written(value))
        subtitle(ax, value_label)
    return ax
