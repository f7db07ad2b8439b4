"""What is a split to tell apart? Money, whether customers come back, or whether they answer, one number a customer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.segments.checks import has_ordered
from seglib.segments.worth import Worth

RETURN_DAYS = 180
EXTREMES = (0.01, 0.99)


@dataclass(frozen=True, eq=False)
class Outcome:
    """One number a customer.

    Parameters
    ----------
    name : {"margin", "retention", "response"}
        Which one.
    label : str
        Its heading.
    format : {"money", "percent"}
        How it is shown.
    values : pandas.Series of float
        With the index of the features; missing where it is not known.
    """

    name: str
    label: str
    format: str
    values: pd.Series


def outcomes(features: pd.DataFrame, money: Worth, responses: pd.DataFrame | None = None) -> dict[str, Outcome]:
    """Compute the outcomes that can be told of these customers.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    money : Worth
        By which money.
    responses : pandas.DataFrame, optional
        From :func:`seglib.features.customer_responses`, executed.

    Returns
    -------
    dict of str to Outcome
        ``margin``: the money of customers with an order, extremes beyond the 1st and 99th percentile pulled in.
        ``retention``: 1 where the second order came within 180 days of the first, 0 where it did not, for those whose
        first order is that long ago. ``response``: share of campaigns answered, for those who were asked. Outcomes that
        nobody has, or that are the same for all, are left out.
    """
    bought = has_ordered(features)
    worth = features[money.column].astype(float).where(bought)
    old = bought & (features["tenure_days"].astype(float) >= RETURN_DAYS).to_numpy()
    back = (features["second_order_days"].astype(float) <= RETURN_DAYS).astype(float).where(old)
    found = [
        Outcome("margin", money.label, "money", _pulled_in(worth)),
        Outcome("retention", f"Second orders within {RETURN_DAYS} days", "percent", back),
    ]
    if responses is not None and len(responses):
        rate = (responses["n_responded"] / responses["n_asked"]).set_axis(responses["customer_id"])
        values = features["customer_id"].map(rate).astype(float)
        found.append(Outcome("response", "Campaigns answered", "percent", values))
    return {one.name: one for one in found if one.values.nunique() > 1}


def _pulled_in(values: pd.Series) -> pd.Series:
    if values.notna().sum() == 0:
        return values
    low, high = np.quantile(np.sort(values.dropna()), EXTREMES)
    return values.clip(low, high)
