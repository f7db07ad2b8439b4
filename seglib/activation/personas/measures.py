"""What can be measured of every segment? Each measure with where it comes from, how it is summed up and written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.client_strategy import MEASURES
from seglib.features.orders import MONTHS
from seglib.segments.traits import per_order
from seglib.segments.worth import Worth

ACTIVE = 365  # days since the last order, at most


@dataclass(frozen=True)
class Measure:
    """One thing that segments are compared by.

    Parameters
    ----------
    name : str
        Of :data:`seglib.client_strategy.MEASURES`.
    format : {"count", "number", "percent", "money", "days"}
        How it is written.
    middle : {"median", "mean"}
        What stands for a segment.
    needs : tuple of str
        Columns that it is made of.
    values : callable
        From the customers to one number each, missing where it is not known.
    """

    name: str
    format: str
    middle: str
    needs: tuple[str, ...]
    values: Callable[[pd.DataFrame], pd.Series]

    @property
    def label(self) -> str:
        """What it is, in words."""
        return MEASURES[self.name]


def _plain(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: frame[column].astype(float)


def _of_buyers(column: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: frame[column].astype(float).where(frame["n_orders"] > 0)


def _per_order(*parts: str) -> Callable[[pd.DataFrame], pd.Series]:
    return lambda frame: per_order(frame, parts)


def _first_time(frame: pd.DataFrame) -> pd.Series:
    orders = frame["n_orders"].astype(float)
    return (orders == 1).astype(float).where(orders > 0)


def _active(frame: pd.DataFrame) -> pd.Series:
    days = frame["recency_days"].astype(float)
    return (days <= ACTIVE).astype(float).where(days.notna())


def _agreed(frame: pd.DataFrame) -> pd.Series:
    return frame["marketing_consent"].astype("boolean").fillna(False).astype(float)


ALL = (
    Measure("money", "money", "mean", ("money",), _plain("money")),
    Measure("recency", "days", "median", ("recency_days",), _plain("recency_days")),
    Measure("orders", "count", "median", ("n_orders",), _of_buyers("n_orders")),
    Measure("average_order", "money", "median", ("average_order_value",), _plain("average_order_value")),
    Measure("first_time", "percent", "mean", ("n_orders",), _first_time),
    Measure("active", "percent", "mean", ("recency_days",), _active),
    Measure("discount", "percent", "mean", ("discount_rate",), _plain("discount_rate")),
    Measure("returns", "percent", "mean", ("return_rate", "n_orders"), _of_buyers("return_rate")),
    Measure("online", "percent", "mean", ("share_online",), _plain("share_online")),
    Measure("store", "percent", "mean", ("share_store",), _plain("share_store")),
    Measure("phone", "percent", "mean", ("share_phone",), _plain("share_phone")),
    Measure("spring", "percent", "mean", (*MONTHS[3:6], "n_orders"), _per_order(*MONTHS[3:6])),
    Measure("year_end", "percent", "mean", (*MONTHS[10:], "n_orders"), _per_order(*MONTHS[10:])),
    Measure("web_visits", "number", "mean", ("n_web",), _plain("n_web")),
    Measure("app_visits", "number", "mean", ("n_app",), _plain("n_app")),
    Measure("email_contacts", "number", "mean", ("n_email",), _plain("n_email")),
    Measure("social_contacts", "number", "mean", ("n_social",), _plain("n_social")),
    Measure("effort", "number", "mean", ("service_effort",), _plain("service_effort")),
    Measure("help_minutes", "number", "mean", ("service_minutes", "n_orders"), _per_order("service_minutes")),
    Measure("followers", "count", "median", ("followers",), _plain("followers")),
    Measure("reach", "percent", "mean", ("marketing_consent",), _agreed),
    Measure("age", "count", "median", ("age",), _plain("age")),
    Measure("income", "money", "median", ("income",), _plain("income")),
)


def measured(frame: pd.DataFrame, money: Worth | None) -> dict[str, pd.Series]:
    """Compute every measure that the client's data allow.

    Parameters
    ----------
    frame : pandas.DataFrame
        One row a customer, from :func:`seglib.activation.personas.known.read_known`.
    money : Worth or None
        None where no order is known.

    Returns
    -------
    dict of str to pandas.Series
        Measure: one number a customer. One of which nothing is known, or in which all are at 0, is left out.
    """
    found = {}
    for measure in ALL:
        if not set(measure.needs) <= set(frame.columns) or (money is None and measure.needs[0] not in _OF_PEOPLE):
            continue
        values = pd.Series(measure.values(frame).to_numpy(float, na_value=np.nan), index=frame.index)
        if values.notna().any() and not (values.fillna(0) == 0).all():
            found[measure.name] = values
    return found


_OF_PEOPLE = ("service_effort", "followers", "marketing_consent", "age", "income")
