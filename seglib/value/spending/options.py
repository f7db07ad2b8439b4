"""What can money be spent on? Offers to segments, each with what a contact brings and costs."""

from __future__ import annotations

import numpy as np
import pandas as pd

NEEDED = ("segment", "n", "effect", "cost")


def options_of(effects: pd.DataFrame) -> pd.DataFrame:
    """Check and complete what a budget can be spent on.

    Parameters
    ----------
    effects : pandas.DataFrame
        `segment, n` (customers who can be reached), `effect` (what a contact brings before its cost, in money), `cost`
        (of a contact; missing counts as 0), and where they are known `arm` (the offer) and `fixed_cost` (once, for an
        offer to a segment).

    Returns
    -------
    pandas.DataFrame
        The same with all these columns; rows without an effect are kept.

    Raises
    ------
    ValueError
        If a column is missing, a segment has an offer twice or two sizes, or a number is negative that cannot be.
    """
    if missing := [name for name in NEEDED if name not in effects.columns]:
        raise ValueError(f"`effects` of a budget must have {', '.join(NEEDED)}; it lacks {', '.join(missing)}.")
    table = effects.reset_index(drop=True)
    table = table.assign(
        arm=table["arm"] if "arm" in table.columns else "offer",
        cost=table["cost"].astype(float).fillna(0.0),
        fixed_cost=table["fixed_cost"].astype(float).fillna(0.0) if "fixed_cost" in table.columns else 0.0,
        effect=table["effect"].astype(float),
    )
    if table.duplicated(["segment", "arm"]).any() or (table.groupby("segment")["n"].nunique() > 1).any():
        raise ValueError("`effects` of a budget must have each segment and offer once, and one size for a segment.")
    if (table[["n", "cost", "fixed_cost"]] < 0).any(axis=None):
        raise ValueError("`n`, `cost` and `fixed_cost` of a budget must not be negative.")
    return table


def break_even(effects: pd.DataFrame) -> pd.DataFrame:
    """Say from which response on a contact pays.

    Parameters
    ----------
    effects : pandas.DataFrame
        As for :func:`options_of`, and where it is known `worth` (margin of one more response) and `response` (measured
        more responses a contact, as a fraction).

    Returns
    -------
    pandas.DataFrame
        The options with `over_cost` (effect less cost), `needed_response` (cost over worth: so many of those contacted
        must buy who would not have otherwise; missing where no worth above 0 is known) and `pays`.
    """
    table = options_of(effects)
    worth = table["worth"].astype(float) if "worth" in table.columns else pd.Series(np.nan, index=table.index)
    over = table["effect"] - table["cost"]
    return table.assign(over_cost=over, needed_response=table["cost"] / worth.where(worth > 0), pays=over > 0)
