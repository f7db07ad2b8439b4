"""Which sentences tell what campaigns earned? Each with its numbers, its n and its interval."""

from __future__ import annotations

from seglib.clustering.multiple import holm
from seglib.value.trials.campaigns import Campaigns
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.views import arm_names, arms_named

LEVEL = 0.05
NO_CAMPAIGN = (
    "Nobody has been drawn for a campaign yet, so nothing is known of what one earns. Before the next one, draw at "
    "random who does not get it, and keep the list: customer, campaign, and who got what."
)
NO_CONTROL = (
    "None of {campaigns:count} campaigns left anybody out by lot, so nobody knows what customers would have done "
    "without it. What follows is observational: it says what those who were addressed did, not what the campaign did."
)
NO_MARGIN = (
    "Of {all:count} mailings tested against customers who got nothing, {up:count} surely brought more revenue than "
    "came anyway. What is left of a sale is not known, so whether they paid cannot be told; write it in client.yml, "
    "such as {line}."
)
NO_MONEY = (
    "What the campaigns brought in money is not known, so a return cannot be told. Keep the revenue of each customer "
    "within the days that count, with and without the campaign."
)
NO_COST = "What the contacts cost is not known, so a return cannot be told. Write it in client.yml, such as {line}."
ALL = (
    "Tested against customers who got nothing, {pays:count} of {all:count} mailings surely earned more than they cost, "
    "{loses:count} surely cost more, and of {open:count} it is not proven."
)
ONE = {
    "pays": "{what} paid: a contact cost {cost:money} all in and brought {effect:money} of margin that would not have "
    "come.",
    "loses": "{what} did not pay: a contact cost {cost:money} all in and brought {effect:money} of margin beyond what "
    "came.",
    "not proven": "Whether {what} paid is not proven: a contact cost {cost:money} all in; the margin that it brought "
    "beyond what came anyway was {effect:money}.",
    "costs not known": "A contact of {what} brought {effect:money} of margin that would not have come anyway.",
}
REVENUE = "A contact of {what} brought {effect:money} of revenue beyond what came anyway."
RESPONDED = "{what} made {effect:percent} more of the customers respond than did without it."
DIFFERS = (
    "What {what} brought differs between segments by more than chance explains, so whom to address matters; test it "
    "once more on the best segments before leaving others out."
)
ALIKE = (
    "No campaign brought different money in different segments beyond what chance explains: addressing some segments "
    "and leaving others out is not proven to earn more."
)
RESPONSES_DIFFER = " How many responded does differ, for {what}; more responses are not yet more money."
WHEN = {
    "before": "Customers are in the segment in which they were on the day before each campaign: segments of today know "
    "who bought because of it.",
    "traits": "The segments are of traits that a campaign does not change, so today's segments are used.",
    "today": "The segments are those of today, of what customers did during and after the campaign as well. Who was "
    "moved to buy may have moved to another segment, so effects by segment are not safe.",
    "none": "There are no segments to compare, so effects are those of all customers.",
}
READING = (
    "The extra margin is what a contact brought beyond what came anyway, times the contacts; its interval says how far "
    "chance can have moved it. Only where the whole interval lies above the cost has a campaign surely paid; a wide "
    "one says that the campaign was too small to tell. “After … days” is when the margin covers the cost, if it comes "
    "evenly."
)
WRONG_DRAW = (
    "The draw of {what} was not as it should be ({asked}). Find out why before acting on its numbers: who is missing "
    "from a group may be who would have answered otherwise."
)
FINE_DRAW = "Every check of the draw was passed, so a difference between the groups is the campaign or chance."


def headline(campaigns: Campaigns | None) -> dict[str, object]:
    """Say in a sentence what the campaigns earned.

    Parameters
    ----------
    campaigns : Campaigns or None
        From :func:`seglib.value.trials.campaigns.read_campaigns`.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; with an ``n`` it is a finding, else a note.
    """
    if campaigns is None:
        return {"sentence": NO_CAMPAIGN}
    if not campaigns.tested:
        return {"sentence": NO_CONTROL, "campaigns": len(campaigns.names), "n": _took_part(campaigns)}
    whole = campaigns.returns[campaigns.returns["segment"] == EVERYBODY]
    if campaigns.money != "margin":
        known = campaigns.found.table.query(f"segment == '{EVERYBODY}' and outcome == 'revenue'").merge(campaigns.shown)
        if known.empty:
            return {"sentence": NO_MONEY}
        line, up = "roi: {margin_rate: 0.4}", int((known["low"] > 0).sum())
        return {"sentence": NO_MARGIN, "all": len(known), "up": up, "line": line, "n": _took_part(campaigns)}
    if set(whole["verdict"]) <= {"costs not known", "too few", "no money came"}:
        return {"sentence": NO_COST, "line": "roi: {unit_cost: 0.5, fixed_cost: 100}"}
    counts = {name: int((whole["verdict"] == name).sum()) for name in ("pays", "loses")}
    open_ = len(whole) - sum(counts.values())
    return {"sentence": ALL, **counts, "all": len(whole), "open": open_, "n": _took_part(campaigns)}


def each(campaigns: Campaigns) -> list[dict[str, object]]:
    """Say in a sentence what each arm brought.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    list of dict
        As a finding takes them, with ``id``; arms with too few customers or without an interval are left out. What
        paid, and paid most, is something to do again: it has the slot ``"action"``.
    """
    names, told = arm_names(campaigns), []
    outcome = campaigns.money or "responded"
    table = campaigns.found.table
    table = table[(table["segment"] == EVERYBODY) & (table["outcome"] == outcome) & table["low"].notna()]
    rows = campaigns.returns[campaigns.returns["segment"] == EVERYBODY].set_index(["campaign_id", "arm"])
    for place, row in enumerate(table.itertuples(), start=1):
        what, found = names[row.campaign_id, row.arm], rows.loc[(row.campaign_id, row.arm)]
        values = {"what": what, "effect": row.effect, "n": int(row.n + row.n_control), "interval": (row.low, row.high)}
        if found["verdict"] == "too few":
            continue
        if outcome != "margin":
            sentence = REVENUE if outcome == "revenue" else RESPONDED
        else:
            sentence = ONE[found["verdict"]]
            values |= {"effect": found["effect"], "interval": (found["low"], found["high"])}
            values |= {"cost": found["a_contact"]} if "{cost" in sentence else {}
        told.append({"id": f"arm-{place}", "sentence": sentence, **values})
    paid = [one for one in told if one["sentence"] == ONE["pays"]]
    if paid:
        max(paid, key=lambda one: one["effect"] - one["cost"])["slot"] = "action"
    return told


def between_segments(campaigns: Campaigns) -> dict[str, object]:
    """Say in a sentence whether it matters whom to address.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    dict
        As a finding takes it; empty where no segments were compared.
    """
    table, names = campaigns.found.differing, arm_names(campaigns)
    money = table[(table["outcome"] == campaigns.money) & table["p"].notna()]
    if money.empty:
        return {}
    rows = campaigns.found.rows
    n = int(rows.loc[rows["segment"].notna(), "customer_id"].nunique())
    sure = money[holm(money["p"]) < LEVEL]
    if len(sure):
        first = sure.sort_values("p", kind="stable").iloc[0]
        return {"sentence": DIFFERS, "what": names[first["campaign_id"], first["arm"]], "n": n}
    did = table[(table["outcome"] == "responded") & table["p"].notna()]
    did = did[holm(did["p"]) < LEVEL] if len(did) else did
    if did.empty:
        return {"sentence": ALIKE, "n": n}
    listed = " and ".join(arms_named(did, campaigns))
    return {"sentence": ALIKE + RESPONSES_DIFFER, "what": listed, "n": n}


def draw(campaigns: Campaigns, asked: dict[str, str]) -> dict[str, object]:
    """Say whether the draws were draws.

    Parameters
    ----------
    campaigns : Campaigns
    asked : dict of str to str
        Check: its question.

    Returns
    -------
    dict
        As a finding takes it.
    """
    failed = campaigns.found.audit.query("not passed")
    n = _took_part(campaigns)
    if failed.empty:
        return {"sentence": FINE_DRAW, "n": n}
    first = failed.iloc[0]
    return {
        "sentence": WRONG_DRAW,
        "what": campaigns.names[first["campaign_id"]],
        "asked": asked[first["check"]],
        "n": n,
    }


def _took_part(campaigns: Campaigns) -> int:
    return int(campaigns.found.rows["customer_id"].nunique())
