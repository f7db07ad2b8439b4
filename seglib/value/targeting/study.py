"""What do a client's campaigns say of treating customers differently? Each with its control group and its eve."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.client import Client
from seglib.features.responses import CONTROL
from seglib.segments.psychographic.respondents import people
from seglib.value.policy import PolicyValue, policy_value
from seglib.value.targeting.before import Rule, compared_by, read_adopted, rule_before
from seglib.value.targeting.segment_effects import segment_effects
from seglib.value.targeting.trial import costs_of

MOST = 6
"""Campaigns that are looked at, the last ones."""
CAMPAIGNS = ("campaign_id", "name", "day", "n", "n_control", "arms", "experiment")


@dataclass(frozen=True, eq=False)
class Study:
    """What the campaigns say.

    Parameters
    ----------
    campaigns : pandas.DataFrame
        One row a campaign, the last one first: `campaign_id, name, day` (the first on which somebody was assigned, or
        the campaign's; missing where nobody knows)`, n, n_control, arms` (besides the control)`, experiment` (whether
        it has a control group).
    policies : PolicyValue or None
        Of the campaigns with a control group; None where there is none.
    rule : Rule or None
        The segmentation, learned on the eve of the last of them.
    main : str
        That campaign; empty where there is none.
    effects : pandas.DataFrame
        From :func:`seglib.value.targeting.segment_effects.segment_effects`, of all of them, with `n` the customers of
        each segment today.
    X : pandas.DataFrame or None
        What customers can be grouped by, as it was on the eve of the main campaign.
    assignments : pandas.DataFrame
        Of the main campaign.
    costs : dict of str to float
        Of a contact in it, by arm.
    """

    campaigns: pd.DataFrame
    policies: PolicyValue | None
    rule: Rule | None
    main: str
    effects: pd.DataFrame
    X: pd.DataFrame | None
    assignments: pd.DataFrame
    costs: dict[str, float]


def study(tables: Mapping[str, ir.Table], client: Client, *, n_repeats: int = 10, random_state: int) -> Study:
    """Value rules of all campaigns with a control group by the adopted segmentation.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    n_repeats : int, default 10
        See :func:`seglib.value.policy.policy_value`.
    random_state : int
        Seed.

    Returns
    -------
    Study
        Of the last six campaigns with a control group.
    """
    assigned = tables["assignments"].to_pandas() if "assignments" in tables else pd.DataFrame()
    listed = tables["campaigns"].to_pandas() if "campaigns" in tables else None
    campaigns = list_campaigns(assigned, listed)
    judged = campaigns[campaigns["experiment"]].head(MOST)
    nothing = Study(campaigns, None, None, "", pd.DataFrame(), None, assigned.iloc[:0], {})
    if judged.empty:
        return nothing
    eves = {one.campaign_id: _eve(one.day, client) for one in judged.itertuples()}
    main = str(judged["campaign_id"].iloc[0])
    known = {day: people(tables, as_of=day) for day in {*eves.values(), client.as_of}}
    rule = None
    if known[eves[main]] is not None:
        told = {"as_of": eves[main], "adopted": read_adopted(client), "random_state": random_state}
        rule = rule_before(known[eves[main]], tables, client, **told)
    if rule is None:
        return nothing
    told = {"campaigns": listed, "margin_rate": client.targeting.margin_rate}
    found, effects, traits = [], [], {}
    for campaign, eve in eves.items():
        own = assigned[assigned["campaign_id"] == campaign]
        where, traits[campaign] = rule.on(known[eve]), compared_by(known[eve], tables, client, as_of=eve)
        seed = {"n_repeats": n_repeats, "random_state": random_state}
        found.append(policy_value(own, segments=where, traits=traits[campaign], **told, **seed))
        effects.append(segment_effects(own, segments=where, **told))
    today = rule.on(known[client.as_of])["segment_name"].value_counts()
    table = pd.concat(effects, ignore_index=True)
    table["n"] = table["segment"].map(today).fillna(0).astype(int)
    own = assigned[assigned["campaign_id"] == main]
    return Study(campaigns, _together(found), rule, main, table, traits[main], own, costs_of(listed, main))


def spending_options(found: Study) -> pd.DataFrame:
    """Give what a budget can be spent on: every offer of the campaigns, for every segment.

    Parameters
    ----------
    found : Study
        What the campaigns say.

    Returns
    -------
    pandas.DataFrame
        The effects that are money, as :func:`seglib.value.budget.allocate` takes them; of an offer that was made in
        several campaigns, the last one's.
    """
    if found.effects.empty:
        return found.effects
    money = found.effects[found.effects["measure"] != "responded"]
    return money.drop_duplicates(["segment", "arm"]).reset_index(drop=True)


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


def list_campaigns(assigned: pd.DataFrame, listed: pd.DataFrame | None) -> pd.DataFrame:
    """List campaigns with their day and whether they have a control group.

    Parameters
    ----------
    assigned : pandas.DataFrame
        The assignments; may be empty.
    listed : pandas.DataFrame or None
        The campaigns.

    Returns
    -------
    pandas.DataFrame
        The columns of :class:`Study`, the last one first.
    """
    if assigned.empty:
        return pd.DataFrame(columns=list(CAMPAIGNS)).astype({"experiment": bool})
    about = listed.drop_duplicates("campaign_id").set_index("campaign_id") if listed is not None else pd.DataFrame()
    rows = []
    for campaign, own in assigned.groupby("campaign_id", sort=True):
        known = about.loc[campaign] if campaign in about.index else pd.Series(dtype=object)
        first = own["assigned_at"].min() if "assigned_at" in own.columns else pd.NaT
        arms = sorted(set(own["arm"]) - {CONTROL})
        n_control = int((own["arm"] == CONTROL).sum())
        row = {"campaign_id": campaign, "name": known.get("name"), "n": len(own), "n_control": n_control}
        row |= {"day": known.get("starts") if pd.isna(first) else first, "arms": ", ".join(arms)}
        rows.append(row | {"experiment": bool(arms) and n_control > 0})
    table = pd.DataFrame(rows)
    table["name"] = table["name"].where(table["name"].notna(), table["campaign_id"]).astype(str)
    table["day"] = pd.to_datetime(table["day"])
    return table.sort_values(["day", "n"], ascending=False, kind="stable", ignore_index=True)[list(CAMPAIGNS)]


def _eve(day: pd.Timestamp, client: Client) -> datetime.date:
    return client.as_of if pd.isna(day) else min(client.as_of, day.date() - datetime.timedelta(days=1))


def _together(found: list[PolicyValue]) -> PolicyValue:
    frames = {
        name: pd.concat([getattr(one, name) for one in found], ignore_index=True)
        for name in ("table", "gains", "arms", "rules", "absent")
    }
    return PolicyValue(**frames, notes=list(dict.fromkeys(np.concatenate([one.notes for one in found]).tolist())))
