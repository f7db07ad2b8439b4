"""Into which bands and categories do customers fall? Every trait as a list of categories, *not known* among them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd

from seglib.client_segments import Demographic
from seglib.segments.demographic.ranges import in_order

NOT_KNOWN = "Not known"
OTHER = "Other"
MOST_CATEGORIES = 12
LABELS = {
    "age": "Age",
    "income": "Income",
    "household_size": "Household",
    "children": "Children",
    "marital_status": "Marital status",
    "gender": "Gender",
    "education": "Education",
    "occupation": "Occupation",
    "web_skill": "Web skill",
    "device": "Device",
    "referral": "Referral",
    "acquisition_channel": "Won through",
    "area_type": "Kind of place",
}
"""Trait: its heading, in the order of presentation."""

LADDERS = {
    "education": (
        "none", "basic", "primary", "middle school", "secondary", "high school", "2n cycle", "vocational",
        "some college", "associate", "bachelor", "graduation", "graduate", "university", "master", "phd", "doctorate",
    ),
    "web_skill": ("none", "novice", "beginner", "basic", "average", "intermediate", "advanced", "expert"),
}  # fmt: skip
"""Trait: usual words for its values, from low to high."""

COUNTS = {"household_size": (1, 5), "children": (0, 3)}
"""Trait: lowest number, and the number from which on all are one category."""


@dataclass(frozen=True)
class Band:
    """How one trait becomes categories, learned from some customers and good for others.

    Parameters
    ----------
    trait : str
        A key of :data:`LABELS`.
    column : str
        Column of the features: the trait, or its range where no numbers are known.
    categories : tuple of str
        In order; the last is *Not known*.
    ordered : bool
        Whether they go from low to high.
    cuts : tuple of float
        First number of each category but the lowest; none where the column is text.
    """

    trait: str
    column: str
    categories: tuple[str, ...]
    ordered: bool
    cuts: tuple[float, ...] = ()

    def apply(self, features: pd.DataFrame) -> pd.Series:
        """Give customers their category.

        Parameters
        ----------
        features : pandas.DataFrame
            One row a customer.

        Returns
        -------
        pandas.Series of category
            With the index of the features; a text that was not there before is *Other* where there is such a category,
            and *Not known* otherwise.
        """
        if self.column not in features.columns:
            codes = np.full(len(features), len(self.categories) - 1)
        elif self.cuts:
            numbers = features[self.column].to_numpy(float, na_value=np.nan)
            codes = np.searchsorted(np.asarray(self.cuts), numbers, side="right")
            codes = np.where(np.isnan(numbers), len(self.categories) - 1, codes)
        else:
            texts = features[self.column].astype(object)
            codes = pd.Index(self.categories).get_indexer(texts.fillna(NOT_KNOWN))
            codes = np.where(codes < 0, self.categories.index(OTHER if OTHER in self.categories else NOT_KNOWN), codes)
        return pd.Series(
            pd.Categorical.from_codes(codes, list(self.categories), ordered=self.ordered), index=features.index
        )


def fit_bands(features: pd.DataFrame, *, settings: Demographic | None = None) -> dict[str, Band]:
    """Learn the categories of each trait of which something is known.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    settings : seglib.client_segments.Demographic, optional
        Cut points and orders; the defaults by default.

    Returns
    -------
    dict of str to Band
        Where no number is known but a range is, the ranges are the categories. Of more than twelve values of a text
        the rarest are *Other*.
    """
    settings = settings or Demographic()
    found = {}
    for trait in LABELS:
        column = next((name for name in (trait, f"{trait}_band") if _is_known(features, name)), None)
        if column is not None:
            found[trait] = _learn(features[column], trait, settings)
    return found


def lowered(value: object) -> str:
    """Write a band behind the name of its trait.

    Parameters
    ----------
    value : object

    Returns
    -------
    str

    Examples
    --------
    >>> lowered("Under 25,000"), lowered("PhD")
    ('under 25,000', 'PhD')
    """
    return re.sub("^Under ", "under ", str(value))


def bands(features: pd.DataFrame, *, settings: Demographic | None = None) -> pd.DataFrame:
    """Turn the traits of customers into categories.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with columns of :data:`seglib.features.TRAITS`.
    settings : seglib.client_segments.Demographic, optional
        Cut points and orders; the defaults by default.

    Returns
    -------
    pandas.DataFrame
        With the index of the features, one categorical column a trait of which something is known.

    Examples
    --------
    >>> bands(pd.DataFrame({"age": [17, 70, None]}))["age"].tolist()
    ['Under 18', '65 to 74', 'Not known']
    """
    return apply_bands(fit_bands(features, settings=settings), features)


def apply_bands(learned: Mapping[str, Band], features: pd.DataFrame) -> pd.DataFrame:
    """Give customers the categories that were learned from others.

    Parameters
    ----------
    learned : mapping of str to Band
        From :func:`fit_bands`.
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    pandas.DataFrame
        One categorical column a trait.
    """
    return pd.DataFrame({trait: band.apply(features) for trait, band in learned.items()}, index=features.index)


def quarters(numbers: pd.Series) -> list[float]:
    """Find cut points that part numbers into four groups of about the same size.

    Parameters
    ----------
    numbers : pandas.Series of float
        Some perhaps missing.

    Returns
    -------
    list of float
        Up to three, rounded to two significant figures.

    Examples
    --------
    >>> quarters(pd.Series([10123.0, 20345.0, 30567.0, 40789.0, 51011.0]))
    [20000.0, 31000.0, 41000.0]
    """
    found = np.quantile(np.sort(numbers.dropna().to_numpy(float)), [0.25, 0.5, 0.75])
    return sorted({float(f"{value:.2g}") for value in found if value > 0}) or [1.0]


def _is_known(features: pd.DataFrame, column: str) -> bool:
    return column in features.columns and bool(features[column].notna().any())


def _learn(values: pd.Series, trait: str, settings: Demographic) -> Band:
    if values.name == "age":
        return _by_numbers(trait, settings.age, step=1)
    if values.name == "income":
        return _by_numbers(trait, settings.income or quarters(values.astype(float)), step=0)
    if trait in COUNTS:
        lowest, most = COUNTS[trait]
        labels = [*map(str, range(lowest, most)), f"{most} or more", NOT_KNOWN]
        return Band(trait, trait, tuple(labels), True, tuple(float(one) for one in range(lowest + 1, most + 1)))
    return _by_texts(values, trait, settings)


def _by_numbers(trait: str, cuts: Sequence[float], *, step: int) -> Band:
    between = [f"{low:,.0f} to {high - step:,.0f}" for low, high in pairwise(cuts)]
    labels = [f"Under {cuts[0]:,.0f}", *between, f"{cuts[-1]:,.0f} and over", NOT_KNOWN]
    return Band(trait, trait, tuple(labels), True, tuple(map(float, cuts)))


def _by_texts(texts: pd.Series, trait: str, settings: Demographic) -> Band:
    sizes = texts.astype(object).value_counts()
    by_size = sorted(sizes.index, key=lambda text: (-sizes[text], str(text)))
    order = _order(by_size, trait, settings, ranges=texts.name != trait)
    kept = order or (by_size if len(by_size) <= MOST_CATEGORIES else [*by_size[: MOST_CATEGORIES - 1], OTHER])
    categories = dict.fromkeys([*(one for one in kept if one != NOT_KNOWN), NOT_KNOWN])
    return Band(trait, str(texts.name), tuple(categories), order is not None)


def _order(texts: list[str], trait: str, settings: Demographic, *, ranges: bool) -> list[str] | None:
    """Values from low to high; None where they have no order that is known."""
    declared = settings.order.get(trait)
    if declared is not None:
        return [*declared, *(text for text in texts if text not in declared)]
    ladder = LADDERS.get(trait, ())
    if all(text.casefold() in ladder for text in texts):
        return sorted(texts, key=lambda text: ladder.index(text.casefold()))
    return in_order(texts) if ranges else None
