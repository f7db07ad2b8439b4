"""Where are they? Countries in outline; places as points or areas, coloured by a value and as large as they count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from seglib.plots.checks import check_table
from seglib.plots.heat import draw_key
from seglib.plots.palette import BLACK, DIVERGING, INK, PAPER, QUIET, TRACK, shade
from seglib.plots.point_names import PHONE, name_points
from seglib.plots.style import WIDTH, drawing

Rings = Mapping[str, Sequence[np.ndarray]]
MARGIN = 0.08  # of the width and height, around the places
LEAST_DEGREES = 4.0
MOST_NAMED = 12
KEY = 0.4  # height of the key, in inches
LARGEST = 420.0  # area of the largest point, in square points
TALLEST, FLATTEST = 5.6, 2.6  # height of the figure, in inches


def plot_map(
    places: pd.DataFrame,
    *,
    outlines: Rings,
    areas: bool = False,
    centre: float | None = None,
    reach: float | None = None,
    value_label: str = "Margin a customer",
    ends: tuple[str, str] = ("lower", "higher"),
    stores: Sequence[tuple[str, float, float]] = (),
    ax: Axes | None = None,
) -> Axes:
    """Draw places on a map that is cut to where they are.

    Parameters
    ----------
    places : pandas.DataFrame
        `name`, `n`, `value`, `latitude`, `longitude`, one row a place; a missing value is grey. With `areas` also
        `place`, a key of the outlines; who has no outline, is a point.
    outlines : mapping of str to sequence of ndarray
        Closed rings of longitude and latitude.
    areas : bool, default False
        Fill the outlines with the value's colour, instead of drawing points whose area is the number of customers.
    centre : float, optional
        Value of the palest colour; the mean of the values by default.
    reach : float, optional
        How far from the centre the darkest colours are; the farthest value by default. Give what chance explains,
        where that is more, so that noise stays pale.
    value_label : str
        What the colour means.
    ends : (str, str)
        Words for the two ends of the colours.
    stores : sequence of (name, latitude, longitude)
        Drawn as black squares.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        In degrees, so wide that distances in the middle of the map are true.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(places, ["name", "n", "value", "latitude", "longitude", *(["place"] if areas else [])], "plot_map")
    rows = places.dropna(subset=["latitude", "longitude"]).sort_values(["n", "name"], ascending=[False, True])
    x, y, stretch, height = _window(rows, outlines if areas else {}, stores)
    middle = float(rows["value"].mean()) if centre is None else centre
    reach = max(reach or float((rows["value"] - middle).abs().max()), 1e-12) if rows["value"].notna().any() else 1.0
    shades = [QUIET if pd.isna(v) else shade(DIVERGING, v, middle - reach, middle + reach) for v in rows["value"]]
    with drawing(ax, height=height) as ax:
        ax.set(xlim=x, ylim=y, xticks=[], yticks=[])
        ax.set_aspect(stretch)
        _fill(ax, outlines, outlines, TRACK)
        filled = dict(zip(rows["place"], shades, strict=True)) if areas else {}
        for code, color in filled.items():
            _fill(ax, outlines, [code] if code in outlines else [], color)
        points = [not areas or place not in outlines for place in rows.get("place", rows["name"])]
        sizes = np.maximum(LARGEST * rows["n"] / rows["n"].max(), 26.0)
        if any(points):
            ax.scatter(rows["longitude"][points], rows["latitude"][points], s=sizes[points], linewidth=0.9, zorder=3,
                       c=[color for color, one in zip(shades, points, strict=True) if one], edgecolor=INK)  # fmt: skip
        for _, latitude, longitude in stores:
            ax.scatter([longitude], [latitude], marker="s", s=34, color=BLACK, edgecolor=PAPER, zorder=5)
        radii = np.sqrt(np.where(points, sizes, 0.0)) / 2
        middles = [_middle(outlines, row, one) for row, one in zip(rows.itertuples(), points, strict=True)]
        named = pd.DataFrame(middles, columns=["x", "y"]).assign(name=rows["name"].to_numpy(), radius=radii)
        name_points(ax, named, inches=(PHONE, (height - KEY) * PHONE / WIDTH), most=MOST_NAMED)
        draw_key(ax, colormap=DIVERGING, ends=ends, meaning=value_label, below=True)
    return ax


def _fill(ax: Axes, outlines: Rings, codes: Sequence[str], color: object) -> None:
    rings = [ring for code in codes for ring in outlines[code]]
    ax.add_collection(PolyCollection(rings, facecolor=color, edgecolor=PAPER, linewidth=0.8, zorder=1))


def _middle(outlines: Rings, row: object, is_point: bool) -> tuple[float, float]:
    """Where a place's name belongs: at its point, or in the middle of its largest part."""
    if is_point:
        return row.longitude, row.latitude
    ring = _largest(outlines[row.place])
    return float(ring[:-1, 0].mean()), float(ring[:-1, 1].mean())


def _largest(rings: Sequence[np.ndarray]) -> np.ndarray:
    return max(rings, key=lambda ring: np.ptp(ring[:, 0]) * np.ptp(ring[:, 1]))


def _window(rows: pd.DataFrame, outlines: Rings, stores: Sequence[tuple[str, float, float]]) -> tuple:
    """Limits of the map around the places, how much higher a degree north is than one east, and the figure's height."""
    east, north = list(rows["longitude"]), list(rows["latitude"])
    for place in rows.get("place", []):
        if place in outlines:
            largest = _largest(outlines[place])
            east, north = [*east, *largest[:, 0]], [*north, *largest[:, 1]]
    east, north = [*east, *(one[2] for one in stores)], [*north, *(one[1] for one in stores)]
    x, y = (_padded(min(side), max(side)) for side in (east, north))
    stretch = 1 / max(np.cos(np.radians(sum(y) / 2)), 0.2)
    wide, high = x[1] - x[0], (y[1] - y[0]) * stretch
    height = WIDTH * high / wide
    if height > TALLEST:  # a tall map gets land at its sides instead of a narrow strip
        more = (high * WIDTH / TALLEST - wide) / 2
        x = (x[0] - more, x[1] + more)
    elif height < FLATTEST:
        more = (wide * FLATTEST / WIDTH - high) / 2 / stretch
        y = (y[0] - more, y[1] + more)
    return x, y, stretch, float(np.clip(height, FLATTEST, TALLEST)) + KEY


def _padded(low: float, high: float) -> tuple[float, float]:
    margin = max((high - low) * MARGIN, (LEAST_DEGREES - (high - low)) / 2, 0.3)
    return low - margin, high + margin
