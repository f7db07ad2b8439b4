"""In what else do the segments differ, how much, and how surely? Only for what did not make the segments.

A test of the variables that made the segments would always find a difference, because the segments were cut along them;
so those are refused. Of the others, categories are compared by Cramér's V and numbers by their ranks; both effects go
from 0 (the segments are alike) to 1 (knowing the segment is knowing the value).
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd
from scipy import optimize, stats

from seglib.clustering.multiple import holm
from seglib.segments.demographic.bands import NOT_KNOWN

LEVEL = 0.95
WORDS = ((0.1, "hardly any"), (0.3, "weak"), (0.5, "moderate"), (np.inf, "strong"))
"""Effect below which it is called so (Cohen 1988)."""


def effects(variables: pd.DataFrame, segments: pd.Series, *, made_of: Collection[str]) -> pd.DataFrame:
    """Measure how much segments differ in variables that did not make them.

    Parameters
    ----------
    variables : pandas.DataFrame
        One row a customer. Categorical columns are compared as categories, without *Not known*; others as numbers.
    segments : pandas.Series of str
        Segment of each customer, with the index of the variables.
    made_of : collection of str
        Variables that made the segments.

    Returns
    -------
    pandas.DataFrame
        One row a variable in which both segments and values differ, strongest first: `variable`, `n` (customers of
        whom it is known), `effect` (0 to 1, corrected for what chance alone would show), `low` and `high` (95%),
        `p` and `p_holm` (adjusted for the number of variables, Holm 1979), `differs` (`p_holm` below 0.05) and `word`.

    Raises
    ------
    ValueError
        If a variable made the segments.

    References
    ----------
    .. [1] M. Smithson (2003), Confidence Intervals, Sage: intervals by inversion of the noncentral distribution.
    .. [2] W. Bergsma (2013), A bias-correction for Cramér's V and Tschuprow's T, Journal of the Korean Statistical
       Society 42, 323-328.
    """
    circular = [name for name in variables.columns if name in set(made_of)]
    if circular:
        raise ValueError(
            f"`variables` of `effects` must not hold what made the segments; got {', '.join(circular)}. "
            "The segments differ in it because they were cut along it; leave it out."
        )
    rows = [_row(name, variables[name], segments) for name in variables.columns]
    table = pd.DataFrame([row for row in rows if row])
    if table.empty:
        return pd.DataFrame(columns=["variable", "n", "effect", "low", "high", "p", "p_holm", "differs", "word"])
    table["p_holm"] = holm(table["p"])
    table["differs"] = table["p_holm"] < 1 - LEVEL
    table["word"] = [next(word for below, word in WORDS if effect < below) for effect in table["effect"]]
    return table.sort_values(["effect", "variable"], ascending=[False, True], kind="stable", ignore_index=True)


def _row(name: str, values: pd.Series, segments: pd.Series) -> dict[str, object] | None:
    categorical = isinstance(values.dtype, pd.CategoricalDtype)
    known = (values != NOT_KNOWN if categorical else values.notna()).to_numpy(bool) & values.notna().to_numpy(bool)
    group, size = pd.factorize(segments[known], sort=True)
    if len(size) < 2 or values[known].nunique() < 2:
        return None
    if categorical:
        statistic, df, scale = _chi_square(group, pd.factorize(values[known])[0])
    else:
        statistic, df, scale = _rank_statistic(group, values[known].to_numpy(float))
    low, high = _interval(statistic, df)
    effect = [float(np.sqrt(min(max(one, 0.0) / scale, 1.0))) for one in (statistic - df, low, high)]
    return {
        "variable": name,
        "n": int(known.sum()),
        "effect": effect[0],
        "low": effect[1],
        "high": effect[2],
        "p": float(stats.chi2.sf(statistic, df)),
    }


def _chi_square(group: np.ndarray, value: np.ndarray) -> tuple[float, int, float]:
    counts = np.zeros((group.max() + 1, value.max() + 1))
    np.add.at(counts, (group, value), 1)
    expected = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    smaller = min(counts.shape) - 1
    df = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    return float(((counts - expected) ** 2 / expected).sum()), df, float(counts.sum() * smaller)


def _rank_statistic(group: np.ndarray, values: np.ndarray) -> tuple[float, int, float]:
    """Kruskal and Wallis' H, with its correction for ties."""
    ranks = stats.rankdata(values)
    n, sizes = len(ranks), np.bincount(group)
    means = np.bincount(group, ranks) / sizes
    between = float((sizes * (means - ranks.mean()) ** 2).sum())
    return (n - 1) * between / float(((ranks - ranks.mean()) ** 2).sum()), len(sizes) - 1, float(n - 1)


def _interval(statistic: float, df: int) -> tuple[float, float]:
    """Noncentralities between which the statistic is no surprise."""
    ends = []
    for probability in ((1 + LEVEL) / 2, (1 - LEVEL) / 2):
        if stats.chi2.cdf(statistic, df) <= probability:
            ends.append(0.0)
            continue
        far = 4 * statistic + 100
        ends.append(
            float(optimize.brentq(lambda shift, p=probability: stats.ncx2.cdf(statistic, df, shift) - p, 1e-9, far))
        )
    return ends[0], ends[1]


def stands_out(variables: pd.DataFrame, segments: pd.Series, *, least: int = 10, most: int = 3) -> pd.DataFrame:
    """List the categories that a segment has more often than all customers.

    Parameters
    ----------
    variables : pandas.DataFrame
        Categorical columns, one row a customer.
    segments : pandas.Series of str
        Segment of each customer.
    least : int, default 10
        Fewest customers of a segment in the category.
    most : int, default 3
        Rows a segment, the clearest first.

    Returns
    -------
    pandas.DataFrame
        `segment, variable, value, n, share, share_all, index` (share over the share of all customers) with `low` and
        `high` (95%, Wilson); only where the interval lies above 1 and the difference from the other customers is more
        than chance, allowing for all segments and categories that were looked at (exact test, Holm). Shares are of
        those who are known.
    """
    rows = [one for name in variables.columns for one in _indices(name, variables[name], segments)]
    table = pd.DataFrame(rows)
    if table.empty:
        return table
    sure = holm(table["p"]) < 1 - LEVEL
    table = table[sure & (table["low"] > 1) & (table["n"] >= least)].drop(columns="p")
    table = table.sort_values(["segment", "low", "variable"], ascending=[True, False, True], kind="stable")
    first = table.drop_duplicates(["segment", "variable"])
    return first.groupby("segment").head(most).reset_index(drop=True)


def _indices(name: str, values: pd.Series, segments: pd.Series) -> list[dict[str, object]]:
    known = (values != NOT_KNOWN).to_numpy()
    counts = pd.crosstab(segments[known], values[known].astype("str"))
    sizes, totals = counts.sum(axis=1), counts.sum()
    all_shares = totals / known.sum()
    rows = []
    for value in counts.columns:
        for segment, n in counts[value].items():
            interval = stats.binomtest(int(n), int(sizes[segment])).proportion_ci(LEVEL, method="wilson")
            share, everybody = n / sizes[segment], all_shares[value]
            rows.append(
                {
                    "segment": segment,
                    "variable": name,
                    "value": str(value),
                    "n": int(n),
                    "share": share,
                    "share_all": everybody,
                    "index": share / everybody,
                    "low": interval.low / everybody,
                    "high": interval.high / everybody,
                    "p": _exact(int(n), int(sizes[segment]), int(totals[value]), int(known.sum())),
                }
            )
    return rows


def _exact(n: int, size: int, total: int, everybody: int) -> float:
    """Fisher's exact test of a category in a segment against all others: twice the smaller tail."""
    chance = stats.hypergeom(everybody, total, size)
    return min(1.0, 2 * float(min(chance.cdf(n), chance.sf(n - 1))))
