"""What is kept of each customer's worth? One row a customer, for the lists and pages that follow."""

from __future__ import annotations

from pathlib import Path

import ibis
import pandas as pd

from seglib import engine
from seglib.client import Client
from seglib.value.profit.account import COSTS, Account
from seglib.value.profit.ladder import Ladder
from seglib.value.profit.long_run import LongRun
from seglib.value.profit.next_year import NextYear

VALUE = ("p_alive", "expected_purchases", "margin_per_purchase", "value", "value_low", "value_high")
ACCOUNT = ("sales", "margin", *COSTS, "acquisition_cost", "profit", "n_orders", "n_active")
JUDGED = ("expected", "low", "high", "p_loss", "verdict")


def customer_value(
    ahead: NextYear,
    account: Account | None = None,
    in_long_run: LongRun | None = None,
    judged: pd.DataFrame | None = None,
    steps: Ladder | None = None,
    *,
    segments: pd.Series,
    client: Client,
) -> pd.DataFrame:
    """Put all that is known of each customer's worth side by side.

    Parameters
    ----------
    ahead : NextYear
        What they will bring; its money says of what `value` is.
    account, in_long_run, judged, steps : Account, LongRun, pandas.DataFrame, Ladder, optional
        What they brought and cost, where the margin is known.
    segments : pandas.Series
        Name of the segment by customer.
    client : seglib.client.Client
        Gives the currency and the day.

    Returns
    -------
    pandas.DataFrame
        One row a customer who bought, in order of `customer_id`: `segment_name`, :data:`VALUE` and `money` (margin or
        sales); :data:`ACCOUNT` over the window; `profit_per_order` with `profit_per_order_low` and `_high` (90%),
        `p_loss`, `verdict`; `step`, `gain_a_year`; `minutes_per_contact` (expected), `value_per_minute`; `currency`,
        `as_of`. What is not known is missing.
    """
    ids = set() if ahead.value is None else set(ahead.value.customers["customer_id"])
    ids |= set() if account is None else set(account.customers["customer_id"])
    table = pd.DataFrame(index=pd.Index(sorted(ids), name="customer_id", dtype="str"))
    table["segment_name"] = segments.reindex(table.index).astype("str")
    of_value = pd.DataFrame(columns=VALUE) if ahead.value is None else ahead.value.customers.set_index("customer_id")
    table[list(VALUE)] = of_value.reindex(index=table.index, columns=VALUE).astype(float)
    table["money"] = ahead.money
    known = account is not None and account.tells_profit
    of_account = account.customers.set_index("customer_id") if known else pd.DataFrame(columns=ACCOUNT)
    table[list(ACCOUNT)] = of_account.reindex(index=table.index, columns=ACCOUNT).astype(float)
    of_judged = pd.DataFrame(columns=JUDGED) if judged is None else judged
    names = {"expected": "profit_per_order", "low": "profit_per_order_low", "high": "profit_per_order_high"}
    table = table.join(of_judged[list(JUDGED)].rename(columns=names))
    of_steps = pd.DataFrame(columns=["step", "gain_a_year"]) if steps is None else steps.customers
    table = table.join(of_steps)
    minutes = pd.Series(dtype=float) if in_long_run is None else in_long_run.minutes.expected_spend()
    table["minutes_per_contact"] = minutes.reindex(table.index).astype(float)
    table["value_per_minute"] = table["value"] / table["minutes_per_contact"].where(table["minutes_per_contact"] > 0)
    return table.assign(currency=client.currency, as_of=client.as_of).reset_index()


def write_customer_value(table: pd.DataFrame, client: Client) -> Path:
    """Keep the table as ``results/customer_value.parquet``.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`customer_value`.
    client : seglib.client.Client
        Whose it is.

    Returns
    -------
    pathlib.Path
        The file.
    """
    typed = table.astype(dict.fromkeys(("verdict", "step"), "str") | {"gain_a_year": float})
    return engine.write_parquet({"customer_value": ibis.memtable(typed)}, client.results)[0]
