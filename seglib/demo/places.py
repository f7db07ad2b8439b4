"""Where do the demo's customers live?

Towns of four countries with different climates. Postal codes are real districts (in Ireland the routing key); every
code belongs to one town of its country.
"""

from __future__ import annotations

from dataclasses import dataclass

SEASON_SHIFT = {"Germany": 0.0, "Spain": -1.4, "Norway": 0.9, "Ireland": -0.4}
"""Months by which the growing season starts later than in Germany."""

DIALLING_CODES = {"Germany": "+49", "Spain": "+34", "Norway": "+47", "Ireland": "+353"}


@dataclass(frozen=True)
class Place:
    """A town.

    Attributes
    ----------
    country, region, city : str
        Names, the region and town as written there.
    latitude, longitude : float
        Degrees north and east.
    postal_codes : tuple of str
        Codes of its districts.
    weight : float
        Weight among the customers of its country.
    """

    country: str
    region: str
    city: str
    latitude: float
    longitude: float
    postal_codes: tuple[str, ...]
    weight: float


PLACES = (
    Place("Germany", "Baden-Württemberg", "Freiburg", 47.99, 7.85, ("79098", "79100", "79106"), 4.0),
    Place("Germany", "Baden-Württemberg", "Stuttgart", 48.78, 9.18, ("70173", "70180", "70197"), 2.0),
    Place("Germany", "Bayern", "München", 48.14, 11.58, ("80331", "80469", "80796"), 2.5),
    Place("Germany", "Nordrhein-Westfalen", "Köln", 50.94, 6.96, ("50667", "50823", "50937"), 2.0),
    Place("Germany", "Nordrhein-Westfalen", "Münster", 51.96, 7.63, ("48143", "48151", "48155"), 1.5),
    Place("Germany", "Hamburg", "Hamburg", 53.55, 9.99, ("20095", "20144", "22303"), 1.5),
    Place("Germany", "Sachsen", "Leipzig", 51.34, 12.37, ("04103", "04177", "04277"), 1.0),
    Place("Spain", "Comunidad de Madrid", "Madrid", 40.42, -3.70, ("28004", "28010", "28028"), 3.0),
    Place("Spain", "Catalunya", "Barcelona", 41.39, 2.17, ("08003", "08012", "08025"), 3.0),
    Place("Spain", "Comunitat Valenciana", "Valencia", 39.47, -0.38, ("46002", "46006", "46021"), 2.0),
    Place("Spain", "Andalucía", "Sevilla", 37.39, -5.98, ("41001", "41010", "41013"), 1.5),
    Place("Spain", "Andalucía", "Málaga", 36.72, -4.42, ("29001", "29012", "29016"), 1.5),
    Place("Spain", "Galicia", "Pontevedra", 42.43, -8.64, ("36001", "36002", "36004"), 1.0),
    Place("Spain", "La Rioja", "Logroño", 42.47, -2.45, ("26001", "26003", "26006"), 1.0),
    Place("Norway", "Oslo", "Oslo", 59.91, 10.75, ("0150", "0357", "0566"), 3.0),
    Place("Norway", "Vestland", "Bergen", 60.39, 5.32, ("5003", "5015", "5058"), 2.0),
    Place("Norway", "Trøndelag", "Trondheim", 63.43, 10.40, ("7010", "7030", "7042"), 1.5),
    Place("Norway", "Rogaland", "Stavanger", 58.97, 5.73, ("4006", "4013", "4021"), 1.2),
    Place("Norway", "Troms", "Tromsø", 69.65, 18.96, ("9006", "9008", "9011"), 0.8),
    Place("Norway", "Møre og Romsdal", "Ålesund", 62.47, 6.15, ("6002", "6004", "6010"), 0.8),
    Place("Ireland", "Leinster", "Dublin", 53.35, -6.26, ("D02", "D06", "D08"), 3.0),
    Place("Ireland", "Munster", "Cork", 51.90, -8.47, ("T12", "T23"), 2.0),
    Place("Ireland", "Connacht", "Galway", 53.27, -9.05, ("H91",), 1.5),
    Place("Ireland", "Munster", "Limerick", 52.66, -8.63, ("V94",), 1.2),
    Place("Ireland", "Munster", "Waterford", 52.26, -7.11, ("X91",), 1.0),
    Place("Ireland", "Leinster", "Kilkenny", 52.65, -7.25, ("R95",), 0.8),
    Place("Ireland", "Connacht", "Sligo", 54.27, -8.47, ("F91",), 0.6),
)
