"""What sets a group apart? Differences on variables that did not make the groups.

Variables that made the groups differ between them by construction, and a test on them proves nothing. A variable that
was held out had no part in it, so its test keeps its promise.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm

LEAST_CASES = 5  # known values inside and outside a group


def differences(labels: np.ndarray, held_out: pd.DataFrame) -> pd.DataFrame:
    """Compare each group with all other cases on each held-out variable.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Group of each case.
    held_out : pandas.DataFrame
        One row a case in the order of `labels`. Numbers and answers of yes or no are taken as they are, each category
        of a text column as a share ("gender = Female"). Missing values are left out, variable by variable.

    Returns
    -------
    pandas.DataFrame
        One row a group and variable, the largest differences of a group first: `segment`, `variable`, `n` and
        `n_others` (known values), `mean`, `mean_others`, `difference` (of the means, in standard deviations of all
        cases), `p` (Mann-Whitney, two-sided) and `p_holm`, adjusted for all rows. Variables with one value, or with
        fewer than five known values inside or outside a group, are left out.

    Raises
    ------
    ValueError
        If the numbers of cases differ or a column holds dates.

    References
    ----------
    .. [1] S. Holm (1979), A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics
       6, 65-70.
    """
    if len(held_out) != len(labels):
        raise ValueError(
            f"`held_out` of `differences` must have a row for each of the {len(labels)} cases; got {len(held_out)}."
        )
    rows = [
        (segment, name, *_compared(values, labels == segment))
        for name, values in _numbers(held_out).items()
        for segment in np.unique(labels)
        if _comparable(values, labels == segment)
    ]
    table = pd.DataFrame(
        rows, columns=["segment", "variable", "n", "n_others", "mean", "mean_others", "difference", "p"]
    )
    table["p_holm"] = holm(table["p"].astype(float))
    order = np.lexsort([table["variable"], -table["difference"].abs(), table["segment"]])
    return table.iloc[order].reset_index(drop=True)


def check_held_out(X: np.ndarray | pd.DataFrame, held_out: pd.DataFrame) -> None:
    """Refuse variables that made the groups: their differences are there by construction.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        What the groups were made of.
    held_out : pandas.DataFrame, shape (n, v)
        Variables that are to be tested.

    Raises
    ------
    ValueError
        Naming a variable that has the name of a column of X, or orders the cases as a column of X does (the same in
        another unit, in logarithms or backwards).
    """
    names = [str(name) for name in X.columns] if isinstance(X, pd.DataFrame) else []
    columns = X.to_numpy(float) if isinstance(X, pd.DataFrame) else np.asarray(X, dtype=float)
    for name, values in _numbers(held_out).items():
        known = ~np.isnan(values)
        ranks = stats.rankdata(values[known])
        if name in names or any(_same_order(ranks, stats.rankdata(column[known])) for column in columns.T):
            raise ValueError(
                f"`held_out` must hold no variable that made the groups; got {name!r}. They differ in it because they "
                "were made to, and a test would always say so. Leave it out."
            )


def _same_order(ranks: np.ndarray, others: np.ndarray) -> bool:
    """Whether two rankings of the same cases are the same or each other's reverse; of few cases nothing is said."""
    if len(ranks) < 2 * LEAST_CASES or not np.ptp(ranks):
        return False
    return bool((ranks == others).all() or (ranks == len(ranks) + 1 - others).all())


def _numbers(table: pd.DataFrame) -> dict[str, np.ndarray]:
    """The variables as numbers: a column each, and one for each category of a text column."""
    numbers = {}
    for name, column in table.items():
        if pd.api.types.is_datetime64_any_dtype(column):
            raise ValueError(f"`held_out` of `differences` must hold no dates; got {name!r}. Turn it into days.")
        if pd.api.types.is_numeric_dtype(column):
            numbers[str(name)] = column.to_numpy(float, na_value=np.nan)
            continue
        for category in sorted(column.dropna().unique(), key=str):
            share = (column == category).to_numpy(float, na_value=np.nan)
            numbers[f"{name} = {category}"] = np.where(column.isna(), np.nan, share)
    return numbers


def _comparable(values: np.ndarray, inside: np.ndarray) -> bool:
    known = ~np.isnan(values)
    enough = min((known & inside).sum(), (known & ~inside).sum()) >= LEAST_CASES
    return bool(enough and np.ptp(values[known]) > 0)


def _compared(values: np.ndarray, inside: np.ndarray) -> tuple[int, int, float, float, float, float]:
    """Number and mean inside and outside, standardised difference, p-value."""
    known = ~np.isnan(values)
    own, others = values[known & inside], values[known & ~inside]
    difference = (own.mean() - others.mean()) / values[known].std()
    p = stats.mannwhitneyu(own, others, method="asymptotic").pvalue
    return len(own), len(others), float(own.mean()), float(others.mean()), float(difference), float(p)
