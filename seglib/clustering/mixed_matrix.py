"""How do numbers and categories stand side by side? A table as a matrix of numbers and a matrix of codes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd


@dataclass(frozen=True, eq=False)
class MixedScale:
    """How a table is read, learned from one table and good for others.

    Parameters
    ----------
    numbers : tuple of str
        Columns of numbers.
    centre, spread, width : ndarray of float
        Mean, standard deviation and range of each.
    categories : dict of str to tuple of str
        Columns of categories with their values.
    """

    numbers: tuple[str, ...]
    centre: np.ndarray
    spread: np.ndarray
    width: np.ndarray
    categories: dict[str, tuple[str, ...]]

    @property
    def sizes(self) -> list[int]:
        """Number of categories of each column, with one more for values that were not there."""
        return [len(values) + 1 for values in self.categories.values()]

    def z(self, X: pd.DataFrame) -> np.ndarray:
        """Give the numbers in standard deviations from the mean.

        Parameters
        ----------
        X : pandas.DataFrame
            A table with the columns.

        Returns
        -------
        ndarray, shape (n, d)
        """
        return (X[list(self.numbers)].to_numpy(float).reshape(len(X), -1) - self.centre) / self.spread

    def codes(self, X: pd.DataFrame) -> np.ndarray:
        """Give the categories as codes.

        Parameters
        ----------
        X : pandas.DataFrame
            A table with the columns.

        Returns
        -------
        ndarray of int, shape (n, p)
            A value that was not in the first table has the last code.
        """
        columns = [
            np.where((code := pd.Index(values).get_indexer(_texts(X[name]))) < 0, len(values), code)
            for name, values in self.categories.items()
        ]
        return np.stack(columns, axis=1) if columns else np.zeros((len(X), 0), dtype=int)


def learn_scale(X: pd.DataFrame, *, caller: str) -> MixedScale:
    """Learn how to read a table: numbers as numbers, all else as categories.

    Parameters
    ----------
    X : pandas.DataFrame
        Numbers must be finite; a missing text is a category of its own. Columns in which all are alike are left out.
    caller : str
        Name of the public function, for the message.

    Returns
    -------
    MixedScale

    Raises
    ------
    ValueError
        If X is no table with rows, a number is missing or infinite, or no column varies.
    """
    if not isinstance(X, pd.DataFrame) or X.empty:
        raise ValueError(f"`X` of `{caller}` must be a DataFrame with rows and columns; got {type(X).__name__}.")
    numbers, categories = [], {}
    for name in X.columns:
        if pd.api.types.is_numeric_dtype(X[name].dtype) and not pd.api.types.is_bool_dtype(X[name].dtype):
            values = X[name].to_numpy(float, na_value=np.nan)
            if not np.isfinite(values).all():
                raise ValueError(
                    f"`X` of `{caller}` must be finite; got {int((~np.isfinite(values)).sum())} missing or infinite "
                    f"values in {name!r}. Fill them in, or turn the column into bands."
                )
            if (values != values[0]).any():
                numbers.append(name)
        elif len(values := _texts(X[name]).unique()) > 1:
            categories[name] = tuple(sorted(values))
    if not numbers and not categories:
        raise ValueError(f"`X` of `{caller}` must vary in a column; got one value only in each.")
    matrix = np.sort(X[numbers].to_numpy(float).reshape(len(X), -1), axis=0)
    low, high = (matrix[0], matrix[-1]) if numbers else (np.zeros(0), np.zeros(0))
    return MixedScale(tuple(numbers), matrix.mean(axis=0), matrix.std(axis=0), high - low, categories)


def _texts(values: pd.Series) -> pd.Series:
    """Categories as text; a missing one is the empty text."""
    return values.astype("str").fillna("")


def mismatches(codes: np.ndarray, prototypes: np.ndarray, sizes: list[int]) -> np.ndarray:
    """Count in how many columns each case differs from each prototype.

    Parameters
    ----------
    codes : ndarray of int, shape (n, p)
        Cases.
    prototypes : ndarray of int, shape (k, p)
        Prototypes.
    sizes : list of int
        Number of codes of each column.

    Returns
    -------
    ndarray, shape (n, k)
        One look-up a column, whatever the number of prototypes.
    """
    found = np.zeros((len(codes), len(prototypes)))
    for j, size in enumerate(sizes):
        found += (np.arange(size)[:, None] != prototypes[:, j]).astype(float)[codes[:, j]]
    return found


def content_order(z: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Order cases by what is in them.

    Parameters
    ----------
    z : ndarray, shape (n, d)
        Numbers.
    codes : ndarray of int, shape (n, p)
        Categories.

    Returns
    -------
    ndarray of int, shape (n,)
        Positions; the same cases are in the same order however the rows came.
    """
    return np.lexsort([*codes.T[::-1], *z.T[::-1]])
