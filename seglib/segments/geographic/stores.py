"""How far is it to the nearest store, and what is delivered where? Great circles, rings, beginnings of postal codes."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from seglib.client_segments import Geographic, Store

EARTH_KM = 6371.0
EXACT = ("coordinates", "postal code", "city")
"""How a customer must be located for a distance to mean something."""

NEAREST, OUTSIDE, NO_DISTANCE = "ring", "outside", "not_known"


def haversine(
    latitude: np.ndarray | float, longitude: np.ndarray | float, to_latitude: float, to_longitude: float
) -> np.ndarray:
    """Measure distances on the sphere.

    Parameters
    ----------
    latitude, longitude : ndarray or float
        Points in degrees.
    to_latitude, to_longitude : float
        Where to.

    Returns
    -------
    ndarray
        Kilometres.

    Examples
    --------
    >>> round(float(haversine(52.52, 13.405, 48.137, 11.575)))  # Berlin to Munich
    504
    """
    phi, to_phi = np.radians(latitude), np.radians(to_latitude)
    half = np.sin((to_phi - phi) / 2) ** 2
    half = half + np.cos(phi) * np.cos(to_phi) * np.sin((np.radians(to_longitude) - np.radians(longitude)) / 2) ** 2
    return 2 * EARTH_KM * np.arcsin(np.sqrt(np.clip(half, 0, 1)))


def nearest_store(places: pd.DataFrame, stores: Sequence[Store]) -> pd.DataFrame:
    """Find each customer's nearest store.

    Parameters
    ----------
    places : pandas.DataFrame
        From :meth:`seglib.segments.geographic.atlas.Atlas.read`.
    stores : sequence of Store

    Returns
    -------
    pandas.DataFrame
        The same index: `store` (its name) and `km`; missing for customers of whom only region or country is known.
    """
    exact = places["located_by"].isin(EXACT).to_numpy()
    km = np.column_stack(
        [haversine(places["latitude"], places["longitude"], store.latitude, store.longitude) for store in stores]
    )
    names = np.array([store.name for store in stores], dtype=object)
    return pd.DataFrame(
        {
            "store": np.where(exact, names[np.nan_to_num(km, nan=np.inf).argmin(axis=1)], None),
            "km": np.where(exact, km.min(axis=1), np.nan),
        },
        index=places.index,
    )


def ring_names(rings: Sequence[float]) -> dict[str, str]:
    """Name the rings around stores.

    Parameters
    ----------
    rings : sequence of float
        Upper ends in km, rising.

    Returns
    -------
    dict of str to str
        Code to name, from near to far, the last one beyond all rings.

    Examples
    --------
    >>> ring_names([5, 15])
    {'ring1': 'Up to 5 km', 'ring2': '5 to 15 km', 'outside': 'Beyond 15 km'}
    """
    ends = [f"{end:g}" for end in rings]
    names = [f"Up to {ends[0]} km", *(f"{low} to {high} km" for low, high in itertools.pairwise(ends))]
    return {f"{NEAREST}{i}": name for i, name in enumerate(names, start=1)} | {OUTSIDE: f"Beyond {ends[-1]} km"}


def zone_names(settings: Geographic) -> dict[str, str]:
    """Name the delivery zones, or else the rings.

    Parameters
    ----------
    settings : Geographic
        With `zones` or `stores`.

    Returns
    -------
    dict of str to str
        Code to name in the order of presentation, with what is outside of all, and what is not known.

    Raises
    ------
    ValueError
        If there are neither zones nor stores, with the lines to write.
    """
    missing = {NO_DISTANCE: "Place not known"}
    if settings.zones:
        return {f"zone:{name}": name for name in settings.zones} | {OUTSIDE: "Outside all zones"} | missing
    if settings.stores:
        return ring_names(settings.rings) | missing
    raise ValueError(
        "`settings` of `geographic.segment` must have delivery zones or stores for `by='zone'`. Write in client.yml: "
        'geographic: {zones: {"Own van": ["79", "77"]}} or geographic: {stores: [{name: Main street, latitude: 47.99, '
        "longitude: 7.85}]}."
    )


def zone_codes(places: pd.DataFrame, settings: Geographic) -> pd.Series:
    """Put each customer into a delivery zone, or else into a ring.

    Parameters
    ----------
    places : pandas.DataFrame
        From :meth:`seglib.segments.geographic.atlas.Atlas.read`.
    settings : Geographic
        With `zones` or `stores`.

    Returns
    -------
    pandas.Series
        Code of :func:`zone_names`.
    """
    if settings.zones:
        return _by_prefix(places["postal_code"], settings.zones)
    km = nearest_store(places, settings.stores)["km"]
    number = np.searchsorted(np.array(settings.rings), km.to_numpy(float))  # up to and with the end of a ring
    codes = np.array(list(ring_names(settings.rings)), dtype=object)[np.minimum(number, len(settings.rings))]
    return pd.Series(codes, index=places.index).mask(km.isna(), NO_DISTANCE).astype("str")


def _by_prefix(postal: pd.Series, zones: Mapping[str, Sequence[str]]) -> pd.Series:
    """The zone with the longest beginning; one without a country counts in every country."""
    starts = [(start.upper().replace(" ", ""), name) for name, own in zones.items() for start in own]
    starts.sort(key=lambda pair: (-len(pair[0].rpartition("-")[2]), pair))

    def zone(place: str) -> str:
        country, _, code = place.partition("/")
        for start, name in starts:
            home, _, prefix = start.rpartition("-")
            if code.startswith(prefix) and home in ("", country):
                return f"zone:{name}"
        return OUTSIDE

    known = postal.dropna()
    found = {place: zone(place) for place in known.unique()}
    return postal.map(found).where(postal.notna(), NO_DISTANCE).astype("str")
