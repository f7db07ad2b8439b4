"""Does the effect differ between segments? One test over all of them, and the contrast where there are two.

Welch's test of equal means, on effects in place of means: each segment counts by how sure its effect is, and few
customers in a segment cost degrees of freedom.

.. [1] B. L. Welch (1951), On the comparison of several mean values: an alternative approach, Biometrika 38, 330-336.
"""

from __future__ import annotations

import numpy as np
from scipy import stats

from seglib.value.trials.proportions import LEVEL


def equal_effects(effects, errors, df) -> dict[str, float]:
    """Test whether all segments have the same effect.

    Parameters
    ----------
    effects, errors, df : array-like, shape (k,)
        Measured effects, their standard errors and the degrees of freedom of these. Those without a standard error
        take no part.

    Returns
    -------
    dict of str to float
        `n_segments` that took part, `statistic`, `df`, `p`; and where there are two, `contrast` (the second less the
        first) with `low` and `high` (95%). Missing where fewer than two took part.

    Examples
    --------
    >>> found = equal_effects([0.1, 0.5], [0.1, 0.2], [50, 50])
    >>> round(found["contrast"], 2), round(found["p"], 3)
    (0.4, 0.078)
    """
    y, error, df = (np.asarray(one, dtype=float) for one in (effects, errors, df))
    known = np.isfinite(y) & np.isfinite(error) & (error > 0) & (df > 0)
    y, variance, df = y[known], error[known] ** 2, df[known]
    k = len(y)
    nothing = dict.fromkeys(("statistic", "df", "p", "contrast", "low", "high"), float("nan"))
    if k < 2:
        return {"n_segments": k, **nothing}
    weight = 1 / variance
    share = weight / weight.sum()
    mean = share @ y
    loss = float((((1 - share) ** 2) / df).sum())
    statistic = float(weight @ (y - mean) ** 2 / (k - 1) / (1 + 2 * (k - 2) / (k**2 - 1) * loss))
    below = (k**2 - 1) / (3 * loss)
    found = nothing | {"statistic": statistic, "df": below, "p": float(stats.f.sf(statistic, k - 1, below))}
    if k == 2:
        contrast = float(y[1] - y[0])
        half = float(stats.t.ppf((1 + LEVEL) / 2, below) * np.sqrt(variance.sum()))
        found |= {"contrast": contrast, "low": contrast - half, "high": contrast + half}
    return {"n_segments": k, **found}
