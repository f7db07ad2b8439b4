"""At which stage are the customers, and which stage brings the money? Stages in order, customers beside money."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import amount, count, name
from seglib.plots.palette import ACCENT, INK, QUIET
from seglib.plots.style import drawing, name_rows, panels, row_heights, subtitle, write_beside

SPANS = [(0.0, 0.47), (0.53, 0.47)]
ROOM = 0.38  # for the text beside the longest bar
BAR = 0.26


def plot_lifecycle(
    summary: pd.DataFrame,
    *,
    money: str = "total_margin",
    labels: tuple[str, str] = ("Customers", "Margin"),
    currency: str = "",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the stages as rows in the order given, customers left and money right.

    Parameters
    ----------
    summary : pandas.DataFrame
        `segment_name`, `n` and the money column (may be negative or missing), one row a stage.
    money : str, default "total_margin"
        The money column.
    labels : (str, str)
        Words over the two panels.
    currency : str, default ""
        ISO 4217 code of the money.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The frame; its two `child_axes` hold one bar a stage each.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(summary, ["segment_name", "n", money], "plot_lifecycle")
    names = [name(value) for value in summary["segment_name"]]
    sizes = [count(n, language=language) for n in summary["n"]]
    sums = [amount(value, currency=currency, language=language) for value in summary[money]]
    heights = row_heights(names, least=0.42)
    with drawing(ax, height=0.6 + sum(heights)) as ax:
        left, right = panels(ax, SPANS)
        for panel, title, named, values, texts, color in (
            (left, labels[0], names, summary["n"], sizes, QUIET),
            (right, labels[1], [""] * len(names), summary[money], sums, ACCENT),
        ):
            middles = name_rows(panel, named, heights)
            _bars(panel, middles, values, texts, color)
            subtitle(panel, title)
    return ax


def _bars(panel: Axes, middles: list[float], values: pd.Series, texts: list[str], color: str) -> None:
    panel.set_xticks([])
    for y, value, text in zip(middles, values, texts, strict=True):
        length = float(value) if pd.notna(value) else 0.0
        panel.barh(y, length, height=BAR, color=color)
        write_beside(panel, length, y, text)
    low, high = min(0.0, float(values.fillna(0).min())), max(0.0, float(values.fillna(0).max()))
    panel.set_xlim(low, high + ROOM * (high - low) if high > low else 1.0)
    panel.axvline(0, color=INK, linewidth=0.8)
