"""Which tables does the reader of page 07b see? Shares of segments under the privacy floor are left out."""

from __future__ import annotations

import pandas as pd

from seglib.activation.golden import Golden
from seglib.activation.rules import Rules
from seglib.segments.evaluation.headings import Columns
from seglib.segments.sentences import sentence_case, with_interval

RULES: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "right": "Of those it takes, in the segment (95% interval)",
    "found": "Of the segment, taken (95% interval)",
}
STEPS: Columns = {"step": ("Step", "count"), "rule": "If", "segment_name": "Then the segment is"}
QUESTIONS: Columns = {"number": ("No.", "count"), "question": "Ask for", "answers": "Answers"}
CURVE: Columns = {
    "n_questions": ("Questions", "count"),
    "question": "The one added",
    "accuracy": ("Put into their own segment", "percent"),
    "low": ("From", "percent"),
    "high": ("to", "percent"),
}
SEGMENTS: Columns = {
    "segment_name": "Segment",
    "n": ("Customers", "count"),
    "found": "Of the segment, found (95% interval)",
    "right": "Of those put there, right (95% interval)",
}
CONFUSION: Columns = {"segment": "They are in", "found": "They were put into", "share": ("Share", "percent")}


def rules(found: Rules, formatter: object, *, least: int) -> pd.DataFrame:
    """One row a segment: how often its rules are right.

    Parameters
    ----------
    found : Rules
    formatter : seglib.report.text.Formatter
    least : int
        Customers under which a segment shows no numbers.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`RULES`, the largest segment first.
    """
    return _told(found.table, formatter, least)[list(RULES)]


def steps(found: Rules) -> pd.DataFrame:
    """One row a rule, in an order in which the first that fits counts.

    Parameters
    ----------
    found : Rules

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`STEPS`.
    """
    told = [(sentence_case(words), found.names[code]) for words, code in found.steps()]
    return pd.DataFrame(told, columns=["rule", "segment_name"]).assign(step=range(1, len(told) + 1))


def questions(found: Golden, *, currency: str) -> pd.DataFrame:
    """One row a question, in the order in which they are asked.

    Parameters
    ----------
    found : Golden
    currency : str
        That money is in.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`QUESTIONS`.
    """
    asked = found.score.questions
    answers = [" · ".join(one.answers[:-1]) for one in asked]
    labels = [one.field.heading(currency) for one in asked]
    return pd.DataFrame({"number": range(1, len(asked) + 1), "question": labels, "answers": answers})


def segments(found: Golden, formatter: object, *, least: int) -> pd.DataFrame:
    """One row a segment: how often the questions find it.

    Parameters
    ----------
    found : Golden
    formatter : seglib.report.text.Formatter
    least : int
        Customers under which a segment shows no numbers.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`SEGMENTS`, the largest segment first.
    """
    return _told(found.table, formatter, least)[list(SEGMENTS)]


def confusion(found: Golden, *, least: int) -> pd.DataFrame:
    """Where customers of each segment were put.

    Parameters
    ----------
    found : Golden
    least : int
        Customers under which a cell shows nothing.

    Returns
    -------
    pandas.DataFrame
        Columns of :data:`CONFUSION`; shares of fewer customers are missing.
    """
    table = found.confusion
    return table.assign(share=table["share"].where(table["n"] >= least))[list(CONFUSION)]


def curve(found: Golden) -> pd.DataFrame:
    """How many are put right by how many questions, in percent for the figure.

    Parameters
    ----------
    found : Golden

    Returns
    -------
    pandas.DataFrame
        `n_questions`, `right`, `low`, `high`, and `null_high`: everybody into the largest segment.
    """
    shares = found.curve[["accuracy", "low", "high"]] * 100
    table = shares.rename(columns={"accuracy": "right"}).assign(null_high=100 * found.largest)
    return table.assign(n_questions=found.curve["n_questions"])


def _told(table: pd.DataFrame, formatter: object, least: int) -> pd.DataFrame:
    """Add `right` and `found`, precision and recall with their intervals as text; small segments show no number."""
    hidden = [name for name in table.columns if name.startswith(("precision", "recall", "n"))]
    out = table.sort_values("n", ascending=False, kind="stable", ignore_index=True).astype({"n": "Float64"})
    out.loc[out["n"] < least, hidden] = pd.NA
    for name, of in (("right", "precision"), ("found", "recall")):
        ends = out[[of, f"{of}_low", f"{of}_high"]].astype(float).itertuples(index=False)
        out[name] = [with_interval(*one, formatter.percent) for one in ends]
    return out
