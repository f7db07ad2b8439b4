"""Which places are large enough to stand alone? Others are pooled: "Rest of Germany", "Rest of Europe", "Elsewhere"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from seglib.segments.geographic.atlas import LEVELS, Atlas

MOST_PLACES = 12
"""More cannot be told apart by colours, nor given a treatment each."""

NOT_KNOWN, ELSEWHERE = "not_known", "elsewhere"
_LEAST_SHARE = 0.5
_REST = "rest:"


@dataclass(frozen=True)
class Pooling:
    """Which places stand alone, and where the others go.

    Parameters
    ----------
    level : {"country", "region", "city", "postal_code"}
        Which places stand alone if they are large enough.
    kept : mapping of str to str
        Code of a segment to its name: places, then rests, from near to far.
    why : str
        Why this level.
    """

    level: str
    kept: Mapping[str, str]
    why: str

    def codes(self, found: pd.DataFrame) -> pd.Series:
        """Give each customer the nearest segment there is.

        Parameters
        ----------
        found : pandas.DataFrame
            From :meth:`Atlas.read`.

        Returns
        -------
        pandas.Series
            The place itself, the rest of its region, country or continent, ``elsewhere``; ``not_known`` without
            a country.
        """
        codes = pd.Series(None, index=found.index, dtype="object")
        for step in _steps(found, self.level):
            codes = codes.where(codes.notna(), step.where(step.isin(self.kept), None))
        codes = codes.where(codes.notna(), ELSEWHERE)
        return codes.mask(found["country"].isna(), NOT_KNOWN).astype("str")


def pool(found: pd.DataFrame, customers: pd.DataFrame, atlas: Atlas, *, level: str | None, smallest: int) -> Pooling:
    """Decide which places stand alone.

    Parameters
    ----------
    found : pandas.DataFrame
        From :meth:`Atlas.read`.
    customers : pandas.DataFrame
        As written, for the names of cities.
    atlas : Atlas
        For the names of countries and regions.
    level : {"country", "region", "city", "postal_code"} or None
        None: the finest with 2 to 12 places that are large enough and hold at least half of the customers whose
        country is known; where none does, the one whose large places hold most.
    smallest : int
        Customers that a place needs.

    Returns
    -------
    Pooling
    """
    why = "as client.yml says"
    if level is None:
        level, why = _finest(found, smallest)
    sizes = found[level].value_counts()
    kept = sorted(sizes.index[sizes >= smallest], key=lambda place: (-sizes[place], place))
    names = dict(zip(kept, place_names(kept, level, found, customers, atlas), strict=True))
    alone = found[found[level].isin(kept)]
    left = found[found["country"].notna() & ~found[level].isin(kept)]
    for parent in _parents(level):
        sizes, outer = left[parent].value_counts(), set(alone[parent].dropna())
        empty = outer - set(sizes.index) if parent == "country" else set()
        for place in sorted({*sizes.index[sizes >= smallest], *empty}):
            name = place if parent == "continent" else atlas.name(place)
            names[_REST + place] = f"Rest of {name}" if place in outer else name
        alone = found[found[level].isin(kept) | (_REST + found[parent].astype("str")).isin(names)]
        left = left[~(_REST + left[parent].astype("str")).isin(names)]
    return Pooling(level, names, why)


def _parents(level: str) -> Sequence[str]:
    return ("continent",) if level == "country" else ("country", "continent")


def _steps(found: pd.DataFrame, level: str) -> list[pd.Series]:
    rests = [(_REST + found[parent].astype("str")).where(found[parent].notna(), None) for parent in _parents(level)]
    return [found[level], *rests]


def _finest(found: pd.DataFrame, smallest: int) -> tuple[str, str]:
    known = max(int(found["country"].notna().sum()), 1)
    shares = {}
    for level in reversed(LEVELS):
        sizes = found[level].value_counts()
        large = sizes[sizes >= smallest]
        if 2 <= len(large) <= MOST_PLACES:
            shares[level] = large.sum() / known
    good = [level for level, share in shares.items() if share >= _LEAST_SHARE]
    if good:
        return good[
            0
        ], f"the finest with 2 to {MOST_PLACES} places of {smallest} customers or more that hold half of them"
    if shares:
        return max(shares, key=shares.get), f"the one whose places of {smallest} customers or more hold most"
    return "country", f"no level has 2 to {MOST_PLACES} places of {smallest} customers or more"


def place_names(
    kept: Sequence[str], level: str, found: pd.DataFrame, customers: pd.DataFrame, atlas: Atlas
) -> list[str]:
    """Name places so that no two share a name: cities as most customers there write them, codes with their country.

    Parameters
    ----------
    kept : sequence of str
        Keys of the places.
    level : {"country", "region", "city", "postal_code"}
        What they are.
    found : pandas.DataFrame
        From :meth:`Atlas.read`.
    customers : pandas.DataFrame
        As written, for the names of cities.
    atlas : Atlas
        For the names of countries and regions.

    Returns
    -------
    list of str
        In the order of the places.
    """
    if level in ("country", "region"):
        names = [atlas.name(place) for place in kept]
    elif level == "postal_code":
        names = [place.replace("/", " ") for place in kept]
    else:
        written = customers["city"].where(found["city"].isin(kept)).groupby(found["city"])
        usual = written.agg(lambda spellings: min(spellings.mode(), default=""))
        names = [str(usual[place]).strip() for place in kept]
    again = pd.Series(names, dtype="str").duplicated(keep=False)
    outer = [place.rpartition("/")[0] or place[:2] for place in kept]
    return [
        f"{name}, {atlas.name(parent)}" if repeated else name
        for name, parent, repeated in zip(names, outer, again, strict=True)
    ]
