"""Are these answers codes? Reading, checking and counting matrices of 0, 1, … in which some are missing."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.clustering.matrix import distinct_rows

_ABSENT = -1e300


def as_answers(X: np.ndarray | pd.DataFrame, *, caller: str) -> np.ndarray:
    """Copy X into a float matrix in which values may be missing.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        One row a case, one column an item.
    caller : str
        Name of the public function, for the message.

    Returns
    -------
    ndarray of float64, shape (n, d)

    Raises
    ------
    ValueError
        If X is no table of numbers, is empty, or holds infinite values.
    """
    try:
        matrix = X.to_numpy(float, na_value=np.nan) if isinstance(X, pd.DataFrame) else np.array(X, dtype=float)
    except (TypeError, ValueError):
        raise ValueError(f"`X` of `{caller}` must hold numbers only. Number the answers first.") from None
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise ValueError(f"`X` of `{caller}` must have rows and columns; got shape {matrix.shape}.")
    if np.isinf(matrix).any():
        raise ValueError(f"`X` of `{caller}` must be finite or missing. Leave an infinite value missing.")
    return matrix + 0.0


def as_codes(X: np.ndarray | pd.DataFrame, *, caller: str) -> np.ndarray:
    """Copy X into a float matrix of codes 0, 1, …, some perhaps missing.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        One row a case, one column an item.
    caller : str
        Name of the public function, for the message.

    Returns
    -------
    ndarray of float64, shape (n, d)

    Raises
    ------
    ValueError
        If a value is negative or no whole number.
    """
    matrix = as_answers(X, caller=caller)
    known = matrix[~np.isnan(matrix)]
    if ((known < 0) | (known != np.round(known))).any():
        raise ValueError(f"`X` of `{caller}` must hold codes 0, 1, … of the answers. Number the answers first.")
    return matrix


def check_answers_vary(matrix: np.ndarray, names: tuple[str, ...], *, caller: str) -> None:
    """Refuse columns in which all known values are equal.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        Answers.
    names : tuple of str
        Of the columns.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    ValueError
        Naming the first such column.
    """
    for name, column in zip(names, matrix.T, strict=True):
        known = column[~np.isnan(column)]
        if not len(known) or (known == known[0]).all():
            raise ValueError(f"`X` of `{caller}` must vary in every column; column {name!r} does not. Leave it out.")


def distinct_codes(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the different rows, in an order that does not depend on the order of rows.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        Answers; missing ones are equal to one another.

    Returns
    -------
    rows : ndarray, shape (m, d)
        The different rows, sorted.
    weights : ndarray of float, shape (m,)
        How often each occurs.
    where : ndarray of int, shape (n,)
        Which of them each row of the matrix is.
    """
    marked = np.where(np.isnan(matrix), _ABSENT, matrix)
    rows, weights, where = distinct_rows(marked)
    return np.where(rows == _ABSENT, np.nan, rows), weights, where


def indicators(codes: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """Turn answers into indicators.

    Parameters
    ----------
    codes : ndarray of float, shape (n, d)
        Codes 0, 1, … of each item; missing where there is no answer.
    sizes : ndarray of int, shape (d,)
        Number of codes of each item.

    Returns
    -------
    ndarray, shape (n, sum of sizes)
        A column for each code of each item: 1 where it was given, 0 elsewhere.

    Examples
    --------
    >>> indicators(np.array([[1.0, 2.0], [0.0, np.nan]]), np.array([2, 3])).astype(int).tolist()
    [[0, 1, 0, 0, 1], [1, 0, 0, 0, 0]]
    """
    return np.concatenate([codes[:, [j]] == np.arange(size) for j, size in enumerate(sizes)], axis=1).astype(float)
