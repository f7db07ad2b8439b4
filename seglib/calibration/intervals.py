"""Do intervals of shares and of money hold the truth? (V05, V06)

Money is tested in both forms in which page 08 has it: the mean of one group, and the difference of two.
"""

from __future__ import annotations

from functools import cache, partial

import numpy as np
from scipy import stats

from seglib.calibration.promise import Promise, Study
from seglib.value.trials.money import difference_of_means, mean_interval
from seglib.value.trials.proportions import difference_of_shares, share_interval

NOMINAL = 0.95
SHARES = (0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
SIZES = (20, 50, 100, 200)
PAIRS = ((50, 50), (200, 200), (500, 100))
LEAST = {
    "normal": (0.95, 0.95, 0.95),
    "gamma": (0.95, 0.95, 0.95),
    "lognormal 1.0": (0.91, 0.91, 0.93),
    "lognormal 1.5": (0.86, 0.87, 0.90),
}
"""Share of the intervals of a mean that hold the truth, for 20, 50 and 200 customers; of the skewed ones, at least."""


def draw_money(family: str, n: int, rng: np.random.Generator) -> tuple[np.ndarray, float]:
    """Draw money of customers.

    Parameters
    ----------
    family : {"normal", "gamma", "lognormal 1.0", "lognormal 1.5", "mostly nothing"}
        How it scatters.
    n : int
        Customers.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    ndarray, shape (n,)
        Money.
    float
        Its true mean.
    """
    if family == "normal":
        return rng.normal(10, 3, n), 10.0
    if family == "gamma":
        return rng.gamma(2, 5, n), 10.0
    if family == "mostly nothing":
        return rng.lognormal(3, 1, n) * (rng.random(n) < 0.25), 0.25 * float(np.exp(3.5))
    sigma = float(family.split()[1])
    return rng.lognormal(0, sigma, n), float(np.exp(sigma**2 / 2))


def of_a_mean(family: str, n: int, rng: np.random.Generator) -> dict[str, float]:
    """Ask whether the interval of one group's mean money holds the truth.

    Parameters
    ----------
    family : str
        See :func:`draw_money`.
    n : int
        Customers.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `held`.
    """
    values, true = draw_money(family, n, rng)
    low, high = mean_interval(values)
    return {"held": float(low <= true <= high)}


def of_a_difference(family: str, n: int, n_control: int, rng: np.random.Generator) -> dict[str, float]:
    """Ask whether the interval of an effect in money holds the truth, when the arm brings half as much again.

    Parameters
    ----------
    family : str
        See :func:`draw_money`.
    n, n_control : int
        Customers in the arm and in the control group.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `held`.
    """
    own, true = draw_money(family, n, rng)
    other, _ = draw_money(family, n_control, rng)
    sides = [(values.mean(), values.var(ddof=1), len(values)) for values in (own * 1.5, other)]
    found = difference_of_means(*sides[0], *sides[1])
    return {"held": float(found["low"] <= true / 2 <= found["high"])}


def of_a_share(rng: np.random.Generator) -> dict[str, float]:
    """Ask of one share, and of the difference of two, whether the interval holds the truth.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance: also of which share (2 to 50 %) and how many customers (20 to 200).

    Returns
    -------
    dict
        `held` by the interval of the share, `difference` by that of the difference.
    """
    n, n0 = rng.choice(SIZES, 2)
    p, p0 = rng.choice(SHARES, 2)
    x, x0 = rng.binomial(n, p), rng.binomial(n0, p0)
    low, high = share_interval(x, n)
    both = difference_of_shares(x, n, x0, n0)
    return {"held": float(low <= p <= high), "difference": float(both["low"] <= p - p0 <= both["high"])}


def of_the_worst_share(rng: np.random.Generator) -> dict[str, float]:
    """Ask the same where the share and the number of customers are those at which it holds least often.

    Parameters
    ----------
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    dict
        `held`.
    """
    n, p = _worst()
    low, high = share_interval(rng.binomial(n, p), n)
    return {"held": float(low <= p <= high)}


@cache
def _worst() -> tuple[int, float]:
    """Where, of all sizes and shares, the exact coverage is least."""
    exact = {}
    for n in SIZES:
        x = np.arange(n + 1)
        low, high = share_interval(x, np.full(n + 1, n))
        exact |= {(n, p): stats.binom.pmf(x, n, p)[(low <= p) & (p <= high)].sum() for p in SHARES}
    return min(exact, key=exact.get)


def _mean(family: str, n: int, sense: str, nominal: float) -> Study:
    return Study(
        name=f"V05 mean, {family}, n = {n}",
        setting=f"{family} money of {n} customers; 95 % interval of the mean, corrected for skewness",
        replicate=partial(of_a_mean, family, n),
        promises=(Promise("held", "The interval of mean money holds the truth", sense, nominal),),
        replicates=2_000,
        short=60,
    )


def _difference(family: str, n: int, n_control: int, sense: str, nominal: float) -> Study:
    return Study(
        name=f"V05 effect, {family}, {n} and {n_control}",
        setting=f"{family} money of {n} customers whom a campaign brings half as much again, and {n_control} without",
        replicate=partial(of_a_difference, family, n, n_control),
        promises=(Promise("held", "The interval of an effect in money holds the truth", sense, nominal),),
        replicates=2_000,
        short=60,
    )


STUDIES = (
    *(
        _mean(family, n, "at least" if "log" in family else "within", nominal)
        for family, each in LEAST.items()
        for n, nominal in zip((20, 50, 200), each, strict=True)
    ),
    *(_difference(family, *sizes, "at least", 0.94) for family in (*LEAST, "mostly nothing") for sizes in PAIRS),
    Study(
        name="V06 shares",
        setting="shares of 2 to 50 % of 20 to 200 customers, drawn anew each time; Wilson's and Newcombe's intervals",
        replicate=of_a_share,
        promises=(
            Promise("held", "The interval of a share holds the truth", "within", NOMINAL),
            Promise("difference", "The interval of a difference of shares holds the truth", "within", NOMINAL),
        ),
        replicates=4_000,
        short=100,
    ),
    Study(
        name="V06 worst share",
        setting="the share and number of customers among these at which Wilson's interval holds the truth least often",
        replicate=of_the_worst_share,
        promises=(Promise("held", "The interval of a share holds the truth", "at least", 0.92),),
        replicates=2_000,
        short=60,
    ),
)
