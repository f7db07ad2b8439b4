"""Which k clouds, each with a shape of its own, explain the cases best? Mixtures of normal distributions."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.mixture import GaussianMixture

from seglib.clustering.threads import one_thread

_MOST_ITERATIONS = 300
_LEAST_VARIANCE = 1e-6  # of the columns' mean variance; a cloud of equal rows would have an infinite density


@dataclass(frozen=True, eq=False)
class NormalMixture:
    """A mixture of normal distributions with a covariance matrix each.

    Parameters
    ----------
    labels : ndarray of int, shape (m,)
        Most probable component of each different row.
    bic : float
        Schwarz's Bayesian criterion; the lower the better.
    icl : float
        The same with twice the entropy of the memberships added, so that components that overlap count against it.
    model : GaussianMixture
        What was fitted.
    """

    labels: np.ndarray
    bic: float
    icl: float
    model: GaussianMixture = field(repr=False)

    def predict(self, matrix: np.ndarray) -> np.ndarray:
        """Give each case to its most probable component.

        Parameters
        ----------
        matrix : ndarray, shape (n, d)
            Cases.

        Returns
        -------
        ndarray of int, shape (n,)
        """
        with one_thread():
            return self.model.predict(matrix)


def fit_normal_mixture(
    rows: np.ndarray, weights: np.ndarray, *, k: int, random_state: int, effort: float = 1.0
) -> NormalMixture:
    """Fit a mixture of k normal distributions to all cases.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (m,)
        How many cases each stands for; the mixture is fitted to as many repetitions.
    k : int
        Number of components.
    random_state : int
        Seed of the starts.
    effort : float, default 1.0
        Multiplies the number of starts: beside one from the groups of k-means, 4 to 20 (fewer for many cases) from
        cases drawn by lot, which find long clouds side by side that k-means would cut across.

    Returns
    -------
    NormalMixture

    References
    ----------
    .. [1] C. Fraley and A. E. Raftery (2002), Model-based clustering, discriminant analysis, and density estimation,
       Journal of the American Statistical Association 97, 611-631.
    .. [2] C. Biernacki, G. Celeux and G. Govaert (2000), Assessing a mixture model for clustering with the integrated
       completed likelihood, IEEE Transactions on Pattern Analysis and Machine Intelligence 22, 719-725.
    """
    given = np.ascontiguousarray(rows, dtype=float), np.ascontiguousarray(weights, dtype=float)
    return _fitted(*[array.tobytes() for array in given], rows.shape[1], k, random_state, effort)


@lru_cache(maxsize=32)  # page 06 asks twice for the mixtures of the same customers: for criteria and for agreement
def _fitted(rows: bytes, weights: bytes, n_columns: int, k: int, random_state: int, effort: float) -> NormalMixture:
    rows, weights = np.frombuffer(rows).reshape(-1, n_columns), np.frombuffer(weights)
    cases = np.repeat(rows, weights.astype(int), axis=0)
    by_lot = max(1, round(effort * np.clip(100_000 // len(cases), 4, 20)))
    with one_thread(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # the best of the starts is kept as it is
        models = [
            GaussianMixture(
                k,
                reg_covar=_LEAST_VARIANCE * float(cases.var(axis=0).mean()),
                n_init=starts,
                max_iter=_MOST_ITERATIONS,
                init_params=begin,
                random_state=random_state,
            ).fit(cases)
            for begin, starts in (("kmeans", 1), ("random_from_data", by_lot))[: min(k, 2)]
        ]
        model = max(models, key=lambda fitted: fitted.lower_bound_)
        chances = model.predict_proba(rows)
        bic = float(model.bic(cases))
    doubt = -(weights[:, None] * chances * np.log(np.maximum(chances, 1e-300))).sum()
    return NormalMixture(chances.argmax(axis=1), bic, bic + 2 * float(doubt), model)


def gaussian_mixture(
    rows: np.ndarray, weights: np.ndarray, *, k: int, random_state: int, effort: float = 1.0
) -> np.ndarray:
    """Partition weighted rows by the most probable component of a mixture of normal distributions.

    Parameters
    ----------
    rows : ndarray, shape (m, d)
        Different rows.
    weights : ndarray, shape (m,)
        How many cases each stands for.
    k : int
        Number of groups.
    random_state : int
        Seed of the starts.
    effort : float, default 1.0
        As of :func:`fit_normal_mixture`.

    Returns
    -------
    ndarray of int, shape (m,)
        A component for each row; none may be most probable anywhere.
    """
    return fit_normal_mixture(rows, weights, k=k, random_state=random_state, effort=effort).labels.copy()
