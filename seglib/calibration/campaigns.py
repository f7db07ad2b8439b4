"""Does page 08 say of campaigns what is so: fair draws, segments without a difference, lucky ones? (V05)"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from seglib.calibration.intervals import draw_money
from seglib.calibration.promise import Promise, Study
from seglib.value.experiments import effects
from seglib.value.trials.audit import sample_ratio
from seglib.value.trials.differing import equal_effects
from seglib.value.trials.likeness import coverage_like
from seglib.value.trials.money import difference_of_means
from seglib.value.trials.proportions import Z
from seglib.value.trials.shrinking import shrink_effects

SEGMENTS = 6


def of_what_is_printed(family: str, n: int, rng: np.random.Generator) -> dict[str, float]:
    """Ask how far the coverage that the page prints is from what came out.

    Parameters
    ----------
    family : str
        See :func:`draw_money`.
    n : int
        Customers in each of the two groups.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `over`: the printed share less whether this interval held the truth; its mean is by how much the page
        promises too much.
    """
    own, true = draw_money(family, n, rng)
    other, _ = draw_money(family, n, rng)
    rows = pd.DataFrame({"campaign_id": "c", "segment": None, "arm": np.repeat(["mail", "control"], n)})
    rows["margin"] = np.concatenate([own * 1.5, other])
    printed = coverage_like(rows, random_state=int(rng.integers(2**31)))["covered"]
    sides = [(values.mean(), values.var(ddof=1), n) for values in (own * 1.5, other)]
    found = difference_of_means(*sides[0], *sides[1])
    held = float(found["low"] <= true / 2 <= found["high"])
    return {"over": float(printed.iloc[0]) - held if len(printed) else float("nan")}


def of_segments(spread: float, rng: np.random.Generator) -> dict[str, float]:
    """Ask of a campaign with segments whether like effects in money are called different, and what intervals hold.

    Parameters
    ----------
    spread : float
        Standard deviation of the true effects between segments, in standard errors of one of them.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `differ`: whether the test is significant at 5 %; `raw` and `shrunken`: shares of the segments whose true effect
        lies in the interval as measured, and drawn to the mean; `best` whether that of the segment that looks best
        does, drawn to the mean.
    """
    sizes = rng.integers(30, 150, SEGMENTS)
    true = 5 + spread * 20 * np.sqrt(2 / sizes.mean()) * rng.standard_normal(SEGMENTS)
    groups = [(rng.gamma(1, 20, n) + more, rng.gamma(1, 20, n)) for n, more in zip(sizes, true, strict=True)]
    own, other = (
        np.array([(one.mean(), one.var(ddof=1), len(one)) for one in side]).T for side in zip(*groups, strict=True)
    )
    found = difference_of_means(*own, *other)
    drawn = shrink_effects(found["effect"], (found["high"] - found["low"]) / (2 * Z))
    held = (drawn.low <= true) & (true <= drawn.high)
    return {
        "differ": float(equal_effects(found["effect"], found["se"], found["df"])["p"] < 0.05),
        "raw": float(((found["low"] <= true) & (true <= found["high"])).mean()),
        "shrunken": float(held.mean()),
        "best": float(held[int(found["effect"].argmax())]),
    }


def of_responses(rng: np.random.Generator) -> dict[str, float]:
    """Ask whether segments that respond more or less, but all without an effect, are called different.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `differ`: whether the test of the effects on responses is significant at 5 %.
    """
    segment = np.repeat(np.arange(SEGMENTS), rng.integers(60, 300, SEGMENTS))
    rows = pd.DataFrame({"customer_id": np.arange(len(segment)), "kind": segment})
    rows["arm"] = np.where(rng.random(len(segment)) < 0.5, "mail", "control")
    rows["responded"] = rng.random(len(segment)) < np.linspace(0.05, 0.4, SEGMENTS)[segment]
    return {"differ": float(effects(rows, by="kind").differing["p"].iloc[0] < 0.05)}


def of_a_fair_draw(rng: np.random.Generator) -> dict[str, float]:
    """Ask whether arms that were drawn fairly are called mismatched.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `alarm` at 5 %.
    """
    counts = pd.Series(rng.multinomial(600, [0.2, 0.4, 0.4]), index=["control", "a", "b"])
    return {"alarm": float(sample_ratio(counts, {"control": 1, "a": 2, "b": 2})[1] < 0.05)}


def _printed(family: str) -> Study:
    return Study(
        name=f"V05 printed, {family}",
        setting=f"{family} money of two groups of 50; what the page prints beside whether its interval held",
        replicate=partial(of_what_is_printed, family, 50),
        promises=(
            Promise("over", "The printed share of intervals that hold, less that which did", "at most", 0.02, "mean"),
        ),
        replicates=300,
        short=8,
    )


def _segments(spread: float) -> Study:
    alike = (Promise("differ", "Segments with the same effect in money are called different at 5 %", "within", 0.05),)
    return Study(
        name=f"V05 segments, spread {spread:g}",
        setting=f"{SEGMENTS} segments of 30 to 150 customers with a campaign and as many without, gamma money; true "
        f"effects scatter by {spread:g} standard errors",
        replicate=partial(of_segments, spread),
        promises=(
            *(alike if spread == 0 else ()),
            Promise("raw", "Intervals of segments as measured hold the truth", "at least", 0.94, "mean"),
            Promise("shrunken", "Intervals drawn to the mean hold the truth", "at least", 0.94, "mean"),
            Promise("best", "The interval of the segment that looks best does, drawn to the mean", "at least", 0.93),
        ),
        replicates=1_000,
        short=20,
    )


STUDIES = (
    *(_printed(family) for family in ("gamma", "lognormal 1.0", "lognormal 1.5", "mostly nothing")),
    *map(_segments, (0, 0.5, 1, 2)),
    Study(
        name="V05 responses of segments",
        setting=f"{SEGMENTS} segments of 60 to 300 customers of whom 5 to 40 % respond, half of each with a campaign",
        replicate=of_responses,
        promises=(
            Promise("differ", "Segments with no effect on responses are called different at 5 %", "within", 0.05),
        ),
        replicates=200,
        short=10,
    ),
    Study(
        name="V05 fair draw",
        setting="600 customers drawn for three arms, one of them half as large as planned",
        replicate=of_a_fair_draw,
        promises=(Promise("alarm", "Arms that were drawn fairly are called mismatched at 5 %", "within", 0.05),),
        replicates=2_000,
        short=60,
    ),
)
