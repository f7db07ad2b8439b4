"""What are the RFM segments called, and which scores lead to them? Declared tables, for any number of bins.

Scores are read as low, middle or high: the lower, middle and upper third of the scale. Each row of :data:`RANGES` is a
box of levels; the boxes do not overlap and together hold every combination, so nobody falls into an "Other".
"""

from __future__ import annotations

import pandas as pd

from seglib.segments.segmentation import NO_KEPT_ORDER, NOT_YET_BOUGHT

SEGMENTS = pd.DataFrame(
    [
        (
            "champions",
            "Champions",
            "Bought lately, buy often, and not for little.",
            "Thank them and show them novelties first; they need no discount. Ask them to recommend the shop.",
        ),
        (
            "loyal",
            "Loyal",
            "Buy regularly and not long ago.",
            "Reward the habit and offer what goes with their last purchases.",
        ),
        (
            "promising",
            "New or promising",
            "Bought lately, but few times so far.",
            "Welcome them and give a reason for the next order.",
        ),
        (
            "needs_attention",
            "Needs attention",
            "Neither recent nor long gone; their orders or their spend are worth keeping.",
            "Remind them now, with what they bought before, while the habit lasts.",
        ),
        (
            "cooling_off",
            "Cooling off",
            "Few orders of modest value, some time ago.",
            "Include them in ordinary mailings; spend nothing extra.",
        ),
        (
            "cannot_lose",
            "Cannot lose",
            "Used to buy often, and have not been seen for long.",
            "Get in touch in person: ask what went wrong and what would bring them back.",
        ),
        (
            "at_risk",
            "At risk",
            "Bought several times or for much, and have not been seen for long.",
            "Make one good win-back offer with an end date.",
        ),
        (
            "hibernating",
            "Hibernating",
            "Few orders of modest value, long ago.",
            "Leave them out of costly mailings; a yearly reminder is enough.",
        ),
        (
            NOT_YET_BOUGHT,
            NO_KEPT_ORDER,
            "Known to the shop, without an order that was kept.",
            "Ask what they were looking for or why it went back, and make the next order easy.",
        ),
    ],
    columns=["segment", "segment_name", "meaning", "action"],
)
"""The segments, best first, with their plain meaning and what to do."""

RANGES = (
    # segment, recency, frequency, monetary value: first and last level of each
    ("champions", "high high", "high high", "middle high"),
    ("loyal", "high high", "high high", "low low"),
    ("loyal", "high high", "middle middle", "low high"),
    ("loyal", "middle middle", "high high", "low high"),
    ("promising", "high high", "low low", "low high"),
    ("needs_attention", "middle middle", "middle middle", "low high"),
    ("needs_attention", "middle middle", "low low", "middle high"),
    ("cooling_off", "middle middle", "low low", "low low"),
    ("cannot_lose", "low low", "high high", "low high"),
    ("at_risk", "low low", "middle middle", "low high"),
    ("at_risk", "low low", "low low", "high high"),
    ("hibernating", "low low", "low low", "low middle"),
)
"""Boxes of levels, each with its segment."""


def levels(n_bins: int) -> dict[str, tuple[int, int]]:
    """Give the first and last score of each level.

    Parameters
    ----------
    n_bins : int
        Highest score.

    Returns
    -------
    dict of str to (int, int)
        A score `s` is low while the middle of its bin, ``(s - 1/2) / n_bins``, is below 1/3, and high from 2/3 on.
        With two bins there is no middle: its first score is above its last.

    Examples
    --------
    >>> levels(5)
    {'low': (1, 2), 'middle': (3, 3), 'high': (4, 5)}
    >>> levels(2)
    {'low': (1, 1), 'middle': (2, 1), 'high': (2, 2)}
    """
    low = sum(3 * (2 * score - 1) < 2 * n_bins for score in range(1, n_bins + 1))
    high = sum(3 * (2 * score - 1) >= 4 * n_bins for score in range(1, n_bins + 1))
    return {"low": (1, low), "middle": (low + 1, n_bins - high), "high": (n_bins - high + 1, n_bins)}


def score_ranges(n_bins: int) -> pd.DataFrame:
    """Write the declared boxes out for a number of bins.

    Parameters
    ----------
    n_bins : int
        Highest score.

    Returns
    -------
    pandas.DataFrame
        One row a box: `segment`, `r_from`, `r_to`, `f_from`, `f_to`, `m_from`, `m_to`, bounds included. Boxes that
        hold no score are left out.
    """
    bounds = levels(n_bins)
    rows = []
    for segment, *spans in RANGES:
        row = {"segment": segment}
        for letter, span in zip("rfm", spans, strict=True):
            first, last = span.split()
            row[f"{letter}_from"] = bounds[first][0]
            row[f"{letter}_to"] = bounds[last][1]
        rows.append(row)
    boxes = pd.DataFrame(rows)
    filled = (
        (boxes["r_from"] <= boxes["r_to"]) & (boxes["f_from"] <= boxes["f_to"]) & (boxes["m_from"] <= boxes["m_to"])
    )
    return boxes[filled].reset_index(drop=True)


def rule_text(boxes: pd.DataFrame, *, n_bins: int) -> str:
    """Say in words which scores lead to a segment.

    Parameters
    ----------
    boxes : pandas.DataFrame
        The segment's rows of :func:`score_ranges`.
    n_bins : int
        Highest score. A score that may be anything is not named.

    Returns
    -------
    str
        Such as ``"R 4–5, F 4–5, M 3–5"``; several boxes are joined by "or".
    """
    texts = []
    for box in boxes.to_dict("records"):
        spans = {letter.upper(): (box[f"{letter}_from"], box[f"{letter}_to"]) for letter in "rfm"}
        texts.append(
            ", ".join(
                f"{letter} {first}" if first == last else f"{letter} {first}–{last}"
                for letter, (first, last) in spans.items()
                if (first, last) != (1, n_bins)
            )
        )
    return " or ".join(texts)
