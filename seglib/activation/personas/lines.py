"""What does a card tell of its person? Sentences with numbers, each with how many it rests on, and its source."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd

from seglib.activation.personas.known import NO_GRADE
from seglib.activation.personas.profile import LABELS
from seglib.client_strategy import MEASURES
from seglib.segments.sentences import Line

UNGRADED = "{n:count} people, {share:percent} of all; how stable the segment is has not been judged."
WHO = "{n:count} people, {share:percent} of all; grade {grade}."
AGE = "{age:count}; half of them are between {low:count} and {high:count}."
BASKET = "{orders:count} orders so far; half of the orders' values lie between {low:money} and {high:money}."
ONE_ORDER = "One order so far; half of the orders' values lie between {low:money} and {high:money}."
MIDDLE = "The {n:count} in the very middle: {orders:count} orders of {basket:money} each, the last {days:days} ago."
MIDDLE_ONE = "The {n:count} in the very middle: one order, of {basket:money}, {days:days} ago."
CATEGORY = "Above all {category}: the first choice of {share:percent}, {times:number} times the average."
LAST = "The last order was typically {days:days} ago."
SEASONS = {
    "spring": "{share:percent} of the orders fall in April to June, {times:number} times the average.",
    "year_end": "{share:percent} of the orders fall in November and December, {times:number} times the average.",
}
DAY = "Most often on this day: {day}, with {share:percent} of the orders."
CHANNELS = {
    "online": "{share:percent} of the orders online.",
    "store": "{share:percent} of the orders in the store.",
    "phone": "{share:percent} of the orders by phone.",
}
CONTACTS = {
    "email_contacts": "{contacts:number} contacts by e-mail, {times:number} times the average.",
    "social_contacts": "{contacts:number} contacts on social media, {times:number} times the average.",
    "app_visits": "{contacts:number} visits in the app, {times:number} times the average.",
}
FOLLOWERS = "{followers:count} followers, {times:number} times the average."
BRINGS = {
    "margin": "{money:money} of margin on average so far; together {share:percent} of all, at least "
    "{low:percent} and at most {high:percent}.",
    "sales": "{money:money} of sales on average so far; together {share:percent} of all, at least "
    "{low:percent} and at most {high:percent}.",
}
COSTS = {
    "help_minutes": "{minutes:number} minutes of help an order.",
    "discount": "{share:percent} of the price as a discount.",
    "returns": "{share:percent} of the value sent back.",
}
ASKED = "{value:number} in the middle, where everybody has {everybody:number}."
ASKED_IN_WORDS = "“{value}” in the middle, where everybody has “{everybody}”."
TRAIT = "{value}: {share:percent}, {times:number} times the average."
MORE = 1.25  # times the average, before a contact or a trait is worth a line
MOST_TRAITS = 3
MIDDLES = {"orders": "orders", "basket": "average_order", "days": "recency"}
SEGMENTS, PLAN = "segments", "rules"


def told(
    segment: object,
    numbers: pd.DataFrame,
    categories: pd.DataFrame,
    *,
    day: pd.Series | None,
    plan: pd.Series,
    money: str,
) -> tuple[Line, ...]:
    """Tell a segment line by line.

    Parameters
    ----------
    segment : named tuple
        Its row of the profile's segments.
    numbers : pandas.DataFrame
        Its numeric traits, by trait.
    categories : pandas.DataFrame
        Its categories.
    day : pandas.Series or None
        Its strongest weekday.
    plan : pandas.Series
        What is done for it.
    money : str
        ``"margin"`` or ``"sales"``.

    Returns
    -------
    tuple of Line
        Only what is known.
    """
    about = {"n": int(segment.n), "share": float(segment.share)}
    if segment.grade != NO_GRADE:
        about["grade"] = segment.grade
    lines = [Line("Who", WHO if "grade" in about else UNGRADED, about, int(segment.n), SEGMENTS)]
    parts = (_age(numbers), _buys(numbers, categories), _middle(numbers), _when(numbers, day), _channels(numbers))
    lines += [line for part in parts for line in part]
    lines += [*_brings(segment, numbers, money), *_costs(numbers), *_asked(numbers), *_others(categories)]
    lines += [Line("Needs", "{text}", {"text": plan["need"]}, int(segment.n), PLAN)]
    lines += [Line("Say", "{text}", {"text": plan["message"]}, int(segment.n), PLAN)]
    return (*lines, Line("Do not", "{text}", {"text": plan["avoid"]}, int(segment.n), PLAN))


def _line(heading: str, sentence: str, row: pd.Series, **columns: str) -> Line:
    """A line whose values are those of columns of a row."""
    values = {name: float(row[column]) for name, column in columns.items()}
    return Line(heading, sentence, values, int(row["n"]), str(row["label"]))


def _given(
    numbers: pd.DataFrame, name: str, wanted: Callable[[pd.Series], bool] = lambda row: True
) -> pd.Series | None:
    row = numbers.loc[name] if name in numbers.index else None
    return row if row is not None and wanted(row) else None


def _above(row: pd.Series) -> bool:
    return bool(row["index"] >= MORE and row["effect_low"] > 0)


def _age(numbers: pd.DataFrame) -> list[Line]:
    row = _given(numbers, "age")
    return [] if row is None else [_line("Age", AGE, row, age="value", low="low_quarter", high="high_quarter")]


def _buys(numbers: pd.DataFrame, categories: pd.DataFrame) -> list[Line]:
    lines = []
    orders, basket = _given(numbers, "orders"), _given(numbers, "average_order")
    if orders is not None and basket is not None:
        line = _line("Buys", BASKET, basket, low="low_quarter", high="high_quarter")
        one = orders["value"] == 1
        values = line.values if one else line.values | {"orders": float(orders["value"])}
        source = line.source if one else f"{orders['label']}, {line.source}"
        lines.append(line._replace(sentence=ONE_ORDER if one else BASKET, values=values, source=source))
    own = categories[(categories["label"] == LABELS["top_category"]) & (categories["index"] >= 1)]
    for _, row in own.sort_values("value", ascending=False, kind="stable").head(1).iterrows():
        line = _line("Likes", CATEGORY, row, share="value", times="index")
        lines.append(line._replace(values=line.values | {"category": row["value_label"]}))
    return lines


def _middle(numbers: pd.DataFrame) -> list[Line]:
    """What goes together: the middle of those nearest to the medoid."""
    rows = {key: _given(numbers, name) for key, name in MIDDLES.items()}
    if any(row is None or pd.isna(row["typical"]) for row in rows.values()):
        return []
    n = int(min(row["typical_n"] for row in rows.values()))
    values = {"n": n} | {key: float(row["typical"]) for key, row in rows.items()}
    source = ", ".join(str(row["label"]) for row in rows.values())
    if values["orders"] != 1:
        return [Line("Typical", MIDDLE, values, n, source)]
    return [Line("Typical", MIDDLE_ONE, {key: value for key, value in values.items() if key != "orders"}, n, source)]


def _when(numbers: pd.DataFrame, day: pd.Series | None) -> list[Line]:
    row = _given(numbers, "recency")
    lines = [] if row is None else [_line("When", LAST, row, days="value")]
    for name, sentence in SEASONS.items():
        row = _given(numbers, name, _above)
        lines += [] if row is None else [_line("When", sentence, row, share="value", times="index")]
    if day is not None:
        values = {"day": day["day"], "share": float(day["value"])}
        lines.append(Line("Day", DAY, values, int(day["n"]), "day of the week of the orders"))
    return lines


def _channels(numbers: pd.DataFrame) -> list[Line]:
    known = [name for name in CHANNELS if name in numbers.index]
    first = max(known, key=lambda name: numbers.loc[name, "value"], default=None)
    lines = [] if first is None else [_line("Channel", CHANNELS[first], numbers.loc[first], share="value")]
    for name, sentence in CONTACTS.items():
        row = _given(numbers, name, _above)
        lines += [] if row is None else [_line("Reads", sentence, row, contacts="value", times="index")]
    row = _given(numbers, "followers", _above)
    return lines + ([] if row is None else [_line("Heard by", FOLLOWERS, row, followers="value", times="index")])


def _brings(segment: object, numbers: pd.DataFrame, money: str) -> list[Line]:
    row = _given(numbers, "money")
    if row is None or pd.isna(segment.money_share_low):
        return []
    ends = {"share": segment.money_share, "low": max(segment.money_share_low, 0.0), "high": segment.money_share_high}
    values = {"money": float(row["value"])} | {name: float(value) for name, value in ends.items()}
    return [Line("Brings", BRINGS[money], values, int(row["n"]), f"{row['label']}, {SEGMENTS}")]


def _costs(numbers: pd.DataFrame) -> list[Line]:
    lines = []
    for name, sentence in COSTS.items():
        row = _given(numbers, name, _above)
        key = "minutes" if name == "help_minutes" else "share"
        lines += [] if row is None else [_line("Costs", sentence, row, **{key: "value"})]
    return lines


def _asked(numbers: pd.DataFrame) -> list[Line]:
    """What they said of themselves in numbers, where it is surely another than that of the others."""
    own = numbers[~numbers.index.isin(MEASURES) & (numbers["value"] != numbers["everybody"])]
    own = own[(own["effect_low"] > 0) | (own["effect_high"] < 0)]
    rows = own.sort_values("effect", key=abs, ascending=False, kind="stable").head(MOST_TRAITS).iterrows()
    return [_middles(row) for _, row in rows]


def _middles(row: pd.Series) -> Line:
    if not row["value_word"]:
        return _line(row["label"], ASKED, row, value="value", everybody="everybody")
    words = {"value": row["value_word"], "everybody": row["everybody_word"]}
    return Line(row["label"], ASKED_IN_WORDS, words, int(row["n"]), row["label"])


def _others(categories: pd.DataFrame) -> list[Line]:
    """The clearest other traits: each with its own heading."""
    own = categories[(categories["label"] != LABELS["top_category"]) & (categories["index"] >= MORE)]
    own = own[own["effect_low"] > 0].sort_values("effect", ascending=False, kind="stable").drop_duplicates("label")
    lines = []
    for _, row in own.head(MOST_TRAITS).iterrows():
        line = _line(row["label"], TRAIT, row, share="value", times="index")
        lines.append(line._replace(values=line.values | {"value": row["value_label"]}))
    return lines
