"""What should a cluster be called? By the traits that set it most apart, in plain words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from seglib.segments.sentences import sentence_case
from seglib.segments.traits import Trait

NOTEWORTHY = 0.5  # standardised deviation from the average customer


def words_apart(deviations: np.ndarray, traits: Sequence[Trait]) -> list[str]:
    """List what sets a segment apart, the strongest first.

    Parameters
    ----------
    deviations : ndarray, shape (d,)
        The centre less the average customer, in standardised units.
    traits : sequence of Trait
        The d traits.

    Returns
    -------
    list of str
        Words of the traits that deviate by half a unit or more.

    Examples
    --------
    >>> words_apart(np.array([1.0, -2.0]), [Trait("a", "a", "count", "many"), Trait("b", "b", "count", "", "dear")])
    ['dear', 'many']
    """
    strongest = np.argsort(-np.round(np.abs(deviations), 6), kind="stable")
    words = [
        traits[i].high if deviations[i] > 0 else traits[i].low for i in strongest if abs(deviations[i]) >= NOTEWORTHY
    ]
    return [word for word in words if word]


def unique_names(deviations: np.ndarray, traits: Sequence[Trait]) -> list[str]:
    """Name each segment, no two alike.

    Parameters
    ----------
    deviations : ndarray, shape (k, d)
        One row a segment.
    traits : sequence of Trait
        The d traits.

    Returns
    -------
    list of str
        Two words each, more where two segments would be called the same, and a number where words do not tell them
        apart at all.

    Examples
    --------
    >>> traits = [Trait("a", "a", "count", "many", "few"), Trait("b", "b", "count", "dear", "cheap")]
    >>> unique_names(np.array([[2.0, 1.0], [-1.0, 0.1], [0.0, 0.0]]), traits)
    ['Many, dear', 'Few', 'Average']
    """
    words = [words_apart(row, traits) or ["average"] for row in deviations]
    taken = [2] * len(words)
    while True:
        names = [sentence_case(", ".join(own[:n])) for own, n in zip(words, taken, strict=True)]
        longer = [names.count(name) > 1 and n < len(own) for name, own, n in zip(names, words, taken, strict=True)]
        if not any(longer):
            break
        taken = [n + more for n, more in zip(taken, longer, strict=True)]
    return [
        name if names.count(name) == 1 else f"{name} ({names[: i + 1].count(name)})" for i, name in enumerate(names)
    ]


def apart_text(
    center: np.ndarray, average: np.ndarray, traits: Sequence[Trait], *, own: Sequence[float], usual: Sequence[float]
) -> str:
    """Say what sets a segment apart, with numbers.

    Parameters
    ----------
    center, average : ndarray, shape (d,)
        The segment's centre and the average customer, standardised.
    traits : sequence of Trait
        The d traits.
    own, usual : sequence of float, length d
        The segment's and all customers' values, in the traits' own units.

    Returns
    -------
    str
        The three traits that deviate most, in their own units, beside those of the average customer.
    """
    strongest = np.argsort(-np.round(np.abs(center - average), 6), kind="stable")[:3]
    return ", ".join(
        f"{traits[i].label} {_plain(traits[i], own[i])} (all: {_plain(traits[i], usual[i])})" for i in strongest
    )


def _plain(trait: Trait, value: float) -> str:
    if trait.kind == "share":
        return f"{value:.0%}"
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.1f}"
