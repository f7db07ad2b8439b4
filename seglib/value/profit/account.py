"""What is left of each customer after all costs? Margin less service, orders, returns, mailings and acquisition.

A cost that the client has not given counts as nothing and is listed as such; nothing is made up.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.client_costs import Costs
from seglib.features import customer_quarters
from seglib.features.observation import observation_end
from seglib.features.orders import CHANNELS
from seglib.features.quarters import QUARTER_DAYS

LEAST_KNOWN = 0.9
"""Share of the sales whose cost must be known for a profit to be told."""
COSTS = ("service_cost", "order_cost", "return_cost", "campaign_cost")
SUMS = (
    *("sales", "margin", *COSTS, "running_profit", "discount", "returned", "n_orders", "n_returns"),
    *("n_contacts", "minutes"),
)


@dataclass(frozen=True, eq=False)
class Account:
    """What customers brought and cost over a window.

    Parameters
    ----------
    quarters : pandas.DataFrame
        One row a customer and quarter in which something happened: `customer_id`, `quarter` (0 is the last), money and
        counts as of :func:`seglib.features.customer_quarters`, `margin` (with `margin_rate` where costs are in no
        file), :data:`COSTS` and `running_profit`, which is margin less these.
    customers : pandas.DataFrame
        One row a customer, in order of `customer_id`: sums over the window, `n_active` (quarters with an order),
        `n_known` (quarters since the first order, at most those of the window), `acquisition_cost` of those won within
        the window, `service_effort` and `profit`, which is the running profit less the acquisition.
    start, end : datetime.date
        First and last day of the window.
    margin_known : float
        Share of the sales whose margin is known, by the files or by `margin_rate`; missing without
        orders.
    service_by : {"minutes", "effort", ""}
        What the service's cost goes by; empty where it counts as nothing.
    settings : Costs
        Of the client.
    """

    quarters: pd.DataFrame
    customers: pd.DataFrame
    start: datetime.date
    end: datetime.date
    margin_known: float
    service_by: str
    settings: Costs

    @property
    def tells_profit(self) -> bool:
        """Tell whether the margin of enough sales is known.

        Returns
        -------
        bool
        """
        return bool(self.margin_known >= LEAST_KNOWN)


def account(
    tables: Mapping[str, ir.Table], *, as_of: datetime.date | str, costs: Costs, margin_rate: float | None = None
) -> Account:
    """Add up what each customer brought and cost.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables, without customers who objected; `order_lines` is needed.
    as_of : datetime.date or str
        Last day of observation, which ends the window.
    costs : Costs
        What things cost.
    margin_rate : float, optional
        Margin as a fraction of sales, for lines of which no file says what the goods cost.

    Returns
    -------
    Account
        Over as many quarters as the settings ask for and the orders reach back, at least one.
    """
    end = observation_end(as_of)
    first = _first_days(tables["order_lines"])
    reach = max(((pd.Timestamp(end) - first.min()).days + 1) // QUARTER_DAYS, 1) if len(first) else 1
    n_quarters = min(costs.quarters, reach)
    rows = customer_quarters(tables, as_of=end, n_quarters=n_quarters).to_pandas()
    rows = rows[rows["customer_id"].isin(first.index)].sort_values(["customer_id", "quarter"], ignore_index=True)
    people = _people(tables.get("customers"), rows["customer_id"].unique())
    rows, known = _with_margin(rows, margin_rate)
    rows, service_by = _with_costs(rows, people, costs, contacts="service_contacts" in tables)
    customers = rows.groupby("customer_id")[list(SUMS)].sum()
    age = (pd.Timestamp(end) - first.reindex(customers.index)).dt.days
    customers["n_active"] = (rows["n_orders"] > 0).groupby(rows["customer_id"]).sum()
    customers["n_known"] = np.minimum(age // QUARTER_DAYS + 1, n_quarters).astype("int64")
    days = n_quarters * QUARTER_DAYS
    price = _priced(people["acquisition_channel"], costs.acquisition)
    customers["acquisition_cost"] = np.where(age < days, price.reindex(customers.index), 0.0)
    customers["service_effort"] = people["service_effort"].reindex(customers.index)
    customers["profit"] = customers["running_profit"] - customers["acquisition_cost"]
    start = end - datetime.timedelta(days=days - 1)
    return Account(rows, customers.reset_index(), start, end, known, service_by, costs)


def _first_days(order_lines: ir.Table) -> pd.Series:
    """Day of each customer's first order."""
    first = order_lines.group_by("customer_id").agg(day=order_lines.ordered_at.min().date()).to_pandas()
    return pd.to_datetime(first.set_index("customer_id")["day"]).sort_index()


def _people(customers: ir.Table | None, ids: np.ndarray) -> pd.DataFrame:
    """Effort and channel of the customers; missing where not known."""
    wanted = ["acquisition_channel", "service_effort"]
    known = pd.DataFrame(columns=["customer_id", *wanted])
    if customers is not None:
        names = [name for name in wanted if name in customers.columns]
        known = customers.select("customer_id", *names).to_pandas()
    known = known.set_index("customer_id").reindex(index=ids, columns=wanted)
    return known.assign(service_effort=known["service_effort"].astype(float))


def _with_margin(rows: pd.DataFrame, margin_rate: float | None) -> tuple[pd.DataFrame, float]:
    """Margin by the files, and by the rate for what they do not tell; and of which share of the sales it is known."""
    total, unknown = rows["sales"].sum(), rows["of_unknown_cost"].sum()
    rate = margin_rate or 0.0
    margin = rows["margin"] + rate * rows["of_unknown_cost"]
    none_unknown = 1.0 if len(rows) and not unknown else float("nan")
    known = 1.0 if margin_rate else 1 - unknown / total if total > 0 else none_unknown
    return rows.assign(margin=margin).drop(columns="of_unknown_cost"), float(known)


def _with_costs(rows: pd.DataFrame, people: pd.DataFrame, costs: Costs, *, contacts: bool) -> tuple[pd.DataFrame, str]:
    service, service_by = pd.Series(0.0, index=rows.index), ""
    effort = people["service_effort"].fillna(people["service_effort"].mean())
    if costs.minute is not None and contacts:
        service, service_by = costs.minute * rows["minutes"], "minutes"
    elif costs.effort_point is not None and effort.notna().any():
        points = effort.reindex(rows["customer_id"]).to_numpy()
        service, service_by = costs.effort_point * points * rows["n_orders"], "effort"
    rows = rows.assign(
        service_cost=service,
        order_cost=_of_orders(rows, costs),
        return_cost=(costs.return_order or 0.0) * rows["n_returns"],
    )
    return rows.assign(running_profit=rows["margin"] - rows[list(COSTS)].sum(axis=1)), service_by


def _of_orders(rows: pd.DataFrame, costs: Costs) -> pd.Series:
    if isinstance(costs.order, Mapping):
        parts = [costs.order.get(channel, 0.0) * rows[f"n_{channel}"] for channel in CHANNELS]
        return sum(parts, pd.Series(0.0, index=rows.index))
    return (costs.order or 0.0) * rows["n_orders"]


def _priced(kinds: pd.Series, price: float | Mapping[str, float] | None) -> pd.Series:
    """A price for all, or by kind; what has no price costs nothing."""
    if isinstance(price, Mapping):
        return kinds.map(price).astype(float).fillna(0.0)
    return pd.Series(price or 0.0, index=kinds.index)
