"""How much of the scatter was known before the campaign? What history foretells is taken off each customer's outcome.

Chance cannot give one arm the better customers in a way that history shows and this does not take off, and what remains
scatters less. One line is fitted to all arms of a campaign together, within arms, so that it knows nothing of effects.

.. [1] A. Deng, Y. Xu, R. Kohavi and T. Walker (2013), Improving the sensitivity of online controlled experiments by
   utilizing pre-experiment data, Proceedings of WSDM, equations 3 and 4.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

FEWEST = 50  # customers a campaign, so that a line through them is no chance


def adjust_by_history(rows: pd.DataFrame, outcome: str, history: pd.DataFrame | None) -> pd.Series:
    """Take off an outcome what history foretells of it.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`seglib.value.trials.outcomes.read_outcomes`.
    outcome : str
        One of its columns.
    history : pandas.DataFrame or None
        Numbers known before the campaign, by `customer_id`, or by `campaign_id` and `customer_id` (its index). Who is
        not in it, or has a number missing, counts as the mean of the others.

    Returns
    -------
    pandas.Series
        Beside `rows`, with the same mean in each campaign; the outcome itself where there is no history, or a campaign
        has fewer than 50 customers.
    """
    adjusted = rows[outcome].astype(float)
    if history is None or history.empty:
        return adjusted
    numbers = history.select_dtypes("number").astype(float)
    for _, part in rows[rows[outcome].notna()].groupby("campaign_id"):
        if len(part) < FEWEST:
            continue
        X = _beside(part, numbers)
        within = pd.concat([X, part[outcome].astype(float)], axis=1)
        within = within - within.groupby(part["arm"].to_numpy()).transform("mean")
        line, *_ = np.linalg.lstsq(within[X.columns].to_numpy(), within[outcome].to_numpy(), rcond=None)
        adjusted.loc[part.index] = part[outcome] - (X - X.mean()).to_numpy() @ line
    return adjusted


def _beside(part: pd.DataFrame, numbers: pd.DataFrame) -> pd.DataFrame:
    """History of the customers of one campaign, in their order, on one scale and without gaps."""
    if isinstance(numbers.index, pd.MultiIndex):
        wanted = pd.MultiIndex.from_frame(part[["campaign_id", "customer_id"]])
    else:
        wanted = part["customer_id"]
    X = numbers.reindex(wanted)
    X.index = part.index
    X = X.fillna(X.mean()).fillna(0.0)
    spread = X.std(ddof=0)
    return (X - X.mean()).loc[:, spread > 0] / spread[spread > 0]
