"""How are rules told in few words? In an order in which the first that fits counts, so that each need say less."""

from __future__ import annotations

from collections.abc import Sequence

from seglib.activation.cart import Leaf
from seglib.activation.conditions import Condition


def in_order(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Put leaves in an order, and leave out what those before already settle.

    Parameters
    ----------
    leaves : sequence of Leaf
        Every customer is in exactly one.

    Returns
    -------
    list of Leaf
        Short ones first. The first that holds of a customer is the leaf that the customer was in: a condition is left
        out only where no other leaf that comes later has customers in common with what remains.
    """
    told, left = [], list(leaves)
    while left:
        shorter = [(_shortened(leaf, [one for one in left if one is not leaf]), leaf) for leaf in left]
        best, own = min(shorter, key=lambda pair: len(pair[0].conditions))
        told.append(best)
        left = [one for one in left if one is not own]
    return told


def _shortened(leaf: Leaf, later: Sequence[Leaf]) -> Leaf:
    kept = list(leaf.conditions)
    for condition in leaf.conditions:
        fewer = [one for one in kept if one is not condition]
        if not any(_meet(fewer, other.conditions) for other in later):
            kept = fewer
    return Leaf(tuple(kept), leaf.segment)


def _meet(some: Sequence[Condition], others: Sequence[Condition]) -> bool:
    """Whether a customer could fulfil both; rather once too often."""
    by_field = {one.field.name: one for one in some}
    return all(_overlap(by_field[two.field.name], two) for two in others if two.field.name in by_field)


def _overlap(one: Condition, two: Condition) -> bool:
    if one.missing and two.missing:
        return True
    if not one.field.is_number:
        if one.among and two.among:
            return bool(set(one.among) & set(two.among))
        return not (set(one.among) & set(two.other_than) or set(two.among) & set(one.other_than))
    above = max((bound for bound in (one.above, two.above) if bound is not None), default=None)
    up_to = min((bound for bound in (one.up_to, two.up_to) if bound is not None), default=None)
    return above is None or up_to is None or above < up_to
