"""What does treating customers differently bring, in a sentence? With the numbers that decided."""

from __future__ import annotations

import math

import pandas as pd

from seglib.features.responses import CONTROL
from seglib.segments import sentences
from seglib.value.targeting.study import Study
from seglib.value.targeting.trial import LACKING
from seglib.value.targeting.views import MOST_LISTED
from seglib.value.targeting.words import kind_of, rounded, treatment
from seglib.value.twenty import Twenty

PAYS = {
    "pays": "It pays to treat segments differently: in {name}, an offer for each segment brought more than {blanket} "
    "for everybody, by {gain:KIND} a customer.",
    "costs": "Make everybody the same offer: in {name}, an offer for each segment brought less than {blanket} for "
    "everybody. The difference is {gain:KIND} a customer.",
    "unproven": "Make everybody the same offer until a test says otherwise: in {name}, it is not proven that an offer "
    "for each segment brings more than {blanket} for everybody. The difference is {gain:KIND} a customer.",
}
ALIKE = (
    "Make everybody the same offer: in {name}, every segment does best with {blanket}, as far as can be told, so it "
    "is not proven that segments need different ones. A customer brings {value:KIND}."
)
NEEDED = (
    "To prove that fitting offers to segments brings {stated:KIND} more a customer (a twentieth of what the best "
    "single offer leaves), it would take a campaign with about {needed:count} customers; {name} had {n:count}."
)
NEEDED_SEEN = (
    "If the gain is as large as it seems, a campaign with about {needed:count} customers would prove it; {name} had "
    "{n:count}."
)
WHY_NOT = {
    "none": "No campaign has been kept yet, so nobody can say whether it pays to treat customers differently.",
    "no_control": "None of the {campaigns:count} campaigns has a control group, so nobody knows what would have come "
    "anyway, and what an offer did to whom.",
    "no_segments": "Nothing is known of customers that they could be treated differently by.",
    "too_few": "The campaigns with a control group are too small to say whether it pays to treat customers "
    "differently.",
}
COLLECT = (
    "Before the next campaign, draw at random who gets which offer and who gets nothing. How many customers that "
    "takes is on the page “What did the campaigns earn?”, under “The next test”. Keep the list with the customers' "
    "ids, and note what each brought in the weeks after. Bring it as assignments, with what a contact costs in "
    "campaigns."
)
WHEN = {
    "before": "Segments are those that customers were in on the eve of each campaign.",
    "traits": "Segments go by what a campaign does not change, so they are those of today.",
    "today": "The days of the campaigns are not known, so segments are those of today. They know what customers did "
    "after the campaign, which makes differences look larger than they are.",
    "none": "No segmentation was adopted, so customers are told apart by the trait that is known of most.",
}
TWENTY = {
    "pays": "{k:count} segments pay: with an offer each, the customers of {name} bring more than with one offer for "
    "all, by {profit:money} together.",
    "one": "One offer for all is enough: of 2 to {most:count} segments, no number earns more with an offer each than "
    "chance would make it seem. The best would bring {gain:money} more from all customers of {name}.",
    "no_more": "One offer for all is enough: of 2 to {most:count} segments, no number earns more with an offer each. "
    "The best that departs from one offer changes what all customers of {name} bring by {gain:money}.",
    "costs_more": "One offer for all is enough: segments earn more, but not surely what they cost. The best number "
    "brings {gain:money} more from all customers of {name}.",
    "nothing": "One offer for all is enough: however many segments are made, all do best with the same offer.",
}
NO_COST = (
    "What a segment costs was not given, so nothing is taken off. By what it earns, a further segment may cost "
    "{affordable:money} at most. Write what it costs in client.yml: {line}"
)
LISTED = {"all": "The campaigns", "last": "The last {shown:count} of {all:count} campaigns"}
UNGROUPED = "How many segments pay cannot be told: {why}."


def pays(found: Study) -> dict[str, object]:
    """Say whether it pays to treat segments differently, by the main campaign.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, ``n`` and ``interval``, as a finding takes them; without ``n`` it
        is a note.
    """
    if nothing := unknown(found):
        return nothing
    gain = _of_segments(found)
    kind = kind_of(gain["measure"])
    told = {"name": _name(found), "blanket": blanket(found), "n": int(gain["n"])}
    if gain["gain"] == 0 and gain["error"] == 0:
        value = _of_main(found.policies.table, found).set_index("policy").loc["segment"]
        told |= {"value": float(value["value"]), "interval": (float(value["low"]), float(value["high"]))}
        return {"sentence": ALIKE.replace("KIND", kind), **told}
    told |= {"gain": float(gain["gain"]), "interval": (float(gain["low"]), float(gain["high"]))}
    return {"sentence": PAYS[gain["verdict"]].replace("KIND", kind), **told}


def listed(found: Study) -> dict[str, object]:
    """Head the list of campaigns.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    n = len(found.campaigns)
    return sentences.told(LISTED["last" if n > MOST_LISTED else "all"], {"shown": MOST_LISTED, "all": n})


def why_not(found: Study) -> str:
    """Say why nothing can be told, if so.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    str
        A key of :data:`WHY_NOT`; empty where something can be told.
    """
    if found.campaigns.empty:
        return "none"
    if not found.campaigns["experiment"].any():
        return "no_control"
    if found.policies is None:
        return "no_segments"
    return "" if found.main in set(found.policies.table["campaign_id"]) else "too_few"


def unknown(found: Study) -> dict[str, object]:
    """Say why nothing can be told, if so.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders, for a note; empty where something can be told.
    """
    reason = why_not(found)
    return sentences.told(WHY_NOT[reason], {"campaigns": len(found.campaigns)}) if reason else {}


def blanket(found: Study) -> str:
    """Name the treatment that is the best for all in the main campaign.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    str
    """
    own = _of_main(found.policies.arms, found)
    best = own.loc[own["blanket"].idxmax(), "arm"]
    return treatment(best) if best == CONTROL else f"“{best}”"


def needed(found: Study) -> dict[str, object] | None:
    """Say how many customers it would take to prove a gain.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    dict or None
        ``sentence`` and the values of its placeholders; None where a gain is proven, or no segment differs at all.
    """
    gain = _of_segments(found)
    told = {"name": _name(found), "n": int(gain["n"])}
    if gain["verdict"] == "pays":
        return None
    if math.isfinite(gain["needed"]):
        return {"sentence": NEEDED_SEEN, "needed": rounded(gain["needed"]), **told}
    if not math.isfinite(gain["needed_stated"]):
        return None
    sentence = NEEDED.replace("KIND", kind_of(gain["measure"]))
    return {"sentence": sentence, "stated": gain["stated_gain"], "needed": rounded(gain["needed_stated"]), **told}


def days_of(found: Study) -> str:
    """Say of which day the segments are.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    str
    """
    return WHEN[found.when]


def two_or_twenty(found: Twenty | str | None, name: str) -> dict[str, object]:
    """Say how many segments pay.

    Parameters
    ----------
    found : Twenty, str or None
        From :func:`seglib.value.twenty.two_or_twenty`; None where nothing is known to group customers by.
    name : str
        Name of the campaign.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, ``n`` and ``interval``; without ``n`` it is a note.
    """
    name = f"“{name}”"
    if found is None or isinstance(found, str):
        why = f"{name} {LACKING[found]}" if found else "too little is known of customers to group them"
        return {"sentence": UNGROUPED, "why": why}
    table = found.table.set_index("k")
    told = {"name": name, "n": int(table["n"].iloc[0])}
    if found.verdict == "pays":
        row = table.loc[found.k]
        ends = float(row["profit_low"]), float(row["profit_high"])
        return {"sentence": TWENTY["pays"], "k": found.k, "profit": float(row["profit"]), "interval": ends, **told}
    if (table["gain"] == 0).all() and (table["high"] == 0).all():
        return {"sentence": TWENTY["nothing"], "n": told["n"]}
    several = table.loc[table.index[1:]]
    departs = several[several["low"] < several["high"]]  # the others have the same offer for every segment
    best = (departs if len(departs) else several)["gain"].idxmax()
    told |= {"gain": float(table.at[best, "gain"])}
    told |= {"interval": (float(table.at[best, "low"]), float(table.at[best, "high"]))}
    most = {"most": int(table.index.max())} if found.verdict == "one" else {}
    which = "no_more" if found.verdict == "one" and told["gain"] <= 0 else found.verdict
    return {"sentence": TWENTY[which], **most, **told}


def cost_of_segments(found: Twenty) -> dict[str, object] | None:
    """Say what a segment may cost, where segments pay and nobody has said what they cost.

    Parameters
    ----------
    found : Twenty
        What numbers of segments earn.

    Returns
    -------
    dict or None
        ``sentence`` and the values of its placeholders.
    """
    if found.segment_cost is not None or found.verdict != "pays":
        return None
    return {"sentence": NO_COST, "affordable": found.affordable, "line": "targeting: {segment_cost: 250}"}


def _of_segments(found: Study) -> pd.Series:
    """What an offer for each segment gains over one for all, in the main campaign."""
    gains = _of_main(found.policies.gains, found)
    return gains[gains["policy"] == "segment"].iloc[0]


def _of_main(table: pd.DataFrame, found: Study) -> pd.DataFrame:
    return table[table["campaign_id"] == found.main]


def _name(found: Study) -> str:
    return f"“{found.campaigns.set_index('campaign_id').at[found.main, 'name']}”"
