"""How are traits put on one scale?

Money and counts are taken as logarithms, shares as they are. A share of few orders is drawn towards the usual one:
that of one order is all or nothing, and would make two camps of customers who hardly differ; a season that has come but
once is no habit, and would make two camps of those who bought lately and the others. Each trait is then centred
on its median and divided by a scale that single customers cannot move (extremes beyond the 1st and 99th percentile are
pulled in), and no value counts for more than 3.5 scales. Money is measured in tenths of its median, so the currency
does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.segments.shares import beta_prior, drawn
from seglib.segments.traits import Trait, known_trait

NOT_KNOWN = "not known"
"""Why a trait is left out that no customer has a value of."""
ONE_SEASON = "no season has come round twice yet"
"""Why a seasonal trait is left out."""
SEASON_DAYS = 700
"""Days that the longest known customer must be known for a season to count: two years, less a few weeks."""

_LIMIT = 3.5


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
    prior : tuple of float, optional
        The beta distribution over customers by which a share of few orders is drawn towards the usual one.
    """

    trait: Trait
    unit: float
    centre: float
    scale: float
    n_missing: int
    prior: tuple[float, float] | None = None

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
        values = _settled(self.trait.values(features), features, self.prior)
        z = (_transform(values, self.trait, self.unit) - self.centre) / self.scale
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
        One row a buyer; `tenure_days`, where it is there, says how long the shop has been observed.
    traits : sequence of str or Trait
        Names out of :data:`seglib.segments.traits.KNOWN`, or traits of one's own.

    Returns
    -------
    scales : list of Scale
        Of the traits that can be used; none where customers are alike in all of them.
    left_out : dict of str to str
        The others, with the reason.

    Raises
    ------
    ValueError
        If a name is not known or a kind does not exist.
    """
    scales, left_out = [], {}
    short = "tenure_days" in features.columns and features["tenure_days"].max() < SEASON_DAYS
    for trait in map(known_trait, traits):
        if not set(trait.needs()) <= set(features.columns) or trait.values(features).isna().all():
            left_out[trait.name] = NOT_KNOWN
            continue
        if trait.seasonal and short:
            left_out[trait.name] = ONE_SEASON
            continue
        values = trait.values(features)
        prior = _prior(trait, features) if _spread(values.dropna().to_numpy(float)) > 0 else None  # else all are alike
        values = _settled(values, features, prior)
        n_missing = int(values.isna().sum())
        positive = values[values > 0]
        unit = float(positive.median()) / 10 if trait.kind == "money" and len(positive) else 1.0
        known = np.sort(_transform(values.dropna(), trait, unit))
        scale = _spread(known)
        if n_missing > len(values) / 2:
            left_out[trait.name] = f"missing for {n_missing} of {len(values)} customers"
        elif scale < 1e-9:
            left_out[trait.name] = "equal for nearly all customers"
        else:
            scales.append(Scale(trait, unit, float(np.median(known)), scale, n_missing, prior))
    return scales, left_out


def check_scales(scales: Sequence[Scale], left_out: dict[str, str]) -> None:
    """Refuse traits in which customers do not differ.

    Parameters
    ----------
    scales : sequence of Scale
    left_out : dict of str to str
        Both from :func:`fit_scales`.

    Raises
    ------
    ValueError
        If no trait can be used: each with the reason.
    """
    if not scales:
        reasons = "; ".join(f"{name}: {reason}" for name, reason in left_out.items())
        raise ValueError(f"`traits` must hold a trait in which customers differ; got {reasons or 'none'}.")


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


def _spread(known: np.ndarray) -> float:
    """Standard deviation without the outermost; not the quartiles, in which two camps of customers lie far apart."""
    return float(np.clip(known, *np.quantile(known, [0.01, 0.99])).std())


def _prior(trait: Trait, features: pd.DataFrame) -> tuple[float, float] | None:
    if not trait.of_orders:
        return None
    shares, n_orders = trait.values(features), features["n_orders"].astype(float)
    known = shares.notna() & (n_orders > 0)
    return beta_prior((shares * n_orders)[known], n_orders[known])


def _settled(values: pd.Series, features: pd.DataFrame, prior: tuple[float, float] | None) -> pd.Series:
    return values if prior is None else drawn(values, features["n_orders"].astype(float), prior)


def _transform(values: pd.Series, trait: Trait, unit: float) -> np.ndarray:
    numbers = values.to_numpy(float)
    return numbers if trait.kind == "share" else np.log1p(np.maximum(numbers, 0.0) / unit)
