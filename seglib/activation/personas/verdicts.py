"""Which sentences tell who the segments are and what to do first? Each with its numbers."""

from __future__ import annotations

import pandas as pd

from seglib.activation.personas.known import Known
from seglib.activation.personas.profile import Profile
from seglib.segments.evaluation.subject import FEWEST

NONE = (
    "There are no segments yet that a persona could stand for. It takes {fewest:count} customers with an order, or "
    "{fewest:count} usable answers to a survey; the page on evaluation says what is missing and how to collect it."
)
LACKING = {"fewest": FEWEST}
"""What `NONE` tells."""
WHO = "{count:count} segments can be described: “{largest}” is the largest, with {share:percent} of the {who}."
ONE = "One segment is large enough to be described: “{largest}”, with {share:percent} of the {who}."
SMALL = "Segments of fewer than {least:count} are not described, so that nobody can be recognised: {count:count} here."
FIRST = "Begin with “{segment}”: it brought {money:money} of {word} last year, the most that is at stake."
LARGEST = (
    "Begin with “{segment}”, the largest segment that can be acted on. What it brings is not known; it has "
    "{share:percent} of the {who}."
)
NOBODY = "No segment can be acted on yet: all have grade D and may be gone in another sample."


def who(profile: Profile, *, people: str) -> dict[str, object]:
    """Say how many segments are described.

    Parameters
    ----------
    profile : Profile
    people : str
        Such as ``"customers"``.

    Returns
    -------
    dict
        As a finding takes it, with `interval` and `n`.
    """
    table = profile.segments
    top = table.loc[table["share"].idxmax()]
    told = {"largest": top["segment_name"], "share": float(top["share"]), "who": people}
    several = {"count": len(table)} if len(table) > 1 else {}
    ends = (float(top["share_low"]), float(top["share_high"]))
    everybody = round(float(top["n"] / top["share"]))  # those of small segments, too: the share is of all
    return {"sentence": WHO if several else ONE, **told, **several, "interval": ends, "n": everybody}


def too_small(known: Known) -> dict[str, object] | None:
    """Say how many segments are too small to be described.

    Parameters
    ----------
    known : Known

    Returns
    -------
    dict or None
        Sentence and values; None where there are none.
    """
    count = len(known.passports) - len(known.shown)
    return {"sentence": SMALL, "least": known.min_cell, "count": count} if count else None


def first(table: pd.DataFrame, *, word: str, people: str, everybody: int) -> dict[str, object]:
    """Say with which segment to begin.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.activation.personas.monday.monday`.
    word : str
        The money in a word.
    people : str
        Such as ``"customers"``.
    everybody : int
        All who have a segment.

    Returns
    -------
    dict
        As a finding takes it.
    """
    acted = table[~table["held_back"]]
    if acted.empty:
        return {"sentence": NOBODY, "n": int(table["n"].sum())}
    top = acted.iloc[0]
    if pd.isna(top["at_stake"]):
        told = {"share": float(top["n"] / everybody), "who": people}
        return {"sentence": LARGEST, "segment": top["segment_name"], **told, "n": int(top["n"])}
    ends = (float(top["at_stake_low"]), float(top["at_stake_high"]))
    told = {"segment": top["segment_name"], "money": float(top["at_stake"]), "word": word}
    return {"sentence": FIRST, **told, "n": int(top["n"])} | ({} if pd.isna(ends[0]) else {"interval": ends})
