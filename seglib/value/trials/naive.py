"""What would be claimed without a control group, and why is it no effect?

Who responded is counted as if nobody would have bought anyway; or those who were addressed are compared with those who
were not, though they were chosen because they buy more. The second is shown by the same comparison of an equal time
before the campaign, when it cannot have worked yet.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.features.observation import complete
from seglib.features.responses import CONTROL

COLUMNS = [
    *("campaign_id", "name", "contacts", "share_responded", "revenue", "cost", "profit"),
    *("spent", "spent_others", "more", "more_before", "n_others"),
]


def naive_reading(
    rows: pd.DataFrame, costs: pd.DataFrame, *, spending: pd.DataFrame | None = None, days: Mapping | None = None
) -> pd.DataFrame:
    """Read campaigns as if there were no need of a control group.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`seglib.value.trials.outcomes.read_outcomes`.
    costs : pandas.DataFrame
        From :func:`seglib.value.trials.costs.arm_costs`.
    spending : pandas.DataFrame, optional
        From :func:`spending_by_day`.
    days : mapping of str to datetime.date, optional
        First day of each campaign of which it is known.

    Returns
    -------
    pandas.DataFrame
        One row a campaign: `campaign_id`, `name`, `contacts`, `share_responded`, `revenue` (of all who were addressed:
        their margin, or else revenue, as if all of it came of the campaign), `cost` and `profit`; and where orders are
        known, `spent` a customer within the window, by the `n_others` who had ordered until then and were not addressed
        `spent_others`, how much `more` the first is, and how much it was of an equal time before, `more_before`.
    """
    found = []
    for campaign, part in costs.groupby("campaign_id", sort=False):
        addressed = rows[(rows["campaign_id"] == campaign) & (rows["arm"] != CONTROL)]
        money = next((name for name in ("margin", "revenue") if addressed.get(name, pd.Series()).notna().any()), None)
        brought = float(addressed[money].sum()) if money else float("nan")
        cost = float((part["a_contact"] * part["contacts"]).sum(min_count=len(part)))
        row = {
            "campaign_id": campaign,
            "name": part["name"].iloc[0],
            "contacts": len(addressed),
            "share_responded": float(addressed["responded"].mean()) if "responded" in addressed else float("nan"),
            "revenue": brought,
            "cost": cost,
            "profit": brought - cost,
        }
        window = part["window_days"].max()
        if spending is not None and days and campaign in days and window > 0:
            chosen = set(addressed["customer_id"])
            row |= _gap(spending, chosen, days[campaign], int(window))
        found.append(row)
    return pd.DataFrame(found, columns=COLUMNS)


def spending_by_day(tables: Mapping[str, ir.Table]) -> pd.DataFrame | None:
    """Sum up what each customer spent on each day.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.

    Returns
    -------
    pandas.DataFrame or None
        `customer_id, day, amount`; None without order lines.
    """
    if "order_lines" not in tables:
        return None
    lines = complete(tables["order_lines"], "order_lines")
    sums = lines.group_by(customer_id=lines.customer_id, day=lines.ordered_at.date()).agg(
        amount=lines.amount.sum().cast("float64")
    )
    frame = sums.order_by("customer_id", "day").to_pandas()
    return frame.assign(day=pd.to_datetime(frame["day"]))


def _gap(spending: pd.DataFrame, chosen: set[str], day: datetime.date, window: int) -> dict[str, float]:
    start, long = pd.Timestamp(day), pd.Timedelta(days=window)
    known = spending.loc[spending["day"] < start, "customer_id"].unique()
    own = pd.Series(known).isin(chosen).to_numpy()
    if not own.any() or own.all():
        return {}
    means = []
    for first in (start, start - long):
        within = spending[(spending["day"] >= first) & (spending["day"] < first + long)]
        sums = within.groupby("customer_id")["amount"].sum().reindex(known, fill_value=0.0).to_numpy()
        means.append((sums[own].mean(), sums[~own].mean()))
    (spent, others), (before, others_before) = means
    gaps = {"spent": spent, "spent_others": others, "more": spent - others, "more_before": before - others_before}
    return gaps | {"n_others": int(np.sum(~own))}
