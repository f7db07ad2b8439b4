"""Is this a matrix that can be clustered? Reading and checking X."""

from __future__ import annotations

import numpy as np
import pandas as pd


def as_matrix(X: np.ndarray | pd.DataFrame, *, caller: str) -> np.ndarray:
    """Copy X into a float matrix after checking it.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        One row a case, one column a variable; finite numbers.
    caller : str
        Name of the public function, for the message.

    Returns
    -------
    ndarray of float64, shape (n, d)
        A copy in C order.

    Raises
    ------
    ValueError
        If X is not a table of numbers, is empty, or holds missing or infinite values.
    """
    names = list(X.columns) if isinstance(X, pd.DataFrame) else None
    try:
        table = X.to_numpy(float, na_value=np.nan) if isinstance(X, pd.DataFrame) else X
        matrix = np.array(table, dtype=float, order="C") + 0.0  # no negative zeros
    except (TypeError, ValueError):
        raise ValueError(f"`X` of `{caller}` must hold numbers only. Turn text and dates into numbers first.") from None
    if matrix.ndim != 2 or 0 in matrix.shape:
        raise ValueError(f"`X` of `{caller}` must have rows and columns; got shape {matrix.shape}.")
    bad = ~np.isfinite(matrix)
    if bad.any():
        where = _listed(np.flatnonzero(bad.any(axis=0)), names)
        raise ValueError(
            f"`X` of `{caller}` must be finite; got {int(bad.sum())} missing or infinite values in {where}. "
            "Fill them in or leave out the column."
        )
    return matrix


def check_varies(matrix: np.ndarray, X: np.ndarray | pd.DataFrame, *, caller: str) -> None:
    """Refuse columns in which all values are equal.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        X as numbers.
    X : ndarray or DataFrame
        As received, for the names of its columns.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    ValueError
        Naming the constant columns.
    """
    constant = np.flatnonzero((matrix == matrix[0]).all(axis=0))
    if len(constant):
        where = _listed(constant, list(X.columns) if isinstance(X, pd.DataFrame) else None)
        raise ValueError(
            f"`X` of `{caller}` must vary in every column; got one value only in {where}. Leave it out: "
            "it cannot tell groups apart."
        )


def distinct_rows(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find the different rows, in an order that does not depend on the order of rows.

    Parameters
    ----------
    matrix : ndarray, shape (n, d)
        Numbers.

    Returns
    -------
    rows : ndarray, shape (m, d)
        The different rows, sorted.
    weights : ndarray of float, shape (m,)
        How often each occurs.
    where : ndarray of int, shape (n,)
        Which of them each row of the matrix is.
    """
    rows, where, counts = np.unique(matrix, axis=0, return_inverse=True, return_counts=True)
    return rows, counts.astype(float), where.reshape(-1)


def squared_distances(rows: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Squared Euclidean distance of each row to each centre.

    Parameters
    ----------
    rows : ndarray, shape (n, d)
        Cases.
    centers : ndarray, shape (k, d)
        Centres.

    Returns
    -------
    ndarray, shape (n, k)
        By subtraction, which is exact where the short cut by scalar products is not.
    """
    return np.stack([((rows - center) ** 2).sum(axis=1) for center in centers], axis=1)


def _listed(columns: np.ndarray, names: list | None) -> str:
    listed = ", ".join(repr(names[column]) if names else str(column) for column in columns[:5])
    more = f" and {len(columns) - 5} more" if len(columns) > 5 else ""
    return f"column{'s' if len(columns) > 1 else ''} {listed}{more}"
