"""Which tables does the reader see of the people? Finished, named and in order; nothing is drawn here."""

from __future__ import annotations

import pandas as pd

from seglib.segments.demographic.advice import advise
from seglib.segments.demographic.bands import LABELS, lowered
from seglib.segments.demographic.headings import PLAN, Columns
from seglib.segments.headings import in_money
from seglib.segments.headline import share_interval
from seglib.segments.summary import exact_sum
from seglib.segments.worth import Worth

NEARLY_ALL = 0.95
SMALL = "small"
ADDED_UP = ("n", "share", "total_spend", "spend_share", "total_margin", "margin_share")

BEHAVIOUR = {
    "n_orders": "Orders",
    "total_spend": "Sales less returns",
    "total_margin": "Margin",
    "average_order_value": "Average order",
    "recency_days": "Days since the last order",
    "discount_rate": "Discount",
    "share_online": "Share of orders online",
    "service_minutes": "Minutes of service",
}
"""Feature: its heading; what customers do, which makes no demographic segment."""
STAGES_ALT = (
    "Pairs of bars for {k:count} stages of life: share of the customers and share of the {word}; {name} are the "
    "largest of them, {count:count} customers."
)
SIZES_ALT = "Bars for {k:count} stages of life: share of the customers; {name} are the largest, {count:count} of them."


def shown(summary: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Put segments that are too small to be shown together.

    Parameters
    ----------
    summary : pandas.DataFrame
        Of a segmentation.
    least : int
        Fewest customers of a segment on a page.

    Returns
    -------
    pandas.DataFrame
        The summary's sizes, money and shares, the small segments as one last row; the intervals are kept where the
        segments are.
    """
    small = summary["n"] < least
    if small.sum() == 0:
        return summary
    sums = {column: exact_sum(summary.loc[small, column]) for column in ADDED_UP if column in summary.columns}
    together = {"segment": SMALL, "segment_name": f"Fewer than {least} customers each", **sums}
    return pd.concat([summary[~small], pd.DataFrame([together])], ignore_index=True).astype({"n": int})


def plan(
    summary: pd.DataFrame, apart: pd.DataFrame, money: Worth, formatter: object, *, least: int = 0
) -> pd.DataFrame:
    """Tell each segment: size, share of the money with its interval, what else sets it apart, what to do.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`shown`.
    apart : pandas.DataFrame
        From :func:`seglib.segments.demographic.effects.stands_out`.
    money : Worth
        By which money segments are compared.
    formatter : object
        With a method ``percent``, such as :attr:`seglib.report.Page.formatter`.
    least : int, default 0
        Fewest customers of a row whose numbers are shown; the small segments together may be fewer.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, n``, ``customer_share`` and ``money_share`` (texts with the interval), ``apart, action``; the
        most money first.
    """
    has_money = money.share in summary.columns and bool(summary[money.share].notna().any())
    table = summary.assign(action=advise(summary, money, known=has_money))
    table["apart"] = [_apart(apart, code) for code in table["segment"]]
    table["money_share"] = [_share(row, money.share, formatter) for _, row in table.iterrows()]
    table["customer_share"] = [_of_all(int(n), int(table["n"].sum()), formatter) for n in table["n"]]
    few = table["n"] < least
    table = table.assign(**{name: table[name].mask(few, "–") for name in ("money_share", "customer_share")})
    by = money.share if has_money else "n"
    table = table.sort_values(by, ascending=False, na_position="last", kind="stable", ignore_index=True)
    table["n"] = table["n"].astype("Int64").mask(table["n"] < least)
    return table[["segment_name", "n", "customer_share", "money_share", "apart", "action"]]


def plan_columns(plan: pd.DataFrame, money: Worth) -> Columns:
    """Columns of a plan: of money and advice only where there are any.

    Parameters
    ----------
    plan : pandas.DataFrame
        From :func:`plan`.
    money : Worth
        By which money segments are compared.

    Returns
    -------
    dict
        Column to heading and format.
    """
    columns = in_money(PLAN, money)
    empty = {name for name, nothing in (("money_share", "–"), ("action", "")) if plan[name].eq(nothing).all()}
    if "money_share" not in empty:
        empty.add("customer_share")  # the figure above says it
    return {name: heading for name, heading in columns.items() if name not in empty}


def _apart(apart: pd.DataFrame, segment: str) -> str:
    own = apart[apart["segment"] == segment] if len(apart) else apart
    return "; ".join(_often(row) for row in own.itertuples()) if len(own) else "–"


def _often(row: object) -> str:
    index, low, high = (f"{100 * value:,.0f}" for value in (row.index, row.low, row.high))
    return f"{LABELS.get(row.variable, row.variable)} {lowered(row.value)}: {index} ({low} to {high})"


def _of_all(n: int, everybody: int, formatter: object) -> str:
    share, low, high = (formatter.percent(one) for one in (n / everybody, *share_interval(n, everybody)))
    return f"{share} ({low} to {high})"


def _share(row: pd.Series, column: str, formatter: object) -> str:
    if pd.isna(row.get(column)):
        return "–"
    text = formatter.format(row[column], "percent")
    if pd.isna(row.get(f"{column}_low")):
        return text
    low = max(row[f"{column}_low"], min(row[column], 0.0))  # the group's own money cannot be less than none by chance
    low, high = (formatter.format(end, "percent") for end in (low, row[f"{column}_high"]))
    return f"{text} ({low} to {high})"


def others(features: pd.DataFrame, banded: pd.DataFrame, *, made_of: tuple[str, ...]) -> pd.DataFrame:
    """Put the variables side by side that did not make the segments.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    banded : pandas.DataFrame
        Their traits as categories.
    made_of : tuple of str
        Traits that made the segments.

    Returns
    -------
    pandas.DataFrame
        The other traits under their headings, and what customers do, as numbers.
    """
    traits = banded.drop(columns=[name for name in made_of if name in banded.columns]).rename(columns=LABELS)
    numbers = features[[name for name in BEHAVIOUR if name in features.columns]].astype(float).rename(columns=BEHAVIOUR)
    return pd.concat([traits, numbers], axis=1)


def largest(summary: pd.DataFrame) -> dict[str, object]:
    """Find the largest segment of whom something is known.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`shown`.

    Returns
    -------
    dict
        ``name``, ``count``, and ``share`` of the ``of`` customers: all, or where many are not known (``partly``), those
        who are; no customers where every segment is too small or not known.
    """
    told = summary[~summary["segment"].isin([SMALL, "not_known"])]
    if told.empty:
        return {"name": "customers", "count": 0, "share": 1.0, "of": 0, "partly": False}
    row, everybody = told.loc[told["n"].idxmax()], int(summary["n"].sum())
    known = everybody - int(summary.loc[summary["segment"] == "not_known", "n"].sum())
    of = known if known < NEARLY_ALL * everybody else everybody
    count = int(row["n"])
    return {"name": row["segment_name"], "count": count, "share": count / of, "of": of, "partly": of < everybody}


def largest_finding(top: dict[str, object]) -> dict[str, object]:
    """Say which segment is the largest, and of whom.

    Parameters
    ----------
    top : dict
        From :func:`largest`.

    Returns
    -------
    dict
        ``sentence`` with its values, and the 95% ``interval`` of the share.
    """
    sentence, named = "“{name}” is the largest group: {count:count} customers, {share:percent} of all.", []
    if top["partly"]:
        sentence = (
            "Of the {of:count} whose stage of life is known, “{name}” is the largest group: {count:count} customers, "
            "{share:percent}."
        )
        named = ["of"]
    return {
        "sentence": sentence,
        **{name: top[name] for name in ("name", "count", "share", *named)},
        "interval": share_interval(top["count"], top["of"]),
    }


def apart_by_money(summary: pd.DataFrame, money: Worth) -> dict[str, object]:
    """Find the segment whose money differs most surely from its share of the customers, for a headline.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`shown`.
    money : Worth
        By which money.

    Returns
    -------
    dict
        ``title``, a sentence with placeholders, and their values.
    """
    told = summary[~summary["segment"].isin([SMALL, "not_known"])]
    ends = [f"{money.share}_low", f"{money.share}_high"]
    if told.empty or not set(ends) <= set(told.columns) or told[ends].isna().all(axis=None):
        return {"title": "{k:count} stages of life; “{largest}” is the largest", "k": len(told), **_largest_name(told)}
    usual = told[money.share].sum() / told["share"].sum()
    expected = told["share"] * usual
    beyond = pd.concat([told[ends[0]] - expected, expected - told[ends[1]]], axis=1).max(axis=1)
    row = told.loc[beyond.idxmax()]
    share, part = row["share"] / told["share"].sum(), row[money.share] / told[money.share].sum()
    values = {"name": row["segment_name"], "share": share, "money_share": part, "word": money.word}
    if beyond.max() <= 0:
        title = "No stage of life clearly brings more or less than its share of the {word}"
        return {"title": title, "word": money.word}
    if told["share"].sum() < NEARLY_ALL:
        title = "Of those whose stage is known, “{name}” brings {how} than its share of the {word}"
        return {
            "title": title,
            "name": row["segment_name"],
            "how": "more" if part > share else "less",
            "word": money.word,
        }
    return {"title": "{name}: {share:percent} of the customers, {money_share:percent} of the {word}", **values}


def _largest_name(told: pd.DataFrame) -> dict[str, str]:
    return {"largest": told.loc[told["n"].idxmax(), "segment_name"] if len(told) else "those of whom it is known"}


def strongest(differ: pd.DataFrame) -> dict[str, object]:
    """Say what differs most, for a headline.

    Parameters
    ----------
    differ : pandas.DataFrame
        From :func:`seglib.segments.demographic.effects.effects`.

    Returns
    -------
    dict
        ``title``, a sentence with placeholders, and their values.
    """
    if not len(differ) or not differ["differs"].any():
        return {"title": "In nothing else do the stages of life differ by more than chance"}
    row = differ[differ["differs"]].iloc[0]
    return {
        "title": "{what} differs most between the stages of life ({word}: {effect:number})",
        "what": row["variable"],
        "word": row["word"],
        "effect": row["effect"],
    }


def in_words(differ: pd.DataFrame) -> pd.DataFrame:
    """Put the table of effects in words.

    Parameters
    ----------
    differ : pandas.DataFrame
        From :func:`seglib.segments.demographic.effects.effects`.

    Returns
    -------
    pandas.DataFrame
        The same with ``differs`` as yes or no.
    """
    return differ.assign(differs=differ["differs"].map({True: "yes", False: "no"}).astype("str"))
