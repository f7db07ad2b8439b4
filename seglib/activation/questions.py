"""What can a person be asked? A field with a few answers, cut where segments part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from sklearn.tree import DecisionTreeClassifier

from seglib.activation.conditions import written
from seglib.activation.cutting import easy
from seglib.activation.fields import Field

MOST_ANSWERS, LEAST_SHARE, LEAST = 4, 0.04, 5
NOT_KNOWN, OTHER = "Not known", "Other"


@dataclass(frozen=True)
class Question:
    """A field and its answers; the last answer is always *not known*.

    Parameters
    ----------
    field : Field
        What is asked.
    cuts : tuple of float, optional
        Of a number: bounds of the answers, each included in the answer below it.
    values : tuple of str, optional
        Of a category: values with an answer of their own; all others are one more.
    """

    field: Field
    cuts: tuple[float, ...] = ()
    values: tuple[str, ...] = ()

    @property
    def n_answers(self) -> int:
        """Number of answers, with *not known*."""
        return len(self.cuts if self.field.is_number else self.values) + 2

    @property
    def answers(self) -> tuple[str, ...]:
        """The answers in words."""
        if not self.field.is_number:
            return (*self.values, OTHER, NOT_KNOWN)
        bounds = [written(cut, self.field.kind) for cut in self.cuts]
        first = "none" if self.cuts[0] == 0 else f"up to {bounds[0]}"
        between = [f"above {low} to {high}" for low, high in pairwise(bounds)]
        return (first, *between, f"above {bounds[-1]}", NOT_KNOWN)

    def codes(self, features: pd.DataFrame) -> np.ndarray:
        """Answer for customers.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        ndarray of int, shape (n,)
            Number of the answer, from 0.
        """
        values = self.field.values(features)
        if self.field.is_number:
            found = np.searchsorted(np.asarray(self.cuts), values.to_numpy(float))
        else:
            known = {value: i for i, value in enumerate(self.values)}
            found = values.map(known).fillna(len(self.values)).to_numpy(int)
        return np.where(values.isna().to_numpy(), self.n_answers - 1, found)


def ask(features: pd.DataFrame, segments: np.ndarray, fields: Sequence[Field]) -> list[Question]:
    """Make a question of each field that parts segments.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    segments : ndarray of str, shape (n,)
        Where the customers are.
    fields : sequence of Field
        What could be asked.

    Returns
    -------
    list of Question
        At most four answers a number, beside *not known*: cut where a tree of that field alone would; and the most
        frequent values of a category. An answer is given by at least one customer in 25.
    """
    least = max(LEAST, round(LEAST_SHARE * len(segments)))
    made = [
        _number(one, features, segments, least) if one.is_number else _category(one, features, least) for one in fields
    ]
    return [one for one in made if one is not None]


def _number(field: Field, features: pd.DataFrame, segments: np.ndarray, least: int) -> Question | None:
    values = field.values(features).to_numpy(float)
    known = ~np.isnan(values)
    if known.sum() < 2 * least:
        return None
    tree = DecisionTreeClassifier(max_leaf_nodes=MOST_ANSWERS, min_samples_leaf=least, random_state=0)
    tree.fit(values[known, None], segments[known])
    low, high = values[known].min(), values[known].max()
    whole = bool((values[known] == np.floor(values[known])).all())
    found = tree.tree_.threshold[tree.tree_.feature >= 0]
    # nothing lies between none and the least there is
    found = [np.floor(cut) if whole else 0.0 if cut < values[known][values[known] > 0].min() else cut for cut in found]
    cuts = {easy(float(cut)) for cut in found}
    kept = tuple(sorted(cut for cut in cuts if low <= cut < high))
    return Question(field, cuts=kept) if kept else None


def _category(field: Field, features: pd.DataFrame, least: int) -> Question | None:
    counts = field.values(features).value_counts()
    frequent = sorted(counts[counts >= least].index[:MOST_ANSWERS])
    return Question(field, values=tuple(map(str, frequent))) if len(frequent) and len(counts) > 1 else None
