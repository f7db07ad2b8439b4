"""How many segments? Stability and separation for each number of segments that was tried."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import MISSING
from seglib.plots.palette import ACCENT, PAPER, QUIET, TRACK
from seglib.plots.style import SIZE, drawing, panels, subtitle

MEASURES = {"stability": "Stability", "silhouette": "Silhouette"}
SPANS = [(0.0, 0.45), (0.55, 0.45)]


def plot_scan(
    table: pd.DataFrame,
    *,
    chosen: int,
    measures: Mapping[str, str] = MEASURES,
    k_label: str = "Number of segments",
    ax: Axes | None = None,
) -> Axes:
    """Draw two measures against the number of segments, side by side, with the chosen number marked.

    Parameters
    ----------
    table : pandas.DataFrame
        `k` and the columns of `measures`, one row a number of segments. Where there are columns of the same name with
        ``_low`` and ``_high``, the range between them is shaded.
    chosen : int
        The number of segments that is used, one of `k`.
    measures : mapping of str to str
        Two columns (1 is best) and their names; "stability" and "silhouette" by default.
    k_label : str
        Words under the axes.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The frame; its two `child_axes` hold one line each.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, `chosen` was not tried, or there are not two measures.
    """
    if len(measures) != 2:
        raise ValueError(f"`measures` of `plot_scan` must name two columns; got {len(measures)}.")
    check_table(table, ["k", *measures], "plot_scan")
    rows = table.sort_values("k")
    ks = [int(k) for k in rows["k"]]
    if chosen not in ks:
        raise ValueError(f"`chosen` of `plot_scan` must be one of the numbers tried, {ks}; got {chosen!r}.")
    with drawing(ax, height=2.9) as ax:
        for panel, (column, title) in zip(panels(ax, SPANS), measures.items(), strict=True):
            values = rows[column].to_numpy(float)
            panel.plot(ks, values, color=QUIET, linewidth=2, marker="o", markersize=5)
            band = [f"{column}_low", f"{column}_high"]
            if set(band) <= set(rows.columns):
                panel.fill_between(ks, *(rows[end].to_numpy(float) for end in band), color=TRACK, linewidth=0, zorder=0)
            at = float(values[ks.index(chosen)])
            panel.plot([chosen], [at], "o", color=ACCENT, markersize=10, markeredgecolor=PAPER, markeredgewidth=1.5)
            low = float(np.fmin.reduce(values, initial=0.0))
            panel.set_ylim(low - 0.06 if low < 0 else 0.0, 1.08)
            panel.set_xlim(min(ks) - 0.5, max(ks) + 0.5)
            panel.annotate(
                f"{at:.2f}" if np.isfinite(at) else MISSING,
                (chosen, at if np.isfinite(at) else 0.0),
                (0, 10),
                textcoords="offset points",
                ha="center",
                color=ACCENT,
                fontsize=SIZE,
                weight="bold",
            )
            step = max(1, -(-len(ks) // 8))
            panel.set_xticks([k for k in ks if (k - chosen) % step == 0])
            panel.set_yticks([0, 0.5, 1])
            panel.grid(axis="y")
            panel.set_xlabel(k_label)
            subtitle(panel, title)
    return ax
