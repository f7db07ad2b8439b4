"""What can a budget be spent on? The offers of the campaigns, with what they did to each segment."""

from __future__ import annotations

import pandas as pd

from seglib.features.responses import CONTROL
from seglib.value.experiments import effects
from seglib.value.targeting.study import Study
from seglib.value.targeting.trial import MONEY
from seglib.value.trials.outcomes import EVERYBODY

COLUMNS = ("campaign_id", "segment", "arm", "n", "effect", "low", "high", "cost", "worth", "buyers")


def offers(found: Study) -> pd.DataFrame:
    """Give the offers that a budget can go to, for each segment.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    pandas.DataFrame
        As :func:`seglib.value.budget.allocate` takes it: `campaign_id, segment, arm, n` (customers of the segment
        today)`, effect, low, high` (of a contact, in money, against the control group, drawn towards that of all
        customers by how much of it is chance)`, cost, worth` (what a customer of the segment who brought anything
        brought). Where it is not proven that segments need different offers, only the best offer of each campaign; of
        an offer of several campaigns, the last one's.
    """
    if found.policies is None:
        return pd.DataFrame(columns=list(COLUMNS))
    rows = found.assignments.dropna(subset="segment")
    history = found.history if len(found.history) else None
    table = effects(rows, by="segment", history=history).table
    made = []
    for campaign, own in found.policies.arms.groupby("campaign_id", sort=False):
        measure = own["measure"].iloc[0]
        if measure not in MONEY:
            continue
        brought = rows[rows["campaign_id"] == campaign]
        part = _effects(table, campaign, measure)
        part = part[part["arm"].isin(_allowed(found, own, campaign))]
        cost = own.set_index("arm")["cost"]
        values = brought[measure].astype(float)
        bought = values[values > 0].groupby(brought["segment"])
        about = {"worth": part["segment"].map(bought.mean()), "buyers": part["segment"].map(bought.size())}
        made.append(part.assign(cost=part["arm"].map(cost), **about))
    if not made:
        return pd.DataFrame(columns=list(COLUMNS))
    joined = pd.concat(made, ignore_index=True).drop_duplicates(["segment", "arm"])
    return joined.assign(n=joined["segment"].map(found.today).fillna(0).astype(int))[list(COLUMNS)]


def spent_before(found: Study) -> float:
    """Add up what the campaigns spent on contacts.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    float
        Contacts times costs, of all campaigns that can be judged.
    """
    return float((found.policies.arms["n_assigned"] * found.policies.arms["cost"]).sum()) if found.policies else 0.0


def _allowed(found: Study, arms: pd.DataFrame, campaign: str) -> set[str]:
    """All offers where segments are proven to need different ones; else the one that is the best for all."""
    gains = found.policies.gains
    own = gains[(gains["campaign_id"] == campaign) & (gains["policy"] == "segment")]
    if (own["verdict"] == "pays").any():
        return set(arms["arm"]) - {CONTROL}
    return {arms.loc[arms["blanket"].idxmax(), "arm"]} - {CONTROL}


def _effects(table: pd.DataFrame, campaign: str, outcome: str) -> pd.DataFrame:
    """Effects of segments after shrinkage; those of all customers where there is one segment, or nothing is known."""
    own = table[(table["campaign_id"] == campaign) & (table["outcome"] == outcome)]
    whole = own[own["segment"] == EVERYBODY].set_index("arm")
    part = own[own["segment"] != EVERYBODY]
    names = {"effect": "shrunken", "low": "shrunken_low", "high": "shrunken_high"}
    filled = {name: part[source].fillna(part["arm"].map(whole[name])) for name, source in names.items()}
    return part[["campaign_id", "segment", "arm"]].assign(**filled)
