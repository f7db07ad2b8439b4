"""Campaigns that are made up, so that it is known what each arm does to each segment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from seglib.features.responses import CONTROL
from seglib.value.policy import policy_value

BUYS, LOG_MEAN, LOG_SPREAD = 0.2, 3.4, 0.8
"""One in five buys; what buyers spend is lognormal, 41 on average."""
MEAN = float(np.exp(LOG_MEAN + LOG_SPREAD**2 / 2))
SEGMENTS = (2, 6, 20)


def campaign(n: int, effects: np.ndarray, rng: np.random.Generator) -> pd.DataFrame:
    """Make up a campaign.

    Parameters
    ----------
    n : int
        Number of customers; segments and arms are drawn evenly.
    effects : ndarray, shape (s, a)
        How much more a customer of a segment brings under an arm than under the control, on average: more of them buy.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        `campaign_id, customer_id, segment, arm, margin`: the assignments, with each customer's segment.

    Raises
    ------
    ValueError
        If an effect is larger than buying can make it.
    """
    if (np.abs(effects) > BUYS * MEAN).any():
        raise ValueError(f"`effects` of `campaign` must be within ±{BUYS * MEAN:.1f}; got {np.abs(effects).max()}.")
    segment, arm = rng.permutation(n) % effects.shape[0], rng.permutation(n) % (effects.shape[1] + 1)
    more = np.column_stack([np.zeros(len(effects)), effects])[segment, arm] / MEAN
    spent = np.exp(rng.normal(LOG_MEAN, LOG_SPREAD, n)) * (rng.random(n) < BUYS + more)
    names = np.array([CONTROL, *(f"offer {number}" for number in range(1, effects.shape[1] + 1))])
    return pd.DataFrame(
        {
            "campaign_id": "made up",
            "customer_id": [f"c{number}" for number in range(n)],
            "segment": np.char.add("segment ", (segment + 1).astype(str)),
            "arm": names[arm],
            "margin": spent,
        }
    )


def winners_curse(
    *, n: int = 1500, n_draws: int = 30, segments: Sequence[int] = SEGMENTS, random_state: int
) -> pd.DataFrame:
    """Let rules choose between two offers that do nothing, and look at what they seem to bring.

    Parameters
    ----------
    n : int, default 1500
        Customers of each campaign.
    n_draws : int, default 30
        Campaigns for each number of segments.
    segments : sequence of int, default (2, 6, 20)
        Numbers of segments.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a number of segments: `segments`, `true` (what targeting brings: 0), `in_sample` and `cross_fitted`
        (what it seems to bring a customer, on average), `deceived` and `deceived_cross_fitted` (share of the campaigns
        whose interval lies above 0), `n` (campaigns).
    """
    rows = []
    for number in segments:
        rng = np.random.default_rng([random_state, number])
        made = (campaign(n, np.zeros((number, 2)), rng) for _ in range(n_draws))
        found = pd.concat([policy_value(one, segments="segment", n_repeats=3).gains for one in made])
        row = {"segments": number, "true": 0.0, "in_sample": found["in_sample"].mean()}
        row |= {"cross_fitted": found["gain"].mean(), "deceived": (found["in_sample_low"] > 0).mean()}
        rows.append(row | {"deceived_cross_fitted": (found["low"] > 0).mean(), "n": n_draws})
    return pd.DataFrame(rows)
