"""Do customers keep their segment? The same segmentation by other seeds, and of samples of 90 % of the cases.

A solution that is a matter of the seed, or of a tenth of the customers, is no ground to write anybody a letter on. So
it is made again many times, its segments are matched with those of the solution in use, and the cases that are in the
matching segment are counted.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from seglib.clustering.solution import fit
from seglib.clustering.threads import one_thread

ENOUGH = 0.95
"""Share of the cases that must keep their segment in every run for a solution to be called stable."""
KINDS = {"seed": "another seed", "sample": "another sample of the cases"}
"""What is changed in a run, and what it is in words."""


@dataclass(frozen=True, eq=False)
class Keeping:
    """How many cases keep their segment when it is all done again.

    Parameters
    ----------
    verdict : {"stable", "unstable"}
        Stable if in every run at least 95 % of the cases keep their segment.
    share : float
        Share of the cases that keep it in the run in which fewest do.
    mean : float
        The same, on average over the runs.
    unstable_by : tuple of str
        The kinds of runs (of :data:`KINDS`) in which fewer kept it; none for a stable solution.
    table : pandas.DataFrame
        One row a run: `kind` (``"seed"`` or ``"sample"``), `run`, `n` (cases in the run) and `kept` (their share).
    cases : ndarray, shape (n,)
        For each case the share of the runs it was in, in which it kept its segment.
    k, n : int
        Segments and cases.
    """

    verdict: str
    share: float
    mean: float
    unstable_by: tuple[str, ...]
    table: pd.DataFrame
    cases: np.ndarray
    k: int
    n: int


def keeping(
    X: np.ndarray | pd.DataFrame,
    *,
    k: int,
    method: str = "kmeans",
    n_runs: int = 20,
    sampled: float = 0.9,
    random_state: int,
) -> Keeping:
    """Ask whether cases keep their segment under other seeds and in samples.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        As :func:`seglib.clustering.fit` takes it. Not changed.
    k : int
        Number of segments, at least 2.
    method : str, default "kmeans"
        As :func:`seglib.clustering.fit` takes it.
    n_runs : int, default 20
        Runs of each kind: with other seeds on all cases, and on samples (with other seeds too).
    sampled : float, default 0.9
        Share of the cases that a sample has, drawn without replacement.
    random_state : int
        Seed of the solution that is compared, which is that of :func:`seglib.clustering.fit` with it, and of the runs.

    Returns
    -------
    Keeping
        Segments of a run are matched one to one with those of the solution so that most cases keep theirs. Of a sample
        only its own cases are compared.

    Raises
    ------
    ValueError
        As :func:`seglib.clustering.fit`, or if `k` is below 2, `n_runs` below 1, or `sampled` is not between 0 and 1.

    Notes
    -----
    The lowest of 20 runs decides, not their mean, because the promise is about the next run: if that is a run like
    those before, it is lower than all of them with a probability of 1 / 21. So a solution is called stable, and then
    loses more than 5 % of the cases in the next sample, at most once in 21 times, whatever the data.

    Examples
    --------
    >>> found = keeping([[0.0], [1.0], [2.0], [50.0], [51.0], [52.0]], k=2, n_runs=3, random_state=0)
    >>> found.verdict, found.share
    ('stable', 1.0)
    """
    if k < 2 or n_runs < 1 or not 0 < sampled < 1:
        raise ValueError(
            "`keeping` needs `k` of 2 or more, `n_runs` of 1 or more and `sampled` between 0 and 1; "
            f"got {k}, {n_runs} and {sampled}."
        )
    labels = fit(X, k=k, method=method, random_state=random_state).labels
    n = len(labels)
    everyone, size = np.arange(n), round(sampled * n)
    draws = [np.random.default_rng(seed) for seed in np.random.SeedSequence(random_state).spawn(2 * n_runs)]
    runs = [("seed", everyone, draw) for draw in draws[:n_runs]]
    runs += [("sample", np.sort(draw.choice(n, size, replace=False)), draw) for draw in draws[n_runs:]]

    def kept(run: tuple[str, np.ndarray, np.random.Generator]) -> np.ndarray:
        _, members, draw = run
        again = fit(_rows(X, members), k=k, method=method, random_state=int(draw.integers(2**31)))
        return matched(labels[members], again.labels, k=k)

    found = _each(kept, runs)
    table = pd.DataFrame(
        [(kind, len(members), float(one.mean())) for (kind, members, _), one in zip(runs, found, strict=True)],
        columns=["kind", "n", "kept"],
    )
    table.insert(1, "run", table.groupby("kind").cumcount())
    stayed, times = np.zeros(n), np.zeros(n)
    for (_, members, _), one in zip(runs, found, strict=True):
        stayed[members] += one
        times[members] += 1
    lowest = table.groupby("kind")["kept"].min()
    unstable_by = tuple(kind for kind in KINDS if lowest[kind] < ENOUGH)
    return Keeping(
        verdict="unstable" if unstable_by else "stable",
        share=float(lowest.min()),
        mean=float(table["kept"].mean()),
        unstable_by=unstable_by,
        table=table,
        cases=stayed / times,
        k=int(k),
        n=n,
    )


def _each(function: Callable, runs: list) -> list:
    """All runs side by side, with linear algebra on one thread."""
    with one_thread(), ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        return list(pool.map(function, runs))


def _rows(X: np.ndarray | pd.DataFrame, members: np.ndarray) -> np.ndarray | pd.DataFrame:
    """The cases of a run; columns in which they are all alike cannot tell them apart and are left out."""
    if isinstance(X, pd.DataFrame):
        rows = X.iloc[members]
        varies = rows.nunique(dropna=False).to_numpy() > 1
    else:
        rows = np.asarray(X)[members]
        varies = (rows != rows[0]).any(axis=0)
    return rows.loc[:, varies] if isinstance(rows, pd.DataFrame) else rows[:, varies]


def matched(labels: np.ndarray, others: np.ndarray, *, k: int) -> np.ndarray:
    """Tell whether each case is in the segment that matches its own.

    Parameters
    ----------
    labels, others : ndarray of int, shape (n,)
        Segments of the same cases in two solutions, from 0 to k - 1.
    k : int
        Number of segments.

    Returns
    -------
    ndarray of bool, shape (n,)
        Segments are matched one to one so that most cases are.
    """
    both = np.bincount(labels * k + others, minlength=k * k).reshape(k, k)
    match = linear_sum_assignment(-both)[1]
    return match[labels] == others
