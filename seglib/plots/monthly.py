"""How did it go month by month? A line from zero, with its last value written beside it."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from seglib.plots.checks import check_table, check_unique
from seglib.plots.labels import amount, month
from seglib.plots.palette import ACCENT, INK, PAPER
from seglib.plots.style import SIZE, drawing, subtitle

MOST_TICKS = 5
STEPS = (1, 3, 6, 12, 24, 60)


def plot_monthly(
    table: pd.DataFrame,
    *,
    value_label: str = "Revenue a month",
    incomplete_label: str = "hollow: month not over",
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
    value_label, incomplete_label : str
        What is measured, and what a hollow point means.
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
        room = float(known.iloc[-1]) * 1.2 if len(known) else 0.0  # for its value, under the words above the axes
        ax.set_ylim(min(0.0, float(values.min())) * 1.05, max(float(values.max()) * 1.05, room, 0.0) or 1.0)
        if len(known):
            _last(ax, months[known.index], known, currency, language, beside=bool(complete.all()))
        ticks = _ticks(list(months))
        ax.set_xticks(ticks, labels=[month(tick, language=language) for tick in ticks])
        ax.yaxis.set_major_locator(
            MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]) if values.any() else FixedLocator([0])
        )
        ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: amount(v, currency=currency, language=language)))
        ax.grid(axis="y")
        ax.axhline(0, color=INK, linewidth=0.8, clip_on=False)
        subtitle(ax, value_label if complete.all() else f"{value_label} ({incomplete_label})")
    return ax


def _last(ax: Axes, months: pd.Series, known: pd.Series, currency: str, language: str, *, beside: bool) -> None:
    """Mark the last value and write it beside the line, or above or below where a month follows that is not over."""
    last = known.iloc[-1]
    ax.plot([months.iloc[-1]], [last], "o", color=ACCENT, markersize=7)
    rises = len(known) == 1 or last >= known.iloc[-2]
    above = {"xytext": (0, 10 if rises else -10), "ha": "center", "va": "bottom" if rises else "top"}
    ax.annotate(
        amount(last, currency=currency, language=language),
        (months.iloc[-1], last),
        **({"xytext": (8, 0), "ha": "left", "va": "center"} if beside else above),
        textcoords="offset points",
        color=ACCENT,
        fontsize=SIZE,
        weight="bold",
    )


def _ticks(months: list[pd.Timestamp]) -> list[pd.Timestamp]:
    """Choose months to name: at most five, on quarters, half years or years where there are many."""
    for step in STEPS:
        chosen = [m for m in months if (m.year * 12 + m.month - 1) % step == 0]
        if 0 < len(chosen) <= MOST_TICKS:
            return chosen
    return [months[0], months[-1]]
