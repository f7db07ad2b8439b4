"""How does the demo draw at random, so that every part stays the same when another one changes?

Each part has its own PCG64 stream, made from the seed and the part's name.
"""

from __future__ import annotations

import zlib

import numpy as np


def generator(random_state: int, part: str) -> np.random.Generator:
    """Random generator of one part of the demo.

    Parameters
    ----------
    random_state : int
        Seed of the whole demo.
    part : str
        Name of the part.

    Returns
    -------
    numpy.random.Generator
        The same for the same seed and name.

    Examples
    --------
    >>> int(generator(1, "orders").integers(100)) == int(generator(1, "orders").integers(100))
    True
    """
    seed = np.random.SeedSequence([random_state, zlib.crc32(part.encode())])
    return np.random.Generator(np.random.PCG64(seed))


def pick_rows(rng: np.random.Generator, weights: np.ndarray) -> np.ndarray:
    """One column for every row, with the row's weights as chances.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.
    weights : numpy.ndarray, n x m
        Not negative, each row with a positive sum.

    Returns
    -------
    numpy.ndarray, n
        Column numbers.

    Examples
    --------
    >>> pick_rows(generator(1, "x"), np.array([[0.0, 1.0], [2.0, 0.0]])).tolist()
    [1, 0]
    """
    limits = np.cumsum(weights, axis=1)
    return (rng.random(len(weights))[:, None] * limits[:, -1:] >= limits).sum(axis=1)
