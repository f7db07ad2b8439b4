"""What is a customer worth from place to place? Observed means, shrunken estimates and limits of chance."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from seglib.segments.checks import check_features, has_ordered
from seglib.segments.geographic.atlas import LEVELS, Atlas
from seglib.segments.geographic.funnel import funnel
from seglib.segments.geographic.places import place_names
from seglib.segments.geographic.shrinkage import Shrunken, shrink
from seglib.segments.worth import worth

FEWEST_PLACES = 5
MOST_SHOWN = 60
_COUNT_AS_LARGE = 0.5
COLUMNS = ("place", "name", "n", "mean", "estimate", "low", "high", "weight", "p_holm", "verdict")
WHERE = ("country", "latitude", "longitude")
KINDS = {
    "country": ("country", "countries"),
    "region": ("region", "regions"),
    "city": ("city", "cities"),
    "postal_code": ("postal code", "postal codes"),
}
"""Words for the levels: one, and several."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Places of one level beside each other.

    Parameters
    ----------
    level : {"country", "region", "city", "postal_code"}
        Which places.
    table : pandas.DataFrame
        One row a place that is large enough to be shown, the highest estimate first: :data:`COLUMNS` and
        :data:`WHERE`.
    limits : pandas.DataFrame
        From :func:`seglib.segments.geographic.funnel.funnel`; without a row where there is nothing to compare.
    shrunken : Shrunken or None
        Of all places that are large enough, also those beyond the most that are shown.
    n : int
        Customers with an order and a known place.
    n_small : int
        Places that are too small to be shown.
    """

    level: str
    table: pd.DataFrame
    limits: pd.DataFrame
    shrunken: Shrunken | None
    n: int
    n_small: int

    @property
    def apart(self) -> pd.DataFrame:
        """Places that differ from the rest beyond noise."""
        return self.table[self.table["verdict"] != "as the rest"]

    @property
    def centre(self) -> float:
        """Mean of all customers."""
        return float(self.limits["centre"].iloc[0]) if len(self.limits) else float("nan")

    @property
    def reach(self) -> float:
        """How far from the centre a place has to be for a strong colour: as far as the widest doubt, at least."""
        doubt = (self.table["high"] - self.table["low"]) / 2
        return float(max((self.table["estimate"] - self.centre).abs().max(), doubt.max()))

    @property
    def words(self) -> tuple[str, str]:
        """What a place of this level is called, and several of them."""
        return KINDS[self.level]


def compare(
    features: pd.DataFrame, atlas: Atlas, *, level: str | None = None, smallest: int, random_state: int
) -> Comparison:
    """Compare places by what a customer with an order is worth there.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `n_orders`, the money and where the customer is.
    atlas : Atlas
        How places are understood.
    level : {"country", "region", "city", "postal_code"}, optional
        Left out: the finest of country, region and city with five places or more that are large enough and hold at
        least half of the customers; else the country.
    smallest : int
        Customers with an order that a place needs to be shown, and to tell how much places differ: in a place of three
        a single large customer would make all places look different, and draw the others towards itself.
    random_state : int
        Seed of the draws.

    Returns
    -------
    Comparison
        At most the 60 largest places are in its table.
    """
    check_features(features, ["n_orders"], "geographic.compare")
    money = worth(features).column
    bought = features[has_ordered(features) & features[money].notna().to_numpy()]
    found = atlas.read(bought)
    level = level or _finest(found, smallest)
    sizes = found[level].value_counts()
    large = sizes[sizes >= smallest]
    n, empty = int(found[level].notna().sum()), pd.DataFrame(columns=[*COLUMNS, *WHERE])
    if large.empty:
        return Comparison(level, empty, pd.DataFrame(columns=["n", "centre"]), None, n, len(sizes))
    tested, limits = funnel(bought[money], found[level], smallest=smallest, random_state=random_state)
    shrunken = shrink(bought[money], found[level].where(found[level].isin(large.index)))
    table = tested.drop(columns=["mean", "n"]).merge(shrunken.table, on="place")
    order = sorted(large.index, key=lambda place: (-large[place], place))[:MOST_SHOWN]
    names = dict(zip(order, place_names(order, level, found, bought, atlas), strict=True))
    table = table[table["place"].isin(order)].assign(name=table["place"].map(names))
    middle = (
        found[found[level].isin(order)]
        .groupby(level)
        .agg(country=("country", "first"), latitude=("latitude", "median"), longitude=("longitude", "median"))
    )
    table = table.merge(middle, left_on="place", right_index=True)
    table = table.sort_values(["estimate", "place"], ascending=[False, True], ignore_index=True)
    return Comparison(level, table[[*COLUMNS, *WHERE]], limits, shrunken, n, len(sizes) - len(large))


def levels(features: pd.DataFrame, atlas: Atlas, *, smallest: int, random_state: int) -> pd.DataFrame:
    """Count places from countries to postal codes, and those that differ.

    Parameters
    ----------
    features : pandas.DataFrame
        As for :func:`compare`.
    atlas : Atlas
        How places are understood.
    smallest : int
        Customers with an order that a place needs to be compared.
    random_state : int
        Seed of the draws.

    Returns
    -------
    pandas.DataFrame
        One row a level of which something is known: `level`, `n` customers with an order whose place is known, the
        `places`, those that are `large` enough to be compared, and those that are `apart` from the rest beyond chance.
    """
    rows = []
    for level, (_, several) in KINDS.items():
        found = compare(features, atlas, level=level, smallest=smallest, random_state=random_state)
        large = 0 if found.shrunken is None else len(found.shrunken.table)
        rows.append((several.capitalize(), found.n, large + found.n_small, large, len(found.apart)))
    table = pd.DataFrame(rows, columns=["level", "n", "places", "large", "apart"])
    return table[table["n"] > 0].reset_index(drop=True)


def _finest(found: pd.DataFrame, smallest: int) -> str:
    for level in ("city", "region", "country"):
        sizes = found[level].value_counts()
        large = sizes[sizes >= smallest]
        if len(large) >= FEWEST_PLACES and large.sum() >= _COUNT_AS_LARGE * found["country"].notna().sum():
            return level
    counts = {level: (found[level].value_counts() >= smallest).sum() for level in LEVELS[:3]}
    return max(counts, key=counts.get) if counts["country"] < 2 else "country"
