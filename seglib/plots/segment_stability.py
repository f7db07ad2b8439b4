"""Which segments come again in other samples? One box a segment, one panel a number of segments."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.labels import name
from seglib.plots.palette import ACCENT, CLAY, INK, PAPER, QUIET, RULE
from seglib.plots.style import SMALL, bare, drawing, subtitle

PER_ROW = 19  # boxes side by side that a phone can show
LEAST_WIDTH = 3.1  # of a panel with its heading, in boxes
STEP, PANEL, HEAD = 1.75, 1.2, 0.75  # heights of a row, of its panels, and of what is above and below, in inches
GAP = 1.2  # between panels, in boxes
LIMITS = {0.6: CLAY, 0.75: ACCENT}
TICKS = {0: "0", 0.6: "0.6", 0.75: "0.75", 1: "1"}
LEAST_BOXES = 8


def plot_segment_stability(
    table: pd.DataFrame,
    *,
    k_label: str = "{k} segments",
    value_label: str = "Agreement with the most similar segment of other samples (Jaccard coefficient)",
    ax: Axes | None = None,
) -> Axes:
    """Draw the Jaccard coefficients of each segment over the bootstrap samples.

    A box holds the middle half of the samples, the line across it the median and the whiskers 95 %. Boxes are filled
    where the mean is read as stable. Lines across stand at 0.75, from which on a segment is stable, and at 0.6, below
    which it is not to be trusted.

    Parameters
    ----------
    table : pandas.DataFrame
        `k`, `segment`, `jaccard_mean`, `jaccard_median`, `jaccard_low`, `jaccard_high`, `q25` and `q75`, one row a
        segment of each solution.
    k_label : str, default "{k} segments"
        Heading of a panel.
    value_label : str
        What is measured.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The frame; its `child_axes` are the panels.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a segment occurs twice.
    """
    numbers = ["jaccard_mean", "jaccard_median", "jaccard_low", "jaccard_high", "q25", "q75"]
    check_table(table, ["k", "segment", *numbers], "plot_segment_stability")
    check_unique(table, ["k", "segment"], "plot_segment_stability")
    rows = _rows_of_panels({int(k): len(part) for k, part in table.groupby("k")})
    inches = STEP * (len(rows) - 1) + PANEL
    with drawing(ax, height=inches + HEAD) as ax:
        ax.set_axis_off()
        ax.set_title(name(value_label, width=50, lines=2), loc="left", fontsize=SMALL, color=INK, pad=24)
        widest = max(LEAST_BOXES, *(_width(row) for row in rows))
        for number, row in enumerate(rows):
            bottom, left = 1 - (STEP * number + PANEL) / inches, 0.0
            for k, boxes in row.items():
                panel = bare(ax.inset_axes([left / widest, bottom, boxes / widest, PANEL / inches]))
                _draw_panel(panel, table[table["k"] == k].sort_values("segment"), first=left == 0)
                subtitle(panel, k_label.format(k=k))
                left += max(boxes, LEAST_WIDTH) + GAP
    return ax


def _rows_of_panels(boxes: dict[int, int]) -> list[dict[int, int]]:
    """Share the panels out over rows that a phone can show."""
    rows = [{}]
    for k, count in boxes.items():
        if rows[-1] and _width(rows[-1] | {k: count}) > PER_ROW:
            rows.append({})
        rows[-1][k] = count
    return rows


def _width(row: dict[int, int]) -> float:
    """Boxes and gaps of a row of panels."""
    return sum(max(count, LEAST_WIDTH) for count in row.values()) + GAP * (len(row) - 1)


def _draw_panel(panel: Axes, segments: pd.DataFrame, *, first: bool) -> None:
    for limit, color in LIMITS.items():
        panel.axhline(limit, color=color, linewidth=0.8, linestyle=(0, (4, 3)), zorder=0)
    for at, row in enumerate(segments.itertuples()):
        stable = row.jaccard_mean >= 0.75
        color = ACCENT if stable else QUIET
        panel.plot([at, at], [row.jaccard_low, row.jaccard_high], color=color, linewidth=1.2)
        panel.bar(
            at,
            row.q75 - row.q25,
            0.56,
            bottom=row.q25,
            color=color if stable else PAPER,
            edgecolor=color,
            linewidth=1.2,
        )
        panel.plot(
            [at - 0.28, at + 0.28], [row.jaccard_median] * 2, color=PAPER if stable else INK, linewidth=1.8, zorder=3
        )
    panel.set_xlim(-0.5, len(segments) - 0.5)
    panel.set_ylim(0, 1.02)
    panel.set_yticks(list(TICKS), labels=TICKS.values() if first else [""] * len(TICKS))
    panel.axhline(0, color=RULE, linewidth=0.8)
    panel.set_xticks(range(len(segments)), labels=[str(segment) for segment in segments["segment"]])
    panel.tick_params(axis="x", labelcolor=INK)
