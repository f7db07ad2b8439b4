"""What number does an answer stand for? Numbers, labelled ends, yes and no, words in order, or only a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

BINARY, ORDINAL, NOMINAL, NUMERIC = "binary", "ordinal", "nominal", "numeric"
MOST_POINTS = 11  # an answer on a scale of more steps is a number
_YES = {"yes", "y", "true", "ja", "j", "oui", "si", "sí", "sim", "da", "evet", "ya", "نعم", "بله", "بلی", "آری", "x"}
_NO = {"no", "n", "false", "nein", "non", "não", "nao", "nej", "ne", "hayır", "tidak", "لا", "نه", "خیر"}
AGREEMENT = (
    ("strongly disagree", "disagree", "neither agree nor disagree", "agree", "strongly agree"),
    ("لا أوافق بشدة", "لا أوافق", "محايد", "أوافق", "أوافق بشدة"),
    ("کاملاً مخالفم", "مخالفم", "نه موافق و نه مخالف", "موافقم", "کاملاً موافقم"),
    ("sangat tidak setuju", "tidak setuju", "berkecuali", "setuju", "sangat setuju"),
)
"""The five answers of the questionnaire in English, Arabic, Persian and Malay, from low to high."""
_ENDS = re.compile(r"^(?:(?P<first>[+-]?\d{1,2})\b[^\d]*|[^\d+-]*(?P<last>[+-]?\d{1,2}))$")
_SCALE = re.compile(r"^\s*([+-]?\d+)\s*(?:-|–|to|\.\.)\s*([+-]?\d+)\s*$")


@dataclass(frozen=True)
class Reading:
    """How the answers to one question are read.

    Attributes
    ----------
    kind : {"binary", "ordinal", "nominal", "numeric"}
        Of the answers.
    codes : dict of str to float
        Answer, in small letters and without blanks around it: the number that it stands for; a name has a number only
        to count by.
    labels : tuple of str
        The answers from low to high where they are words.
    low, high : float
        Ends of the scale.
    """

    kind: str
    codes: dict[str, float]
    labels: tuple[str, ...]
    low: float
    high: float

    def word(self, number: float) -> str:
        """Give the answer for which a number stands.

        Parameters
        ----------
        number : float
            On the scale; between two answers it is the lower one.

        Returns
        -------
        str
            Empty where the answers are no words.

        Examples
        --------
        >>> read_answers(pd.Series(["yes", "no"])).word(0.0)
        'no'
        """
        return self.labels[int(number - self.low)] if self.labels else ""

    def numbers(self, answers: pd.Series) -> pd.Series:
        """Read answers.

        Parameters
        ----------
        answers : pandas.Series of str

        Returns
        -------
        pandas.Series of float
            Missing where there is no answer, or one that is not on the scale.
        """
        return tidy(answers).map(self.codes).astype(float)


def tidy(answers: pd.Series) -> pd.Series:
    """Bring answers to small letters without blanks around them.

    Parameters
    ----------
    answers : pandas.Series of str

    Returns
    -------
    pandas.Series of str
    """
    return answers.astype("str").str.strip().str.casefold().mask(answers.isna())


def read_answers(answers: pd.Series, *, scale: str | None = None, order: Sequence[str] | None = None) -> Reading:
    """Find out what the answers to one question stand for.

    Parameters
    ----------
    answers : pandas.Series of str
        As given.
    scale : str, optional
        Of the codebook, such as ``1-5`` or ``yes/no``; numbers beyond it are no answers.
    order : sequence of str, optional
        The answers in words, from low to high.

    Returns
    -------
    Reading

    Examples
    --------
    >>> read_answers(pd.Series(["I hate it!-5", "+2", "0", None])).codes
    {'+2': 2.0, '0': 0.0, 'i hate it!-5': -5.0}
    """
    known = sorted(tidy(answers).dropna().unique())
    if order:
        return _in_order([word.strip() for word in order])
    for words in AGREEMENT:
        if known and set(known) <= set(words) and len(known) > 1:
            return _in_order(words)
    if known and set(known) <= _YES | _NO:
        return Reading(BINARY, {word: float(word in _YES) for word in known}, ("no", "yes"), 0.0, 1.0)
    numbers = _numbers(known)
    if numbers is None:
        codes = {word: float(i) for i, word in enumerate(known)}
        return Reading(NOMINAL, codes, tuple(known), 0.0, float(max(len(known) - 1, 0)))
    return _on_a_scale(numbers, scale)


def _in_order(words: Sequence[str]) -> Reading:
    codes = {word.casefold(): float(i) for i, word in enumerate(words, 1)}
    kind = BINARY if len(words) == 2 else ORDINAL
    return Reading(kind, codes, tuple(words), 1.0, float(len(words)))


def _numbers(known: list[str]) -> dict[str, float] | None:
    """Plain numbers, or numbers beside which the ends of the scale have words."""
    plain = pd.to_numeric(pd.Series(known, dtype="str"), errors="coerce").to_numpy(float)
    if np.isfinite(plain).all():
        return dict(zip(known, plain.tolist(), strict=True))
    found = [_ENDS.match(word) for word in known]
    if not all(found) or not np.isfinite(plain).any():
        return None
    numbers = [float(match["first"] or match["last"]) for match in found]
    return dict(zip(known, numbers, strict=True)) if len(set(numbers)) == len(numbers) else None


def _on_a_scale(numbers: dict[str, float], scale: str | None) -> Reading:
    if ends := _SCALE.match(scale or ""):
        low, high = float(ends[1]), float(ends[2])
        codes = {word: number for word, number in numbers.items() if low <= number <= high}
        return Reading(BINARY if high - low == 1 else ORDINAL, codes, (), low, high)
    values = set(numbers.values())
    low, high = (min(values), max(values)) if values else (0.0, 0.0)
    if values and values <= {0.0, 1.0}:
        return Reading(BINARY, numbers, (), 0.0, 1.0)
    steps = all(value == round(value) for value in values) and high - low < MOST_POINTS
    return Reading(ORDINAL if steps and len(values) > 1 else NUMERIC, numbers, (), low, high)
