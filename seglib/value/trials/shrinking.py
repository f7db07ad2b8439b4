"""How much of the differences between segments is chance? Each effect is drawn towards the mean of all.

The segment with the largest measured effect is partly the luckiest one. True effects are taken to scatter around their
mean with a spread that the measured ones tell little of when segments are few, so it is not fixed at a best guess but
averaged over: for each spread the effects are normal, and spreads weigh by how well they fit, beside a half-Cauchy
prior five times as wide as a typical standard error.

.. [1] C. N. Morris (1983), Parametric empirical Bayes inference, Journal of the American Statistical Association 78,
   47-55.
.. [2] A. Gelman (2006), Prior distributions for variance parameters in hierarchical models, Bayesian Analysis 1,
   515-533.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from seglib.value.trials.proportions import LEVEL

_SPREADS = np.concatenate([[0.0], np.geomspace(0.02, 300, 200)])  # in typical standard errors
_PRIOR = 5.0  # width of the prior, in typical standard errors; with 1, intervals of few segments were too narrow
_HALVINGS = 60


@dataclass(frozen=True, eq=False)
class Shrunken:
    """Effects of segments, drawn towards their mean.

    Parameters
    ----------
    effect, low, high : ndarray, shape (k,)
        Each with its 95% interval.
    mean : float
        What they are drawn to.
    spread : float
        Standard deviation of the true effects.
    """

    effect: np.ndarray
    low: np.ndarray
    high: np.ndarray
    mean: float
    spread: float


def shrink_effects(effects, errors) -> Shrunken:
    """Draw the effects of segments towards their mean.

    Parameters
    ----------
    effects, errors : array-like, shape (k,)
        Measured effects and their standard errors. Those without a standard error, or with one of 0, take no part and
        stay missing.

    Returns
    -------
    Shrunken
        With one segment there is nothing to draw to: it stays as it was measured.

    Examples
    --------
    >>> found = shrink_effects([0.0, 1.0, 5.0], [2.0, 2.0, 2.0])
    >>> found.effect.round(1).tolist(), round(found.mean, 1)
    ([0.8, 1.4, 3.8], 2.0)
    """
    given, error = np.asarray(effects, dtype=float), np.asarray(errors, dtype=float)
    known = np.isfinite(given) & np.isfinite(error) & (error > 0)
    y, variance = given[known], error[known] ** 2
    out = {name: np.full(len(given), np.nan) for name in ("effect", "low", "high")}
    if not known.any():
        return Shrunken(**out, mean=float("nan"), spread=float("nan"))
    scale = float(np.sqrt(1 / (1 / variance).mean()))
    spread = (_SPREADS * scale)[:, None]
    weight = 1 / (variance + spread**2)  # (spreads, segments)
    total = weight.sum(axis=1)
    mean = (weight * y).sum(axis=1) / total
    fit = 0.5 * (np.log(weight).sum(axis=1) - np.log(total) - (weight * (y - mean[:, None]) ** 2).sum(axis=1))
    width = np.gradient(_SPREADS)
    chance = np.exp(fit - fit.max()) * width / (1 + (_SPREADS / _PRIOR) ** 2)
    chance = chance / chance.sum() if len(y) > 1 else np.eye(1, len(chance), len(chance) - 1)[0]
    kept = spread**2 * weight  # how much of the measured effect stays
    centre = kept * y + (1 - kept) * mean[:, None]
    sd = np.sqrt(kept * variance + (1 - kept) ** 2 / total[:, None])
    tail = (1 - LEVEL) / 2
    if len(y) == 1:
        centre, sd = y[None, :].repeat(len(chance), 0), np.sqrt(variance)[None, :].repeat(len(chance), 0)
    out["effect"][known] = chance @ centre
    out["low"][known] = _quantile(tail, chance, centre, sd)
    out["high"][known] = _quantile(1 - tail, chance, centre, sd)
    return Shrunken(**out, mean=float(chance @ mean), spread=float(chance @ spread[:, 0]) if len(y) > 1 else 0.0)


def _quantile(at: float, chance: np.ndarray, centre: np.ndarray, sd: np.ndarray) -> np.ndarray:
    """Quantile of a mixture of normal distributions, for each column, by halving a bracket."""
    low, high = (centre - 10 * sd).min(axis=0), (centre + 10 * sd).max(axis=0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = chance @ stats.norm.cdf((middle - centre) / sd) < at
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    return (low + high) / 2
