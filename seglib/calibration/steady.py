"""Do alarms stay silent where nobody changes, and sound where somebody does? Shops in two years (V22)."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from seglib.calibration.promise import Promise, Study
from seglib.clustering import fit
from seglib.clustering.drift import drift

SEGMENTS, SHIFT = 5, 0.5


def two_years(n: int, rng: np.random.Generator, *, shift: float = 0.0) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw customers with habits of their own, who come, buy and stay away in two years alike.

    Parameters
    ----------
    n : int
        Customers there could be; about two of three buy in a year.
    rng : numpy.random.Generator
        Source of chance.
    shift : float, default 0.0
        By how much more is bought online in the second year, in standard deviations over customers.

    Returns
    -------
    pair of pandas.DataFrame
        Traits of who bought in each year, standardised by the first; index: the customer.
    """
    rate, online = rng.gamma(1.2, 1.5, n), rng.beta(0.8, 0.8, n)
    usual, off = rng.normal(3.5, 0.7, n), rng.beta(1, 6, n)
    years = []
    for year in range(2):
        orders = rng.poisson(rate * (rng.random(n) < 0.8))
        bought = np.flatnonzero(orders > 0)
        k = orders[bought]
        share = rng.binomial(k, online[bought]) / k
        frame = {
            "orders": np.log1p(k),
            "value": usual[bought] + rng.normal(0, 0.5, len(k)) / np.sqrt(k),
            "online": share + year * shift * share.std(),
            "discount": np.clip(off[bought] + rng.normal(0, 0.05, len(k)), 0, 1),
            "app": np.log1p(rng.poisson(k * online[bought] * 0.7)),
            "silent": np.log1p(rng.exponential(90 / k)),
        }
        years.append(pd.DataFrame(frame, index=bought))
    mean, spread = years[0].mean(), years[0].std()
    return tuple((year - mean) / spread for year in years)


def on_two_years(n: int, shift: float, rng: np.random.Generator) -> dict[str, float]:
    """Part the customers of the first year into groups, and ask for alarms in the second.

    Parameters
    ----------
    n : int
        As of :func:`two_years`.
    shift : float
        The same.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `alarm`: whether there is any; `found`: whether there is one of all customers' share online.
    """
    before, after = two_years(n, rng, shift=shift)
    groups = fit(before, k=SEGMENTS, random_state=int(rng.integers(2**31)))
    placed = [pd.Series(groups.predict(year).astype(str), year.index) for year in (before, after)]
    table = drift(before, after, segment_before=placed[0], segment_after=placed[1])
    of_all = table[(table["kind"] == "input") & (table["trait"] == "online")]
    return {"alarm": float(table["alarm"].any()), "found": float(of_all["alarm"].any())}


def _study(name: str, n: int, shift: float, words: str, promise: Promise) -> Study:
    return Study(
        name=f"V22 {name}",
        setting=f"{words}; {n} customers with habits of their own, of whom about two in three buy in a year; 6 traits, "
        f"{SEGMENTS} segments by k-means of the first year",
        replicate=partial(on_two_years, n, shift),
        promises=(promise,),
        replicates=300,
        short=3,
    )


_SILENT = Promise("alarm", "Any alarm is raised where nobody changed", "at most", 0.05)
_SOUNDS = Promise("found", "What changed raises an alarm", "at least", 0.95)

STUDIES = (
    _study("steady shop", 900, 0.0, "two years that are alike", _SILENT),
    _study("small steady shop", 200, 0.0, "two years that are alike", _SILENT),
    _study("changed shop", 900, SHIFT, f"in the second year all buy online more, by {SHIFT} deviations", _SOUNDS),
)
