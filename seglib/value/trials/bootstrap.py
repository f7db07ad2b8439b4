"""How does mean money scatter over resamples? Ten thousand of them without drawing a single customer again.

Most customers of a campaign bring the same, nothing, and what the others bring repeats: a resample of a group is a
multinomial draw of how often each distinct value comes. So the cost of a resample is the number of distinct values,
not of customers. Where nearly every value is its own, the customers who bring nothing are still one value.

.. [1] B. Efron and R. Tibshirani (1993), An Introduction to the Bootstrap, chapters 6 and 12.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.features.responses import CONTROL

RESAMPLES = 10_000
_CELLS = 4_000_000  # counts that are drawn at once


def resampled_means(values, *, resamples: int = RESAMPLES, random_state: int) -> np.ndarray:
    """Draw the mean of a group over resamples of its customers.

    Parameters
    ----------
    values : array-like
        Money of each customer; missing ones are left out.
    resamples : int
        How many.
    random_state : int
        Seed.

    Returns
    -------
    ndarray, shape (resamples,)
        Missing for an empty group.

    Examples
    --------
    >>> means = resampled_means([0, 0, 0, 4], resamples=4000, random_state=1)
    >>> round(float(means.mean()), 1), sorted(set(means.tolist()))
    (1.0, [0.0, 1.0, 2.0, 3.0, 4.0])
    """
    x = np.asarray(values, dtype=float)
    x = x[~np.isnan(x)]
    if not len(x):
        return np.full(resamples, np.nan)
    distinct, counts = np.unique(x, return_counts=True)
    rng = np.random.default_rng(random_state)
    means = np.empty(resamples)
    at_once = max(_CELLS // len(distinct), 1)
    for first in range(0, resamples, at_once):
        part = means[first : first + at_once]
        part[:] = rng.multinomial(len(x), counts / len(x), size=len(part)) @ distinct / len(x)
    return means


def bootstrap_effects(
    rows: pd.DataFrame, *, outcome: str = "revenue", resamples: int = RESAMPLES, random_state: int
) -> pd.DataFrame:
    """Give percentile intervals of effects in money, beside which Welch's can be held.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`seglib.value.trials.outcomes.read_outcomes`.
    outcome : {"revenue", "margin"}
        The money.
    resamples : int
        How many.
    random_state : int
        Seed; each group has its own stream.

    Returns
    -------
    pandas.DataFrame
        One row a campaign, arm and segment (of those with one; without segments, of all): `campaign_id, arm, segment,
        n, n_control, effect, low, high` (95%).
    """
    segment = rows["segment"] if rows["segment"].notna().any() else "all"
    known = rows.assign(segment=segment).dropna(subset=[outcome, "segment"])
    found = []
    for place, ((campaign, name), part) in enumerate(known.groupby(["campaign_id", "segment"], sort=True)):
        groups = {arm: one[outcome].to_numpy(float) for arm, one in part.groupby("arm")}
        means = {
            arm: resampled_means(values, resamples=resamples, random_state=(random_state, place, number))
            for number, (arm, values) in enumerate(sorted(groups.items()))
        }
        control = means.pop(CONTROL, None)
        for arm, drawn in means.items() if control is not None else ():
            low, high = np.quantile(drawn - control, [0.025, 0.975])
            effect = groups[arm].mean() - groups[CONTROL].mean()
            sizes = (len(groups[arm]), len(groups[CONTROL]))
            found.append((campaign, arm, name, *sizes, float(effect), float(low), float(high)))
    return pd.DataFrame(found, columns=["campaign_id", "arm", "segment", "n", "n_control", "effect", "low", "high"])
