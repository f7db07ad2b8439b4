"""What will customers bring next? A model that was held against weeks it had not seen, and the value by segment."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

import ibis.expr.types as ir
import pandas as pd

from seglib.client_costs import Costs
from seglib.features.observation import observation_end
from seglib.features.orders import lines_until
from seglib.value.clv import CustomerValue, clv
from seglib.value.comparison import Comparison, compare
from seglib.value.history import purchase_history
from seglib.value.holdout import Split, decile_table, split_purchases, tracking_table
from seglib.value.profit.account import LEAST_KNOWN

LEAST_WEEKS, LEAST_REPEATS = 26, 30
"""History, and customers who had bought again before the weeks that are held back, that a forecast takes."""
MOST_HELD_BACK = 52
GOAL = 0.1
"""By how much the total of the weeks that were held back may be off."""

SLOPES = (0.9, 1.1)
"""Within which the slope of the calibration by tenths should be."""


@dataclass(frozen=True, eq=False)
class NextYear:
    """What customers are expected to bring, and how the forecast did before.

    Parameters
    ----------
    lacking : {"", "short", "few"}
        Why there is no forecast: the history is too short, or too few bought again; all below is empty then.
    weeks : float
        Length of the history.
    n, n_repeats : int
        Customers before the weeks that are held back, and those who had bought again.
    money : {"margin", "sales"}
        What the value is of; sales where the margin is not known.
    split : Split or None
        Purchases before and after.
    comparison : Comparison or None
        The models held against one another.
    tracking, deciles : pandas.DataFrame
        The chosen model, week by week, and by tenths of customers.
    value : CustomerValue or None
        By the chosen model, fitted to all weeks.
    """

    lacking: str
    weeks: float
    n: int
    n_repeats: int
    money: str = "sales"
    split: Split | None = None
    comparison: Comparison | None = None
    tracking: pd.DataFrame = field(default_factory=pd.DataFrame)
    deciles: pd.DataFrame = field(default_factory=pd.DataFrame)
    value: CustomerValue | None = None

    @property
    def held_back(self) -> pd.Series:
        """How the chosen model did on the weeks that were held back.

        Returns
        -------
        pandas.Series
            Its row of the comparison, and as `meets_goal` whether the total is within :data:`GOAL`.
        """
        row = self.comparison.table.set_index("model").loc[self.comparison.chosen].copy()
        row["meets_goal"] = abs(row["error"]) <= GOAL
        return row


def next_year(
    order_lines: ir.Table,
    *,
    as_of: datetime.date | str,
    costs: Costs,
    margin_rate: float | None = None,
    segments: pd.Series | None = None,
    n_draws: int = 400,
    random_state: int,
) -> NextYear:
    """Choose a model on weeks that are held back, and value customers by it.

    Parameters
    ----------
    order_lines : ibis.expr.types.Table
        Clean order lines, without customers who objected.
    as_of : datetime.date or str
        Last day of observation.
    costs : Costs
        `horizon_days` and `discount_rate` count.
    margin_rate : float, optional
        Margin as a fraction of sales, where no file says what goods cost.
    segments : pandas.Series, optional
        Name of the segment by customer.
    n_draws : int, default 400
        Draws for the intervals.
    random_state : int
        Seed.

    Returns
    -------
    NextYear
        Half of the history is held back, at most a year.
    """
    end = observation_end(as_of)
    lines = lines_until(order_lines, end)
    sales = lines.filter(lines.stands)
    total = (
        sales.aggregate(
            first=sales.ordered_at.min().date(),
            sales=sales.amount.sum().cast("float64"),
            known=sales.amount.sum(where=sales.margin.notnull()).cast("float64"),
        )
        .to_pandas()
        .iloc[0]
    )
    if pd.isna(total["first"]):
        return NextYear("short", 0.0, 0, 0)
    weeks = ((pd.Timestamp(end) - pd.Timestamp(total["first"])).days + 1) / 7
    if weeks < LEAST_WEEKS:
        return NextYear("short", weeks, 0, 0)
    back = datetime.timedelta(weeks=min(int(weeks // 2), MOST_HELD_BACK))
    split = split_purchases(order_lines, calibration_end=end - back, as_of=end)
    n, n_repeats = len(split.history), int((split.history["frequency"] > 0).sum())
    if n_repeats < LEAST_REPEATS:
        return NextYear("few", weeks, n, n_repeats)
    compared = compare(split, n_draws=n_draws, random_state=random_state)
    chosen = compared.models[compared.chosen]
    by_file = total["sales"] > 0 and total["known"] >= LEAST_KNOWN * total["sales"]
    rate = 1.0 if by_file else margin_rate or 1.0
    money = "margin" if by_file or margin_rate else "sales"
    history = purchase_history(order_lines, as_of=end, money="margin" if by_file else "amount")
    value = clv(
        history.order_by("customer_id").to_pandas(),
        horizon_days=costs.horizon_days,
        discount_rate=costs.discount_rate,
        margin_rate=rate,
        segments=segments if segments is not None and len(segments) else None,
        model=compared.chosen,
        n_draws=n_draws,
        random_state=random_state,
    )
    deciles = decile_table(chosen, split)
    return NextYear("", weeks, n, n_repeats, money, split, compared, tracking_table(chosen, split), deciles, value)
