"""What came after the split? Money, whether customers bought again, whether they answered when asked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.features import customer_period, customer_responses
from seglib.features.observation import complete, observation_end
from seglib.features.responses import CONTROL
from seglib.segments.checks import has_ordered
from seglib.segments.evaluation.bases import Known

HORIZON_DAYS, LEAST_DAYS = 182, 28
EXTREMES = (0.01, 0.99)
LEAST_MARGIN_KNOWN = 0.9
SCALES = {"pulled in": "Extremes pulled in", "as it is": "As it is", "logarithm": "Logarithm"}


@dataclass(frozen=True, eq=False)
class Outcome:
    """One number a customer, of the time after a day.

    Parameters
    ----------
    name : {"margin", "retention", "response"}
        Which one.
    label : str
        Its heading.
    values : pandas.Series of float
        By customer; missing where it is not known.
    after, until : datetime.date
        The days between which it happened.
    money : bool, default False
        Whether it is money.
    """

    name: str
    label: str
    values: pd.Series
    after: datetime.date
    until: datetime.date
    money: bool = False

    def known(self, scale: str = "pulled in") -> pd.Series:
        """Give the values of the customers who have one.

        Parameters
        ----------
        scale : {"pulled in", "as it is", "logarithm"}, default "pulled in"
            How money is read; yes and no stay what they are.

        Returns
        -------
        pandas.Series of float
            Extremes are pulled in to the 1st and 99th percentile of the money that is not 0; logarithms are of 1 plus
            the money over its median where it is not 0, with its sign.
        """
        values = self.values.dropna()
        some = np.sort(values[values != 0])
        if not self.money or scale == "as it is" or not len(some):
            return values
        if scale == "logarithm":
            return np.sign(values) * np.log1p(values.abs() / np.median(np.abs(some)))
        low, high = np.quantile(some, EXTREMES)
        return values.clip(min(low, 0.0), max(high, 0.0))


def history_days(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> int:
    """Count the days from the first order to the end of observation.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    as_of : datetime.date or str
        End of observation.

    Returns
    -------
    int
        0 where there are no orders.
    """
    if "order_lines" not in tables:
        return 0
    first = tables["order_lines"].ordered_at.min().execute()
    return 0 if pd.isna(first) else max((observation_end(as_of) - first.date()).days, 0)


def split_day(
    tables: Mapping[str, ir.Table], *, as_of: datetime.date | str, horizon_days: int = HORIZON_DAYS
) -> datetime.date | None:
    """Choose the day until which everything is known, so that the rest can be foretold.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    as_of : datetime.date or str
        End of observation.
    horizon_days : int, default 182
        How long the time after is to be.

    Returns
    -------
    datetime.date or None
        At least two thirds of the days since the first order lie before it. None without orders, or where the time
        after would be shorter than four weeks.
    """
    days = min(horizon_days, history_days(tables, as_of=as_of) // 3)
    return observation_end(as_of) - datetime.timedelta(days=days) if days >= min(LEAST_DAYS, horizon_days) else None


def purchases(tables: Mapping[str, ir.Table], known: Known, *, as_of: datetime.date | str) -> list[Outcome]:
    """See what customers who were known on a day bought afterwards.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `order_lines` is needed.
    known : Known
        The customers of that day.
    as_of : datetime.date or str
        End of observation.

    Returns
    -------
    list of Outcome
        ``margin`` of everybody known, 0 for those who did not buy; sales where costs are not known. ``retention``: 1
        where somebody who had ordered did so again, 0 where not.
    """
    end = observation_end(as_of)
    later = customer_period(tables, after=known.as_of, as_of=end).to_pandas().set_index("customer_id")
    later = later.reindex(known.features["customer_id"])
    moved = later["spend"].notna()
    by_margin = known.money.column == "total_margin" and later.loc[moved, "margin"].notna().mean() >= LEAST_MARGIN_KNOWN
    money = later["margin" if by_margin else "spend"].astype(float).where(moved, 0.0)
    again = (later["n_orders"].astype(float) > 0).astype(float).where(has_ordered(known.features))
    return [
        Outcome("margin", "Margin" if by_margin else "Sales less returns", money, known.as_of, end, money=True),
        Outcome("retention", "Bought again", again, known.as_of, end),
    ]


def last_campaign(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> datetime.date | None:
    """Find the eve of the last campaign of which it is known who answered.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    as_of : datetime.date or str
        End of observation.

    Returns
    -------
    datetime.date or None
        The day before the first customer was asked; None where no such campaign has dates.
    """
    if not {"assignments", "order_lines"} <= set(tables):
        return None
    asked = complete(tables["assignments"], "assignments")
    asked = asked.filter(asked.responded.notnull(), asked.arm != CONTROL, asked.assigned_at.notnull())
    asked = asked.filter(asked.assigned_at.date() <= ibis.literal(observation_end(as_of)))
    starts = asked.group_by("campaign_id").agg(first=asked.assigned_at.min()).first.max().execute()
    return None if pd.isna(starts) else starts.date() - datetime.timedelta(days=1)


def responses(tables: Mapping[str, ir.Table], known: Known, *, as_of: datetime.date | str) -> Outcome:
    """See how customers who were known on a day answered the campaigns that came after it.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `assignments` is needed.
    known : Known
        The customers of that day.
    as_of : datetime.date or str
        End of observation.

    Returns
    -------
    Outcome
        ``response``: share of campaigns answered, of those who were asked. Whoever would have bought anyway has
        answered, too: who answers *because* of a campaign, only control groups tell.
    """
    ends = [known.as_of, observation_end(as_of)]
    before, after = (customer_responses(tables, as_of=day).to_pandas().set_index("customer_id") for day in ends)
    since = after.sub(before, fill_value=0).reindex(known.features["customer_id"])
    asked = since["n_asked"].astype(float)
    rate = (since["n_responded"].astype(float) / asked).where(asked > 0)
    return Outcome("response", "Answered a campaign", rate, *ends)
