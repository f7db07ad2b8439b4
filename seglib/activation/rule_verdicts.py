"""What do rules and questions say in a sentence? With the numbers that a careful reader asks for."""

from __future__ import annotations

from seglib.activation.golden import Golden
from seglib.activation.rules import Rules

GOOD = 0.7
"""Share of a segment that is to be found before a rule is called a guide to it."""
RULES = (
    "Short rules tell the segments. To put everybody into the largest one would be right for {largest:percent} of the "
    "customers; the rules put into their own segment {accuracy:percent}."
)
STEPS = "From top to bottom: the first that fits counts"
STEPS_IN = "From top to bottom: the first that fits counts; money in {currency}"
WEAK = "Ask twice before you go by the rules alone for {names}: they find less than {good:percent} of {them}."
STRONG = "Of every segment with {least:count} customers or more, the rules find {good:percent} or more."
QUESTIONS = (
    "{asked:count} questions are enough to tell the segment of a customer who has bought. Nobody whose answers chose "
    "the questions judged them: they put into their own segment {accuracy:percent}."
)
CURVE = "{asked:count} questions put {accuracy:percent} into their own segment"
FIRST = CURVE + ", the first {fewer:count} alone {already:percent}"
NEAR = 0.02
"""So much less may be right with fewer questions, for somebody at a counter to be content with them."""
CHANCE = (
    "Each answer comes with a chance. It was {chance:percent} on average, and the named segment was the right one for "
    "{accuracy:percent} of the customers."
)


def rules(found: Rules) -> dict[str, object]:
    """Say how good the rules are.

    Parameters
    ----------
    found : Rules

    Returns
    -------
    dict
        A finding.
    """
    told = {"largest": found.largest, "accuracy": found.accuracy}
    return {"sentence": RULES, **told, "n": found.n, "interval": (found.low, found.high)}


def steps(found: Rules, currency: str) -> dict[str, object]:
    """Say how the list of rules is read, and in which currency money is, where there is any.

    Parameters
    ----------
    found : Rules
    currency : str

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    money = any(one.field.kind == "money" for leaf in found.leaves for one in leaf.conditions)
    return {"sentence": STEPS_IN, "currency": currency} if money else {"sentence": STEPS}


def weak(found: Rules, *, least: int) -> dict[str, object]:
    """Say of which segments the rules find too few.

    Parameters
    ----------
    found : Rules
    least : int
        Customers under which nothing is said of a segment.

    Returns
    -------
    dict
        A finding.
    """
    large = found.table[found.table["n"] >= least]
    names = large.loc[~(large["recall"] >= GOOD), "segment_name"].tolist()
    if not names:
        return {"sentence": STRONG, "least": least, "good": GOOD, "n": found.n}
    listed = " and ".join(f"“{name}”" for name in names) if len(names) < 3 else f"{len(names)} segments"
    return {"sentence": WEAK, "names": listed, "good": GOOD, "them": "it" if len(names) == 1 else "each", "n": found.n}


def questions(found: Golden) -> dict[str, object]:
    """Say how many questions are enough.

    Parameters
    ----------
    found : Golden

    Returns
    -------
    dict
        A finding.
    """
    row = found.chosen
    told = {"asked": int(row["n_questions"]), "accuracy": found.accuracy}
    return {"sentence": QUESTIONS, **told, "n": found.n, "interval": (float(row["low"]), float(row["high"]))}


def curve(found: Golden) -> dict[str, object]:
    """Say how far the questions get, and how far the first of them alone where that is nearly as far.

    Parameters
    ----------
    found : Golden

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    row = found.chosen
    near = found.curve[found.curve["accuracy"] >= found.accuracy - NEAR].iloc[0]
    told = {"asked": int(row["n_questions"]), "accuracy": found.accuracy}
    if near["n_questions"] >= row["n_questions"]:
        return {"sentence": CURVE, **told}
    return {"sentence": FIRST, **told, "fewer": int(near["n_questions"]), "already": float(near["accuracy"])}


def chance(found: Golden) -> dict[str, object]:
    """Say whether the chance that is shown comes true.

    Parameters
    ----------
    found : Golden

    Returns
    -------
    dict
        A finding.
    """
    return {"sentence": CHANCE, "chance": found.mean_chance, "accuracy": found.accuracy, "n": found.n}
