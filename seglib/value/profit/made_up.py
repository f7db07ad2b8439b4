"""Customers made up quarter by quarter, of whom it is known who loses in truth: for tests and for the calibration."""

from __future__ import annotations

import datetime

import numpy as np
import pandas as pd

from seglib.client_costs import Costs
from seglib.value.profit.account import Account

DAY = datetime.date(2026, 6, 30)
QUARTERS = 6
SPREAD, MINUTES = 6.0, 15.0
"""Shape of the margin of an order around the customer's mean; mean minutes of a contact, each of which costs 1."""


def books(orders: np.ndarray, margin: np.ndarray, contacts: np.ndarray, minutes: np.ndarray) -> Account:
    """Keep the books of customers, of whom each minute costs 1 and nothing else costs anything.

    Parameters
    ----------
    orders, margin, contacts, minutes : numpy.ndarray
        Customers x quarters.

    Returns
    -------
    Account
        Customers are numbered from 0; quarters without an order are left out.
    """
    customer, quarter = np.indices(orders.shape)
    rows = pd.DataFrame({"customer_id": customer.ravel(), "quarter": quarter.ravel()})
    rows["n_orders"], rows["n_contacts"], rows["minutes"] = orders.ravel(), contacts.ravel(), minutes.ravel()
    rows["sales"], rows["margin"] = 2 * margin.ravel(), margin.ravel()
    rows["service_cost"] = rows["minutes"]
    rows["running_profit"] = rows["margin"] - rows["service_cost"]
    rows = rows[rows["n_orders"] > 0]
    sums = rows.groupby("customer_id", as_index=False).sum().drop(columns="quarter")
    sums["n_active"] = rows.groupby("customer_id").size().to_numpy()
    others = dict.fromkeys(("order_cost", "campaign_cost", "discount", "n_returns"), 0.0)
    sums = sums.assign(n_known=orders.shape[1], **others)
    return Account(rows, sums, DAY, DAY, 1.0, "minutes", Costs(minute=1.0))


def draw_books(n: int, rng: np.random.Generator) -> tuple[Account, np.ndarray]:
    """Draw customers whose margins, contacts and minutes are as the long run has them.

    Parameters
    ----------
    n : int
        How many customers.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    account : Account
        Their books.
    loses : numpy.ndarray of bool
        By customer, whether an order costs more than it brings in truth.
    """
    mean = SPREAD / rng.gamma(4.0, 1 / 7.0, n)  # margin an order
    rate = rng.gamma(0.5, 1 / 1.2, n)  # contacts an order
    orders = rng.poisson(0.8, (n, QUARTERS))
    orders[:, 0] += 1
    margin = rng.gamma(SPREAD * orders) * mean[:, None] / SPREAD
    contacts = rng.poisson(rate[:, None] * orders)
    minutes = rng.gamma(4.0 * contacts) * MINUTES / 4.0
    return books(orders, margin, contacts, minutes), mean < MINUTES * rate
