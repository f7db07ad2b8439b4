"""How does clustering go wrong? Five classic mistakes, each made on customers of whom it is known how they were made.

Each function makes customers, makes the mistake and what should be done instead, and gives a small table of both.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.kmeans import centers_of, kmeans
from seglib.clustering.rand_index import adjusted_rand
from seglib.clustering.silhouette import silhouettes
from seglib.clustering.solution import fit
from seglib.clustering.structure import structure

N = 300
PULLED_IN = 3.5
"""Standard deviations beyond which a value counts for no more."""


def unequal_scales(*, random_state: int) -> pd.DataFrame:
    """Three groups by share online and number of orders, and an income in euros that has nothing to do with them.

    Parameters
    ----------
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        `done` and `adjusted_rand`, of three groups with the planted ones: of columns as they are, the income decides;
        standardised, all columns do.
    """
    rng = np.random.default_rng(random_state)
    planted = np.repeat([0, 1, 2], N // 3)
    shares = np.array([0.15, 0.5, 0.85])[planted] + 0.07 * rng.standard_normal(N)
    orders = np.array([3.0, 12.0, 3.0])[planted] + 1.5 * rng.standard_normal(N)
    raw = np.column_stack([shares, orders, rng.normal(40_000, 9_000, N)])
    found = {"Columns as they are": raw, "Each column standardised": (raw - raw.mean(axis=0)) / raw.std(axis=0)}
    rows = [(done, _rand(X, planted, 3, random_state)) for done, X in found.items()]
    return pd.DataFrame(rows, columns=["done", "adjusted_rand"])


def skewed_money(*, random_state: int) -> pd.DataFrame:
    """One population with skewed spend and orders, without any groups, cut into three.

    Parameters
    ----------
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        `done`, `smallest_share` and `largest_share` of the three groups: on money as it is, a handful of big spenders
        make two of them and nearly everybody the third; its logarithm, one round cloud, is cut into thirds.
    """
    money = np.exp(np.random.default_rng(random_state).normal(4.0, 1.6, (N, 2)))
    rows = []
    for done, X in {"Money as it is": money, "Its logarithm": np.log1p(money)}.items():
        shares = np.bincount(fit((X - X.mean(axis=0)) / X.std(axis=0), k=3, random_state=random_state).labels) / N
        rows.append((done, float(shares.min()), float(shares.max())))
    return pd.DataFrame(rows, columns=["done", "smallest_share", "largest_share"])


def one_outlier(*, random_state: int) -> pd.DataFrame:
    """One cloud of customers, and one wholesaler far away, cut into two.

    Parameters
    ----------
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        `done`, `smallest` (customers in the smaller group) and `silhouette`: with the wholesaler as he is, the best
        silhouette of all is that of a group of one.
    """
    rng = np.random.default_rng(random_state)
    cloud = rng.standard_normal((N, 2))
    far = np.vstack([cloud, [60.0, 60.0]])
    found = {"The wholesaler as he is": far, "Extremes pulled in": np.clip(far, -PULLED_IN, PULLED_IN)}
    rows = []
    for done, X in found.items():
        labels = fit(X, k=2, random_state=random_state).labels
        rows.append((done, int(np.bincount(labels).min()), float(silhouettes(X, [labels])[0])))
    return pd.DataFrame(rows, columns=["done", "smallest", "silhouette"])


def elbow(*, random_state: int) -> pd.DataFrame:
    """Customers spread evenly, without any groups, and the elbow that their curve has all the same.

    Parameters
    ----------
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a number of groups from 1 to 8: `k`, `within` (sum of squares as a share of the whole), `below` (how far
        the curve lies below the straight line between its ends), `at` ("elbow" where it lies farthest, else "–") and
        `verdict` of :func:`seglib.clustering.structure`, the same in each row.
    """
    X = np.random.default_rng(random_state).random((N, 3))
    centered = X - X.mean(axis=0)
    within = [1.0]
    for k in range(2, 9):
        labels = fit(X, k=k, random_state=random_state).labels
        centers = centers_of(centered, np.ones(N), labels, k=k)
        within.append(float(((centered - centers[labels]) ** 2).sum() / (centered**2).sum()))
    below = np.linspace(1.0, within[-1], len(within)) - within
    verdict = structure(X, ks=range(2, 5), random_state=random_state).verdict
    table = pd.DataFrame({"k": range(1, 9), "within": within, "below": below})
    return table.assign(at=np.where(table["below"] == table["below"].max(), "elbow", "–"), verdict=verdict)


def double_dipping(*, n_draws: int = 60, random_state: int) -> pd.DataFrame:
    """Pure noise cut into two groups, again and again, and the groups tested for a difference.

    Parameters
    ----------
    n_draws : int, default 60
        Data sets.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        `done`, `n`, and `significant` (share of the data sets with p below 0.05) with `low` and `high` (95 %, Wilson):
        on a variable that made the groups nearly always, on one that did not in one of twenty.
    """
    rng, p = np.random.default_rng(random_state), np.empty((n_draws, 2))
    for draw in range(n_draws):
        X = rng.standard_normal((N // 3, 3))
        labels = kmeans(X[:, :2], np.ones(len(X)), k=2, random_state=random_state, effort=0.1)
        widest = int(np.argmax(np.abs([X[labels == 1, j].mean() - X[labels == 0, j].mean() for j in (0, 1)])))
        for at, column in enumerate((widest, 2)):
            p[draw, at] = stats.ttest_ind(X[labels == 0, column], X[labels == 1, column]).pvalue
    rows = []
    for done, own in zip(("A variable that made the groups", "A variable that was held out"), p.T, strict=True):
        hits = int((own < 0.05).sum())
        interval = stats.binomtest(hits, n_draws).proportion_ci(method="wilson")
        rows.append((done, n_draws, hits / n_draws, interval.low, interval.high))
    return pd.DataFrame(rows, columns=["done", "n", "significant", "low", "high"])


def _rand(X: np.ndarray, planted: np.ndarray, k: int, random_state: int) -> float:
    return adjusted_rand(fit(X, k=k, random_state=random_state).labels, planted)
