"""Which few questions tell in which segment a person is? Chosen one by one, judged on people not asked before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from seglib.activation.fields import Field, known_fields
from seglib.activation.judging import confusion, judged, share_right
from seglib.activation.placing import NothingTellsError, folds, placed
from seglib.activation.points import PointScore, fit_points, indicator
from seglib.activation.questions import Question, ask
from seglib.activation.rules import FEWEST
from seglib.segments.checks import check_features
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation

MOST_QUESTIONS = 8
RIDGE = 1e-6


@dataclass(frozen=True, eq=False)
class Golden:
    """The shortest set of questions that types a person about as well as more would.

    Parameters
    ----------
    score : PointScore
        The questions with their points.
    curve : pandas.DataFrame
        One row a number of questions: `n_questions`, `accuracy` on customers who had no part in choosing or weighing
        the questions, `low`, `high` (95%, Wilson), `question` (the one that is added), `chosen`.
    confusion : pandas.DataFrame
        Of the chosen number, as of :func:`seglib.activation.judging.confusion`.
    table : pandas.DataFrame
        Of the chosen number, one row a segment, as of :func:`seglib.activation.judging.judged`.
    largest : float
        Share of the largest segment.
    mean_chance : float
        Chance that was given to the segments on average; an honest one is near the accuracy.
    n : int
        Customers with an order who are in a segment.
    """

    score: PointScore
    curve: pd.DataFrame
    confusion: pd.DataFrame
    table: pd.DataFrame
    largest: float
    mean_chance: float
    n: int

    @property
    def chosen(self) -> pd.Series:
        """The row of the curve whose number of questions is asked."""
        return self.curve[self.curve["chosen"]].iloc[0]

    @property
    def accuracy(self) -> float:
        """Share of customers who are put into their segment by questions chosen without them."""
        return float(self.chosen["accuracy"])


def golden_questions(
    segmentation: Segmentation | pd.DataFrame,
    features: pd.DataFrame,
    *,
    fields: Sequence[Field] | None = None,
    most: int = MOST_QUESTIONS,
    random_state: int = 0,
) -> Golden:
    """Choose the questions that tell in which segment a person is.

    Parameters
    ----------
    segmentation : Segmentation or pandas.DataFrame
        A segmentation, or its assignments: `customer_id`, `segment`, `segment_name`.
    features : pandas.DataFrame
        One row a customer, as the segmentation was made from.
    fields : sequence of Field, optional
        What could be asked; left out, everything in the features that has words.
    most : int, default 8
        Questions at most.
    random_state : int, default 0
        Seed of the folds.

    Returns
    -------
    Golden
        Questions are added one after the other, each the one that explains most of what still differs between segments,
        all segments counting alike. Answers, choice and points are made anew for each of five folds, by the customers
        outside of it. Of these numbers of questions the smallest within a standard error of the best is taken.
        Customers without an order are not asked.

    Raises
    ------
    NothingTellsError
        If fewer than 30 customers are in segments, there is but one segment, or nothing could be asked.
    """
    check_features(features, [], "golden_questions")
    people, segments, names = placed(segmentation, features)
    bought = segments != NOT_YET_BOUGHT
    people, segments = people[bought].reset_index(drop=True), segments[bought]
    names = {code: name for code, name in names.items() if code != NOT_YET_BOUGHT}
    usable = known_fields(people, of=fields) if fields else known_fields(people)
    questions = ask(people, segments, usable) if len(people) >= FEWEST and len(names) > 1 else []
    if not questions:
        raise NothingTellsError(
            f"`features` of `golden_questions` must tell {FEWEST} customers or more in two segments or more apart; "
            f"got {len(people)} customers in {len(names)} segments and {len(usable)} fields."
        )
    most = min(most, len(questions))
    found, chances = _out_of_fold(people, segments, names, usable, most, random_state)
    shares = (found == segments[:, None]).mean(axis=0)
    error = np.sqrt(shares.max() * (1 - shares.max()) / len(segments))
    m = int(np.flatnonzero(shares >= shares.max() - error)[0]) + 1
    chosen = select(questions, people, segments, most)
    kept = chosen[:m]
    codes = np.column_stack([one.codes(people) for one in kept])
    told = [share_right(segments, found[:, i]) for i in range(len(shares))]
    curve = pd.DataFrame(told, columns=["accuracy", "low", "high"])
    numbers = np.arange(1, len(curve) + 1)
    curve = curve.assign(n_questions=numbers, question=[one.field.label for one in chosen], chosen=numbers == m)
    return Golden(
        score=fit_points(kept, codes, segments, names),
        curve=curve,
        confusion=confusion(segments, found[:, m - 1], names),
        table=judged(segments, found[:, m - 1], names),
        largest=float(pd.Series(segments).value_counts(normalize=True).iloc[0]),
        mean_chance=float(chances[:, m - 1].mean()),
        n=len(segments),
    )


def select(questions: Sequence[Question], features: pd.DataFrame, segments: np.ndarray, most: int) -> list[Question]:
    """Choose questions one after the other.

    Parameters
    ----------
    questions : sequence of Question
        What could be asked.
    features : pandas.DataFrame
        One row a customer.
    segments : ndarray of str, shape (n,)
        Where the customers are.
    most : int
        How many.

    Returns
    -------
    list of Question
        Each adds most to the share of the segments' variance that a linear regression on the answers explains
        (Pillai's trace for segments that weigh alike).
    """
    codes = np.column_stack([one.codes(features) for one in questions])
    Z = indicator(questions, codes)
    Z = Z - Z.mean(axis=0)
    Y = (segments[:, None] == np.unique(segments)).astype(float)
    Y = (Y - Y.mean(axis=0)) / Y.std(axis=0)
    inner, outer = Z.T @ Z / len(Z), Z.T @ Y / len(Z)
    ends = np.cumsum([0, *(one.n_answers for one in questions)])
    spans = [np.arange(low, high) for low, high in pairwise(ends)]

    def explained(members: list[int]) -> float:
        at = np.concatenate([spans[i] for i in members])
        b = outer[at]
        return float((b * np.linalg.solve(inner[np.ix_(at, at)] + RIDGE * np.eye(len(at)), b)).sum())

    taken: list[int] = []
    for _ in range(min(most, len(questions))):
        left = [i for i in range(len(questions)) if i not in taken]
        taken.append(max(left, key=lambda i: explained([*taken, i])))
    return [questions[i] for i in taken]


def _out_of_fold(
    people: pd.DataFrame,
    segments: np.ndarray,
    names: dict[str, str],
    fields: Sequence[Field],
    most: int,
    random_state: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Segments and chances by 1, 2, … questions that were made without the customer."""
    found = np.full((len(segments), most), "", dtype=object)
    chances = np.zeros((len(segments), most))
    for learn, judge in folds(segments, random_state):
        known, asked = people.iloc[learn], people.iloc[judge]
        order = select(ask(known, segments[learn], fields), known, segments[learn], most)
        for m in range(1, len(order) + 1):
            kept = order[:m]
            codes = np.column_stack([one.codes(known) for one in kept])
            score = fit_points(kept, codes, segments[learn], names)
            told = score.assign(np.column_stack([one.codes(asked) for one in kept]))
            found[judge, m - 1], chances[judge, m - 1] = told["segment"], told["percent"] / 100
        for m in range(len(order), most):  # where fewer could be asked, more bring nothing
            found[judge, m], chances[judge, m] = found[judge, m - 1], chances[judge, m - 1]
    return found, chances
