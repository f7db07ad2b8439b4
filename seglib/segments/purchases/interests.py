"""Which groups of interest are there, such as gardening or presents, and who has which?

The matrix of customers by categories (or brands, products) is taken apart by non-negative matrix factorisation: each
interest is a list of categories with weights, each customer a sum of interests. Cells are divided by the square
roots of the customer's and the category's totals, as in correspondence analysis, so that neither heavy buyers nor
best-sellers make the interests.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import optimize
from sklearn.decomposition import NMF
from sklearn.exceptions import ConvergenceWarning
from threadpoolctl import threadpool_limits

from seglib.segments.purchases.shuffling import shuffled

MOST_INTERESTS = 6
FEWEST_CUSTOMERS = 100
MOST_ITEMS = 60
LEAST_BUYERS, LEAST_SHARE = 20, 0.02  # of an item; rarer ones say nothing of interests
STABLE = 0.8
ALIKE = 0.05  # stabilities that differ by no more
MOST_CUSTOMERS = 2000  # what is resampled again and again


@dataclass(frozen=True, eq=False)
class Interests:
    """Interests that were found, or the reason why there are none.

    Parameters
    ----------
    profiles : pandas.DataFrame
        One row an interest, one column an item: its share of the interest's purchases. Rows add up to 1; none where
        there are no interest groups.
    scan : pandas.DataFrame
        One row a number of interests: `k`, `stability`, `explained` (of what the items' popularity leaves open) and
        `by_chance` (the same in shuffled data, on average), `n` customers.
    reason : str
        Why there are so many.
    shop : pandas.Series
        Each item's share of all purchases.
    scale : numpy.ndarray
        Square root of each item's total, by which its column is divided.
    """

    profiles: pd.DataFrame
    scan: pd.DataFrame
    reason: str
    shop: pd.Series
    scale: np.ndarray = field(repr=False)

    def loadings(self, matrix: pd.DataFrame) -> pd.DataFrame:
        """Share of each customer's purchases that each interest explains.

        Parameters
        ----------
        matrix : pandas.DataFrame
            Customers by items, from :func:`seglib.segments.purchases.counts.count_matrix`.

        Returns
        -------
        pandas.DataFrame
            One column an interest; rows add up to 1, or are missing where nothing of the items was bought. Each row
            depends on that customer alone.
        """
        values = matrix[self.profiles.columns].to_numpy(float)
        parts = (self.profiles.to_numpy() / self.scale).T
        found = np.full((len(values), len(self.profiles)), np.nan)
        distinct, back = np.unique(values, axis=0, return_inverse=True)
        shares = np.full((len(distinct), len(self.profiles)), np.nan)
        for place, row in enumerate(distinct):
            if row.any() and len(self.profiles):
                weights, _ = optimize.nnls(parts, row / self.scale)
                shares[place] = weights / weights.sum() if weights.sum() > 0 else np.nan
        found[:] = shares[back.reshape(-1)]
        return pd.DataFrame(found, index=matrix.index, columns=self.profiles.index)


def find_interests(
    matrix: pd.DataFrame,
    *,
    orders: pd.Series,
    k: int | None = None,
    n_boot: int = 10,
    n_shuffled: int = 19,
    random_state: int,
) -> Interests:
    """Find groups of interest, as many as come back in other samples of customers; none is an answer.

    Parameters
    ----------
    matrix : pandas.DataFrame
        Customers by items, from :func:`seglib.segments.purchases.counts.count_matrix`; rows of zeros are left out.
    orders : pandas.Series
        Orders of each customer, in the order of the matrix.
    k : int, optional
        Number of interests, taken as it is. Left out, the number whose interests are most stable over bootstrap
        samples of customers (0.8 or more on average: cosine of matched interests; the largest of equally stable
        ones), of 2 to 6 and of at most one for every two items, provided that the data are better explained by
        interests than shuffled data.
    n_boot : int, default 10
        Bootstrap samples.
    n_shuffled : int, default 19
        Shuffled copies, in which each customer makes as many orders of as many items as before, out of what the shop
        sells; with 19, a shop without interest groups is taken for one with them in 5% of cases.
    random_state : int
        Seed.

    Returns
    -------
    Interests

    References
    ----------
    .. [1] D. D. Lee and H. S. Seung (1999), Learning the parts of objects by non-negative matrix factorization, Nature
       401, 788-791.
    .. [2] J.-P. Brunet et al. (2004), Metagenes and molecular pattern discovery using matrix factorization, PNAS 101,
       4164-4169: the number of parts by stability.
    """
    orders = orders.to_numpy(float)
    usual = _usual(matrix)
    buyers = matrix[usual].to_numpy(bool).any(axis=1)
    values, items = matrix.loc[buyers, usual].to_numpy(float), pd.Index(usual)
    order = np.lexsort((orders[buyers], *values.T))  # the order of the customers changes nothing
    values, orders = values[order], np.maximum(orders[buyers][order], values.max(axis=1, initial=0))
    shop = pd.Series(values.sum(axis=0) / max(values.sum(), 1.0), index=items)
    scale = np.sqrt(values.sum(axis=0))
    most = min(MOST_INTERESTS, len(items) // 2) if k is None else min(k, len(items) - 1)
    if len(values) < FEWEST_CUSTOMERS or most < 2:
        reason = (
            f"Interest groups need {FEWEST_CUSTOMERS} customers and four categories or more; "
            f"there are {len(values)} and {len(items)}."
        )
        return Interests(_profiles(np.zeros((0, len(items))), items, shop), _scan([]), reason, shop, scale)
    scan, reason = _scan([]), "The number of interests was given."
    if k is None:
        ks = range(2, most + 1)
        scan, real = _compared(values, orders, ks, n_boot=n_boot, n_shuffled=n_shuffled, random_state=random_state)
        good = scan[scan["stability"].round(2) >= STABLE]
        if good.empty or not real:
            reason = (
                "No number of interest groups comes back in other samples of the customers."
                if real
                else "What customers buy is no better explained by interests than in shuffled data."
            )
            return Interests(_profiles(np.zeros((0, len(items))), items, shop), scan, reason, shop, scale)
        chosen = good[good["stability"] >= good["stability"].max() - ALIKE].iloc[-1]
        most = int(chosen["k"])
        reason = f"{most} interests come back in other samples of the customers (stability {chosen['stability']:.2f})."
    parts = _factor(_scaled(values), most)[1] * scale
    parts = parts[np.argsort(-np.round(parts.sum(axis=1) / parts.sum(), 9), kind="stable")]
    return Interests(_profiles(parts, items, shop), scan, reason, shop, scale)


def _usual(matrix: pd.DataFrame) -> list[str]:
    """Items that enough customers bought to say something of interests; the sixty with the most buyers at most."""
    bought = (matrix > 0).to_numpy()
    buyers = pd.Series(bought.sum(axis=0), index=matrix.columns).sort_values(ascending=False, kind="stable")
    least = max(LEAST_BUYERS, LEAST_SHARE * bought.any(axis=1).sum())
    return sorted(buyers.index[buyers >= least][:MOST_ITEMS])


def _scaled(values: np.ndarray) -> np.ndarray:
    """Cells over the roots of their margins; rows of one direction are one row of their joint length, to be faster."""
    rows, columns = np.sqrt(values.sum(axis=1)), np.sqrt(values.sum(axis=0))
    scaled = values / np.maximum(rows, 1e-12)[:, None] / np.maximum(columns, 1e-12)
    length = np.linalg.norm(scaled, axis=1)
    directions, place = np.unique((scaled / np.maximum(length, 1e-12)[:, None]).round(9), axis=0, return_inverse=True)
    return directions * np.sqrt(np.bincount(place.reshape(-1), length**2))[:, None]


def _factor(scaled: np.ndarray, k: int) -> tuple[float, np.ndarray]:
    """Share of the matrix beyond the items' popularity that k parts explain, and the parts."""
    model = NMF(n_components=k, init="nndsvda", solver="cd", max_iter=150, tol=3e-3, random_state=0)
    with threadpool_limits(limits=1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # parts that still move are found not to be stable
        model.fit(scaled)
    beyond_popularity = (scaled**2).sum() - 1.0  # the popularity alone is the first singular value, 1
    return 1 - model.reconstruction_err_**2 / max(beyond_popularity, 1e-12), model.components_


def _compared(values, orders, ks, *, n_boot, n_shuffled, random_state) -> tuple[pd.DataFrame, bool]:
    """Stability and fit of each number of parts, and whether any fits better than it does in all shuffled copies."""
    rng = np.random.default_rng(random_state)
    if len(values) > MOST_CUSTOMERS:
        some = np.sort(rng.choice(len(values), MOST_CUSTOMERS, replace=False))
        values, orders = values[some], orders[some]
    whole = [_factor(_scaled(values), k) for k in ks]
    cosines = np.zeros((n_boot, len(whole)))
    for draw in cosines:
        again = _scaled(values[rng.integers(0, len(values), len(values))])
        draw[:] = [_matched(parts, _factor(again, k)[1]) for (_, parts), k in zip(whole, ks, strict=True)]
    copies = shuffled(values, orders, n=n_shuffled, random_state=random_state)
    chance = np.array([[_factor(_scaled(copy), k)[0] for k in ks] for copy in copies])
    explained, usual = np.array([fit for fit, _ in whole]), chance.mean(axis=0)
    middle = np.vstack([chance, explained]).mean(axis=0)  # of all copies and the data, so that none is favoured
    real = bool((explained - middle).max() > (chance - middle).max())
    scan = pd.DataFrame({"k": list(ks), "stability": cosines.mean(axis=0), "explained": explained, "by_chance": usual})
    return scan.assign(n=len(values)), real


def _matched(parts: np.ndarray, others: np.ndarray) -> float:
    """Mean cosine of parts with those of another sample, each with its own partner."""
    unit = parts / np.maximum(np.linalg.norm(parts, axis=1, keepdims=True), 1e-12)
    other = others / np.maximum(np.linalg.norm(others, axis=1, keepdims=True), 1e-12)
    alike = unit @ other.T
    rows, columns = optimize.linear_sum_assignment(-alike)
    return float(alike[rows, columns].mean())


def _scan(rows: list[tuple]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["k", "stability", "explained", "by_chance", "n"], dtype=float)


def _profiles(parts: np.ndarray, items: pd.Index, shop: pd.Series) -> pd.DataFrame:
    return pd.DataFrame(parts / np.maximum(parts.sum(axis=1, keepdims=True), 1e-12), columns=items)
