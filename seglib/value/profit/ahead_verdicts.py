"""What will customers bring, and did such a forecast come true? In sentences, with the numbers that decided."""

from __future__ import annotations

import math

import pandas as pd

from seglib.segments.sentences import told
from seglib.value.profit.next_year import GOAL, LEAST_REPEATS, LEAST_WEEKS, SLOPES, NextYear

LACKING = {
    "short": "What customers will bring cannot be told yet: the orders span {weeks:count} weeks, and it takes "
    "{least:count}, the half of them to learn from and the half to check. Run the report again when there are as many.",
    "few": "What customers will bring cannot be told yet: of {n:count} customers, {repeats:count} had bought again by "
    "the middle of the history, and it takes {least:count} to learn how customers come back. If most people buy such "
    "things once, win new customers instead of waiting for these.",
}
HELD = "Held against {weeks:count} weeks that the model had not seen: it expected {expected:count} purchases (95%: "
HELD += "{low:count} to {high:count}), and {actual:count} came. "
FORECAST = {
    "meets": HELD + "That is {error:percent} off, within the goal of {goal:percent}.",
    "low": HELD + "The forecast was {error:percent} too low and misses the goal of {goal:percent}: take what customers "
    "are worth, below, for the lower end.",
    "high": HELD
    + "The forecast was {error:percent} too high and misses the goal of {goal:percent}: take what customers "
    "are worth, below, for the upper end.",
    "just low": HELD + "The forecast was a little more than {goal:percent} too low, so it misses the goal: take what "
    "customers are worth, below, for the lower end.",
    "just high": HELD + "The forecast was a little more than {goal:percent} too high, so it misses the goal: take what "
    "customers are worth, below, for the upper end.",
    "none": "Held against {weeks:count} weeks that the model had not seen: it expected {expected:count} purchases "
    "(95%: {low:count} to {high:count}), and none came. Do not rely on what customers are worth, below.",
}
TENTHS = {
    "meets": "It also told customers apart: where one was expected to buy once more than another, it was "
    "{slope:number} times more (goal: {low:number} to {high:number}).",
    "less": "It told customers apart less well than it thinks: where one was expected to buy once more than another, "
    "it was {slope:number} times more (goal: {low:number} to {high:number}). The promising are rated too high.",
    "more": "It sees customers as more alike than they are: where one was expected to buy once more than another, it "
    "was {slope:number} times more (goal: {low:number} to {high:number}).",
    "alike": "It expected all customers to buy about as often, so it does not tell who is promising.",
}
WORTH = (
    "Within {days:count} days, these {customers:count} customers are expected to bring {value:money} of {money} "
    "(95%: {low:money} to {high:money}), in money of today."
)
UNKNOWN_WORTH = "No customer's second purchase tells what one brings, so the worth of customers is not known."
BEST = {
    "sure": "A customer of “{segment}” is worth most, {value:money} each (95%: {low:money} to {high:money}); the mean "
    "of all is {mean:money}.",
    "alike": "No segment's customers are surely worth more than others: “{segment}” comes first with {value:money} "
    "each (95%: {low:money} to {high:money}), and the mean of all is {mean:money}.",
}
DEPENDENCE = {
    "matters": "Who buys often also brings {more} at a time: purchases bring {lift:percent} {more} than the average "
    "customer's do (95%: {low:percent} to {high:percent}). So the worth of those who bought once is rather too {side}.",
    "small": "Who buys often brings {more} at a time, but only by {lift:percent}: too little to matter for what "
    "customers are worth.",
    "in ranks only": "Who buys often tends to bring a little more or less at a time, but hardly any money hangs on it.",
    "not shown": "Whether who buys often also brings more at a time does not show: the model may take the two apart.",
    "too few": "Too few bought again, or all alike, to tell whether who buys often also brings more at a time.",
}


def lacking(ahead: NextYear) -> dict[str, object]:
    """Say why there is no forecast, and what it takes.

    Parameters
    ----------
    ahead : NextYear
        Without a value.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    values = {"weeks": int(ahead.weeks), "least": LEAST_WEEKS, "n": ahead.n, "repeats": ahead.n_repeats}
    values |= {"least": LEAST_REPEATS} if ahead.lacking == "few" else {}
    return told(LACKING[ahead.lacking], values)


def forecast(ahead: NextYear) -> dict[str, object]:
    """Say how the model did on the weeks that were held back, and whether it met the goal.

    Parameters
    ----------
    ahead : NextYear
        With a comparison.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    row = ahead.held_back
    kind = "none" if not row["actual"] else "meets" if row["meets_goal"] else "low" if row["error"] < 0 else "high"
    just = kind in ("low", "high") and round(abs(row["error"]), 2) == GOAL  # "10% too low" would seem to meet it
    kind = f"just {kind}" if just else kind
    values = {name: float(row[name]) for name in ("expected", "low", "high")} | {"actual": int(row["actual"])}
    values |= {"error": abs(float(row["error"])), "goal": GOAL, "weeks": round(ahead.split.horizon)}
    return told(FORECAST[kind], values) | {"n": len(ahead.split.history)}


def tenths(ahead: NextYear) -> dict[str, object]:
    """Say whether the model told apart who buys often and who does not.

    Parameters
    ----------
    ahead : NextYear
        With two tenths or more.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    slope, (low, high) = float(ahead.held_back["slope"]), SLOPES
    if math.isnan(slope):
        return {"sentence": TENTHS["alike"], "n": len(ahead.split.history)}
    kind = "less" if slope < low else "more" if slope > high else "meets"
    return {"sentence": TENTHS[kind], "slope": slope, "low": low, "high": high, "n": len(ahead.split.history)}


def worth(ahead: NextYear) -> dict[str, object]:
    """Say what all customers will bring.

    Parameters
    ----------
    ahead : NextYear
        With a value.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    row = ahead.value.total.iloc[0]
    n = int(row["n"])
    if pd.isna(row["value"]):
        return {"sentence": UNKNOWN_WORTH, "n": n}
    values = {"value": row["value"], "low": row["value_low"], "high": row["value_high"]}
    return {"sentence": WORTH, **values, "days": ahead.value.horizon_days, "money": ahead.money, "customers": n, "n": n}


def best(shown: pd.DataFrame) -> dict[str, object]:
    """Name the segment whose customers are worth most, if any surely are.

    Parameters
    ----------
    shown : pandas.DataFrame
        From :func:`seglib.value.profit.ahead_views.segments`; two rows or more, one with an interval at least.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    known = shown.dropna(subset="value_low")
    low, high = (known[name] / known["n"] for name in ("value_low", "value_high"))
    mean = float(shown["value"].sum() / shown["n"].sum())
    above = low > mean
    top = (known[above] if above.any() else known)["value_per_customer"].idxmax()
    values = {"segment": known.loc[top, "segment"], "value": known.loc[top, "value_per_customer"], "mean": mean}
    values |= {"low": low[top], "high": high[top], "n": int(shown["n"].sum())}
    return {"sentence": BEST["sure" if above.any() else "alike"], **values}


def dependence(ahead: NextYear) -> dict[str, object]:
    """Say whether frequency and money go together, and what that means for the values.

    Parameters
    ----------
    ahead : NextYear
        With a value.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders and ``n``.
    """
    row = ahead.value.dependence.iloc[0]
    up = row["lift"] > 0
    low, high = sorted(abs(float(row[name])) for name in ("lift_low", "lift_high"))
    values = {"lift": abs(float(row["lift"])), "low": low, "high": high}
    values |= {"more": "more" if up else "less", "side": "high" if up else "low"}
    return told(DEPENDENCE[row["verdict"]], values) | {"n": int(row["n"])}
