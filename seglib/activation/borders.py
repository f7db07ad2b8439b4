"""How sure is it that a customer belongs where the model puts them? As sure as other samples would put them there.

Another sample of the customers would draw the borders between groups a little differently. So the groups are made again
of bootstrap samples and matched with those of the model; a customer's chance is the share of these that put the
customer where the model does. It tells how sharp the borders are there; whether groups are natural is for page 06.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from seglib.client import Client
from seglib.clustering.matrix import distinct_rows, squared_distances
from seglib.clustering.resampling import resample, samples
from seglib.features import customer_features
from seglib.segments.checks import has_ordered
from seglib.segments.scales import standardise
from seglib.segments.segmentation import Segmentation

N_AGAIN = 40


def borders_of(
    segmentation: Segmentation | None, tables: Mapping[str, ir.Table], client: Client, *, random_state: int
) -> np.ndarray | None:
    """Learn the borders of the segmentation that a client goes by.

    Parameters
    ----------
    segmentation : Segmentation or None
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose end of observation counts.
    random_state : int
        Seed of the samples.

    Returns
    -------
    ndarray or None
        As of :func:`learn_borders`.
    """
    if segmentation is None or in_groups(segmentation) is None:
        return None
    known = customer_features(tables, as_of=client.as_of).to_pandas()
    return learn_borders(segmentation, known, random_state=random_state)


def in_groups(segmentation: Segmentation) -> dict | None:
    """Give the parts of a rule by the nearest centre.

    Parameters
    ----------
    segmentation : Segmentation

    Returns
    -------
    dict or None
        `fitted` and `scales`; None where the rule is another one, or there is one group.
    """
    parts = segmentation.rule.keywords if isinstance(segmentation.rule, functools.partial) else {}
    return parts if {"fitted", "scales"} <= set(parts) and parts["fitted"] and parts["fitted"].k > 1 else None


def learn_borders(
    segmentation: Segmentation, features: pd.DataFrame, *, n_again: int = N_AGAIN, random_state: int
) -> np.ndarray | None:
    """Make the groups again of bootstrap samples.

    Parameters
    ----------
    segmentation : Segmentation
        By groups of what customers do.
    features : pandas.DataFrame
        Of the customers that it was made from.
    n_again : int, default 40
        Samples.
    random_state : int
        Seed of the samples.

    Returns
    -------
    ndarray, shape (n_again, k, d), or None
        Centres in the order of the model's groups, on the scales of the model; None for other segmentations.
    """
    parts = in_groups(segmentation)
    if parts is None:
        return None
    fitted = parts["fitted"]
    rows, weights, _ = distinct_rows(_on_scales(features[has_ordered(features)], parts))
    asked = {"k": fitted.k, "method": fitted.method, "n_boot": n_again, "random_state": random_state}
    counts, _ = samples(weights, **{name: asked[name] for name in ("k", "n_boot", "random_state")})
    drawn = zip(resample(rows, weights, **asked), counts, strict=True)
    return np.stack([_matched(labels, rows, sample, fitted.centers) for labels, sample in drawn])


def chances(segmentation: Segmentation, centers: np.ndarray, features: pd.DataFrame) -> np.ndarray:
    """Say how sure the segment of each customer is.

    Parameters
    ----------
    segmentation : Segmentation
        The model.
    centers : ndarray, shape (n_again, k, d)
        From :func:`learn_borders`.
    features : pandas.DataFrame
        One row a customer.

    Returns
    -------
    ndarray of float
        0 to 1; 1 for those without an order, whom no border parts from the others.
    """
    parts, bought = in_groups(segmentation), has_ordered(features)
    z = _on_scales(features[bought], parts)
    own = _nearest(z, parts["fitted"].centers)
    sure = np.ones(len(features))
    sure[bought] = np.mean([_nearest(z, again) == own for again in centers], axis=0)
    return sure


def _on_scales(bought: pd.DataFrame, parts: dict) -> np.ndarray:
    return standardise(bought, parts["scales"]).to_numpy(float)


def _nearest(z: np.ndarray, centers: np.ndarray) -> np.ndarray:
    return squared_distances(z, centers).argmin(axis=1)


def _matched(labels: np.ndarray, rows: np.ndarray, sample: np.ndarray, centers: np.ndarray) -> np.ndarray:
    """Centres of a sample's groups in the order of the model's; one without a partner stays where it was."""
    own = _nearest(rows, centers)
    shared = np.zeros((len(centers), labels.max() + 1))
    np.add.at(shared, (own, labels), sample)
    again = centers.copy()
    for group, partner in zip(*linear_sum_assignment(-shared), strict=True):
        inside = (labels == partner) & (sample > 0)
        again[group] = np.average(rows[inside], axis=0, weights=sample[inside])
    return again
