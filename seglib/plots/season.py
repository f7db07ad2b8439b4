"""When in the year is the season, and where is it earlier? One curve a group, over the months."""

from __future__ import annotations

import datetime

import pandas as pd
from babel.dates import format_date
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import name
from seglib.plots.palette import PAPER, SEGMENTS, SOFT
from seglib.plots.style import SMALL, drawing, subtitle

MOST_CURVES = 5
STYLES = ((0, ()), (0, (5, 2)), (0, (1.5, 1.5)), (0, (6, 2, 1.5, 2)), (0, (3, 1)))


def plot_season(
    curves: pd.DataFrame,
    *,
    value_label: str = "Orders, 1 is the year's average",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw one curve a group, with a key above in the order of the groups; lines differ in dashes as well as colour.

    Parameters
    ----------
    curves : pandas.DataFrame
        `group`, `day` of the year and `value`, the largest group first; at most five groups are drawn.
    value_label : str
        What is measured.
    language : str, default "en"
        Locale of the months.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        One line a group, with a point at its peak.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(curves, ["group", "day", "value"], "plot_season")
    groups = list(dict.fromkeys(curves["group"]))[:MOST_CURVES]
    with drawing(ax, height=3.5 + 0.24 * len(groups)) as ax:
        for group, color, dashes in zip(groups, SEGMENTS, STYLES, strict=False):
            own = curves[curves["group"] == group].sort_values("day")
            label = name(group, width=44, lines=1)
            ax.plot(own["day"], own["value"], color=color, linewidth=2.2, linestyle=dashes, label=label)
            peak = own.loc[own["value"].idxmax()]
            ax.plot([peak["day"]], [peak["value"]], "o", color=color, markersize=8, markeredgecolor=PAPER, zorder=4)
        ax.axhline(1, color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        months = range(1, 13, 3)
        ax.set_xticks([datetime.date(2025, month, 1).timetuple().tm_yday for month in months])
        ax.set_xticklabels([_month(month, language) for month in months])
        ax.set_xlim(1, 365)
        ax.set_ylim(0, float(curves["value"].max()) * 1.08)
        ax.grid(axis="y")
        subtitle(ax, value_label)
        ax.legend(
            loc="upper left", bbox_to_anchor=(0, -0.1), frameon=False, fontsize=SMALL, handlelength=3.4, borderaxespad=0
        )
    return ax


def _month(month: int, language: str) -> str:
    return format_date(datetime.date(2025, month, 1), "LLL", locale=language.replace("-", "_"))
