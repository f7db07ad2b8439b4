"""What is bought where? Shares of buyers of each category by group, and places that buy alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from seglib import clustering
from seglib.clustering.multiple import holm
from seglib.segments.headline import share_interval

FEWEST_PLACES = 12
_DRAWS = 499
TOO_FEW = (
    "Whether places buy alike cannot be told: that takes {places} places with {smallest} customers each, and goods of "
    "two kinds."
)
DIFFER = "Places differ in what is bought by more than chance, but "
UNSTABLE = f"{DIFFER}fall into no groups that come back in other samples of their customers; so none are made."
UNEQUAL = f"{DIFFER}only single places stand apart; so no groups are made."


def bought(orders: pd.DataFrame) -> pd.DataFrame:
    """Say who has bought what.

    Parameters
    ----------
    orders : pandas.DataFrame
        `customer_id` and `category`, one row or more a pair.

    Returns
    -------
    pandas.DataFrame
        Customers × categories, true where bought.
    """
    return pd.crosstab(orders["customer_id"], orders["category"]) > 0


def preferences(orders: pd.DataFrame, groups: pd.Series, *, smallest: int) -> pd.DataFrame:
    """Compare the share of buyers of each category in each group with that among all others.

    Parameters
    ----------
    orders : pandas.DataFrame
        `customer_id` and `category`.
    groups : pandas.Series
        Group of each customer, by `customer_id`; missing: in none.
    smallest : int
        Customers that a group needs.

    Returns
    -------
    pandas.DataFrame
        One row a category and group, none where there is only one of either: `category`, `group`, `n` customers,
        `share` who bought it with `low` and `high` (95% Wilson), `elsewhere`, the share among others, `p_holm` of
        Fisher's exact test (twice the smaller tail) over all rows, and `verdict`: ``more``, ``less`` or
        ``as elsewhere``. Its ``attrs["n"]`` is the number of customers compared.
    """
    table = bought(orders)
    where = table.index.to_series().map(groups)
    table, where = table[where.notna()], where[where.notna()]
    sizes = where.value_counts()
    rows = []
    several = len(sizes) > 1 and table.shape[1] > 1  # of a single kind of goods every buyer has bought it
    for group in sorted(sizes.index[sizes >= smallest]) if several else ():
        inside = (where == group).to_numpy()
        for category in table.columns:
            yes, n = int(table.loc[inside, category].sum()), int(inside.sum())
            others, m = int(table.loc[~inside, category].sum()), int((~inside).sum())
            p = _exact(yes, n, yes + others, n + m)
            rows.append((category, group, n, yes / n, *share_interval(yes, n), others / m, p))
    columns = ["category", "group", "n", "share", "low", "high", "elsewhere", "p"]
    found = pd.DataFrame(rows, columns=columns)
    found["p_holm"] = holm(found.pop("p").astype(float))
    side = np.where(found["share"] > found["elsewhere"], "more", "less")
    found["verdict"] = np.where(found["p_holm"] < 0.05, side, "as elsewhere")
    found.attrs["n"] = len(table)
    return found


def _exact(yes: int, n: int, yes_all: int, n_all: int) -> float:
    chance = stats.hypergeom(n_all, yes_all, n)
    return float(min(1.0, 2 * min(chance.cdf(yes), chance.sf(yes - 1))))


def alike(
    orders: pd.DataFrame, places: pd.Series, *, smallest: int, random_state: int
) -> tuple[pd.Series | None, float, str]:
    """Group places that buy the same categories, if places differ in that at all.

    Parameters
    ----------
    orders : pandas.DataFrame
        `customer_id` and `category`.
    places : pandas.Series
        Place of each customer, by `customer_id`; missing: nowhere.
    smallest : int
        Customers that a place needs.
    random_state : int
        Seed.

    Returns
    -------
    groups : pandas.Series or None
        Place to group, from 1; None where none are made.
    p : float
        Probability that places whose customers are dealt out by lot would differ as much; missing if not asked.
    why : str
        Why there are groups or none.
    """
    table = bought(orders)
    where = table.index.to_series().map(places)
    sizes = where.value_counts()
    where = where[where.isin(sizes.index[sizes >= smallest])].sort_values(kind="stable")
    names = sorted(where.unique())
    if len(names) < FEWEST_PLACES or table.shape[1] < 2:
        return None, float("nan"), TOO_FEW.format(places=FEWEST_PLACES, smallest=smallest)
    # which customer of a place is which must not matter: sort by what was bought
    X = table.loc[where.index].astype(float).assign(_place=where).sort_values(["_place", *table.columns])
    codes = X.pop("_place").map({name: i for i, name in enumerate(names)}).to_numpy()
    shares = _shares(X.to_numpy(), codes, len(names))
    p = _chance(X.to_numpy(), codes, len(names), random_state)
    if p >= 0.05:
        return None, p, "Places differ no more in what is bought than customers dealt out by lot would."
    scanned = clustering.scan(shares, ks=range(2, min(4, len(names) // 4) + 1), n_boot=10, random_state=random_state)
    choice = clustering.choose(scanned)
    if choice.k < 2:
        return None, p, UNSTABLE if choice.code == "unstable" else UNEQUAL
    labels = clustering.fit(shares, k=choice.k, random_state=random_state).labels
    return pd.Series(np.asarray(labels) + 1, index=names), p, choice.reason


def _shares(X: np.ndarray, codes: np.ndarray, n_places: int) -> np.ndarray:
    """Shares of buyers on a scale on which all are known equally well (arcsine of the root)."""
    sums = np.zeros((n_places, X.shape[1]))
    np.add.at(sums, codes, X)
    return np.arcsin(np.sqrt(sums / np.bincount(codes, minlength=n_places)[:, None]))


def _chance(X: np.ndarray, codes: np.ndarray, n_places: int, random_state: int) -> float:
    sizes = np.bincount(codes, minlength=n_places)[:, None]
    overall = X.mean(axis=0)
    weight = np.maximum(overall * (1 - overall), 1e-9)
    starts = np.searchsorted(codes, np.arange(n_places))  # customers stand in the order of their places

    def unlike(rows: np.ndarray) -> float:
        return float((sizes * (np.add.reduceat(rows, starts, axis=0) / sizes - overall) ** 2 / weight).sum())

    rng, observed = np.random.default_rng(random_state), unlike(X)
    larger = sum(unlike(X[rng.permutation(len(X))]) >= observed - 1e-9 for _ in range(_DRAWS))
    return (larger + 1) / (_DRAWS + 1)
