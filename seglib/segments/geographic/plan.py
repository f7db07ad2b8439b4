"""What is each segment of places worth, and what should be done about it? The table that the reader sees."""

from __future__ import annotations

import pandas as pd

from seglib.segments.geographic.places import NOT_KNOWN
from seglib.segments.geographic.views import between
from seglib.segments.headings import Columns, in_money
from seglib.segments.segmentation import Segmentation
from seglib.segments.sentences import money_shares
from seglib.segments.small_groups import sizes
from seglib.segments.worth import Worth

NOTHING = "–"
PLAN: Columns = {
    "segment_name": "Segment",
    "size": "Customers",
    "interval": "Share of {word} (95% interval)",
    "worth": "{label} a customer, estimate (95% interval)",
    "action": "What to do",
}


def plan(segmentation: Segmentation, money: Worth, formatter: object, *, least: int) -> pd.DataFrame:
    """Tell each segment that has customers: size, share of the money, worth of a customer, what to do.

    Parameters
    ----------
    segmentation : Segmentation
        From :func:`seglib.segments.geographic.segment`.
    money : Worth
        By which money segments are compared.
    formatter : object
        With methods ``percent`` and ``format``, such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a segment of which numbers are shown.

    Returns
    -------
    pandas.DataFrame
        The summary with `rule` and `action`; `size`, its customers in words where they are few; `interval`, the share
        of the money, and `worth`, the shrunken worth of a customer with an order, each with its interval in words.
    """
    table = segmentation.summary.merge(segmentation.definition[["segment", "rule", "action"]], on="segment")
    own = table[["segment"]].merge(segmentation.details[["segment", "estimate", "low", "high"]], on="segment")

    def in_cash(value: float) -> str:
        return formatter.format(value, "money")

    few = table["n"] < least
    return table.assign(
        size=sizes(table["n"], least=least),
        interval=money_shares(table, money.share, formatter).mask(few | table[f"{money.share}_low"].isna(), NOTHING),
        worth=_told(own["estimate"], own["low"], own["high"], in_cash),
    )


def _told(values: pd.Series, low: pd.Series, high: pd.Series, show: object) -> list[str]:
    ends = between(low, high, show)
    shown = [NOTHING if pd.isna(value) else show(value) for value in values]
    return [f"{value} ({end})" if end else value for value, end in zip(shown, ends, strict=True)]


def plan_columns(table: pd.DataFrame, money: Worth) -> Columns:
    """Columns of a plan: of money only where there is any, of actions only where they differ.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`plan`.
    money : Worth
        By which money segments are compared.

    Returns
    -------
    dict
        Column to heading and format.
    """
    empty = {name for name in ("interval", "worth") if table[name].eq(NOTHING).all()}
    if one_action(table):
        empty.add("action")
    return {name: heading for name, heading in in_money(PLAN, money).items() if name not in empty}


def one_action(table: pd.DataFrame) -> str:
    """Say what to do about all segments alike, so that no table repeats it.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`plan`.

    Returns
    -------
    str
        The action of all segments whose place is known, if they are two or more and it is one; else empty.
    """
    known = table.loc[table["segment"] != NOT_KNOWN, "action"]
    return str(known.iloc[0]) if len(known) > 1 and known.nunique() == 1 else ""


def caption(text: str, table: pd.DataFrame) -> str:
    """Put the one action behind a caption.

    Parameters
    ----------
    text : str
        The caption.
    table : pandas.DataFrame
        From :func:`plan`.

    Returns
    -------
    str
        The caption alone where actions differ.
    """
    action = one_action(table)
    return f"{text}. {action}" if action else f"{text}, and what to do"
