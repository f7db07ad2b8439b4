"""Did the forecast come true, week by week? What came and what was expected, on to weeks the model had not seen."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from seglib.plots.checks import check_table
from seglib.plots.labels import amount, count
from seglib.plots.palette import ACCENT, CLAY, INK, PAPER, SOFT
from seglib.plots.style import SIZE, drawing, subtitle

ABOVE = 10  # points between the end of a line and its value
CLEAR = 56  # where the value stands under a rising line, or over another value


def plot_tracking(
    table: pd.DataFrame,
    *,
    value_label: str = "Repeat purchases so far",
    unseen_label: str = "right of the dashed line: not seen by the model",
    week_label: str = "Week",
    actual_label: str = "{n} came",
    expected_label: str = "{n} expected",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw cumulative purchases and what was expected, with both last values written beside them.

    Parameters
    ----------
    table : pandas.DataFrame
        `week`, `actual`, `expected` and `held_out`, one row a week, as from
        :func:`seglib.value.holdout.tracking_table`; where `forecast` is given, it takes the place of what was expected
        in the weeks that were held out.
    value_label, unseen_label, week_label : str
        What is measured, what the dashed line parts, and what the axis counts.
    actual_label, expected_label : str
        Words at the last values, with ``{n}``.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The first line is what came, the second what was expected.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(table, ["week", "actual", "expected", "held_out"], "plot_tracking")
    rows = table.sort_values("week")
    held_out = rows["held_out"].astype(bool)
    expected = rows["expected"].astype(float)
    if "forecast" in rows.columns:
        expected = expected.where(~held_out, rows["forecast"].astype(float))
    actual, weeks = rows["actual"].astype(float), rows["week"].astype(float)
    highest = max(actual.max(), expected.max())
    with drawing(ax) as ax:
        ax.plot(weeks, actual, color=ACCENT, linewidth=2.5)
        ax.plot(weeks, expected, color=CLAY, linewidth=2, linestyle=(0, (5, 2)))
        if held_out.any() and not held_out.all():
            ax.axvline(weeks[~held_out].iloc[-1], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
            value_label = f"{value_label} ({unseen_label})"
        ends = [(actual.iloc[-1], actual_label, ACCENT), (expected.iloc[-1], expected_label, CLAY)]
        lower, upper = sorted(ends, key=lambda end: end[0])
        below = CLEAR if not highest else -CLEAR if lower[0] > 0.7 * upper[0] else ABOVE
        for (value, words, color), offset in ((lower, below), (upper, ABOVE)):
            ax.plot([weeks.iloc[-1]], [value], "o", color=color, markersize=7)
            ax.annotate(
                words.format(n=count(round(value), language=language)),
                (weeks.iloc[-1], value),
                (0, offset),
                textcoords="offset points",
                ha="right",
                va="top" if offset < 0 else "bottom",
                color=color,
                fontsize=SIZE,
                weight="bold",
                bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},  # a steep line may pass behind the words
            )
        ax.set_ylim(0, 1.2 * (highest or 1.0))
        first, last = weeks.iloc[0], weeks.iloc[-1]
        ax.set_xlim(min(first, last - 1), last + 0.02 * max(last - first, 1.0))
        ax.xaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
        ax.yaxis.set_major_locator(MaxNLocator(nbins=4, steps=[1, 2, 2.5, 5, 10]) if highest else FixedLocator([0]))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: amount(v, language=language)))
        ax.grid(axis="y")
        ax.axhline(0, color=INK, linewidth=0.8, clip_on=False)
        ax.set_xlabel(week_label)
        subtitle(ax, value_label)
    return ax
