"""Is a rare place name a misspelling of a common one?

Two independent witnesses are asked before a name is changed: the spelling (at most two letters away from a name that is
far more common in the same country) and the postal code (its beginning is one of that place's).
"""

from __future__ import annotations

import ibis

from seglib.cleaning.typed import HOW

_TIMES_AS_COMMON = 5
_LETTERS = 2
_SHORT = 5
_PREFIX = 2


@ibis.udf.scalar.builtin
def damerau_levenshtein(a: str, b: str) -> int:
    """Letters to insert, delete, replace or swap with their neighbour, as DuckDB counts them.

    Parameters
    ----------
    a, b : ibis string expression
        The two names.

    Returns
    -------
    ibis integer expression
        0 where they are equal.
    """


@ibis.udf.scalar.builtin
def strip_accents(text: str) -> str:
    """Letters without their accents, so that each is one byte and counts once.

    Parameters
    ----------
    text : ibis string expression
        A name.

    Returns
    -------
    ibis string expression
        The name in plain letters.
    """


def repair_cities(customers: ibis.Table) -> ibis.Table:
    """Correct misspelled cities.

    Parameters
    ----------
    customers : ibis.Table
        Typed customers.

    Returns
    -------
    ibis.Table
        The same rows; a corrected ``city`` has ``city__how`` ``"place_name"``.
    """
    placed = customers.filter(customers.city.notnull(), customers.country.notnull(), customers.postal_code.notnull())
    placed = placed.mutate(_area=placed.postal_code.left(_PREFIX))
    names = placed.group_by("country", "city").agg(n=ibis._.count())
    areas = placed.group_by("country", "city", "_area").agg(n_area=ibis._.count())
    wrong = names.select(country="country", wrong="city", n_wrong="n")
    right = names.select(country_right="country", right="city", n_right="n")
    pairs = wrong.join(right, [wrong.country == right.country_right, right.n_right >= _TIMES_AS_COMMON * wrong.n_wrong])
    distance = damerau_levenshtein(strip_accents(pairs.wrong.lower()), strip_accents(pairs.right.lower()))
    reach = ibis.ifelse(pairs.right.length() <= _SHORT, 1, _LETTERS)
    pairs = pairs.mutate(_distance=distance).filter((pairs.wrong != pairs.right) & (distance <= reach))
    witnessed = pairs.join(areas, [pairs.country == areas.country, pairs.right == areas.city])
    best_first = [ibis._.n_right.desc(), ibis._._distance, ibis._.right]
    rank = ibis.row_number().over(ibis.window(group_by=["country", "wrong", "_area"], order_by=best_first))
    best = witnessed.mutate(_rank=rank).filter(ibis._._rank == 0)
    best = best.select(_country="country", _wrong="wrong", _area_right="_area", _city="right")
    joined = customers.left_join(
        best,
        [
            customers.country == best._country,
            customers.city == best._wrong,
            customers.postal_code.left(_PREFIX) == best._area_right,
        ],
    )
    corrected = joined.mutate(
        {
            "city": ibis.coalesce(joined._city, joined.city),
            "city" + HOW: ibis.ifelse(joined._city.notnull(), "place_name", joined["city" + HOW]),
        }
    )
    return corrected.select(customers.columns)
