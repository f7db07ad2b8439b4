"""What do the demo's customers buy, and when?

Purchases follow BG/NBD in a time that runs faster in season; order values follow gamma-gamma and are then filled with
real products, so that the amounts come near the drawn values.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.draws import generator
from seglib.demo.types import CHANNELS, TYPES
from seglib.demo.world import N_DAYS, START, mixed, seasons, type_numbers

_NEAR = 6  # products with about the wanted price among which the customer chooses
_LARGE = 30_000  # cents from which on a line is one large thing, not several


class Baskets:
    """Fills an order with products: knows the customers' tastes and the range.

    Parameters
    ----------
    customers, products : pandas.DataFrame
        From :func:`~seglib.demo.world.make_customers` and :func:`~seglib.demo.catalogue.make_products`.
    rng : numpy.random.Generator
        Source of chance, kept for all orders.
    """

    def __init__(self, customers: pd.DataFrame, products: pd.DataFrame, rng: np.random.Generator) -> None:
        self._rng = rng
        own = [TYPES[number] for number in type_numbers(customers)]
        self._p = np.array([planted.p for planted in own])
        self._spend_rate = customers["spend_rate"].to_numpy()
        self._channels = _individual(mixed(customers, "channels"), 9.0, rng)
        self._tastes = _individual(mixed(customers, "categories"), 6.0, rng)
        self._extra_lines = mixed(customers, "extra_lines")
        self._discount = mixed(customers, "discount")
        by_category = products.groupby("category", sort=False)
        self._shelves = [group.index.to_numpy() for _, group in by_category]
        self._prices = products["price"].to_numpy()
        self._product_ids = products["product_id"].to_numpy()
        self._costs = products["unit_cost"].to_numpy()

    def order(self, customer: int, day: int) -> list[dict]:
        """Lines of one order of a customer (by position) on a day of observation.

        Parameters
        ----------
        customer : int
            Position of the customer.
        day : int
            Day of observation, the first being 0.

        Returns
        -------
        list of dict
            One a line, with the columns of :func:`make_orders` but `order`.
        """
        rng = self._rng
        channel = CHANNELS[rng.choice(len(CHANNELS), p=self._channels[customer])]
        if channel == "store" and (START + day).astype(object).weekday() == 6 and day + 1 < N_DAYS:
            day += 1  # closed on Sundays
        hour = 9 + 9 * rng.random() if channel != "online" else (7 + 16 * rng.beta(2.4, 1.6))
        at = START.astype("datetime64[s]") + np.timedelta64(day * 86_400 + int(hour * 3600), "s")
        value = 100 * rng.gamma(self._p[customer], 1 / self._spend_rate[customer])
        n_lines = 1 + min(rng.poisson(self._extra_lines[customer]), 7)
        parts = value * rng.dirichlet(np.full(n_lines, 3.0))
        chance, depth = self._discount[customer]
        rate = round(float(np.clip(rng.normal(depth, 0.05), 0.05, 0.4)) * 20) / 20 if rng.random() < chance else 0.0
        lines: dict[int, dict] = {}
        for part in parts:
            shelf = self._shelves[rng.choice(len(self._shelves), p=self._tastes[customer])]
            units = 1 + rng.poisson(0.35) * (part < _LARGE)
            distance = np.abs(np.log(self._prices[shelf] * units / part))
            product = int(shelf[np.argsort(distance, kind="stable")[rng.integers(_NEAR)]])
            if product in lines:
                continue
            price = int(self._prices[product])
            quantity = int(np.clip(round(part / price), 1, 48))
            lines[product] = {
                "customer": customer,
                "at": at,
                "channel": channel,
                "product_id": self._product_ids[product],
                "quantity": quantity,
                "unit_price": price,
                "unit_cost": int(self._costs[product]),
                "discount": round(quantity * price * rate),
            }
        return list(lines.values())


def _individual(shares: np.ndarray, likeness: float, rng: np.random.Generator) -> np.ndarray:
    """Every customer's own shares around the expected ones, like Dirichlet(likeness * shares)."""
    drawn = rng.gamma(np.maximum(likeness * shares, 0.02)) + 1e-9
    return drawn / drawn.sum(axis=1, keepdims=True)


def purchase_days(customers: pd.DataFrame, rng: np.random.Generator) -> list[np.ndarray]:
    """Days of observation on which each customer buys.

    Parameters
    ----------
    customers : pandas.DataFrame
        From :func:`seglib.demo.world.make_customers`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    list of numpy.ndarray
        For each customer the days, the first being that of signing up; empty for those who never buy.
    """
    clock = seasons(customers).cumsum(axis=1)
    signup = (customers["signup_date"].to_numpy() - START).astype("timedelta64[D]").astype(int)
    days = []
    for position, (start, rate, dropout, buys) in enumerate(
        zip(signup, customers["purchase_rate"], customers["dropout"], customers["buys"], strict=True)
    ):
        if not buys:
            days.append(np.array([], dtype=int))
            continue
        n_until_dropout = rng.geometric(max(dropout, 1e-6))
        gaps = rng.exponential(7 / rate, size=min(n_until_dropout, 400))
        times = clock[position, start] + gaps.cumsum()
        found = np.searchsorted(clock[position], times)
        days.append(np.r_[start, found[found < N_DAYS]])
    return days


def make_orders(customers: pd.DataFrame, products: pd.DataFrame, *, random_state: int) -> tuple[pd.DataFrame, Baskets]:
    """Draw all orders that are no campaign's doing.

    Parameters
    ----------
    customers, products : pandas.DataFrame
        From :func:`~seglib.demo.world.make_customers` and :func:`~seglib.demo.catalogue.make_products`.
    random_state : int
        Seed.

    Returns
    -------
    lines : pandas.DataFrame
        One row an order and product: `order` (number), `customer` (position), `at`, `channel`, `product_id`,
        `quantity`, and `unit_price`, `unit_cost`, `discount` in cents.
    baskets : Baskets
        To fill further orders of the same customers.
    """
    rng = generator(random_state, "orders")
    baskets = Baskets(customers, products, rng)
    rows = []
    number = 0
    for customer, days in enumerate(purchase_days(customers, rng)):
        for day in days:
            rows += [{"order": number, **line} for line in baskets.order(customer, int(day))]
            number += 1
    return pd.DataFrame(rows), baskets


def number_orders(lines: pd.DataFrame) -> pd.DataFrame:
    """Give orders their numbers, in order of time, by the system that took them.

    Parameters
    ----------
    lines : pandas.DataFrame
        As from :func:`make_orders`.

    Returns
    -------
    pandas.DataFrame
        In order of time, with `order_id`: W... from the web shop (which also takes the phone orders), B... from
        the tills.
    """
    lines = lines.sort_values(["at", "order"], kind="stable", ignore_index=True)
    orders = lines.drop_duplicates("order")
    till = orders["channel"] == "store"
    ids = {}
    for letter, chosen, first in (("W", ~till, 40_001), ("B", till, 20_001)):
        for position, order in enumerate(orders.loc[chosen, "order"]):
            ids[order] = f"{letter}{first + position}"
    return lines.assign(order_id=lines["order"].map(ids).astype("str"))
