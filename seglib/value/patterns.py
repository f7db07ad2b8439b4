"""Which histories of purchases are there, and how many customers have each? Most share theirs with others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

COLUMNS = ("customer_id", "frequency", "recency", "T")
MANY = 4000
"""From how many different histories a sample of them finds out where to begin."""


@dataclass(frozen=True, eq=False)
class Patterns:
    """The different histories of customers.

    Parameters
    ----------
    x : numpy.ndarray
        Repeat purchases.
    t_x : numpy.ndarray
        Time from the first to the last purchase.
    T : numpy.ndarray
        Time from the first purchase to the end of observation.
    weight : numpy.ndarray
        How many customers have each history.
    of : numpy.ndarray of int
        Number of the history of each customer.
    """

    x: np.ndarray
    t_x: np.ndarray
    T: np.ndarray
    weight: np.ndarray
    of: np.ndarray

    def scaled(self, unit: float) -> Patterns:
        """Measure time in another unit.

        Parameters
        ----------
        unit : float
            In the present unit.

        Returns
        -------
        Patterns
        """
        return replace(self, t_x=self.t_x / unit, T=self.T / unit)

    def thinned(self) -> Patterns | None:
        """Take some of the histories, evenly from all kinds.

        Returns
        -------
        Patterns or None
            None where there are few anyway.
        """
        if len(self.x) <= MANY:
            return None
        some = slice(0, None, len(self.x) // (MANY // 2))
        return Patterns(self.x[some], self.t_x[some], self.T[some], self.weight[some], self.of[:0])


def check_summary(summary: pd.DataFrame, *, caller: str) -> None:
    """Refuse what is no summary of purchases.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T`.
    caller : str
        Name of the function that was called.

    Raises
    ------
    ValueError
        If a column is missing, there is nobody, a customer occurs twice, a number is missing or negative, or a recency
        exceeds its T.
    """
    absent = [name for name in COLUMNS if name not in summary.columns]
    if absent:
        raise ValueError(f"`summary` of `{caller}` must have the column `{absent[0]}`; got {list(summary.columns)}.")
    if not summary["customer_id"].is_unique:
        again = summary.loc[summary["customer_id"].duplicated(), "customer_id"].iloc[0]
        raise ValueError(f"`summary` of `{caller}` must have one row a customer; {again} has more.")
    x, t_x, T = (summary[name].to_numpy(float, na_value=np.nan) for name in COLUMNS[1:])
    right = len(x) and np.isfinite(x.sum() + t_x.sum() + T.sum()) and (t_x <= T).all() and min(x.min(), t_x.min()) >= 0
    if not right:
        raise ValueError(
            f"`summary` of `{caller}` must hold 0 <= recency <= T and frequency >= 0 for every customer, at least one."
        )


def find_patterns(summary: pd.DataFrame) -> Patterns:
    """Find the different histories in a summary of purchases.

    Parameters
    ----------
    summary : pandas.DataFrame
        `frequency`, `recency`, `T`, one row a customer, without missing values.

    Returns
    -------
    Patterns
        In an order that does not depend on that of the rows.
    """
    columns = [summary[name].to_numpy(float) for name in COLUMNS[1:]]
    key = np.zeros(len(summary), np.int64)
    for column in columns:
        codes, values = pd.factorize(column, sort=True)
        key = key * len(values) + codes
        if len(values) > 2**20:  # so that the next product fits: numbers of what occurs take the place of all
            key = pd.factorize(key, sort=True)[0]
    of, kinds = pd.factorize(key, sort=True)
    first = np.empty(len(kinds), np.int64)
    first[of[::-1]] = np.arange(len(of))[::-1]
    x, t_x, T = (column[first] for column in columns)
    return Patterns(x, t_x, T, np.bincount(of).astype(float), of)
