"""Where does each segment come from when there is one more? Segments of a series of solutions and their ancestors.

A segment that stays the same however many there are does not hang on the choice of their number; one that is put
together out of pieces of several does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from seglib.clustering.solution import Clustering


@dataclass(frozen=True)
class Lineage:
    """The segments of a series of solutions and how their members move.

    Parameters
    ----------
    segments : pandas.DataFrame
        One row a segment of each solution, see :func:`lineage`.
    flows : pandas.DataFrame
        One row a pair of segments of successive solutions with members in common.
    """

    segments: pd.DataFrame
    flows: pd.DataFrame


def lineage(solutions: Mapping[int, Clustering]) -> Lineage:
    """Follow segments across solutions and compute their segment level stability (SLSA).

    Parameters
    ----------
    solutions : mapping of int to Clustering
        Solutions of the same cases by their number of segments, at least two of them, such as `solutions` of
        :class:`seglib.clustering.SegmentStability`.

    Returns
    -------
    Lineage
        `segments`: `k`, `segment` (the solution's label), `position` (0 to k - 1, the label of a segment after the
        solution is re-ordered so that segments follow their ancestors; the first solution keeps its order), `n`,
        `share`, `ancestor` (the segment of the solution before that most members come from), `ancestor_share` (of the
        members), `entropy` (of the shares of the members by segment before, natural logarithm) and `stability` (SLSA,
        0 to 1). The last four are missing in the first solution.

        `flows`: `k_from`, `segment_from`, `k_to`, `segment_to`, `n`, and `share` of the members of `segment_to`.

    Raises
    ------
    ValueError
        If there are fewer than two solutions, or they are not of equally many cases.

    Notes
    -----
    With p_j the share of a segment's members that are in segment j of the solution before, which has k segments, the
    entropy is H = - sum_j p_j log p_j and the stability 1 - H / log k: 1 where all members come from one segment, 0
    where they come from all in equal shares. flexclust's `slsaplot` colours its nodes by the same value. A segment that
    splits in two leaves two of stability 1, so the first solutions of any data look stable.

    To re-order, segments are matched one to one with those before so that most cases stay; a segment that is new
    comes after its main ancestor.

    References
    ----------
    .. [1] S. Dolnicar and F. Leisch (2017), Using segment level stability to select target segments in data-driven
       market segmentation studies, Marketing Letters 28, 423-436: SLSA.
    .. [2] S. Dolnicar, B. Grün and F. Leisch (2018), Market Segmentation Analysis, Springer, chapter 7.
    """
    ks = sorted(solutions)
    if len(ks) < 2 or len({len(solutions[k].labels) for k in ks}) > 1:
        raise ValueError("`solutions` of `lineage` must hold two or more solutions of the same cases.")
    positions = np.arange(ks[0])
    segments, flows = [_first(solutions[ks[0]].labels, ks[0])], []
    for before, k in pairwise(ks):
        common = np.zeros((before, k), dtype=int)
        np.add.at(common, (solutions[before].labels, solutions[k].labels), 1)
        positions = _positions(common, positions)
        segments.append(_descent(common, positions))
        flows.append(_flows(common))
    return Lineage(segments=pd.concat(segments, ignore_index=True), flows=pd.concat(flows, ignore_index=True))


def _first(labels: np.ndarray, k: int) -> pd.DataFrame:
    """The segments of the solution that nothing comes before."""
    n = np.bincount(labels, minlength=k)
    return pd.DataFrame(
        {"k": k, "segment": range(k), "position": range(k), "n": n, "share": n / n.sum()}
        | {"ancestor": pd.array([pd.NA] * k, dtype="Int64")}
        | dict.fromkeys(["ancestor_share", "entropy", "stability"], np.nan)
    )


def _positions(common: np.ndarray, before: np.ndarray) -> np.ndarray:
    """Place each segment where its ancestor stands, and new ones right after their main ancestor."""
    wished = before[common.argmax(axis=0)] + 0.5
    old, kept = linear_sum_assignment(-common)
    wished[kept] = before[old]
    positions = np.empty(len(wished), dtype=int)
    positions[np.lexsort([-common.max(axis=0), wished])] = np.arange(len(wished))
    return positions


def _descent(common: np.ndarray, positions: np.ndarray) -> pd.DataFrame:
    """One row a segment: who its members were."""
    before, k = common.shape
    n = common.sum(axis=0)
    shares = common / n
    logs = np.log(shares, out=np.zeros(shares.shape), where=shares > 0)
    entropy = np.abs((shares * logs).sum(axis=0))
    return pd.DataFrame(
        {
            "k": k,
            "segment": range(k),
            "position": positions,
            "n": n,
            "share": n / n.sum(),
            "ancestor": pd.array(common.argmax(axis=0), dtype="Int64"),
            "ancestor_share": shares.max(axis=0),
            "entropy": entropy,
            "stability": (1 - entropy / np.log(before)).clip(0, 1) if before > 1 else 1.0,
        }
    )


def _flows(common: np.ndarray) -> pd.DataFrame:
    """One row a pair of segments with members in common."""
    old, new = np.nonzero(common)
    n = common[old, new]
    keys = {"k_from": common.shape[0], "segment_from": old, "k_to": common.shape[1], "segment_to": new}
    return pd.DataFrame(keys | {"n": n, "share": n / common.sum(axis=0)[new]})
