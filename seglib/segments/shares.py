"""What is a share of few orders worth? It is drawn towards what is usual, by how much customers differ in it."""

from __future__ import annotations

import numpy as np
import pandas as pd


def beta_prior(successes: pd.Series, trials: pd.Series) -> tuple[float, float]:
    """Fit how a share varies over customers, by moments.

    Parameters
    ----------
    successes, trials : pandas.Series of int
        One value a customer, trials at least 1.

    Returns
    -------
    tuple of float
        The parameters of a beta distribution; their sum is between 1 and 1,000. Kleinman (1973), Proportions with
        extraneous variance, Journal of the American Statistical Association 68, 46-54, with customers weighted equally.

    Examples
    --------
    >>> a, b = beta_prior(pd.Series([0, 5, 10, 2]), pd.Series([10, 10, 10, 10]))
    >>> round(a / (a + b), 3)
    0.425
    """
    successes, trials = successes.to_numpy(float), trials.to_numpy(float)
    if not len(trials):
        return 0.5, 0.5
    share = successes / trials
    mean = float(np.clip(share.mean(), 1e-3, 1 - 1e-3))
    inner = float((1 / trials).mean())  # of the variance, what chance explains at equal shares
    spread = float(share.var()) / (mean * (1 - mean))
    rho = np.clip((spread - inner) / max(1 - inner, 1e-9), 1e-3, 0.5) if inner < 1 else 0.5
    strength = 1 / rho - 1
    return float(mean * strength), float((1 - mean) * strength)


def drawn(share: pd.Series, trials: pd.Series, prior: tuple[float, float]) -> pd.Series:
    """Draw shares of few trials towards the usual one.

    Parameters
    ----------
    share : pandas.Series of float, in [0, 1]
        One value a customer; may be missing.
    trials : pandas.Series of float
        Of how many it is a share.
    prior : tuple of float
        From :func:`beta_prior`.

    Returns
    -------
    pandas.Series of float, in [0, 1]
        The mean of the beta distribution that remains once the customer's own orders are known.

    Examples
    --------
    >>> drawn(pd.Series([1.0, 1.0]), pd.Series([1, 9]), (0.25, 0.75)).tolist()
    [0.625, 0.925]
    """
    a, b = prior
    return (share * trials + a) / (trials + a + b)
