"""What does more bring? Money over a number (of segments, or a budget), with its interval and what chance makes."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from seglib.plots.checks import check_table
from seglib.plots.labels import amount, count
from seglib.plots.palette import ACCENT, CLAY, INK, PAPER, QUIET, TRACK
from seglib.plots.style import SIZE, drawing, subtitle


def plot_gain_curve(
    table: pd.DataFrame,
    *,
    x: str,
    y: str,
    chosen: float,
    x_label: str,
    value_label: str,
    chance_label: str = "chance alone",
    currency: str = "",
    x_currency: str = "",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw money over a number, and mark one point.

    Parameters
    ----------
    table : pandas.DataFrame
        The columns `x` and `y`; where there are `low` and `high` their range is shaded, and where there is `null_high`
        it is a broken line.
    x, y : str
        Columns with the number and the money.
    chosen : float
        The number that is marked, one of `x`.
    x_label, value_label : str
        What the axes measure.
    chance_label : str
        Words for the broken line.
    currency, x_currency : str, default ""
        ISO 4217 codes of the money; without one numbers stand alone.
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
        If a column is missing, there is no row, or `chosen` is not among the numbers.
    """
    check_table(table, [x, y], "plot_gain_curve")
    rows = table.sort_values(x)
    at = rows[x].to_numpy(float)
    if chosen not in at:
        raise ValueError(f"`chosen` of `plot_gain_curve` must be one of the numbers drawn; got {chosen!r}.")
    with drawing(ax, height=3.4) as ax:
        values = rows[y].to_numpy(float)
        if {"low", "high"} <= set(rows.columns):
            ax.fill_between(at, rows["low"].to_numpy(float), rows["high"].to_numpy(float), color=TRACK, linewidth=0)
        ax.plot(at, values, color=QUIET, linewidth=2, marker="o", markersize=5)
        if "null_high" in rows.columns:
            ax.plot(at, rows["null_high"].to_numpy(float), color=CLAY, linewidth=1.5, linestyle=(0, (4, 3)))
        ax.axhline(0, color=INK, linewidth=0.8)
        height = float(values[list(at).index(chosen)])
        ax.plot([chosen], [height], "o", color=ACCENT, markersize=10, markeredgecolor=PAPER, markeredgewidth=1.5)
        ax.margins(x=0.08, y=0.16)
        right, first = chosen > (at.min() + at.max()) / 2, chosen == at.min()
        ax.annotate(
            amount(height, currency=currency, language=language),
            (chosen, height),
            (0, 12) if first else (-10 if right else 10, 8),
            textcoords="offset points",
            ha="center" if first else "right" if right else "left",
            color=ACCENT,
            fontsize=SIZE,
            weight="bold",
        )
        ax.grid(axis="y")
        ax.locator_params(axis="y", nbins=4)
        ax.yaxis.set_major_formatter(FuncFormatter(lambda one, _: amount(one, currency=currency, language=language)))
        if x_currency:
            ax.locator_params(axis="x", nbins=4)
            ax.xaxis.set_major_formatter(
                FuncFormatter(lambda one, _: amount(one, currency=x_currency, language=language))
            )
        else:
            shown = at[:: max(1, -(-len(at) // 10))]
            ax.set_xticks(shown, labels=[count(one, language=language) for one in shown])
        ax.set_xlabel(x_label)
        words = f"{value_label}; broken line: {chance_label}" if "null_high" in rows.columns else value_label
        subtitle(ax, words)
    return ax
