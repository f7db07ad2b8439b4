"""What do the countries look like, and where do they lie? Outlines and one position for each, from a file of our own.

Outlines are those of Natural Earth at 1:110 million (public domain), thinned to about a tenth of a degree; a country's
position is its main city by the tz database (public domain), or the middle of the largest part of countries above a
million km².
"""

from __future__ import annotations

import functools
import json
from importlib import resources

import numpy as np
import pandas as pd


@functools.cache
def countries() -> pd.DataFrame:
    """Give every country's position.

    Returns
    -------
    pandas.DataFrame
        Index: ISO 3166-1 code. `continent`, `latitude`, `longitude`, `area_km2` (missing for the smallest countries,
        which have no outline).
    """
    rows = [feature["properties"] for feature in _file()["features"] if feature["properties"]["code"]]
    return pd.DataFrame(rows).set_index("code")[["continent", "latitude", "longitude", "area_km2"]]


@functools.cache
def outlines() -> dict[str, list[np.ndarray]]:
    """Give the outlines.

    Returns
    -------
    dict of str to list of ndarray
        ISO 3166-1 code, or a name where there is none, to closed rings of longitude and latitude.
    """
    rings: dict[str, list[np.ndarray]] = {}
    for number, feature in enumerate(_file()["features"]):
        if feature["geometry"]:
            code = feature["properties"]["code"] or f"no code {number}"
            rings[code] = [np.array(part[0]) for part in feature["geometry"]["coordinates"]]
    return rings


def _file() -> dict:
    path = resources.files("seglib.segments.geographic").joinpath("countries.geojson")
    return json.loads(path.read_text(encoding="utf-8"))
