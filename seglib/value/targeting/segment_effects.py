"""What does each arm do to each segment, if chance is taken out? Differences from the control, drawn together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.segments.summary import NORMAL_95
from seglib.value.targeting.moments import cells, shrink_weights
from seglib.value.targeting.trial import costs_of, read_trial, segment_of

COLUMNS = ("campaign_id", "measure", "segment", "arm", "n", "n_arm", "raw", "effect", "low", "high", "cost", "worth")


def segment_effects(
    assignments: pd.DataFrame,
    *,
    segments: pd.DataFrame | pd.Series | str,
    campaigns: pd.DataFrame | None = None,
    outcome: str | None = None,
    margin_rate: float | None = None,
) -> pd.DataFrame:
    """Estimate how much more a customer of each segment brings under each arm than under the control.

    Parameters
    ----------
    assignments, segments, campaigns, outcome, margin_rate
        As :func:`seglib.value.policy.policy_value` takes them.

    Returns
    -------
    pandas.DataFrame
        One row a campaign that can be judged, segment and arm: `n` customers of the segment in the campaign, `n_arm` of
        them under the arm, `raw` (the plain difference), `effect` (drawn towards that of all customers by how much of
        it is chance) with `low, high` (95%), `cost` of a contact, and `worth`: what a customer who brought anything
        brought on average, missing where nobody did.
    """
    rows = assignments if "campaign_id" in assignments.columns else assignments.assign(campaign_id="")
    where = segment_of(segments, rows)
    made = []
    for campaign, own in rows.groupby("campaign_id", sort=True):
        told = {"costs": costs_of(campaigns, campaign), "outcome": outcome, "margin_rate": margin_rate}
        trial = read_trial(own, where.loc[own.index], **told)
        if isinstance(trial, str):
            continue
        found = cells(trial.segment, trial.arm, trial.outcome, shape=(len(trial.segments), len(trial.arms)))
        raw, noise = found.mean - found.mean[:, [0]], found.noise + found.noise[:, [0]]
        centre = found.overall - found.overall[0]
        own_share = shrink_weights(raw, noise)
        finite = np.where(np.isfinite(noise), noise, 0.0)
        common = (found.share[:, None] ** 2 * finite).sum(axis=0)
        effect = centre + own_share * (raw - centre)
        half = NORMAL_95 * np.sqrt(own_share * finite + (1 - own_share) ** 2 * common)
        brought = trial.outcome > 0
        for s, a in np.ndindex(found.n.shape):
            if a == 0:
                continue
            bought = trial.outcome[brought & (trial.segment == s)]
            made.append(
                {
                    "campaign_id": campaign,
                    "measure": trial.measure,
                    "segment": trial.segments[s],
                    "arm": trial.arms[a],
                    "n": int(found.n[s].sum()),
                    "n_arm": int(found.n[s, a]),
                    "raw": float(raw[s, a]) if np.isfinite(noise[s, a]) else np.nan,
                    "effect": float(effect[s, a]),
                    "low": float(effect[s, a] - half[s, a]),
                    "high": float(effect[s, a] + half[s, a]),
                    "cost": float(trial.cost[a]),
                    "worth": float(bought.mean()) if len(bought) else np.nan,
                }
            )
    return pd.DataFrame(made, columns=list(COLUMNS))
