"""How far do two partitions of the same cases agree, beyond what chance would give?"""

from __future__ import annotations

import numpy as np


def adjusted_rand(one: np.ndarray, other: np.ndarray) -> float:
    """Adjusted Rand index of two partitions, from their contingency table.

    Parameters
    ----------
    one, other : ndarray of int, shape (n,)
        Groups from 0 up; numbers that no case has may be among them.

    Returns
    -------
    float
        1 where the partitions are the same, 0 on average where one is drawn by lot, at least -0.5. Two partitions
        without a choice, all cases together or each alone in both, are the same.

    References
    ----------
    .. [1] L. Hubert and P. Arabie (1985), Comparing partitions, Journal of Classification 2, 193-218, equation 5.

    Examples
    --------
    >>> adjusted_rand(np.array([0, 0, 1, 1]), np.array([5, 5, 2, 2]))
    1.0
    >>> round(adjusted_rand(np.array([0, 0, 0, 1, 1, 1]), np.array([0, 0, 1, 1, 2, 2])), 6)
    0.242424
    """
    width = int(other.max()) + 1
    table = np.bincount(one * width + other, minlength=(int(one.max()) + 1) * width).reshape(-1, width)
    together, of_one, of_other = (
        float((counts * (counts - 1.0)).sum() / 2) for counts in (table, table.sum(axis=1), table.sum(axis=0))
    )
    expected = of_one * of_other / max(len(one) * (len(one) - 1) / 2, 1)
    most = (of_one + of_other) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)
