"""Who was there on each day, and by which rule were they parted? Rules that were kept, or made again for that day."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import ibis.expr.types as ir
import pandas as pd

from seglib.activation.migration.dates import N_DAYS, STEP_DAYS, days_back
from seglib.activation.models import ModelError, read_model
from seglib.client import Client
from seglib.features import customer_features
from seglib.segments import behavioural
from seglib.segments.checks import has_ordered
from seglib.segments.evaluation.later import history_days
from seglib.segments.rfm import rfm_by_worth
from seglib.segments.segmentation import Segmentation
from seglib.segments.worth import worth

FEWEST = 60
MOVING = {"behavioural": "groups", "rfm": "rule"}
"""Schemes in which customers move by what they do. Lists of traits, places and answers carry no dates."""
Maker = Callable[[pd.DataFrame, int], Segmentation]
"""From features and a seed to the segmentation that is learned from them."""


@dataclass(frozen=True, eq=False)
class Day:
    """The customers of a day.

    Parameters
    ----------
    date : datetime.date
        The day.
    features : pandas.DataFrame
        One row a customer with an order that stands by then; index: the customer.
    rule : Segmentation
        By which they were parted.
    make : callable
        Makes such a rule out of other customers.
    was_kept : bool
        Whether it is the rule that was in use then, kept by the report of that day; otherwise it was made again.
    """

    date: datetime.date
    features: pd.DataFrame
    rule: Segmentation
    make: Maker = field(repr=False)
    was_kept: bool = False

    @functools.cached_property
    def labels(self) -> pd.Series:
        """Segment by customer, by the rule of this day."""
        return placed(self.features, self.rule)


@dataclass(frozen=True, eq=False)
class Days:
    """Days to compare.

    Parameters
    ----------
    days : list of Day
        The earliest first; empty where moves cannot be told.
    adopted : bool
        Whether the rule is of the segmentation that the business goes by; otherwise it is that of recency, frequency
        and money, since customers cannot be seen to move in the adopted one.
    lacking : {"", "no_orders", "short", "few"}
        Why there are no days.
    unreadable : mapping of str to str
        Files of kept rules that could not be used, and why. They are left as they are.
    """

    days: list[Day]
    adopted: bool
    lacking: str = ""
    unreadable: Mapping[str, str] = field(default_factory=dict)


class Kept(NamedTuple):
    """Rules that earlier reports went by.

    Parameters
    ----------
    rules : dict of datetime.date to Segmentation
        Those in which customers can be seen to move, the earliest first.
    unreadable : dict of str to str
        Files that could not be used, and why.
    """

    rules: dict[datetime.date, Segmentation]
    unreadable: dict[str, str]


def read_days(tables: Mapping[str, ir.Table], client: Client, *, step_days: int = STEP_DAYS, random_state: int) -> Days:
    """Take the customers of some days and the rules of each.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose end of observation is the last day, and whose kept rules are used.
    step_days : int, default 182
        From one day to the next, where no rules of earlier reports were kept.
    random_state : int
        Seed of rules that are made again.

    Returns
    -------
    Days
        The days of up to two earlier reports and today, where their rules were kept; otherwise three days.
    """
    history = history_days(tables, as_of=client.as_of)
    if not history:
        return Days([], False, "no_orders")
    folder = client.results / "models"
    adopted, unreadable = _adopted(folder / "adopted.json")
    goes_by = adopted is not None and adopted.scheme in MOVING
    kept, unread = kept_rules(folder, before=client.as_of, most=N_DAYS - 1) if goes_by else Kept({}, {})
    unreadable |= unread
    dates = [*kept, client.as_of] if kept else days_back(history, as_of=client.as_of, step_days=step_days)
    if len(dates) < 2:
        return Days([], goes_by, "short", unreadable)
    frames = [buyers(customer_features(tables, as_of=day).to_pandas()) for day in dates]
    if min(map(len, frames)) < FEWEST:
        return Days([], goes_by, "few", unreadable)
    like = adopted if goes_by else None
    days = []
    for date, frame in zip(dates, frames, strict=True):
        known = kept.get(date, like if date == client.as_of else None)
        make = maker(known or like)
        days.append(Day(date, frame, known or make(frame, random_state), make, date in kept))
    return Days(days, goes_by, unreadable=unreadable)


def placed(features: pd.DataFrame, rule: Segmentation) -> pd.Series:
    """Part customers by a rule.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    rule : Segmentation
        Of their own day or another one.

    Returns
    -------
    pandas.Series of str
        Segment by customer.
    """
    return rule.assign(features).set_index("customer_id")["segment"]


def buyers(features: pd.DataFrame) -> pd.DataFrame:
    """Keep the customers with an order that stands.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    pandas.DataFrame
        In the order of their ids, which are the index as well.
    """
    bought = features[has_ordered(features)].sort_values("customer_id")
    return bought.set_index("customer_id", drop=False).rename_axis(None)


def maker(like: Segmentation | None) -> Maker:
    """Give what makes a rule such as another one out of other customers.

    Parameters
    ----------
    like : Segmentation or None
        Groups of behaviour, of which as many are made; None, or the rule of recency, frequency and money: that rule.

    Returns
    -------
    callable
        Features and a seed to a segmentation.
    """
    if like is not None and MOVING[like.scheme] == "groups":
        k = len(like.definition) - 1  # less "No kept order"
        return lambda frame, seed: behavioural.segment(frame, k=k, random_state=seed)
    return lambda frame, seed: rfm_by_worth(frame, worth(frame))


def kept_rules(folder: Path, *, before: datetime.date, most: int) -> Kept:
    """Read the rules that earlier reports went by.

    Parameters
    ----------
    folder : pathlib.Path
        Such as ``results/models``, with files ``adopted-<day>.json``.
    before : datetime.date
        Rules of this day or later are no earlier ones.
    most : int
        How many at most, the last ones.

    Returns
    -------
    Kept
        A file that cannot be read is passed over, told and left as it is; the one before it takes its place.
    """
    rules, unreadable = {}, {}
    for path in sorted(folder.glob("adopted-*.json"), reverse=True):
        try:
            day = datetime.date.fromisoformat(path.stem.removeprefix("adopted-"))
        except ValueError:
            unreadable[path.name] = "has no day in its name"
            continue
        if day >= before or len(rules) == most:
            continue
        try:
            rule = read_model(path)
        except ModelError as error:
            unreadable[path.name] = error.reason
            continue
        rules |= {day: rule} if rule.scheme in MOVING else {}
    return Kept(dict(sorted(rules.items())), unreadable)


def _adopted(path: Path) -> tuple[Segmentation | None, dict[str, str]]:
    """The rule of today, and why it cannot be used where there is one that cannot."""
    try:
        return (read_model(path) if path.is_file() else None), {}
    except ModelError as error:
        return None, {path.name: error.reason}
