"""How far could the size of a class be off? By the model itself, not only by who was asked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.clustering import LatentClasses, share_intervals
from seglib.segments.psychographic.segmenting import Comparison
from seglib.segments.segmentation import Segmentation

COLUMNS = ["segment_name", "assigned", "share", "low", "high"]


def class_sizes(segmentation: Segmentation, compared: Comparison, *, random_state: int) -> pd.DataFrame:
    """Give the size of each class, with the interval of the model.

    Who is in between two classes counts in part for each, so a class can be larger or smaller than the respondents
    assigned to it; and other respondents would have made somewhat other classes.

    Parameters
    ----------
    segmentation : Segmentation
        From :func:`seglib.segments.psychographic.segment`.
    compared : Comparison
        That it was made by.
    random_state : int
        Seed of the bootstrap samples, see :func:`seglib.clustering.share_intervals`.

    Returns
    -------
    pandas.DataFrame
        `segment_name`, `assigned` (share of the respondents in use), `share` (of the model), `low` and `high` (its 95%
        interval); no row where segments are not latent classes, or there is one.
    """
    names = segmentation.definition.loc[segmentation.definition["segment"].str.fullmatch(r"p\d+"), "segment_name"]
    model = compared.fits.get(len(names))
    if len(names) < 2 or not isinstance(model, LatentClasses):
        return pd.DataFrame(columns=COLUMNS)
    counts = segmentation.assignments["segment_name"].value_counts().reindex(names, fill_value=0)
    low, high = share_intervals(model, random_state=random_state).T
    values = [names.to_numpy(), counts.to_numpy() / max(counts.sum(), 1), np.asarray(model.shares), low, high]
    return pd.DataFrame(dict(zip(COLUMNS, values, strict=True)))
