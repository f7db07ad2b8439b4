"""How much better is an outcome foretold by a split than by the average? Judged on customers who chose nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from seglib.segments.demographic.tree import Node
from seglib.segments.summary import NORMAL_95

N_FOLDS = 10


@dataclass(frozen=True)
class Gain:
    """Share of the outcome's variance that a split explains for new customers.

    Parameters
    ----------
    value, low, high : float
        The share and its 95% interval; below 0 the average foretells better.
    n : int
        Customers it was measured on.
    measured : bool
        Whether it could be: enough customers of whom a trait is known. A measured gain of 0 to 0 is that of a split
        that was never found.
    """

    value: float
    low: float
    high: float
    n: int
    measured: bool = True

    @property
    def proven(self) -> bool:
        """Whether the whole interval lies above 0."""
        return self.low > 0


def in_content_order(codes: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Order cases by what is in them, so that drawing among them does not depend on the order of rows.

    Parameters
    ----------
    codes : ndarray of int, shape (n, p)
        Categories.
    outcome : ndarray of float, shape (n,)
        The outcome.

    Returns
    -------
    ndarray of int, shape (n,)
        Positions.
    """
    return np.lexsort([*codes.T[::-1], outcome])


def halves(n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw half of the cases.

    Parameters
    ----------
    n : int
        How many there are, in an order that means nothing.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray of bool, shape (n,)
        True for one half.
    """
    return rng.permutation(n) < n // 2


def leaf_means(tree: Node, codes: np.ndarray, outcome: np.ndarray) -> np.ndarray:
    """Mean outcome of each leaf.

    Parameters
    ----------
    tree : Node
        The tree.
    codes, outcome : ndarray
        Cases that did not choose its splits.

    Returns
    -------
    ndarray of float
        The mean of all where nobody is in a leaf.
    """
    leaves = tree.leaf(codes)
    counts = np.bincount(leaves, minlength=tree.n_leaves)
    sums = np.bincount(leaves, outcome, minlength=tree.n_leaves)
    return np.where(counts > 0, sums / np.maximum(counts, 1), outcome.mean())


def out_of_sample_gain(
    codes: np.ndarray, outcome: np.ndarray, *, growing: Callable[[np.ndarray, np.ndarray], Node], random_state: int
) -> Gain:
    """Measure by ten-fold cross-validation how much less a split errs than no split.

    Parameters
    ----------
    codes : ndarray of int, shape (n, p)
        Categories.
    outcome : ndarray of float, shape (n,)
        The outcome.
    growing : callable
        Categories and outcome to a tree.
    random_state : int
        Seed of folds and halves.

    Returns
    -------
    Gain
        1 less the ratio of the squared errors of the split to those of the mean of the other nine folds. Of these, one
        half grows a tree and the other says what its leaves are like, and the other way round; the two are averaged.
        The interval is that of the ratio of two means over customers, by linearisation.
    """
    order = in_content_order(codes, outcome)
    codes, outcome = codes[order], outcome[order]
    rng = np.random.default_rng(random_state)
    fold = rng.permutation(np.arange(len(outcome)) % N_FOLDS)
    plain, split = np.empty(len(outcome)), np.empty(len(outcome))
    for number in range(N_FOLDS):
        held, rest = fold == number, np.flatnonzero(fold != number)
        plain[held] = outcome[rest].mean()
        drawn = halves(len(rest), rng)
        both = [(rest[drawn], rest[~drawn]), (rest[~drawn], rest[drawn])]
        split[held] = plain[held] + np.mean([_told(codes, outcome, held, *half, growing) for half in both], axis=0)
    error, less = (outcome - plain) ** 2, (outcome - plain) ** 2 - (outcome - split) ** 2
    value = float(less.mean() / error.mean()) if error.mean() > 0 else 0.0
    spread = float((less - value * error).std() / error.mean() / np.sqrt(len(error))) if error.mean() > 0 else 0.0
    return Gain(value, value - NORMAL_95 * spread, value + NORMAL_95 * spread, len(outcome))


def _told(codes: np.ndarray, outcome: np.ndarray, held: np.ndarray, grown_on: np.ndarray, other: np.ndarray, growing):
    """What a tree tells of the cases held out, as a difference from the mean of the half that fills its leaves."""
    tree = growing(codes[grown_on], outcome[grown_on])
    means = leaf_means(tree, codes[other], outcome[other])
    return means[tree.leaf(codes[held])] - outcome[other].mean()
