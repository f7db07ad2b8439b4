"""What was left of customers, and what follows from it? In sentences, with the numbers that decided."""

from __future__ import annotations

import pandas as pd

from seglib.segments.sentences import told
from seglib.value.profit.account import LEAST_KNOWN, Account
from seglib.value.profit.influence import Influence
from seglib.value.profit.ladder import Ladder
from seglib.value.profit.looking_back import LookingBack

CLEAR = 0.95
"""Probability from which on one segment is said to come before another."""
PROFIT = (
    "From {start:date} to {end:date}, {customers:count} customers brought a margin of {margin:money}; after serving "
    "and winning them, {profit:money} was left."
)
NO_PROFIT = (
    "What customers leave after costs cannot be told: the margin is known of {known:percent} of the sales, and it "
    "takes {least:percent}. Give what goods cost (unit_cost in the products), or write roi: {line} into client.yml."
)
WHALE = "The best fifth of customers bring {share:percent} of the profit."
LOSERS = " {n_losing:count} brought less than it cost to win and to serve them, {loss:money} together."
JUDGED = {
    "some": "{sure:count} of {customers:count} customers cost more than they bring and can be expected to go on so; of "
    "these, {wrong:count} may merely have had bad luck. Of all others who cost more so far, nothing can be said yet: "
    "wait.",
    "few": "Fewer than {least:count} of {customers:count} customers surely cost more than they bring. Part with nobody "
    "for one bad quarter.",
}
LOOKING_BACK = (
    "Tried on what was known by {day:date}: of {found:count} customers who would have been found then and have ordered "
    "since, {share:percent} (95%: {low:percent} to {high:percent}) cost more than they brought in the year "
    "after it."
)
GAIN = "All steps together would bring {gain:money} a year (95%: {low:money} to {high:money})"
OF_PROFIT = ", {share:percent} of a year's profit."
GENTLE = (
    "Each of these customers stands at the first step after which they would no longer cost more than they bring. Try "
    "the gentle ones first. To let somebody go comes last, and is a decision for a person who knows the customer, not "
    "for this page."
)
SMALL_GAIN = " That is little: look after the good customers first."
ALLOCATION = {
    "one": "The staff's time can be charged in one way only: nothing to compare.",
    "some": "However the staff's time is charged, the total is the same, but up to {changed:count} of "
    "{customers:count} customers change sides.",
    "none": "However the staff's time is charged, fewer than {least:count} of {customers:count} customers change "
    "sides.",
}
SURE_ANYWAY = " Of those who surely cost more than they bring, {share:percent} still do when time is shared by orders."
FIRST = {
    "clear": "Two customers have a problem, and there is time for one: help “{first}” before “{second}”. A minute has "
    "{a:cents} at stake with the one and {b:cents} with the other.",
    "close": "Two customers have a problem, and there is time for one: “{first}” ({a:cents} at stake a minute) and "
    "“{second}” ({b:cents}) are too close to call; “{last}” comes last ({c:cents}).",
    "even": "Two customers have a problem, and there is time for one: “{first}” ({a:cents} at stake a minute) and "
    "“{second}” ({b:cents}) are too close to call.",
    "one": "Help takes {minutes:number} minutes a contact, with {a:cents} at stake a minute.",
}
INFLUENCE = {
    "known": "{n_sent:count} customers were sent by others, and bring {sent:money}. Who sent them is worth that much "
    "more.",
    "unknown": "Followers and referrals count with nothing: of {n_named:count} customers it is known how they came, "
    "and of {n_sent} by whom. Ask new customers who sent them, and keep that customer's number in the column referral.",
    "nothing": "Followers and referrals count with nothing: nobody has asked customers who sent them. Ask, and keep "
    "that customer's number in the column referral.",
}


def profit(account: Account) -> dict[str, object]:
    """Say what was left.

    Parameters
    ----------
    account : Account
        What customers brought and cost.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    sums = account.customers[["margin", "profit"]].sum()
    n = len(account.customers)
    return {"sentence": PROFIT, "start": account.start, "end": account.end, **sums, "customers": n, "n": n}


def no_profit(account: Account) -> dict[str, object]:
    """Say why no profit is told, and what it takes.

    Parameters
    ----------
    account : Account
        What customers brought, of which too little margin is known.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    known = 0.0 if pd.isna(account.margin_known) else account.margin_known
    return {"sentence": NO_PROFIT, "known": known, "least": LEAST_KNOWN, "line": "{margin_rate: 0.40}"}


def concentration(curve: pd.DataFrame, account: Account, *, least: int) -> dict[str, object]:
    """Say on how few the profit rests, and how many take from it.

    Parameters
    ----------
    curve : pandas.DataFrame
        From :func:`seglib.segments.concentration.whale`.
    account : Account
        What customers brought and cost.
    least : int
        Fewest customers that are counted.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    share = float(curve.loc[curve["customer_share"] >= 0.2, "value_share"].iloc[0])
    losing = account.customers.loc[account.customers["profit"] < 0, "profit"]
    values = {"share": share, "n_losing": len(losing), "loss": -float(losing.sum())}
    return told(WHALE + (LOSERS if len(losing) >= least else ""), values) | {"n": len(account.customers)}


def judged(table: pd.DataFrame, *, least: int) -> dict[str, object]:
    """Say how many customers surely cost more than they bring.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.profit.losing.losing`.
    least : int
        Fewest customers that are counted.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    loses = table[table["verdict"] == "loses"]
    values = {
        "sure": len(loses),
        "wrong": round(float((1 - loses["p_loss"]).sum())),
        "customers": len(table),
        "least": least,
    }
    return {"n": len(table)} | told(JUDGED["some" if len(loses) >= least else "few"], values)


def looking_back(found: LookingBack, *, least: int) -> dict[str, object] | None:
    """Say what became of customers who would have been found a year ago.

    Parameters
    ----------
    found : LookingBack
        How many there were, and what followed.
    least : int
        Fewest customers that are counted.

    Returns
    -------
    dict or None
        ``sentence``, the values of its placeholders and ``n``; None where they are too few.
    """
    if found.found < least:
        return None
    low, high = found.interval
    values = {"day": found.day, "found": found.found, "share": found.lost / found.found, "low": low, "high": high}
    return {"sentence": LOOKING_BACK, **values, "n": found.found}


def gain(steps: Ladder, account: Account, *, least: int) -> dict[str, object] | None:
    """Say what the steps would bring together.

    Parameters
    ----------
    steps : Ladder
        Which step each customer needs.
    account : Account
        What customers brought and cost.
    least : int
        Fewest customers that are counted.

    Returns
    -------
    dict or None
        ``sentence``, the values of its placeholders and ``n``; None where they are too few.
    """
    if len(steps.customers) < least:
        return None
    sums = steps.draws.sum(axis=0)
    low, high = pd.Series(sums).quantile([0.025, 0.975])
    years = ((account.end - account.start).days + 1) / 365.25
    values = {"gain": float(sums.mean()), "low": float(low), "high": float(high)}
    a_year = float(account.customers["running_profit"].sum()) / years
    if a_year > 0:  # there is no share of a loss
        values["share"] = values["gain"] / a_year
    small = 0 <= values.get("share", 1.0) < 0.05
    sentence = GAIN + (OF_PROFIT if a_year > 0 else ".") + (SMALL_GAIN if small else "")
    return {"sentence": sentence, **values, "n": len(steps.customers)}


def allocation(table: pd.DataFrame, share: float, *, least: int) -> dict[str, object]:
    """Say how much hangs on how the staff's time is charged.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.value.profit.allocation.allocations`.
    share : float
        Of those who surely lose money, who also do if time is shared by orders; may be missing.
    least : int
        Fewest customers that are counted.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    changed, n = int(table["changed"].max()), int(table["n"].iloc[0])
    kind = "one" if len(table) < 2 else "some" if changed >= least else "none"
    sentence = ALLOCATION[kind] + (SURE_ANYWAY if len(table) > 1 and pd.notna(share) else "")
    return {"n": n} | told(sentence, {"changed": changed, "customers": n, "share": share, "least": least})


def help_first(shown: pd.DataFrame) -> dict[str, object]:
    """Say whom to help first.

    Parameters
    ----------
    shown : pandas.DataFrame
        From :func:`seglib.value.profit.views.priorities`, with a row.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    n = int(shown["n"].sum())
    top, last = shown.iloc[0], shown.iloc[-1]
    if len(shown) < 2:
        return {"sentence": FIRST["one"], "minutes": top["minutes"], "a": top["per_minute"], "n": n}
    second = shown.iloc[1]
    kind = "clear" if top["surely"] >= CLEAR else "close" if len(shown) > 2 else "even"
    values = {"first": top["segment"], "second": second["segment"], "a": top["per_minute"], "b": second["per_minute"]}
    values |= {"last": last["segment"], "c": last["per_minute"]}
    return {"n": n} | told(FIRST[kind], values)


def influence(found: Influence) -> dict[str, object]:
    """Say whether sending others counts.

    Parameters
    ----------
    found : Influence
        What customers who were sent by others bring.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    kind = "known" if found.is_known else "unknown" if found.n_named else "nothing"
    few = "few" if found.n_sent else "none"
    values = {"n_sent": found.n_sent if found.is_known else few, "sent": float(found.sent.sum())}
    return told(INFLUENCE[kind], values | {"n_named": found.n_named})
