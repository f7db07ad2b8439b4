"""Which sentences tell how far effects of segments, and their intervals, can be believed?"""

from __future__ import annotations

import pandas as pd

from seglib.value.trials.campaigns import Campaigns
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.views import arm_names

COVERED = (
    "In made-up campaigns of the same size with money as uneven as this, the 95% interval of all customers held the "
    "truth in {share:percent} of cases or more."
)
UNEVEN = (
    "Some money is so uneven, or comes so rarely, that its intervals are too narrow: {names}. In made-up campaigns "
    "like these they held the truth in as few as {share:percent} of cases, so take them for a hint."
)
CURSE = (
    "Measured on its own, the best segment of {what} seems to bring {raw:money} a contact; drawn towards the others, "
    "which allows for its luck, {drawn:money}."
)


def curse(campaigns: Campaigns) -> dict[str, object]:
    """Say by how much the best segment of an arm may be lucky.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    dict
        As a finding takes it, for the segment that is drawn farthest; empty without segments.
    """
    table = campaigns.found.table
    table = table[(table["outcome"] == campaigns.money) & (table["segment"] != EVERYBODY)].merge(campaigns.shown)
    table = table[table["shrunken"].notna()]
    if table.empty:
        return {}
    best = table.loc[table.groupby(["campaign_id", "arm"], sort=False)["effect"].idxmax()]
    row = best.loc[(best["effect"] - best["shrunken"]).idxmax()]
    what = arm_names(campaigns)[row["campaign_id"], row["arm"]]
    told = {"raw": row["effect"], "drawn": row["shrunken"], "interval": (row["shrunken_low"], row["shrunken_high"])}
    return {"sentence": CURSE, "what": what, **told, "n": int(row["n"] + row["n_control"])}


def uneven(covered: pd.DataFrame, names: dict[tuple[str, str], str], *, least: float = 0.9) -> dict[str, object]:
    """Say of which groups the intervals of money are too narrow.

    Parameters
    ----------
    covered : pandas.DataFrame
        From :func:`seglib.value.trials.likeness.coverage_like`.
    names : dict of (str, str) to str
        From :func:`seglib.value.trials.views.arm_names`.
    least : float, default 0.9
        Share of made-up campaigns in which an interval must hold the truth.

    Returns
    -------
    dict
        As a finding takes it; empty where all hold it so often. The share is that of the worst.
    """
    table = covered[covered["covered"] < least]
    if table.empty:
        return {}
    listed = [
        names[campaign, arm] if segment == EVERYBODY else f"“{segment}” in {names[campaign, arm]}"
        for campaign, arm, segment in table[["campaign_id", "arm", "segment"]].itertuples(index=False)
    ]
    share = float(table["covered"].min())
    return {"sentence": UNEVEN, "names": ", ".join(listed), "share": share, "n": int(table["made_up"].min())}


def forest_words(campaigns: Campaigns, effects: pd.DataFrame, *, currency: str) -> dict[str, object]:
    """Say what the drawing of effects shows.

    Parameters
    ----------
    campaigns : Campaigns
    effects : pandas.DataFrame
        From :func:`seglib.value.trials.segment_views.forest`.
    currency : str
        ISO 4217 code.

    Returns
    -------
    dict
        ``title`` and ``alt`` (sentences), the values of their placeholders, and ``label``, what the scale means.
    """
    paid = effects["goal"].notna().any()
    question = "whether a contact earns what it costs" if paid else "that a contact changes what customers bring"
    against = "its cost a contact" if paid else "zero"
    numbers = {"rows": len(effects), "sure": int(effects["sure"].sum()), "top": float(effects["effect"].max())}
    return numbers | {
        "title": f"In {{sure:count}} of {{rows:count}} groups it is sure {question}",
        "alt": "Points with intervals, a row for each campaign and segment; the largest is {top:money} a contact, and "
        f"{{sure:count}} of {{rows:count}} intervals lie on one side of {against}.",
        "label": f"{campaigns.money.capitalize()} a contact, {currency}" + ("; mark: its cost" if paid else ""),
    }
