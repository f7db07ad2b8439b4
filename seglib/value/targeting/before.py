"""Who was in which segment on the eve of a campaign? By the rule that the business goes by, with what was known then.

What a campaign did to customers must not be among the traits that it is judged by: who answered has bought more often
since. So the rule of the adopted segmentation is learned on the eve of the last campaign, and customers are put into
its segments as they were on the eve of each.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from seglib.client import Client
from seglib.segments import behavioural, demographic
from seglib.segments.checks import has_ordered
from seglib.segments.evaluation.bases import LABELS, known_by
from seglib.segments.evaluation.subject import FEWEST, subject
from seglib.segments.rfm import rfm_scores, rfm_segments
from seglib.segments.segmentation import Segmentation
from seglib.segments.worth import worth

PASSPORTS = "passports.parquet"


@dataclass(frozen=True)
class Adopted:
    """By what the business segments.

    Parameters
    ----------
    base : str
        A key of :data:`seglib.segments.evaluation.bases.LABELS`; empty where nothing was adopted.
    by : str
        ``"groups"`` of like behaviour, a ``"rule"`` or ``"classes"``.
    k : int
        Number of its segments.
    """

    base: str = ""
    by: str = ""
    k: int = 0


def read_adopted(client: Client) -> Adopted:
    """Read what page 06 adopted.

    Parameters
    ----------
    client : seglib.client.Client
        Whose results count.

    Returns
    -------
    Adopted
        Empty where page 06 was not made or adopted nothing.
    """
    file = client.results / PASSPORTS
    table = pd.read_parquet(file) if file.exists() else pd.DataFrame()
    if table.empty:
        return Adopted()
    return Adopted(str(table["base"].iloc[0]), str(table["by"].iloc[0]), len(table))


@dataclass(frozen=True, eq=False)
class Rule:
    """A segmentation that was learned on one day and is applied to customers of other days.

    Parameters
    ----------
    base, label : str
        By what, and its heading.
    segmentation : Segmentation
        Of the day on which it was learned.
    moves : bool
        Whether customers change their segment with what they do; traits, places and answers carry no dates.
    """

    base: str
    label: str
    segmentation: Segmentation
    moves: bool

    def on(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Put the customers of a day into its segments.

        Parameters
        ----------
        frame : pandas.DataFrame
            What is known of them on that day, from :func:`seglib.segments.psychographic.respondents.people`.

        Returns
        -------
        pandas.DataFrame
            `customer_id, segment, segment_name`.
        """
        columns = ["customer_id", "segment", "segment_name"]
        if not self.moves:
            return self.segmentation.assignments[columns]
        return self.segmentation.assign(frame)[columns]


def rule_before(
    frame: pd.DataFrame,
    tables: Mapping[str, ir.Table],
    client: Client,
    *,
    as_of: datetime.date,
    adopted: Adopted,
    random_state: int,
) -> Rule | None:
    """Learn the adopted segmentation with what was known on a day.

    Parameters
    ----------
    frame : pandas.DataFrame
        What was known of customers, from :func:`seglib.segments.psychographic.respondents.people`.
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    as_of : datetime.date
        Last day that counts.
    adopted : Adopted
        By what; where nothing was adopted or can be made of that day, what customers had bought by then, else the trait
        that is known of most.
    random_state : int
        Seed.

    Returns
    -------
    Rule or None
        None where nothing is known of customers.
    """
    bought = has_ordered(frame).any()
    if adopted.base in ("", "behavioural") and bought:
        if adopted.by == "groups":
            made = behavioural.segment(frame, k=adopted.k, random_state=random_state)
        else:
            money = worth(frame).column
            known = frame.loc[has_ordered(frame), money].notna().all()
            made = rfm_segments(rfm_scores(frame, monetary=money if known else "total_spend"))
        return Rule("behavioural", LABELS["behavioural"], made, moves=True)
    if adopted.base and adopted.base != "behavioural":
        base = known_by(tables, client, as_of=as_of, random_state=random_state).bases[adopted.base]
        if base.segmentation is not None:
            return Rule(base.name, base.label, base.segmentation, moves=False)
    made = _by_trait(frame, client)
    return Rule("demographic", LABELS["demographic"], made, moves=False) if made is not None else None


def compared_by(
    frame: pd.DataFrame, tables: Mapping[str, ir.Table], client: Client, *, as_of: datetime.date
) -> pd.DataFrame | None:
    """Give what groups of customers are made of, as it was on a day.

    Parameters
    ----------
    frame : pandas.DataFrame
        What was known of customers, from :func:`seglib.segments.psychographic.respondents.people`.
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    as_of : datetime.date
        Last day that counts.

    Returns
    -------
    pandas.DataFrame or None
        Index `customer_id`: behaviour until that day as page 06 compares it; where nobody had bought, traits. None
        where fewer than 60 customers are known.
    """
    if has_ordered(frame).sum() >= FEWEST:
        return behavioural.matrix(frame)
    found = subject(tables, client.model_copy(update={"as_of": as_of}), survey=None, base="demographic")
    return found.X if found else None


def _by_trait(frame: pd.DataFrame, client: Client) -> Segmentation | None:
    """Segments by the trait that is known of most, where nothing else can be gone by."""
    names = demographic.sensitive.names_in_files(client)
    screened = demographic.sensitive.screen(frame, names=names, reasons=client.demographic.reasons)
    frame = demographic.sensitive.without(frame, screened)
    banded = demographic.bands(frame, settings=client.demographic)
    known = {name: float((banded[name] != demographic.NOT_KNOWN).mean()) for name in banded}
    best = max(known, key=known.get, default=None)
    return demographic.segment(frame, by=best, settings=client.demographic) if best and known[best] > 0 else None
