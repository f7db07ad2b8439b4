"""Is targeting said to pay where it does not, and do the intervals hold the truth? (V20) Two or twenty? (V21)"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from seglib.calibration.promise import Promise, Study
from seglib.value.policy import policy_value
from seglib.value.targeting.made_up import campaign
from seglib.value.twenty import two_or_twenty

CUSTOMERS, REPEATS = 1500, 5
EFFECTS = {
    "nothing works": np.zeros((6, 2)),
    "one is best for all": np.array([[0.5, 2], [0.5, 4], [0, 1], [1, 1.5], [0, 3], [0.2, 0.9]]),
    "tastes differ": np.array([[5, 0], [-3, 3], [4, -2], [0, 0], [6, -3], [-4, 5]], dtype=float),
}
"""What two offers do to six segments, in money a customer; one customer in five buys, for 41 on average."""
GROUPS = {
    "one is best for all": np.array([[2.0, 4.0], [2.0, 4.0], [2.0, 4.0]]),
    "three tastes": np.array([[8.0, -7.0], [-7.0, 8.0], [-7.0, -7.0]]),
}
GROUPED, MOST, APART = 1200, 5, 6.0


def on_campaign(effects: str, rng: np.random.Generator) -> dict[str, float]:
    """Value rules of one campaign of which it is known what the offers do.

    Parameters
    ----------
    effects : str
        A key of :data:`EFFECTS`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `pays`: whether the rule by segments is said to pay though what it chose truly brings no more than the blanket,
        missing where it does; `covered`: whether the 95% interval of its gain holds what it truly brings.
    """
    rows = campaign(CUSTOMERS, EFFECTS[effects], rng)
    found = policy_value(rows, segments="segment", n_repeats=REPEATS, random_state=int(rng.integers(2**31)))
    gain, true = found.gains.iloc[0], true_gain(found.rules, EFFECTS[effects])
    said = float(gain["low"] > 0)
    return {"pays": said if true <= 0 else np.nan, "covered": float(gain["low"] <= true <= gain["high"])}


def true_gain(rules: pd.DataFrame, effects: np.ndarray) -> float:
    """Say what a rule by segments truly brings more than the blanket.

    Parameters
    ----------
    rules : pandas.DataFrame
        Of :class:`seglib.value.policy.PolicyValue`, on a campaign of :func:`seglib.value.targeting.made_up.campaign`.
    effects : ndarray, shape (s, a)
        What the offers do.

    Returns
    -------
    float
        By the shares of the repeats in which each segment got each arm.
    """
    does = np.column_stack([np.zeros(len(effects)), effects])
    segment = rules["segment"].str.rpartition(" ")[2].astype(int).to_numpy() - 1
    arm = rules["arm"].map(lambda name: int(name.rpartition(" ")[2]) if " " in name else 0).to_numpy()
    return float(((rules["chosen"] - rules["blanket"]) * rules["share"] * does[segment, arm]).sum())


def on_groups(effects: str, rng: np.random.Generator) -> dict[str, float]:
    """Ask how many segments pay among customers of three planted groups.

    Parameters
    ----------
    effects : str
        A key of :data:`GROUPS`.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `several`: whether more than one is said to pay.
    """
    rows = campaign(GROUPED, GROUPS[effects], rng)
    angle = 2 * np.pi * pd.factorize(rows["segment"], sort=True)[0] / len(GROUPS[effects])
    points = APART * np.column_stack([np.cos(angle), np.sin(angle)]) + rng.normal(size=(GROUPED, 2))
    X = pd.DataFrame(points, index=rows["customer_id"])
    seed = {"n_repeats": 2, "n_null": 39, "random_state": int(rng.integers(2**31))}
    found = two_or_twenty(X, rows.drop(columns="segment"), ks=range(1, MOST + 1), **seed)
    return {"several": float(found.k > 1)}


def _campaign(effects: str, promises: tuple[Promise, ...]) -> Study:
    return Study(
        name=f"V20 {effects}",
        setting=(
            f"6 segments, 2 offers and a control group; n = {CUSTOMERS}, skewed money, 3 folds, {REPEATS} repeats; the "
            "true gain is that of the rules as they were learned"
        ),
        replicate=partial(on_campaign, effects),
        promises=promises,
        replicates=500,
        short=12,
    )


def _groups(effects: str, promise: Promise) -> Study:
    return Study(
        name=f"V21 {effects}",
        setting=(
            f"3 planted groups, 2 offers and a control group; n = {GROUPED}, skewed money, 1 to {MOST} segments, "
            "39 draws without differences"
        ),
        replicate=partial(on_groups, effects),
        promises=(promise,),
        replicates=120,
        short=3,
    )


_SIZE = Promise("pays", "Targeting is said to pay although it does not", "at most", 0.05)
_COVERAGE = Promise("covered", "The 95% interval holds what the rule by segments truly brings", "at least", 0.95)

STUDIES = (
    _campaign("nothing works", (_SIZE, _COVERAGE)),
    _campaign("one is best for all", (_SIZE, _COVERAGE)),
    _campaign("tastes differ", (_COVERAGE,)),
    _groups("one is best for all", Promise("several", "Several segments pay although none does", "at most", 0.05)),
    _groups("three tastes", Promise("several", "Planted tastes are found to pay", "at least", 0.7)),
)
