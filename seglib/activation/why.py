"""Why is this customer in this segment? Said so that it can be computed again from the customer's own numbers."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.activation.borders import in_groups
from seglib.segments.checks import has_ordered
from seglib.segments.scales import standardise
from seglib.segments.segmentation import Segmentation


def why(model: Segmentation, features: pd.DataFrame, segments: pd.Series) -> list[str]:
    """Give the reason of each customer.

    Parameters
    ----------
    model : Segmentation
        Kept or made.
    features : pandas.DataFrame
        One row a customer.
    segments : pandas.Series of str
        Where the model puts them, in the same order.

    Returns
    -------
    list of str
        Of groups: the two traits that place the customer nearer to the own centre than to the next one. Of rules: the
        rule of the segment.
    """
    told = segments.map(model.definition.set_index("segment")["rule"]).astype(object).to_numpy(copy=True)
    parts = in_groups(model)
    if parts is not None:
        bought = has_ordered(features)
        told[bought] = nearer(features[bought], **parts) if bought.any() else []
    return list(told)


def nearer(features: pd.DataFrame, *, fitted, scales) -> list[str]:
    """Say by which traits customers are nearer to their centre than to the next one.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with an order.
    fitted : seglib.clustering.Clustering
        The groups.
    scales : sequence of seglib.segments.scales.Scale
        How traits are put on one scale.

    Returns
    -------
    list of str
        The two traits with most of the difference of squared distances, the larger one first.
    """
    z = standardise(features, scales).to_numpy()
    apart = (z[:, None, :] - fitted.centers[None]) ** 2
    order = np.argsort(apart.sum(axis=2), axis=1, kind="stable")
    rows = np.arange(len(z))
    gains = apart[rows, order[:, 1]] - apart[rows, order[:, 0]]
    labels = [scale.trait.label for scale in scales]
    leading = np.argsort(-gains, axis=1, kind="stable")[:, :2]
    return ["Nearest by " + " and ".join(labels[j] for j in pair) for pair in leading]
