"""Who are the customers by life stage, or by one trait? Rules that can be read, and everybody in one segment."""

from __future__ import annotations

import functools

import pandas as pd

from seglib.client_segments import Demographic
from seglib.segments.checks import check_features
from seglib.segments.demographic.bands import COUNTS, LABELS, NOT_KNOWN, bands, quarters
from seglib.segments.demographic.life_stage import STAGES, life_stage
from seglib.segments.segmentation import Segmentation, build

LIFE_STAGE = "life_stage"
MADE_OF = {LIFE_STAGE: ("age", "household_size", "children", "marital_status")}
"""Segmentation: the traits that its rule looks at; one by a single trait looks at that one."""


def segment(
    features: pd.DataFrame, *, by: str = LIFE_STAGE, settings: Demographic | None = None, scheme: str = "demographic"
) -> Segmentation:
    """Segment customers by their stage of life, or by the bands or categories of one trait.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer: features of :func:`seglib.features.customer_features` joined with traits of
        :func:`seglib.features.customer_traits`. Absent traits are not known.
    by : str, default "life_stage"
        ``"life_stage"``, or a trait of :data:`seglib.segments.demographic.bands.LABELS`.
    settings : seglib.client_segments.Demographic, optional
        Cut points, orders and words; the defaults by default.
    scheme : str, default "demographic"
        Name of the scheme.

    Returns
    -------
    Segmentation
        Customers without an order have a segment as all others do; those of whom the trait is not known are a segment
        of their own. `details` has the cut points in use.

    Raises
    ------
    ValueError
        If there is no such trait.
    """
    check_features(features, ["n_orders"], "demographic.segment")
    if by not in (LIFE_STAGE, *LABELS):
        raise ValueError(f"`by` of `demographic.segment` must be one of {LIFE_STAGE}, {', '.join(LABELS)}; got {by!r}.")
    settings = _fixed(features, settings or Demographic())
    if by == LIFE_STAGE:
        definition = pd.DataFrame(
            [(code, name, rule) for code, (name, rule) in STAGES.items()], columns=["segment", "segment_name", "rule"]
        )
        rule = functools.partial(life_stage, settings=settings)
    else:
        column = bands(features, settings=settings).get(by)
        categories = [NOT_KNOWN] if column is None else list(column.cat.categories)
        definition = _definition(by, categories)
        rule = functools.partial(_category, by=by, categories=categories, settings=settings)
    return build(scheme, features, definition=definition, rule=rule, details=_details(settings))


def _fixed(features: pd.DataFrame, settings: Demographic) -> Demographic:
    """The settings with the cut points of income that these customers gave, for customers to come."""
    if settings.income or "income" not in features.columns or not features["income"].notna().any():
        return settings
    return settings.model_copy(update={"income": quarters(features["income"].astype(float))})


def _definition(by: str, categories: list[str]) -> pd.DataFrame:
    rows = [(f"{by}_{i}", f"{LABELS[by]}: {one}", f"{LABELS[by]} is {one}") for i, one in enumerate(categories[:-1], 1)]
    rows.append(("not_known", NOT_KNOWN, f"{LABELS[by]} is not known"))
    return pd.DataFrame(rows, columns=["segment", "segment_name", "rule"])


def _category(features: pd.DataFrame, *, by: str, categories: list[str], settings: Demographic) -> pd.Series:
    """Segment by the categories of the fit; a value that was not there then is *Other*, or not known."""
    column = bands(features, settings=settings).get(by)
    if column is None:
        return pd.Series("not_known", index=features.index, dtype="str")
    codes = {one: f"{by}_{i}" for i, one in enumerate(categories[:-1], 1)}
    found = column.astype("str").map(codes)
    if "Other" in codes:
        found = found.where(found.notna() | (column == NOT_KNOWN), codes["Other"])
    return found.fillna("not_known").astype("str")


def _details(settings: Demographic) -> pd.DataFrame:
    cuts = {"age": settings.age, "income": settings.income or []}
    rows = [(trait, float(first)) for trait, given in cuts.items() for first in given]
    rows += [(trait, float(most)) for trait, (_, most) in COUNTS.items()]
    return pd.DataFrame(rows, columns=["trait", "band_from"])
