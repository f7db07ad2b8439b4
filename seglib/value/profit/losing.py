"""Who truly costs more than they bring? Never said after one bad quarter, and with the chance that it is bad luck."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.value.profit.account import Account
from seglib.value.profit.long_run import LongRun

SURE = 0.8
"""Probability of costing more than they bring from which on customers are said to."""
LEVEL = 0.9
FEWEST_QUARTERS = 2
"""Quarters with an order that it takes to say anything."""
VERDICTS = {
    "earns": "bring more than they cost",
    "too early": "cost more, but ordered in one quarter only",
    "one quarter": "cost more because of a single bad quarter",
    "unsure": "cost more, but it may be bad luck",
    "loses": "cost more, and will go on to",
}
"""Verdict: what it says of customers."""


def losing(account: Account, in_long_run: LongRun, *, n_draws: int = 400, random_state: int) -> pd.DataFrame:
    """Judge each customer by several quarters and by all other customers.

    Parameters
    ----------
    account : Account
        What customers brought and cost.
    in_long_run : LongRun
        What an order of each leaves.
    n_draws : int, default 400
        Draws for the probabilities.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        By customer: `n_active`, `running_profit` over the window (what it cost to win the customer is spent, and no
        reason to part), `expected` (profit an order in the long run) with `low` and `high` (90%), `p_loss`, the
        probability that it is below 0, and `verdict`, a key of :data:`VERDICTS`. ``"loses"`` takes a loss over the
        window that is still one without the worst quarter, two quarters or more, and a probability of :data:`SURE` or
        more.
    """
    customers = account.customers.set_index("customer_id")
    rng, ends = np.random.default_rng(random_state), [0.5 - LEVEL / 2, 0.5 + LEVEL / 2]
    found = []
    for rows in in_long_run.blocks(n_draws):
        profit = in_long_run.draw(rows, n_draws=n_draws, rng=rng)["profit"]
        found.append(np.c_[profit.mean(axis=1), np.quantile(profit, ends, axis=1).T, (profit < 0).mean(axis=1)])
    table = customers[["n_active", "running_profit"]].copy()
    table[["expected", "low", "high", "p_loss"]] = np.concatenate(found) if found else np.empty((0, 4))
    worst = account.quarters.groupby("customer_id")["running_profit"].min().reindex(table.index)
    loss, again = table["running_profit"] < 0, table["n_active"] >= FEWEST_QUARTERS
    without_worst = table["running_profit"] - worst < 0
    chosen = [~loss, ~again, ~without_worst, table["p_loss"] < SURE]
    verdict = np.select(chosen, [*VERDICTS][:-1], "loses")
    return table.assign(verdict=pd.Series(verdict, index=table.index, dtype="str"))


def counts(judged: pd.DataFrame) -> pd.DataFrame:
    """Count customers by verdict.

    Parameters
    ----------
    judged : pandas.DataFrame
        From :func:`losing`.

    Returns
    -------
    pandas.DataFrame
        One row a verdict, in the order of :data:`VERDICTS`: `verdict`, `n`, `share`, `running_profit` of them all, and
        `losing`, how many of them are expected to cost more than they bring in the long run.
    """
    groups = judged.groupby("verdict")
    n = groups.size().reindex(list(VERDICTS), fill_value=0)
    table = pd.DataFrame({"n": n, "share": n / max(len(judged), 1)})
    table["running_profit"] = groups["running_profit"].sum().reindex(table.index, fill_value=0.0)
    table["losing"] = groups["p_loss"].sum().reindex(table.index, fill_value=0.0)
    return table.rename_axis("verdict").reset_index()
