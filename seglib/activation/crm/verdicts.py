"""Who is on the lists, and can a promise be relied on, in a sentence?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from seglib.activation.crm.lists import Lists
from seglib.activation.ledger.expecting import LEVEL
from seglib.activation.ledger.keeping import FEWEST, Kept

WHO = (
    "{listed:count} of {all:count} customers can be on a list. {held:percent} of each segment are drawn by lot to get "
    "nothing, so that it can be known what a campaign did."
)
OBJECTED = {
    "some": "{objected:count} customers objected. They are in no file, and nothing was made of their data.",
    "few": "Whoever objected is in no file, and nothing was made of their data.",
}
NOBODY = {
    "no_customers": "No list can be made: there is no list of customers. Export it from the shop, till or CRM, with "
    "e-mail or phone, and with the column marketing_consent that says who agreed to be written to.",
    "no_segments": "No list can be made: no segments were adopted, so there is nothing to write to anybody about.",
    "no_consent": "No list can be made: nobody is known to have agreed to be written to. Ask at the next order, with a "
    "box that is not ticked in advance, and bring the answer as marketing_consent.",
    "no_contact": "No list can be made: nobody who agreed has an e-mail address or phone number that can be used. Ask "
    "for one at the next order.",
    "few": "Too few customers can be on a list for their number to be shown.",
}
PROMISE = {
    "told": "The next campaign promises {promised:cents} more from a contacted customer than from one held out. In "
    "four of five such campaigns, between {low:cents} and {high:cents} more will be measured.",
    "nothing": "Nothing can be promised yet: no campaign with a control group is known, and client.yml says nothing "
    "under crm: promise.",
}
KEPT = {
    "none": "No campaign has come back with results yet, so nobody knows how far promises can be relied on.",
    "too few": "Promises kept so far: {kept:count} of {campaigns:count}. That is too few campaigns to say more; it "
    "takes {fewest:count}.",
    "as promised": "Promises can be relied on. {level:percent} of campaigns should end where they were said to end; of "
    "{campaigns:count}, it was {share:percent}.",
    "too sure": "Promises are too sure of themselves. {level:percent} of campaigns should end where they were said to "
    "end; of {campaigns:count}, it was {share:percent}.",
    "too careful": "Promises are more careful than need be. {level:percent} of campaigns should end where they were "
    "said to end; of {campaigns:count}, it was {share:percent}.",
}


def who(made: Lists, *, holdout: float) -> dict[str, object]:
    """Say how many are on the lists.

    Parameters
    ----------
    made : Lists
    holdout : float
        Share of each segment that is held out.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, and ``n``.
    """
    total = int(made.found.states["n"].sum())
    return {"sentence": WHO, "listed": len(made.drawn), "all": total, "held": holdout, "n": total}


def why_nobody(made: Lists | None, tables: Mapping[str, object], *, least: int) -> str:
    """Say why there are no lists, and what to collect.

    Parameters
    ----------
    made : Lists or None
    tables : mapping
        Clean tables by name.
    least : int
        Smallest number that may be shown.

    Returns
    -------
    str
        Empty where there are lists.
    """
    if made is None:
        return NOBODY["no_segments" if "customers" in tables else "no_customers"]
    if len(made.drawn) >= least:
        return ""
    states = set(made.found.states["state"])
    if "eligible" in states and len(made.drawn):
        return NOBODY["few"]
    return NOBODY["no_contact" if states & {"eligible", "no_address"} else "no_consent"]


def objected(made: Lists, *, least: int) -> dict[str, object]:
    """Say that who objected is in no file.

    Parameters
    ----------
    made : Lists
    least : int
        Smallest number that may be shown.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; empty where nobody objected.
    """
    states = made.found.states
    n = int(states.loc[states["state"] == "objected", "n"].sum())
    if not n:
        return {}
    return {"sentence": OBJECTED["some"], "objected": n} if n >= least else {"sentence": OBJECTED["few"]}


def promised(told: Mapping[str, float], *, n: int) -> dict[str, object]:
    """Say what the next campaign promises.

    Parameters
    ----------
    told : mapping of str to float
        From :func:`seglib.activation.ledger.expecting.promise`.
    n : int
        Customers on the lists.

    Returns
    -------
    dict
        ``sentence``, and where something is promised its values and ``n``.
    """
    if pd.isna(told["promised"]):
        return {"sentence": PROMISE["nothing"]}
    ends = {"low": told["promised_low"], "high": told["promised_high"]}
    return {"sentence": PROMISE["told"], "promised": told["promised"], **ends, "n": n}


def kept(found: Kept) -> dict[str, object]:
    """Say how often promises were kept.

    Parameters
    ----------
    found : Kept

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, and where there is a campaign ``n``; from ten campaigns on the
        ``interval`` of the share.
    """
    told = {"sentence": KEPT[found.verdict]}
    if found.verdict == "none":
        return told
    told |= {"campaigns": found.n, "n": found.n}
    if found.verdict == "too few":
        return told | {"kept": found.kept, "fewest": FEWEST}
    return told | {"share": found.share, "level": LEVEL, "interval": (found.low, found.high)}
