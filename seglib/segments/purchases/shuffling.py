"""What would customers have bought without tastes? Purchases change hands; all totals stay.

Two customers exchange one purchase each. Every customer keeps the number of purchases and every item its sales; nothing
else remains. With acceptance after Metropolis and Hastings, any arrangement comes up as often as it would if each
customer picked the items of her orders by their popularity alone, each at most once an order.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

FEWEST_STEPS, MOST_STEPS = 100, 1000
STEPS_A_PURCHASE = 10


def shuffled(values: np.ndarray, orders: np.ndarray, *, n: int, random_state: int) -> Iterator[np.ndarray]:
    """Shuffle purchases among customers.

    Parameters
    ----------
    values : ndarray, shape (customers, items)
        Orders of each customer with each item.
    orders : ndarray, shape (customers,)
        Orders of each customer, at least the largest of the row.
    n : int
        How many copies.
    random_state : int
        Seed.

    Yields
    ------
    ndarray
        A matrix with the same sums of rows and columns, no cell above its customer's orders.

    Examples
    --------
    >>> copy = next(shuffled(np.eye(4), np.ones(4), n=1, random_state=0))
    >>> copy.sum(axis=0).tolist(), copy.sum(axis=1).tolist()
    ([1.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 1.0])
    """
    rng = np.random.default_rng(random_state)
    counts, limit = values.astype(int), orders.astype(int)
    totals = counts.sum(axis=1)
    first = np.r_[0, totals.cumsum()[:-1]]
    purchases = np.repeat(np.tile(np.arange(counts.shape[1]), len(counts)), counts.reshape(-1))
    who = np.flatnonzero(totals)
    usual = float(np.quantile(totals[who], 0.9)) if len(who) else 0.0
    steps = int(np.clip(STEPS_A_PURCHASE * usual, FEWEST_STEPS, MOST_STEPS))
    for _ in range(n):
        for _ in range(steps):
            rows = rng.permutation(who)[: len(who) // 2 * 2].reshape(2, -1)
            places = first[rows] + (rng.random(rows.shape) * totals[rows]).astype(int)
            own = purchases[places]
            other = own[::-1]
            room, after = limit[rows] - counts[rows, other], limit[rows] - counts[rows, own] + 1
            accepted = (rng.random(rows.shape[1]) < (room / after).prod(axis=0)) & (own[0] != own[1])
            rows, places, own, other = (pair[:, accepted] for pair in (rows, places, own, other))
            counts[rows, own] -= 1
            counts[rows, other] += 1
            purchases[places] = other
        yield counts.astype(float)
