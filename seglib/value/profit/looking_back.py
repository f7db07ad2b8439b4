"""Would the verdict have held before? Who was found a year ago, and what the year since has shown of them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from seglib.client_costs import Costs
from seglib.features.observation import observation_end
from seglib.features.quarters import QUARTER_DAYS
from seglib.segments.headline import share_interval
from seglib.value.profit.account import account
from seglib.value.profit.long_run import long_run
from seglib.value.profit.losing import losing

YEAR = 4
"""Quarters that are held back."""


@dataclass(frozen=True)
class LookingBack:
    """What became of customers who would have been found a year ago.

    Parameters
    ----------
    day : datetime.date
        The last day that counted.
    found : int
        Customers who would have been found then, and have ordered since.
    lost : int
        Of these, who cost more than they brought in the year since.
    """

    day: datetime.date
    found: int
    lost: int

    @property
    def interval(self) -> tuple[float, float]:
        """Where the share of those who lose lies.

        Returns
        -------
        (float, float)
            Wilson's 95% interval; 0 to 1 where nobody was found.
        """
        return share_interval(self.lost, self.found) if self.found else (0.0, 1.0)


def looking_back(
    tables: Mapping[str, ir.Table],
    *,
    as_of: datetime.date | str,
    costs: Costs,
    margin_rate: float | None = None,
    random_state: int,
) -> LookingBack:
    """Judge customers as of a year ago and look at the year since.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables, without customers who objected.
    as_of : datetime.date or str
        Last day of observation.
    costs : Costs
        What things cost.
    margin_rate : float, optional
        As for :func:`seglib.value.profit.account.account`.
    random_state : int
        Seed.

    Returns
    -------
    LookingBack
        The service effort of customers counts as it is now, since it carries no date.
    """
    end = observation_end(as_of)
    day = end - datetime.timedelta(days=YEAR * QUARTER_DAYS)
    before = account(tables, as_of=day, costs=costs, margin_rate=margin_rate)
    if before.customers.empty:
        return LookingBack(day, 0, 0)
    judged = losing(before, long_run(before), random_state=random_state)
    of_year = costs.model_copy(update={"quarters": YEAR})
    since = account(tables, as_of=end, costs=of_year, margin_rate=margin_rate).customers
    since = since[since["n_orders"] > 0].set_index("customer_id")["running_profit"]
    profit = since.reindex(judged.index[judged["verdict"] == "loses"]).dropna()
    return LookingBack(day, len(profit), int((profit < 0).sum()))
