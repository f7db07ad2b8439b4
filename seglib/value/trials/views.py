"""Which tables does the reader see of campaigns? Arms by name, effects with intervals in words, and what to do."""

from __future__ import annotations

import pandas as pd

from seglib.segments.sentences import with_interval
from seglib.value.trials.campaigns import Campaigns
from seglib.value.trials.outcomes import EVERYBODY, OUTCOMES
from seglib.value.trials.returns import VERDICTS

OUTCOME_LABELS = {
    "responded": "Responded",
    "converted": "Bought",
    "revenue": "Revenue a customer",
    "margin": "Margin a customer",
}
SAYS = dict(
    zip(
        VERDICTS,
        ("Earned more than it cost", "Cost more than it earned", "Not proven either way", "The cost is not known",
         "Too few customers", "The margin is not known", "Nobody brought any money"),
        strict=True,
    )
)  # fmt: skip
CHECKS = {
    "sizes": "Are the groups as large as they were drawn?",
    "segments": "Do all segments have the same share of each group?",
    "history": "Were the groups alike before the campaign?",
    "gaps": "Is the result known of as many in each group?",
    "two arms": "Was everybody in one group only?",
}
FINE, WRONG, UNTESTED = "Yes", "No", "Too few customers to tell"


def arm_names(campaigns: Campaigns) -> dict[tuple[str, str], str]:
    """Name each arm: the campaign alone where it has one arm, else the arm and the campaign.

    Parameters
    ----------
    campaigns : Campaigns
        From :func:`seglib.value.trials.campaigns.read_campaigns`.

    Returns
    -------
    dict of (str, str) to str
        By campaign and arm.
    """
    costs = campaigns.costs
    several = costs.groupby("campaign_id")["arm"].transform("size") > 1
    return {
        (row.campaign_id, row.arm): f"{row.name_} ({row.arm})" if many else str(row.name_)
        for row, many in zip(costs.rename(columns={"name": "name_"}).itertuples(), several, strict=True)
    }


def arms_named(table: pd.DataFrame, campaigns: Campaigns) -> list[str]:
    """Name the arm of each row of a table.

    Parameters
    ----------
    table : pandas.DataFrame
        With `campaign_id, arm`.
    campaigns : Campaigns
        From :func:`seglib.value.trials.campaigns.read_campaigns`.

    Returns
    -------
    list of str
        As :func:`arm_names` says them, in the order of the rows.
    """
    names = arm_names(campaigns)
    return [names[key] for key in zip(table["campaign_id"], table["arm"], strict=True)]


def whole_percent(formatter: object):
    """Give the way to write returns: without decimals, but for those that would look like nothing.

    Parameters
    ----------
    formatter : object
        With a method ``percent``.

    Returns
    -------
    callable
        Number to text.
    """
    return lambda value: formatter.percent(value, 1 if 0 < abs(value) < 0.005 else 0)


def returns_of_arms(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Tell what each arm earned, over everybody.

    Parameters
    ----------
    campaigns : Campaigns
        With a control group in one of them at least.
    formatter : object
        With the methods ``money``, ``percent`` and ``days``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``what, contacts, cost, earned, roi_told, says``; arms with too few customers, and of which neither
        cost nor margin is known, are left out.
    """
    table = campaigns.returns[campaigns.returns["segment"] == EVERYBODY].merge(campaigns.shown)
    table = table[table["cost"].notna() | table["effect"].notna()]
    names = arm_names(campaigns)
    rows = [
        {
            "what": names[row.campaign_id, row.arm],
            "contacts": row.contacts,
            "cost": row.cost,
            "earned": with_interval(row.incremental, row.incremental_low, row.incremental_high, formatter.money),
            "roi_told": with_interval(row.roi, row.roi_low, row.roi_high, whole_percent(formatter)),
            "says": SAYS[row.verdict] + _payback(row, formatter),
        }
        for row in table.itertuples()
    ]
    return pd.DataFrame(rows, columns=["what", "contacts", "cost", "earned", "roi_told", "says"])


def _payback(row, formatter: object) -> str:
    """How soon the margin covers the cost, only where it is sure that it does."""
    known = row.verdict == "pays" and row.payback_days == row.payback_days
    return f", after {formatter.days(max(row.payback_days, 1))}" if known else ""


def what_customers_did(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Tell what customers did with and without each arm, over everybody.

    Parameters
    ----------
    campaigns : Campaigns
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``what, outcome_label, with_told, without_told, told, sure``; who responded and who bought are one row where
        they are the same customers.
    """
    table = campaigns.found.table
    table = table[(table["segment"] == EVERYBODY) & table["effect"].notna()].merge(campaigns.shown)
    rates = table[["mean", "mean_control"]].round(12)
    places = {key: place for place, key in enumerate(arm_names(campaigns))}
    keys = list(zip(table["campaign_id"], table["arm"], strict=True))
    same = rates.assign(arm=table["campaign_id"] + table["arm"]).duplicated() & (table["outcome"] == "converted")
    names, rows = arm_names(campaigns), []
    in_turn = pd.Series([places[key] for key in keys], index=table.index).sort_values(kind="stable").index
    for row in table.loc[in_turn][~same.loc[in_turn]].itertuples():
        show = formatter.percent if OUTCOMES[row.outcome] == "share" else formatter.money
        rows.append(
            {
                "what": names[row.campaign_id, row.arm],
                "outcome_label": OUTCOME_LABELS[row.outcome],
                "with_told": show(row.mean),
                "without_told": show(row.mean_control),
                "told": _points(row, formatter)
                if show == formatter.percent
                else with_interval(row.effect, row.low, row.high, show),
                "sure": "Yes" if row.p_holm < 0.05 else "No",
            }
        )
    return pd.DataFrame(rows, columns=["what", "outcome_label", "with_told", "without_told", "told", "sure"])


def _points(row, formatter: object) -> str:
    """A difference of shares, in points."""
    value, low, high = (formatter.number(100 * one, 2) for one in (row.effect, row.low, row.high))
    return f"{value} points ({low} to {high})"


def checks(campaigns: Campaigns) -> pd.DataFrame:
    """Tell of each campaign whether its draw was one.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    pandas.DataFrame
        ``asked, answer, name``: one row a check and answer, with the campaigns of which it is the answer.
    """
    table = campaigns.found.audit
    untested = table["p"].isna() & (table["check"] != "two arms")
    answer = table["passed"].map({True: FINE, False: WRONG}).mask(untested, UNTESTED)
    rows = pd.DataFrame({"asked": table["check"].map(CHECKS), "answer": answer})
    rows["name"] = table["campaign_id"].map(campaigns.names)
    grouped = rows.drop_duplicates().groupby(["asked", "answer"], sort=False)["name"]
    return grouped.agg(", ".join).reset_index()


def naive_and_real(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Put what all who were addressed brought beside what they brought because of it.

    Parameters
    ----------
    campaigns : Campaigns
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``what, contacts, cost, all_told, naive_told, real_told, roi_told``, of arms whose margin is known.
    """
    table = campaigns.returns[(campaigns.returns["segment"] == EVERYBODY) & campaigns.returns["effect"].notna()]
    money = campaigns.found.table.query(f"segment == '{EVERYBODY}' and outcome == 'margin'")
    means = money.set_index(["campaign_id", "arm"])["mean"]
    names, rows = arm_names(campaigns), []
    for row in table.itertuples():
        mean = means[row.campaign_id, row.arm]
        naive = mean / row.a_contact - 1 if row.a_contact > 0 else float("nan")
        rows.append(
            {
                "what": names[row.campaign_id, row.arm],
                "contacts": row.contacts,
                "cost": row.cost,
                "all_told": mean * row.contacts,
                "naive_told": with_interval(naive, float("nan"), float("nan"), whole_percent(formatter)),
                "real_told": formatter.money(row.incremental),
                "roi_told": with_interval(row.roi, row.roi_low, row.roi_high, whole_percent(formatter)),
            }
        )
    columns = ["what", "contacts", "cost", "all_told", "naive_told", "real_told", "roi_told"]
    return pd.DataFrame(rows, columns=columns)
