"""Why is somebody in another segment than last time? Each move in three parts that add up to it exactly.

Between two days both may change: what customers do, and the rule that parts them. Old customers under the new rule, and
new ones under the old rule, tell the two apart; rules made again out of other samples of the same customers tell what
is neither.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

PARTS = ("changed", "redefined", "noise")
"""Customers changed what they do; the rule was drawn anew; another sample would have placed them elsewhere as well."""


def memberships(labels: Sequence[pd.Series], segments: Sequence[str]) -> pd.DataFrame:
    """Count how often rules made again place each customer in each segment.

    Parameters
    ----------
    labels : sequence of pandas.Series
        Segment of each customer by each rule; index: the customer.
    segments : sequence of str
        All segments.

    Returns
    -------
    pandas.DataFrame
        One row a customer, one column a segment: shares that add up to 1.
    """
    counted = sum(pd.get_dummies(one).reindex(columns=list(segments), fill_value=False).astype(float) for one in labels)
    return counted / len(labels)


def split_moves(
    before: pd.Series,
    old_rule: pd.Series,
    new_rule: pd.Series,
    after: pd.Series,
    *,
    sure_before: pd.DataFrame,
    sure_after: pd.DataFrame,
) -> pd.DataFrame:
    """Split each customer's move into what the customer did, what the rule did, and what is noise.

    Parameters
    ----------
    before : pandas.Series
        Segment of the earlier day, by the rule of that day; index: customers who are known on both days.
    old_rule : pandas.Series
        Segment of the later day by the earlier rule.
    new_rule : pandas.Series
        Segment of the earlier day by the later rule.
    after : pandas.Series
        Segment of the later day, by the rule of that day.
    sure_before, sure_after : pandas.DataFrame
        Of each day, from :func:`memberships`: shares of the segments over rules made again from other samples.

    Returns
    -------
    pandas.DataFrame
        One row a customer (same index): `before`, `after`, and :data:`PARTS`, which are 0 for who stayed and add up to
        1 for who moved.

    Notes
    -----
    With v the share of the way from the segment before to that after, v is 1 under (new data, new rule), 0 under (old
    data, old rule), and 1 or 0 in between as :math:`old\\_rule = after` and :math:`new\\_rule = after`. Customer and
    rule each get their Shapley value: the mean of what they add in both orders (Shapley 1953, equation 13). Before that
    the noise is taken off: the overlap of both days' memberships, :math:`\\sum_s \\min(p_s, q_s)`, is how much of the
    move would be seen as well between two rules of one day.
    """
    moved = (before != after).astype(float)
    with_data, with_rule = (old_rule == after).astype(float), (new_rule == after).astype(float)
    changed = (with_data + 1 - with_rule) / 2
    columns = sure_before.columns.union(sure_after.columns)
    p, q = (one.reindex(index=before.index, columns=columns, fill_value=0.0) for one in (sure_before, sure_after))
    noise = p.where(p < q, q).sum(axis=1)
    parts = {"changed": changed * (1 - noise), "redefined": (1 - changed) * (1 - noise), "noise": noise}
    return pd.DataFrame({"before": before, "after": after, **{name: moved * part for name, part in parts.items()}})


def flows(moves: pd.DataFrame) -> pd.DataFrame:
    """Add moves up by the segments that they lead from and to.

    Parameters
    ----------
    moves : pandas.DataFrame
        From :func:`split_moves`.

    Returns
    -------
    pandas.DataFrame
        One row a pair of segments with customers: `before`, `after`, `n`, and :data:`PARTS`, which add up to `n` but
        for those who stayed.
    """
    return moves.groupby(["before", "after"], as_index=False).agg(
        n=("before", "size"), **{part: (part, "sum") for part in PARTS}
    )


def bridge(flow: pd.DataFrame) -> pd.DataFrame:
    """Add moves up by segment, from its size then to its size now.

    Parameters
    ----------
    flow : pandas.DataFrame
        From :func:`flows`.

    Returns
    -------
    pandas.DataFrame
        By segment: `then`, `now`, and :data:`PARTS`, which are who came less who went and lead from one to the other.
    """
    then, now = (flow.groupby(side)["n"].sum() for side in ("before", "after"))
    came, went = (flow.groupby(side)[list(PARTS)].sum() for side in ("after", "before"))
    net = came.sub(went, fill_value=0.0)
    return net.assign(then=then, now=now).fillna(0.0).rename_axis("segment")[["then", *PARTS, "now"]]
