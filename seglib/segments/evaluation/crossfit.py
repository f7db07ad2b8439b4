"""How well do segments foretell an outcome of customers that they have not seen? Shrunken means, cross-fitted.

The model is a sum of one number a segment, drawn towards the mean of all: ridge regression on the dummies of the
segments, each base with a penalty of its own, found by generalised cross-validation within the other folds. With one
base these are shrunken means. Where a base is not known of a customer it says nothing of them: that somebody did not
answer is no trait, so segments count as differences among those who are known.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse

from seglib.segments.summary import NORMAL_95

N_FOLDS, N_REPEATS = 10, 5
PENALTIES = np.array([*np.logspace(0, 5, 21), np.inf])  # customers that a segment needs to count for half
SHARED = np.array([*np.logspace(-1, 2, 13), np.inf])  # the same for all bases together, times their own penalties


@dataclass(frozen=True)
class Gain:
    """Share of the outcome's variance by which one guess errs less than another.

    Parameters
    ----------
    value, low, high : float
        The share and its 95% interval.
    n : int
        Customers it was measured on.
    """

    value: float
    low: float
    high: float
    n: int

    @property
    def beyond_noise(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0


@dataclass(frozen=True, eq=False)
class Errors:
    """Squared errors of each customer, by the bases that the guess was made with.

    Parameters
    ----------
    plain : ndarray of float
        Of the mean of the other folds.
    of : dict of tuple of str to ndarray of float
        Of each set of bases.
    """

    plain: np.ndarray
    of: dict[tuple[str, ...], np.ndarray]

    def gain(self, better: tuple[str, ...], than: tuple[str, ...] = ()) -> Gain:
        """Say how much less one set of bases errs than another.

        Parameters
        ----------
        better, than : tuple of str
            Sets of bases; without any, the mean of all.

        Returns
        -------
        Gain
            The mean difference over the mean squared error of the mean; the interval is that of a ratio of two means
            over customers, by linearisation (Cochran 1977, section 2.11). It is that of the guess that so many
            customers allow, which errs more than one from endless customers would: where there are few, it lies low.
        """
        less = self.of.get(than, self.plain) - self.of[better]
        scale = self.plain.mean()
        if not scale > 0:
            return Gain(0.0, 0.0, 0.0, len(less))
        value = float(less.mean() / scale)
        half = NORMAL_95 * float((less - value * self.plain).std(ddof=1) / scale / np.sqrt(len(less)))
        return Gain(value, value - half, value + half, len(less))


def errors(
    segments: Mapping[str, pd.Series],
    outcome: np.ndarray,
    *,
    sets: Sequence[tuple[str, ...]],
    n_repeats: int = N_REPEATS,
    random_state: int,
) -> Errors:
    """Guess each customer's outcome from the other customers' and note by how much it errs.

    Parameters
    ----------
    segments : mapping of str to pandas.Series of str
        By base: segment of each customer; missing where the base is not known of the customer.
    outcome : ndarray of float, shape (n,)
        What came after; none is missing.
    sets : sequence of tuple of str
        Which bases to guess with, one guess a set.
    n_repeats : int, default 5
        How often customers are dealt into ten folds; the errors are averaged.
    random_state : int
        Seed of the folds.

    Returns
    -------
    Errors
        Customers in an order of content, so that neither the order of rows nor the names of ids change anything.
    """
    codes = {name: pd.factorize(values, sort=True)[0] for name, values in segments.items()}
    order = np.lexsort([*reversed(list(codes.values())), outcome])
    y = np.asarray(outcome, dtype=float)[order]
    blocks = {name: _dummies(values[order]) for name, values in codes.items()}
    rng = np.random.default_rng(random_state)
    plain, found = np.zeros(len(y)), {one: np.zeros(len(y)) for one in sets}
    for _ in range(n_repeats):
        fold = rng.permutation(np.arange(len(y)) % N_FOLDS)
        for number in range(N_FOLDS):
            held = fold == number
            told = _Model(blocks, y, ~held)
            plain[held] += (y[held] - told.mean) ** 2 / n_repeats
            for one in sets:
                found[one][held] += (y[held] - told.guess(one, held)) ** 2 / n_repeats
    return Errors(plain, found)


def _dummies(codes: np.ndarray) -> sparse.csr_array:
    """A column a segment; rows of customers who are not known are empty."""
    rows = np.flatnonzero(codes >= 0)
    shape = (len(codes), int(codes.max(initial=0)) + 1)
    return sparse.csr_array((np.ones(len(rows)), (rows, codes[rows])), shape=shape)


class _Model:
    """What the customers of nine folds say."""

    def __init__(self, blocks: Mapping[str, sparse.csr_array], y: np.ndarray, rest: np.ndarray):
        self.blocks, self.y = blocks, y[rest]
        self.mean, self.n = float(self.y.mean()), len(self.y)
        self.total = float(((self.y - self.mean) ** 2).sum())
        self.known = {name: block[rest] for name, block in blocks.items()}
        self.centred = {name: _centring(block) for name, block in self.known.items()}
        self.products = {
            (a, b): self.centred[a].T @ (self.known[a].T @ self.known[b]).toarray() @ self.centred[b]
            for a in blocks
            for b in blocks
            if a <= b
        }
        self.with_outcome = {name: self.centred[name].T @ (block.T @ self.y) for name, block in self.known.items()}
        self.penalty = {name: self._ridge([name], {name: 1.0}, PENALTIES)[1] for name in blocks}

    def guess(self, bases: tuple[str, ...], held: np.ndarray) -> np.ndarray:
        """Mean of all, and what each base that tells something adds."""
        used = [name for name in bases if np.isfinite(self.penalty[name])]
        told = np.full(int(held.sum()), self.mean)
        if used:
            grid = SHARED if len(used) > 1 else np.ones(1)
            parts, _ = self._ridge(used, self.penalty, grid)
            for name, part in zip(used, parts, strict=True):
                told += self.blocks[name][held] @ (self.centred[name] @ part)
        return told

    def _ridge(self, names: list[str], own: Mapping[str, float], grid: np.ndarray) -> tuple[list[np.ndarray], float]:
        """Numbers of the segments at the penalty with the least error by generalised cross-validation."""
        scale = [1 / np.sqrt(own[name]) for name in names]
        rows = [
            [
                (self.products[a, b] if a <= b else self.products[b, a].T) * scale[i] * scale[j]
                for j, b in enumerate(names)
            ]
            for i, a in enumerate(names)
        ]
        values, vectors = np.linalg.eigh(np.block(rows))
        values = values.clip(min=0.0)
        right = np.concatenate([self.with_outcome[name] * one for name, one in zip(names, scale, strict=True)])
        turned = vectors.T @ right
        finite = np.where(np.isfinite(grid), grid, 1.0)[:, None]
        used = np.where(np.isfinite(grid)[:, None], values / (values + finite), 0.0)
        explained = np.where(np.isfinite(grid)[:, None], turned**2 * (values + 2 * finite) / (values + finite) ** 2, 0)
        left = (self.total - explained.sum(axis=1)).clip(min=0.0)
        best = int(np.argmin(left / (self.n - 1 - used.sum(axis=1)) ** 2))
        if not np.isfinite(grid[best]):
            return [np.zeros(len(self.with_outcome[name])) for name in names], float("inf")
        numbers = vectors @ (turned / (values + grid[best]))
        ends = np.cumsum([len(self.with_outcome[name]) for name in names])[:-1]
        parts = [part * one for part, one in zip(np.split(numbers, ends), scale, strict=True)]
        return parts, float(grid[best])


def _centring(known: sparse.csr_array) -> np.ndarray:
    """Turns dummies into differences from the mean of those who are known."""
    counts = known.sum(axis=0)
    return np.eye(len(counts)) - np.ones((len(counts), 1)) * (counts / max(counts.sum(), 1.0))
