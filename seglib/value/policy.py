"""Does targeting pay? The best treatment for all against one for each segment and one for each customer.

Of each randomised campaign with a control group: what everybody brings if the best arm goes to all (the blanket), if
each segment gets its own best arm, and if each customer does; with intervals, net of the cost of contact. Rules are
learned on other customers than they are valued on, see :mod:`seglib.value.targeting.valuing`. What is spent once
whatever goes to whom (fixed costs) is the same for all rules and left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.segments.summary import NORMAL_95
from seglib.value.targeting.needed import customers_needed
from seglib.value.targeting.optimism import InSample, in_sample
from seglib.value.targeting.trial import LACKING, Trial, costs_of, read_trial, segment_of
from seglib.value.targeting.valuing import N_FOLDS, N_REPEATS, Valued, value_rules

LABELS = {
    "blanket": "The same for everybody",
    "segment": "By segment",
    "individual": "By customer",
}
"""Rule: its heading."""
STATED = 0.05
"""Gain that counts as worth proving, as a share of what the blanket brings."""
TABLE = ("campaign_id", "policy", "label", "measure", "n", "value", "low", "high")
GAINS = (
    *("campaign_id", "policy", "label", "measure", "n", "gain", "low", "high", "error", "verdict", "needed"),
    *("stated_gain", "needed_stated", "in_sample", "in_sample_low", "in_sample_high", "needed_in_sample"),
)
ARMS = ("campaign_id", "arm", "measure", "n", "n_assigned", "cost", "value", "low", "high", "blanket")
ABSENT = ("campaign_id", "reason", "words")
RULES = ("campaign_id", "segment", "n", "share", "arm", "chosen", "blanket", "in_sample")


@dataclass(frozen=True, eq=False)
class PolicyValue:
    """What rules for whom to treat how are worth.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a campaign and rule: `campaign_id, policy` ("blanket", "segment", "individual")`, label, measure`
        (margin, revenue or responded)`, n, value` (a customer, net of contact)`, low, high` (95%).
    gains : pandas.DataFrame
        One row a campaign and rule but the blanket: `gain` over the best blanket, `low, high, error` (of customer by
        customer differences), `verdict` ("pays", "costs" or "unproven": the interval is above 0, below, or neither),
        `needed` (customers in a campaign that would prove a gain of this size with a power of 80%; missing where there
        is none), `stated_gain` and `needed_stated` (the same for a gain that is worth proving); `in_sample,
        in_sample_low, in_sample_high`: the gain of the rule by segments as it looks to the customers that it was
        learned from, and `needed_in_sample` to prove that.
    arms : pandas.DataFrame
        One row a campaign and arm: `n_assigned, cost` (missing where it is not known), `value, low, high` if it goes to
        everybody, and `blanket`: in which share of the repeats it was the best for all.
    rules : pandas.DataFrame
        One row a campaign, segment and arm: `n, share` of the segment, `chosen` (in which share of the repeats the
        segment got this arm), `blanket` (in which all got it), `in_sample` (whether it looks best in the segment).
    absent : pandas.DataFrame
        `campaign_id, reason` (a key of :data:`seglib.value.targeting.trial.LACKING`) and `words` of campaigns that
        cannot be judged.
    notes : list of str
        What was assumed or left out.
    """

    table: pd.DataFrame
    gains: pd.DataFrame
    arms: pd.DataFrame
    rules: pd.DataFrame
    absent: pd.DataFrame
    notes: list[str]


def policy_value(
    assignments: pd.DataFrame,
    *,
    segments: pd.DataFrame | pd.Series | str,
    campaigns: pd.DataFrame | None = None,
    traits: pd.DataFrame | None = None,
    outcome: str | None = None,
    margin_rate: float | None = None,
    chances: dict[str, float] | None = None,
    stated_gain: float | None = None,
    n_folds: int = N_FOLDS,
    n_repeats: int = N_REPEATS,
    random_state: int = 0,
) -> PolicyValue:
    """Value the best blanket, the best rule by segments and the best rule by customers.

    Parameters
    ----------
    assignments : pandas.DataFrame
        The contract's table: `customer_id, arm` (with ``"control"``), `campaign_id`, and one or more of `margin,
        revenue, responded`. Arms were drawn at random.
    segments : pandas.DataFrame, pandas.Series or str
        `customer_id, segment` (and `segment_name`), a series by customer, or a column of the assignments. They must
        rest on what was known before the campaign: what it did to customers is no trait of theirs.
    campaigns : pandas.DataFrame, optional
        The contract's table: `campaign_id, arm, unit_cost`; where a cost is missing it counts as 0, and a note says so.
    traits : pandas.DataFrame, optional
        Index `customer_id`: numbers on comparable scales, from before the campaign; customers without get the mean.
        Without it there is no rule by customers.
    outcome : {"margin", "revenue", "responded"}, optional
        By what arms are compared; left out, the first of these that is known.
    margin_rate : float, optional
        Share of revenue that is margin, where margins are not known.
    chances : dict of str to float, optional
        Probability with which each arm was drawn; left out, the shares of those who were assigned.
    stated_gain : float, optional
        Gain a customer that would be worth proving; left out, a twentieth of what the blanket brings.
    n_folds, n_repeats : int
        Folds (the rule is learned on all but one), and how often customers are dealt into them.
    random_state : int, default 0
        Seed of the folds.

    Returns
    -------
    PolicyValue

    Raises
    ------
    ValueError
        If a column is missing, a customer is in two segments, or there are fewer than two folds or no repeat.

    Examples
    --------
    >>> draw = np.random.default_rng(1)
    >>> who = pd.DataFrame({"customer_id": [f"c{i}" for i in range(4000)], "type": np.tile(["a", "b"], 2000)})
    >>> who["arm"] = np.repeat(["control", "mail"], 2000)
    >>> likes = (who["arm"] == "mail") * np.where(who["type"] == "a", 2.0, -2.0)
    >>> found = policy_value(who.assign(campaign_id="c", margin=likes + draw.normal(10, 4, 4000)), segments="type")
    >>> found.gains.loc[0, ["policy", "verdict"]].tolist()
    ['segment', 'pays']
    """
    if missing := [name for name in ("customer_id", "arm") if name not in assignments.columns]:
        raise ValueError(f"`assignments` of `policy_value` must have customer_id and arm; it lacks {missing}.")
    if n_folds < 2 or n_repeats < 1:
        raise ValueError(f"`policy_value` needs two folds and one repeat or more; got {n_folds} and {n_repeats}.")
    rows = assignments if "campaign_id" in assignments.columns else assignments.assign(campaign_id="")
    where = segment_of(segments, rows)
    found: dict[str, list[dict[str, object]]] = {"table": [], "gains": [], "arms": [], "rules": [], "absent": []}
    notes: list[str] = []
    for campaign, own in rows.groupby("campaign_id", sort=True):
        costs = costs_of(campaigns, campaign)
        told = {"costs": costs, "chances": chances, "outcome": outcome, "margin_rate": margin_rate}
        trial = read_trial(own, where.loc[own.index], **told)
        if isinstance(trial, str):
            found["absent"].append({"campaign_id": campaign, "reason": trial, "words": LACKING[trial]})
            continue
        rng = np.random.default_rng(random_state)
        valued = value_rules(trial, _aligned(traits, trial), n_folds=n_folds, n_repeats=n_repeats, rng=rng)
        for name, made in _rows(trial, valued, in_sample(trial), stated_gain).items():
            found[name] += made
        notes += notes_on(trial)
    columns = {
        "table": TABLE,
        "gains": GAINS,
        "arms": ARMS,
        "rules": RULES,
        "absent": ABSENT,
    }
    frames = {name: pd.DataFrame(made, columns=list(columns[name])) for name, made in found.items()}
    return PolicyValue(**frames, notes=notes)


def notes_on(trial: Trial) -> list[str]:
    """Say what was assumed or left out of a campaign.

    Parameters
    ----------
    trial : Trial
        The campaign.

    Returns
    -------
    list of str
        Sentences.
    """
    notes = []
    if trial.measure == "responded":
        notes.append(f"Of {trial.campaign_id} only responses are known: neither money nor costs are in the numbers.")
    elif not trial.costs_known.all():
        notes.append(f"Of {trial.campaign_id} the cost of a contact is not known and counts as nothing.")
    if trial.measure == "revenue":
        notes.append(f"Of {trial.campaign_id} revenue is compared, since margins are not known.")
    for arm, n in trial.left_out.items():
        notes.append(f"In {trial.campaign_id} too few customers got {arm} ({n}) to learn anything of it.")
    return notes


def _aligned(traits: pd.DataFrame | None, trial: Trial) -> np.ndarray | None:
    """Traits of the campaign's customers; None where none is known that differs."""
    if traits is None or traits.empty:
        return None
    own = traits.reindex(trial.customers).astype(float)
    own = own.fillna(own.mean()).dropna(axis=1)
    own = own.loc[:, own.nunique() > 1]
    return own.to_numpy() if own.shape[1] else None


def _rows(
    trial: Trial, valued: Valued, naive: InSample, stated_gain: float | None
) -> dict[str, list[dict[str, object]]]:
    about = {"campaign_id": trial.campaign_id, "measure": trial.measure, "n": trial.n}
    table = [
        about | {"policy": name, "label": LABELS[name]} | _ends("value", valued.value[name], valued.error[name])
        for name in valued.value
    ]
    stated = stated_gain if stated_gain is not None else STATED * abs(valued.value["blanket"])
    gains = []
    for name, gain in valued.gain.items():
        error = valued.gain_error[name]
        row = about | {"policy": name, "label": LABELS[name], "error": error} | _ends("gain", gain, error)
        row["verdict"] = "pays" if row["low"] > 0 else "costs" if row["high"] < 0 else "unproven"
        row["needed"] = customers_needed(gain, error=error, n=trial.n)
        unlike = max(error, naive.error)  # the error where the rule often is the blanket says little of one that is not
        row |= {"stated_gain": stated, "needed_stated": customers_needed(stated, error=unlike, n=trial.n)}
        gains.append(row | (_seeming(naive, trial.n) if name == "segment" else {}))
    assigned = np.bincount(trial.arm, minlength=len(trial.arms))
    sizes = np.bincount(trial.segment, minlength=len(trial.segments))
    everybody = sizes @ valued.chosen["blanket"] / trial.n
    arms = [
        about
        | {"arm": arm, "n_assigned": int(assigned[i]), "blanket": float(everybody[i])}
        | {"cost": float(trial.cost[i]) if trial.costs_known[i] else np.nan}
        | _ends("value", float(valued.arms[:, i].mean()), float(valued.arm_errors[i]))
        for i, arm in enumerate(trial.arms)
    ]
    rules = [
        {
            "campaign_id": trial.campaign_id,
            "segment": segment,
            "n": int(sizes[s]),
            "share": float(sizes[s] / trial.n),
            "arm": arm,
            "chosen": float(valued.chosen["segment"][s, a]),
            "blanket": float(everybody[a]),
            "in_sample": naive.by_segment[segment] == arm,
        }
        for s, segment in enumerate(trial.segments)
        for a, arm in enumerate(trial.arms)
    ]
    return {"table": table, "gains": gains, "arms": arms, "rules": rules}


def _seeming(naive: InSample, n: int) -> dict[str, float]:
    ends = {"in_sample": naive.gain, "in_sample_low": naive.low, "in_sample_high": naive.high}
    return ends | {"needed_in_sample": customers_needed(naive.gain, error=naive.error, n=n)}


def _ends(name: str, value: float, error: float) -> dict[str, float]:
    return {name: value, "low": value - NORMAL_95 * error, "high": value + NORMAL_95 * error}
