"""Which segments come first? Points by worth and by how well they can be served, in four fields with names."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.palette import ACCENT, PAPER, RULE, SOFT, TRACK
from seglib.plots.point_names import name_points
from seglib.plots.style import SMALL, drawing, subtitle

INNER = (3.9, 4.2)  # inches inside the axes, on a phone
SMALLEST, LARGEST = 45.0, 420.0  # square points
MIDDLE, LEAST = 0.5, 0.12  # room on either side of the middle, for the names of the fields
CORNERS = {(1, 1): ("right", "top"), (0, 1): ("left", "top"), (1, 0): ("right", "bottom"), (0, 0): ("left", "bottom")}


def plot_targeting(
    table: pd.DataFrame,
    *,
    fields: Mapping[tuple[bool, bool], str],
    colors: Mapping[str, str] | None = None,
    worth_label: str = "Worth (0.5 is average)",
    fit_label: str = "How well it can be served",
    ax: Axes | None = None,
) -> Axes:
    """Draw a point a segment, as large as the segment, with the interval of its worth.

    Parameters
    ----------
    table : pandas.DataFrame
        `segment_name`, `n`, `attractiveness` with `attractiveness_low` and `attractiveness_high`, and `fit`, one row a
        segment; scores from 0 to 1.
    fields : mapping of (bool, bool) to str
        Name of each field, by whether worth and fit are above the middle.
    colors : mapping of str to str, optional
        Colour by segment name; one for all by default.
    worth_label, fit_label : str
        What the axes measure.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        The best field, above right, is shaded.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    columns = ["segment_name", "n", "attractiveness", "attractiveness_low", "attractiveness_high", "fit"]
    check_table(table, columns, "plot_targeting")
    with drawing(ax, height=5.2) as ax:
        ends = table[["attractiveness", "attractiveness_low", "attractiveness_high"]]
        xlim, ylim = _room(table["fit"], table["fit"]), _room(ends.min(axis=1), ends.max(axis=1))
        ax.set(xlim=xlim, ylim=ylim)
        ax.fill_between([MIDDLE, xlim[1]], MIDDLE, ylim[1], color=TRACK, linewidth=0)
        for draw in (ax.axvline, ax.axhline):
            draw(MIDDLE, color=RULE, linewidth=1.2)
        for worthy, served in fields:
            side, height = CORNERS[int(served), int(worthy)]
            ax.annotate(
                fields[worthy, served], (int(served), int(worthy)), (-5 if served else 5, -5 if worthy else 5),
                xycoords="axes fraction", textcoords="offset points", ha=side, va=height, color=SOFT, fontsize=SMALL,
            )  # fmt: skip
        areas = (SMALLEST + (LARGEST - SMALLEST) * table["n"] / table["n"].max()).to_numpy()
        shades = [(colors or {}).get(name, ACCENT) for name in table["segment_name"]]
        ax.vlines(table["fit"], ends.min(axis=1), ends.max(axis=1), color=shades, linewidth=1.4, zorder=2)
        ax.scatter(table["fit"], table["attractiveness"], s=areas, c=shades, edgecolor=PAPER, linewidth=1, zorder=3)
        ax.set_xlabel(fit_label)
        subtitle(ax, worth_label)
        points = pd.DataFrame({"name": table["segment_name"], "x": table["fit"], "y": table["attractiveness"]})
        corners = [(0, 0.3, 0.93, 1), (0.75, 1, 0.93, 1), (0, 0.3, 0, 0.07), (0.75, 1, 0, 0.07)]
        points = points.assign(radius=(areas / 3.14) ** 0.5).loc[table["n"].sort_values(ascending=False).index]
        name_points(ax, points, inches=INNER, most=len(table), taken=corners)
    return ax


def _room(low: pd.Series, high: pd.Series) -> tuple[float, float]:
    """Ends of an axis that hold the middle and all points, with room for names."""
    first, last = min(low.min(), MIDDLE - LEAST), max(high.max(), MIDDLE + LEAST)
    margin = 0.12 * (last - first)
    return first - margin, last + margin
