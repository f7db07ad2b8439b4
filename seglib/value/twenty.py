"""Two or twenty, in money: what do so many segments earn that one offer for all does not?

For each number of segments customers are grouped, each group gets the arm of a randomised campaign that is best for it,
and the earnings are counted on customers who had no part in either. That some of them are put into a wrong group is in
the number. What a segment costs (words, pictures, somebody who looks after it) is taken off. Then the numbers of
segments are compared: with chance, by giving the groups' names to customers at random, and with each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.clustering.keeping import matched
from seglib.clustering.kmeans_samples import centers_of_sample
from seglib.clustering.matrix import squared_distances
from seglib.segments.summary import NORMAL_95
from seglib.value.targeting.folds import N_FOLDS, deal
from seglib.value.targeting.learning import Sample, learn
from seglib.value.targeting.trial import Trial, read_trial
from seglib.value.targeting.valuing import net_scores

N_REPEATS, N_NULL, N_BOOT = 4, 99, 400
LEVEL = 0.05
COLUMNS = (
    *("k", "n", "gain", "low", "high", "null_high", "costs", "profit", "profit_low", "profit_high"),
    *("misassigned", "loss", "within"),
)


@dataclass(frozen=True, eq=False)
class Twenty:
    """How many segments pay.

    Parameters
    ----------
    verdict : {"pays", "one", "costs_more"}
        Some number earns more than one offer for all, beyond chance; none does; or it does, but not what it costs.
        Beyond chance: the steepest gain is more than 1.96 standard errors, and at most one in twenty draws without any
        difference between groups has a steeper one.
    k : int
        The number to take: the fewest whose profit is not surely below that of the best.
    best : int
        The number with the largest profit.
    p_value : float
        In which share of the draws without differences some number of segments looks as good as the best does here.
    table : pandas.DataFrame
        One row a number of segments: `k, n` (customers of the campaign), and in money for all of them: `gain` over one
        offer for all with `low, high` (95%), `null_high` (what 19 of 20 draws without differences stay below)`, costs`
        (of the segments)`, profit` (gain less costs) with its ends, `misassigned` (share of customers whom other
        customers' groups put elsewhere than all customers' do)`, loss` (what that costs; it is off the gain already),
        and `within` (the profit is not surely below the best one).
    campaign_id, measure : str
        The campaign, and what was counted.
    segment_cost : float or None
        What a segment costs; None where nobody has said.
    """

    verdict: str
    k: int
    best: int
    p_value: float
    table: pd.DataFrame
    campaign_id: str
    measure: str
    segment_cost: float | None

    @property
    def affordable(self) -> float:
        """What a further segment may cost before the best number of segments no longer pays.

        Its gain over one offer, spread over its segments but the first; 0 where there is none.
        """
        more = self.table[self.table["k"] > 1]
        return max(0.0, float((more["gain"] / (more["k"] - 1)).max())) if len(more) else 0.0


def two_or_twenty(
    X: pd.DataFrame,
    assignments: pd.DataFrame,
    *,
    ks: Sequence[int] = tuple(range(1, 11)),
    costs: Mapping[str, float] | None = None,
    segment_cost: float | None = None,
    outcome: str | None = None,
    margin_rate: float | None = None,
    n_folds: int = N_FOLDS,
    n_repeats: int = N_REPEATS,
    n_null: int = N_NULL,
    random_state: int,
) -> Twenty | str:
    """Count what each number of segments earns in one randomised campaign.

    Parameters
    ----------
    X : pandas.DataFrame, shape (m, d)
        Index `customer_id`: what customers are grouped by, on comparable scales, without gaps, as it was before the
        campaign.
    assignments : pandas.DataFrame
        Of one campaign, as :func:`seglib.value.policy.policy_value` takes them; customers without a row in `X` are left
        out.
    ks : sequence of int, default 1 to 10
        Numbers of segments; 1 is always among them.
    costs : mapping of str to float, optional
        Cost of one contact by arm.
    segment_cost : float, optional
        What each segment costs whatever its size; left out, nothing, and the result says that it was not given.
    outcome, margin_rate : optional
        See :func:`seglib.value.policy.policy_value`.
    n_folds, n_repeats : int
        Folds, and how often customers are dealt into them.
    n_null : int, default 99
        Draws without differences between groups.
    random_state : int
        Seed.

    Returns
    -------
    Twenty or str
        A key of :data:`seglib.value.targeting.trial.LACKING` where the campaign cannot be judged.

    Raises
    ------
    ValueError
        If `assignments` hold several campaigns, or a number of segments is below 1.
    """
    if assignments.get("campaign_id", pd.Series(dtype=str)).nunique() > 1:
        raise ValueError("`assignments` of `two_or_twenty` must be of one campaign; choose one.")
    if min(ks, default=1) < 1:
        raise ValueError(f"`ks` of `two_or_twenty` must be 1 or more; got {min(ks)}.")
    rows = assignments[assignments["customer_id"].isin(X.index)]
    place = pd.Series(np.arange(len(X)), index=X.index).reindex(rows["customer_id"]).astype(str)
    told = {"costs": costs, "outcome": outcome, "margin_rate": margin_rate}
    trial = read_trial(rows, place.set_axis(rows.index), **told)
    if isinstance(trial, str):
        return trial
    points = X.loc[trial.customers].to_numpy(float)
    points = points - points.mean(axis=0)
    order = np.lexsort([*points.T[::-1], trial.outcome, trial.arm])
    different = len(np.unique(points, axis=0))
    ks = sorted({1, *(k for k in ks if k <= different)})
    found = _count(
        _taken(trial, order), points[order], ks, n_folds, n_repeats, n_null, np.random.default_rng(random_state)
    )
    return _judged(trial, ks, found, segment_cost)


def _taken(trial: Trial, order: np.ndarray) -> Trial:
    changed = {name: getattr(trial, name)[order] for name in ("customers", "arm", "outcome", "segment")}
    return Trial(**{name: getattr(trial, name) for name in Trial.__dataclass_fields__} | changed)


@dataclass(frozen=True, eq=False)
class _Counted:
    """Gains customer by customer, one array (n, number of ks) a repeat, and what chance makes of them."""

    gains: list[np.ndarray]
    nulls: list[np.ndarray]  # of each repeat: mean and variance of the mean, shape (2, n_null, number of ks)
    known: np.ndarray  # mean gain if everybody were in the group of all customers' solution
    misassigned: np.ndarray


def _count(
    trial: Trial,
    points: np.ndarray,
    ks: list[int],
    n_folds: int,
    n_repeats: int,
    n_null: int,
    rng: np.random.Generator,
) -> _Counted:
    seed = int(rng.integers(2**31))
    all_labels = _labels(points, np.ones(trial.n, dtype=int), ks, seed)
    gains, nulls = [], []
    known, wrong = np.zeros(len(ks)), np.zeros(len(ks))
    for repeat in range(n_repeats):
        fold = deal(trial.arm, n_folds=n_folds, rng=rng)
        shuffles = [rng.permutation(trial.n) for _ in range(n_null)]
        own, sums, squares = (np.zeros((rows, len(ks))) for rows in (trial.n, n_null, n_null))
        for number in range(n_folds):
            held = fold == number
            labels = _labels(points, (~held).astype(int), ks, [seed, repeat, number])
            for at, k in enumerate(ks):
                if k == 1:
                    continue
                own[held, at] = _gain(trial, labels[k], held, k)
                known[at] += _gain(trial, all_labels[k], held, k).sum() / trial.n / n_repeats
                kept = matched(all_labels[k][held], labels[k][held], k=k)
                wrong[at] += (~kept).sum() / trial.n / n_repeats
                for draw, shuffle in enumerate(shuffles):
                    by_chance = _gain(trial, labels[k][shuffle], held, k)
                    sums[draw, at] += by_chance.sum()
                    squares[draw, at] += (by_chance**2).sum()
        gains.append(own)
        mean = sums / trial.n
        nulls.append(np.stack([mean, (squares / trial.n - mean**2).clip(min=0.0) / trial.n]))
    return _Counted(gains, nulls, known, wrong)


def _labels(points: np.ndarray, weights: np.ndarray, ks: list[int], seed: int | list[int]) -> dict[int, np.ndarray]:
    """The nearest group of each customer, where the groups are made of those with a weight."""
    several = [k for k in ks if k > 1]
    centers = centers_of_sample(points, weights, ks=several, random_state=seed) if several else {}
    return {k: squared_distances(points, found).argmin(axis=1) for k, found in centers.items()}


def _gain(trial: Trial, labels: np.ndarray, held: np.ndarray, k: int) -> np.ndarray:
    """What the rule by groups brings each held customer more than the blanket; the others teach both."""
    everybody = Sample(trial.arm, labels, trial.outcome)
    told = learn(everybody.take(~held), chance=trial.chance, cost=trial.cost, n_segments=k)
    sample = everybody.take(held)
    given = told.by_segment[sample.segment]
    if (given == told.blanket).all():
        return np.zeros(len(given))
    scores = net_scores(sample, told, trial)
    return scores[np.arange(len(given)), given] - scores[:, told.blanket]


def _judged(trial: Trial, ks: list[int], found: _Counted, segment_cost: float | None) -> Twenty:
    n = trial.n
    mean = np.mean([own.mean(axis=0) for own in found.gains], axis=0)
    variance = np.mean([own.var(axis=0, ddof=1) / n for own in found.gains], axis=0)
    null_mean, null_variance = np.mean(found.nulls, axis=0)
    reached, by_chance = _steepest(mean, variance), _steepest(null_mean, null_variance)
    p_value = float((1 + (by_chance >= reached).sum()) / (1 + len(by_chance)))
    costs = (segment_cost or 0.0) * (np.array(ks) - 1)
    draws = _bootstrap(found.gains) * n
    profits, profit = draws - costs, mean * n - costs
    best = int(np.argmax(profit))
    within = np.quantile(profits[:, [best]] - profits, LEVEL / 2, axis=0) <= 0
    earns = p_value <= LEVEL and reached > NORMAL_95
    k = ks[int(np.argmax(within))] if earns else 1
    ends, profit_ends = np.quantile(draws, [0.025, 0.975], axis=0), np.quantile(profits, [0.025, 0.975], axis=0)
    columns = {"k": ks, "n": n, "gain": mean * n, "low": ends[0], "high": ends[1]}
    columns |= {"null_high": np.quantile(null_mean * n, 1 - LEVEL, axis=0), "costs": costs, "profit": profit}
    columns |= {"profit_low": profit_ends[0], "profit_high": profit_ends[1], "misassigned": found.misassigned}
    table = pd.DataFrame(columns | {"loss": (found.known - mean) * n, "within": within})[list(COLUMNS)]
    verdict = "one" if not earns else "pays" if k > 1 else "costs_more"
    return Twenty(verdict, k, ks[best], p_value, table, trial.campaign_id, trial.measure, segment_cost)


def _steepest(mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """The largest gain of all numbers of segments in standard errors; 0 where no rule differs from the blanket."""
    return np.divide(mean, np.sqrt(variance), out=np.zeros_like(mean), where=variance > 0).max(axis=-1)


def _bootstrap(gains: list[np.ndarray]) -> np.ndarray:
    """Mean gains in bootstrap samples of the customers, in turn of each repeat: their spread is that of one repeat."""
    draw = np.random.default_rng(len(gains[0]))
    parts = []
    for own in gains:
        weights = draw.poisson(1.0, size=(N_BOOT // len(gains), len(own))).astype(np.float32)
        parts.append(weights @ own / weights.sum(axis=1, keepdims=True))
    return np.concatenate(parts)
