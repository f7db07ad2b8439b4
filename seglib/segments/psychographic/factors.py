"""Which questions go together? Common factors, as many as random answers would not show, rotated to be read."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.decomposition import FactorAnalysis

from seglib.clustering.threads import one_thread
from seglib.segments.psychographic.battery import Battery

MOST_FACTORS = 10
_STEPS = 500


def n_factors(answers: pd.DataFrame, *, n_draws: int = 50, random_state: int) -> int:
    """Count the factors whose eigenvalues lie above those of answers that have nothing to do with one another.

    Parameters
    ----------
    answers : pandas.DataFrame
        Items in one direction; respondents with a missing answer are left out.
    n_draws : int, default 50
        Tables of independent answers with the same answers a question.
    random_state : int
        Seed.

    Returns
    -------
    int
        0 where there is nothing in common.

    References
    ----------
    .. [1] J. L. Horn (1965), A rationale and test for the number of factors in factor analysis, Psychometrika 30,
       179-185; the 95th percentile in place of the mean.
    """
    complete = _standardised(answers)
    if complete.shape[1] < 3 or len(complete) <= complete.shape[1]:
        return 0
    draw = np.random.default_rng(random_state)
    own = np.linalg.eigvalsh(np.corrcoef(complete.T))[::-1]
    null = [
        np.linalg.eigvalsh(np.corrcoef(np.stack([draw.permutation(column) for column in complete.T])))[::-1]
        for _ in range(n_draws)
    ]
    above = own > np.quantile(null, 0.95, axis=0)
    return int(min(MOST_FACTORS, np.argmin(above) if not above.all() else len(above)))


@dataclass(frozen=True, eq=False)
class Factors:
    """Common factors, from the one that explains most.

    Attributes
    ----------
    loadings : pandas.DataFrame
        Index: items; columns `factor_1`, …: how strongly the item hangs on each factor, the other factors held still;
        the largest of each factor is positive. `explained`: share of the item's variance that the factors explain.
    correlations : pandas.DataFrame
        Of the factors with one another; 0 unless the rotation is oblique.
    """

    loadings: pd.DataFrame
    correlations: pd.DataFrame


def common_factors(answers: pd.DataFrame, *, n_factors: int, rotation: str | None = "oblimin") -> Factors:
    """Find common factors, and turn them until each question hangs on few.

    Parameters
    ----------
    answers : pandas.DataFrame
        Items in one direction; respondents with a missing answer are left out.
    n_factors : int
        How many.
    rotation : {"oblimin", "varimax", "quartimax"} or None, default "oblimin"
        The first lets factors go together, as attitudes do; the others keep them at right angles.

    Returns
    -------
    Factors

    References
    ----------
    .. [1] R. I. Jennrich and P. F. Sampson (1966), Rotation for simple loadings, Psychometrika 31, 313-323: direct
       oblimin, here with gamma 0.
    """
    complete = _standardised(answers)
    at_right_angles = None if rotation == "oblimin" else rotation
    with one_thread():
        model = FactorAnalysis(n_factors, rotation=at_right_angles, tol=1e-3, max_iter=2_000, svd_method="lapack")
        model.fit(complete)
    found, together = model.components_.T, np.eye(len(model.components_))
    if rotation == "oblimin" and n_factors > 1:
        found, together = oblimin(found)
    order = np.argsort(-(found**2).sum(axis=0), kind="stable")
    found, together = found[:, order], together[np.ix_(order, order)]
    sign = np.sign(found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])])
    found, together = found * sign, together * np.outer(sign, sign)
    names = [f"factor_{i + 1}" for i in range(found.shape[1])]
    table = pd.DataFrame(found, index=answers.columns, columns=names)
    explained = np.einsum("ij,jk,ik->i", found, together, found)
    return Factors(table.assign(explained=explained), pd.DataFrame(together, index=names, columns=names))


def oblimin(loadings: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Turn factors, each by itself, until the products of squared loadings on different factors are smallest.

    Parameters
    ----------
    loadings : ndarray, shape (d, k)
        Of factors at right angles.

    Returns
    -------
    loadings : ndarray, shape (d, k)
    correlations : ndarray, shape (k, k)
        Of the turned factors; ``loadings @ correlations @ loadings.T`` is what it was.

    References
    ----------
    .. [1] R. I. Jennrich (2002), A simple general method for oblique rotation, Psychometrika 67, 7-19: gradient
       projection.
    """
    axes, step = np.eye(loadings.shape[1]), 1.0
    turned, criterion, slope = _crossing(loadings, axes)
    for _ in range(_STEPS):
        along = slope - axes * (axes * slope).sum(axis=0)
        length = np.linalg.norm(along)
        if length < 1e-6:
            break
        step *= 2
        while True:
            moved = axes - step * along
            moved /= np.linalg.norm(moved, axis=0)
            after = _crossing(loadings, moved)
            if after[1] <= criterion - 0.5 * step * length**2 or step < 1e-12:
                break
            step /= 2
        axes, (turned, criterion, slope) = moved, after
    return turned, axes.T @ axes


@dataclass(frozen=True)
class Structure:
    """How the themes that respondents' answers show agree with the scales that were meant.

    Attributes
    ----------
    n_themes, n_scales : int
        Common factors, and constructs of two items or more.
    own : int
        Scales of which all statements hang most on one theme, on which no other scale's do.
    together : float
        The largest correlation of two themes, without its sign.
    """

    n_themes: int
    n_scales: int
    own: int
    together: float


def structure(found: Factors, battery: Battery) -> Structure:
    """Hold the common factors against the codebook.

    Parameters
    ----------
    found : Factors
    battery : Battery

    Returns
    -------
    Structure
    """
    strongest = found.loadings.drop(columns="explained").abs().idxmax(axis=1)
    scales = {name: set(strongest[items]) for name, items in battery.constructs.items() if len(items) > 1}
    alone = [one for name, one in scales.items() if not any(one & of for other, of in scales.items() if other != name)]
    apart = found.correlations.to_numpy()[~np.eye(len(found.correlations), dtype=bool)]
    return Structure(
        n_themes=len(found.correlations),
        n_scales=len(scales),
        own=sum(len(one) == 1 for one in alone),
        together=float(np.abs(apart).max(initial=0.0)),
    )


def _crossing(loadings: np.ndarray, axes: np.ndarray) -> tuple[np.ndarray, float, np.ndarray]:
    """Loadings on the axes, how much items hang on several at once, and in which direction of the axes that grows."""
    back = np.linalg.inv(axes)
    turned = loadings @ back.T
    squares = turned**2
    others = squares.sum(axis=1, keepdims=True) - squares
    slope = -(turned.T @ (turned * others) @ back).T
    return turned, float((squares * others).sum() / 4), slope


def _standardised(answers: pd.DataFrame) -> np.ndarray:
    matrix = answers.to_numpy(float)
    complete = matrix[~np.isnan(matrix).any(axis=1)]
    if not len(complete):
        return complete
    spread = complete.std(axis=0)
    return (complete - complete.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
