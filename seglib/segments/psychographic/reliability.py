"""How well does each scale measure? Cronbach's alpha and McDonald's omega, with intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from seglib.segments.psychographic.battery import Battery

_STEPS = 100
MANY_ENOUGH = 30  # complete cases, for an interval by the bootstrap


def cronbach_alpha(answers: pd.DataFrame | np.ndarray, *, level: float = 0.95) -> tuple[float, float, float]:
    """Give Cronbach's alpha of the cases that are complete.

    Parameters
    ----------
    answers : DataFrame or ndarray, shape (n, k)
        Items in one direction.
    level : float, default 0.95
        Confidence level.

    Returns
    -------
    tuple of float
        Alpha, and the low and high end of its interval; missing for fewer than two items or three cases.

    References
    ----------
    .. [1] L. J. Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16, 297-334.
    .. [2] L. S. Feldt, D. J. Woodruff and F. A. Salih (1987), Statistical inference for coefficient alpha, Applied
       Psychological Measurement 11, 93-103: (1 - alpha) / (1 - estimate) follows F with n - 1, (n - 1)(k - 1) degrees.

    Examples
    --------
    >>> round(cronbach_alpha(np.array([[1, 2], [2, 2], [3, 4], [4, 4]]))[0], 3)
    0.941
    """
    complete = _complete(answers)
    n, k = complete.shape
    total = complete.sum(axis=1).var(ddof=1) if n > 2 and k > 1 else 0.0
    if not total > 0:
        return (float("nan"),) * 3
    alpha = k / (k - 1) * (1 - complete.var(axis=0, ddof=1).sum() / total)
    low, high = stats.f.ppf([(1 - level) / 2, (1 + level) / 2], n - 1, (n - 1) * (k - 1))
    return float(alpha), float(1 - (1 - alpha) * high), float(1 - (1 - alpha) * low)


def omega_total(answers: pd.DataFrame | np.ndarray) -> float:
    """Give McDonald's omega: the share of a sum's variance that one common factor explains.

    Parameters
    ----------
    answers : DataFrame or ndarray, shape (n, k)
        Items in one direction.

    Returns
    -------
    float
        Of the cases that are complete; missing for fewer than three items, of which no factor can be told.

    References
    ----------
    .. [1] R. P. McDonald (1999), Test Theory: A Unified Treatment, chapter 6.
    """
    complete = _complete(answers)
    if complete.shape[1] < 3 or len(complete) <= complete.shape[1] or not (complete.std(axis=0) > 0).all():
        return float("nan")
    return float(_omega(np.cov(complete.T)[None])[0])


def _omega(covariances: np.ndarray) -> np.ndarray:
    """Omega of each covariance matrix, shape (B, k, k): one factor by iterated principal axes."""
    k = covariances.shape[1]
    diagonal = np.arange(k)
    variances = covariances[:, diagonal, diagonal]
    unique = 1 / np.linalg.inv(covariances + 1e-9 * np.eye(k))[:, diagonal, diagonal]
    for _ in range(_STEPS):
        reduced = covariances.copy()
        reduced[:, diagonal, diagonal] -= unique
        values, vectors = np.linalg.eigh(reduced)
        loadings = vectors[:, :, -1] * np.sqrt(np.maximum(values[:, -1:], 0.0))
        unique = np.clip(variances - loadings**2, 0.005 * variances, variances)
    common = loadings.sum(axis=1) ** 2
    return common / (common + unique.sum(axis=1))


def scale_table(battery: Battery, used: pd.Series, *, n_boot: int = 200, random_state: int) -> pd.DataFrame:
    """Judge each construct.

    Parameters
    ----------
    battery : Battery
    used : pandas.Series of bool
        Whose answers are in use.
    n_boot : int, default 200
        Bootstrap samples for the interval of omega.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a construct of two items or more: `construct`, `n_items`, `n`, `alpha`, `alpha_low`, `alpha_high`,
        `omega`, `omega_low`, `omega_high`, `weakest` (the item that goes least with the others), `item_rest` (its
        correlation with their mean).
    """
    turned = battery.turned()[used.to_numpy()]
    draw = np.random.default_rng(random_state)
    rows = []
    for construct, items in battery.constructs.items():
        if len(items) < 2:
            continue
        complete = _complete(turned[items])
        alpha, low, high = cronbach_alpha(complete)
        enough = len(items) > 2 and len(complete) > MANY_ENOUGH
        drawn = [complete[draw.integers(0, len(complete), len(complete))] for _ in range(n_boot if enough else 0)]
        samples = _omega(np.stack([np.cov(sample.T) for sample in drawn])) if enough else np.array([np.nan])
        ends = np.nanquantile(samples, [0.025, 0.975]) if enough else (np.nan, np.nan)
        weakest, least = _weakest(turned[items])
        rows.append(
            {
                "construct": construct,
                "n_items": len(items),
                "n": len(complete),
                "alpha": alpha,
                "alpha_low": low,
                "alpha_high": high,
                "omega": omega_total(complete),
                "omega_low": float(ends[0]),
                "omega_high": float(ends[1]),
                "weakest": weakest,
                "item_rest": least,
            }
        )
    return pd.DataFrame(rows)


def _complete(answers: pd.DataFrame | np.ndarray) -> np.ndarray:
    matrix = np.asarray(answers, dtype=float)
    return matrix[~np.isnan(matrix).any(axis=1)]


def _weakest(answers: pd.DataFrame) -> tuple[str, float]:
    rest = {item: answers[item].corr(answers.drop(columns=item).mean(axis=1)) for item in answers}
    found = pd.Series(rest).dropna()
    return (str(found.idxmin()), float(found.min())) if len(found) else ("", float("nan"))
