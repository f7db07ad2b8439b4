"""Who of the demo's customers costs more than they bring? Some small buyers call about every order, and for long.

They are planted in the contacts with the service staff alone: their orders and everything else stay as drawn.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.draws import generator
from seglib.demo.types import TYPES
from seglib.demo.world import AS_OF

N_DRAINS = 36
ORDER_VALUE = 50.0  # euros an order, in truth, that they stay below
LEAST_ORDERS, OF_DAYS = 6, 700  # of fewer orders, or older ones, nobody could tell
CONTACTS, MINUTES = 2.0, 18.0  # more contacts an order than others have, and minutes of each
_CHANNELS = {"phone": 0.6, "email": 0.4}
_TOPICS = {"complaint": 0.5, "advice": 0.3, "delivery": 0.2}


def choose_drains(customers: pd.DataFrame, lines: pd.DataFrame, *, random_state: int) -> np.ndarray:
    """Draw who is one: of nobody's type, with small orders and enough of them.

    Parameters
    ----------
    customers, lines : pandas.DataFrame
        The customers with their latent columns, and their order lines.
    random_state : int
        Seed.

    Returns
    -------
    numpy.ndarray, N_DRAINS
        Positions of customers, rising.
    """
    rest = TYPES[-1]
    late = lines[lines["at"] >= pd.Timestamp(AS_OF - OF_DAYS)]
    n_orders = late.groupby("customer")["order"].nunique().reindex(range(len(customers)), fill_value=0)
    small = rest.p / customers["spend_rate"] < ORDER_VALUE
    could = np.flatnonzero((customers["type"] == rest.name) & small & (n_orders >= LEAST_ORDERS))
    return np.sort(generator(random_state, "drains").choice(could, N_DRAINS, replace=False))


def plant_drains(contacts: pd.DataFrame, lines: pd.DataFrame, drains: np.ndarray, *, random_state: int) -> pd.DataFrame:
    """Let them call the service staff, some days around each order.

    Parameters
    ----------
    contacts : pandas.DataFrame
        From :func:`seglib.demo.touch.make_service_contacts`.
    lines : pandas.DataFrame
        The order lines.
    drains : numpy.ndarray
        From :func:`choose_drains`.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        In order of time: the contacts and those of the drains, in the same columns.
    """
    rng = generator(random_state, "calls of drains")
    orders = lines[lines["customer"].isin(drains)].drop_duplicates("order").sort_values("order", kind="stable")
    calls = orders.loc[orders.index.repeat(rng.poisson(CONTACTS, len(orders)))]
    n = len(calls)
    days = np.clip(rng.normal(4, 4, n), 0, None).astype("timedelta64[D]")
    at = calls["at"].to_numpy().astype("datetime64[D]") + days
    at = at.astype("datetime64[m]") + rng.integers(9 * 60, 18 * 60, n).astype("timedelta64[m]")
    more = pd.DataFrame({"customer": calls["customer"].to_numpy(), "at": at})
    for column, weights in (("channel", _CHANNELS), ("topic", _TOPICS)):
        more[column] = rng.choice(list(weights), n, p=list(weights.values()))
    more["minutes"] = rng.gamma(4.0, MINUTES / 4.0, n).clip(1, 120).round().astype(int)
    more = more[more["at"] < pd.Timestamp(AS_OF + 1)]
    table = pd.concat([contacts, more[contacts.columns]], ignore_index=True).drop_duplicates(["customer", "at"])
    return table.sort_values(["at", "customer"], kind="stable", ignore_index=True)


def drain_table(customers: pd.DataFrame, drains: np.ndarray) -> pd.DataFrame:
    """Who they are, as the answer key has them.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers.
    drains : numpy.ndarray
        From :func:`choose_drains`.

    Returns
    -------
    pandas.DataFrame
        `customer_id`, and `contacts` an order and `minutes` a contact that they have beyond those of others.
    """
    ids = customers["customer_id"].iloc[drains].to_numpy()
    return pd.DataFrame({"customer_id": ids, "contacts": CONTACTS, "minutes": MINUTES})
