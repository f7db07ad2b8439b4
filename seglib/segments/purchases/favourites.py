"""What does each customer like more than other customers do? Not what everybody buys most.

A customer's shares of the categories (or brands, products) are drawn towards the shop's shares: they are Dirichlet a
priori with the shop's shares as mean and a weight that is estimated from all customers by marginal likelihood. Where
customers differ much the weight is small and a few orders say something; where all customers are alike it is huge and
nobody has a favourite.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import optimize, special, stats

from seglib.segments.headline import share_interval
from seglib.segments.purchases.counts import check_counts, shop_shares

SURE = 0.9
LEAST_ORDERS = 2
LEAST_LIFT = 1.25  # times the shop's share, as estimated
_LEAST_WEIGHT, _MOST_WEIGHT = 1e-2, 1e6


def prior_weight(counts: pd.DataFrame) -> float:
    """Estimate how many purchases of a customer's own the shop's shares count as much as.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`.

    Returns
    -------
    float
        The total weight of a Dirichlet prior whose mean are the shop's shares, at which the counts of all customers
        are most likely (Dirichlet-multinomial); from 0.01 (each customer buys one thing only) to a million (all are
        alike).

    References
    ----------
    .. [1] T. Minka (2000), Estimating a Dirichlet distribution, section 3; J. E. Mosimann (1962), On the compound
       multinomial distribution, Biometrika 49, 65-82.
    """
    shop = shop_shares(counts)
    if len(shop) < 2:
        return _MOST_WEIGHT
    cells = pd.DataFrame({"share": counts["item"].map(shop), "n": counts["n_orders"].astype(float)})
    cells = cells.groupby(["share", "n"]).size().reset_index(name="times")
    totals = counts.groupby("customer_id")["n_orders"].sum().astype(float).value_counts().sort_index()

    def loss(log_weight: float) -> float:
        weight = np.exp(log_weight)
        prior = weight * cells["share"]
        gained = (cells["times"] * (special.gammaln(cells["n"] + prior) - special.gammaln(prior))).sum()
        return -(gained + (totals * (special.gammaln(weight) - special.gammaln(weight + totals.index))).sum())

    bounds = (np.log(_LEAST_WEIGHT), np.log(_MOST_WEIGHT))
    return float(np.exp(optimize.minimize_scalar(loss, bounds=bounds, method="bounded").x))


def favourites(counts: pd.DataFrame, *, sure: float = SURE, least_orders: int = LEAST_ORDERS) -> pd.DataFrame:
    """Give each customer's favourite, or none where too little is known.

    A favourite was bought in `least_orders` orders or more, its share of the customer's purchases is with a probability
    of `sure` or more above its share of the shop's, and by a quarter or more as estimated. Of several the one is taken
    whose share is furthest above the shop's.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`.
    sure : float, default 0.9
        In (0.5, 1).
    least_orders : int, default 2
        1 or more.

    Returns
    -------
    pandas.DataFrame
        One row a customer, sorted by id: `customer_id`, `n_orders` (orders with an item, added over items),
        `favourite` (missing where there is none), its `share` (posterior mean), `shop_share`, `lift` (one over the
        other), `probability`; and `most_bought`, which takes no account of the shop (missing where several are).

    Raises
    ------
    ValueError
        If the table is not one row a customer and item, or `sure` is out of bounds.
    """
    check_counts(counts, "favourites")
    if not 0.5 < sure < 1:
        raise ValueError(f"`sure` of `favourites` must lie between 0.5 and 1; got {sure!r}.")
    shop, weight = shop_shares(counts), prior_weight(counts)
    rows = counts[["customer_id", "item"]].assign(
        n=counts["n_orders"].astype(float), shop_share=counts["item"].map(shop).astype(float)
    )
    rows["total"] = rows.groupby("customer_id")["n"].transform("sum")
    a = rows["n"] + weight * rows["shop_share"]
    b = rows["total"] + weight - a
    rows["share"] = a / (a + b)
    rows["probability"] = stats.beta.sf(rows["shop_share"], a, b.clip(lower=1e-9))
    rows["lift"] = rows["share"] / rows["shop_share"]
    rows["above"] = rows["share"] - rows["shop_share"]
    rows = rows.sort_values(["customer_id", "above", "item"], ascending=[True, False, True], kind="stable")
    liked = (
        rows[(rows["probability"] >= sure) & (rows["lift"] >= LEAST_LIFT) & (rows["n"] >= least_orders)]
        if len(shop) > 1
        else rows[:0]
    )
    liked = liked.drop_duplicates("customer_id").set_index("customer_id")
    top = rows[rows["n"] == rows.groupby("customer_id")["n"].transform("max")]
    top = top[~top["customer_id"].duplicated(keep=False)].set_index("customer_id")["item"]
    table = rows.groupby("customer_id", sort=True)["total"].first().astype(int).to_frame("n_orders")
    table["favourite"] = liked["item"]
    table = table.join(liked[["share", "shop_share", "lift", "probability"]])
    return table.assign(most_bought=top).reset_index()


def favourite_summary(favourite: pd.DataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Say of each category how many have it as their favourite, and how many merely buy it most.

    Parameters
    ----------
    favourite : pandas.DataFrame
        From :func:`favourites`.
    counts : pandas.DataFrame
        What it was made from.

    Returns
    -------
    pandas.DataFrame
        One row an item, the most favourite first: `item`, `n_favourite`, `favourite_share` of all customers with its
        95% interval (`low`, `high`, Wilson), `n_most_bought`, `most_bought_share`, `n_customers` who bought it,
        `spend_of_fans` and `fans_share` (of the item's money), `spend_share` (the item's share of all money; missing
        where money is not positive), and `lift` (median of its fans).
    """
    n = len(favourite)
    spend = counts.groupby("item")["spend"].sum()
    table = pd.DataFrame({"n_customers": counts.groupby("item")["customer_id"].nunique(), "spend": spend})
    table["n_favourite"] = favourite["favourite"].value_counts()
    table["n_most_bought"] = favourite["most_bought"].value_counts()
    table = table.fillna({"n_favourite": 0, "n_most_bought": 0}).astype({"n_favourite": int, "n_most_bought": int})
    table["favourite_share"] = table["n_favourite"] / n
    ends = [share_interval(fans, n) for fans in table["n_favourite"]]
    table["low"], table["high"] = [low for low, _ in ends], [high for _, high in ends]
    table["most_bought_share"] = table["n_most_bought"] / n
    of_fans = counts.merge(favourite[["customer_id", "favourite"]], on="customer_id")
    of_fans = of_fans[of_fans["item"] == of_fans["favourite"]].groupby("item")["spend"].sum()
    table["spend_of_fans"] = of_fans.reindex(table.index, fill_value=0.0)
    table["fans_share"] = table["spend_of_fans"] / spend.where(spend > 0)
    table["spend_share"] = spend / spend.sum() if spend.sum() > 0 else np.nan
    table["lift"] = favourite.groupby("favourite")["lift"].median()
    table = table.drop(columns="spend").rename_axis("item").reset_index()
    return table.sort_values(["n_favourite", "item"], ascending=[False, True], kind="stable", ignore_index=True)
