"""Which moves may be shown, so that a small one cannot be computed from the sizes of segments and the other moves?

Who knows how large each segment was and is, and all moves but a few, knows a sum of those few for each segment. Linear
programming gives the range to which such a reader can tell each small move; where it is too narrow, three larger ones
are left out that stand in a rectangle with it: then some could have gone round it, and nobody can say.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linprog

PROTECTION = 5
"""A small move may not be told to within so many customers on both sides."""


def guarded(flows: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Leave out small moves, and those that would give them away.

    Parameters
    ----------
    flows : pandas.DataFrame
        ``before, after, n`` and more; who stayed is a move from a segment to itself.
    least : int
        Fewest customers that are shown.

    Returns
    -------
    pandas.DataFrame
        The rows that may be shown.
    """
    if flows.empty:
        return flows
    table = flows.pivot_table(index="before", columns="after", values="n", aggfunc="sum", fill_value=0)
    shown = pd.DataFrame(showable(table.to_numpy(float), least=least), index=table.index, columns=table.columns)
    return flows[
        [bool(shown.loc[before, after]) for before, after in zip(flows["before"], flows["after"], strict=True)]
    ]


def showable(counts: np.ndarray, *, least: int) -> np.ndarray:
    """Tell which cells of a table of counts may be shown, where the totals of rows and columns are known.

    Parameters
    ----------
    counts : ndarray of shape (n_rows, n_columns)
        Whole numbers, 0 or more.
    least : int
        Smallest count that is shown.

    Returns
    -------
    ndarray of bool
        Of the same shape.
    """
    shown = counts >= least
    for place in map(tuple, np.argwhere((counts > 0) & ~shown)):
        if not is_safe(counts[place], *known_to(counts, shown, place)):
            shown &= ~_rectangle(counts, shown, place)
    return shown


def known_to(counts: np.ndarray, shown: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """Give the range to which a hidden count can be told from what is shown and the totals.

    Parameters
    ----------
    counts, shown : ndarray of shape (n_rows, n_columns)
        Whole numbers, and which of them are shown.
    cell : tuple of int
        Row and column of the hidden one.

    Returns
    -------
    tuple of float
        Least and most.
    """
    hidden = [tuple(place) for place in np.argwhere(~shown)]
    rows, columns = (
        np.array([[place[axis] == line for place in hidden] for line in range(counts.shape[axis])]) for axis in (0, 1)
    )
    sums = np.concatenate([np.where(shown, 0, counts).sum(axis=axis) for axis in (1, 0)])
    aim = np.array([float(place == cell) for place in hidden])
    lines = np.vstack([rows, columns]).astype(float)
    known = {"A_eq": np.array(lines, dtype=float), "b_eq": sums, "bounds": (0, None)}
    least, most = (sign * linprog(sign * aim, **known).fun for sign in (1.0, -1.0))
    return least, most


def is_safe(count: float, low: float, high: float) -> bool:
    """Tell whether a range leaves a count open.

    Parameters
    ----------
    count, low, high : float
        The count, and the ends of the range to which it can be told.

    Returns
    -------
    bool
    """
    return max(count - low, high - count) > PROTECTION


def _rectangle(counts: np.ndarray, shown: np.ndarray, cell: tuple[int, int]) -> np.ndarray:
    """Choose the three cells that stand in a rectangle with a small one, hiding as little as can be; else its lines."""
    row, column = cell
    best, corners = np.inf, [(row, slice(None)), (slice(None), column)]
    for other, beside in np.argwhere(counts >= 0):
        corner = [(row, beside), (other, column), (other, beside)]
        enough = other != row and beside != column and min(counts[corner[0]], counts[corner[1]]) > PROTECTION
        cost = sum(counts[place] for place in corner if shown[place])
        if enough and cost < best:
            best, corners = cost, corner
    chosen = np.zeros(counts.shape, dtype=bool)
    for place in corners:
        chosen[place] = True
    return chosen
