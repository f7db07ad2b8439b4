"""Which traits make customers alike? Declared, with the words that name what has much or little of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from seglib.features.orders import MONTHS

KINDS = ("money", "count", "days", "share")


@dataclass(frozen=True)
class Trait:
    """A feature that customers are compared by.

    Parameters
    ----------
    name : str
        Column of the features.
    label : str
        What it is, in plain words.
    kind : {"money", "count", "days", "share"}
        How it is transformed and written.
    high, low : str, optional
        What customers with much or little of it are called; left out where that is no news.
    parts : tuple of str, optional
        Features that are added up and divided by `n_orders`; left out, the trait is the feature of its name.
    of_orders : bool, default False
        Whether it is a share of the orders. That of one order is all or nothing, so shares of few orders are drawn
        towards the usual one before customers are compared.
    seasonal : bool, default False
        Whether it says when in the year customers buy. In a shop of one year that is when they came or went, and no
        habit, so it is used only where the history lets a season come round twice.
    """

    name: str
    label: str
    kind: str
    high: str = ""
    low: str = ""
    parts: tuple[str, ...] = ()
    of_orders: bool = False
    seasonal: bool = False

    def needs(self) -> tuple[str, ...]:
        """Name the features that the trait is made of.

        Returns
        -------
        tuple of str
            Columns of the features.
        """
        own = self.parts or (self.name,)
        return (*own, "n_orders") if self.parts or self.of_orders else own

    def values(self, features: pd.DataFrame) -> pd.Series:
        """Compute the trait.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        pandas.Series of float
            In the trait's own unit; missing where it has no meaning.
        """
        if not self.parts:
            return features[self.name].astype(float)
        return per_order(features, self.parts)


def per_order(features: pd.DataFrame, parts: Sequence[str]) -> pd.Series:
    """Add features up and divide them by the number of orders.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with `n_orders`.
    parts : sequence of str
        Columns of them.

    Returns
    -------
    pandas.Series of float
        Missing without an order, or where a part is.
    """
    n_orders = features["n_orders"].astype(float)
    return features[list(parts)].astype(float).sum(axis=1, skipna=False) / n_orders.where(n_orders > 0)


KNOWN = {
    trait.name: trait
    for trait in (
        Trait("recency_days", "days since the last order", "days", "long silent", "recent"),
        Trait("n_orders", "orders", "count", "frequent", "few orders"),
        Trait("total_spend", "spend", "money", "high spend", "low spend"),
        Trait("total_margin", "margin", "money", "high margin", "low margin"),
        Trait("average_order_value", "average order", "money", "large orders", "small orders"),
        Trait("average_gap_days", "days between orders", "days", "long gaps", "short gaps"),
        Trait("gap_variation", "how much the gaps vary", "share", "irregular", "regular"),
        Trait("tenure_days", "days since the first order", "days", "long known", "new"),
        Trait("n_products", "different products", "count", "wide choice", "narrow choice"),
        Trait("n_categories", "different categories", "count", "many categories", "few categories"),
        Trait("share_online", "share of orders online", "share", "online", "offline", of_orders=True),
        Trait("share_store", "share of orders in the store", "share", "in store", of_orders=True),
        Trait("share_phone", "share of orders by phone", "share", "by phone", of_orders=True),
        Trait("discount_rate", "discount", "share", "on discount", "full price"),
        Trait("return_rate", "share returned", "share", "many returns", ""),
        Trait("top_category_share", "share of the top category", "share", "one category", ""),
        Trait("n_web", "web visits", "count", "on the web", ""),
        Trait("n_app", "app visits", "count", "in the app", ""),
        Trait("n_email", "e-mail contacts", "count", "reads e-mail", ""),
        Trait("n_social", "social media contacts", "count", "social", ""),
        Trait("n_service_contacts", "service contacts", "count", "needs service", ""),
        Trait("minutes_per_order", "service minutes an order", "count", "needs service", "", ("service_minutes",)),
        Trait(
            "share_april_june",
            "share of orders in April to June",
            "share",
            "in April to June",
            parts=MONTHS[3:6],
            of_orders=True,
            seasonal=True,
        ),
        Trait(
            "share_november_december",
            "share of orders in November and December",
            "share",
            "at year's end",
            parts=MONTHS[10:],
            of_orders=True,
            seasonal=True,
        ),
    )
}
"""Traits that need no more than their name."""

RFM_TRAITS = ("recency_days", "n_orders", "total_spend")
DEFAULT_TRAITS = (
    "recency_days",
    "n_orders",
    "average_order_value",
    "share_online",
    "share_phone",
    "discount_rate",
    "share_april_june",
    "share_november_december",
    "n_app",
    "n_email",
    "n_social",
    "minutes_per_order",
)


def known_trait(trait: str | Trait) -> Trait:
    """Find a trait by its name, or check one.

    Parameters
    ----------
    trait : str or Trait
        A name out of :data:`KNOWN`, or a trait of one's own.

    Returns
    -------
    Trait
        The trait.

    Raises
    ------
    ValueError
        If the name is not known or the kind does not exist.
    """
    if isinstance(trait, str):
        if trait not in KNOWN:
            raise ValueError(f"`traits` must be among {', '.join(KNOWN)}, or objects of `Trait`; got {trait!r}.")
        return KNOWN[trait]
    if trait.kind not in KINDS:
        raise ValueError(f"`kind` of a `Trait` must be one of {', '.join(KINDS)}; got {trait.kind!r}.")
    return trait
