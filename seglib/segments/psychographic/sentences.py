"""What does the page say where the data decide between several sentences?"""

from __future__ import annotations

import pandas as pd

from seglib.segments.psychographic.factors import Structure
from seglib.segments.psychographic.prediction import Prediction


def who_answered(n: int) -> str:
    """Say who answered where no respondent is known as a customer.

    Parameters
    ----------
    n : int
        Respondents.

    Returns
    -------
    str
    """
    if not n:
        return (
            "Nobody has been asked yet, so nothing is known of what customers think. Send the questionnaire below to "
            "a few hundred of them, with the customer's number on each answer."
        )
    return (
        "The respondents are not known as customers. What they think can be told, but not what they buy: next time put "
        "the customer's number on each answer."
    )


def too_few(n: int, least: int) -> str:
    """Say that no segments can be made.

    Parameters
    ----------
    n, least : int
        Respondents with usable answers, and how many it takes.

    Returns
    -------
    str
    """
    return (
        f"What customers think cannot be told: {n} usable answers, and it takes {least}. Page 04 has a questionnaire "
        "that is ready to send."
    )


def bias_sentence(table: pd.DataFrame) -> tuple[str, dict[str, int]]:
    """Say whether those who answered differ from the others.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.segments.psychographic.respondents.taking_part`.

    Returns
    -------
    str, dict
        The sentence, and the values of its placeholders.
    """
    values = {"n_traits": len(table)}
    if table["differs"].any():
        told = (
            "Those who answered differ from the others in {differ:count} of {n_traits:count} known traits: the "
            "survey's shares are theirs, not those of all customers."
        )
        return told, values | {"differ": int(table["differs"].sum())}
    told = (
        "In none of {n_traits:count} known traits do those who answered differ from the others more than chance would "
        "have it; on what is not known, they still may."
    )
    return told, values


def structure_sentence(found: Structure) -> tuple[str, dict[str, float]]:
    """Say whether the answers bear out the scales.

    Parameters
    ----------
    found : Structure

    Returns
    -------
    str, dict
        The sentence, and the values of its placeholders.
    """
    sentence, values = "The answers show one common theme", {}
    if found.n_themes > 1:
        sentence, values = "The answers show {themes:count} common themes", {"themes": found.n_themes}
    if found.n_scales:
        sentence += "; {own:count} of the {scales:count} scales have a theme of their own"
        values |= {"own": found.own, "scales": found.n_scales}
    if found.n_themes > 1:
        sentence += ". Two themes correlate by {together:number} at most"
        values |= {"together": found.together}
    return sentence + ".", values


def number_sentence(chance: dict[str, float], *, k: int, recommended: int) -> tuple[str, dict[str, float]]:
    """Say how many segments there are, and whether the last of them is more than chance.

    Parameters
    ----------
    chance : dict
        From :func:`seglib.clustering.likelihood_ratio_test`, of `k` segments against one fewer.
    k, recommended : int
        Segments shown, and those recommended.

    Returns
    -------
    str, dict
        The sentence, and the values of its placeholders.
    """
    sentence, values = "{k:count} segments explain the answers best for their number. ", {"k": k}
    if k != recommended:
        sentence = "{k:count} segments are shown, as was asked for; by the answers it would be {recommended:count}. "
        values |= {"recommended": recommended}
    sentence += (
        "In {reached:count} of {drawn:count} made-up surveys of a public with one segment fewer, a further one helped "
        "as much as here"
    )
    sentence += ": the last one is more than chance" if chance["p"] < 0.05 else ": the last one may be chance"
    values |= {"reached": chance["reached"], "drawn": chance["n_boot"]}
    return f"{sentence}.", values


def profile_title(shape: pd.DataFrame, summary: pd.DataFrame) -> str:
    """Say what the largest segment stands out by.

    Parameters
    ----------
    shape : pandas.DataFrame
        From :func:`seglib.segments.psychographic.profiles.answer_profile`.
    summary : pandas.DataFrame
        From :func:`seglib.segments.psychographic.views.respondents`.

    Returns
    -------
    str
    """
    counts = shape.groupby("segment_name", sort=False)["marker"].sum()
    clearest, most = str(counts.idxmax()), int(counts.max())
    answers = "one answer" if most == 1 else f"{most} answers"
    return f"{len(summary)} segments; “{clearest}” stands out most, by {answers}"


def told_sentence(guess: Prediction) -> str:
    """Say whether the segments of those who did not answer can be told.

    Parameters
    ----------
    guess : Prediction

    Returns
    -------
    str
        With the placeholders ``right``, ``base`` and ``information``.
    """
    start = (
        "From what is known of customers, the segment of {right:percent} is guessed right; naming the largest segment "
        "for everybody would do for {base:percent}. "
    )
    if guess.told:
        return (
            start + "So something can be told: of the doubt about a customer's segment it takes {information:percent}."
        )
    return start + "So it cannot be told: of the doubt about a customer's segment it takes {information:percent}."
