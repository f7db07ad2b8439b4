"""How well does each base foretell one outcome, and what does it add to the others?

Money is heavy-tailed: one wholesaler can be half of its variance. So extremes are pulled in to the 1st and 99th
percentile before anything is scored: that keeps the money's unit, in which budgets are made, and lets no single
customer decide. :func:`scales` has the same scores on money as it is and on its logarithm.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from seglib.segments.evaluation.bases import Base
from seglib.segments.evaluation.crossfit import Errors, Gain, errors
from seglib.segments.evaluation.later import SCALES, Outcome

FEWEST, FEWEST_OF_EACH = 100, 20
COMBINED, COMBINED_LABEL = "combined", "All of them together"
ABOUT, ENDS = ("outcome", "outcome_label", "base", "label", "n"), ("low", "high")
SCORES = (*ABOUT, "known", "n_segments", "score", *ENDS, "beyond_noise")
INCREMENTS = (*ABOUT, "increment", *ENDS, "droppable")
ADVANTAGES = ("outcome", "base", "other", "n", "advantage", *ENDS, "beyond_noise")


@dataclass(frozen=True, eq=False)
class Contest:
    """How the bases did on one outcome.

    Parameters
    ----------
    outcome : Outcome
        What came after.
    n : int
        Customers whose outcome is known.
    judged : str
        Empty where they could be judged, else why not.
    scores, increments, advantages : pandas.DataFrame
        As in :class:`seglib.segments.evaluation.Battle`.
    """

    outcome: Outcome
    n: int
    judged: str
    scores: pd.DataFrame
    increments: pd.DataFrame
    advantages: pd.DataFrame


def contest(outcome: Outcome, bases: Mapping[str, Base], *, random_state: int) -> Contest:
    """Let bases compete for one outcome.

    Parameters
    ----------
    outcome : Outcome
        What came after.
    bases : mapping of str to Base
        Those that have something to compare.
    random_state : int
        Seed of the folds.

    Returns
    -------
    Contest
        Without rows where fewer than 100 customers are known, or fewer than 20 differ from the most frequent value.
    """
    values = outcome.known()
    why = _too_few(values) if bases else "No base has data."
    if why:
        return Contest(outcome, len(values), why, _frame([], SCORES), _frame([], INCREMENTS), _frame([], ADVANTAGES))
    found = _errors(values, bases, random_state)
    names, told = tuple(bases), {"outcome": outcome.name, "outcome_label": outcome.label}
    scores = []
    for name, base in bases.items():
        own = base.segments.reindex(values.index)
        about = {"base": name, "label": base.label, "known": own.notna().mean(), "n_segments": own.nunique()}
        scores.append(told | about | _numbers(found.gain((name,)), "score", "beyond_noise"))
    if len(bases) > 1:
        total = sum(row["n_segments"] for row in scores)
        about = {"base": COMBINED, "label": COMBINED_LABEL, "known": 1.0, "n_segments": total}
        scores.append(told | about | _numbers(found.gain(names), "score", "beyond_noise"))
    increments = [
        told
        | {"base": name, "label": bases[name].label}
        | _numbers(found.gain(names, _others(names, name)), "increment", "droppable", wanted=False)
        for name in names
    ]
    advantages = [
        {"outcome": outcome.name, "base": a, "other": b} | _numbers(found.gain((a,), (b,)), "advantage", "beyond_noise")
        for a in names
        for b in names
        if a != b
    ]
    tables = _frame(scores, SCORES), _frame(increments, INCREMENTS), _frame(advantages, ADVANTAGES)
    return Contest(outcome, len(values), "", *tables)


def scales(outcome: Outcome, bases: Mapping[str, Base], *, random_state: int) -> pd.DataFrame:
    """Score the bases on money as it is, with extremes pulled in, and on its logarithm.

    Parameters
    ----------
    outcome : Outcome
        Money.
    bases : mapping of str to Base
        Those that have something to compare.
    random_state : int
        Seed of the folds.

    Returns
    -------
    pandas.DataFrame
        See :class:`seglib.segments.evaluation.Battle`; ranks are the first for the highest score of a scale.
    """
    rows = []
    for scale, label in SCALES.items():
        found = _errors(outcome.known(scale), bases, random_state)
        for name, base in bases.items():
            gain = found.gain((name,))
            rows.append((scale, label, name, base.label, gain.n, gain.value, gain.low, gain.high))
    table = pd.DataFrame(rows, columns=["scale", "scale_label", "base", "label", "n", "score", "low", "high"])
    return table.assign(rank=table.groupby("scale")["score"].rank(ascending=False, method="min").astype(int))


def _errors(values: pd.Series, bases: Mapping[str, Base], random_state: int) -> Errors:
    names = tuple(bases)
    sets = {(name,) for name in names} | {names} | {_others(names, name) for name in names}
    segments = {name: base.segments.reindex(values.index) for name, base in bases.items()}
    return errors(segments, values.to_numpy(float), sets=sorted(sets - {()}), random_state=random_state)


def _others(names: Sequence[str], name: str) -> tuple[str, ...]:
    return tuple(other for other in names if other != name)


def _numbers(gain: Gain, value: str, verdict: str, *, wanted: bool = True) -> dict[str, object]:
    ends = {"n": gain.n, value: gain.value, "low": gain.low, "high": gain.high}
    return ends | {verdict: gain.beyond_noise is wanted}


def _too_few(values: pd.Series) -> str:
    if len(values) < FEWEST:
        return f"Only {len(values)} customers can be judged; it takes {FEWEST}."
    differ = len(values) - int(values.value_counts().iloc[0])
    if differ < FEWEST_OF_EACH:
        return f"Only {differ} customers differ from the rest; it takes {FEWEST_OF_EACH}."
    return ""


def _frame(rows: list[dict[str, object]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns)) if rows else pd.DataFrame(columns=list(columns))
