"""What does each segment say, beside everybody? A panel of bars for each segment, the average as a line across them.

Bars of markers, the answers in which a segment differs noteworthily from all respondents, stand out; the others are
quiet, so that the eye finds what makes a segment without reading every number.
"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.labels import name
from seglib.plots.palette import ACCENT, INK, QUIET, RULE
from seglib.plots.style import SMALL, drawing, keep_width, name_rows, row_heights

PANEL = 0.62  # of a segment's column; the rest is for the number beside a full bar
MOST_NUMBERS = 5  # segments beside whose bars there is room for numbers
WIDTH_OF_NAMES = 64  # in characters, of all columns
UPRIGHT = 22  # characters of a name that stands upright, where there are more segments


def plot_answer_profile(table: pd.DataFrame, *, ax: Axes | None = None) -> Axes:
    """Draw the segments' answers, one column a segment.

    Parameters
    ----------
    table : pandas.DataFrame
        `segment_name`, `label` (the question), `scaled` (the segment's mean on a scale from 0 to 1), `average` (that of
        all respondents), `marker` (whether it stands out) and `shown` (the mean as it is written), one row a segment
        and question, in the order of presentation.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        A bar and a tick of the average for each row of the table.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a cell occurs twice.

    References
    ----------
    .. [1] S. Dolnicar and F. Leisch (2014), Using graphical statistics to better understand market segmentation
       solutions, International Journal of Market Research 56, 207-230: segment profile plots with marker variables.
    """
    keys = ["segment_name", "label"]
    check_table(table, [*keys, "scaled", "average", "marker", "shown"], "plot_answer_profile")
    check_unique(table, keys, "plot_answer_profile")
    segments, labels = (list(table[key].unique()) for key in keys)
    flat = len(segments) <= MOST_NUMBERS
    width = WIDTH_OF_NAMES // max(len(segments), 3) if flat else UPRIGHT
    rows = [name(label, width=26, lines=2) for label in labels]
    heads = [name(segment, width=width, lines=5 if flat else 2) for segment in segments]
    heights = row_heights(rows, least=0.3)
    head = 0.2 * max(text.count("\n") + 1 for text in heads) if flat else 0.085 * UPRIGHT
    with drawing(ax, height=0.25 + head + sum(heights)) as ax:
        keep_width(ax)
        middles = dict(zip(labels, name_rows(ax, rows, heights), strict=True))
        for row in table.itertuples():
            left, y = segments.index(row.segment_name), middles[row.label]
            ax.barh(y, row.scaled * PANEL, left=left, height=0.16, color=ACCENT if row.marker else QUIET)
            ax.plot([left + row.average * PANEL] * 2, [y - 0.12, y + 0.12], color=INK, linewidth=1.4)
            if row.marker and flat:
                end = (left + max(row.scaled, row.average) * PANEL, y)
                ax.annotate(row.shown, end, (4, 0), textcoords="offset points", va="center_baseline", size=9.5)
        for position in range(len(segments)):
            ax.axvline(position, color=RULE, linewidth=0.8)
        ax.set_xlim(0, len(segments))
        ax.xaxis.tick_top()
        places = [position + (0 if flat else PANEL / 2) for position in range(len(segments))]
        ax.set_xticks(places, labels=heads, ha="left" if flat else "center", va="bottom", rotation=0 if flat else 90)
        ax.tick_params(axis="x", labelsize=SMALL, labelcolor=INK)
    return ax
