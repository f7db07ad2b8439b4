"""By which money are customers compared: margin where costs are known, sales where they are not?"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from seglib.segments.checks import has_ordered
from seglib.segments.summary import MONEY


@dataclass(frozen=True)
class Worth:
    """By which money customers are compared.

    Parameters
    ----------
    column : {"total_margin", "total_spend"}
        Column of the features.
    label : str
        Heading.
    word : str
        The money within a sentence.
    """

    column: str
    label: str
    word: str

    @property
    def share(self) -> str:
        """Column of a segmentation's summary with each segment's share of it."""
        return MONEY[self.column]


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
    known = features.loc[has_ordered(features), "total_margin"].notna()
    if len(known) and known.mean() >= least_known:
        return Worth("total_margin", "Margin", "margin")
    return Worth("total_spend", "Sales less returns", "sales")
