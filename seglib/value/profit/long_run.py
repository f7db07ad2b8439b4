"""What does an order of a customer leave in the long run? Each part drawn towards all customers, as far as it must be.

One bad quarter says little of a customer. So what an order brings, how often the customer asks for help about it, how
many minutes that takes and how often an order comes back are each estimated by empirical Bayes: a distribution over all
customers, and for each customer what the own orders leave of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from seglib.value.gamma_gamma import GammaGamma, fit_gamma_gamma
from seglib.value.profit.account import Account
from seglib.value.profit.rates import Rates, fit_rates

BANDS = 6
CELLS = 2_000_000  # customers times draws that are held at a time


@dataclass(frozen=True, eq=False)
class LongRun:
    """What an order of each customer leaves, and how uncertain that is.

    Parameters
    ----------
    customers : pandas.DataFrame
        One row a customer, in order of `customer_id`: `customer_id`, `n_orders` (at least 1), and money an order that
        is taken as it was: `order_cost`, `campaign_cost`, `discount`, `fixed_service` (where service goes by effort);
        `orders_a_year`.
    margin : GammaGamma
        Margin an order.
    contacts : Rates
        Contacts an order.
    minutes : GammaGamma
        Minutes a contact.
    returns : Rates
        Orders that come back, an order.
    minute_price, return_price : float
        What a minute and a return cost.
    """

    customers: pd.DataFrame
    margin: GammaGamma
    contacts: Rates
    minutes: GammaGamma
    returns: Rates
    minute_price: float
    return_price: float

    def draw(self, rows: np.ndarray, *, n_draws: int, rng: np.random.Generator) -> dict[str, np.ndarray]:
        """Draw what an order of some customers leaves.

        Parameters
        ----------
        rows : numpy.ndarray of int
            Which rows of `customers`.
        n_draws : int
            How many draws.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        dict of str to numpy.ndarray
            Customers x draws: `margin`, `service` (its cost) and `profit`, which is margin less all costs.
        """
        known = {"n_draws": n_draws, "rng": rng}
        fixed = self.customers.iloc[rows]
        margin, service = self.margin.draw_means(rows, **known), np.zeros((len(rows), n_draws))
        if self.minute_price and self.contacts.shape:
            service = self.contacts.draw(rows, **known) * self.minutes.draw_means(rows, **known) * self.minute_price
        service = service + fixed["fixed_service"].to_numpy()[:, None]
        other = self.returns.draw(rows, **known) * self.return_price
        other = other + fixed[["order_cost", "campaign_cost"]].sum(axis=1).to_numpy()[:, None]
        return {"margin": margin, "service": service, "profit": margin - service - other}

    def blocks(self, n_draws: int) -> Iterator[np.ndarray]:
        """Part the customers so that the draws of a part fit into memory.

        Parameters
        ----------
        n_draws : int
            How many draws each takes.

        Yields
        ------
        numpy.ndarray of int
            Rows of `customers`, in order.
        """
        size = max(1, CELLS // n_draws)
        for start in range(0, len(self.customers), size):
            yield np.arange(start, min(start + size, len(self.customers)))


def long_run(account: Account) -> LongRun:
    """Estimate what an order of each customer leaves.

    Parameters
    ----------
    account : Account
        What customers brought and cost over a window.

    Returns
    -------
    LongRun
        Of all its customers; one without an order in the window counts with one.
    """
    table = account.customers
    n = table["n_orders"].clip(lower=1).to_numpy(float)
    by_minutes = account.service_by == "minutes"
    fixed = pd.DataFrame({"customer_id": table["customer_id"], "n_orders": n.astype("int64")})
    for name in ("order_cost", "campaign_cost", "discount"):
        fixed[name] = table[name] / n
    fixed["fixed_service"] = 0.0 if by_minutes else table["service_cost"] / n
    fixed["orders_a_year"] = 4 * table["n_orders"] / table["n_known"]
    counted = table["n_contacts"].to_numpy() if by_minutes else np.zeros(len(table))
    margin = fit_gamma_gamma(_means(table["customer_id"], n, table["margin"].to_numpy(float)))
    return LongRun(
        fixed,
        _as_wide_as_seen(margin, account.quarters),
        fit_rates(counted, n),
        fit_gamma_gamma(_means(table["customer_id"], counted, table["minutes"].to_numpy(float))),
        fit_rates(table["n_returns"].to_numpy(), n),
        (account.settings.minute or 0.0) if by_minutes else 0.0,
        account.settings.return_order or 0.0,
    )


def _as_wide_as_seen(margin: GammaGamma, quarters: pd.DataFrame) -> GammaGamma:
    """Let orders of a customer differ as much as they do between quarters, where that is more than the model has it.

    The model reads from the customers' means how much single orders differ, as if all customers' orders differed alike.
    Where they do not, it takes a few orders for surer than they are.
    """
    p, q, v = margin.params.values()
    seen = order_variation(quarters)
    if not seen * p > 1:  # false where either is missing
        return margin
    return replace(margin, params={"p": 1 / seen, "q": q, "v": v * p * seen})  # the mean of all stays


def order_variation(quarters: pd.DataFrame) -> float:
    """Measure how much a customer's orders differ from one another, by how the customer's quarters differ.

    Parameters
    ----------
    quarters : pandas.DataFrame
        `customer_id`, `quarter`, `n_orders` and `margin`, as of an account.

    Returns
    -------
    float
        Squared coefficient of variation of the margin of an order: the median over :data:`BANDS` bands of customers
        with like margins. Missing without customers who ordered in two quarters.
    """
    rows = quarters[quarters["n_orders"] > 0]
    sums = rows.groupby("customer_id")[["margin", "n_orders"]].sum()
    mean = sums["margin"] / sums["n_orders"]
    own = rows["customer_id"].map(mean)
    squares = rows["n_orders"] * (rows["margin"] / rows["n_orders"] / own - 1) ** 2
    found = pd.DataFrame({"squares": squares.groupby(rows["customer_id"]).sum(), "mean": mean})
    found["free"] = rows.groupby("customer_id").size() - 1
    found = found[(found["free"] > 0) & (found["mean"] > 0)]
    if found.empty:
        return float("nan")
    bands = np.searchsorted(np.quantile(found["mean"], np.arange(1, BANDS) / BANDS), found["mean"])
    by_band = found.groupby(bands)[["squares", "free"]].sum()
    return float((by_band["squares"] / by_band["free"]).median())


def _means(customers: pd.Series, n: np.ndarray, total: np.ndarray) -> pd.DataFrame:
    mean = np.divide(total, n, out=np.full(len(n), np.nan), where=n > 0)
    return pd.DataFrame({"customer_id": customers, "frequency": n, "monetary_value": mean})
