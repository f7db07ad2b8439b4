"""What does the reader see of segments? The return in each, what to do, and a drawing of all effects."""

from __future__ import annotations

import pandas as pd

from seglib.segments.sentences import with_interval
from seglib.value.trials.campaigns import Campaigns
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.views import arms_named, whole_percent

ADVICE = {
    "pays": "It paid here: do it again.",
    "loses": "It did not pay here: test it before doing it again.",
    "costs not known": "Write down what it cost.",
    "too few": "Too few customers to tell.",
    "margin not known": "Write down what is left of a sale.",
    "no money came": "Nobody brought money, with it or without.",
}
TEST_AGAIN = "Test again, {n} in each group."
LIKE_ALL = "Treat it like all customers."
IN_REACH = 5  # times the contacts there were: a test as large as this can be thought of


def returns_by_segment(campaigns: Campaigns, formatter: object, *, campaign: str, arm: str) -> pd.DataFrame:
    """Tell what one arm earned in each segment, with a sentence of what to do.

    Parameters
    ----------
    campaigns : Campaigns
        With segments.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    campaign, arm : str
        Which arm.

    Returns
    -------
    pandas.DataFrame
        ``segment, contacts, a_contact, told, roi_told, advice``; segments with too few customers are left out.
    """
    table = campaigns.returns
    chosen = (table["campaign_id"] == campaign) & (table["arm"] == arm) & (table["segment"] != EVERYBODY)
    rows = [
        {
            "segment": row.segment,
            "contacts": row.contacts,
            "a_contact": row.a_contact,
            "told": with_interval(row.effect, row.low, row.high, formatter.money),
            "roi_told": with_interval(row.roi, row.roi_low, row.roi_high, whole_percent(formatter)),
            "advice": advice(row, formatter),
        }
        for row in table[chosen & (table["verdict"] != "too few")].itertuples()
    ]
    return pd.DataFrame(rows, columns=["segment", "contacts", "a_contact", "told", "roi_told", "advice"])


def advice(row, formatter: object) -> str:
    """Say in one sentence what follows from a return.

    Parameters
    ----------
    row : namedtuple
        A row of :attr:`seglib.value.trials.campaigns.Campaigns.returns`.
    formatter : object
        With a method ``count``.

    Returns
    -------
    str
    """
    if row.verdict in ADVICE:
        return ADVICE[row.verdict]
    if pd.isna(row.needed) or row.needed > IN_REACH * row.contacts:
        return LIKE_ALL
    return TEST_AGAIN.format(n=formatter.count(row.needed))


def left_out(campaigns: Campaigns) -> list[str]:
    """List the segments and arms of which no number is given, because too few of their customers took part.

    Parameters
    ----------
    campaigns : Campaigns

    Returns
    -------
    list of str
    """
    few = campaigns.returns[campaigns.returns["verdict"] == "too few"]
    whole = few["segment"] == EVERYBODY
    return [*arms_named(few[whole], campaigns), *few.loc[~whole, "segment"].drop_duplicates()]


def forest(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Put the effects in money of all arms and segments under each other.

    Parameters
    ----------
    campaigns : Campaigns
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``group, label, contacts, effect, low, high, told`` (the effect in words), ``goal`` (cost a contact), ``sure``:
        whether the interval lies on one side of it. Effects are margin, or revenue where no margin is known, which has
        no goal.
    """
    if campaigns.money == "margin":
        table = campaigns.returns.rename(columns={"a_contact": "goal"})
    else:
        known = campaigns.found.table[campaigns.found.table["outcome"] == "revenue"]
        whole = known["segment"] == EVERYBODY
        drawn = {name: known[name].where(whole, known[one]) for name, one in
                 (("effect", "shrunken"), ("low", "shrunken_low"), ("high", "shrunken_high"))}  # fmt: skip
        table = known.assign(contacts=known["n"], goal=float("nan"), **drawn).merge(campaigns.shown)
    table = table[table["low"].notna()]
    goal = table["goal"].fillna(0.0)
    return pd.DataFrame(
        {
            "group": arms_named(table, campaigns),
            "label": table["segment"].replace({EVERYBODY: "All customers"}),
            **{name: table[name] for name in ("contacts", "effect", "low", "high", "goal")},
            "told": table["effect"].map(formatter.money),
            "sure": (table["low"] > goal) | (table["high"] < goal),
        }
    )
