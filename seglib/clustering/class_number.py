"""How many latent classes, and how sure are their sizes? Criteria, the bootstrap likelihood-ratio test, bootstrap."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from seglib.clustering.choice import Choice
from seglib.clustering.latent_class import CATEGORICAL, LatentClasses, fit_latent_classes
from seglib.clustering.mixture import COARSE, to_the_end
from seglib.clustering.threads import one_thread

_BOOT_STARTS = 10


def fit_each(
    X: np.ndarray | pd.DataFrame, *, ks: Iterable[int], kind: str = CATEGORICAL, n_starts: int = 60, random_state: int
) -> dict[int, LatentClasses]:
    """Fit solutions with different numbers of classes.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        See :func:`seglib.clustering.fit_latent_classes`, as for `kind`, `n_starts` and `random_state`.
    ks : iterable of int
        Numbers of classes, in any order.
    kind : {"categorical", "normal"}, default "categorical"
        Of the columns.
    n_starts : int, default 60
        Random starts of each solution.
    random_state : int
        Seed.

    Returns
    -------
    dict of int to LatentClasses
        From few to many classes.
    """
    fixed = {"kind": kind, "n_starts": n_starts, "random_state": random_state}
    return {k: fit_latent_classes(X, k=k, **fixed) for k in sorted(set(ks))}


def class_table(fits: dict[int, LatentClasses]) -> pd.DataFrame:
    """Compare solutions by the usual criteria.

    Parameters
    ----------
    fits : dict of int to LatentClasses
        From :func:`fit_each`.

    Returns
    -------
    pandas.DataFrame
        One row a number of classes: `k`, `log_likelihood`, `n_parameters`, `aic`, `bic`, `adjusted_bic`, `entropy`
        (missing for one class), `smallest_share`, `n`, `hits`.
    """
    rows = [
        {
            "k": k,
            "log_likelihood": fit.log_likelihood,
            "n_parameters": fit.n_parameters,
            "aic": fit.aic,
            "bic": fit.bic,
            "adjusted_bic": fit.adjusted_bic,
            "entropy": fit.entropy,
            "smallest_share": float(fit.shares.min()),
            "n": fit.n,
            "hits": fit.hits,
        }
        for k, fit in fits.items()
    ]
    return pd.DataFrame(rows)


def choose_classes(table: pd.DataFrame, *, min_share: float = 0.05) -> Choice:
    """Recommend the number of classes with the lowest BIC, of those without a tiny class.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`class_table`, with one class among them, so that "no segments" is a possible answer.
    min_share : float, default 0.05
        Of the smallest class.

    Returns
    -------
    Choice
        `code` is ``"lowest_bic"``, or ``"one_class"`` where one class explains the answers best.

    Raises
    ------
    ValueError
        If one class is not among the solutions.
    """
    if table.empty or table["k"].min() != 1:
        raise ValueError("`table` of `choose_classes` must hold the solution with one class. Fit ks from 1 up.")
    eligible = table[table["smallest_share"] >= min_share]
    best = eligible.sort_values(["bic", "k"]).iloc[0]
    k, alone = int(best["k"]), float(table.loc[table["k"] == 1, "bic"].iloc[0])
    if k == 1:
        code, reason = "one_class", "No segments: one class explains the answers best (lowest BIC)."
    else:
        code = "lowest_bic"
        reason = (
            f"{k} classes have the lowest BIC ({best['bic']:,.1f}; one class {alone:,.1f}) of the {len(eligible)} "
            f"solutions out of {len(table)} without a class below {min_share:.0%} of the respondents."
        )
    return Choice(
        k=k,
        reason=reason,
        code=code,
        n_scanned=len(table),
        n_eligible=len(eligible),
        silhouette=float("nan"),
        stability=float("nan"),
        smallest_share=float(best["smallest_share"]),
    )


def likelihood_ratio_test(
    X: np.ndarray | pd.DataFrame, *, k: int, kind: str = CATEGORICAL, n_boot: int = 99, random_state: int
) -> dict[str, float]:
    """Test k classes against one fewer by the parametric bootstrap.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        See :func:`seglib.clustering.fit_latent_classes`, as for `kind` and `random_state`.
    k : int
        Number of classes, 2 or more.
    kind : {"categorical", "normal"}, default "categorical"
        Of the columns.
    n_boot : int, default 99
        Samples drawn from the solution with k - 1 classes; what was not answered stays missing in them.
    random_state : int
        Seed.

    Returns
    -------
    dict
        `statistic` (twice the gain in log-likelihood), `p` (share of samples, the data among them, with at least that
        gain: 1 / (n_boot + 1) at least), `reached` (samples with at least that gain) and `n_boot`.

    Raises
    ------
    ValueError
        If `k` is below 2.

    References
    ----------
    .. [1] G. J. McLachlan (1987), On bootstrapping the likelihood ratio test statistic for the number of components in
       a normal mixture, Journal of the Royal Statistical Society C 36, 318-324.
    .. [2] K. L. Nylund, T. Asparouhov and B. O. Muthén (2007), Deciding on the number of classes in latent class
       analysis and growth mixture modeling, Structural Equation Modeling 14, 535-569.
    """
    if k < 2:
        raise ValueError(f"`k` of `likelihood_ratio_test` must be 2 or more; got {k}. One class has none fewer.")
    fewer, more = (fit_latent_classes(X, k=j, kind=kind, random_state=random_state) for j in (k - 1, k))
    gain = 2 * (more.log_likelihood - fewer.log_likelihood)
    known = ~np.isnan(X.to_numpy(float, na_value=np.nan) if isinstance(X, pd.DataFrame) else np.asarray(X, float))
    draw = np.random.default_rng([random_state, k])
    fixed = {"kind": kind, "n_starts": _BOOT_STARTS, "tolerance": COARSE, "random_state": random_state}
    reached = 0
    for _ in range(n_boot):
        sample = np.where(known, simulate(fewer, draw), np.nan)
        low, high = (fit_latent_classes(sample, k=j, **fixed).log_likelihood for j in (k - 1, k))
        reached += 2 * (high - low) >= gain
    return {"statistic": float(gain), "p": (reached + 1) / (n_boot + 1), "reached": int(reached), "n_boot": n_boot}


def simulate(fit: LatentClasses, draw: np.random.Generator) -> np.ndarray:
    """Draw as many cases as were fitted, from the model.

    Parameters
    ----------
    fit : LatentClasses
    draw : numpy.random.Generator

    Returns
    -------
    ndarray, shape (n, d)
        Complete answers.
    """
    members = draw.choice(fit.k, fit.n, p=fit.shares)
    if fit.chances:
        uniform = draw.random((fit.n, len(fit.chances)))
        ends = [np.cumsum(chances, axis=1)[members] for chances in fit.chances]
        drawn = [(uniform[:, [j]] > end[:, :-1]).sum(axis=1) for j, end in enumerate(ends)]
        return np.stack(drawn, axis=1).astype(float)
    return fit.means[members] + draw.standard_normal((fit.n, len(fit.columns))) * np.sqrt(fit.variances[members])


def share_intervals(fit: LatentClasses, *, n_boot: int = 200, random_state: int) -> np.ndarray:
    """Say how far the share of each class could be off.

    Parameters
    ----------
    fit : LatentClasses
    n_boot : int, default 200
        Samples of the cases; in each the model is fitted again from where it stands, so that classes keep their names.
        All run side by side.
    random_state : int
        Seed.

    Returns
    -------
    ndarray, shape (k, 2)
        The 95% interval of each share, from the percentiles.
    """
    if fit.k == 1:
        return np.ones((1, 2))
    data = fit.statistics
    draw = np.random.default_rng(random_state)
    weights = draw.multinomial(fit.n, data.weights / data.weights.sum(), size=n_boot).T.astype(float)
    own = fit.posterior_of_rows()
    begin = np.repeat(own[:, None, :], n_boot, axis=1)
    with one_thread():
        shares, _, _ = to_the_end(data, begin, weights, tolerance=COARSE)
    return np.quantile(shares, [0.025, 0.975], axis=0).T
