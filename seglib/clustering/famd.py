"""Which few axes tell most about numbers and categories together? Factor analysis of mixed data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

MOST_AXES = 10


@dataclass(frozen=True, eq=False)
class Axes:
    """Axes on which cases can be placed.

    Parameters
    ----------
    sizes : list of int
        Number of codes of each column of categories.
    shares : list of ndarray
        Share of each code.
    loadings : ndarray, shape (columns, axes)
        How the axes are made.
    inertia : ndarray
        Variance along each axis.
    """

    sizes: list[int]
    shares: list[np.ndarray]
    loadings: np.ndarray
    inertia: np.ndarray

    def place(self, z: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """Place cases on the axes.

        Parameters
        ----------
        z : ndarray, shape (n, d)
            Standardised numbers.
        codes : ndarray of int, shape (n, p)
            Categories.

        Returns
        -------
        ndarray, shape (n, axes)
        """
        return _indicators(z, codes, self.shares) @ self.loadings


def famd(z: np.ndarray, codes: np.ndarray, *, sizes: list[int]) -> Axes:
    """Find the axes.

    Parameters
    ----------
    z : ndarray, shape (n, d)
        Standardised numbers.
    codes : ndarray of int, shape (n, p)
        Categories.
    sizes : list of int
        Number of codes of each column.

    Returns
    -------
    Axes
        Those with more variance than a single number has (1), two at least and ten at most. Each axis points so that
        its largest loading is positive.

    Notes
    -----
    A column of categories is as many columns of 0 and 1 as it has categories, each less its share and over the square
    root of it, so that a rare category weighs no more than a frequent one and a whole column of categories counts for
    its number of categories less one (Pagès 2004). The released package ``prince`` does the same; thirty lines of
    numpy need no further dependency and give the same signs on every machine.
    """
    shares = [np.bincount(codes[:, j], minlength=size) / len(codes) for j, size in enumerate(sizes)]
    table = _indicators(z, codes, shares)
    inertia, loadings = np.linalg.eigh(table.T @ table / len(table))
    inertia, loadings = inertia[::-1], loadings[:, ::-1]
    kept = min(MOST_AXES, len(inertia), max(2, int((inertia > 1 + 1e-9).sum())))
    loadings = loadings[:, :kept]
    largest = np.round(np.abs(loadings), 9).argmax(axis=0)
    return Axes(sizes, shares, loadings * np.sign(loadings[largest, np.arange(kept)]), inertia[:kept])


def _indicators(z: np.ndarray, codes: np.ndarray, shares: list[np.ndarray]) -> np.ndarray:
    columns = [z]
    for j, share in enumerate(shares):
        table = ((np.arange(len(share)) == codes[:, [j]]) - share) / np.sqrt(np.where(share > 0, share, 1.0))
        columns.append(table[:, share > 0])
    return np.concatenate(columns, axis=1)
