"""Which traits make customers alike, and how are they put on one scale?

Money and counts are taken as logarithms, shares as they are. Each trait is then centred on its median and divided by a
scale that single customers cannot move (extremes beyond the 1st and 99th percentile are pulled in), and no value counts
for more than 3.5 scales. Money is measured in tenths of its median, so the currency does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.features.orders import MONTHS

KINDS = ("money", "count", "days", "share")
_LIMIT = 3.5
_NORMAL_IQR = 1.349  # interquartile range of the standard normal distribution


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
    """

    name: str
    label: str
    kind: str
    high: str = ""
    low: str = ""
    parts: tuple[str, ...] = ()

    def needs(self) -> tuple[str, ...]:
        """Name the features that the trait is made of.

        Returns
        -------
        tuple of str
            Columns of the features.
        """
        return (*self.parts, "n_orders") if self.parts else (self.name,)

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
        n_orders = features["n_orders"].astype(float)
        return features[list(self.parts)].astype(float).sum(axis=1, skipna=False) / n_orders.where(n_orders > 0)


KNOWN = {
    trait.name: trait
    for trait in (
        Trait("recency_days", "days since the last order", "days", "long silent", "recent"),
        Trait("n_orders", "orders", "count", "frequent", "few orders"),
        Trait("total_spend", "spend", "money", "high spend", "low spend"),
        Trait("total_margin", "margin", "money", "high margin", "low margin"),
        Trait("average_order_value", "average order", "money", "large orders", "small orders"),
        Trait("average_gap_days", "days between orders", "days", "long gaps", "short gaps"),
        Trait("tenure_days", "days since the first order", "days", "long known", "new"),
        Trait("n_products", "different products", "count", "wide choice", "narrow choice"),
        Trait("n_categories", "different categories", "count", "many categories", "few categories"),
        Trait("share_online", "share of orders online", "share", "online", "offline"),
        Trait("share_store", "share of orders in the store", "share", "in store", ""),
        Trait("share_phone", "share of orders by phone", "share", "by phone", ""),
        Trait("discount_rate", "discount", "share", "on discount", "full price"),
        Trait("return_rate", "share returned", "share", "many returns", ""),
        Trait("top_category_share", "share of the top category", "share", "one category", ""),
        Trait("n_web", "web visits", "count", "on the web", ""),
        Trait("n_app", "app visits", "count", "in the app", ""),
        Trait("n_email", "e-mail contacts", "count", "reads e-mail", ""),
        Trait("n_social", "social media contacts", "count", "social", ""),
        Trait("n_service_contacts", "service contacts", "count", "needs service", ""),
        Trait("minutes_per_order", "service minutes an order", "count", "needs service", "", ("service_minutes",)),
        Trait("share_april_june", "share of orders in April to June", "share", "in spring", "", MONTHS[3:6]),
        Trait(
            "share_november_december",
            "share of orders in November and December",
            "share",
            "at year's end",
            "",
            MONTHS[10:],
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


@dataclass(frozen=True)
class Scale:
    """How one trait becomes a standardised number.

    Parameters
    ----------
    trait : Trait
        The trait.
    unit : float
        What money is measured in; 1 for the others.
    centre, scale : float
        Median and spread after the transformation.
    n_missing : int
        Customers without a value, who count as the median one.
    """

    trait: Trait
    unit: float
    centre: float
    scale: float
    n_missing: int

    def apply(self, features: pd.DataFrame) -> np.ndarray:
        """Standardise the trait of customers.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        ndarray of float
            In [-3.5, 3.5]; missing values are 0, as the median is.
        """
        z = (_transform(self.trait.values(features), self.trait, self.unit) - self.centre) / self.scale
        return np.nan_to_num(np.clip(z, -_LIMIT, _LIMIT), nan=0.0)

    def invert(self, z: np.ndarray) -> np.ndarray:
        """Bring standardised numbers back into the trait's own unit.

        Parameters
        ----------
        z : ndarray of float
            Standardised numbers.

        Returns
        -------
        ndarray of float
            Values of the trait.
        """
        transformed = z * self.scale + self.centre
        return transformed if self.trait.kind == "share" else np.expm1(transformed) * self.unit


def fit_scales(features: pd.DataFrame, traits: Sequence[str | Trait]) -> tuple[list[Scale], dict[str, str]]:
    """Learn how to standardise traits, and which cannot be used.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a buyer.
    traits : sequence of str or Trait
        Names out of :data:`KNOWN`, or traits of one's own.

    Returns
    -------
    scales : list of Scale
        Of the traits that can be used.
    left_out : dict of str to str
        The others, with the reason.

    Raises
    ------
    ValueError
        If a name is not known, a kind does not exist, or no trait can be used.
    """
    scales, left_out = [], {}
    for trait in map(_known, traits):
        if not set(trait.needs()) <= set(features.columns) or trait.values(features).isna().all():
            left_out[trait.name] = "not known"
            continue
        values = trait.values(features)
        n_missing = int(values.isna().sum())
        positive = values[values > 0]
        unit = float(positive.median()) / 10 if trait.kind == "money" and len(positive) else 1.0
        known = np.sort(_transform(values.dropna(), trait, unit))
        low, first, centre, third, high = np.quantile(known, [0.01, 0.25, 0.5, 0.75, 0.99])
        scale = max(float(np.clip(known, low, high).std()), float(third - first) / _NORMAL_IQR)
        if n_missing > len(values) / 2:
            left_out[trait.name] = f"missing for {n_missing} of {len(values)} customers"
        elif scale < 1e-9:
            left_out[trait.name] = "equal for nearly all customers"
        else:
            scales.append(Scale(trait, unit, float(centre), scale, n_missing))
    if not scales:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in left_out.items())
        raise ValueError(f"`traits` must hold a trait in which customers differ; got {reasons or 'none'}.")
    return scales, left_out


def standardise(features: pd.DataFrame, scales: Sequence[Scale]) -> pd.DataFrame:
    """Put customers on the learned scales.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    scales : sequence of Scale
        From :func:`fit_scales`.

    Returns
    -------
    pandas.DataFrame
        One column a trait, with the index of the features.
    """
    return pd.DataFrame({scale.trait.name: scale.apply(features) for scale in scales}, index=features.index)


def _known(trait: str | Trait) -> Trait:
    if isinstance(trait, str):
        if trait not in KNOWN:
            raise ValueError(f"`traits` must be among {', '.join(KNOWN)}, or objects of `Trait`; got {trait!r}.")
        return KNOWN[trait]
    if trait.kind not in KINDS:
        raise ValueError(f"`kind` of a `Trait` must be one of {', '.join(KINDS)}; got {trait.kind!r}.")
    return trait


def _transform(values: pd.Series, trait: Trait, unit: float) -> np.ndarray:
    numbers = values.to_numpy(float)
    return numbers if trait.kind == "share" else np.log1p(np.maximum(numbers, 0.0) / unit)
