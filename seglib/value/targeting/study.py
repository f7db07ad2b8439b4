"""What do a client's campaigns say of treating customers differently? Each with its control group and its eve."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from seglib.client import Client
from seglib.features.responses import CONTROL
from seglib.value.policy import PolicyValue, policy_value
from seglib.value.targeting.before import by_a_trait, compared_by
from seglib.value.targeting.trial import costs_of
from seglib.value.trials.before import first_days, known_before
from seglib.value.trials.campaigns import segments_to_compare
from seglib.value.trials.costs import arm_costs, margin_rate, with_margin
from seglib.value.twenty import Twenty, two_or_twenty

MOST = 6
"""Campaigns that are looked at, the last ones."""
CAMPAIGNS = ("campaign_id", "name", "day", "n", "n_control", "arms", "experiment")


@dataclass(frozen=True, eq=False)
class Study:
    """What the campaigns say.

    Parameters
    ----------
    campaigns : pandas.DataFrame
        One row a campaign, the last one first: `campaign_id, name, day` (the first; missing where nobody knows)`, n,
        n_control, arms` (besides the control)`, experiment` (whether it has a control group).
    policies : PolicyValue or None
        Of the campaigns with a control group; None where there is none, or nothing is known of customers.
    main : str
        The last of them; empty where there is none.
    assignments : pandas.DataFrame
        Of the campaigns with a control group, with `segment`: where the customer was on the eve.
    history : pandas.DataFrame
        Numbers known before each campaign, as :func:`seglib.value.trials.before.known_before` gives them.
    today : pandas.Series
        Customers of each segment today.
    when : {"before", "traits", "today", "none"}
        Of which day the segments are: see :class:`seglib.value.trials.before.Before`.
    X : pandas.DataFrame or None
        What customers can be grouped by, as it was on the eve of the main campaign.
    costs : dict of str to float
        Of a contact in it, by arm.
    n : int, default 0
        Customers of all campaigns, each counted once.
    """

    campaigns: pd.DataFrame
    policies: PolicyValue | None
    main: str
    assignments: pd.DataFrame
    history: pd.DataFrame
    today: pd.Series
    when: str
    X: pd.DataFrame | None
    costs: dict[str, float]
    n: int = 0

    @property
    def n_tested(self) -> int:
        """Customers of the campaigns with a control group, each counted once."""
        return self.assignments["customer_id"].nunique() if self.main else 0

    @property
    def main_name(self) -> str:
        """Name of the last campaign with a control group; empty where there is none."""
        return self.campaigns.set_index("campaign_id").at[self.main, "name"] if self.main else ""


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
        Of the last six campaigns with a control group, by the segments that page 08 goes by, as customers were on the
        eve of each; where there are none, by the trait that is known of most. Costs and margins are those of page 08.
    """
    assigned = tables["assignments"].to_pandas() if "assignments" in tables else pd.DataFrame()
    listed = tables["campaigns"].to_pandas() if "campaigns" in tables else None
    campaigns = list_campaigns(assigned, listed)
    names = campaigns.loc[campaigns["experiment"], "campaign_id"].head(MOST).tolist()
    n = assigned["customer_id"].nunique() if len(assigned) else 0
    nothing = Study(campaigns, None, "", assigned.iloc[:0], pd.DataFrame(), pd.Series(dtype=int), "none", None, {}, n)
    if not names:
        return nothing
    rows = assigned[assigned["campaign_id"].isin(names)].reset_index(drop=True)
    rows, _ = with_margin(rows, client.roi, rate_of_lines=margin_rate(tables))
    costs, days = arm_costs(rows, listed, client.roi), first_days(rows, listed)
    adopted = segments_to_compare(tables, client)
    seed = {"as_of": client.as_of, "random_state": random_state}
    before = known_before(tables, rows, days, adopted=adopted, **seed)
    where, today = before.segments, _today(adopted)
    if before.when == "none":
        trait = by_a_trait(tables, client)
        if trait is None:
            return nothing
        where, today = (
            rows[["campaign_id", "customer_id"]].merge(trait, on="customer_id"),
            trait["segment"].value_counts(),
        )
    rows = rows.merge(where, on=["campaign_id", "customer_id"], how="left")
    found, X = [], None
    for campaign in names:
        traits = compared_by(tables, client, as_of=_eve(days.get(campaign), client))
        X = traits if campaign == names[0] else X
        own = rows[rows["campaign_id"] == campaign]
        asked = {"campaigns": costs, "chances": client.roi.shares.get(campaign), "traits": traits}
        found.append(policy_value(own, segments="segment", n_repeats=n_repeats, random_state=random_state, **asked))
    paid = costs_of(costs, names[0])
    return Study(campaigns, _together(found), names[0], rows, before.history, today, before.when, X, paid, n)


def segments_in_money(
    found: Study, client: Client, *, ks: range = range(1, 11), random_state: int
) -> Twenty | str | None:
    """Count what each number of segments earns in the main campaign.

    Parameters
    ----------
    found : Study
        What the campaigns say.
    client : seglib.client.Client
        Whose settings count.
    ks : range, default 1 to 10
        Numbers of segments.
    random_state : int
        Seed.

    Returns
    -------
    Twenty, str or None
        As of :func:`seglib.value.twenty.two_or_twenty`; None where no campaign has a control group, or too little is
        known of customers to group them.
    """
    if found.X is None or not found.main:
        return None
    own = found.assignments[found.assignments["campaign_id"] == found.main]
    cost = client.targeting.segment_cost
    return two_or_twenty(found.X, own, ks=ks, costs=found.costs, segment_cost=cost, random_state=random_state)


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
    days = first_days(assigned, listed)
    known = listed.drop_duplicates("campaign_id").set_index("campaign_id") if listed is not None else pd.DataFrame()
    named = known["name"].dropna().to_dict() if "name" in known.columns else {}
    rows = []
    for campaign, own in assigned.groupby("campaign_id", sort=True):
        arms, n_control = sorted(set(own["arm"]) - {CONTROL}), int((own["arm"] == CONTROL).sum())
        row = {"campaign_id": campaign, "name": str(named.get(campaign, campaign)), "day": days.get(campaign)}
        row |= {"n": len(own), "n_control": n_control, "arms": ", ".join(arms)}
        rows.append(row | {"experiment": bool(arms) and n_control > 0})
    table = pd.DataFrame(rows).astype({"day": "datetime64[us]"})
    return table.sort_values(["day", "n"], ascending=False, kind="stable", ignore_index=True)[list(CAMPAIGNS)]


def _today(adopted: pd.DataFrame | None) -> pd.Series:
    return pd.Series(dtype=int) if adopted is None else adopted["segment_name"].value_counts()


def _eve(day: datetime.date | None, client: Client) -> datetime.date:
    return client.as_of if day is None else min(client.as_of, day - datetime.timedelta(days=1))


def _together(found: list[PolicyValue]) -> PolicyValue:
    frames = {
        name: pd.concat([getattr(one, name) for one in found], ignore_index=True)
        for name in ("table", "gains", "arms", "rules", "absent")
    }
    return PolicyValue(**frames, notes=[note for one in found for note in one.notes])
