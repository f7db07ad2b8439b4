"""Who needs help, who is heard, and who was sent by others: is any of it worth more?"""

from __future__ import annotations

import pandas as pd

from seglib.segments.checks import has_ordered
from seglib.segments.relations import Kinds, Relation, by_kind, relation
from seglib.segments.worth import Worth

BANDS = {
    "service-effort": {"effort 1 to 3": (1, 3), "effort 4 to 6": (4, 6), "effort 7 to 10": (7, 10)},
    "service-minutes": {
        "no help": (0, 0),
        "under 5 minutes of help an order": (1e-9, 5 - 1e-9),
        "5 minutes of help or more an order": (5, 1e9),
    },
    "followers": {
        "under 100 followers": (0, 99),
        "100 to 999 followers": (100, 999),
        "1,000 followers or more": (1000, 1e12),
    },
}
"""Bands of each trait, set before looking."""


def effort_and_voice(features: pd.DataFrame, customers: pd.DataFrame, money: Worth) -> dict[str, Relation | Kinds]:
    """Hold service effort, minutes of help, followers and referral against the money.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    customers : pandas.DataFrame
        The list of customers, perhaps without rows; `service_effort`, `followers` and `referral` are looked at.
    money : Worth

    Returns
    -------
    dict
        What is known, by name: keys of :data:`BANDS` and ``"referral"``. Minutes an order are those of customers with
        an order, where any contact is on record.
    """
    ids = features["customer_id"]
    known = customers.set_index("customer_id")
    given = {name: ids.map(known[name]) for name in ("service_effort", "followers", "referral") if name in known}
    bought = has_ordered(features)
    helped = features.get("service_minutes", pd.Series(0.0, index=features.index)).astype(float)
    traits = {"service-effort": given.get("service_effort"), "followers": given.get("followers")}
    if helped.gt(0).any():
        traits["service-minutes"] = (helped / features["n_orders"].where(bought)).fillna(0.0).where(bought)
    found: dict[str, Relation | Kinds] = {
        name: relation(traits[name], features[money.column], bands=bands)
        for name, bands in BANDS.items()
        if traits.get(name) is not None and traits[name].notna().any()
    }
    referral = given.get("referral")
    if referral is not None and referral.nunique() > 1:
        found["referral"] = by_kind(referral, features[money.column])
    return found


def heading(found: Relation | Kinds) -> tuple[str, dict[str, object]]:
    """Say what a comparison comes to.

    Parameters
    ----------
    found : Relation or Kinds

    Returns
    -------
    str, dict
        A sentence and the values of its placeholders.
    """
    if isinstance(found, Kinds):
        if found.p < 0.05:
            return "What customers bring differs by who referred them, more than chance explains", {}
        return "By who referred them, what customers bring does not clearly differ", {}
    names = {"highest": found.highest, "lowest": found.lowest}
    if found.verdict == "too_few":
        return "Too few customers to tell bands apart", {}
    ends = {"times": found.ratio, "low": found.low, "high": found.high}
    if found.verdict == "unclear":
        return "Between {highest} and {lowest}, what each brings does not clearly differ", names
    told = "With {highest}, customers bring {times:number} times as much each as with {lowest}"
    return told + " ({low:number} to {high:number})", names | ends
