"""What can be asked of the data that is there, and what cannot?

Each question of a segmentation rests on some fields. Where they are filled for half of the rows that count the answer
is yes, from a tenth on it is in part, and below it is no: a statement about the few who are known is not one about all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis
import pandas as pd

YES, IN_PART = 0.5, 0.1
"""Least shares for an answer."""

YEAR = 365
"""Days of orders for a statement about a customer's worth over time: each season once. The models of it were published
on 39 weeks (CDNOW); below a tenth of the year nobody can be seen to stay away."""

PEOPLE = (
    "birth_date",
    "birth_year",
    "age",
    "gender",
    "income",
    "education",
    "occupation",
    "household_size",
    "children",
)
UNANSWERED = {
    (False, False): "All {all:count} questions of a segmentation can be answered with what is there.",
    (False, True): "{part:count} of {all:count} questions of a segmentation can be answered only in part with what is "
    "there.",
    (True, False): "{no:count} of {all:count} questions of a segmentation cannot be answered with what is there.",
    (True, True): "{no:count} of {all:count} questions of a segmentation cannot be answered with what is there, and "
    "{part:count} only in part.",
}
"""By whether any cannot be answered, and any only in part."""
PLACES = ("country", "region", "city", "postal_code", "latitude")


@dataclass(frozen=True)
class Ability:
    """One question that a segmentation can answer.

    Attributes
    ----------
    question : str
        In the reader's words.
    rests_on : str
        What must be known.
    needs : tuple of str
        Tables without which nothing is known.
    known : callable
        Clean tables → share of rows or customers for which it is known, as a table of one number.
    """

    question: str
    rests_on: str
    needs: tuple[str, ...]
    known: Callable[[Mapping[str, ibis.Table]], ibis.Table]


def _filled(table: str, *names: str) -> Callable[[Mapping[str, ibis.Table]], ibis.Table]:
    """Share of a table's rows in which at least one of the columns is filled."""
    return lambda tables: tables[table].aggregate(share=_any_of(tables[table], names).mean())


def _any_of(t: ibis.Table, names: tuple[str, ...]) -> ibis.Value:
    return ibis.or_(*[t[name].notnull() for name in names])


def _customers_in(table: str) -> Callable[[Mapping[str, ibis.Table]], ibis.Table]:
    """Share of the customers who are in another table."""

    def known(tables: Mapping[str, ibis.Table]) -> ibis.Table:
        n = tables["customers"].aggregate(n=ibis._.count())
        there = tables["customers"].semi_join(tables[table], "customer_id").aggregate(there=ibis._.count())
        return there.cross_join(n).select(share=ibis._.there / ibis._.n)

    return known


def _reachable(tables: Mapping[str, ibis.Table]) -> ibis.Table:
    t = tables["customers"]
    allowed = t.marketing_consent.fill_null(False) & ~t.objected.fill_null(False)
    return t.aggregate(share=(_any_of(t, ("email", "phone")) & allowed).mean())


def history(tables: Mapping[str, ibis.Table]) -> dict[str, object]:
    """Measure the time of which orders are known.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Clean tables by name.

    Returns
    -------
    dict
        ``days`` from the first order to the last, both counted, ``first`` and ``last``; 0 and missing without orders.
    """
    if "order_lines" not in tables:
        return {"days": 0, "first": None, "last": None}
    t = tables["order_lines"]
    first, last = t.aggregate(first=t.ordered_at.min(), last=t.ordered_at.max()).to_pandas().iloc[0]
    days = (last.normalize() - first.normalize()).days + 1 if pd.notna(first) else 0
    return {"days": days, "first": first, "last": last}


def _history(tables: Mapping[str, ibis.Table]) -> ibis.Table:
    """Share of a year of which orders are known."""
    t = tables["order_lines"]
    days = t.ordered_at.max().date().delta(t.ordered_at.min().date(), unit="day") + 1
    return t.aggregate(share=ibis.least(days / YEAR, 1.0))


def _compared(tables: Mapping[str, ibis.Table]) -> ibis.Table:
    """Share of the campaigns' customers whose campaign has a control group."""
    t = tables["assignments"]
    control = t.filter(t.arm == "control").select("campaign_id").distinct().mutate(_control=True)
    marked = t.left_join(control, "campaign_id")
    return marked.aggregate(share=marked._control.notnull().mean())


ABILITIES = (
    Ability("Who buys, how often and for how much", "orders", ("order_lines",), _filled("order_lines", "amount")),
    Ability(
        "Which customers earn money", "margin of the order lines", ("order_lines",), _filled("order_lines", "margin")
    ),
    Ability("What a customer is worth over time", "a year of orders", ("order_lines",), _history),
    Ability(
        "Who the customers are", "age, gender, income, household or job", ("customers",), _filled("customers", *PEOPLE)
    ),
    Ability("Where they live", "a place", ("customers",), _filled("customers", *PLACES)),
    Ability("What they think and value", "answers to a survey", ("customers", "survey"), _customers_in("survey")),
    Ability(
        "What they look at before they buy",
        "visits and clicks",
        ("customers", "touchpoints"),
        _customers_in("touchpoints"),
    ),
    Ability(
        "What serving them takes",
        "calls, mails and visits",
        ("customers", "service_contacts"),
        _customers_in("service_contacts"),
    ),
    Ability("Whether a campaign paid", "a control group drawn at random", ("assignments",), _compared),
    Ability("Whom one may write to", "e-mail or phone, with consent", ("customers",), _reachable),
)


def abilities(tables: Mapping[str, ibis.Table]) -> pd.DataFrame:
    """Say which questions can be answered.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Clean tables by name.

    Returns
    -------
    pandas.DataFrame
        ``question, answer`` (yes, in part, no), ``rests_on, share`` (known, 0 to 1; missing where a table is not
        there), one row for each of :data:`ABILITIES`.
    """
    rows = []
    for ability in ABILITIES:
        there = all(name in tables for name in ability.needs)
        share = float(ability.known(tables).to_pandas()["share"].fillna(0.0).iloc[0]) if there else float("nan")
        answer = "yes" if share >= YES else "in part" if share >= IN_PART else "no"
        rows.append((ability.question, answer, ability.rests_on, share))
    return pd.DataFrame(rows, columns=["question", "answer", "rests_on", "share"])


def unanswered(asked: pd.DataFrame) -> dict[str, object]:
    """Say how many questions cannot be answered.

    Parameters
    ----------
    asked : pandas.DataFrame
        From :func:`abilities`.

    Returns
    -------
    dict
        ``sentence``, the values of its placeholders, and ``n``.
    """
    counts = {"no": int((asked["answer"] == "no").sum()), "part": int((asked["answer"] == "in part").sum())}
    values = {name: count for name, count in counts.items() if count} | {"all": len(asked)}
    return {"sentence": UNANSWERED[counts["no"] > 0, counts["part"] > 0], **values, "n": len(asked)}
