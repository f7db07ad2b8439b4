"""By what can customers be segmented, with what was known on a day? One segmentation a base, or what it would take."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.client import Client
from seglib.segments import behavioural, demographic, geographic, psychographic
from seglib.segments.checks import has_ordered
from seglib.segments.demographic.outcomes import outcomes
from seglib.segments.psychographic.respondents import known_answers, people, with_answers
from seglib.segments.rfm import rfm_by_worth
from seglib.segments.segmentation import Segmentation
from seglib.segments.worth import Worth, worth

LABELS = {
    "behavioural": "What they do",
    "geographic": "Where they are",
    "demographic": "Who they are",
    "psychographic": "What they think",
}
"""Base: its heading. The simplest comes first: every shop has orders and most have addresses; traits and answers must
be asked for."""

TAKES = {
    "behavioural": "Orders with customer and day, from before the months that are foretold.",
    "geographic": "Where customers are: the postal code, or at least the country, in the file of customers.",
    "demographic": "Who customers are: age, household, income; the form on the page of demographics asks for them.",
    "psychographic": "What customers think: the questionnaire on the page of psychographics, with "
    f"{psychographic.FEWEST_RESPONDENTS} usable answers or more.",
}
STRANGERS = (
    "{n:,} respondents answered, but none is a known customer: next time put the customer's number on each answer."
)
"""What it takes where a survey's respondents are no known customers."""
UNKNOWN = ("not_known", psychographic.DID_NOT_ANSWER, psychographic.UNUSABLE)
"""Segments of those of whom a base says nothing."""
ONE = "All of whom it is known are in one segment ({name}), so there is nothing to compare."
LEAST_KNOWN = 0.05  # of the customers, before a base is a base


@dataclass(frozen=True, eq=False)
class Base:
    """One base of segmentation.

    Parameters
    ----------
    name, label : str
        Of :data:`LABELS`.
    segmentation : Segmentation or None
        None where the client has no data for it.
    lacking : str
        Why it does not compete and what it would take; empty where it competes.
    """

    name: str
    label: str
    segmentation: Segmentation | None
    lacking: str = ""

    @property
    def segments(self) -> pd.Series:
        """Segment by customer, missing where the base is not known of the customer."""
        table = self.segmentation.assignments.set_index("customer_id")["segment"]
        return table.where(~table.isin(UNKNOWN))


@dataclass(frozen=True, eq=False)
class Known:
    """Customers who had ordered or signed up by a day, and what they are segmented by.

    Parameters
    ----------
    as_of : datetime.date
        The day.
    features : pandas.DataFrame
        One row a customer; empty where nobody was known.
    money : Worth or None
        By which money they are compared.
    bases : dict of str to Base
        By name, in the order of :data:`LABELS`.
    makers : dict of str to callable
        By name: from features to the segmentation that is learned from them.
    """

    as_of: datetime.date
    features: pd.DataFrame
    money: Worth | None
    bases: dict[str, Base]
    makers: dict[str, Callable[[pd.DataFrame], Segmentation | None]] = field(default_factory=dict)

    @property
    def competing(self) -> dict[str, Base]:
        """The bases that have something to compare."""
        return {name: base for name, base in self.bases.items() if not base.lacking}


@dataclass(frozen=True, eq=False)
class Survey:
    """A survey, and what was learned from it once for all days.

    Parameters
    ----------
    battery : seglib.segments.psychographic.Battery
        The answers.
    compared : object
        What :func:`seglib.segments.psychographic.compare` gave.
    """

    battery: psychographic.Battery
    compared: object

    @property
    def strangers(self) -> int:
        """Respondents with usable answers where none of them is a known customer; else 0."""
        return 0 if self.battery.is_customer.any() else int(np.count_nonzero(self.compared.used))


def read_survey(tables: Mapping[str, ir.Table], client: Client, *, n_starts: int = 10, random_state: int) -> Survey:
    """Read the survey and find its segments.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    n_starts : int, default 10
        Random starts of each solution; page 04 takes more.
    random_state : int
        Seed.

    Returns
    -------
    Survey
        Without respondents where there is no survey.
    """
    customers = people(tables, as_of=client.as_of) if "survey" in tables else None
    battery = psychographic.read_battery(*known_answers(tables, customers), settings=client.psychographic)
    return Survey(battery, psychographic.compare(battery, n_starts=n_starts, random_state=random_state))


def known_by(
    tables: Mapping[str, ir.Table],
    client: Client,
    *,
    as_of: datetime.date,
    survey: Survey | None = None,
    behaviour: str = "rfm",
    random_state: int,
) -> Known:
    """Segment the customers of a day by each base.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    as_of : datetime.date
        Last day that counts.
    survey : Survey, optional
        From :func:`read_survey`; left out, it is read.
    behaviour : {"rfm", "groups"}, default "rfm"
        Behaviour by the RFM segments, a rule without anything fitted or chosen; or by the k-means groups.
    random_state : int
        Seed.

    Returns
    -------
    Known
        Customers who had ordered by that day or whose sign-up is dated by then; of those without a date nobody knows
        whether they were there. Orders count until the day. The lists of customers and of answers carry no dates, so
        traits, places and answers count as they are now: where an answer was given later, it may know more than that
        day did. Demographic is the split of what customers brought until then, where it is proven, else the stage of
        life, else the trait that is known of most; sensitive traits are left out.
    """
    frame, survey = people(tables, as_of=as_of), survey or read_survey(tables, client, random_state=random_state)
    if frame is None:
        return Known(as_of, pd.DataFrame(), None, {name: _without(name, survey) for name in LABELS})
    listed = tables["customers"].to_pandas() if "customers" in tables else None
    there = frame[_was_there(frame, listed, as_of)].drop(columns=geographic.AREA).reset_index(drop=True)
    frame = geographic.with_places(there, listed)
    if frame.empty:
        return Known(as_of, frame, None, {name: _without(name, survey) for name in LABELS})
    frame, money = demographic.sensitive.allowed(frame, client), worth(frame)
    seed = {"random_state": random_state}
    makers = {
        "behavioural": partial(_behavioural, money=money, behaviour=behaviour, **seed),
        "geographic": partial(geographic.segment, settings=client.geographic, language=client.language, **seed),
        "demographic": partial(_demographic, money=money, client=client, **seed),
        "psychographic": partial(_psychographic, survey=survey, client=client, **seed),
    }
    return Known(as_of, frame, money, {name: _base(name, makers[name](frame), survey) for name in LABELS}, makers)


def _was_there(frame: pd.DataFrame, listed: pd.DataFrame | None, as_of: datetime.date) -> np.ndarray:
    ordered = has_ordered(frame) | (frame[["gross_spend", "returned_value"]] != 0).any(axis=1).to_numpy()
    if listed is None or "signup_date" not in listed.columns:
        return ordered
    dated = listed.loc[listed["signup_date"].notna(), "customer_id"]
    return ordered | frame["customer_id"].isin(dated).to_numpy()


def _behavioural(frame: pd.DataFrame, *, money: Worth, behaviour: str, random_state: int) -> Segmentation | None:
    bought = has_ordered(frame)
    if not bought.any():
        return None
    if behaviour == "groups":
        return behavioural.segment(frame, random_state=random_state)
    return rfm_by_worth(frame, money)


def _demographic(frame: pd.DataFrame, *, money: Worth, client: Client, random_state: int) -> Segmentation | None:
    settings = client.demographic
    before = outcomes(frame, money).get("margin")
    if before is not None:
        found = demographic.split(frame, outcome=before, settings=settings, random_state=random_state)
        if found.proven:
            return found.segmentation
    stages = demographic.segment(frame, settings=settings)
    if _share_known(stages) >= LEAST_KNOWN:
        return stages
    return demographic.by_the_best_known(frame, settings=settings)


def _psychographic(frame: pd.DataFrame, *, survey: Survey, client: Client, random_state: int) -> Segmentation | None:
    if not survey.battery.is_customer.any() or survey.battery.items.empty:
        return None
    answered = with_answers(frame, survey.battery)
    return psychographic.segment(
        answered[answered["is_customer"].to_numpy(bool)].reset_index(drop=True),
        survey.battery,
        k=client.psychographic.k,
        method=client.psychographic.method,
        compared=survey.compared,
        random_state=random_state,
    )


def _share_known(segmentation: Segmentation) -> float:
    return float((~segmentation.assignments["segment"].isin(UNKNOWN)).mean())


def _base(name: str, segmentation: Segmentation | None, survey: Survey) -> Base:
    if segmentation is None or _share_known(segmentation) < LEAST_KNOWN:
        return _without(name, survey)
    known = segmentation.assignments.loc[~segmentation.assignments["segment"].isin(UNKNOWN), "segment_name"].unique()
    lacking = ONE.format(name=known[0]) if len(known) == 1 else ""
    return Base(name, LABELS[name], segmentation, lacking)


def _without(name: str, survey: Survey) -> Base:
    strangers = name == "psychographic" and survey.strangers
    return Base(name, LABELS[name], None, STRANGERS.format(n=survey.strangers) if strangers else TAKES[name])
