"""What is a segment called, and what should be done about it? From the questions that set it most apart."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from seglib.clustering.latent_class import NORMAL
from seglib.segments.naming import NOTEWORTHY, unique_names
from seglib.segments.psychographic.actions import ACTIONS
from seglib.segments.psychographic.measures import Measures, centres
from seglib.segments.traits import Trait

QUIETER = 0.75  # what a segment has makes a better name than what it lacks
MOST_WORDS = 4  # of a wording that may stand in a name


def shown(measures: Measures, answers: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, str]]:
    """Turn answers into columns that have a mean: scores, answers on a scale, or whether a name was chosen.

    Parameters
    ----------
    measures : Measures
    answers : pandas.DataFrame
        As answered.

    Returns
    -------
    columns : pandas.DataFrame
    labels : dict of str to str
        Each column in words.
    """
    labels = measures.labels
    if measures.kind == NORMAL:
        return measures.matrix(answers), labels
    columns, words = {}, {}
    for item, about in measures.battery.items.iterrows():
        if about["kind"] != "nominal":
            columns[item], words[item] = answers[item].astype(float), labels[item]
            continue
        for code, name in enumerate(measures.battery.readings[item].labels):
            columns[f"{item}={name}"] = (answers[item] == code).astype(float).mask(answers[item].isna())
            words[f"{item}={name}"] = f"{labels[item]}: {name}"
    return pd.DataFrame(columns), words


def describe(measures: Measures, used: pd.Series, memberships: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Name the segments.

    Parameters
    ----------
    measures : Measures
    used : pandas.Series of bool
        Whose answers are in use.
    memberships : ndarray, shape (n, k)
        Of those.

    Returns
    -------
    definition : pandas.DataFrame
        One row a segment: `segment_name`, `rule`, `action`.
    details : pandas.DataFrame
        One row a segment and column: `class`, `item`, `label`, `mean`, `average` (of all), `apart` (the difference in
        standard deviations), `marker` (whether it is noteworthy).
    """
    columns, labels = shown(measures, measures.battery.answers[used.to_numpy()])
    if not len(columns.columns) or not len(columns):
        rule = "Answered; nothing by which respondents could be told apart."
        one = pd.DataFrame({"segment_name": ["All respondents"], "rule": [rule], "action": [_generic([], [])]})
        return one, pd.DataFrame(columns=["class", "item", "label", "mean", "average", "apart", "marker"])
    means, average = centres(columns, memberships), columns.mean()
    apart = ((means - average) / columns.std(ddof=0).replace(0.0, np.inf)).to_numpy()
    details = pd.DataFrame(
        [
            (j, item, labels[item], means.at[j, item], average[item], apart[j, i], abs(apart[j, i]) >= NOTEWORTHY)
            for j in range(len(means))
            for i, item in enumerate(columns.columns)
        ],
        columns=["class", "item", "label", "mean", "average", "apart", "marker"],
    )
    traits = [trait_of(measures, item, labels[item]) for item in columns.columns]
    named = np.where(apart < 0, QUIETER * apart, apart)
    names = unique_names(named, traits) if len(means) > 1 else ["All respondents"]
    names = [re.sub("^Average", "No strong views", name) for name in names]
    binary = measures.kind != NORMAL and (measures.battery.items["kind"] == "binary").all()
    rows = []
    for j, name in enumerate(names):
        strongest = np.argsort(-np.round(np.abs(apart[j]), 6), kind="stable")
        text = ", ".join(
            f"{labels[item]} {_value(means.at[j, item], binary)} (all: {_value(average[item], binary)})"
            for item in columns.columns[strongest[:3]]
        )
        rule = f"Most probable class of {len(means)} by their answers; {text}." if len(means) > 1 else "Answered."
        action = _action(*_markers(details[details["class"] == j]))
        rows.append({"segment_name": name, "rule": rule, "action": action})
    return pd.DataFrame(rows), details


def trait_of(measures: Measures, item: str, label: str) -> Trait:
    """Give the words for much and for little of a column.

    Parameters
    ----------
    measures : Measures
        How answers became columns.
    item, label : str
        The column, and what it is in words.

    Returns
    -------
    Trait
    """
    short = label if len(label.split()) <= MOST_WORDS else item
    kind = measures.battery.items["kind"].get(item, "")
    if measures.kind == NORMAL or kind == "ordinal":
        return Trait(item, label, "share", f"more {short.lower()}", f"less {short.lower()}")
    return Trait(item, label, "share", short.lower(), f"not {short.lower()}")


def _value(mean: float, binary: bool) -> str:
    return f"{mean:.0%}" if binary else f"{mean:.1f}"


def says(details: pd.DataFrame) -> dict[str, str]:
    """Say what each segment says more, or less, than others.

    Parameters
    ----------
    details : pandas.DataFrame
        From :func:`describe`, with the `segment` of each class.

    Returns
    -------
    dict of str to str
        By segment; empty where nothing sets it apart. What is to be done for a segment begins with it or stands alone.
    """
    return {segment: _said(*_markers(own)) for segment, own in details.groupby("segment", sort=False)}


def _markers(own: pd.DataFrame) -> tuple[list[str], list[str]]:
    """What a segment says noteworthily more than others, and what less, the strongest first."""
    marked = own[own["marker"].astype(bool)]
    marked = marked.iloc[np.argsort(-marked["apart"].abs().round(6), kind="stable")]
    more = marked["mean"] > marked["average"]
    return marked.loc[more, "label"].tolist(), marked.loc[~more, "label"].tolist()


def _action(above: list[str], below: list[str]) -> str:
    """The declared advice for the strongest marker that has some, or the plain one."""
    for label in above:
        if label.casefold() in ACTIONS:
            return ACTIONS[label.casefold()][0]
    for label in below:
        if label.casefold() in ACTIONS:
            return ACTIONS[label.casefold()][1]
    return _generic(above, below)


def _generic(above: list[str], below: list[str]) -> str:
    """Say what they say, and nothing that is wrong if it is a complaint: a wording's meaning is not known."""
    if above:
        return f"{_said(above, below)} Keep what pleases them, and answer what does not."
    if below:
        return f"{_said(above, below)} Ask a few of them why, before any campaign."
    return "Nothing sets them apart: send them what everybody gets."


def _said(above: list[str], below: list[str]) -> str:
    if above:
        less = f"; less: {_listed(below)}" if below else ""
        return f"More than others they say: {_listed(above)}{less}."
    return f"Less than others they say: {_listed(below)}." if below else ""


def _listed(labels: list[str]) -> str:
    return ", ".join(label[:1].lower() + label[1:] for label in labels[:2])
