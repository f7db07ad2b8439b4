"""Where did customers go from one day to the next? Columns of segments, joined by bands of the customers they share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.labels import count, name
from seglib.plots.palette import INK, PAPER, QUIET, known_colors
from seglib.plots.style import SMALL, drawing

BAR = 0.06  # half the width of a column, of the distance between two
GAP = 0.025  # between segments, of all customers of the largest day
LEAST = 0.008  # of the largest day; thinner bands are not drawn
STEPS = 16
ROOM = 0.95  # on the right, for the names
ROW = 0.46  # inches a segment


def plot_flows(
    sizes: pd.DataFrame,
    flows: pd.DataFrame,
    *,
    known: Sequence[str] = (),
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the segments of each day as a column and the customers who are in two days as bands between them.

    Parameters
    ----------
    sizes : pandas.DataFrame
        `day` (a label, in order of appearance), `segment_name` and `n`, from the top down.
    flows : pandas.DataFrame
        `day`, `until`, `from_name`, `to_name` and `n`: bands from one day to the next.
    known : sequence of str, optional
        All segments that the business goes by, which have the same colours on every page; others take what is left.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Bars of the segments, each in its colour, and bands in the colour of the segment that they come from. One that
        is not there at the end is named where it was last.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a segment occurs twice on a day.
    """
    check_table(sizes, ["day", "segment_name", "n"], "plot_flows")
    check_unique(sizes, ["day", "segment_name"], "plot_flows")
    days = list(dict.fromkeys(sizes["day"]))
    names = sizes["segment_name"].unique()
    colors = dict.fromkeys(names, QUIET) | dict(known_colors(known or names, others=names))
    most = float(sizes.groupby("day")["n"].sum().max())
    places = _places(sizes, GAP * most)
    height = 1.2 + ROW * sizes.groupby("day").size().max()
    bottom = max(top + n for top, n in places.values())
    with drawing(ax, height=height) as ax:
        for (day, segment), (top, n) in places.items():
            ax.bar(days.index(day), n, 2 * BAR, bottom=top, color=colors[segment], linewidth=0)
        _bands(ax, flows, places, days, colors, most)
        last = {segment: at for (day, segment), at in places.items() if day == days[-1]}
        texts = [f"{name(one, width=20, lines=2)} ({count(n, language=language)})" for one, (_, n) in last.items()]
        middles = _spread([top + n / 2 for top, n in last.values()], texts, inch=bottom / (height - 0.5))
        for y, text in zip(middles, texts, strict=True):
            ax.annotate(text, (len(days) - 1 + BAR, y), (6, 0), textcoords="offset points", va="center", fontsize=SMALL,
                        linespacing=1.05)  # fmt: skip
        gone = _gone(places, days)
        for (x, segment), (top, n) in gone.items():
            ax.annotate(
                name(segment, width=16, lines=2), (x - BAR, top + n / 2), (-4, 0), textcoords="offset points",
                ha="right", va="center", fontsize=SMALL, linespacing=1.05,
                bbox={"facecolor": PAPER, "alpha": 0.8, "linewidth": 0, "pad": 1},
            )  # fmt: skip
        ax.set_xlim(-0.75 if any(x == 0 for x, _ in gone) else -0.15, len(days) - 1 + ROOM)
        ax.set_ylim(bottom * 1.01, -bottom * 0.01)
        ax.set_yticks([])
        ax.set_xticks(range(len(days)), labels=[str(day) for day in days])
        ax.tick_params(axis="x", labelcolor=INK, labelsize=SMALL)
    return ax


def _spread(middles: list[float], texts: list[str], *, inch: float) -> list[float]:
    """Move names apart where they would meet: the next one begins below the end of the one before."""
    high = [(text.count("\n") + 1) * SMALL / 72 * 1.15 * inch for text in texts]
    placed: list[float] = []
    for middle, own in zip(middles, high, strict=True):
        least = placed[-1] + (high[len(placed) - 1] + own) / 2 if placed else middle
        placed.append(max(middle, least))
    return placed


def _places(sizes: pd.DataFrame, gap: float) -> dict[tuple[str, str], tuple[float, float]]:
    """Upper edge and height of each segment on each day, one under the other."""
    places = {}
    for day, own in sizes.groupby("day", sort=False):
        top = 0.0
        for row in own.itertuples():
            places[day, row.segment_name] = top, float(row.n)
            top += row.n + gap
    return places


def _gone(places: dict[tuple[str, str], tuple[float, float]], days: list) -> dict[tuple[int, str], tuple[float, float]]:
    """The last column of each segment that is not there at the end: it is named there."""
    last = {segment: day for day, segment in places}
    return {(days.index(day), one): places[day, one] for one, day in last.items() if day != days[-1]}


def _bands(ax: Axes, flows: pd.DataFrame, places: dict, days: list, colors: dict[str, str], most: float) -> None:
    """Bands leave and arrive in the order of the columns, so that they cross as little as can be."""
    rank = {key: place for place, key in enumerate(places)}
    known = [(row.day, row.from_name) in places and (row.until, row.to_name) in places for row in flows.itertuples()]
    rows = sorted(
        flows[known].itertuples(), key=lambda row: (rank[row.day, row.from_name], rank[row.until, row.to_name])
    )
    left: dict[tuple, float] = {}
    right: dict[tuple, float] = {}
    t = np.linspace(0, 1, STEPS)
    bend = t**2 * (3 - 2 * t)
    for row in rows:
        start, end = (row.day, row.from_name), (row.until, row.to_name)
        y0 = places[start][0] + left.get(start, 0.0)
        y1 = places[end][0] + right.get(end, 0.0)
        left[start] = left.get(start, 0.0) + row.n
        right[end] = right.get(end, 0.0) + row.n
        if row.n < LEAST * most:
            continue
        x0 = days.index(row.day) + BAR
        x = x0 + t * (1 - 2 * BAR)
        y = y0 + bend * (y1 - y0)
        ax.fill_between(x, y, y + row.n, color=colors[row.from_name], alpha=0.35, linewidth=0)
