"""Are the segments apart? How similar all cases are to each segment's centre, one small histogram a segment."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.labels import name
from seglib.plots.palette import ACCENT, INK, QUIET
from seglib.plots.style import SMALL, bare, drawing, subtitle

PER_ROW = 4
STEP, PANEL, HEAD = 1.6, 1.05, 0.75  # heights of a row, of its panels, and of what is above and below, in inches


def plot_gorge(
    bins: pd.DataFrame,
    *,
    segment_label: str = "Segment {segment}",
    similarity_label: str = "Similarity of customers to a segment's centre (dark: its members, grey: all others)",
    ax: Axes | None = None,
) -> Axes:
    """Draw the similarities of all cases to each segment's centre; natural segments leave a gorge in the middle.

    Parameters
    ----------
    bins : pandas.DataFrame
        `segment`, `low`, `high`, `n` of all cases and `members` among them, one row a segment and class.
    segment_label : str, default "Segment {segment}"
        Heading of a histogram.
    similarity_label : str
        What is measured, over the histograms.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The frame; its `child_axes` are the histograms, all of one height.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a class occurs twice.
    """
    check_table(bins, ["segment", "low", "high", "n", "members"], "plot_gorge")
    check_unique(bins, ["segment", "low"], "plot_gorge")
    segments = list(dict.fromkeys(bins["segment"]))
    across = min(PER_ROW, len(segments))
    down = -(-len(segments) // across)
    highest = max(int(bins["n"].max()), 1)
    inches = STEP * (down - 1) + PANEL
    with drawing(ax, height=inches + HEAD) as ax:
        ax.set_axis_off()
        ax.set_title(name(similarity_label, width=50, lines=2), loc="left", fontsize=SMALL, color=INK, pad=24)
        for at, segment in enumerate(segments):
            row, column = divmod(at, across)
            bottom = 1 - (STEP * row + PANEL) / inches
            panel = bare(ax.inset_axes([column / across, bottom, 0.8 / across, PANEL / inches]))
            own = bins[bins["segment"] == segment]
            width = own["high"] - own["low"]
            panel.bar(own["low"], own["members"], width, align="edge", color=ACCENT)
            others = own["n"] - own["members"]
            panel.bar(own["low"], others, width, bottom=own["members"], align="edge", color=QUIET)
            panel.axhline(0, color=INK, linewidth=0.8)
            panel.set_xlim(0, 1)
            panel.set_ylim(0, highest * 1.05)
            panel.set_yticks([])
            panel.set_xticks([0, 0.5, 1], labels=["0", "0.5", "1"])
            subtitle(panel, name(segment_label.format(segment=segment), width=15, lines=1))
    return ax
