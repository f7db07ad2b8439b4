"""Do the chances come true? What was predicted for groups of customers against what they did."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from seglib.plots.checks import check_table
from seglib.plots.labels import amount, percent
from seglib.plots.palette import ACCENT, PAPER, SOFT
from seglib.plots.style import SMALL, drawing, subtitle

BESIDE = (0.74, 0.65, 0.55, 0.45, 0.35, 0.25, 0.15)
"""Where along the line its words may stand, as fractions of the axis; the first of equally good places."""


def plot_calibration(
    table: pd.DataFrame,
    *,
    observed_label: str = "Share who did",
    predicted_label: str = "Chance that was predicted",
    equal_label: str = "as predicted",
    shares: bool = True,
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw a point with its interval for each group, and the line on which predictions come true.

    Parameters
    ----------
    table : pandas.DataFrame
        `predicted`, `observed`, `low` and `high`, one row a group.
    observed_label, predicted_label, equal_label : str
        What the axes and the line are.
    shares : bool, default True
        Whether they are fractions of at most 1, or numbers such as purchases a customer.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The first line is that of true predictions.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(table, ["predicted", "observed", "low", "high"], "plot_calibration")
    rows = table[["predicted", "observed", "low", "high"]].astype(float).sort_values("predicted")
    x, y = rows["predicted"].to_numpy(float), rows["observed"].to_numpy(float)
    ends = np.abs(rows[["low", "high"]].to_numpy(float).T - y)
    top = 1.12 * max(x.max(), rows["high"].max(), 0.1)
    top = min(1.0, top) if shares else top
    written = percent if shares else amount
    with drawing(ax, height=3.6) as ax:
        ax.plot([0, top], [0, top], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        ax.errorbar(
            x, y, yerr=ends, fmt="o", color=ACCENT, markersize=8, markeredgecolor=PAPER, elinewidth=2, capsize=0
        )
        ax.set_xlim(0, top)
        ax.set_ylim(0, top)
        clear = min(BESIDE, key=lambda share: _in_the_way(rows / top, share))
        ax.annotate(
            equal_label,
            (clear * top, clear * top),
            (10, -6),
            textcoords="offset points",
            ha="left",
            va="top",
            color=SOFT,
            fontsize=SMALL,
        )
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]))
            axis.set_major_formatter(FuncFormatter(lambda value, _: written(value, language=language)))
        ax.grid(axis="y")
        ax.set_xlabel(predicted_label)
        subtitle(ax, observed_label)
    return ax


def _in_the_way(rows: pd.DataFrame, share: float) -> int:
    """Count the intervals that cross the words, where they begin at this share of the axis, on a phone as well."""
    beside = rows["predicted"].between(share - 0.02, share + 0.34)
    return int((beside & (rows["low"] < share) & (rows["high"] > share - 0.14)).sum())
