"""How did it go month by month? A line from zero, with its last value written beside it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import AutoDateLocator, ConciseDateFormatter
from matplotlib.ticker import FuncFormatter, MaxNLocator

from seglib.plots.checks import check_table, check_unique
from seglib.plots.labels import amount
from seglib.plots.palette import ACCENT, INK, PAPER
from seglib.plots.style import SIZE, drawing, subtitle


def plot_monthly(
    table: pd.DataFrame,
    *,
    value_label: str = "Revenue a month",
    currency: str = "",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw a value over months; a month without a value leaves a gap, one that is not over is a hollow point.

    Parameters
    ----------
    table : pandas.DataFrame
        `month` (a date in the month) and `value`, one row a month; `complete` (boolean, optional) is false for a month
        that the observation cuts short.
    value_label : str
        What is measured.
    currency : str, default ""
        ISO 4217 code if the value is money.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The first line is the complete months.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a month occurs twice.
    """
    check_table(table, ["month", "value"], "plot_monthly")
    check_unique(table, ["month"], "plot_monthly")
    rows = table.sort_values("month")
    complete = rows["complete"].astype(bool) if "complete" in rows.columns else pd.Series(True, index=rows.index)
    months = pd.to_datetime(rows["month"])
    values = rows["value"].astype(float)
    known = values[values.notna() & complete]
    with drawing(ax) as ax:
        ax.plot(months[complete], values[complete], color=ACCENT, linewidth=2.5)
        ax.plot(months[~complete], values[~complete], "o", markeredgecolor=ACCENT, markerfacecolor=PAPER, markersize=7)
        ax.set_ylim(min(0.0, float(values.min())) * 1.05, max(float(values.max()), 0.0) * 1.05 or 1.0)
        if len(known):
            at = known.index[-1]
            ax.plot([months[at]], [known[at]], "o", color=ACCENT, markersize=7)
            text = amount(known[at], currency=currency, language=language)
            ax.annotate(
                text,
                (months[at], known[at]),
                (10, 0),
                textcoords="offset points",
                va="center",
                color=ACCENT,
                fontsize=SIZE,
                weight="bold",
            )
        locator = AutoDateLocator(minticks=3, maxticks=6)
        ax.xaxis.set_major_locator(locator)
        ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))
        ax.yaxis.set_major_locator(MaxNLocator(nbins=4, min_n_ticks=2))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: amount(v, currency=currency, language=language)))
        ax.grid(axis="y")
        ax.axhline(0, color=INK, linewidth=0.8)
        subtitle(ax, value_label)
    return ax
