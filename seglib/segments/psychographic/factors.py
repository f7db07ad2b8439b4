"""Which questions go together? Common factors, as many as random answers would not show, rotated to be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.decomposition import FactorAnalysis

from seglib.clustering.threads import one_thread

MOST_FACTORS = 10


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


def loadings(answers: pd.DataFrame, *, n_factors: int, rotation: str | None = "varimax") -> pd.DataFrame:
    """Give the correlations of the questions with each common factor.

    Parameters
    ----------
    answers : pandas.DataFrame
        Items in one direction; respondents with a missing answer are left out.
    n_factors : int
        How many.
    rotation : {"varimax", "quartimax"} or None, default "varimax"
        To factors that few questions load on, each at right angles to the others.

    Returns
    -------
    pandas.DataFrame
        Index: items; columns `factor_1`, …, from the factor that explains most; the largest loading of each is
        positive. `explained`: share of the question's variance that the factors have in common.
    """
    complete = _standardised(answers)
    with one_thread():
        model = FactorAnalysis(n_factors, rotation=rotation, tol=1e-3, max_iter=2_000, svd_method="lapack")
        model.fit(complete)
    found = model.components_.T
    found = found[:, np.argsort(-(found**2).sum(axis=0), kind="stable")]
    found = found * np.sign(found[np.abs(found).argmax(axis=0), np.arange(found.shape[1])])
    table = pd.DataFrame(found, index=answers.columns, columns=[f"factor_{i + 1}" for i in range(found.shape[1])])
    return table.assign(explained=(found**2).sum(axis=1))


def _standardised(answers: pd.DataFrame) -> np.ndarray:
    matrix = answers.to_numpy(float)
    complete = matrix[~np.isnan(matrix).any(axis=1)]
    if not len(complete):
        return complete
    spread = complete.std(axis=0)
    return (complete - complete.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
