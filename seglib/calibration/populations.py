"""Made-up cases of which the truth is known: one population without groups, or groups that were planted."""

from __future__ import annotations

import numpy as np

WITHOUT_GROUPS = {
    "gaussian": "one round gaussian cloud in 4 columns",
    "correlated": "one gaussian cloud in 4 columns with correlations of 0.3",
    "uniform": "an evenly filled cube in 3 columns",
    "rfm raw": "recency, orders and spend of one population (gamma rates, lognormal amounts), as they are",
    "rfm log": "the same, in logarithms",
    "heavy tails": "Student's t with 3 degrees of freedom in 4 columns",
}
"""Name of a population without groups, and what it is in words."""


def without_groups(name: str, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw cases of one population.

    Parameters
    ----------
    name : str
        A key of :data:`WITHOUT_GROUPS`.
    n : int
        Number of cases.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray, shape (n, 3 or 4)
        Columns with mean 0 and standard deviation 1.
    """
    if name == "gaussian":
        X = rng.standard_normal((n, 4))
    elif name == "correlated":
        X = np.sqrt(0.7) * rng.standard_normal((n, 4)) + np.sqrt(0.3) * rng.standard_normal((n, 1))
    elif name == "uniform":
        X = rng.random((n, 3))
    elif name == "heavy tails":
        X = rng.standard_normal((n, 4)) / np.sqrt(rng.chisquare(3, (n, 1)) / 3)
    else:
        orders = 1 + rng.poisson(rng.gamma(0.8, 5, n))
        spend = orders * np.exp(rng.normal(3, 0.8, n))
        X = np.column_stack([rng.exponential(100, n), orders, spend])
        X = np.log1p(X) if name == "rfm log" else X
    return (X - X.mean(axis=0)) / X.std(axis=0)


def planted(distance: float, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw cases of four groups in four columns, each as far from each other.

    Parameters
    ----------
    distance : float
        Between the centres of two groups, in standard deviations within a group.
    n : int
        Number of cases; each is in any of the groups with the same probability.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    X : ndarray, shape (n, 4)
        The cases.
    groups : ndarray of int, shape (n,)
        Where they belong.
    """
    groups = rng.integers(0, 4, n)
    return (np.eye(4) * distance / np.sqrt(2))[groups] + rng.standard_normal((n, 4)), groups
