"""Which few conditions lead to which segment? A classification tree, as leaves that a person can read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

from seglib.activation.conditions import Condition, merged
from seglib.activation.cutting import round_between
from seglib.activation.fields import Field

MOST_VALUES, RARE = 12, 0.02
"""Values of a category that conditions may name: the most frequent ones, each of at least this share of customers."""
POWER = 0.5
"""Customers of small segments count for more, by the root of their number: else the largest segment takes all rules."""


@dataclass(frozen=True)
class Leaf:
    """Conditions that lead to a segment.

    Parameters
    ----------
    conditions : tuple of Condition
        All of which hold; no customer is in two leaves, and everybody is in one.
    segment : str
        Code of the segment.
    """

    conditions: tuple[Condition, ...]
    segment: str

    def holds(self, features: pd.DataFrame) -> np.ndarray:
        """Tell which customers are in it.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        ndarray of bool
        """
        return np.logical_and.reduce(
            [np.ones(len(features), dtype=bool)] + [c.holds(features) for c in self.conditions]
        )


@dataclass(frozen=True, eq=False)
class Table:
    """What a tree is grown on.

    Parameters
    ----------
    X : ndarray of float, shape (n, p)
        Numbers, missing ones as the median, and for each value of a category a column of 0 and 1.
    medians : ndarray of float, shape (p,)
        What stands for a missing number.
    columns : tuple of (Field, str or None)
        What each column is: a field, and the value of a category.
    """

    X: np.ndarray
    medians: np.ndarray
    columns: tuple[tuple[Field, str | None], ...]


def table_of(features: pd.DataFrame, fields: Sequence[Field]) -> Table:
    """Put fields into columns of numbers.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    fields : sequence of Field
        By what customers may be told apart.

    Returns
    -------
    Table
    """
    columns, data = [], []
    for field in fields:
        values = field.values(features)
        if field.is_number:
            columns.append((field, None))
            data.append(values.to_numpy(float))
            continue
        shares = values.value_counts(normalize=True)
        frequent = sorted(shares[shares >= RARE].index[:MOST_VALUES])
        columns += [(field, str(value)) for value in frequent]
        data += [(values == value).to_numpy(float) for value in frequent]
    X = np.column_stack(data) if data else np.zeros((len(features), 0))
    medians = np.nanmedian(X, axis=0) if len(X) else np.zeros(X.shape[1])
    return Table(np.where(np.isnan(X), medians, X), medians, tuple(columns))


def grow(X: np.ndarray, segments: np.ndarray, *, n_leaves: int, depth: int, least: int) -> DecisionTreeClassifier:
    """Grow a tree, the most telling split first.

    Parameters
    ----------
    X : ndarray of float, shape (n, p)
        From :func:`table_of`.
    segments : ndarray of str, shape (n,)
        Where the customers are.
    n_leaves, depth, least : int
        Leaves and splits on the way to one, at most; customers in a leaf, at least.

    Returns
    -------
    sklearn.tree.DecisionTreeClassifier
        Breiman, Friedman, Olshen and Stone (1984), Classification and Regression Trees, with Gini's index.
    """
    tree = DecisionTreeClassifier(max_leaf_nodes=n_leaves, max_depth=depth, min_samples_leaf=least, random_state=0)
    _, which, counts = np.unique(segments, return_inverse=True, return_counts=True)
    return tree.fit(X, segments, sample_weight=counts[which] ** -POWER)


def leaves_of(tree: DecisionTreeClassifier, table: Table) -> list[Leaf]:
    """Read the leaves of a tree, with cuts at round numbers.

    Parameters
    ----------
    tree : sklearn.tree.DecisionTreeClassifier
        From :func:`grow` on this table.
    table : Table
        What it was grown on.

    Returns
    -------
    list of Leaf
        Which customers of the table go where is as in the tree.
    """
    inner, leaves = tree.tree_, []

    def says(node: int) -> set[str]:
        if inner.children_left[node] < 0:
            return {str(tree.classes_[inner.value[node][0].argmax()])}
        return says(inner.children_left[node]) | says(inner.children_right[node])

    def walk(node: int, so_far: tuple[Condition, ...], rows: np.ndarray) -> None:
        if len(said := says(node)) == 1:  # splits that change nothing are not told
            leaves.append(Leaf(merged(so_far), said.pop()))
            return
        column, cut = int(inner.feature[node]), float(inner.threshold[node])
        exact = table.X[rows, column]
        goes = exact.astype(np.float32) <= cut
        field, value = table.columns[column]
        if value is None:
            at = round_between(float(exact[goes].max()), float(exact[~goes].min()))
            to_left = bool(table.medians[column] <= at)
            pair = (Condition(field, up_to=at, missing=to_left), Condition(field, above=at, missing=not to_left))
        else:
            pair = (Condition(field, other_than=(value,), missing=True), Condition(field, among=(value,)))
        for child, condition, kept in zip(
            (inner.children_left[node], inner.children_right[node]), pair, (goes, ~goes), strict=True
        ):
            walk(int(child), (*so_far, condition), rows[kept])

    walk(0, (), np.arange(len(table.X)))
    return leaves
