"""By what can customers be told apart on the eve of a campaign, where no segmentation is adopted or for each alone?"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis.expr.types as ir
import pandas as pd

from seglib.client import Client
from seglib.segments import behavioural, demographic
from seglib.segments.checks import has_ordered
from seglib.segments.evaluation.subject import FEWEST, subject
from seglib.segments.psychographic.respondents import people


def compared_by(tables: Mapping[str, ir.Table], client: Client, *, as_of: datetime.date) -> pd.DataFrame | None:
    """Give what groups of customers are made of, as it was on a day.

    Parameters
    ----------
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
    frame = people(tables, as_of=as_of)
    if frame is None:
        return None
    if has_ordered(frame).sum() >= FEWEST:
        return behavioural.matrix(frame)
    found = subject(tables, client.model_copy(update={"as_of": as_of}), survey=None, base="demographic")
    return found.X if found else None


def by_a_trait(tables: Mapping[str, ir.Table], client: Client) -> pd.DataFrame | None:
    """Segment customers by the trait that is known of most, where nothing else can be gone by.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose settings count.

    Returns
    -------
    pandas.DataFrame or None
        `customer_id, segment`; traits carry no dates, so they are those of today. None where nothing is known.
    """
    frame = people(tables, as_of=client.as_of)
    if frame is None:
        return None
    found = demographic.by_the_best_known(demographic.sensitive.allowed(frame, client), settings=client.demographic)
    if found is None:
        return None
    return found.assignments.assign(segment=found.assignments["segment_name"])[["customer_id", "segment"]]
