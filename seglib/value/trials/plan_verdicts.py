"""Which sentences tell of campaigns without a control group, and of the test that would settle it?"""

from __future__ import annotations

import pandas as pd

from seglib.value.trials.campaigns import Campaigns

NAIVE_PAID = (
    "Counted as if nobody would have responded without it, {what} cost {cost:money}, brought {revenue:money}, and its "
    "profit was {profit:money}."
)
NAIVE_GAP = (
    "Those who got {what} spent {more:money} more each than other customers while it ran, but {before:money} more in "
    "as many days before it, when it cannot have worked: they were chosen because they buy more."
)
NAIVE_EVEN = (
    "Those who got {what} spent {more:money} more each than other customers while it ran, and {before:money} in as "
    "many days before it. Who was addressed was not drawn by lot, so nobody knows why."
)
PLAN = (
    "Draw {each:count} customers who get the next campaign and as many who do not: four of five such tests find it if "
    "{effect}. There are {there:count} customers."
)
NOT_ENOUGH = (
    "A test takes {each:count} customers who get the campaign and as many who do not, to find it in four of five cases "
    "if {effect}. There are only {there:count}: repeat the test over several campaigns, and count them together."
)
FOUND = {
    "share": "{effect} more of the customers respond",
    "money": "customers bring {effect} more each",
    "break even": "a contact brings the {effect} that it costs",
}


def naive(campaigns: Campaigns) -> list[dict[str, object]]:
    """Say what would be claimed of the largest campaign without a control group, and why it is no effect.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    list of dict
        As findings take them, with ``id``.
    """
    told = []
    for row in campaigns.untested[campaigns.untested["profit"].notna()].head(1).itertuples(index=False):
        values = {"cost": row.cost, "revenue": row.revenue, "profit": row.profit, "what": row.name}
        told.append({"id": "naive-profit", "sentence": NAIVE_PAID, **values, "n": row.contacts})
    for row in campaigns.untested[campaigns.untested["more"].notna()].head(1).itertuples(index=False):
        values = {"more": row.more, "before": row.more_before, "what": row.name}
        told.append(
            {
                "id": "naive-gap",
                "sentence": NAIVE_GAP if row.more_before > 0 else NAIVE_EVEN,
                **values,
                "n": row.contacts,
            }
        )
    return told


def planned(table: pd.DataFrame, written: pd.DataFrame) -> dict[str, object]:
    """Say how large the next test must be.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.trials.campaigns.plan_next`.
    written : pandas.DataFrame
        The same in words, from :func:`seglib.value.trials.details.plan`.

    Returns
    -------
    dict
        As a finding takes it; empty where nothing can be planned. The smallest lift that the customers there are
        would do for, else the largest one.
    """
    if table.empty:
        return {}
    lifts = table[table["why"] == "lift"] if (table["why"] == "lift").any() else table
    enough = lifts[lifts["enough"]]
    at = (enough if len(enough) else lifts.sort_values("an_arm", kind="stable")).index[0]
    why, effect = table.loc[at, "why"], written.loc[at, "effect_told"]
    told = FOUND["break even" if why == "break even" else table.loc[at, "what"]].format(effect=effect)
    there = int(table.loc[at, "there_are"])
    return {
        "sentence": PLAN if len(enough) else NOT_ENOUGH,
        "effect": told,
        "each": table.loc[at, "an_arm"],
        "there": there,
        "n": there,
    }
