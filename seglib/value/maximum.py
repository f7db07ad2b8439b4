"""Where is a likelihood highest, and how sharply? Newton's method on the logarithms of positive parameters.

A likelihood need not have a highest point inside: where all customers are alike, say, a shape runs off to infinity. The
search therefore ends at limits, and what ended there is told by name instead of passed on as an estimate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

LIMIT = 12.0
"""Of the logarithms: beyond, a distribution is a point, and the likelihood is flat."""
ENDLESS = 9.0
"""Of the logarithms: a parameter beyond runs to a limit, wherever on the way the search ended."""
STEPS = 200
STRIDE = 2.0  # of a logarithm in one step
FLAT = 1e-9  # what a step may still promise at the end, in units of the log-likelihood
ROUGH = 1e-3

Likelihood = Callable[[np.ndarray], tuple[float, np.ndarray, np.ndarray]]
"""Of parameters: the log-likelihood, its gradient and its matrix of second derivatives."""


@dataclass(frozen=True, eq=False)
class Maximum:
    """Where a search ended.

    Parameters
    ----------
    params : numpy.ndarray
        The parameters, positive.
    value : float
        Log-likelihood there.
    covariance : numpy.ndarray
        Of the logarithms of the parameters, from the observed information; zero for those at a limit, which are held
        there, and missing for all where the likelihood is flat.
    at_limit : numpy.ndarray of bool
        Which parameters run off to 0 or to infinity.
    converged : bool
        Whether the likelihood is level there, and has a top.
    """

    params: np.ndarray
    value: float
    covariance: np.ndarray
    at_limit: np.ndarray
    converged: bool

    @property
    def standard_errors(self) -> np.ndarray:
        """Standard errors of the parameters themselves.

        Returns
        -------
        numpy.ndarray
            By the delta method; missing for those at a limit.
        """
        return np.where(self.at_limit, np.nan, self.params * np.sqrt(np.diag(self.covariance)))


def maximise(likelihood: Likelihood, starts: Sequence[np.ndarray], *, rough: Likelihood | None = None) -> Maximum:
    """Find the highest point of a log-likelihood.

    Parameters
    ----------
    likelihood : callable
        See `Likelihood`.
    starts : sequence of numpy.ndarray
        Positive parameters to begin with, near 1 in a suitable unit.
    rough : callable, optional
        A cheaper likelihood, as of some of the data: all starts are followed on it, and only the best of them on.

    Returns
    -------
    Maximum
        The best of the ends.
    """
    logs = [np.log(np.asarray(start, dtype=float)) for start in starts]
    if rough is not None:
        logs = [max((_climb(rough, start, ROUGH) for start in logs), key=lambda end: end[1])[0]]
    ends = (_climb(likelihood, start, FLAT) for start in logs)
    at, value, information, promised = max(ends, key=lambda end: end[1])
    at_limit = np.abs(at) > ENDLESS
    covariance = _covariance(information, ~at_limit)
    converged = promised < ROUGH and not at_limit.any() and np.isfinite(covariance).all()
    return Maximum(np.exp(at), value, covariance, at_limit, bool(converged))


def interval_table(params: dict[str, float], errors: dict[str, float], covariance: np.ndarray) -> pd.DataFrame:
    """Set out parameters with their intervals.

    Parameters
    ----------
    params : dict of str to float
        Estimates.
    errors : dict of str to float
        Standard errors; missing for parameters at a limit.
    covariance : numpy.ndarray
        Of the logarithms of the parameters.

    Returns
    -------
    pandas.DataFrame
        `parameter`, `estimate`, `standard_error`, `low`, `high` (95%, of the logarithm, so never negative).
    """
    table = pd.DataFrame({"parameter": list(params), "estimate": list(params.values())})
    table["standard_error"] = [errors.get(name, np.nan) for name in params]
    with np.errstate(over="ignore"):
        wide = np.exp(stats.norm.ppf(0.975) * np.sqrt(np.diag(covariance)))
    wide = np.where(table["standard_error"].notna(), wide, np.nan)
    return table.assign(low=table["estimate"] / wide, high=table["estimate"] * wide)


def _climb(likelihood: Likelihood, at: np.ndarray, enough: float) -> tuple[np.ndarray, float, np.ndarray, float]:
    """Go up by Newton's steps in the logarithms, each shortened until it leads higher; tell what one more promises."""
    at = np.clip(at, -LIMIT, LIMIT)
    value, slope, curve = _in_logs(likelihood, at)
    for _ in range(STEPS):
        free = ~(((at >= LIMIT) & (slope > 0)) | ((at <= -LIMIT) & (slope < 0)))
        step = _step(slope, curve, free)
        promised = float(slope @ step)
        if promised < enough:
            break
        length = 1.0
        while length > 1e-6:
            ahead = np.clip(at + length * step, -LIMIT, LIMIT)
            found = _in_logs(likelihood, ahead)
            if found[0] >= value + 1e-4 * slope @ (ahead - at):
                break
            length /= 2
        else:
            break
        at, (value, slope, curve) = ahead, found
    return at, value, -curve, promised


def _in_logs(likelihood: Likelihood, at: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
    """Value, and derivatives with respect to the logarithms: the chain rule."""
    params = np.exp(at)
    value, slope, curve = likelihood(params)
    slope = slope * params
    return value, slope, curve * np.outer(params, params) + np.diag(slope)


def _step(slope: np.ndarray, curve: np.ndarray, free: np.ndarray) -> np.ndarray:
    """Newton's step of the free parameters, uphill whatever the curvature, and of bounded length."""
    step = np.zeros_like(slope)
    if free.any():
        eigen, axes = np.linalg.eigh(-curve[np.ix_(free, free)])
        least = max(1e-12 * np.abs(eigen).max(), 1e-300)
        step[free] = axes @ ((axes.T @ slope[free]) / np.maximum(np.abs(eigen), least))
    return step * min(1.0, STRIDE / max(np.abs(step).max(), 1e-300))


def _covariance(information: np.ndarray, free: np.ndarray) -> np.ndarray:
    covariance = np.zeros_like(information)
    block = information[np.ix_(free, free)]
    if free.any():
        eigen = np.linalg.eigvalsh(block)
        covariance[np.ix_(free, free)] = np.linalg.inv(block) if eigen[0] > 1e-10 * eigen[-1] else np.nan
    return covariance
