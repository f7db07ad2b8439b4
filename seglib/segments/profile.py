"""How does each segment differ from the average customer? Traits of any segmentation, on one scale."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from seglib.segments.checks import check_features
from seglib.segments.scales import check_scales, fit_scales, standardise
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation
from seglib.segments.summary import exact_sum
from seglib.segments.traits import DEFAULT_TRAITS, Trait


def profile(
    features: pd.DataFrame, segmentation: Segmentation, *, traits: Sequence[str | Trait] = DEFAULT_TRAITS
) -> pd.DataFrame:
    """Compare segments by traits.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, as the segmentation was made from.
    segmentation : Segmentation
        Of any scheme.
    traits : sequence of str or Trait
        What to compare by; traits in which customers do not differ are left out.

    Returns
    -------
    pandas.DataFrame
        One row a segment of buyers and trait, in the order of the definition: `segment`, `segment_name`, `trait` (in
        words), `feature` (its name), `n`, `z` (mean of the standardised trait, less that of all buyers; missing values
        count as the median) and `median` in the trait's own unit.

    Raises
    ------
    ValueError
        If a customer has no segment, or no trait can be used.
    """
    check_features(features, ["n_orders"], "profile")
    segments = features["customer_id"].map(segmentation.assignments.set_index("customer_id")["segment"])
    if segments.isna().any():
        raise ValueError(
            f"`segmentation` of `profile` must hold every customer; {int(segments.isna().sum())} have no segment. "
            "Give the features that it was made from."
        )
    bought = (segments != NOT_YET_BOUGHT).to_numpy()
    buyers, segments = features[bought], segments[bought]
    scales, left_out = fit_scales(buyers, traits)
    check_scales(scales, left_out)
    z = standardise(buyers, scales)
    rows = []
    for code, name in segmentation.definition[["segment", "segment_name"]].itertuples(index=False):
        members = (segments == code).to_numpy()
        n = int(members.sum())
        for scale in scales if n else ():
            column = z[scale.trait.name]
            rows.append(
                {
                    "segment": code,
                    "segment_name": name,
                    "trait": scale.trait.label,
                    "feature": scale.trait.name,
                    "n": n,
                    "z": exact_sum(column[members]) / n - exact_sum(column) / len(column),
                    "median": float(scale.trait.values(buyers[members]).median()),
                }
            )
    return pd.DataFrame(rows)
