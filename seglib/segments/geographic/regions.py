"""Which region is meant? Names of states, provinces and counties become ISO 3166-2 codes, within their country."""

from __future__ import annotations

import functools
import gettext
import re
from collections.abc import Mapping

import pycountry

from seglib.segments.countries import UNKNOWN, Match, fold, nearest

_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "ar", "fa", "ms")


def region_code(
    name: object, country: str | None, *, declared: Mapping[str, str] | None = None, language: str = "en"
) -> Match:
    """Find the region of a country that a name means.

    Parameters
    ----------
    name : object
        As the business writes it: a name, the last part of the code (``CA``) or the code (``US-CA``).
    country : str or None
        ISO 3166-1 code; without one only a whole code is understood.
    declared : mapping of str to str, optional
        What ``client.yml`` says that names mean: an ISO 3166-2 code, or ``unknown``.
    language : str, default "en"
        The client's, in which names are looked for beside those of ISO 3166-2 and some large languages.

    Returns
    -------
    seglib.segments.countries.Match
        Of two regions of one name (a province in a community of that name) the larger one is meant.

    Examples
    --------
    >>> [region_code(name, "DE").code for name in ("Bayern", "Bavaria", "BY", "de-by")]
    ['DE-BY', 'DE-BY', 'DE-BY', 'DE-BY']
    >>> region_code("La Rioja", "ES").code, region_code("Madrid", "ES").code, region_code("California", "US").code
    ('ES-RI', 'ES-MD', 'US-CA')
    """
    text = fold(name)
    if not text:
        return Match(None, "missing")
    given = {fold(key): code for key, code in (declared or {}).items() if "-" in code or code == UNKNOWN}.get(text)
    if given == UNKNOWN:
        return Match(None, "not_known")
    if given is not None and (country is None or given.startswith(f"{country}-")):
        return Match(given, "declared")
    whole = str(name).strip().upper()
    if (country is None or whole.startswith(f"{country}-")) and pycountry.subdivisions.get(code=whole):
        return Match(whole, "code")
    if country is None:
        return Match(None, "unmatched")
    short = pycountry.subdivisions.get(code=f"{country}-{whole}")
    if short is not None:
        return Match(short.code, "code")
    names = _names(country, language)
    if text in names:
        return Match(names[text], "name")
    return Match(None, "unmatched", nearest(text, names))


def region_name(code: str) -> str:
    """Give a region's name.

    Parameters
    ----------
    code : str
        ISO 3166-2.

    Returns
    -------
    str
        As it is written there, in the usual order of its words; the code itself where there is none.

    Examples
    --------
    >>> region_name("ES-MD"), region_name("ES-CT")
    ('Comunidad de Madrid', 'Catalunya')
    """
    found = pycountry.subdivisions.get(code=code)
    return _forms(found.name)[0] if found else code


@functools.cache
def _names(country: str, language: str) -> dict[str, str]:
    """Folded names of a country's regions, those that others lie in before the others."""
    regions = sorted(
        pycountry.subdivisions.get(country_code=country) or (), key=lambda one: (one.parent_code is not None, one.code)
    )
    names: dict[str, str] = {}
    for region in regions:
        for form in _forms(region.name):
            names.setdefault(fold(form), region.code)
    for region in regions:
        for translation in _translations(language):
            for form in _forms(translation.gettext(region.name)):
                names.setdefault(fold(form), region.code)
    return names


def _forms(name: str) -> list[str]:
    """The ways to write an entry of ISO 3166-2, such as ``Madrid, Comunidad de`` or ``Catalunya [Cataluña]``."""
    outer, *inner = [part.strip() for part in re.split(r"[\[\]()]", name) if part.strip()]
    forms = []
    for part in (outer, *inner):
        head, comma, tail = part.partition(", ")
        forms += [f"{tail} {head}", head] if comma else [part]
    return forms


@functools.cache
def _translations(language: str) -> tuple[gettext.NullTranslations, ...]:
    languages = dict.fromkeys([language.replace("-", "_"), *_LANGUAGES])
    return tuple(
        gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=[one], fallback=True) for one in languages
    )
