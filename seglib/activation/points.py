"""How do answers add up to a segment? Whole points for each answer, so that anybody gets the same sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from seglib.activation.questions import Question
from seglib.clustering.threads import one_thread

POINTS_A_NAT = 5
"""Points by which the chance of a segment against another one grows e-fold."""
TIES = 1e-9
"""Added before a chance is rounded to whole percents, so that the last bit of a number decides nothing."""


@dataclass(frozen=True, eq=False)
class PointScore:
    """Points for answers, and what follows from their sum.

    Parameters
    ----------
    questions : tuple of Question
        In the order in which they are asked.
    segments : tuple of str
        Codes of the segments; of equal sums the first one counts.
    names : tuple of str
        Their names.
    start : ndarray of int, shape (k,)
        Points of each segment before anything is answered.
    points : tuple of ndarray of int, shape (k, answers)
        For each question the points of each answer for each segment, from 0 up.
    """

    questions: tuple[Question, ...]
    segments: tuple[str, ...]
    names: tuple[str, ...]
    start: np.ndarray
    points: tuple[np.ndarray, ...]

    def codes(self, features: pd.DataFrame) -> np.ndarray:
        """Answer all questions for customers.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        ndarray of int, shape (n, questions)
        """
        return np.column_stack([one.codes(features) for one in self.questions])

    def sums(self, codes: np.ndarray) -> np.ndarray:
        """Add the points up.

        Parameters
        ----------
        codes : ndarray of int, shape (n, questions)
            Numbers of answers, from 0.

        Returns
        -------
        ndarray of int, shape (n, k)
        """
        return self.start + sum(table[:, codes[:, i]].T for i, table in enumerate(self.points))

    def assign(self, codes: np.ndarray) -> pd.DataFrame:
        """Put people into segments by their answers.

        Parameters
        ----------
        codes : ndarray of int, shape (n, questions)
            Numbers of answers, from 0.

        Returns
        -------
        pandas.DataFrame
            `segment, segment_name`, and `percent`: the chance in whole percents.
        """
        sums = self.sums(codes)
        best = sums.argmax(axis=1)
        chance = 1 / np.exp((sums - sums.max(axis=1, keepdims=True)) / POINTS_A_NAT).sum(axis=1)
        return pd.DataFrame(
            {
                "segment": np.array(self.segments, dtype=object)[best],
                "segment_name": np.array(self.names, dtype=object)[best],
                "percent": np.floor(100 * chance + 0.5 + TIES).astype(int),
            }
        )

    def reasons(self, codes: np.ndarray) -> list[str]:
        """Say of each person which answers led to the segment rather than to the next one.

        Parameters
        ----------
        codes : ndarray of int, shape (n, questions)
            Numbers of answers, from 0.

        Returns
        -------
        list of str
            The two answers that gave most points more than for the segment that comes next, the larger one first.
        """
        sums = self.sums(codes)
        order = np.argsort(-sums, axis=1, kind="stable")
        told = []
        for row, (best, second) in enumerate(order[:, :2]):
            gains = np.array(
                [table[best, codes[row, i]] - table[second, codes[row, i]] for i, table in enumerate(self.points)]
            )
            leading = [i for i in np.argsort(-gains, kind="stable")[:2] if gains[i] > 0]
            words = [f"{self.questions[i].field.label}: {self.questions[i].answers[codes[row, i]]}" for i in leading]
            told.append("; ".join(words) or "no answer speaks for another segment")
        return told


def indicator(questions: Sequence[Question], codes: np.ndarray) -> np.ndarray:
    """Give a column of 0 and 1 for each answer of each question.

    Parameters
    ----------
    questions : sequence of Question
    codes : ndarray of int, shape (n, questions)
        Numbers of answers.

    Returns
    -------
    ndarray of float, shape (n, sum of answers)
    """
    return np.column_stack([np.eye(one.n_answers)[codes[:, i]] for i, one in enumerate(questions)])


def fit_points(
    questions: Sequence[Question], codes: np.ndarray, segments: np.ndarray, names: dict[str, str]
) -> PointScore:
    """Learn the points.

    Parameters
    ----------
    questions : sequence of Question
        What is asked.
    codes : ndarray of int, shape (n, questions)
        Answers of the customers.
    segments : ndarray of str, shape (n,)
        Where they are.
    names : dict of str to str
        Names of segments by code.

    Returns
    -------
    PointScore
        A multinomial logistic regression with a small ridge, its coefficients times five and rounded; what is the same
        for all segments is taken off.
    """
    model = LogisticRegression(C=1.0, solver="newton-cholesky")
    with one_thread():
        model.fit(indicator(questions, codes), segments)
    weights, start = model.coef_, model.intercept_
    if len(model.classes_) == 2:
        weights, start = np.vstack([-weights[0], weights[0]]) / 2, np.array([-start[0], start[0]]) / 2
    sizes = np.cumsum([one.n_answers for one in questions])[:-1]
    tables = [_whole(table) for table in np.split(weights, sizes, axis=1)]
    codes_of = tuple(str(one) for one in model.classes_)
    return PointScore(
        tuple(questions), codes_of, tuple(names[one] for one in codes_of), _whole(start[:, None])[:, 0], tuple(tables)
    )


def _whole(weights: np.ndarray) -> np.ndarray:
    whole = np.rint(POINTS_A_NAT * weights).astype(int)
    return whole - whole.min(axis=0)
