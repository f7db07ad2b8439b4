"""Whose answers cannot be used? Too few, the same throughout, or faster than anybody reads."""

from __future__ import annotations

import pandas as pd

from seglib.segments.psychographic.battery import Battery

LEAST_ANSWERED = 0.5  # of the questions
FEWEST_ALIKE = 6  # questions, of which one must be worded against its construct, before equal answers are a line
FAST = 1 / 3  # of the median time
SECONDS = "survey_seconds"
"""Column of the features: how long the respondent took."""

REASONS = {
    "too_few": f"Fewer than {LEAST_ANSWERED:.0%} of the questions answered",
    "straight_line": "The same answer throughout, to statements and to their opposites",
    "too_fast": "Less than a third of the usual time",
}
"""Why answers are not used."""
ALL_USED = "The answers of all respondents can be used."
FEW = "The answers of fewer than {least:count} respondents are left out: too few, the same throughout, or too fast."


def judge(battery: Battery, features: pd.DataFrame | None = None) -> pd.Series:
    """Say for each respondent why the answers cannot be used.

    Parameters
    ----------
    battery : Battery
        Of the fit.
    features : pandas.DataFrame, optional
        Of whom: a column for each item, and :data:`SECONDS` where the time is known; left out, the battery's own
        respondents.

    Returns
    -------
    pandas.Series of str
        A key of :data:`REASONS`, or empty where they are used. The same answer to everything counts only where
        questions are worded both ways, because only then it contradicts itself.
    """
    items = battery.items
    given = battery.answers.assign(**{SECONDS: battery.seconds}) if features is None else features
    answers = given[list(items.index)].astype(float)
    verdict = pd.Series("", index=answers.index, dtype="str")
    if SECONDS in given.columns:
        verdict[given[SECONDS].astype(float) < FAST * battery.seconds.median()] = "too_fast"
    if items["reverse"].any() and not items["reverse"].all():
        scaled = answers[items.index[items["kind"] != "nominal"]]
        alike = (scaled.nunique(axis=1) == 1) & (scaled.notna().sum(axis=1) >= FEWEST_ALIKE)
        verdict[alike & answers[items.index[items["reverse"]]].notna().any(axis=1)] = "straight_line"
    verdict[answers.notna().mean(axis=1) < LEAST_ANSWERED] = "too_few"
    return verdict


def quality_table(verdict: pd.Series) -> pd.DataFrame:
    """Count the respondents whose answers are not used.

    Parameters
    ----------
    verdict : pandas.Series
        From :func:`judge`.

    Returns
    -------
    pandas.DataFrame
        `reason`, `n`, `share`; one row for each reason, those of nobody too, and one for the answers in use.
    """
    counts = [(reason, int((verdict == code).sum())) for code, reason in REASONS.items()]
    rows = [("Answers in use", int((verdict == "").sum())), *counts]
    return pd.DataFrame(rows, columns=["reason", "n"]).assign(share=lambda t: t["n"] / max(len(verdict), 1))


def few_left_out(verdict: pd.Series, *, least: int) -> dict[str, object]:
    """Say that all or nearly all answers are used, where a table of the others would be of single people.

    Parameters
    ----------
    verdict : pandas.Series
        From :func:`judge`.
    least : int
        Fewest respondents of whom a number is shown.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; empty where there is enough for a table, or nobody answered.
    """
    n = int((verdict != "").sum())
    if n >= least or not len(verdict):
        return {}
    return {"sentence": FEW, "least": least} if n else {"sentence": ALL_USED}
