"""Which sentences tell how the bases did? Each with its numbers, its n and its interval."""

from __future__ import annotations

from collections.abc import Sequence

from seglib.segments.evaluation.adopting import Adopted
from seglib.segments.evaluation.bases import LABELS
from seglib.segments.evaluation.battle import Battle
from seglib.segments.evaluation.persistence import FEWEST, Persistence
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
STRANGERS = (
    "No customer can be put into a segment yet: the {strangers:count} respondents, whose groups stand above, are no "
    "known customers."
)
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
    "too_few": "Whether segments last cannot be told: it takes {fewest:count} customers with an order on an earlier "
    "day, and a history of at least three months.",
}


def why(battle: Battle, *, strangers: int = 0) -> dict[str, object]:
    """Say in a sentence which base is recommended, and why.

    Parameters
    ----------
    battle : Battle
        How the bases did.
    strangers : int, default 0
        Respondents of a survey where none of them is a known customer.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; where something was judged, ``interval`` and ``n``, as a
        finding takes them. Without an ``n`` it is a note.
    """
    best = battle.recommendation
    if best.reason == "none" and strangers:
        return {"sentence": STRANGERS, "strangers": strangers}
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


def title(battle: Battle) -> dict[str, object]:
    """Say above the figure which base foretells most of what.

    Parameters
    ----------
    battle : Battle
        How the bases did; with a score.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    judged = battle.scores[battle.scores["base"] != "combined"]
    proven = judged[judged["beyond_noise"].astype(bool)]
    if proven.empty:
        return {"sentence": "No base foretells any of it beyond what chance explains"}
    top = proven.sort_values("score", ascending=False, kind="stable").iloc[0]
    most = "foretells most: " if judged["base"].nunique() > 1 else "foretells "
    values = {"label": LABELS[top["base"]], "score": float(top["score"])}
    outcome = OUTCOMES.get(top["outcome"], _small(top["outcome_label"]))
    return {
        "sentence": f"{{label}} {most}{{score:percent}} of the differences in {{outcome}}",
        **values,
        "outcome": outcome,
    }


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
        return {"sentence": "No base is adopted: there is nothing yet by which known customers could be segmented."}
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
    if found.verdict == "one":
        return {"sentence": sentence}
    if found.verdict == "too_few":
        return {"sentence": sentence, "fewest": FEWEST}
    values = {"days": (found.end - found.split).days, "rand": found.rand, "stayed": found.stayed}
    if found.verdict == "partly":
        values |= {"found": int((found.segments["lasts"] == "yes").sum()), "all": len(found.segments)}
    return {"sentence": sentence, **values, "interval": (found.stayed_low, found.stayed_high), "n": found.n}


def made_by(adopted: Adopted | None) -> str:
    """Say where the segments to go by come from.

    Parameters
    ----------
    adopted : Adopted or None
        The segmentation that the business goes by; None where those who answered are no known customers.

    Returns
    -------
    str
    """
    if adopted is None:
        return "Until then the pages that follow tell of the respondents, by the segments of what they think."
    if adopted.by == "groups":
        return "Its segments are the groups whose passports stand above."
    if adopted.base == "behavioural":
        return (
            "Its segments are those of recency, frequency and money, a rule that claims to be no more than one. The "
            "groups above are not taken: nothing shows that they are more than a cut through customers who differ by "
            "degrees."
        )
    return f"Its segments come from the page about {BASES[adopted.base]}."


def listed(bases: Sequence[str]) -> str:
    """Name bases as the tables do.

    Parameters
    ----------
    bases : sequence of str
        Keys of :data:`seglib.segments.evaluation.bases.LABELS`.

    Returns
    -------
    str

    Examples
    --------
    >>> listed(["geographic", "demographic", "psychographic"])
    '“Where they are”, “Who they are” and “What they think”'
    """
    *most, last = [f"“{LABELS[base]}”" for base in bases]
    return f"{', '.join(most)} and {last}" if most else last


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
