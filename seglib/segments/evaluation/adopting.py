"""By which segmentation does the business go from here? One segmentation of everybody, with a passport a segment.

The base is the client's, or the one that foretells most. By what customers do, there are two ways: groups, where groups
are there beyond what chance makes, or where client.yml says how many; otherwise the segments of recency, frequency and
money, which are declared and claim to be no more than a rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import pandas as pd

from seglib.client import Client
from seglib.segments import behavioural, psychographic
from seglib.segments.evaluation.bases import LABELS, Known, Survey, known_by
from seglib.segments.evaluation.how_many import HowMany
from seglib.segments.evaluation.subject import Subject
from seglib.segments.evaluation.trust import class_passports, rule_passports
from seglib.segments.psychographic.respondents import DESCRIBES, describing, with_answers
from seglib.segments.segmentation import Segmentation

HABITS = ("n_orders", "average_order_value", "share_online", "discount_rate")
"""Of :data:`DESCRIBES` what customers do; the others are who they are."""


@dataclass(frozen=True, eq=False)
class Adopted:
    """The segmentation that the business goes by.

    Parameters
    ----------
    base, label : str
        Of :data:`seglib.segments.evaluation.bases.LABELS`.
    by : {"groups", "rule", "classes"}
        Groups of k-means, a declared or learned rule, or classes of a survey.
    segmentation : Segmentation
        Of everybody who is known.
    passports : pandas.DataFrame
        One row a segment, as of :mod:`seglib.segments.evaluation.trust`.
    """

    base: str
    label: str
    by: str
    segmentation: Segmentation
    passports: pd.DataFrame


def adopt(
    tables: Mapping[str, ir.Table],
    client: Client,
    *,
    base: str | None,
    survey: Survey,
    subject: Subject | None = None,
    found: HowMany | None = None,
    passports: pd.DataFrame | None = None,
    n_boot: int,
    random_state: int,
) -> Adopted | None:
    """Make the segmentation that the business goes by.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.
    base : str or None
        By what; None where there is nothing to go by.
    survey : Survey
        From :func:`seglib.segments.evaluation.bases.read_survey`.
    subject, found, passports : Subject, HowMany, pandas.DataFrame, optional
        In what groups were looked for, how many there are to be, and their passports, where they are there.
    n_boot : int
        Bootstrap samples for the passports of rules and classes.
    random_state : int
        Seed.

    Returns
    -------
    Adopted or None
        None where there is nothing to go by.
    """
    if base is None:
        return None
    told = {"survey": survey, "behaviour": "rfm", "random_state": random_state}
    known = known_by(tables, client, as_of=client.as_of, **told)
    if base not in known.bases or known.bases[base].segmentation is None:
        return None
    if base == "behavioural" and goes_by_groups(found, subject, client):
        made = behavioural.segment(known.features, k=found.k, random_state=random_state)
        return Adopted(base, LABELS[base], "groups", made, passports)
    seed = {"n_boot": n_boot, "random_state": random_state}
    made = known.bases[base].segmentation
    if base == "psychographic":
        if len(made.definition) < 2 or survey.compared.choice.k < 2:
            return None
        frame = with_answers(known.features, survey.battery)
        return Adopted(base, LABELS[base], "classes", made, _of_classes(made, frame, survey, client, **seed))
    issued = rule_passports(
        known.makers[base], known.features, named=base != "demographic", held_out=_held_out(known, base), **seed
    )
    return Adopted(base, LABELS[base], "rule", made, issued)


def passports_of_strangers(survey: Survey, client: Client, *, n_boot: int, random_state: int) -> pd.DataFrame | None:
    """Issue passports for the segments of respondents of whom none is a known customer.

    Parameters
    ----------
    survey : Survey
        From :func:`seglib.segments.evaluation.bases.read_survey`.
    client : seglib.client.Client
        Whose settings count: the number of segments and the method, as on page 04.
    n_boot : int
        Bootstrap samples.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame or None
        As of :func:`seglib.segments.evaluation.trust.class_passports`; None where customers answered, or all
        respondents are one segment.
    """
    if not survey.strangers:
        return None
    frame, settings = with_answers(None, survey.battery), client.psychographic
    told = {"k": settings.k, "method": settings.method, "compared": survey.compared, "random_state": random_state}
    made = psychographic.segment(frame, survey.battery, **told)
    if made.details["segment"].nunique() < 2:
        return None
    return _of_classes(made, frame, survey, client, n_boot=n_boot, random_state=random_state)


def goes_by_groups(found: HowMany | None, subject: Subject | None, client: Client) -> bool:
    """Tell whether behaviour goes by groups rather than by recency, frequency and money.

    Parameters
    ----------
    found : HowMany or None
        How many there are to be.
    subject : Subject or None
        In what they were looked for.
    client : seglib.client.Client
        Who may have said how many.

    Returns
    -------
    bool
    """
    if found is None or subject is None or subject.base != "behavioural" or found.k < 2:
        return False
    return client.evaluation.segments is not None or found.verdict in ("natural", "reproducible")


def _of_classes(
    made: Segmentation, frame: pd.DataFrame, survey: Survey, client: Client, *, n_boot: int, random_state: int
) -> pd.DataFrame:
    """Passports of classes of a survey, beside what describes the respondents and did not make the classes."""
    held_out = describing(frame, survey.battery, survey.compared.used)
    held_out = held_out.loc[:, ~held_out.columns.duplicated()]
    seed = {"n_boot": n_boot, "random_state": random_state}
    return class_passports(made, survey.compared, method=client.psychographic.method, held_out=held_out, **seed)


def _held_out(known: Known, base: str) -> pd.DataFrame:
    """What is known besides and had no part in the segments."""
    taken = {"behavioural": set(HABITS), "demographic": set(DESCRIBES) - set(HABITS), "geographic": {"area_type"}}
    kept = [name for name in DESCRIBES if name in known.features.columns and name not in taken[base]]
    return known.features[kept].rename(columns=DESCRIBES)
