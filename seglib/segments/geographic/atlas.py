"""Where is each customer? Country, region, city and postal code as keys that two spellings share, and coordinates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from seglib.segments.countries import Match, country_code, country_name, fold
from seglib.segments.geographic.outlines import countries
from seglib.segments.geographic.regions import region_code, region_name

WRITTEN = ("country", "region", "city", "postal_code", "latitude", "longitude")
"""Columns of `customers` that say where somebody is."""

LEVELS = ("country", "region", "city", "postal_code")
"""From coarse to fine."""

LARGE_KM2 = 1_000_000
"""A country above this size is in several climates, and its middle is near nobody."""

_DIGITS = {"DE": 5, "FR": 5, "ES": 5, "IT": 5, "US": 5, "MY": 5, "TR": 5, "MX": 5, "FI": 5, "SE": 5, "NO": 4, "CH": 4,
           "AT": 4, "BE": 4, "DK": 4, "AU": 4, "NL": 4}  # fmt: skip


@dataclass(frozen=True)
class Atlas:
    """How this client's places are understood; fitted once, so that a new customer is understood in the same way.

    Parameters
    ----------
    names : mapping of str to str
        What ``client.yml`` says that names mean.
    home_country : str or None
        Country of customers whose country is not written.
    language : str
        The client's.
    centres : mapping of str to tuple
        Place to the middle (latitude, longitude) of the customers there whose coordinates are known.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    home_country: str | None = None
    language: str = "en"
    centres: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    def read(self, customers: pd.DataFrame) -> pd.DataFrame:
        """Read where customers are.

        Parameters
        ----------
        customers : pandas.DataFrame
            With any of the columns :data:`WRITTEN`; an absent one is missing for all.

        Returns
        -------
        pandas.DataFrame
            The same index. `country`, `region`, `city`, `postal_code`: keys, each containing the one before, such as
            ``DE``, ``DE-BY``, ``DE-BY/munchen``, ``DE/80331``; missing where unknown. `continent`.
            `country_how`, `region_how`: how the name was understood. `zero_lost`: a leading zero was put back.
            `latitude`, `longitude` and `located_by`: ``coordinates``, ``postal code`` (of the United States),
            ``city``, ``region`` (the middle of customers there), ``country`` (its main city) or ``not known``.
        """
        given = customers.reindex(columns=list(WRITTEN))
        found = self._countries(given["country"])
        found["region"], found["region_how"] = self._regions(given["region"], found["country"])
        city = given["city"].map(fold, na_action="ignore").replace("", None)
        found["city"] = _joined(found["region"].fillna(found["country"]), city)
        postal, found["zero_lost"] = _postal_codes(given["postal_code"], found["country"])
        found["postal_code"] = _joined(found["country"], postal)
        return self._located(found, given)

    def _countries(self, written: pd.Series) -> pd.DataFrame:
        matches = _each(written, lambda name: country_code(name, declared=self.names, language=self.language))
        how = matches.map(lambda match: match.how)
        code = matches.map(lambda match: match.code)
        if self.home_country:
            at_home = how == "missing"
            code, how = code.mask(at_home, self.home_country), how.mask(at_home, "home_country")
        code = code.astype("object").where(code.notna(), None)
        return pd.DataFrame({"country": code, "country_how": how, "continent": code.map(countries()["continent"])})

    def _regions(self, written: pd.Series, country: pd.Series) -> tuple[pd.Series, pd.Series]:
        pairs = pd.Series(list(zip(written, country, strict=True)), index=written.index)

        def understood(pair: tuple) -> Match:
            name, home = pair
            known = home if isinstance(home, str) else None
            match = region_code(name, known, declared=self.names, language=self.language)
            if match.how == "unmatched" and known:
                return match._replace(code=f"{known}/{fold(name)}")  # kept apart, by its own name
            return match if known else match._replace(code=None)

        matches = _each(pairs, understood)
        return matches.map(lambda match: match.code), matches.map(lambda match: match.how)

    def _located(self, found: pd.DataFrame, given: pd.DataFrame) -> pd.DataFrame:
        latitude, longitude = (pd.to_numeric(given[name], errors="coerce") for name in ("latitude", "longitude"))
        known = latitude.between(-90, 90) & longitude.between(-180, 180) & ~((latitude == 0) & (longitude == 0))
        found["latitude"], found["longitude"] = latitude.where(known), longitude.where(known)
        found["located_by"] = np.where(known, "coordinates", "not known")
        steps = [("postal code", found["postal_code"], zip_codes), ("city", found["city"], self._centre)]
        steps += [("region", found["region"], self._centre), ("country", found["country"], _of_country)]
        for name, place, where in steps:
            open_ = (found["located_by"] == "not known") & place.notna()
            if not open_.any():
                continue
            points = _each(place[open_], where)
            points = points[points.map(lambda point: point is not None)]
            found.loc[points.index, "latitude"] = points.map(lambda point: point[0]).astype(float)
            found.loc[points.index, "longitude"] = points.map(lambda point: point[1]).astype(float)
            found.loc[points.index, "located_by"] = name
        return found

    def _centre(self, place: str) -> tuple[float, float] | None:
        return self.centres.get(place)

    def name(self, place: str) -> str:
        """Name a country or region.

        Parameters
        ----------
        place : str
            Its key.

        Returns
        -------
        str
            A region that the gazetteer does not know has the name under which it was read.

        Examples
        --------
        >>> Atlas().name("DE"), Atlas().name("DE-BY"), Atlas().name("DE/mittelerde")
        ('Germany', 'Bayern', 'Mittelerde')
        """
        if "/" in place:
            return place.rpartition("/")[2].title()
        return region_name(place) if "-" in place else country_name(place, language=self.language)


def fit_atlas(
    customers: pd.DataFrame, *, names: Mapping[str, str] | None = None, home_country: str | None = None,
    language: str = "en",
) -> Atlas:  # fmt: skip
    """Learn where this client's cities and regions are, from the customers whose coordinates are known.

    Parameters
    ----------
    customers : pandas.DataFrame
        With any of the columns :data:`WRITTEN`.
    names : mapping of str to str, optional
        What ``client.yml`` says that names mean.
    home_country : str, optional
        Country of customers whose country is not written.
    language : str, default "en"
        The client's.

    Returns
    -------
    Atlas
    """
    plain = Atlas(dict(names or {}), home_country, language)
    found = plain.read(customers)
    sure = found[found["located_by"].isin(["coordinates", "postal code"])]
    centres = {}
    for level in ("city", "region"):
        middle = sure.groupby(level)[["latitude", "longitude"]].median().round(4)
        centres |= {place: (row.latitude, row.longitude) for place, row in middle.iterrows()}
    return Atlas(plain.names, home_country, language, centres)


def zip_codes(place: str) -> tuple[float, float] | None:
    """Look up the middle of a ZIP code of the United States.

    Parameters
    ----------
    place : str
        Key of a postal code, such as ``US/90210``; with four digits more after a hyphen, too.

    Returns
    -------
    tuple of float or None
        Latitude and longitude; None for other countries and unknown codes.

    Examples
    --------
    >>> zip_codes("US/90210") == zip_codes("US/90210-1234"), zip_codes("DE/90210")
    (True, None)
    """
    if not place.startswith("US/"):
        return None
    from seglib.segments.geographic.climate import zip_table

    return zip_table().get(place[3:8])


def _of_country(code: str) -> tuple[float, float] | None:
    table = countries()
    return (table.at[code, "latitude"], table.at[code, "longitude"]) if code in table.index else None


def _each(values: pd.Series, function: Callable) -> pd.Series:
    """Apply a function once to each different value; missing values are None."""
    plain = [None if isinstance(value, float) or value is pd.NA or value is None else value for value in values]
    results = {value: function(value) for value in dict.fromkeys(plain)}
    return pd.Series([results[value] for value in plain], index=values.index, dtype="object")


def _joined(outer: pd.Series, inner: pd.Series) -> pd.Series:
    both = outer.notna() & inner.notna()
    return pd.Series(np.where(both, outer.astype(str) + "/" + inner.astype(str), None), index=outer.index)


def _postal_codes(written: pd.Series, country: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Postal codes without blanks and country, with the leading zero that a spreadsheet took."""
    text = written.astype("object").where(written.notna(), "").astype(str).str.strip().str.upper()
    text = text.map(lambda code: re.sub(r"^[A-Z]{1,3}-(?=\d{4,5}$)|\s+", "", code))
    digits = country.map(_DIGITS)
    lost = text.str.fullmatch(r"\d+").fillna(False) & (text.str.len() == digits - 1)
    text = text.mask(lost, "0" + text)
    return text.replace("", None), lost.astype(bool)
