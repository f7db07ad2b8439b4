"""Who are the customers by life stage, or by one trait? Rules that can be read, and everybody in one segment."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from seglib.client_segments import Demographic
from seglib.segments.checks import check_features
from seglib.segments.demographic.bands import LABELS, NOT_KNOWN, Band, bands, fit_bands
from seglib.segments.demographic.life_stage import OLDER, STAGES, YOUNG, YOUNG_PARENT, life_stage
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
    if by == LIFE_STAGE:
        rows = [(code, name, rule) for code, (name, rule) in STAGES.items()]
        rule, learned = functools.partial(life_stage, settings=settings), None
    else:
        learned = fit_bands(features, settings=settings).get(by, Band(by, by, (NOT_KNOWN,), False))
        codes = [*(f"{by}_{i}" for i in range(1, len(learned.categories))), "not_known"]
        rows = [
            (code, f"{LABELS[by]}: {one}", f"{LABELS[by]} is {one}")
            for code, one in zip(codes, learned.categories, strict=True)
        ]
        rows[-1] = ("not_known", NOT_KNOWN, f"{LABELS[by]} is not known")
        rule = functools.partial(_category, band=learned, codes=codes)
    definition = pd.DataFrame(rows, columns=["segment", "segment_name", "rule"])
    return build(scheme, features, definition=definition, rule=rule, details=_details(learned))


def by_the_best_known(features: pd.DataFrame, *, settings: Demographic | None = None) -> Segmentation | None:
    """Segment customers by the trait that is known of most.

    Parameters
    ----------
    features : pandas.DataFrame
        As :func:`segment` takes them.
    settings : seglib.client_segments.Demographic, optional
        The defaults by default.

    Returns
    -------
    Segmentation or None
        None where nothing is known of anybody.
    """
    banded = bands(features, settings=settings)
    known = {name: float((banded[name] != NOT_KNOWN).mean()) for name in banded}
    best = max(known, key=known.get, default=None)
    return segment(features, by=best, settings=settings) if best and known[best] else None


def _category(features: pd.DataFrame, *, band: Band, codes: list[str]) -> pd.Series:
    return pd.Series(np.array(codes)[band.apply(features).cat.codes], index=features.index, dtype="str")


def _details(band: Band | None) -> pd.DataFrame:
    """First number of each band; for the stages of life the ages at which they part."""
    cuts = band.cuts if band else (YOUNG, YOUNG_PARENT, OLDER)
    return pd.DataFrame({"trait": band.trait if band else "age", "band_from": list(map(float, cuts))})
