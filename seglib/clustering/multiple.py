"""What are probabilities worth once one has looked many times?"""

from __future__ import annotations

import numpy as np
import pandas as pd


def holm(p: pd.Series) -> pd.Series:
    """Adjust p-values for their number.

    Parameters
    ----------
    p : pandas.Series of float
        One a test; missing ones are no tests.

    Returns
    -------
    pandas.Series of float
        In the order given: the smallest is multiplied by the number of tests, the next by one less, and so on; none is
        below one that came before it, or above 1.

    References
    ----------
    Holm (1979), A simple sequentially rejective multiple test procedure, section 2.

    Examples
    --------
    >>> holm(pd.Series([0.04, 0.01, None, 0.03])).tolist()
    [0.06, 0.03, nan, 0.06]
    """
    known = p.dropna().sort_values(kind="stable")
    steps = known * np.arange(len(known), 0, -1)
    return steps.cummax().clip(upper=1.0).reindex(p.index)
