"""Which categories do the same customers buy, more than their popularity explains?

Who buys much buys everything, so that any two categories seem to go together. The comparison is therefore with a shop
of the same categories and the same customers in which each customer keeps the number of categories that she buys, and
each category its buyers, but nothing else (the conditional Rasch model): given how many categories a customer buys, a
set of them is as likely as the product of their weights. Within it the expected number of customers with both
categories and its variance are exact, from elementary symmetric functions; that the weights were estimated is taken
into account.
"""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm
from seglib.segments.purchases.counts import check_counts, count_matrix
from seglib.segments.summary import NORMAL_95

MOST_ITEMS = 30
LEAST_EXPECTED = 5.0
LEVEL = 0.05


def bought_together(counts: pd.DataFrame, *, most_items: int = MOST_ITEMS) -> pd.DataFrame:
    """Compare how many customers buy both of two categories with how many would by chance.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`.
    most_items : int, default 30
        The items with the most buyers are compared, at most so many.

    Returns
    -------
    pandas.DataFrame
        One row a pair, the highest lift first and pairs with fewer than five expected customers last: `item_a`,
        `item_b`, `n_both` customers, `expected`, `lift` (one over the other) with its 95% interval (`low`, `high`),
        `p_value` (two-sided, after Holm; like the interval missing for the pairs with few expected customers),
        `verdict` (``"together"``, ``"apart"``, ``"open"``), `naive_lift` (which forgets that some customers buy more
        than others) and `n` (customers with one of the items or more). Without a row where fewer than two items or no
        customer with two of them can be compared.

    Notes
    -----
    The number of categories of a customer being given, pairs cannot all be above 1: where some go together, others
    must be below. With `O` customers who have both and `E` expected, the test is ``(O - E) / sd``, the score test of
    that pair's interaction; the interval is that of ``log(O / E)``, linearised over customers.

    References
    ----------
    .. [1] E. B. Andersen (1972), The numerical solution of a set of conditional estimation equations, Journal of the
       Royal Statistical Society B 34, 42-54.
    .. [2] S. Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
       6, 65-70.
    """
    check_counts(counts, "bought_together")
    buyers = counts.groupby("item")["customer_id"].nunique().sort_index().sort_values(ascending=False, kind="stable")
    items = sorted(buyers.index[:most_items])
    bought = count_matrix(counts[counts["item"].isin(items)], items=items).to_numpy() > 0
    pairs = list(itertools.combinations(range(len(items)), 2))
    sizes = bought.sum(axis=1)
    if not pairs or not (sizes > 1).any():
        return pd.DataFrame(columns=[*_COLUMNS]).astype(_COLUMNS)
    table = pd.DataFrame([(items[a], items[b]) for a, b in pairs], columns=["item_a", "item_b"])
    free = (sizes < len(items)) & (sizes > 0)  # who buys all of them says nothing of any
    numbers = _compare(bought[free], pairs)
    both = bought[~free].all(axis=1).sum()
    table = table.assign(**numbers)
    table["n_both"] += both
    table["expected"] += both
    table["lift"] = table["n_both"] / table["expected"].where(table["expected"] > 0)
    spread = (table.pop("spread") / table["n_both"].where(table["n_both"] > 0)).to_numpy()
    tested = (table["expected"] >= LEAST_EXPECTED) & np.isfinite(table["z"])
    for end, sign in (("low", -1), ("high", 1)):
        table[end] = (table["lift"] * np.exp(sign * NORMAL_95 * spread)).where(tested)
    table["p_value"] = holm(pd.Series(2 * stats.norm.sf(table["z"].abs())).where(tested))
    sure = table["p_value"] < LEVEL
    table["verdict"] = np.select([sure & (table["z"] > 0), sure & (table["z"] < 0)], ["together", "apart"], "open")
    n_each = bought.sum(axis=0)
    by_popularity = np.array([n_each[a] * n_each[b] for a, b in pairs]) / len(bought)
    table["naive_lift"] = table["n_both"] / by_popularity
    table["n"] = len(bought)
    table = table.assign(untested=~tested).sort_values(
        ["untested", "lift", "item_a", "item_b"], ascending=[True, False, True, True], kind="stable"
    )
    return table[[*_COLUMNS]].reset_index(drop=True)


_COLUMNS = {
    **dict.fromkeys(("item_a", "item_b"), "str"),
    "n_both": "int64",
    **dict.fromkeys(("expected", "lift", "low", "high", "p_value"), "float64"),
    "verdict": "str",
    "naive_lift": "float64",
    "n": "int64",
}


def _compare(bought: np.ndarray, pairs: list[tuple[int, int]]) -> dict[str, np.ndarray]:
    """Counts of each pair, their expectation, the distance in standard deviations, and the spread of the ratio."""
    sizes, place = np.unique(bought.sum(axis=1), return_inverse=True)
    times = np.bincount(place, minlength=len(sizes)).astype(float)
    weights = _weights(bought.sum(axis=0).astype(float), sizes, times)
    one, two, three = (chances(weights, sizes, order) for order in (1, 2, 3))
    covariance = np.einsum("d,dij->ij", times, two) - np.einsum("d,di,dj->ij", times, one, one)
    inverse = np.linalg.pinv(covariance, hermitian=True, rcond=1e-9)
    found = {name: np.zeros(len(pairs)) for name in ("n_both", "expected", "z", "spread")}
    for position, (a, b) in enumerate(pairs):
        pair = two[:, a, b]
        with_each = times @ (three[:, a, b] - pair[:, None] * one)
        slope = inverse @ with_each
        variance = (times * pair * (1 - pair)).sum() - with_each @ slope
        seen = bought[:, a] & bought[:, b]
        n_both, expected = int(seen.sum()), float((times * pair).sum())
        ratio = n_both / expected if expected > 0 else np.nan
        influence = seen - ratio * (pair[place] + (bought - one[place]) @ slope)
        found["n_both"][position], found["expected"][position] = n_both, expected
        found["z"][position] = (n_both - expected) / np.sqrt(variance) if variance > 1e-9 else np.nan
        found["spread"][position] = np.sqrt((influence**2).sum())
    return {**found, "n_both": found["n_both"].astype(int)}


def chances(weights: np.ndarray, sizes: np.ndarray, order: int) -> np.ndarray:
    """Compute how likely a set of a given size holds given items, when a set is as likely as its weights' product.

    Parameters
    ----------
    weights : ndarray, shape (c,)
        One an item, not negative.
    sizes : ndarray of int, shape (d,)
        Sizes of the set.
    order : {1, 2, 3}
        How many items are asked for.

    Returns
    -------
    ndarray, shape (d, c, ...)
        One axis of items for each of the `order`; where an item is asked for twice it counts once.

    Examples
    --------
    >>> chances(np.array([1.0, 1.0, 1.0]), np.array([2]), 1).round(3).tolist()
    [[0.667, 0.667, 0.667]]
    """
    n = len(weights)
    asked = np.stack(np.meshgrid(*[np.arange(n)] * order, indexing="ij"), axis=-1).reshape(-1, order)
    chosen = (asked[:, :, None] == np.arange(n)).any(axis=1)
    keys, back = np.unique(chosen, axis=0, return_inverse=True)
    rest = _symmetric(np.where(keys, 0.0, weights))
    taken, product = keys.sum(axis=1), np.where(keys, weights, 1.0).prod(axis=1)
    left = sizes[:, None] - taken
    found = np.where(left >= 0, rest[np.arange(len(keys)), left.clip(min=0)], 0.0) * product
    found = found / _symmetric(weights[None])[0][sizes][:, None]
    return found[:, back.reshape(-1)].reshape(len(sizes), *[n] * order)


def _symmetric(weights: np.ndarray) -> np.ndarray:
    """Elementary symmetric functions of each row, of degree 0 to its length."""
    found = np.zeros((len(weights), weights.shape[1] + 1))
    found[:, 0] = 1.0
    for column in weights.T:
        found[:, 1:] += column[:, None] * found[:, :-1]
    return found


def _weights(buyers: np.ndarray, sizes: np.ndarray, times: np.ndarray) -> np.ndarray:
    """Weights at which each item is expected to have the buyers that it has (iterative proportional fitting)."""
    weights = (buyers + 0.5) / (buyers.sum() + 1)
    for _ in range(500):
        expected = times @ chances(weights, sizes, 1)
        step = (buyers / np.maximum(expected, 1e-12)).clip(1e-3, 1e3)
        weights = weights * step
        weights /= np.exp(np.log(np.maximum(weights, 1e-12)).mean())
        if np.abs(expected - buyers).max() < 1e-8 * max(buyers.max(), 1):
            break
    return weights
