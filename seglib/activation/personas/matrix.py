"""Which segments come first? What each is worth against how well the business can serve it, by declared weights."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.activation.personas.profile import Profile
from seglib.client_strategy import Strategy

GRADES = {"A": 1.0, "B": 0.75, "C": 0.4, "D": 0.0}
MIDDLE = 0.5
QUADRANTS = {
    (True, True): "first",
    (True, False): "learn to serve",
    (False, True): "serve cheaply",
    (False, False): "leave for now",
}
"""Whether worth and fit are above the middle: what to do."""


def matrix(profile: Profile, *, settings: Strategy) -> pd.DataFrame:
    """Score segments by worth and fit.

    Parameters
    ----------
    profile : Profile
        From :func:`seglib.activation.personas.profile.segment_profile`.
    settings : seglib.client_strategy.Strategy
        The weights.

    Returns
    -------
    pandas.DataFrame
        One row a segment: `segment`, `segment_name`, `n`, `grade`, `attractiveness` with `attractiveness_low` and
        `attractiveness_high` (as the 95% interval of the money a customer has it), `fit`, `quadrant`. Scores go from 0
        to 1; 0.5 is an average segment. What is not known of any has no weight; the other weights are scaled up.

    Notes
    -----
    An index counts as index / (1 + index), so that the average is 0.5 and twice the average two thirds. Grades count as
    in :data:`GRADES`, the share that can be written to as it is.
    """
    numbers, segments = profile.numbers, profile.segments
    money = profile.traits[(profile.traits["trait"] == "money")].set_index("segment").reindex(numbers.index)
    worth = {"money": numbers.get("money_index"), "size": numbers["share_index"], "active": numbers.get("active_index")}
    worth = {name: _half(values) for name, values in worth.items() if values is not None}
    ease = numbers.get("help_minutes_index", numbers.get("effort_index"))
    fit = {"grade": numbers["grade"].map(GRADES), "reach": numbers.get("reach"), "ease": None}
    fit["ease"] = None if ease is None else 1 - _half(ease)
    fit = {name: values for name, values in fit.items() if values is not None}
    own = segments[["segment", "segment_name", "n", "grade"]].set_index("segment")
    table = own.assign(
        attractiveness=_weighted(worth, dict(settings.attractiveness)), fit=_weighted(fit, dict(settings.fit))
    )
    for end in ("low", "high"):
        moved = worth | ({"money": _half(money[f"index_{end}"]).fillna(worth["money"])} if "money" in worth else {})
        table[f"attractiveness_{end}"] = _weighted(moved, dict(settings.attractiveness))
    above = zip(table["attractiveness"] >= MIDDLE, table["fit"] >= MIDDLE, strict=True)
    table["quadrant"] = [QUADRANTS[bool(worthy), bool(served)] for worthy, served in above]
    return table.reset_index().sort_values("attractiveness", ascending=False, kind="stable", ignore_index=True)


def _half(index: pd.Series) -> pd.Series:
    return index / (1 + index)


def _weighted(parts: dict[str, pd.Series], weights: dict[str, float]) -> pd.Series:
    """Weighted mean of what is known of each segment; the middle where nothing is."""
    table = pd.DataFrame(parts).astype(float)
    weight = np.array([weights[name] for name in table.columns]) * table.notna()
    return (table.fillna(0) * weight).sum(axis=1).div(weight.sum(axis=1).where(lambda total: total > 0)).fillna(MIDDLE)
