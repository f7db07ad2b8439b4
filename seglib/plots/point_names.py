"""Which points can be named? Names beside points, the most important first, where they cover nothing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.labels import name
from seglib.plots.palette import INK
from seglib.plots.style import SMALL

PHONE = 4.6  # inches: names must not meet where the figure is laid out again for a phone
CHARACTER, LINE = 0.66, 1.3  # width and height of a letter, in its size
HORIZONTAL, VERTICAL = {1: "left", -1: "right", 0: "center"}, {1: "bottom", -1: "top", 0: "center"}
SIDES = ((1, 0), (-1, 0), (0, 1), (0, -1), (-1, 1), (1, 1), (-1, -1), (1, -1))
Box = tuple[float, float, float, float]


def name_points(
    ax: Axes,
    points: pd.DataFrame,
    *,
    inches: tuple[float, float],
    most: int,
    colors: Sequence[str] | None = None,
    taken: Sequence[Box] = (),
) -> None:
    """Write names to the right or left of points, above or below, on two lines or else cut to one.

    Parameters
    ----------
    ax : Axes
        With its final limits; changed in place.
    points : pandas.DataFrame
        `name`, `x`, `y` and `radius` (in points), the most important first; points without a name only take
        room, and a name may stand on a place of radius 0.
    inches : (float, float)
        Width and height that the axes have at least.
    most : int
        Names at most.
    colors : sequence of str, optional
        Colour of each name; ink by default.
    taken : sequence of tuple
        Boxes (left, right, bottom, top) that must stay free, as fractions of the axes.
    """
    place = (ax.transScale + ax.transLimits).transform(points[["x", "y"]].to_numpy(float))
    wide, high = 1 / (inches[0] * 72), 1 / (inches[1] * 72)  # of the axes, a point
    taken = [*taken, *(_around(x, y, r * wide, r * high) for (x, y), r in zip(place, points["radius"], strict=True))]
    for i, ((x, y), text, radius) in enumerate(zip(place, points["name"], points["radius"], strict=True)):
        shapes = [name(text, width=18, lines=2), name(text, width=22, lines=1)] if most and pd.notna(text) else []
        sides = SIDES if radius else ((0, 0), *SIDES)
        for shown, (right, up) in product(shapes, sides):
            lines = shown.split("\n")
            length, line = max(map(len, lines)) * SMALL * CHARACTER * wide, len(lines) * SMALL * LINE * high
            middle = (x + right * ((radius + 5) * wide + length / 2), y + up * ((radius + 4) * high + line / 2))
            box = _around(*middle, length / 2, line / 2)
            if min(box[0], box[2]) < 0 or max(box[1], box[3]) > 1 or any(_overlap(box, other) for other in taken):
                continue
            ax.annotate(
                shown,
                tuple(points[["x", "y"]].iloc[i]),
                (right * (radius + 5), up * (radius + 4)),
                textcoords="offset points",
                ha=HORIZONTAL[right],
                va=VERTICAL[up],
                fontsize=SMALL,
                color=colors[i] if colors else INK,
                zorder=4,
            )
            taken.append(box)
            most -= 1
            break


def _around(x: float, y: float, wide: float, high: float) -> Box:
    return x - wide, x + wide, y - high, y + high


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
