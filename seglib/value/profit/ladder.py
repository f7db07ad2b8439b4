"""Fire, fix or keep? The gentlest step after which a customer who costs more than they bring would no longer do so."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.value.profit.account import Account
from seglib.value.profit.long_run import CELLS, LongRun

STEPS = {
    "self-serve": "offer help on the web in place of the staff's time",
    "re-price": "also give fewer discounts",
    "limit": "also send no campaigns, and give no more help than others get",
    "part": "let them go: no step makes them pay",
}
"""Step: what is done, beside all before it."""
LEVEL = 0.95
FEWEST_DRAWS = 50


@dataclass(frozen=True, eq=False)
class Ladder:
    """Which step each customer needs, and what that would bring.

    Parameters
    ----------
    customers : pandas.DataFrame
        By customer: `step`, a key of :data:`STEPS`, and `gain_a_year`, the money that it would bring.
    draws : numpy.ndarray
        Customers x draws of `gain_a_year`.
    """

    customers: pd.DataFrame
    draws: np.ndarray

    def table(self, least: int) -> pd.DataFrame:
        """Sum up by step.

        Parameters
        ----------
        least : int
            Fewest customers of a row: a step with fewer goes together with the next one, and the last with the one
            before.

        Returns
        -------
        pandas.DataFrame
            `step`, `n`, `gain_a_year`, `low`, `high` (95%); no row where all of them are fewer than `least`.
        """
        place = self.customers["step"].map({step: number for number, step in enumerate(STEPS)})
        rows = []
        for members in pooled([np.flatnonzero(place == number) for number in range(len(STEPS))], least):
            sums = self.draws[members].sum(axis=0)
            names = " or ".join(step for number, step in enumerate(STEPS) if (place.iloc[members] == number).any())
            rows.append((names, len(members), sums.mean(), *np.quantile(sums, [0.5 - LEVEL / 2, 0.5 + LEVEL / 2])))
        return pd.DataFrame(rows, columns=["step", "n", "gain_a_year", "low", "high"])


def ladder(
    account: Account, in_long_run: LongRun, judged: pd.DataFrame, *, n_draws: int = 400, random_state: int
) -> Ladder:
    """Find the gentlest step for each customer who costs more than they bring.

    Parameters
    ----------
    account : Account
        What customers brought and cost.
    in_long_run : LongRun
        What an order of each leaves.
    judged : pandas.DataFrame
        From :func:`seglib.value.profit.losing.losing`.
    n_draws : int, default 400
        Draws for the intervals; fewer where so many customers lose money that they would not fit into memory.
    random_state : int
        Seed.

    Returns
    -------
    Ladder
        Of those who surely lose money. What a step brings is what it saves, in the long run and at the pace of the
        window, if the customer goes on to buy as before; to part brings what they would have cost.
    """
    rows = np.flatnonzero((judged["verdict"] == "loses").to_numpy())
    settings, fixed = account.settings, in_long_run.customers.iloc[rows]
    n_draws = min(n_draws, max(CELLS // max(len(rows), 1), FEWEST_DRAWS))
    drawn = in_long_run.draw(rows, n_draws=n_draws, rng=np.random.default_rng(random_state))
    served = drawn["service"] * (1 - settings.self_serve)
    usual = _usual(account, judged)
    savings = [
        drawn["service"] * settings.self_serve,
        np.broadcast_to(fixed["discount"].to_numpy()[:, None] * settings.withhold, served.shape),
        fixed["campaign_cost"].to_numpy()[:, None] + np.maximum(served - usual, 0.0),
    ]
    saved = np.cumsum(savings, axis=0)
    enough = (saved + drawn["profit"]).mean(axis=2) >= 0
    place = np.where(enough.any(axis=0), enough.argmax(axis=0), len(savings))
    gains = np.concatenate([saved, -drawn["profit"][None]])[place, np.arange(len(rows))]
    gains = gains * fixed["orders_a_year"].to_numpy()[:, None]
    customers = pd.DataFrame(
        {"step": pd.Series(np.array([*STEPS])[place], dtype="str"), "gain_a_year": gains.mean(axis=1)}
    )
    return Ladder(customers.set_axis(judged.index[rows]), gains)


def _usual(account: Account, judged: pd.DataFrame) -> float:
    """Cost of service an order of those who bring more than they cost."""
    table = account.customers.set_index("customer_id").loc[judged.index[judged["verdict"] == "earns"]]
    orders = table["n_orders"].sum()
    return float(table["service_cost"].sum() / orders) if orders else 0.0


def pooled(groups: list[np.ndarray], least: int) -> list[np.ndarray]:
    """Put neighbouring groups together until each is large enough to be shown.

    Parameters
    ----------
    groups : list of numpy.ndarray
        Members of each, in order; empty ones are left out.
    least : int
        Fewest members.

    Returns
    -------
    list of numpy.ndarray
        All members, in groups of `least` or more; none where all together are fewer.

    Examples
    --------
    >>> [len(one) for one in pooled([np.arange(3), np.arange(9), np.arange(12), np.arange(2)], 10)]
    [12, 14]
    """
    found: list[np.ndarray] = []
    waiting = np.zeros(0, int)
    for group in groups:
        waiting = np.concatenate([waiting, group])
        if len(waiting) >= least:
            found.append(waiting)
            waiting = np.zeros(0, int)
    if len(waiting) and found:
        found[-1] = np.concatenate([found[-1], waiting])
    return found
