"""How often is a segment told rightly? Shares with intervals, of customers who had no part in making the rule."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from seglib.segments.headline import share_interval


def share_right(segments: np.ndarray, found: np.ndarray) -> tuple[float, float, float]:
    """Count who was put into the own segment.

    Parameters
    ----------
    segments, found : ndarray of str, shape (n,)
        Where the customers are, and where they were put.

    Returns
    -------
    tuple of float
        The share, and its interval (95%, Wilson).
    """
    return wilson(int((segments == found).sum()), len(segments))


def wilson(k: int, n: int) -> tuple[float, float, float]:
    """Give a share with Wilson's interval.

    Parameters
    ----------
    k, n : int
        How many of how many.

    Returns
    -------
    tuple of float
        Share, lower and upper end (95%); missing of nobody. Wilson (1927), Journal of the American Statistical
        Association 22, 209-212.

    Examples
    --------
    >>> [round(one, 3) for one in wilson(8, 10)]
    [0.8, 0.49, 0.943]
    """
    if not n:
        return float("nan"), float("nan"), float("nan")
    return k / n, *share_interval(k, n)


def judged(segments: np.ndarray, found: np.ndarray, names: Mapping[str, str]) -> pd.DataFrame:
    """Judge each segment.

    Parameters
    ----------
    segments, found : ndarray of str, shape (n,)
        Where the customers are, and where they were put.
    names : mapping of str to str
        Name of each segment by its code.

    Returns
    -------
    pandas.DataFrame
        One row a segment: `segment, segment_name, n`, `precision` and `recall`, each with `_low` and `_high`.
    """
    rows = []
    for code, name in names.items():
        own, taken = segments == code, found == code
        both = int((own & taken).sum())
        precision, recall = wilson(both, int(taken.sum())), wilson(both, int(own.sum()))
        rows.append((code, name, int(own.sum()), *precision, *recall))
    columns = ["segment", "segment_name", "n", "precision", "precision_low", "precision_high"]
    return pd.DataFrame(rows, columns=[*columns, "recall", "recall_low", "recall_high"])


def confusion(segments: np.ndarray, found: np.ndarray, names: Mapping[str, str]) -> pd.DataFrame:
    """Count who was put where.

    Parameters
    ----------
    segments, found : ndarray of str, shape (n,)
        Where the customers are, and where they were put.
    names : mapping of str to str
        Name of each segment by its code.

    Returns
    -------
    pandas.DataFrame
        One row a pair of segments: `segment`, `found` (names), `n`, and `share` of the segment's customers.
    """
    pairs = [(own, put, int(((segments == own) & (found == put)).sum())) for own in names for put in names]
    table = pd.DataFrame([(names[own], names[put], n) for own, put, n in pairs], columns=["segment", "found", "n"])
    sizes = np.repeat([int((segments == own).sum()) for own in names], len(names))
    return table.assign(share=table["n"] / sizes)
