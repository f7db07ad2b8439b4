"""Which sentences tell how the bases did? Each with its numbers, its n and its interval."""

from __future__ import annotations

from collections.abc import Sequence

from seglib.segments.evaluation.bases import LABELS
from seglib.segments.evaluation.battle import Battle
from seglib.segments.evaluation.persistence import Persistence
from seglib.segments.sentences import told

BASES = {
    "behavioural": "what customers do",
    "geographic": "where customers are",
    "demographic": "who customers are",
    "psychographic": "what customers think",
}
"""Base: its name within a sentence."""

OUTCOMES = {"retention": "who buys again", "response": "who answers a campaign"}
"""Outcome: its name within a sentence; money has its heading."""
FORETELLS = "it foretold {score:percent} of the differences in {outcome} in the time after"
WHY = {
    "best": f"Segment by {{base}}: {FORETELLS}, more than any other base, beyond what chance explains.",
    "simplest_as_good": f"Segment by {{base}}: {FORETELLS}; chance does not tell this from {{other}}, which takes more "
    "to know.",
    "nothing_proven": "No base tells your customers apart by {outcome} in the time after, beyond what chance "
    "explains. Speak of customers by {base}, the simplest, but spend on all alike.",
    "not_judged": "No base could be judged by what came after: the history is too short, or too few customers are "
    "known. Until then, {base} is the simplest.",
    "none": "There is nothing yet by which customers could be segmented.",
}
ALONE = f"Segment by {{base}}, the only base with data: {FORETELLS}, beyond what chance explains."
ANEW = "fitted anew after {days:count} days"
RAND = "(adjusted Rand {rand:number}, 1 is the same, 0 is chance)"
STILL = "{stayed:percent} of the customers are still in theirs"
LAST = {
    "persist": f"The segments of behaviour last: {ANEW} they are the same {RAND}, and {STILL}.",
    "partly": f"The segments of behaviour last in part: {ANEW}, {{found:count}} of {{all:count}} are found again "
    f"{RAND}, and {STILL}. Fit them anew before each larger decision.",
    "vanish": f"The segments of behaviour do not last: {ANEW} they are others {RAND}. By the old rule, {STILL}. Build "
    "nothing on them that is to stand longer.",
    "one": "All buyers are one segment of behaviour, so there is nothing that could pass away.",
    "too_few": "Whether segments last cannot be told: it takes 60 customers with an order on an earlier day, and a "
    "history of at least three months.",
}


def why(battle: Battle) -> dict[str, object]:
    """Say in a sentence which base is recommended, and why.

    Parameters
    ----------
    battle : Battle
        How the bases did.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; where something was judged, ``interval`` and ``n``, as a
        finding takes them. Without an ``n`` it is a note.
    """
    best = battle.recommendation
    alone = best.reason == "best" and best.runner_up is None
    sentence = ALONE if alone else WHY[best.reason]
    values = {
        "base": BASES.get(best.base, ""),
        "other": BASES.get(best.runner_up, ""),
        "outcome": OUTCOMES.get(best.outcome, _small(best.outcome_label)),
        "score": max(best.score, 0.0) if best.n else 0.0,
    }
    said = told(sentence, values)
    judged = {"interval": (best.low, best.high), "n": best.n} if "score" in said else {"n": best.n} if best.n else {}
    return said | judged


def adoption(battle: Battle) -> dict[str, object]:
    """Say which base is adopted: the client's choice, or the recommended one.

    Parameters
    ----------
    battle : Battle
        How the bases did.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    best = battle.recommendation
    if best.adopted is None:
        return {"sentence": "No base is adopted, because none has data."}
    if best.without_data:
        sentence = (
            "client.yml adopts {wanted}, for which there is no data; until there is, {base} is adopted. "
            "Leave the line out, or bring what is listed below."
        )
        return {"sentence": sentence, "wanted": BASES[best.without_data], "base": BASES[best.adopted]}
    if best.chosen and best.adopted != best.base:
        sentence = (
            "client.yml adopts {base}, though {other} is recommended: the pages that follow go by the choice "
            "in client.yml."
        )
        return {"sentence": sentence, "base": BASES[best.adopted], "other": BASES[best.base]}
    if best.chosen:
        return {"sentence": "client.yml adopts {base}, as is recommended.", "base": BASES[best.adopted]}
    absent = set(battle.absent["base"])
    other = next((name for name in LABELS if name != best.adopted and name not in absent), None)
    if other is None:
        return {"sentence": "Adopted is {base}, the only base with data.", "base": BASES[best.adopted]}
    sentence = "Adopted is what is recommended, {base}. To choose another, write in client.yml: {line}"
    return {"sentence": sentence, "base": BASES[best.adopted], "line": f"evaluation: {{adopt: {other}}}"}


def lasting(found: Persistence) -> dict[str, object]:
    """Say in a sentence whether the segments last.

    Parameters
    ----------
    found : Persistence
        What became of them.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; where it was told, ``interval`` (of its last number, the share
        who are still in their segment) and ``n``.
    """
    sentence = LAST[found.verdict]
    if found.verdict in ("one", "too_few"):
        return {"sentence": sentence}
    values = {"days": (found.end - found.split).days, "rand": found.rand, "stayed": found.stayed}
    if found.verdict == "partly":
        values |= {"found": int((found.segments["lasts"] == "yes").sum()), "all": len(found.segments)}
    return {"sentence": sentence, **values, "interval": (found.stayed_low, found.stayed_high), "n": found.n}


def listed(bases: Sequence[str]) -> str:
    """Name bases at the beginning of a sentence.

    Parameters
    ----------
    bases : sequence of str
        Values of :data:`BASES`.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["where customers are", "who customers are", "what customers think"])
    'Where customers are, who customers are and what customers think'
    """
    *most, last = bases
    text = f"{', '.join(most)} and {last}" if most else last
    return text[:1].upper() + text[1:]


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
