"""Which country is meant? Names in many languages, short forms and codes become ISO 3166-1 codes; nothing is guessed.

Names come from CLDR (by babel) in the languages of :data:`LANGUAGES`, codes from ISO 3166-1 (by pycountry), and what
people write besides, such as "EIRE", from the short list below. A name that could be two countries, or none, is left
open and asked about.
"""

from __future__ import annotations

import difflib
import functools
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

import pycountry
from babel import Locale

_LANGUAGES = "en ar fa ms de fr es it nl pt pl tr da nb sv fi cs el ru uk zh ja ko hi ur id he ro hu ca ga vi th"
LANGUAGES = tuple(_LANGUAGES.split())
UNKNOWN = "unknown"
"""What a name means in ``client.yml`` that names no place: ``Unspecified: unknown``."""

_SPOKEN = {
    "GB": "uk, u k, great britain, gb uk, britain, england, scotland, wales, northern ireland, انگلستان, انگلیس",
    "IE": "eire, republic of ireland, irish republic, roi",
    "US": "u s a, u s, united states of america, estados unidos de america",
    "ZA": "rsa, republic of south africa",
    "AE": "uae, emirates",
    "NL": "holland, the netherlands",
    "KR": "republic of korea",
    "CZ": "czech republic",
    "RU": "russian federation",
    "SA": "ksa, kingdom of saudi arabia",
    "IR": "islamic republic of iran",
    "VN": "viet nam",
    "CI": "ivory coast",
    "MK": "macedonia",
    "HK": "hong kong",
    "MO": "macau",
    "CN": "prc",
    "BA": "bosnia",
    "MM": "burma",
    "XK": "kosovo",
}
_SEVERAL = {
    "channel islands": ("JE", "GG"),
    "korea": ("KR", "KP"),
    "congo": ("CD", "CG"),
    "european community": (),
    "european union": (),
    "eu": (),
    "europe": (),
    "scandinavia": ("SE", "NO", "DK"),
    "benelux": ("BE", "NL", "LU"),
    "na": ("NA",),  # Namibia's code, or "not available"
}
_NO_PLACE = (
    "unspecified|unknown|not known|not specified|n a|none|null|nil|other|others|various|unbekannt|sonstige|inconnu|"
    "autre|desconocido|otro|sconosciuto|altro|onbekend|desconhecido|غير معروف|نامشخص|سایر|tidak diketahui|lain lain"
)
_LETTERS = str.maketrans(
    {"ي": "ی", "ى": "ی", "ك": "ک", "ة": "ه", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ـ": None}
    | {"ß": "ss", "ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "ð": "d", "þ": "th"}
)


class Match(NamedTuple):
    """What a name means.

    Attributes
    ----------
    code : str or None
        ISO code, where the name means one.
    how : str
        ``declared``, ``code``, ``name``; or why there is no code: ``missing``, ``not_known`` (a word such as
        "Unspecified"), ``several`` (it could be more than one, or is no country) or ``unmatched``.
    candidates : tuple of str
        Codes that it could be, for the line to write in ``client.yml``.
    """

    code: str | None
    how: str
    candidates: tuple[str, ...] = ()


def fold(name: object) -> str:
    """Write a name as it is compared: without case, accents, signs, variants of Arabic letters and a leading "the".

    Parameters
    ----------
    name : object
        A name in any script.

    Returns
    -------
    str
        Words with single blanks between; empty for a missing name.

    Examples
    --------
    >>> fold("  CÔTE d’Ivoire "), fold("آلمان") == fold("المان"), fold("The Netherlands"), fold(None)
    ('cote d ivoire', True, 'netherlands', '')
    """
    if not isinstance(name, str):
        return ""
    text = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    text = "".join(sign for sign in text if not unicodedata.category(sign).startswith("M")).translate(_LETTERS)
    words = re.sub(r"[\W_]+", " ", text.replace("&", " and ")).split()
    return " ".join(words[1:] if words[:1] == ["the"] and len(words) > 1 else words)


def country_code(name: object, *, declared: Mapping[str, str] | None = None, language: str = "en") -> Match:
    """Find the country that a name means.

    Parameters
    ----------
    name : object
        As the business writes it; a missing one is no country.
    declared : mapping of str to str, optional
        What ``client.yml`` says that names mean: an ISO 3166-1 code, or :data:`UNKNOWN`. It comes before all else.
    language : str, default "en"
        The client's, in which a name is looked for before other languages.

    Returns
    -------
    Match

    Examples
    --------
    >>> [country_code(name).code for name in ("EIRE", "Deutschland", "المغرب", "آلمان", "USA", "NOR")]
    ['IE', 'DE', 'MA', 'DE', 'US', 'NO']
    >>> country_code("Channel Islands"), country_code("Unspecified")
    (Match(code=None, how='several', candidates=('JE', 'GG')), Match(code=None, how='not_known', candidates=()))
    """
    text = fold(name)
    given = _folded(tuple((declared or {}).items())).get(text)
    if given is not None:
        return Match(None, "not_known") if given == UNKNOWN else Match(given, "declared")
    if not text:
        return Match(None, "missing")
    if text in _nothing():
        return Match(None, "not_known")
    if text in _SEVERAL:
        return Match(None, "several", _SEVERAL[text])
    short = text.replace(" ", "").upper()
    if short in codes():
        return Match(codes()[short], "code")
    for names in (_spoken(), *(_names(one) for one in (language, "en"))):
        if text in names:
            return Match(names[text], "name")
    found = {names[text] for names in map(_names, LANGUAGES) if text in names}
    if len(found) == 1:
        return Match(found.pop(), "name")
    if found:
        return Match(None, "several", tuple(sorted(found)))
    return Match(None, "unmatched", nearest(text, {**_names("en"), **_names(language), **_spoken()}))


def country_name(code: str, *, language: str = "en") -> str:
    """Give a country's name.

    Parameters
    ----------
    code : str
        ISO 3166-1 alpha-2.
    language : str, default "en"
        Locale.

    Returns
    -------
    str
        The name in that language; the code itself where there is none.

    Examples
    --------
    >>> country_name("DE"), country_name("HK"), country_name("ES", language="de")
    ('Germany', 'Hong Kong', 'Spanien')
    """
    return _display(_locale(language).territories.get(code, code))


@functools.cache
def codes() -> Mapping[str, str]:
    """Give the codes of countries.

    Returns
    -------
    mapping of str to str
        ISO 3166-1 alpha-2 and alpha-3 (and XK for Kosovo) to alpha-2.
    """
    short = {country.alpha_2: country.alpha_2 for country in pycountry.countries}
    return short | {country.alpha_3: country.alpha_2 for country in pycountry.countries} | {"XK": "XK", "XKX": "XK"}


def nearest(text: str, names: Mapping[str, str]) -> tuple[str, ...]:
    """Suggest what a name that was not found may be.

    Parameters
    ----------
    text : str
        Folded.
    names : mapping of str to str
        Folded name to code.

    Returns
    -------
    tuple of str
        At most one code, of the name that is written most alike; it is only suggested, never used.
    """
    return tuple(names[name] for name in difflib.get_close_matches(text, names, n=1, cutoff=0.8))


@functools.cache
def _nothing() -> frozenset[str]:
    return frozenset(map(fold, _NO_PLACE.split("|")))


@functools.cache
def _spoken() -> dict[str, str]:
    return {fold(name): code for code, line in _SPOKEN.items() for name in line.split(",")}


@functools.cache
def _names(language: str) -> dict[str, str]:
    """Folded names of one language; a name that two countries share there is left out."""
    pairs = [(code, name) for code, name in _locale(language).territories.items() if code in codes()]
    if language == "en":
        pairs += [(one.alpha_2, getattr(one, "official_name", one.name)) for one in pycountry.countries]
        pairs += [(one.alpha_2, one.name) for one in pycountry.countries]
    names: dict[str, set[str]] = {}
    for code, name in pairs:
        for form in {name, _display(name)}:
            names.setdefault(fold(form), set()).add(code)
    return {name: min(found) for name, found in names.items() if len(found) == 1}


@functools.cache
def _folded(declared: tuple[tuple[str, str], ...]) -> dict[str, str]:
    return {fold(name): code for name, code in declared if "-" not in code}


def _locale(language: str) -> Locale:
    return Locale.parse(language.replace("-", "_"))


def _display(name: str) -> str:
    """CLDR's "Hong Kong SAR China" and the like, as people say it."""
    return re.sub(r" (SAR China|SRK China)$", "", name)
