"""Which latent classes explain the answers? Mixtures in which the columns are independent within each class."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.codes import as_answers, as_codes, check_answers_vary, distinct_codes, indicators
from seglib.clustering.mixture import FINE, LEAST_VARIANCE, Statistics, best_of, posterior
from seglib.clustering.threads import one_thread

CATEGORICAL, NORMAL = "categorical", "normal"


@dataclass(frozen=True, eq=False)
class LatentClasses:
    """Classes that were found, the largest first.

    Parameters
    ----------
    k : int
        Number of classes.
    kind : {"categorical", "normal"}
        Of the columns.
    columns : tuple of str
        Names of the columns.
    shares : ndarray, shape (k,)
        Estimated share of each class, from large to small.
    chances : tuple of ndarray, shape (k, number of categories)
        For categorical columns, one array each: the chance of each category in each class.
    means, variances : ndarray, shape (k, d)
        For normal columns.
    log_likelihood : float
        Of all cases.
    n, n_parameters : int
        Cases, and free parameters.
    hits : int
        Starts that ended at this likelihood, of the three or more that were run to their end; one alone says that
        more starts might find a better solution.
    memberships : ndarray, shape (n, k)
        Of the cases of the fit.
    statistics : Statistics
        What was fitted.
    natural : ndarray
        Natural parameters of each class.
    """

    k: int
    kind: str
    columns: tuple[str, ...]
    shares: np.ndarray
    chances: tuple[np.ndarray, ...]
    means: np.ndarray
    variances: np.ndarray
    log_likelihood: float
    n: int
    n_parameters: int
    hits: int
    memberships: np.ndarray
    statistics: Statistics
    natural: np.ndarray

    @property
    def labels(self) -> np.ndarray:
        """Most probable class of each case of the fit, 0 to k - 1."""
        return self.memberships.argmax(axis=1)

    @property
    def aic(self) -> float:
        """Akaike's criterion; the lower the better."""
        return -2 * self.log_likelihood + 2 * self.n_parameters

    @property
    def bic(self) -> float:
        """Schwarz's Bayesian criterion; the lower the better."""
        return -2 * self.log_likelihood + np.log(self.n) * self.n_parameters

    @property
    def adjusted_bic(self) -> float:
        """Sclove's sample-size adjusted criterion; the lower the better."""
        return -2 * self.log_likelihood + np.log((self.n + 2) / 24) * self.n_parameters

    @property
    def entropy(self) -> float:
        """Relative entropy: 1 where each case surely belongs to one class, 0 where nothing can be told."""
        if self.k == 1:
            return float("nan")
        doubt = -(self.memberships * np.log(np.maximum(self.memberships, 1e-300))).sum()
        return float(1 - doubt / (self.n * np.log(self.k)))

    def posterior(self, X: np.ndarray | pd.DataFrame) -> np.ndarray:
        """Give each case its probability of being in each class.

        Parameters
        ----------
        X : ndarray or DataFrame, shape (m, d)
            Answers as in the fit; a case without any is spread as the classes are.

        Returns
        -------
        ndarray, shape (m, k)

        Raises
        ------
        ValueError
            If a column is absent, or an answer was never given in the fit.
        """
        if isinstance(X, pd.DataFrame):
            absent = [column for column in self.columns if column not in X.columns]
            if absent:
                raise ValueError(f"`X` of `posterior` must have the column {absent[0]!r} of the fit.")
            X = X[list(self.columns)]
        matrix, sizes = _read(X, self.kind, "posterior"), self.statistics.sizes
        if matrix.shape[1] != len(self.columns):
            raise ValueError(
                f"`X` of `posterior` must have {len(self.columns)} columns as in the fit; got {matrix.shape[1]}."
            )
        if self.kind == CATEGORICAL and (np.nan_to_num(matrix) >= sizes).any():
            raise ValueError("`X` of `posterior` must hold the codes of the fit. Leave an unknown answer missing.")
        rows = _statistics(matrix, self.kind, sizes)
        return posterior(rows, self.shares[None], self.natural[None])[0][:, 0]

    def posterior_of_rows(self) -> np.ndarray:
        """Give each distinct row of the fit its probability of being in each class.

        Returns
        -------
        ndarray, shape (m, k)
        """
        return posterior(self.statistics.rows, self.shares[None], self.natural[None])[0][:, 0]

    def predict(self, X: np.ndarray | pd.DataFrame) -> np.ndarray:
        """Give each case its most probable class.

        Parameters
        ----------
        X : ndarray or DataFrame, shape (m, d)
            Answers as in the fit.

        Returns
        -------
        ndarray of int, shape (m,)
        """
        return self.posterior(X).argmax(axis=1)


def fit_latent_classes(
    X: np.ndarray | pd.DataFrame,
    *,
    k: int,
    kind: str = CATEGORICAL,
    n_starts: int = 60,
    tolerance: float = FINE,
    random_state: int,
) -> LatentClasses:
    """Find the k latent classes of greatest likelihood.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Categorical: codes 0, 1, … of each column. Normal: numbers. Missing where there is no answer: such a case
        counts with what it answered. Not changed.
    k : int
        Number of classes.
    kind : {"categorical", "normal"}, default "categorical"
        Bernoulli or multinomial columns, or normal ones with a variance of their own in each class (latent profiles).
    n_starts : int, default 60
        Random starts; all run for a while, the better ones longer, the best to the end.
    tolerance : float, default 1e-9
        Gain in log-likelihood, relative to its size, below which a start has come to its end.
    random_state : int
        Seed of the starts.

    Returns
    -------
    LatentClasses
        Classes from large to small. The order of rows changes nothing.

    Raises
    ------
    ValueError
        If a value is no code, a column does not vary, or k is out of range.

    References
    ----------
    .. [1] P. F. Lazarsfeld and N. W. Henry (1968), Latent Structure Analysis.
    .. [2] A. P. Dempster, N. M. Laird and D. B. Rubin (1977), Maximum likelihood from incomplete data via the EM
       algorithm, Journal of the Royal Statistical Society B 39, 1-38.

    Examples
    --------
    >>> answers = np.repeat([[0, 0, 0], [1, 1, 1]], [30, 10], axis=0)
    >>> fit_latent_classes(answers, k=2, random_state=0).shares.round(2).tolist()
    [0.75, 0.25]
    """
    names = tuple(map(str, X.columns)) if isinstance(X, pd.DataFrame) else None
    matrix = _read(X, kind, "fit_latent_classes")
    names = names or tuple(str(j) for j in range(matrix.shape[1]))
    _check(matrix, names, kind, k)
    data, where = _distinct(matrix, kind)
    draw = np.random.default_rng([random_state, k])
    begin = draw.dirichlet(np.ones(k), (len(data.rows), n_starts if k > 1 else 1))
    with one_thread():
        shares, natural, log_likelihood, hits = best_of(data, begin, tolerance=tolerance)
    order = np.lexsort([*np.round(natural.T[::-1], 6), -np.round(shares, 9)])
    shares, natural = shares[order], natural[order]
    memberships = posterior(data.rows, shares[None], natural[None])[0][:, 0]
    c = data.n_indicators
    blocks = np.split(np.exp(natural[:, :c]), np.cumsum(data.sizes)[:-1], axis=1) if c else []
    variances = -0.5 / natural[:, c + 2 :: 3]
    return LatentClasses(
        k=k,
        kind=kind,
        columns=names,
        shares=shares,
        chances=tuple(blocks),
        means=natural[:, c + 1 :: 3] * variances,
        variances=variances,
        log_likelihood=log_likelihood,
        n=len(matrix),
        n_parameters=data.n_parameters(k),
        hits=hits,
        memberships=memberships[where],
        statistics=data,
        natural=natural,
    )


def _check(matrix: np.ndarray, names: tuple[str, ...], kind: str, k: int) -> None:
    caller = "fit_latent_classes"
    if not isinstance(k, (int, np.integer)) or isinstance(k, bool) or not 1 <= k <= len(matrix):
        raise ValueError(f"`k` of `{caller}` must be an int from 1 to the number of cases, {len(matrix)}; got {k!r}.")
    check_answers_vary(matrix, names, caller=caller)


def _read(X: np.ndarray | pd.DataFrame, kind: str, caller: str) -> np.ndarray:
    if kind not in (CATEGORICAL, NORMAL):
        raise ValueError(f"`kind` of `{caller}` must be {CATEGORICAL!r} or {NORMAL!r}; got {kind!r}.")
    return as_codes(X, caller=caller) if kind == CATEGORICAL else as_answers(X, caller=caller)


def _distinct(matrix: np.ndarray, kind: str) -> tuple[Statistics, np.ndarray]:
    """Distinct rows as statistics, with their weights; and which of them each case is."""
    rows, weights, where = distinct_codes(matrix)
    sizes = np.nanmax(matrix, axis=0).astype(int) + 1 if kind == CATEGORICAL else np.zeros(0, dtype=int)
    floors = LEAST_VARIANCE * np.nanvar(matrix, axis=0) if kind == NORMAL else np.zeros(0)
    return Statistics(_statistics(rows, kind, sizes), weights, sizes, floors), where


def _statistics(matrix: np.ndarray, kind: str, sizes: np.ndarray) -> np.ndarray:
    if kind == CATEGORICAL:
        return indicators(matrix, sizes)
    known = ~np.isnan(matrix)
    x = np.where(known, matrix, 0.0)
    return np.stack([known.astype(float), x, x**2], axis=2).reshape(len(matrix), -1)
