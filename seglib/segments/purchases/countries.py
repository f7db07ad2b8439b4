"""Which country does the business mean? ISO codes from the names that people write, in some twenty languages."""

from __future__ import annotations

import functools
import re
import unicodedata

import pandas as pd
from babel import Locale

LANGUAGES = ("en", "de", "es", "fr", "it", "pt", "nl", "nb", "sv", "da", "fi", "pl", "cs", "ro", "el", "tr", "ru", "uk")
LANGUAGES += ("ar", "fa", "ur", "ms", "id", "vi", "th", "hi", "zh", "ja", "ko")
ALIASES = {
    "uk": "GB",
    "great britain": "GB",
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "northern ireland": "GB",
    "eire": "IE",
    "republic of ireland": "IE",
    "usa": "US",
    "united states of america": "US",
    "america": "US",
    "uae": "AE",
    "ksa": "SA",
    "holland": "NL",
    "the netherlands": "NL",
    "russia": "RU",
    "czech republic": "CZ",
    "turkey": "TR",
    "south korea": "KR",
    "korea": "KR",
    "hong kong": "HK",
    "channel islands": "JE",
}


def country_codes(names: pd.Series) -> pd.Series:
    """Turn names of countries into their ISO codes.

    Parameters
    ----------
    names : pandas.Series of str
        As the business writes them: names in some thirty languages, codes of two letters, usual short forms.

    Returns
    -------
    pandas.Series of str
        Codes of two letters; missing where the name is none of a country.

    Examples
    --------
    >>> country_codes(pd.Series(["Deutschland", "UK", "no", "Atlantis"])).tolist()
    ['DE', 'GB', 'NO', nan]
    """
    known = _codes()
    return names.map({name: known.get(_plain(name)) for name in names.dropna().unique()}).astype("str")


def country_name(code: str, *, language: str = "en") -> str:
    """Name a country.

    Parameters
    ----------
    code : str
        ISO code of two letters.
    language : str, default "en"
        Locale of the name.

    Returns
    -------
    str
        The code itself where it has no name.

    Examples
    --------
    >>> country_name("IE"), country_name("DE", language="es")
    ('Ireland', 'Alemania')
    """
    return Locale.parse(language.replace("-", "_")).territories.get(code, code)


@functools.cache
def _codes() -> dict[str, str]:
    found = {}
    for language in reversed(LANGUAGES):
        for code, name in Locale(language).territories.items():
            if re.fullmatch("[A-Z]{2}", code) and code not in ("EU", "EZ", "UN", "ZZ", "QO"):
                found[_plain(name)] = code
                found[code.lower()] = code
    return {**found, **ALIASES}


def _plain(name: object) -> str:
    letters = unicodedata.normalize("NFKD", str(name)).casefold()
    return re.sub(
        r"\W+", " ", "".join(sign for sign in letters if sign != "." and not unicodedata.combining(sign))
    ).strip()
