"""Which base foretells what? For each base a point with its interval an outcome, on one scale."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import name, percent
from seglib.plots.palette import ACCENT, INK, QUIET, RULE, SOFT
from seglib.plots.style import SMALL, drawing, name_rows, row_heights, subtitle, write_beside

MARKERS = "osD^v"
LINE = 0.24


def plot_battle(
    table: pd.DataFrame,
    *,
    value: str = "score",
    highlight: str = "beyond_noise",
    value_label: str = "Share of the differences that is foretold",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw a row a base and in it a point, with its interval and what it is about, an outcome.

    Parameters
    ----------
    table : pandas.DataFrame
        `label`, `outcome_label`, `value`, `low`, `high`, one row a base and outcome; bases and outcomes come in the
        order in which they are first met. Missing values are left blank.
    value : str, default "score"
        Column with the size.
    highlight : str, default "beyond_noise"
        Column that says of each row whether it stands out; where it is absent all do.
    value_label : str
        What the scale means.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        A point, its interval and a text for each row of the table, and a line at 0.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(table, ["label", "outcome_label", value, "low", "high"], "plot_battle")
    labels, outcomes = (list(dict.fromkeys(table[column])) for column in ("label", "outcome_label"))
    names = [name(one) for one in labels]
    heights = row_heights(names, least=LINE * len(outcomes) + 0.18)
    rows = table.set_index(["label", "outcome_label"])
    with drawing(ax, height=0.7 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights)
        for label, middle in zip(labels, middles, strict=True):
            for place, outcome in enumerate(outcomes):
                if (label, outcome) not in rows.index or pd.isna(rows.at[(label, outcome), value]):
                    continue
                row = rows.loc[(label, outcome)]
                y = middle + (place - (len(outcomes) - 1) / 2) * LINE
                strong = bool(row.get(highlight, True))
                color = ACCENT if strong else QUIET
                ax.plot([row["low"], row["high"]], [y, y], color=color, linewidth=2.5, solid_capstyle="butt")
                ax.plot([row[value]], [y], marker=MARKERS[place % len(MARKERS)], markersize=6, color=color)
                text = f"{name(outcome, width=40)} {percent(row[value], language=language)}"
                end = max(float(row["high"]), float(row[value]))
                write_beside(ax, end, y, text, color=INK if strong else SOFT, size=SMALL)
        ends = table[["low", "high", value]].astype(float)
        low, high = min(0.0, float(ends.min().min())), max(0.0, float(ends.max().max()))
        margin = 0.03 * ((high - low) or 1.0)
        ax.set_xlim(low - margin, (high if high > low else low + 1.0) + margin)
        ax.axvline(0, color=INK, linewidth=0.8)
        ax.grid(axis="x", color=RULE)
        ax.locator_params(axis="x", nbins=4)
        ax.xaxis.set_major_formatter(lambda one, _: percent(one, language=language))
        subtitle(ax, value_label)
    return ax
