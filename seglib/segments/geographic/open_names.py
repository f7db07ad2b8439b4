"""Which names were not understood? Each with its customers and the line of ``client.yml`` that settles it."""

from __future__ import annotations

import json

import pandas as pd

from seglib.segments.countries import UNKNOWN, country_code
from seglib.segments.geographic.atlas import Atlas
from seglib.segments.geographic.regions import region_code

COLUMNS = ("column", "name", "n", "why", "write")

_WHY = {
    "unmatched": "no country of this name is known",
    "several": "this could be more than one country",
    "none": "this is no single country",
    "region": "no region of this name is known there",
}


def open_names(customers: pd.DataFrame, atlas: Atlas) -> pd.DataFrame:
    """List the names of countries and regions that were not understood.

    Parameters
    ----------
    customers : pandas.DataFrame
        `country` and `region` as written; either may be absent.
    atlas : Atlas
        How names are understood.

    Returns
    -------
    pandas.DataFrame
        The most frequent first: `column`, `name` as written, `n` customers, `why`, and `write`, the line to put under
        ``geographic:``, ``names:`` in ``client.yml``, with what was written most alike where there is such a name and
        a question mark where there is none. Customers of a region that is not understood stay together under its
        name; those of a country that is not understood have no place.
    """
    given = customers.reindex(columns=["country", "region"])
    found = atlas.read(given)
    rows = []
    unclear = found["country_how"].isin(["unmatched", "several"])
    for name, n in given.loc[unclear, "country"].value_counts(sort=False).items():
        match = country_code(name, declared=atlas.names, language=atlas.language)
        why = "none" if match.how == "several" and not match.candidates else match.how
        rows.append(("country", name, int(n), _WHY[why], _line(name, match.candidates, UNKNOWN, why == "none")))
    lost = given.assign(code=found["country"])[found["region_how"] == "unmatched"]
    for (name, country), n in lost.groupby(["region", "code"]).size().items():
        match = region_code(name, country, declared=atlas.names, language=atlas.language)
        line = _line(name, match.candidates, f"{country}-?", False)
        rows.append(("region", name, int(n), _WHY["region"], line))
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return table.sort_values(["n", "column", "name"], ascending=[False, True, True], ignore_index=True)


def _line(name: str, candidates: tuple[str, ...], otherwise: str, surely: bool) -> str:
    """A line of YAML; a name is always quoted, so that no sign in it means anything."""
    key = json.dumps(str(name), ensure_ascii=False)
    if not candidates:
        return f"{key}: {otherwise}" + (
            "" if surely or otherwise != UNKNOWN else "  # or the country's code, such as GB"
        )
    others = f"  # or {' or '.join(candidates[1:])}" if len(candidates) > 1 else "  # if this is meant"
    return f"{key}: {candidates[0]}{others}"


def repairs(places: pd.DataFrame) -> dict[str, int]:
    """Count what had to be done to read the places.

    Parameters
    ----------
    places : pandas.DataFrame
        From :meth:`Atlas.read`.

    Returns
    -------
    dict of str to int
        ``known`` customers with a country, ``missing`` without one, ``home`` taken to be at home, ``zeros`` put back
        before postal codes, ``exact`` with coordinates of their own or of their postal code, ``all``.
    """
    how, by = places["country_how"], places["located_by"]
    return {
        "known": int(places["country"].notna().sum()),
        "missing": int(places["country"].isna().sum()),
        "home": int((how == "home_country").sum()),
        "zeros": int(places["zero_lost"].sum()),
        "exact": int(by.isin(["coordinates", "postal code"]).sum()),
        "all": len(places),
    }
