"""Which respondents think alike? Latent classes (or k-centroids) of their answers; who did not answer is said so."""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from seglib import clustering
from seglib.clustering.latent_class import CATEGORICAL, NORMAL
from seglib.clustering.mixture import COARSE
from seglib.segments.checks import check_features
from seglib.segments.psychographic.battery import Battery
from seglib.segments.psychographic.measures import Measures, measures
from seglib.segments.psychographic.quality import judge
from seglib.segments.psychographic.words import describe
from seglib.segments.segmentation import Segmentation, build

DID_NOT_ANSWER, UNUSABLE = "did_not_answer", "unusable"
OTHERS = {
    DID_NOT_ANSWER: ("Did not answer", "No answer to any question", "Ask them: see the questionnaire on this page."),
    UNUSABLE: (
        "Answers not usable",
        "Too few, contradictory or too fast answers",
        "Ask them again, with fewer questions.",
    ),
}
"""Segments of those of whom nothing can be told: name, rule, action."""

MOST_SEGMENTS = 8
RESPONDENTS_A_SEGMENT = 30  # on average, at least, before a number of segments is considered
STARTS_AGAIN = 5  # of a model that is only compared with another
FEWEST_RESPONDENTS = 60
_SHUFFLES = 5


@dataclass(frozen=True, eq=False)
class Comparison:
    """Solutions with different numbers of classes.

    Attributes
    ----------
    table : pandas.DataFrame
        See :func:`seglib.clustering.class_table`; without rows where there is nothing to compare.
    typical : pandas.DataFrame
        See :func:`seglib.clustering.scan_centroids`; without rows where classes are looked for.
    choice : seglib.clustering.Choice
        What is recommended, and why.
    fits : dict of int to seglib.clustering.LatentClasses
        The solutions with latent classes.
    measures : Measures
        By what respondents are compared.
    used : pandas.Series of bool
        Whose answers are in use.
    """

    table: pd.DataFrame
    typical: pd.DataFrame
    choice: clustering.Choice
    fits: dict[int, clustering.LatentClasses]
    measures: Measures
    used: pd.Series

    @property
    def matrix(self) -> pd.DataFrame:
        """The columns by which the respondents in use are compared."""
        answers = self.measures.battery.answers
        return self.measures.matrix(answers)[self.used.to_numpy()]


def compare(
    battery: Battery,
    *,
    method: str = "latent_classes",
    most: int = MOST_SEGMENTS,
    n_starts: int = 40,
    random_state: int,
) -> Comparison:
    """Compare solutions with 1 to 8 segments, at most one for every thirty respondents, and recommend one.

    Parameters
    ----------
    battery : Battery
    method : {"latent_classes", "k_centroids"}, default "latent_classes"
        By what the number is recommended: the classes' BIC, or the stability of typical answers and how far they lie
        apart. One segment is recommended wherever one class explains the answers best.
    most : int, default 8
        Number of segments at most.
    n_starts : int, default 40
        Random starts of each solution with classes.
    random_state : int
        Seed.

    Returns
    -------
    Comparison
        One segment where fewer than 60 respondents can be used, or fewer than two questions.
    """
    used = judge(battery) == ""
    by = measures(battery)
    most = min(most, int(used.sum()) // RESPONDENTS_A_SEGMENT)
    matrix = by.matrix(battery.answers)[used.to_numpy()]
    varies = len(matrix.columns) and bool((matrix.nunique() > 1).all())
    if used.sum() < FEWEST_RESPONDENTS or len(battery.items) < 2 or not varies:
        reason = f"Fewer than {FEWEST_RESPONDENTS} respondents with usable answers, or fewer than two questions."
        unknown = dict.fromkeys(("silhouette", "stability", "smallest_share"), float("nan"))
        choice = clustering.Choice(1, reason, "too_few", n_scanned=0, n_eligible=0, **unknown)
        return Comparison(pd.DataFrame(), pd.DataFrame(), choice, {}, by, used)
    fits = clustering.fit_each(
        matrix, ks=range(1, most + 1), kind=by.kind, n_starts=n_starts, random_state=random_state
    )
    table = clustering.class_table(fits)
    choice = clustering.choose_classes(table)
    if choice.k > 1 and by.kind == NORMAL and not _beyond_shape(matrix, fits, choice.k, random_state):
        reason = "No segments: shuffled answers, which have nothing to do with one another, show as much structure."
        choice = replace(choice, k=1, code="one_class", reason=reason)
    typical = pd.DataFrame()
    if method == "k_centroids" and most > 1:
        codes, distance = _codes(battery, used)
        typical = clustering.scan_centroids(codes, ks=range(2, most + 1), distance=distance, random_state=random_state)
        choice = clustering.choose(typical) if choice.k > 1 and len(typical) else choice
    return Comparison(table, typical, choice, fits, by, used)


def _beyond_shape(matrix: pd.DataFrame, fits: dict, k: int, random_state: int) -> bool:
    """Whether k classes help more than with each column shuffled by itself; skewed scores help there, too."""
    draw = np.random.default_rng(random_state)
    gain = fits[1].bic - fits[k].bic
    rows = np.sort(matrix.to_numpy(float), axis=0)  # an order that does not depend on that of the respondents
    for _ in range(_SHUFFLES):
        shuffled = draw.permuted(rows, axis=0)
        null = clustering.fit_latent_classes(
            shuffled, k=k, kind=NORMAL, n_starts=10, tolerance=COARSE, random_state=random_state
        )
        if fits[1].bic - null.bic >= gain:
            return False
    return True


def segment(
    features: pd.DataFrame,
    battery: Battery,
    *,
    k: int | None = None,
    method: str = "latent_classes",
    compared: Comparison | None = None,
    scheme: str = "psychographic",
    random_state: int,
) -> Segmentation:
    """Segment customers by what they say of themselves.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, or respondent who is none: `customer_id` and a column for each item of the battery, as
        :func:`seglib.segments.psychographic.respondents.with_answers` gives them.
    battery : Battery
        The respondents to fit, and the codebook.
    k : int, optional
        Number of segments of respondents; left out, what :func:`compare` recommends.
    method : {"latent_classes", "k_centroids"}, default "latent_classes"
        Classes with probabilities, or groups around typical answers without.
    compared : Comparison, optional
        What :func:`compare` gave, so that nothing is fitted twice.
    scheme : str, default "psychographic"
        Name of the scheme.
    random_state : int
        Seed.

    Returns
    -------
    Segmentation
        Segments of respondents from large to small, then *Did not answer* and *Answers not usable*. `definition` has
        an `action` for each; `details` the mean of each question or construct; `memberships` the probabilities.

    Raises
    ------
    ValueError
        If an item's column is absent, or there is no such method.
    """
    check_features(features, list(battery.items.index), "psychographic.segment")
    if method not in ("latent_classes", "k_centroids"):
        raise ValueError(f"`method` of `psychographic.segment` must be latent_classes or k_centroids; got {method!r}.")
    compared = compared or compare(battery, method=method, random_state=random_state)
    k = k if k is not None and compared.fits else compared.choice.k
    model = _fitted(compared, k, method, random_state)
    names = [f"p{i + 1}" for i in range(k)]
    memberships = functools.partial(_memberships, measures=compared.measures, model=model, names=names)
    of_used = memberships(battery.answers[compared.used.to_numpy()].reset_index())
    definition, details = describe(compared.measures, compared.used, of_used[names].to_numpy())
    others = [(code, *words) for code, words in OTHERS.items()]
    definition = pd.concat(
        [definition.assign(segment=names), pd.DataFrame(others, columns=["segment", "segment_name", "rule", "action"])],
        ignore_index=True,
    )[["segment", "segment_name", "rule", "action"]]
    return build(
        scheme,
        features,
        definition=definition,
        rule=lambda frame: memberships(frame).idxmax(axis=1),
        details=details.assign(segment=details["class"].map(dict(enumerate(names)))),
        certain=False,
        note=compared.choice.reason,
        memberships=memberships,
    )


def learned_again(
    compared: Comparison, drawn: np.ndarray, *, k: int, method: str = "latent_classes", random_state: int
) -> np.ndarray:
    """Learn segments from some respondents and put everybody in use into them.

    Parameters
    ----------
    compared : Comparison
        Who is in use, and by what they are compared.
    drawn : ndarray of int, shape (m,)
        Positions of the respondents to learn from, of those in use; some may come more than once.
    k : int
        Number of segments, 2 or more.
    method : {"latent_classes", "k_centroids"}
        As :func:`segment` takes it.
    random_state : int
        Seed.

    Returns
    -------
    ndarray of int, shape (n,)
        Segment of each respondent in use, from 0; the numbers mean nothing.
    """
    battery = compared.measures.battery
    if method == "latent_classes":
        rows, kind = compared.matrix, compared.measures.kind
        model = clustering.fit_latent_classes(
            rows.iloc[drawn], k=k, kind=kind, n_starts=STARTS_AGAIN, random_state=random_state
        )
        return model.predict(rows.where(rows < model.statistics.sizes) if kind == CATEGORICAL else rows)
    codes, distance = _codes(battery, compared.used)
    model = clustering.fit_centroids(codes.iloc[drawn], k=k, distance=distance, random_state=random_state)
    return model.predict(codes.where(codes < model.sizes))


def _fitted(
    compared: Comparison, k: int, method: str, random_state: int
) -> clustering.LatentClasses | clustering.Centroids | None:
    """A model with a posterior or a nearest centre; none where all are one segment."""
    if k == 1 or not compared.fits:
        return None
    if method == "latent_classes":
        if k in compared.fits:
            return compared.fits[k]
        return clustering.fit_latent_classes(
            compared.matrix, k=k, kind=compared.measures.kind, random_state=random_state
        )
    codes, distance = _codes(compared.measures.battery, compared.used)
    return clustering.fit_centroids(codes, k=k, distance=distance, random_state=random_state)


def _codes(battery: Battery, used: pd.Series) -> tuple[pd.DataFrame, str]:
    """Codes of those whose answers are in use, and how far two of them are apart."""
    distance = "hamming" if (battery.items["kind"] == "nominal").any() else "manhattan"
    return battery.answers.loc[used.to_numpy(), battery.items.index] - battery.items["low"], distance


def _memberships(
    features: pd.DataFrame,
    *,
    measures: Measures,
    model: clustering.LatentClasses | clustering.Centroids | None,
    names: list[str],
) -> pd.DataFrame:
    """Probability of each segment; 1 for those who did not answer, or not usably."""
    battery = measures.battery
    for item in battery.items.index.difference(features.columns, sort=False):
        raise ValueError(f"`features` of `assign` must have the column `{item}`, a question of the fit.")
    answers = features[list(battery.items.index)].astype(float)
    answered, usable = answers.notna().any(axis=1), judge(battery, features) == ""
    chances = pd.DataFrame(0.0, index=features.index, columns=[*names, DID_NOT_ANSWER, UNUSABLE])
    chances.loc[~answered, DID_NOT_ANSWER] = 1.0
    chances.loc[answered & ~usable, UNUSABLE] = 1.0
    told = (answered & usable).to_numpy()
    if model is None:
        chances.loc[told, names[0]] = 1.0
    elif told.any() and isinstance(model, clustering.Centroids):
        codes = answers[told] - battery.items["low"]
        nearest = model.predict(codes.where(codes < model.sizes))
        chances.loc[told, names] = np.eye(len(names))[nearest]
    elif told.any():
        matrix = measures.matrix(answers[told])
        if measures.kind == CATEGORICAL:
            matrix = matrix.where(matrix < model.statistics.sizes)
        chances.loc[told, names] = model.posterior(matrix)
    return chances
