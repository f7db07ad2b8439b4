"""Where do the segments come from? Columns of segments, joined by the members that they have in common."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.heat import draw_key
from seglib.plots.palette import INK, QUIET, SEQUENTIAL, TRACK, shade, text_on
from seglib.plots.style import SIZE, SMALL, drawing

THICKEST = 34.0  # line of all cases, in points
LEAST_SHARE = 0.01  # of all cases; fewer are not drawn
NODE = 21.0


def plot_lineage(
    segments: pd.DataFrame,
    flows: pd.DataFrame,
    *,
    k_label: str = "Number of segments",
    key_label: str = "Members come from",
    ends: tuple[str, str] = ("many", "one segment"),
    ax: Axes | None = None,
) -> Axes:
    """Draw the segment level stability across solutions (SLSA): the darker a segment, the more it is one of before.

    Lines are as thick as the members that go from one segment to the next; below one in a hundred of all cases none is
    drawn.

    Parameters
    ----------
    segments : pandas.DataFrame
        `k`, `segment`, `position`, `n` and `stability` (0 to 1, missing in the first solution), one row a segment.
    flows : pandas.DataFrame
        `k_from`, `segment_from`, `k_to`, `segment_to` and `n`.
    k_label : str
        Words under the columns.
    key_label : str
        What the shade means.
    ends : (str, str)
        Words for the lightest and the darkest shade.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        One column a solution.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a segment occurs twice.
    """
    check_table(segments, ["k", "segment", "position", "n", "stability"], "plot_lineage")
    check_table(flows, ["k_from", "segment_from", "k_to", "segment_to", "n"], "plot_lineage")
    check_unique(segments, ["k", "segment"], "plot_lineage")
    ks = sorted(segments["k"].unique())
    tallest = max(ks)
    total = segments.loc[segments["k"] == ks[0], "n"].sum()
    places, colors = {}, {}
    for row in segments.itertuples():
        height = 0.5 if row.k == 1 else row.position / (row.k - 1)
        places[row.k, row.segment] = ks.index(row.k), height * (tallest - 1)
        colors[row.k, row.segment] = TRACK if pd.isna(row.stability) else shade(SEQUENTIAL, row.stability, 0.0, 1.0)
    with drawing(ax, height=1.1 + 0.42 * tallest) as ax:
        for row in flows[flows["n"] >= LEAST_SHARE * total].sort_values("n").itertuples():
            start, end = places[row.k_from, row.segment_from], places[row.k_to, row.segment_to]
            width = max(THICKEST * row.n / total, 0.6)
            ax.plot(*zip(start, end, strict=True), color=QUIET, alpha=0.55, linewidth=width, solid_capstyle="butt")
        for key, (x, y) in places.items():
            ground = colors[key]
            ax.plot(x, y, "o", color=ground, markersize=NODE, markeredgecolor=INK, markeredgewidth=0.9, zorder=4)
            ax.text(x, y, str(key[1]), ha="center", va="center_baseline", color=text_on(ground), size=SIZE, zorder=5)
        ax.set_xlim(-0.4, len(ks) - 0.6)
        ax.set_ylim(tallest - 0.4, -0.5)
        ax.set_yticks([])
        ax.set_xticks(range(len(ks)), labels=[str(k) for k in ks])
        ax.tick_params(axis="x", labelcolor=INK, labelsize=SMALL)
        ax.set_xlabel(k_label)
        draw_key(ax, colormap=SEQUENTIAL, ends=ends, meaning=key_label)
    return ax
