"""Do tests of what sets segments apart keep their level, and are they never made on what made the segments? (V10)"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.calibration.populations import without_groups
from seglib.calibration.promise import Promise, Study
from seglib.clustering import differences, fit, passports

CASES, GROUPS = 300, 4
LEVEL = 0.05


def on_held_out(rng: np.random.Generator) -> dict[str, float]:
    """Cut a cloud in four and test variables that have nothing to do with it.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `one`: whether the test of the first segment on a skewed number is significant; `any`: whether any of the tests
        on a number, an answer of yes or no and a text is, after Holm's adjustment.
    """
    X = without_groups("gaussian", CASES, rng)
    labels = fit(X, k=GROUPS, random_state=int(rng.integers(2**31))).labels
    held_out = pd.DataFrame(
        {
            "spend": rng.lognormal(3, 1, CASES),
            "member": rng.random(CASES) < 0.3,
            "town": rng.choice(["A", "B", "C"], CASES, p=[0.5, 0.3, 0.2]),
        }
    )
    table = differences(labels, held_out)
    first = table[(table["segment"] == 0) & (table["variable"] == "spend")].iloc[0]
    return {"one": float(first["p"] < LEVEL), "any": float((table["p_holm"] < LEVEL).any())}


def on_clustering_variables(rng: np.random.Generator) -> dict[str, float]:
    """Ask for a test on a variable that made the segments, under its own name or in another unit under another.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `given`: whether a passport came of it.
    """
    X = pd.DataFrame(without_groups("rfm log", 60, rng), columns=["recency", "orders", "spend"])
    column = X.columns[rng.integers(3)]
    asked = pd.DataFrame({column: X[column]}) if rng.random() < 0.5 else pd.DataFrame({"other": np.exp(X[column])})
    try:
        passports(X, k=2, method="ward", n_boot=2, random_state=0, held_out=asked)
    except ValueError:
        return {"given": 0.0}
    return {"given": 1.0}


STUDIES = (
    Study(
        name="V10 held-out variables",
        setting=f"a gaussian cloud cut in {GROUPS} by k-means, n = {CASES}; tests at 5 % on variables drawn apart",
        replicate=on_held_out,
        promises=(
            Promise("one", "A test on a held-out variable that does not differ is significant at 5 %", "within", LEVEL),
            Promise("any", "Any of all tests on held-out variables is, after Holm's adjustment", "at most", LEVEL),
        ),
        replicates=1_000,
        short=40,
    ),
    Study(
        name="V10 clustering variables",
        setting="a variable of the segmentation is passed as held out, as it is or in another unit and name; n = 60",
        replicate=on_clustering_variables,
        promises=(Promise("given", "A p-value is given on a variable that made the segments", "at most", 0.0),),
        replicates=100,
        short=10,
    ),
)
