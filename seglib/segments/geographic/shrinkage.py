"""What is a customer of each place worth, if chance is taken out? Empirical-Bayes estimates of places' means.

The mean of few customers is mostly chance. The model is normal-normal: a place's true mean is drawn from
``N(mu, tau²)``, its observed one from ``N(true mean, sigma² / n)``. ``sigma`` is the spread of single customers within
places, pooled: a small place without a large customer would otherwise look precise as well as poor. ``tau`` is
estimated by restricted maximum likelihood (REML), and the intervals average over how well it is known, under a uniform
prior from 0 to ``sigma`` (places that differ more than single customers do are not believed in).

References
----------
.. [1] B. Efron and C. Morris (1975), Data analysis using Stein's estimator and its generalizations, Journal of the
   American Statistical Association 70, 311-319.
.. [2] C. N. Morris (1983), Parametric empirical Bayes inference: theory and applications, ibid. 78, 47-55.
.. [3] A. Gelman (2006), Prior distributions for variance parameters in hierarchical models, Bayesian Analysis 1,
   515-534.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from seglib.segments.summary import NORMAL_95

_STEPS = 400


@dataclass(frozen=True, eq=False)
class Shrunken:
    """Estimates of places' means.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a place, as given: `place`, `n`, `mean` as observed, `estimate`, `low` and `high` (95%, within what
        single customers have brought), `weight` (how much of the estimate is the place's own mean, 0 to 1).
    mu : float
        Mean of the places' true means.
    tau : float
        Their standard deviation by REML; 0 where the places differ no more than chance would have it.
    sigma : float
        Standard deviation of single customers within a place.
    """

    table: pd.DataFrame
    mu: float
    tau: float
    sigma: float


def shrink(values: pd.Series, places: pd.Series) -> Shrunken:
    """Estimate the mean of each place.

    Parameters
    ----------
    values : pandas.Series
        One a customer, such as margin; missing ones do not count.
    places : pandas.Series
        Where each customer is, with the same index; who is nowhere does not count.

    Returns
    -------
    Shrunken
        Places in the order of their names. With a single place its own mean. The order of customers changes nothing.

    Raises
    ------
    ValueError
        If nobody with a known value is anywhere.
    """
    frame = pd.DataFrame({"value": values.astype(float), "place": places}).dropna()
    if frame.empty:
        raise ValueError("`values` and `places` of `shrink` must hold a customer with both; got none.")
    groups = frame.groupby("place", sort=True)["value"]
    n, mean = groups.size().to_numpy(float), groups.agg(_mean).to_numpy()
    within = math.fsum(groups.agg(_squares))
    sigma = math.sqrt(within / (len(frame) - len(n))) if len(frame) > len(n) else math.nan
    table = pd.DataFrame({"place": list(groups.groups), "n": n.astype(int), "mean": mean})
    if len(n) == 1 or not sigma > 0:
        spread = NORMAL_95 * sigma / np.sqrt(n)
        return Shrunken(table.assign(estimate=mean, low=mean - spread, high=mean + spread, weight=1.0),
                        float(np.average(mean, weights=n)), math.nan, sigma)  # fmt: skip
    shrunken = _estimate(table, sigma)
    ends = shrunken.table[["low", "high"]].clip(frame["value"].min(), frame["value"].max())
    return replace(shrunken, table=shrunken.table.assign(low=ends["low"], high=ends["high"]))


def _estimate(table: pd.DataFrame, sigma: float) -> Shrunken:
    mean, noise = table["mean"].to_numpy(), sigma**2 / table["n"].to_numpy(float)
    tau = sigma * np.linspace(0.0, 1.0, _STEPS + 1) ** 2  # finer near nothing
    total = tau[:, None] ** 2 + noise  # one row a value of tau, one column a place
    precision = 1 / total
    mu = (precision * mean).sum(1) / precision.sum(1)
    restricted = -0.5 * (
        np.log(total).sum(1) + np.log(precision.sum(1)) + (precision * (mean - mu[:, None]) ** 2).sum(1)
    )
    best = int(np.argmax(restricted))
    chance = np.exp(restricted - restricted[best]) * np.gradient(tau)
    chance /= chance.sum()
    own = tau[:, None] ** 2 / total
    centre = own * mean + (1 - own) * mu[:, None]
    spread = own * noise + (1 - own) ** 2 / precision.sum(1)[:, None]  # the second term: mu is estimated too
    estimate = chance @ centre
    deviation = np.sqrt(chance @ (spread + (centre - estimate) ** 2))
    table = table.assign(
        estimate=estimate,
        low=estimate - NORMAL_95 * deviation,
        high=estimate + NORMAL_95 * deviation,
        weight=chance @ own,
    )
    return Shrunken(table, float(mu[best]), float(tau[best]), float(sigma))


def _mean(values: pd.Series) -> float:
    return math.fsum(values) / len(values)


def _squares(values: pd.Series) -> float:
    middle = _mean(values)
    return math.fsum((values - middle) ** 2)
