"""How far off may an expectation be? Draws of what customers will bring, with all that is not known about them.

Each draw takes parameters as uncertain as the data leave them, then for each customer whether he is alive, how often he
buys and what a purchase brings. Quantiles over draws are intervals of single customers; sums over customers within a
draw give those of groups, in which what is common to all does not cancel out.
"""

from __future__ import annotations

import numpy as np

from seglib.value.gamma_gamma import GammaGamma
from seglib.value.patterns import find_patterns
from seglib.value.repeat_buying import RepeatModel

CELLS = 5_000_000  # customers times draws that are held at a time
FURTHEST = 3.0  # of a logarithm from its estimate: a factor of twenty


def draw_params(params: dict[str, float], covariance: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """Draw parameters as uncertain as the likelihood leaves them.

    Parameters
    ----------
    params : dict of str to float
        Estimates.
    covariance : numpy.ndarray
        Of their logarithms; where it is missing, parameters stay what they are.
    n : int
        How many draws.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    numpy.ndarray
        One row a draw: normal in the logarithms, at most a factor of twenty from the estimate.
    """
    estimate = np.array(list(params.values()), dtype=float)
    noise = rng.standard_normal((n, len(estimate)))
    if not np.isfinite(covariance).all():
        return np.broadcast_to(estimate, noise.shape)
    eigen, axes = np.linalg.eigh(covariance)
    moved = noise * np.sqrt(np.maximum(eigen, 0.0)) @ axes.T
    return estimate * np.exp(np.clip(moved, -FURTHEST, FURTHEST))


def draw_purchases(model: RepeatModel, t: float, *, n_draws: int, random_state: int) -> np.ndarray:
    """Draw how often each customer will buy.

    Parameters
    ----------
    model : RepeatModel
        A fitted model.
    t : float
        How long, in the unit of time of its history.
    n_draws : int
        How many draws.
    random_state : int
        Seed.

    Returns
    -------
    numpy.ndarray of int
        Customers x draws.
    """
    rng = np.random.default_rng(random_state)
    found = np.zeros((len(model.history), n_draws), np.int64)
    if not model.is_silent:
        patterns = find_patterns(model.history)
        for draw, params in enumerate(draw_params(model.params, model.covariance, n_draws, rng)):
            alive = rng.random(len(patterns.of)) < model.process.p_alive(params, patterns)[patterns.of]
            who = patterns.of[alive]
            traits = tuple(one[who] for one in model.process.traits(params, patterns))
            found[alive, draw] = model.process.draw(traits, t, rng)
    return found


def draw_values(
    model: RepeatModel,
    spend: GammaGamma,
    t: float,
    *,
    worth_of_later: np.ndarray,
    groups: np.ndarray,
    level: float,
    n_draws: int,
    random_state: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw what customers will bring.

    Parameters
    ----------
    model : RepeatModel
        Of how often they buy.
    spend : GammaGamma
        Of what a purchase brings, for the same customers in the same order.
    t : float
        How long, in the unit of time of the history.
    worth_of_later : numpy.ndarray
        By customer, what a unit of money within that time is worth now, on average.
    groups : numpy.ndarray of int
        By customer, the number of the group.
    level : float
        Of the customers' intervals.
    n_draws : int
        How many draws.
    random_state : int
        Seed.

    Returns
    -------
    interval : numpy.ndarray
        Customers x (low, high).
    sums : numpy.ndarray
        Groups x draws.
    """
    rng = np.random.default_rng(random_state)
    of_rates = draw_params(model.params, model.covariance, n_draws, rng)
    of_money = draw_params(spend.params, spend.covariance, n_draws, rng)
    n = len(model.history)
    interval, sums = np.zeros((n, 2)), np.zeros((int(groups.max()) + 1, n_draws))
    ends = [0.5 - level / 2, 0.5 + level / 2]
    for start in range(0, n if not model.is_silent else 0, max(1, CELLS // n_draws)):
        rows = np.arange(start, min(n, start + max(1, CELLS // n_draws)))
        patterns, money_of = find_patterns(model.history.iloc[rows]), spend.sampler(rows)
        drawn = np.zeros((len(rows), n_draws))
        for draw, (params, of_purchase) in enumerate(zip(of_rates, of_money, strict=True)):
            alive = np.flatnonzero(rng.random(len(rows)) < model.process.p_alive(params, patterns)[patterns.of])
            traits = model.process.traits(params, patterns)
            bought = model.process.draw(tuple(one[patterns.of[alive]] for one in traits), t, rng)
            buys, bought = alive[bought > 0], bought[bought > 0]
            drawn[buys, draw] = money_of(of_purchase, buys, bought, rng) * worth_of_later[rows[buys]]
        interval[rows] = np.quantile(drawn, ends, axis=1).T
        np.add.at(sums, groups[rows], drawn)
    return interval, sums
