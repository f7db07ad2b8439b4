"""Into which bands and categories do customers fall? Every trait as a list of categories, *not known* among them."""

from __future__ import annotations

from collections.abc import Sequence

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
        With the index of the features, one categorical column for each trait of :data:`LABELS` of which something is
        known, ordered where its values are. The last category is always *Not known*. Where no age is known but its
        range is, the customers without one are in the range's own band, and so for income. Of more than twelve values
        of a text the rarest are *Other*.

    Examples
    --------
    >>> bands(pd.DataFrame({"age": [17, 70, None]}))["age"].tolist()
    ['Under 18', '65 to 74', 'Not known']
    """
    settings = settings or Demographic()
    found = {}
    for trait in LABELS:
        column = _column(features, trait, settings)
        if column is not None:
            found[trait] = column
    return pd.DataFrame(found, index=features.index)


def _column(features: pd.DataFrame, trait: str, settings: Demographic) -> pd.Series | None:
    band = f"{trait}_band"
    if _is_known(features, trait) and trait in ("age", "income"):
        numbers = features[trait].astype(float)
        cuts = settings.age if trait == "age" else settings.income or quarters(numbers)
        return cut(numbers, cuts, whole=trait == "age")
    if _is_known(features, band):
        return _of_texts(features[band], trait, settings)
    if not _is_known(features, trait):
        return None
    if trait in COUNTS:
        return _of_counts(features[trait].astype(float), *COUNTS[trait])
    return _of_texts(features[trait], trait, settings)


def _is_known(features: pd.DataFrame, column: str) -> bool:
    return column in features.columns and bool(features[column].notna().any())


def cut(numbers: pd.Series, cuts: Sequence[float], *, whole: bool = False) -> pd.Series:
    """Cut numbers into bands.

    Parameters
    ----------
    numbers : pandas.Series of float
        Some perhaps missing.
    cuts : sequence of float
        First number of each band but the lowest, rising.
    whole : bool, default False
        Whether the numbers are whole, so that a band ends one before the next.

    Returns
    -------
    pandas.Series of category
        Ordered; missing ones are *Not known*, the last category.

    Examples
    --------
    >>> cut(pd.Series([20000.0, None]), [15000, 30000]).tolist()
    ['15,000 to 30,000', 'Not known']
    """
    ends = [one - 1 for one in cuts[1:]] if whole else cuts[1:]
    between = [f"{low:,.0f} to {high:,.0f}" for low, high in zip(cuts, ends, strict=False)]
    labels = [f"Under {cuts[0]:,.0f}", *between, f"{cuts[-1]:,.0f} and over", NOT_KNOWN]
    codes = np.searchsorted(np.asarray(cuts, float), numbers.to_numpy(float), side="right")
    codes = np.where(numbers.isna(), len(labels) - 1, codes)
    return pd.Series(pd.Categorical.from_codes(codes, labels, ordered=True), index=numbers.index)


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


def _of_counts(numbers: pd.Series, lowest: int, most: int) -> pd.Series:
    labels = [*map(str, range(lowest, most)), f"{most} or more", NOT_KNOWN]
    codes = np.clip(numbers.fillna(0), lowest, most).astype(int) - lowest
    codes = np.where(numbers.isna(), len(labels) - 1, codes)
    return pd.Series(pd.Categorical.from_codes(codes, labels, ordered=True), index=numbers.index)


def _of_texts(texts: pd.Series, trait: str, settings: Demographic) -> pd.Series:
    texts = texts.astype(object)
    sizes = texts.value_counts()
    by_size = sorted(sizes.index, key=lambda text: (-sizes[text], str(text)))
    order = _order(by_size, trait, settings)
    if order is None:
        kept = by_size if len(by_size) <= MOST_CATEGORIES else by_size[: MOST_CATEGORIES - 1]
        texts = texts.where(texts.isna() | texts.isin(kept), OTHER)
        categories = [*kept, OTHER] if len(kept) < len(by_size) else kept
    else:
        categories = order
    categories = [one for one in dict.fromkeys(categories) if one != NOT_KNOWN]
    known = pd.Categorical(texts.fillna(NOT_KNOWN), [*categories, NOT_KNOWN], ordered=order is not None)
    return pd.Series(known, index=texts.index)


def _order(texts: list[str], trait: str, settings: Demographic) -> list[str] | None:
    """Values from low to high; None where they have no order that is known."""
    declared = settings.order.get(trait)
    if declared is not None:
        return [*declared, *(text for text in texts if text not in declared)]
    ladder = LADDERS.get(trait, ())
    if all(text.casefold() in ladder for text in texts):
        return sorted(texts, key=lambda text: ladder.index(text.casefold()))
    return in_order(texts)
