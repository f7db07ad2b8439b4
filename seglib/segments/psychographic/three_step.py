"""In what else do the segments differ? Descriptors, corrected for the error with which people are put into classes.

Nobody's class is known for sure; means by the most probable class are drawn towards one another. The corrected weights
of Bolck, Croon and Hagenaars undo that: they are the most probable classes, multiplied by the inverse of the table of
classification errors, so that weighted means are those of the classes themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm

MOST_LEVELS = 8
LEAST_LEVEL = 5  # respondents with an answer that is tested as a category of its own
LEAST_KNOWN = 30


def classification_error(memberships: np.ndarray) -> np.ndarray:
    """Estimate how often members of each class are put into each class.

    Parameters
    ----------
    memberships : ndarray, shape (n, k)
        Posterior probabilities.

    Returns
    -------
    ndarray, shape (k, k)
        Row: the class that one is in; column: the one that is most probable by the answers. Rows add up to 1.

    Examples
    --------
    >>> classification_error(np.array([[0.8, 0.2], [0.8, 0.2], [0.4, 0.6]])).round(2).tolist()
    [[0.8, 0.2], [0.4, 0.6]]
    """
    modal = np.eye(memberships.shape[1])[memberships.argmax(axis=1)]
    return memberships.T @ modal / memberships.sum(axis=0)[:, None]


def bch_weights(memberships: np.ndarray) -> np.ndarray:
    """Give each case its corrected weight in each class; weights may be negative, and add up to 1.

    Parameters
    ----------
    memberships : ndarray, shape (n, k)
        Posterior probabilities; every class must be the most probable one of somebody.

    Returns
    -------
    ndarray, shape (n, k)

    References
    ----------
    .. [1] A. Bolck, M. Croon and J. Hagenaars (2004), Estimating latent structure models with categorical variables:
       one-step versus three-step estimators, Political Analysis 12, 3-27.
    .. [2] J. K. Vermunt (2010), Latent class modeling with covariates: two improved three-step approaches, Political
       Analysis 18, 450-469, equation 12.
    """
    modal = np.eye(memberships.shape[1])[memberships.argmax(axis=1)]
    return modal @ np.linalg.pinv(classification_error(memberships))


def compare_means(values: np.ndarray, weights: np.ndarray) -> tuple[np.ndarray, np.ndarray, float, int]:
    """Compare the classes' means of one or more columns by a Wald test that allows for the weights.

    Parameters
    ----------
    values : ndarray, shape (n, c)
        Without missing values.
    weights : ndarray, shape (n, k)
        From :func:`bch_weights`.

    Returns
    -------
    means : ndarray, shape (k, c)
    errors : ndarray, shape (k, c)
        Their standard errors.
    p : float
        Of equal means in all classes.
    df : int
        Degrees of freedom, (k - 1) c at most.

    References
    ----------
    .. [1] Z. Bakk, F. B. Tekle and J. K. Vermunt (2013), Estimating the association between latent class membership and
       external variables using bias-adjusted three-step approaches, Sociological Methodology 43, 272-311.
    """
    totals = weights.sum(axis=0)
    means = weights.T @ values / totals[:, None]
    k, c = means.shape
    influence = weights[:, :, None] * (values[:, None, :] - means) / totals[:, None]
    flat = influence.reshape(len(values), -1)
    covariance = flat.T @ flat
    contrast = np.kron(np.eye(k)[1:] - np.eye(k)[0], np.eye(c))
    difference = contrast @ means.reshape(-1)
    spread = contrast @ covariance @ contrast.T
    df = int(np.linalg.matrix_rank(spread, hermitian=True))
    statistic = float(difference @ np.linalg.pinv(spread, hermitian=True) @ difference)
    p = float(stats.chi2.sf(statistic, df)) if df else float("nan")
    return means, np.sqrt(np.diag(covariance)).reshape(k, c), p, df


def describe_classes(
    descriptors: pd.DataFrame, memberships: np.ndarray, names: list[str], *, labels: Mapping[str, str] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Compare segments on what did not make them.

    Parameters
    ----------
    descriptors : pandas.DataFrame, shape (n, d)
        Numbers, or words of few kinds; missing values are left out, each descriptor by itself.
    memberships : ndarray, shape (n, k)
        Posterior probabilities of the same respondents.
    names : list of str
        Of the classes.
    labels : mapping of str to str, optional
        Descriptors in words.

    Returns
    -------
    tests : pandas.DataFrame
        One row a descriptor: `descriptor`, `n`, `df`, `p`, `p_holm` (adjusted for the number of descriptors by Holm),
        `differs` (below 0.05), the clearest difference first.
    values : pandas.DataFrame
        One row a descriptor, level and segment: `descriptor`, `level` (empty for numbers), `segment_name`, `value`
        (mean, or share), `low`, `high` (95% interval; shares within 0 and 1), `all`.
    """
    tests, rows = [], []
    for column in descriptors.columns:
        known = descriptors[column].notna().to_numpy()
        levels, matrix = _columns(descriptors[column][known])
        if known.sum() < LEAST_KNOWN or matrix is None or memberships.shape[1] < 2:
            continue
        weights = bch_weights(memberships)[known]
        means, errors, p, df = compare_means(matrix, weights)
        label = (labels or {}).get(column, column)
        tests.append((label, int(known.sum()), df, p))
        for j, level in enumerate(levels):
            ends = (means[:, j] - 1.959964 * errors[:, j], means[:, j] + 1.959964 * errors[:, j])
            low, high = (np.clip(end, 0, 1) if level else end for end in ends)
            value = np.clip(means[:, j], 0, 1) if level else means[:, j]
            overall = float(matrix[:, j].mean())
            rows += [(label, level, *row, overall) for row in zip(names, value, low, high, strict=True)]
    found = pd.DataFrame(tests, columns=["descriptor", "n", "df", "p"])
    found["p_holm"] = holm(found["p"])
    found["differs"] = found["p_holm"] < 0.05
    columns = ["descriptor", "level", "segment_name", "value", "low", "high", "all"]
    return found.sort_values("p", kind="stable").reset_index(drop=True), pd.DataFrame(rows, columns=columns)


def _columns(values: pd.Series) -> tuple[list[str], np.ndarray | None]:
    """A number as it is; words as shares of each, rare ones together as one."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        matrix = values.to_numpy(float)[:, None]
        return [""], matrix if len(matrix) and matrix.std() > 0 else None
    words = values.astype("str")
    counts = words.value_counts()
    kept = sorted(counts.index[counts >= LEAST_LEVEL])
    if not 2 <= len(kept) <= MOST_LEVELS:
        return [], None
    return kept, np.stack([(words == level).to_numpy(float) for level in kept], axis=1)
