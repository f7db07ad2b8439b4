"""What does the suite promise of its statistics, and was it kept? A promise, a study that tests it, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy import stats

SENSES = ("at most", "at least", "within")
SURE = 0.999
"""Probability of the band: a promise that is just kept falls outside of it in one of 1,000 tables of a row."""
VERDICTS = {
    "kept": "the realised number is what was promised, or better",
    "within chance": "it is not, but a promise that is just kept would come out so, too: it lies in the band",
    "broken": "it lies outside of the band",
}


@dataclass(frozen=True)
class Promise:
    """A number that the suite promises.

    Parameters
    ----------
    outcome : str
        Key of the number in what a replicate of the study gives; NaN there says that it does not apply.
    words : str
        The promise as a sentence, without the number.
    sense : {"at most", "at least", "within"}
        ``within`` means: neither more nor less than chance allows.
    nominal : float
        What is promised.
    kind : {"share", "mean"}
        Whether an outcome is yes or no (1 or 0), or a number of which the mean counts.
    """

    outcome: str
    words: str
    sense: str
    nominal: float
    kind: str = "share"

    def __post_init__(self) -> None:
        if self.sense not in SENSES or self.kind not in ("share", "mean"):
            raise ValueError(f"A promise is {', '.join(SENSES)}, of a share or mean; got {self.sense}, {self.kind}.")


@dataclass(frozen=True)
class Study:
    """Made-up data on which promises are tested.

    Parameters
    ----------
    name : str
        Short and unique, such as ``"V07 gaussian"``: the row of the list of requirements, and the setting.
    setting : str
        The data and the method, in words.
    replicate : callable
        One data set: a generator of random numbers in, outcomes by name out. A function at the top of a module, or a
        :func:`functools.partial` of one.
    promises : tuple of Promise
        What is asked of the outcomes.
    replicates : int
        Number of data sets, fixed in advance.
    short : int
        Number of them in the short version.
    """

    name: str
    setting: str
    replicate: Callable[[np.random.Generator], Mapping[str, float]]
    promises: tuple[Promise, ...]
    replicates: int
    short: int


def judge(promise: Promise, outcomes: np.ndarray) -> dict[str, object]:
    """Hold the outcomes of all replicates against a promise.

    Parameters
    ----------
    promise : Promise
        What was promised.
    outcomes : ndarray, shape (r,)
        One number a replicate; those that are NaN are left out.

    Returns
    -------
    dict
        `promise`, `sense`, `nominal`, `realised`, `replicates` (with an outcome), `mc_error` (Monte Carlo standard
        error of the realised number), `band_low` and `band_high` (between them lie 99.9 % of the realised numbers if
        the promise is just kept: exactly binomial for a share, normal for a mean) and `verdict`, a key of
        :data:`VERDICTS`.

    Raises
    ------
    ValueError
        If there is no outcome, or one of a share is neither 0 nor 1.

    Examples
    --------
    >>> row = judge(Promise("found", "Found", "at most", 0.05), np.repeat([1, 0], [40, 460]))
    >>> row["realised"], row["band_high"], row["verdict"]
    (0.08, 0.084, 'within chance')
    """
    values = np.asarray(outcomes, dtype=float)
    values = values[~np.isnan(values)]
    n = len(values)
    if not n or (promise.kind == "share" and not np.isin(values, (0, 1)).all()):
        raise ValueError(f"`outcomes` of {promise.words!r} must be numbers, of a share 0 or 1; got {outcomes!r}.")
    realised, error = float(values.mean()), float(values.std() / math.sqrt(n))
    if promise.kind == "share":
        low, high = (float(count) / n for count in stats.binom.interval(SURE, n, promise.nominal))
    else:
        half = float(stats.norm.ppf((1 + SURE) / 2)) * error
        low, high = promise.nominal - half, promise.nominal + half
    return {
        "promise": promise.words,
        "sense": promise.sense,
        "nominal": promise.nominal,
        "realised": realised,
        "replicates": n,
        "mc_error": error,
        "band_low": low,
        "band_high": high,
        "verdict": _verdict(promise, realised, low, high),
    }


def _verdict(promise: Promise, realised: float, low: float, high: float) -> str:
    if promise.sense == "within":
        return "kept" if low <= realised <= high else "broken"
    better = realised <= promise.nominal if promise.sense == "at most" else realised >= promise.nominal
    allowed = realised <= high if promise.sense == "at most" else realised >= low
    return "kept" if better else "within chance" if allowed else "broken"
