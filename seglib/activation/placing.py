"""Who is in which segment, and who judges a rule that others made?"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from seglib.segments.segmentation import Segmentation

N_FOLDS = 5


class NothingTellsError(ValueError):
    """Too few customers, or nothing that is known tells them apart."""


def placed(
    segmentation: Segmentation | pd.DataFrame, features: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray, dict[str, str]]:
    """Put features and segments of the same customers side by side.

    Parameters
    ----------
    segmentation : Segmentation or pandas.DataFrame
        As of :func:`explain`.
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    people : pandas.DataFrame
        Features of the customers who are in a segment, by id, so that the order of rows does not matter.
    segments : ndarray of str
        Their segments.
    names : dict of str to str
        Names of the segments with customers, by code, in the order of the segmentation.
    """
    is_frame = isinstance(segmentation, pd.DataFrame)
    assignments = segmentation if is_frame else segmentation.assignments
    order = assignments if is_frame else segmentation.definition
    there = assignments[["customer_id", "segment"]].dropna().sort_values("customer_id")
    people = features.merge(there.rename(columns={"segment": "_segment"}), on="customer_id", validate="1:1")
    people = people.sort_values("customer_id").reset_index(drop=True)
    present = set(people["_segment"])
    order = order.sort_values("segment") if is_frame else order
    names = {row.segment: row.segment_name for row in order.itertuples() if row.segment in present}
    return people.drop(columns="_segment"), people["_segment"].to_numpy(dtype=object).astype(str), names


def folds(segments: np.ndarray, random_state: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Deal customers into five folds, segments in equal shares where they are large enough.

    Parameters
    ----------
    segments : ndarray of str, shape (n,)
        Where the customers are.
    random_state : int
        Seed.

    Returns
    -------
    list of (ndarray of int, ndarray of int)
        Who makes a rule, and who judges it.
    """
    counts = np.unique(segments, return_counts=True)[1]
    rare = counts.min() < N_FOLDS  # of these a fold may have none, and that is counted against the rules
    strata = np.zeros(len(segments), dtype=int) if rare else segments
    return list(StratifiedKFold(N_FOLDS, shuffle=True, random_state=random_state).split(strata, strata))
