"""What do a customer's traits say of a number? Ridge regression, its penalty by generalised cross-validation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PENALTIES = np.array([*np.logspace(0, 6, 19), np.inf])
"""Tried penalties; with the last one the traits say nothing."""


@dataclass(frozen=True, eq=False)
class Ridge:
    """A mean, and what each trait adds to it.

    Parameters
    ----------
    mean : float
        Of those it was learned from.
    centre, weights : ndarray, shape (p,)
        Mean of each trait, and what one unit more of it adds; all 0 where the traits say nothing.
    """

    mean: float
    centre: np.ndarray
    weights: np.ndarray

    def predict(self, X: np.ndarray) -> np.ndarray:
        """Foretell the number of customers.

        Parameters
        ----------
        X : ndarray, shape (n, p)
            Their traits.

        Returns
        -------
        ndarray, shape (n,)
        """
        return self.mean + (X - self.centre) @ self.weights


def fit_ridge(X: np.ndarray, y: np.ndarray) -> Ridge:
    """Learn a number from traits.

    Parameters
    ----------
    X : ndarray, shape (n, p)
        Traits on comparable scales, without gaps.
    y : ndarray, shape (n,)
        The number.

    Returns
    -------
    Ridge
        With the penalty of :data:`PENALTIES` that errs least by generalised cross-validation (Golub, Heath and Wahba
        1979, Technometrics 21, 215-223).
    """
    centre, mean, n = X.mean(axis=0), float(y.mean()), len(y)
    inner = X - centre
    values, vectors = np.linalg.eigh(inner.T @ inner)
    values = values.clip(min=0.0)
    turned = vectors.T @ (inner.T @ (y - mean))
    total = float(((y - mean) ** 2).sum())
    finite = np.where(np.isfinite(PENALTIES), PENALTIES, 1.0)[:, None]
    told = np.isfinite(PENALTIES)[:, None]
    used = np.where(told, values / (values + finite), 0.0).sum(axis=1)
    explained = np.where(told, turned**2 * (values + 2 * finite) / (values + finite) ** 2, 0.0).sum(axis=1)
    left = (total - explained).clip(min=0.0)
    best = int(np.argmin(left / (n - 1 - used).clip(min=0.5) ** 2))
    if not np.isfinite(PENALTIES[best]):
        return Ridge(mean, centre, np.zeros(X.shape[1]))
    return Ridge(mean, centre, vectors @ (turned / (values + PENALTIES[best])))
