"""By which money are customers compared: margin where costs are known, sales where they are not?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Worth:
    """By which money customers are compared.

    Parameters
    ----------
    column : {"total_margin", "total_spend"}
        Column of the features.
    share : str
        Column of a segmentation's summary with each segment's share of it.
    label : str
        Heading.
    word : str
        The money within a sentence.
    """

    column: str
    share: str
    label: str
    word: str


def worth(features: pd.DataFrame, *, least_known: float = 0.9) -> Worth:
    """Choose margin where costs are known, and sales where they are not.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    least_known : float, default 0.9
        Share of the customers with an order whose margin must be known, in (0, 1].

    Returns
    -------
    Worth

    Examples
    --------
    >>> worth(pd.DataFrame({"n_orders": [1, 2], "total_margin": [None, None]})).word
    'sales'
    """
    known = features.loc[features["n_orders"] > 0, "total_margin"].notna()
    if len(known) and known.mean() >= least_known:
        return Worth("total_margin", "margin_share", "Margin", "margin")
    return Worth("total_spend", "spend_share", "Sales less returns", "sales")
