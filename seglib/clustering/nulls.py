"""What would the data look like if there were no groups? Four families of one population each, fitted to the data.

Any index of any algorithm looks good on some data without groups: a skewed cloud is cut in a stable way, a flat one has
a fine silhouette. So an index is read beside what it is on data of the same size, spread and shape that have no groups.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import stats

from seglib.clustering.dip import dip

Draw = Callable[[int, np.random.Generator], np.ndarray]
FAMILIES = {
    "gaussian": "one round cloud",
    "uniform": "evenly spread",
    "skewed": "one skewed population",
    "heavy_tails": "one cloud with extremes",
}
"""Name of a family, and what it is in words."""

_FEWEST_DF, _MOST_DF = 3.0, 30.0


def null_families(X: np.ndarray) -> dict[str, Draw]:
    """Fit populations without groups to the data.

    Parameters
    ----------
    X : ndarray, shape (n, d)
        Finite numbers on comparable scales.

    Returns
    -------
    dict of str to callable
        One entry a name in :data:`FAMILIES`: a function of a number of cases and a generator that gives cases.

        ``gaussian`` has the means and covariances of the data. ``uniform`` is a box along their principal axes, as wide
        as the data [1]_. ``skewed`` has in each column the nearest distribution with a single peak (see
        :mod:`seglib.clustering.dip`), and the columns go together as in the data (a Gaussian copula with their rank
        correlations). ``heavy_tails`` is Student's distribution with the means and covariances of the data, and the
        degrees of freedom that its kurtosis suggests, 3 to 30.

    References
    ----------
    .. [1] R. Tibshirani, G. Walther and T. Hastie (2001), Estimating the number of clusters in a data set via the gap
       statistic, Journal of the Royal Statistical Society B 63, 411-423, section 4, choice (b).
    """
    X = np.asarray(X, dtype=float)
    centre = X.mean(axis=0)
    axes, spread = _principal(np.atleast_2d(np.cov(X, rowvar=False, ddof=0)))
    return {
        "gaussian": lambda n, rng: centre + (rng.standard_normal((n, len(centre))) * spread) @ axes.T,
        "uniform": _uniform(X, centre, axes),
        "skewed": _skewed(X),
        "heavy_tails": _heavy(X, centre, axes, spread),
    }


def _principal(covariance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    values, axes = np.linalg.eigh(covariance)
    return axes, np.sqrt(np.maximum(values, 0.0))


def _uniform(X: np.ndarray, centre: np.ndarray, axes: np.ndarray) -> Draw:
    turned = (X - centre) @ axes
    low, high = turned.min(axis=0), turned.max(axis=0)
    return lambda n, rng: centre + (low + rng.random((n, len(low))) * (high - low)) @ axes.T


def _skewed(X: np.ndarray) -> Draw:
    columns = [dip(X[:, j]) for j in range(X.shape[1])]
    ranks = np.atleast_2d(stats.spearmanr(X).statistic) if X.shape[1] > 1 else np.ones((1, 1))
    if ranks.shape != (X.shape[1], X.shape[1]):  # of two columns there is one number
        ranks = np.array([[1.0, ranks.item()], [ranks.item(), 1.0]])
    axes, spread = _principal(2 * np.sin(np.pi / 6 * np.nan_to_num(ranks)))

    def draw(n: int, rng: np.random.Generator) -> np.ndarray:
        normal = (rng.standard_normal((n, len(columns))) * spread) @ axes.T
        scale = np.sqrt(((axes * spread) ** 2).sum(axis=1))
        uniform = stats.norm.cdf(normal / scale)
        return np.column_stack([column.draw(uniform[:, j]) for j, column in enumerate(columns)])

    return draw


def _heavy(X: np.ndarray, centre: np.ndarray, axes: np.ndarray, spread: np.ndarray) -> Draw:
    excess = float(np.nanmean(stats.kurtosis(X, axis=0)))
    df = float(np.clip(4 + 6 / excess, _FEWEST_DF, _MOST_DF)) if excess > 0 else _MOST_DF

    def draw(n: int, rng: np.random.Generator) -> np.ndarray:
        shrink = np.sqrt((df - 2) / rng.chisquare(df, (n, 1)))
        return centre + (rng.standard_normal((n, len(centre))) * spread * shrink) @ axes.T

    return draw
