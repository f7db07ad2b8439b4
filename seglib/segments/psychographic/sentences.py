"""What does the page say where the data decide between several sentences?"""

from __future__ import annotations

import pandas as pd

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


def bias_sentence(table: pd.DataFrame) -> str:
    """Say whether those who answered differ from the others.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.segments.psychographic.respondents.taking_part`.

    Returns
    -------
    str
        With the placeholders ``n_traits`` and ``differ``.
    """
    if table["differs"].any():
        return (
            "Those who answered differ from the others in {differ:count} of {n_traits:count} known traits: the "
            "survey's shares are theirs, not those of all customers."
        )
    return (
        "In none of {n_traits:count} known traits do those who answered differ from the others more than chance would "
        "have it ({differ:count} differ); on what is not known, they still may."
    )


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
    clearest = str(counts.idxmax())
    return f"{len(summary)} ways to think: {clearest} stand out most, by {int(counts.max())} answers"


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
