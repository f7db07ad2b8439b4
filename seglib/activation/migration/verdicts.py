"""Who moved and why, and are customers still those of before, in a sentence?"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import pandas as pd

from seglib.activation.migration.change_views import EVERYBODY
from seglib.activation.migration.drifting import Drifted
from seglib.activation.migration.following import Step
from seglib.activation.migration.reading import FEWEST, Days
from seglib.clustering.flow import PARTS
from seglib.segments.sentences import told
from seglib.value.trials.proportions import share_interval

CAUSES = {"customers": "By customers", "redefined": "By new borders", "noise": "By chance"}
"""Column of the sizes: what made them change."""
LACKING = {
    "no_orders": "Whether customers move cannot be told: there are no orders with a day. Lists of traits and answers "
    "carry no dates; ask again in some months, and keep both answers.",
    "short": "Whether customers move cannot be told yet: there are fewer than four months of orders. Make this report "
    "again in some months.",
    "few": "Whether customers move cannot be told: on one of the days compared, fewer than {fewest:count} customers "
    "had an order.",
}
MOVED = (
    "Of {all:count} customers who were there on {day:date}, {moved:count} are in another segment now. Of these moves, "
    "{changed:percent} are what customers did, {redefined:percent} borders drawn anew, and {noise:percent} chance. In "
    "all, {share:percent} of the customers moved."
)
STAYED = "Of {all:count} customers who were there on {day:date}, nobody is in another segment now."
STEADY = (
    "No alarm: customers of the {span} until {day:date} are like those of the {span} before. {compared:count} "
    "comparisons were made of {all:count} customers now, and chance explains them all, or they are small."
)
ALARM = (
    "{alarms:count} of {compared:count} comparisons with the {span} before raise an alarm, of {all:count} customers "
    "until {day:date}. The largest: {what}."
)
ONE_ALARM = (
    "One of {compared:count} comparisons with the {span} before raises an alarm, of {all:count} customers until "
    "{day:date}: {what}."
)
NO_WINDOWS = "Whether customers are still those of before cannot be told: there are too few of them, or too few months."
SEASON = (
    "There are fewer than two years of orders, so that the two times are of different seasons. What looks like a "
    "change may be the season."
)
NOT_COMPARED = (
    "Not compared: {traits}. Within one year, the months in which customers buy say when they came, and not what they "
    "are used to."
)
UNREADABLE = (
    "A rule that an earlier report kept cannot be used: {file} {reason}. The file is left as it is, and this report "
    "does without it."
)
OLD = {
    "all": "Today's {all:count} segments were all there before",
    "some": "{old:count} of {all:count} segments of today were there before",
    "none": "None of the {all:count} segments of today was there before",
}
WORTH = {
    "alike": "In none of {all:count} segments is it sure that {word} a customer changed in a year",
    "better": "In {better:count} of {all:count} segments, {word} a customer is surely more than a year before",
    "worse": "In {worse:count} of {all:count} segments, {word} a customer is surely less than a year before",
    "both": "{first} a customer is surely more than a year before in {better:count} of {all:count} segments, and "
    "less in {worse:count}",
}
NOT_ADOPTED = (
    "The segmentation that the business goes by is made of things that carry no dates. So moves are told by recency, "
    "frequency and money."
)


def lacking(days: Days) -> dict[str, object]:
    """Say why moves cannot be told.

    Parameters
    ----------
    days : Days
        Without days.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    return told(LACKING[days.lacking], {"fewest": FEWEST})


def moved(step: Step) -> dict[str, object]:
    """Say how many customers are in another segment, and why.

    Parameters
    ----------
    step : Step

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, ``n``, and the ``interval`` of the share who moved.
    """
    moves = step.moves
    elsewhere = moves[moves["before"] != moves["after"]]
    n, gone = len(moves), len(elsewhere)
    values = {"day": step.before.date, "all": n}
    if not gone:
        return told(STAYED, values) | {"n": n}
    shares = {part: float(elsewhere[part].sum()) / gone for part in PARTS}
    ends = tuple(float(end) for end in share_interval(gone, n))
    return told(MOVED, {**values, "moved": gone, **shares, "share": gone / n}) | {"n": n, "interval": ends}


def drifted(found: Drifted, alarms: pd.DataFrame) -> dict[str, object]:
    """Say whether customers are still those of before.

    Parameters
    ----------
    found : Drifted
    alarms : pandas.DataFrame
        From :func:`seglib.activation.migration.change_views.alarms`.

    Returns
    -------
    dict
        ``sentence`` and, where it can be told, the values of its placeholders and ``n``.
    """
    if found.table.empty:
        return {"sentence": NO_WINDOWS}
    values = {"day": found.windows.end, "all": found.n, "compared": int(found.table["adjusted"].notna().sum())}
    values |= {"span": "year" if found.windows.whole_years else "time", "alarms": len(alarms)}
    if len(alarms):
        first = alarms.iloc[0]
        who = _small(EVERYBODY) if first["who"] == EVERYBODY else f"“{first['who']}”"
        values["what"] = f"{_small(first['what'])} of {who}, from {first['before']} to {first['after']}"
    sentence = STEADY if alarms.empty else ONE_ALARM if len(alarms) == 1 else ALARM
    return told(sentence, values) | {"n": found.n}


def not_compared(found: Drifted) -> dict[str, object] | None:
    """Say which traits the comparison leaves out, because a year cannot tell.

    Parameters
    ----------
    found : Drifted

    Returns
    -------
    dict or None
        ``sentence`` and the values of its placeholders; None where there are none.
    """
    return told(NOT_COMPARED, {"traits": " and ".join(found.seasonal)}) if found.seasonal else None


def unreadable(files: Mapping[str, str]) -> list[dict[str, object]]:
    """Say which kept rules cannot be used, and why.

    Parameters
    ----------
    files : mapping of str to str
        Reason by file.

    Returns
    -------
    list of dict
        ``sentence`` and the values of its placeholders, one a file.
    """
    return [told(UNREADABLE, {"file": file, "reason": reason}) for file, reason in files.items()]


def old(same: pd.DataFrame, today: datetime.date) -> dict[str, object]:
    """Say how many segments of today were there before.

    Parameters
    ----------
    same : pandas.DataFrame
        From :func:`seglib.activation.migration.views.same`.
    today : datetime.date
        The last day.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    n = int((same["since"] < today).sum())
    kind = "all" if n == len(same) else "some" if n else "none"
    return told(OLD[kind], {"all": len(same), "old": n})


def worth(table: pd.DataFrame, word: str) -> dict[str, object]:
    """Say in how many segments customers brought more or less than a year before.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`seglib.activation.migration.change_views.against`, of margin or sales alone.
    word : str
        The money in words.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders.
    """
    up, down = (int((table["sure"] & (sign * table["difference"] > 0)).sum()) for sign in (1, -1))
    kind = "both" if up and down else "better" if up else "worse" if down else "alike"
    values = {"all": len(table), "better": up, "worse": down, "word": word, "first": word.capitalize()}
    return told(WORTH[kind], values)


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]
