"""How large are effects, and how sure is each? Points with intervals on one scale, from top to bottom."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import name
from seglib.plots.palette import ACCENT, INK, QUIET, RULE
from seglib.plots.style import drawing, name_rows, row_heights, subtitle, swatch


def plot_effects(
    table: pd.DataFrame,
    *,
    label: str = "variable",
    value: str = "effect",
    value_label: str = "0: alike, 1: knowing one is knowing the other",
    highlight: str = "differs",
    baseline: float = 0.0,
    colors: Mapping[str, str] | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a point and its interval for each row, in the order of the table.

    Parameters
    ----------
    table : pandas.DataFrame
        The columns `label`, `value`, `low` and `high`, one row an effect; missing ones are left blank.
    label, value : str
        Columns with the name and the size of an effect.
    value_label : str
        What the scale means.
    highlight : str, default "differs"
        Column that says of each row whether it stands out; where it is absent all do.
    baseline : float, default 0.0
        Where there is no effect: 0 for differences, 1 for ratios.
    colors : mapping of str to str, optional
        By `label`, the colour of a square beside it, such as from `known_colors`.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        With one point a row and a line at the baseline.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(table, [label, value, "low", "high"], "plot_effects")
    names = [name(one) for one in table[label]]
    heights = row_heights(names, least=0.34)
    keys = {one: color for one, color in (colors or {}).items() if one in set(table[label])}
    stands_out = table[highlight].astype(bool) if highlight in table.columns else pd.Series(True, index=table.index)
    with drawing(ax, height=0.7 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights)
        for y, (_, row), strong in zip(middles, table.iterrows(), stands_out, strict=True):
            if keys:
                swatch(ax, y, keys.get(row[label]))
            color = ACCENT if strong else QUIET
            ax.plot([row["low"], row["high"]], [y, y], color=color, linewidth=2.5, solid_capstyle="butt")
            ax.plot([row[value]], [y], marker="o", markersize=7, color=color)
        ends = table[["low", "high", value]].astype(float)
        low, high = min(baseline, float(ends.min().min())), max(baseline, float(ends.max().max()))
        margin = 0.06 * ((high - low) or 1.0)
        ax.set_xlim(low - margin, (high if high > low else low + 1.0) + margin)
        ax.axvline(baseline, color=INK, linewidth=0.8)
        ax.grid(axis="x", color=RULE)
        ax.locator_params(axis="x", nbins=5)
        subtitle(ax, value_label)
    return ax
