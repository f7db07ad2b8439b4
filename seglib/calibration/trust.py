"""Are segments that are called stable stable? Grades on data without groups (V09), and customers who stay (V13)."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from seglib.calibration.populations import WITHOUT_GROUPS, planted, without_groups
from seglib.calibration.promise import Promise, Study
from seglib.clustering import draws_needed, fit, keeping, null_jaccard, passports, reached_without_groups
from seglib.clustering.keeping import ENOUGH, matched
from seglib.clustering.nulls import FAMILIES
from seglib.clustering.passport import grade

CASES, SEGMENTS = 300, 4
N_BOOT, N_NULL, NULL_BOOT = 30, draws_needed(SEGMENTS), 10  # of data without groups as few as page 06 draws
STABLE = ("A", "B")
"""Grades of stable segments: a mean Jaccard coefficient of 0.75 or more, and above that of data without groups."""
_FIRST = "skewed"  # the family that reaches most; where a segment is not above it, the others need not be drawn


def on_no_groups(population: str, rng: np.random.Generator) -> dict[str, float]:
    """Issue passports for segments of data without groups.

    Parameters
    ----------
    population : str
        A key of :data:`seglib.calibration.populations.WITHOUT_GROUPS`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `stable`: share of the segments with a grade in :data:`STABLE`.
    """
    X, seed = without_groups(population, CASES, rng), int(rng.integers(2**31))
    issued, drawn = passports(X, k=SEGMENTS, n_boot=N_BOOT, random_state=seed), []
    stable = issued["grade"].isin(STABLE)
    for families in ([_FIRST], [family for family in FAMILIES if family != _FIRST]):
        if not stable.any():
            break
        asked = {"ks": [SEGMENTS], "n_null": N_NULL, "n_boot": NULL_BOOT, "random_state": seed}
        drawn.append(null_jaccard(X, **asked, families=families))
        reached = reached_without_groups(pd.concat(drawn))[SEGMENTS]
        grades = [grade(one.jaccard, one.jaccard - reached, one.elsewhere)[0] for one in issued.itertuples()]
        stable = pd.Series(grades).isin(STABLE)
    return {"stable": float(stable.mean())}


def on_keeping(kind: str, k: int, rng: np.random.Generator) -> dict[str, float]:
    """Ask whether customers keep their segment, and then whether they do in one sample more.

    Parameters
    ----------
    kind : str
        ``"planted"`` or a key of :data:`seglib.calibration.populations.WITHOUT_GROUPS`.
    k : int
        Number of segments.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `deceived`: whether they were called stable and less than 95 % keep their segment in the next sample;
        `stable`: whether they were called stable.
    """
    X = planted(4.2, CASES, rng)[0] if kind == "planted" else without_groups(kind, CASES, rng)
    seed = int(rng.integers(2**31))
    stable = keeping(X, k=k, random_state=seed).verdict == "stable"
    members = np.sort(rng.choice(CASES, round(0.9 * CASES), replace=False))
    again = fit(X[members], k=k, random_state=int(rng.integers(2**31))).labels
    kept = matched(fit(X, k=k, random_state=seed).labels[members], again, k=k).mean()
    return {"deceived": float(stable and kept < ENOUGH), "stable": float(stable)}


def _grades(population: str) -> Study:
    return Study(
        name=f"V09 {population}",
        setting=(
            f"{WITHOUT_GROUPS[population]}; n = {CASES}, {SEGMENTS} segments by k-means, {N_BOOT} bootstrap samples, "
            f"{N_NULL} data sets a null family with {NULL_BOOT} each; share of the segments, averaged over data sets"
        ),
        replicate=partial(on_no_groups, population),
        promises=(Promise("stable", "Segments of data without groups are called stable", "at most", 0.05, "mean"),),
        replicates=100,
        short=2,
    )


def _keeping(kind: str, k: int, words: str, replicates: int, promises: tuple[Promise, ...]) -> Study:
    return Study(
        name=f"V13 {kind}",
        setting=f"{words}; n = {CASES}, {k} segments by k-means, 20 seeds and 20 samples of 90 %",
        replicate=partial(on_keeping, kind, k),
        promises=promises,
        replicates=replicates,
        short=1,
    )


_NOT_DECEIVED = Promise(
    "deceived", "Segments are called stable, and the next sample moves more than 5 % of the customers", "at most", 0.05
)

STUDIES = (
    *map(_grades, ("gaussian", "correlated", "uniform", "rfm raw", "rfm log", "heavy tails")),
    _keeping("rfm log", 3, WITHOUT_GROUPS["rfm log"], 60, (_NOT_DECEIVED,)),
    _keeping(
        "planted",
        4,
        "4 groups in 4 columns, each 4.2 standard deviations from each other",
        40,
        (_NOT_DECEIVED, Promise("stable", "Planted segments are called stable", "at least", 0.95)),
    ),
)
