"""When do new customers come back? The share who ordered a second time, by the days since their first order."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from seglib.plots.checks import check_table
from seglib.plots.labels import percent
from seglib.plots.palette import ACCENT, PAPER, SOFT, TRACK
from seglib.plots.style import SIZE, drawing, subtitle

MOST_STEPS = 90  # more cannot be told apart on paper, and make the page heavy


def plot_returning(
    curve: pd.DataFrame,
    *,
    marks: Mapping[float, str],
    value_label: str = "Share who ordered a second time",
    days_label: str = "Days since the first order",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the curve with its interval, and name some days on it.

    Parameters
    ----------
    curve : pandas.DataFrame
        `days`, `returned`, `low` and `high` (fractions), in order of days.
    marks : mapping of float to str
        Words at some of the days.
    value_label, days_label : str
        What the axes measure.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The first line is the curve.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(curve, ["days", "returned", "low", "high"], "plot_returning")
    start = pd.DataFrame({"days": [0], "returned": [0.0], "low": [0.0], "high": [0.0]})
    every = pd.concat([start, curve[list(start.columns)]], ignore_index=True)
    rows = every.iloc[np.unique(np.linspace(0, len(every) - 1, min(len(every), MOST_STEPS)).round().astype(int))]
    days = rows["days"].to_numpy(float)
    with drawing(ax, height=3.4) as ax:
        ax.fill_between(
            days, rows["low"].to_numpy(float), rows["high"].to_numpy(float), step="post", color=TRACK, linewidth=0
        )
        ax.step(days, rows["returned"].to_numpy(float), where="post", color=ACCENT, linewidth=2.5)
        ax.set_xlim(0, days[-1] * 1.02 or 1)
        ax.set_ylim(0, 1.05)
        ax.set_yticks([0, 0.5, 1])
        ax.yaxis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, language=language)))
        ax.grid(axis="y")
        ax.set_xlabel(days_label)
        subtitle(ax, value_label)
        for day, words in marks.items():
            at = float(every.loc[every["days"] <= day, "returned"].iloc[-1])
            ax.plot([day, day], [0, at], color=SOFT, linewidth=1, linestyle=(0, (4, 3)), zorder=1)
            ax.plot([day], [at], "o", color=ACCENT, markersize=8, markeredgecolor=PAPER, markeredgewidth=1.5)
            right = day > days[-1] * 0.6
            ax.annotate(
                words,
                (day, at),
                (-10 if right else 12, 8 if right else -12),
                textcoords="offset points",
                ha="right" if right else "left",
                va="bottom" if right else "top",  # the curve lies below, left of the point
                color=ACCENT,
                fontsize=SIZE,
                weight="bold",
            )
    return ax
