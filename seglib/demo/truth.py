"""What should an analysis of the demo find?

The answer key: types, true parameters, campaign effects, planted dirt, and the agreement with the planted types that a
clustering of clean behaviour can attain. Only tests, exercises and certification may read it.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.cluster import KMeans
from sklearn.metrics import adjusted_rand_score

from seglib.demo.dirt_rows import count_by_kind
from seglib.demo.types import CHANNELS, PLANTED, TYPES
from seglib.demo.world import AS_OF, START

LOGGED = ["recency_days", "n_orders", "average_order_value", "n_social", "n_email", "minutes_per_order"]
SHARES = ["share_store", "share_phone", "share_april_june", "share_november_december", "discount_rate"]
FEATURES = [*LOGGED, *SHARES]
"""Features of the attainable agreement: the first ones as log(1 + x), all standardised."""


def behaviour(
    customers: pd.DataFrame, lines: pd.DataFrame, touchpoints: pd.DataFrame, contacts: pd.DataFrame
) -> pd.DataFrame:
    """Behaviour of each customer with an order, from the clean world.

    Parameters
    ----------
    customers, lines, touchpoints, contacts : pandas.DataFrame
        The clean tables of the demo.

    Returns
    -------
    pandas.DataFrame
        Index: position of the customer; columns :data:`FEATURES`, on their natural scales.
    """
    gross = lines["quantity"] * lines["unit_price"] / 100
    lines = lines.assign(gross=gross, discount=lines["discount"] / 100, amount=gross - lines["discount"] / 100)
    sums = lines.groupby("customer")[["gross", "discount", "amount"]].sum()
    orders = lines.drop_duplicates("order")
    by_customer = orders.groupby("customer")
    who = sums.index
    month = orders["at"].dt.month

    def share(chosen: pd.Series) -> pd.Series:
        return chosen.groupby(orders["customer"]).mean()

    table = pd.DataFrame(index=who)
    table["recency_days"] = (pd.Timestamp(AS_OF) - by_customer["at"].max().dt.normalize()).dt.days
    table["n_orders"] = by_customer.size()
    table["average_order_value"] = sums["amount"] / table["n_orders"]
    for channel in ("social", "email"):
        seen = touchpoints.loc[touchpoints["channel"] == channel, "customer"].value_counts()
        table[f"n_{channel}"] = seen.reindex(who, fill_value=0)
    minutes = contacts.groupby("customer")["minutes"].sum().reindex(who, fill_value=0)
    table["minutes_per_order"] = minutes / table["n_orders"]
    for channel in CHANNELS[1:]:
        table[f"share_{channel}"] = share(orders["channel"] == channel)
    table["share_april_june"] = share(month.between(4, 6))
    table["share_november_december"] = share(month >= 11)
    table["discount_rate"] = sums["discount"] / sums["gross"]
    return table[FEATURES]


def attainable_agreement(features: pd.DataFrame, types: pd.Series) -> float:
    """Adjusted Rand index of k-means that starts at the true centres of the types.

    Parameters
    ----------
    features : pandas.DataFrame
        From :func:`behaviour`.
    types : pandas.Series
        True type of each row.

    Returns
    -------
    float
        1 for perfect agreement, 0 for chance.
    """
    scaled = features.assign(**{name: np.log1p(features[name]) for name in LOGGED})
    scaled = (scaled - scaled.mean()) / scaled.std(ddof=0)
    centres = scaled.groupby(types.to_numpy()).mean().to_numpy()
    found = KMeans(len(centres), init=centres, n_init=1, max_iter=300).fit_predict(scaled.to_numpy())
    return float(adjusted_rand_score(types, found))


def clv_table(customers: pd.DataFrame) -> pd.DataFrame:
    """True purchase rate, dropout and mean order value of each customer, as text.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers.

    Returns
    -------
    pandas.DataFrame
        One row a customer.
    """
    p = customers["type"].map({planted.name: planted.p for planted in TYPES})
    return pd.DataFrame(
        {
            "customer_id": customers["customer_id"],
            "buys": customers["buys"].map({True: "yes", False: "no"}),
            "orders_per_week": [f"{rate:.5f}" for rate in customers["purchase_rate"]],
            "dropout": [f"{chance:.5f}" for chance in customers["dropout"]],
            "mean_order_value": [f"{value:.2f}" for value in p / customers["spend_rate"]],
        }
    )


def effect_table(effects: pd.DataFrame) -> pd.DataFrame:
    """True campaign effects with their numbers as text.

    Parameters
    ----------
    effects : pandas.DataFrame
        As from :func:`seglib.demo.campaigns.run_campaigns`.

    Returns
    -------
    pandas.DataFrame
        The same rows and columns.
    """
    decimals = {"extra_order_chance": 2, "voucher_use_chance": 2, "response_effect": 5, "revenue_effect": 4}
    decimals["margin_effect"] = 4
    written = {
        name: ["" if pd.isna(value) else f"{value:.{n}f}" for value in effects[name]] for name, n in decimals.items()
    }
    return effects.assign(**written)


def key(customers: pd.DataFrame, features: pd.DataFrame, dirt: pd.DataFrame, *, random_state: int) -> dict:
    """The rest of the answer key: counts, parameters, attainable agreement, conventions.

    Parameters
    ----------
    customers : pandas.DataFrame
        The clean customers with their latent columns.
    features : pandas.DataFrame
        From :func:`behaviour`.
    dirt : pandas.DataFrame
        From :meth:`seglib.demo.dirt.Dirt.table`.
    random_state : int
        Seed of the demo.

    Returns
    -------
    dict
        Ready for JSON.
    """
    types = customers["type"].iloc[features.index]
    planted = types.isin(PLANTED).to_numpy()
    parameters = ("r", "alpha", "a", "b", "p", "q", "v")
    return {
        "random_state": random_state,
        "first_day": str(START),
        "as_of": str(AS_OF),
        "n_customers": len(customers),
        "n_customers_with_orders": len(features),
        "types": {
            each.name: {
                "story": each.story,
                "n": int((customers["type"] == each.name).sum()),
                **{name: getattr(each, name) for name in parameters},
            }
            for each in TYPES
        },
        "parameters": (
            "BG/NBD in weeks since sign-up, which is the day of the first order: r, alpha, a, b. Time runs faster in "
            "season, at speed 1 on average over a year. Gamma-gamma for the value wished for an order, in euros: p, "
            "q, v; amounts come near it, as far as prices allow, less discounts."
        ),
        "attainable": {
            "features": FEATURES,
            "logged": LOGGED,
            "six_planted_types": round(attainable_agreement(features[planted], types[planted]), 2),
            "all_seven_groups": round(attainable_agreement(features, types), 2),
            "method": (
                "adjusted Rand index of k-means started at the true centres, on standardised features of customers "
                "with an order, from the world before dirt, returns and cancellations"
            ),
        },
        "campaigns": (
            "Revenue and margin in the assignments are those of all orders within the window, as in the order files "
            "before dirt, returns and cancellations. Extra orders and vouchers are in the order files. Effects are "
            "the exact means over everybody who took part, money before the campaign's own costs."
        ),
        "dirt": count_by_kind(dirt),
    }
