"""Would others cost more than they bring, if service were charged otherwise? The same total, shared by four keys."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.value.profit.account import Account

KEYS = {
    "minutes": "by minutes of help",
    "effort": "by points of effort and orders",
    "orders": "by orders",
    "equal": "the same for each customer",
}
"""Key: how the service's total is shared."""


def allocations(account: Account) -> pd.DataFrame:
    """Share the service's total by other keys and count whose profit changes its sign.

    Parameters
    ----------
    account : Account
        What customers brought and cost.

    Returns
    -------
    pandas.DataFrame
        One row a key of :data:`KEYS` that the data allow: `key`, `used` (whether the account goes by it), `n` (all
        customers), `losing` (with a running profit below 0) and `changed` (on the other side of 0 than by the key in
        use). Without a cost of service there is no row.
    """
    columns = ["key", "used", "n", "losing", "changed"]
    table = account.customers
    total = table["service_cost"].sum()
    if not total > 0:
        return pd.DataFrame(columns=columns)
    before = table["running_profit"] + table["service_cost"]
    effort = table["service_effort"].fillna(table["service_effort"].mean())
    weights = {
        "minutes": table["minutes"],
        "effort": effort * table["n_orders"],
        "orders": table["n_orders"],
        "equal": pd.Series(1.0, index=table.index),
    }
    in_use = table["running_profit"] < 0
    rows = []
    for key, weight in weights.items():
        if not weight.sum() > 0:
            continue
        losing = in_use if key == account.service_by else before - total * weight / weight.sum() < 0
        rows.append((key, key == account.service_by, len(table), int(losing.sum()), int((losing != in_use).sum())))
    return pd.DataFrame(rows, columns=columns)


def sure_of_all_keys(account: Account, judged: pd.DataFrame, *, least: int) -> float:
    """Tell which share of those who surely lose money also do if the service is shared by orders.

    Parameters
    ----------
    account : Account
        What customers brought and cost.
    judged : pandas.DataFrame
        From :func:`seglib.value.profit.losing.losing`.
    least : int
        Fewest customers of whom it is told.

    Returns
    -------
    float
        Missing where fewer lose money, or there is no cost of service.
    """
    table = account.customers.set_index("customer_id")
    chosen = judged.index[judged["verdict"] == "loses"]
    total, orders = table["service_cost"].sum(), table["n_orders"].sum()
    if len(chosen) < max(least, 1) or not total > 0 or not orders:
        return float("nan")
    shared = table["running_profit"] + table["service_cost"] - total * table["n_orders"] / orders
    return float(np.mean(shared.loc[chosen] < 0))
