"""Which few splits of customers' categories tell an outcome apart? A tree that splits only on evidence.

At each node every variable is tested as a whole against the ranks of the outcome; the one with the strongest evidence
is split in two where the ranks differ most, and a node in which no variable passes the test is a leaf. Testing before
cutting keeps variables with many categories from being chosen for their many possible cuts (Hothorn, Hornik and Zeileis
2006), and gives the tree its size without pruning.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats


@dataclass(frozen=True, eq=False)
class Node:
    """A leaf, or a split of the categories of one variable.

    Parameters
    ----------
    variable : int or None
        Which column decides; None in a leaf.
    left : ndarray of bool or None
        For each category of the variable, whether it goes to the first part.
    parts : tuple of Node
        The two parts; none in a leaf.
    """

    variable: int | None = None
    left: np.ndarray | None = None
    parts: tuple[Node, ...] = ()

    @property
    def n_leaves(self) -> int:
        """Number of leaves."""
        return sum(part.n_leaves for part in self.parts) or 1

    def leaf(self, codes: np.ndarray) -> np.ndarray:
        """Find the leaf of each case.

        Parameters
        ----------
        codes : ndarray of int, shape (n, p)
            Category of each case in each variable.

        Returns
        -------
        ndarray of int, shape (n,)
            Leaves are numbered from 0, from the first part to the second.
        """
        if self.variable is None:
            return np.zeros(len(codes), dtype=int)
        goes_left = self.left[codes[:, self.variable]]
        leaves = np.empty(len(codes), dtype=int)
        leaves[goes_left] = self.parts[0].leaf(codes[goes_left])
        leaves[~goes_left] = self.parts[0].n_leaves + self.parts[1].leaf(codes[~goes_left])
        return leaves

    def paths(self, so_far: tuple[tuple[int, np.ndarray], ...] = ()) -> list[tuple[tuple[int, np.ndarray], ...]]:
        """List the conditions of each leaf.

        Parameters
        ----------
        so_far : tuple of (int, ndarray of bool)
            Conditions of the nodes above.

        Returns
        -------
        list of tuple
            For each leaf the variables on the way to it, each with the categories that lead there.
        """
        if self.variable is None:
            return [so_far]
        first, second = self.parts
        return [
            *first.paths((*so_far, (self.variable, self.left))),
            *second.paths((*so_far, (self.variable, ~self.left))),
        ]


def prune(tree: Node, codes: np.ndarray, values: np.ndarray, *, level: float = 0.05) -> Node:
    """Take back splits that other cases do not bear out, from the leaves up.

    Parameters
    ----------
    tree : Node
        Grown on some cases.
    codes : ndarray of int, shape (n, p)
        Other cases.
    values : ndarray, shape (n,)
        Their outcome.
    level : float, default 0.05
        A last split stays if the means of its two leaves differ at this level (Welch's test).

    Returns
    -------
    Node
    """
    if tree.variable is None:
        return tree
    left = tree.left[codes[:, tree.variable]]
    sides = [(codes[side], values[side]) for side in (left, ~left)]
    parts = tuple(prune(part, *side, level=level) for part, side in zip(tree.parts, sides, strict=True))
    if any(part.n_leaves > 1 for part in parts):
        return Node(tree.variable, tree.left, parts)
    own, others = (side[1] for side in sides)
    if min(len(own), len(others)) < 2 or not stats.ttest_ind(own, others, equal_var=False).pvalue < level:
        return Node()
    return Node(tree.variable, tree.left, parts)


def grow(
    codes: np.ndarray,
    outcome: np.ndarray,
    *,
    sizes: Sequence[int],
    ordered: Sequence[bool],
    least: int,
    depth: int = 3,
    alpha: float = 0.05,
) -> Node:
    """Grow a tree.

    Parameters
    ----------
    codes : ndarray of int, shape (n, p)
        Category of each case in each variable.
    outcome : ndarray of float, shape (n,)
        What is to be told apart.
    sizes : sequence of int
        Number of categories of each variable; the last category of each is *not known*.
    ordered : sequence of bool
        Whether the categories but the last go from low to high; those are cut at one place only.
    least : int
        Fewest cases in a leaf.
    depth : int, default 3
        Most splits on the way to a leaf.
    alpha : float, default 0.05
        Level of the test in each node, divided by the number of variables that can be tested (Bonferroni).

    Returns
    -------
    Node
        A leaf where nothing is to be split.
    """
    if depth == 0 or len(outcome) < 2 * least:
        return Node()
    ranks = stats.rankdata(outcome)
    tests = [_test(codes[:, j], ranks, size) for j, size in enumerate(sizes)]
    n_tests = sum(p < np.inf for p in tests)
    for j in np.argsort(tests, kind="stable"):
        if tests[j] * n_tests >= alpha:
            break
        left = _cut(codes[:, j], ranks, sizes[j], ordered[j], least)
        if left is not None:
            side = left[codes[:, j]]
            parts = tuple(
                grow(codes[one], outcome[one], sizes=sizes, ordered=ordered, least=least, depth=depth - 1, alpha=alpha)
                for one in (side, ~side)
            )
            return Node(int(j), left, parts)
    return Node()


def _test(code: np.ndarray, ranks: np.ndarray, size: int) -> float:
    """p of Kruskal and Wallis' test; infinite where there is nothing to test."""
    counts = np.bincount(code, minlength=size)
    present = counts > 0
    spread = float(((ranks - ranks.mean()) ** 2).sum())
    if present.sum() < 2 or spread == 0:
        return np.inf
    means = np.bincount(code, ranks, minlength=size)[present] / counts[present]
    between = float((counts[present] * (means - ranks.mean()) ** 2).sum())
    return float(stats.chi2.sf((len(ranks) - 1) * between / spread, present.sum() - 1))


def _cut(code: np.ndarray, ranks: np.ndarray, size: int, is_ordered: bool, least: int) -> np.ndarray | None:
    """Categories of the first part of the split that parts the ranks most; None where no split leaves enough cases."""
    counts = np.bincount(code, minlength=size).astype(float)
    sums = np.bincount(code, ranks, minlength=size)
    overall = ranks.mean()
    best, found = 0.0, None
    for order in _orders(counts, sums, is_ordered):
        n, s = counts[order].cumsum()[:-1], sums[order].cumsum()[:-1]
        enough = (n >= least) & (counts.sum() - n >= least)
        with np.errstate(divide="ignore", invalid="ignore"):
            gain = np.where(enough, (s - n * overall) ** 2 * (1 / n + 1 / (counts.sum() - n)), 0.0)
        at = int(gain.argmax()) if len(gain) else 0
        if len(gain) and gain[at] > best * (1 + 1e-9):
            best, found = float(gain[at]), np.isin(np.arange(size), order[: at + 1])
    if found is not None:  # categories that nobody here has follow their nearest neighbour, or the larger part
        present = np.flatnonzero(counts[:-1] > 0)
        found[counts == 0] = counts[found].sum() > counts[~found].sum()
        if is_ordered and len(present):
            absent = np.flatnonzero(counts[:-1] == 0)
            found[absent] = found[present[np.abs(absent[:, None] - present).argmin(axis=1)]]
    return found


def _orders(counts: np.ndarray, sums: np.ndarray, is_ordered: bool) -> list[np.ndarray]:
    """Orders in which the categories can be cut: by rank, or by their own order with *not known* at an end."""
    present = np.flatnonzero(counts > 0)
    if not is_ordered:
        return [present[np.argsort(sums[present] / counts[present], kind="stable")]]
    known, unknown = present[present < len(counts) - 1], present[present == len(counts) - 1]
    return [np.r_[unknown, known], np.r_[known, unknown]]
