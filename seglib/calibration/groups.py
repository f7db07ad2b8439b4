"""Is what is called structure structure? Verdicts on data without groups (V07) and with planted ones (V08)."""

from __future__ import annotations

from functools import partial

import numpy as np

from seglib.calibration.populations import WITHOUT_GROUPS, planted, without_groups
from seglib.calibration.promise import Promise, Study
from seglib.clustering import fit
from seglib.clustering.rand_index import adjusted_rand
from seglib.clustering.structure import verdict

CASES = 300
STRUCTURED = ("natural", "reproducible")
"""Verdicts by which a reader is told that there are segments."""
PLANTED = {4.2: (0.60, 0.80), 5.7: (0.90, 0.95), 7.1: (0.99, 0.99)}
"""Distance of planted groups, the share of data sets in which their number is found, and the adjusted Rand index."""


def on_no_groups(population: str, rng: np.random.Generator) -> dict[str, float]:
    """Ask one data set without groups whether there are any.

    Parameters
    ----------
    population : str
        A key of :data:`seglib.calibration.populations.WITHOUT_GROUPS`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `structured`: whether the verdict is one of :data:`STRUCTURED`.
    """
    X = without_groups(population, CASES, rng)
    return {"structured": float(verdict(X, random_state=int(rng.integers(2**31)))[0] in STRUCTURED)}


def on_planted(distance: float, rng: np.random.Generator) -> dict[str, float]:
    """Ask one data set with four groups how many there are, and compare who is in them.

    Parameters
    ----------
    distance : float
        Between the groups, see :func:`seglib.calibration.populations.planted`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `right`: whether the verdict is one of :data:`STRUCTURED` with four groups; `rand`: adjusted Rand index of the
        groups that it stands for with the true ones, 0 where it stands for none.
    """
    X, groups = planted(distance, CASES, rng)
    seed = int(rng.integers(2**31))
    said, k = verdict(X, random_state=seed)
    found = said in STRUCTURED
    labels = fit(X, k=k if found else 1, random_state=seed).labels
    return {"right": float(found and k == 4), "rand": adjusted_rand(groups, labels)}


def _no_groups(population: str, replicates: int, short: int) -> Study:
    return Study(
        name=f"V07 {population}",
        setting=f"{WITHOUT_GROUPS[population]}; n = {CASES}, 2 to 8 groups looked at, 19 data sets a null family",
        replicate=partial(on_no_groups, population),
        promises=(
            Promise("structured", "Data without groups are called natural or reproducible segments", "at most", 0.05),
        ),
        replicates=replicates,
        short=short,
    )


def _planted(distance: float) -> Study:
    right, rand = PLANTED[distance]
    return Study(
        name=f"V08 {distance} sigma",
        setting=f"4 groups in 4 columns, each {distance} standard deviations from each other; n = {CASES}",
        replicate=partial(on_planted, distance),
        promises=(
            Promise("right", "Planted segments are found in their true number", "at least", right),
            Promise(
                "rand", "Adjusted Rand index of the segments found with the planted ones", "at least", rand, "mean"
            ),
        ),
        replicates=500,
        short=5,
    )


STUDIES = (
    _no_groups("gaussian", 500, 8),
    _no_groups("correlated", 100, 2),
    _no_groups("uniform", 500, 4),
    _no_groups("rfm raw", 500, 2),
    _no_groups("rfm log", 500, 2),
    _no_groups("heavy tails", 500, 8),
    *map(_planted, PLANTED),
)
