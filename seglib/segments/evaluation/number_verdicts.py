"""What does the number of segments, and their trust, say in a sentence? With the numbers that decided."""

from __future__ import annotations

import pandas as pd

from seglib.clustering.keeping import Keeping
from seglib.segments.evaluation.how_many import STABLE, HowMany
from seglib.segments.sentences import told

BY = {
    "behavioural": "what they do",
    "psychographic": "what they think",
    "demographic": "who they are",
}
"""Base: how its groups are told apart, within a sentence."""
STABILITY = "(stability {stability:number}, in nine of ten pairs of samples {low:number} to {high:number}; 1 is always)"
STRUCTURE = {
    "natural": f"By {{by}}, customers fall into {{k:count}} natural groups: between all of them lie gaps in which "
    f"hardly anybody is, and other samples find the same groups again {STABILITY}.",
    "reproducible": f"By {{by}}, customers form no islands. But {{k:count}} groups come again in other samples "
    f"{STABILITY}, more surely than pieces of customers without groups would.",
    "constructed": f"By {{by}}, customers are one continuum without gaps. Cut into {{k:count}} groups, it is cut "
    f"alike in other samples {STABILITY}, but customers without any groups can be, too. Use the groups as one uses "
    "sizes of clothes: practical, and no kinds of people.",
    "none": "Do not segment customers by {by}: in each sample other groups are found. The steadiest number, "
    "{k:count}, reaches a stability of {stability:number}, and {least:number} is asked.",
}
TAKE = {
    "natural": "Work with {k:count} segments: so many natural groups are there, and the smallest has {members:count} "
    "customers.",
    "reproducible": "Work with {k:count} segments. {usable:count} of {tried:count} numbers tried passed: their groups "
    "come again in other samples, and none has fewer than {smallest:count} customers. Of these, {k:count} groups are "
    "farthest above what customers without groups reach.",
    "best_silhouette": "Work with {k:count} segments. {usable:count} of {tried:count} numbers tried passed: their "
    "groups come again in other samples, and none has fewer than {smallest:count} customers. Of these, {k:count} "
    "groups lie farthest apart.",
    "only": "Work with {k:count} segments: of {tried:count} numbers tried it is the only one whose groups come again "
    "in other samples, with {smallest:count} customers or more in each.",
    "unstable": "Work with all customers as one segment: none of {tried:count} numbers tried comes again in other "
    "samples.",
    "too_small": "Work with all customers as one segment: every number that comes again in other samples has a "
    "segment below {smallest:count} customers.",
}
NEXT = " Next best: {runner_up:count}."
CHOSEN = (
    "client.yml asks for {k:count} segments, where {recommended:count} are recommended: the pages go by client.yml."
)
OTHERWISE = "To work with another number, write in client.yml: {line}"
KEEP = {
    "stable": "Made again from other starts and from nine tenths of the customers, the segments stay: in the worst "
    "of {runs:count} tries, {share:percent} of the customers kept theirs.",
    "unstable": "Unstable: made again from other starts and from nine tenths of the customers, only {share:percent} "
    "of the customers kept their segment in the worst of {runs:count} tries, and {mean:percent} on average. Speak to "
    "segments, and make nothing hang on the place of a single customer.",
}
TRUST = {
    "all": "All {k:count} segments can be acted on: each has grade A or B.",
    "some": "{good:count} of {k:count} segments can be acted on (grade A or B). With grade D, and so kept out of "
    "campaigns: {last}.",
    "patterns": "{good:count} of {k:count} segments can be acted on (grade A or B); the others are patterns to "
    "describe by (grade C).",
    "pattern": "{good:count} of {k:count} segments can be acted on (grade A or B); the other is a pattern to describe "
    "by (grade C).",
    "none_but_patterns": "None of the {k:count} segments can be acted on: they are patterns to describe by (grade C).",
    "none": "None of the {k:count} segments can be acted on: all have grade C or D.",
    "fixed": "The {k:count} segments are made by a rule that does not hang on the sample, so they are always found "
    "again. Whether they tell customers apart is another question: what they foretell is told above.",
}
"""By how many can be acted on; ``fixed`` where any sample gives the same segments."""


def whether(found: HowMany, *, base: str) -> dict[str, object]:
    """Say whether there are groups at all.

    Parameters
    ----------
    found : HowMany
        The number of segments, from all sides.
    base : str
        A key of :data:`BY`.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``, as a finding takes them.
    """
    row, sentence = found.of(found.looked_at), STRUCTURE[found.verdict]
    values = {"by": BY[base], "k": found.looked_at, "stability": float(row["stability"]), "least": STABLE}
    values |= {"low": float(row["stability_low"]), "high": float(row["stability_high"])}
    return told(sentence, values) | {"n": found.n}


def how_many_to_take(found: HowMany) -> dict[str, object]:
    """Say how many segments to work with, and why.

    Parameters
    ----------
    found : HowMany
        The number of segments, from all sides.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    if found.chosen:
        return {"sentence": CHOSEN, "k": found.k, "recommended": found.recommended, "n": found.n}
    members = int(found.of(found.k)["smallest_n"]) if found.k > 1 else found.n
    usable = int(found.table["runs"].sum())
    alone = usable == 1 and found.reason in ("reproducible", "best_silhouette")
    sentence = TAKE["only" if alone else found.reason] + (NEXT if found.runner_up else "")
    values = {
        "k": found.k,
        "tried": len(found.table),
        "usable": usable,
        "smallest": found.smallest,
        "members": members,
        "runner_up": found.runner_up,
    }
    return told(sentence, values) | {"n": found.n}


def keeps(found: Keeping) -> dict[str, object]:
    """Say whether customers keep their segment.

    Parameters
    ----------
    found : Keeping
        From :func:`seglib.clustering.keeping`.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    sentence = KEEP[found.verdict]
    values = {"share": found.share, "mean": found.mean, "runs": len(found.table)}
    return told(sentence, values) | {"n": found.n}


def trusted(passports: pd.DataFrame) -> dict[str, object]:
    """Say how many segments can be acted on.

    Parameters
    ----------
    passports : pandas.DataFrame
        With `segment_name`, `n`, `grade` and `jaccard_low`.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    good = int(passports["grade"].isin(["A", "B"]).sum())
    last = passports.loc[passports["grade"] == "D", "segment_name"].tolist()
    others = len(passports) - good
    some = "some" if last else "pattern" if others == 1 else "patterns"
    kind = "all" if not others else some if good else "none" if last else "none_but_patterns"
    kind = "fixed" if passports["jaccard_low"].eq(1).all() else kind
    values = {"k": len(passports), "good": good, "last": "; ".join(last)}
    return told(TRUST[kind], values) | {"n": int(passports["n"].sum())}
