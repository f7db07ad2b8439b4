"""How much rests on how few? Cumulative share of the money against the share of customers, the best first."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter

from seglib.plots.checks import check_table
from seglib.plots.labels import percent
from seglib.plots.palette import ACCENT, CLAY, PAPER, SOFT
from seglib.plots.style import SIZE, SMALL, drawing, subtitle

PEAK_ABOVE = 1.005


def plot_whale(
    curve: pd.DataFrame,
    *,
    top: float = 0.2,
    top_label: str = "The best {customers} of customers\nbring {value} of the margin",
    peak_label: str = "Peak {value}: the last {customers}\ncost more than they bring",
    equal_label: str = "if all brought\nthe same",
    value_label: str = "Cumulative share of margin",
    customers_label: str = "Share of customers, the best first",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the curve with two points: the best customers, and the peak where the rest lose money.

    Parameters
    ----------
    curve : pandas.DataFrame
        `customer_share` from 0 to 1 and `value_share`, cumulative, which ends at 1 and may rise above it.
    top : float, default 0.2
        Share of customers to point out, in (0, 1).
    top_label, peak_label : str
        Words at the points, with ``{customers}`` and ``{value}``; the peak is named where it is above 100.5%.
    equal_label : str
        Words at the straight line.
    value_label, customers_label : str
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
        If a column is missing, there is no row, a share is missing, or `top` is out of range.
    """
    check_table(curve, ["customer_share", "value_share"], "plot_whale")
    if not 0 < top < 1:
        raise ValueError(f"`top` of `plot_whale` must be in (0, 1); got {top!r}.")
    if curve[["customer_share", "value_share"]].isna().any(axis=None):
        raise ValueError(
            "The curve of `plot_whale` must have no missing shares; got some, as when the total is not positive. "
            "Say so instead of drawing it."
        )
    x, y = curve["customer_share"].to_numpy(float), curve["value_share"].to_numpy(float)
    at_top, peak = float(np.interp(top, x, y)), int(y.argmax())
    with drawing(ax, height=3.8) as ax:
        ax.plot(x, y, color=ACCENT, linewidth=2.5, zorder=3)
        ax.plot([0, 1], [0, 1], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        ax.set_xlim(0, 1)
        apart = 0.45 if at_top > 0.55 else 0.75  # below the line, where the words at the point do not reach
        ax.annotate(
            equal_label, (apart, apart), (8, -6), textcoords="offset points", va="top", color=SOFT, fontsize=SMALL
        )
        above = 1.25 if y[peak] > PEAK_ABOVE else 1.04
        ax.set_ylim(min(0.0, float(y.min())), max(1.0, float(y[peak])) * above)
        ax.set_xticks([0, 0.5, 1])
        ax.set_yticks([0, 0.5, 1])
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda share, _: percent(share, language=language)))
        ax.grid(axis="y")
        ax.set_xlabel(customers_label)
        subtitle(ax, value_label)
        words = {"customers": percent(top, language=language), "value": percent(at_top, language=language)}
        _point(ax, top, at_top, top_label.format(**words), below=True)
        if y[peak] > PEAK_ABOVE:
            words = {"customers": percent(1 - x[peak], language=language), "value": percent(y[peak], language=language)}
            _point(ax, x[peak], y[peak], peak_label.format(**words), below=False)
    return ax


def _point(ax: Axes, x: float, y: float, text: str, *, below: bool) -> None:
    """Mark a point and write below the curve, to the right of the point, or above it."""
    color = ACCENT if below else CLAY
    ax.plot([x], [y], "o", color=color, markersize=8, markeredgecolor=PAPER, markeredgewidth=1.5, zorder=5)
    side = "left" if below or x < 0.3 else "right" if x > 0.7 else "center"
    ax.annotate(
        text,
        (x, y),
        (14, -8) if below else (0, 10),
        textcoords="offset points",
        ha=side,
        va="top" if below else "bottom",
        color=color,
        fontsize=SIZE,
        weight="bold",
        bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 1.5},
        zorder=2.5,
    )
