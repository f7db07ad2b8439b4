"""Can the segment of a customer who did not answer be told from what is known anyway? Judged on customers held out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import optimize
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from seglib.segments.psychographic.segmenting import DID_NOT_ANSWER, UNUSABLE
from seglib.segments.segmentation import Segmentation

LEAST_RESPONDENTS = 100
LEAST_MEMBERS = 10  # of each segment
FOLDS = 5
MOST_LEVELS = 12
_NEVER = ("customer_id", "is_customer", "survey_seconds", "age_band", "income_band")


@dataclass(frozen=True, eq=False)
class Prediction:
    """What is known of customers, as a guess at what they would say.

    Attributes
    ----------
    told : bool
        Whether held-out respondents are told better than by the shares of the segments alone, beyond chance.
    reason : str
        The verdict in words.
    n : int
        Respondents.
    right, base_rate : float
        Share of held-out respondents whose segment is guessed right, and that of guessing the largest one for all.
    gain, gain_low, gain_high : float
        Their difference, with its 95% interval.
    information, information_low, information_high : float
        Share of the uncertainty about a respondent's segment that is taken away (0: none, 1: all), with its interval.
    probabilities : pandas.DataFrame
        `customer_id` and a column a segment for those who did not answer: calibrated, or the segments' shares where
        nothing can be told.
    """

    told: bool
    reason: str
    n: int
    right: float
    base_rate: float
    gain: float
    gain_low: float
    gain_high: float
    information: float
    information_low: float
    information_high: float
    probabilities: pd.DataFrame


def predictors(features: pd.DataFrame, *, without: tuple[str, ...] = ()) -> pd.DataFrame:
    """Turn what is known of customers into numbers.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    without : tuple of str
        Columns not to use, such as the answers themselves.

    Returns
    -------
    pandas.DataFrame
        Numbers on a logarithmic scale, categories as indicators, missing numbers as the median with a mark; columns
        that do not vary are left out.
    """
    parts = {}
    for column in features.columns.difference([*_NEVER, *without], sort=False):
        values = features[column]
        if pd.api.types.is_numeric_dtype(values) or pd.api.types.is_bool_dtype(values):
            numbers = values.astype(float)
            parts[column] = np.sign(numbers) * np.log1p(numbers.abs())
            if numbers.isna().any():
                parts[f"{column}: not known"] = numbers.isna().astype(float)
            parts[column] = parts[column].fillna(parts[column].median())
        elif not pd.api.types.is_datetime64_any_dtype(values) and values.nunique() <= MOST_LEVELS:
            words = values.astype("str").mask(values.isna(), "not known")
            parts |= {f"{column}: {level}": (words == level).astype(float) for level in sorted(words.unique())}
    known = pd.DataFrame(parts, index=features.index).fillna(0.0)
    return known.loc[:, known.nunique() > 1] if len(known) else known


def predict_others(
    frame: pd.DataFrame, segmentation: Segmentation, items: list[str], *, random_state: int
) -> Prediction:
    """Tell the segments of the customers who did not answer from everything that is known of them.

    Parameters
    ----------
    frame : pandas.DataFrame
        What was segmented, with `is_customer`.
    segmentation : Segmentation
    items : list of str
        Columns of the answers, which are not used.
    random_state : int
        Seed.

    Returns
    -------
    Prediction
    """
    customers = frame["is_customer"].to_numpy(bool)
    assigned = segmentation.assignments[customers].reset_index(drop=True)
    asked = assigned["segment"].isin([DID_NOT_ANSWER, UNUSABLE])
    known = predictors(frame[customers].reset_index(drop=True), without=tuple(items))
    names = assigned["segment_name"].mask(asked)
    return predict_segments(known, assigned["customer_id"], names, random_state=random_state)


def predict_segments(
    known: pd.DataFrame, customer_id: pd.Series, segment: pd.Series, *, random_state: int
) -> Prediction:
    """Learn the segments of those who answered, and tell those of the others as far as that goes.

    Parameters
    ----------
    known : pandas.DataFrame
        From :func:`predictors`, one row a customer.
    customer_id : pandas.Series of str
        In the same order.
    segment : pandas.Series of str
        The segment's name of those who answered; missing for the others.
    random_state : int
        Seed of the folds.

    Returns
    -------
    Prediction
        From a logistic regression with a penalty, on five folds; its probabilities are stretched or shrunk by one
        number so that they are calibrated on the folds.
    """
    answered = segment.notna().to_numpy()
    y = segment[answered].to_numpy(str)
    classes, counts = np.unique(y, return_counts=True)
    shares = counts / max(counts.sum(), 1)
    others = customer_id[~answered]
    base = pd.DataFrame(np.tile(shares, (len(others), 1)), columns=classes, index=others.index)
    nothing = dict.fromkeys(
        ("gain", "gain_low", "gain_high", "information", "information_low", "information_high"), np.nan
    )
    table = _table(others, base)
    rate = float(shares.max()) if len(shares) else float("nan")
    if len(y) < LEAST_RESPONDENTS or len(classes) < 2 or counts.min() < LEAST_MEMBERS or not len(known.columns):
        reason = (
            f"Too little to learn from: it takes {LEAST_RESPONDENTS} customers who answered, {LEAST_MEMBERS} in each "
            "of two segments or more, and something else that is known of them."
        )
        return Prediction(False, reason, len(y), np.nan, rate, **nothing, probabilities=table)
    X = known[answered].to_numpy(float)
    held_out = _held_out(X, y, classes, random_state)
    sharpness = _sharpness(held_out, y, classes)
    chances = _sharpen(held_out, sharpness)
    own = np.searchsorted(classes, y)
    rows = np.arange(len(y))
    hit = (chances.argmax(axis=1) == own).astype(float) - (own == shares.argmax())
    doubt = -np.log(shares[own])
    saved = (doubt + np.log(chances[rows, own])) / doubt.mean()
    gain, information = _interval(hit), _interval(saved)
    told = information[1] > 0
    model = _model(random_state).fit(X, y)
    if told and len(others):
        base[:] = _sharpen(model.predict_proba(known[~answered].to_numpy(float)), sharpness)
        table = _table(others, base)
    reason = (
        "What is known of customers tells something of their segment."
        if told
        else "What is known of customers does not tell their segment better than the segments' sizes do."
    )
    right = float((chances.argmax(axis=1) == own).mean())
    return Prediction(told, reason, len(y), right, rate, *gain, *information, probabilities=table)


def _table(others: pd.Series, chances: pd.DataFrame) -> pd.DataFrame:
    return chances.assign(customer_id=others)[["customer_id", *chances.columns]].reset_index(drop=True)


def _model(random_state: int):
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.02, max_iter=2_000, random_state=random_state))


def _held_out(X: np.ndarray, y: np.ndarray, classes: np.ndarray, random_state: int) -> np.ndarray:
    chances = np.zeros((len(y), len(classes)))
    order = np.lexsort([*X.T[::-1], y])  # folds that do not depend on the order of rows
    X, y = X[order], y[order]
    for train, test in StratifiedKFold(FOLDS, shuffle=True, random_state=random_state).split(X, y):
        chances[order[test]] = _model(random_state).fit(X[train], y[train]).predict_proba(X[test])
    return chances


def _sharpen(chances: np.ndarray, sharpness: float) -> np.ndarray:
    powered = np.maximum(chances, 1e-12) ** sharpness
    return powered / powered.sum(axis=1, keepdims=True)


def _sharpness(chances: np.ndarray, y: np.ndarray, classes: np.ndarray) -> float:
    own = np.searchsorted(classes, y)

    def loss(sharpness: float) -> float:
        return -np.log(_sharpen(chances, sharpness)[np.arange(len(y)), own]).mean()

    return float(optimize.minimize_scalar(loss, bounds=(0.05, 3.0), method="bounded").x)


def _interval(each: np.ndarray) -> tuple[float, float, float]:
    mean, error = float(each.mean()), float(each.std(ddof=1) / np.sqrt(len(each)))
    return mean, mean - 1.959964 * error, mean + 1.959964 * error
