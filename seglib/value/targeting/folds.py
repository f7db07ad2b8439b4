"""Who learns the rule, and who judges it? Customers are dealt into folds, evenly from each segment and arm."""

from __future__ import annotations

import numpy as np

N_FOLDS, N_REPEATS = 3, 10


def deal(cell: np.ndarray, *, n_folds: int = N_FOLDS, rng: np.random.Generator) -> np.ndarray:
    """Deal customers into folds at random.

    Parameters
    ----------
    cell : ndarray of int, shape (n,)
        Customers of one cell (a segment and arm) are spread evenly.
    n_folds : int, default 3
        Number of folds.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray of int, shape (n,)
        Fold of each customer. Which fold gets a cell's odd ones is random, too.

    Examples
    --------
    >>> fold = deal(np.repeat([0, 1], [6, 3]), rng=np.random.default_rng(1))
    >>> np.bincount(fold[:6]).tolist(), np.bincount(fold[6:]).tolist()
    ([2, 2, 2], [1, 1, 1])
    """
    order = np.lexsort([rng.random(len(cell)), cell])
    sizes = np.bincount(cell)
    starts = np.repeat(np.cumsum(sizes) - sizes, sizes)
    turn = rng.integers(n_folds, size=len(sizes))
    fold = np.empty(len(cell), dtype=int)
    fold[order] = (np.arange(len(cell)) - starts + np.repeat(turn, sizes)) % n_folds
    return fold
