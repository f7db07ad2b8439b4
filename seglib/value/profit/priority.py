"""Two customers have a problem, and there is time for one: who returns more for a minute of help?

At stake is what a customer is expected to bring next. How much of it a problem puts at risk is not known; it is taken
to be alike for all, so that the order among segments follows from the margin at stake and the minutes that it takes.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd

from seglib.value.profit.account import Account

LEVEL = 0.95


def priority(
    account: Account,
    values: pd.DataFrame,
    segments: pd.Series,
    *,
    n_boot: int = 400,
    random_state: int,
) -> pd.DataFrame:
    """Rank segments by the margin at stake for a minute of help.

    Parameters
    ----------
    account : Account
        What customers brought and cost; those who asked for help tell how long it takes.
    values : pandas.DataFrame
        `customer_id`, `value`: what each is expected to bring, as of :func:`seglib.value.clv.clv`.
    segments : pandas.Series
        Name of the segment by customer.
    n_boot : int, default 400
        Bootstrap samples of customers.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a segment, the one to help first on top: `segment`, `n`, `value` (a customer), `minutes` (a contact),
        `n_contacts`, `per_minute` (value over minutes) with `low` and `high` (95%, by bootstrap over customers), and
        `surely`, how sure it is that the segment comes before the next one. Segments without a contact in the window,
        or with one customer, are left out.
    """
    minutes = account.customers.set_index("customer_id")[["minutes", "n_contacts"]]
    table = values.set_index("customer_id")[["value"]].join(minutes).fillna({"minutes": 0.0, "n_contacts": 0})
    table = table.dropna(subset="value").assign(segment=segments.reindex(values["customer_id"]).to_numpy())
    rng, rows, draws = np.random.default_rng(random_state), [], []
    for name, part in table.dropna(subset="segment").groupby("segment"):
        if len(part) < 2 or not part["minutes"].sum() > 0:
            continue
        columns = part[["value", "minutes", "n_contacts"]].to_numpy(float)
        n = len(part)
        even = np.full(n, 1 / n)
        drawn = _per_minute(np.array([rng.multinomial(n, even) @ columns for _ in range(n_boot)]), n)
        value, spent, asked = columns.sum(axis=0)
        ends = np.nanquantile(drawn, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])
        rows.append((name, n, value / n, spent / asked, int(asked), value / n / (spent / asked), *ends))
        draws.append(drawn)
    columns = ["segment", "n", "value", "minutes", "n_contacts", "per_minute", "low", "high"]
    found = pd.DataFrame(rows, columns=columns)
    order = found.sort_values(["per_minute", "segment"], ascending=[False, True]).index
    surely = [float(np.nanmean(draws[a] > draws[b])) for a, b in pairwise(order)]
    return found.loc[order].assign(surely=[*surely, np.nan] if len(order) else []).reset_index(drop=True)


def _per_minute(sums: np.ndarray, n: int) -> np.ndarray:
    """Value a customer over minutes a contact; missing where a sample has no minute."""
    value, minutes, contacts = sums.T
    return np.divide(value * contacts, n * minutes, out=np.full(len(sums), np.nan), where=minutes > 0)
