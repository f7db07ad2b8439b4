"""What are rules worth on customers that they were not learned from?

Customers are dealt into three folds; each fold is treated by the rules that the two others teach, and valued by doubly
robust scores. All of it is repeated with other folds and averaged: the estimate is of the rules that two thirds of the
customers teach. Where two arms are equally good, what a rule chooses and what it is worth hang together through the
customers who both teach and judge; the error of one repeat is therefore not divided by the number of repeats. With
three folds that makes up for it: where all arms are equal, the variance of the mean over many repeats is 1.0 times that
of one (with ten folds it would be far above it), which `docs/calibration.md` tests.

References
----------
.. [1] V. Chernozhukov et al. (2018), Double/debiased machine learning for treatment and structural parameters, The
   Econometrics Journal 21, C1-C68.
.. [2] S. Athey and S. Wager (2021), Policy learning with observational data, Econometrica 89, 133-161.
.. [3] A. R. Luedtke and M. J. van der Laan (2016), Statistical inference for the mean outcome under a possibly
   non-unique optimal treatment strategy, Annals of Statistics 44, 713-742.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seglib.value.targeting.folds import N_FOLDS, N_REPEATS, deal
from seglib.value.targeting.learning import Learned, Sample, arm_scores, learn
from seglib.value.targeting.trial import Trial

POLICIES = ("blanket", "segment", "individual")


@dataclass(frozen=True, eq=False)
class Valued:
    """Rules of one campaign with their values.

    Parameters
    ----------
    arms : ndarray, shape (n, a)
        What each customer would bring under each arm, net of costs: doubly robust, averaged over the repeats.
    arm_errors : ndarray, shape (a,)
        Standard errors of the means of `arms`.
    value, error : dict of str to float
        By rule: what it brings a customer, and the standard error.
    gain, gain_error : dict of str to float
        By rule: how much more than the blanket, customer by customer.
    chosen : dict of str to ndarray, shape (s, a)
        By rule: share of the repeats, folds and customers in which a segment's customers got each arm.
    """

    arms: np.ndarray
    arm_errors: np.ndarray
    value: dict[str, float]
    error: dict[str, float]
    gain: dict[str, float]
    gain_error: dict[str, float]
    chosen: dict[str, np.ndarray]


def value_rules(
    trial: Trial,
    traits: np.ndarray | None = None,
    *,
    n_folds: int = N_FOLDS,
    n_repeats: int = N_REPEATS,
    rng: np.random.Generator,
) -> Valued:
    """Learn the rules on two thirds of the customers and value them on the others, again and again.

    Parameters
    ----------
    trial : Trial
        The campaign.
    traits : ndarray, shape (n, p), optional
        What is known of each customer, on comparable scales, without gaps; without it there is no individual rule.
    n_folds, n_repeats : int
        Folds, and how often customers are dealt into them.
    rng : numpy.random.Generator
        Source of chance.

    Returns
    -------
    Valued
    """
    everybody = Sample(trial.arm, trial.segment, trial.outcome, traits)
    shape = len(trial.segments), len(trial.arms)
    names = POLICIES if traits is not None else POLICIES[:2]
    arms, squared = np.zeros((trial.n, shape[1])), np.zeros(shape[1])
    sums = {name: np.zeros(4) for name in names}  # value, its variance, gain, its variance
    chosen = {name: np.zeros(shape, dtype=int) for name in names}
    for _ in range(n_repeats):
        fold = deal(trial.segment * shape[1] + trial.arm, n_folds=n_folds, rng=rng)
        scores = np.empty(arms.shape)
        given = {name: np.empty(trial.n, dtype=int) for name in names}
        for number in range(n_folds):
            held = fold == number
            told = learn(everybody.take(~held), chance=trial.chance, cost=trial.cost, n_segments=shape[0])
            sample = everybody.take(held)
            scores[held] = net_scores(sample, told, trial)
            for name, arm in _rules(told, sample, trial.cost, names).items():
                given[name][held] = arm
        arms += scores / n_repeats
        squared += scores.var(axis=0, ddof=1) / trial.n / n_repeats
        rows = np.arange(trial.n)
        plain = scores[rows, given["blanket"]]
        for name in names:
            own = scores[rows, given[name]]
            more = own - plain
            parts = own.mean(), own.var(ddof=1) / trial.n, more.mean(), more.var(ddof=1) / trial.n
            sums[name] += np.array(parts) / n_repeats
            counted = np.bincount(trial.segment * shape[1] + given[name], minlength=shape[0] * shape[1])
            chosen[name] += counted.reshape(shape)
    sizes = n_repeats * np.bincount(trial.segment, minlength=shape[0])[:, None]
    return Valued(
        arms,
        np.sqrt(squared),
        {name: float(sums[name][0]) for name in names},
        {name: float(np.sqrt(sums[name][1])) for name in names},
        {name: float(sums[name][2]) for name in names[1:]},
        {name: float(np.sqrt(sums[name][3])) for name in names[1:]},
        {name: counts / sizes for name, counts in chosen.items()},
    )


def net_scores(sample: Sample, told: Learned, trial: Trial) -> np.ndarray:
    """Say what customers would bring under each arm, net of costs.

    Parameters
    ----------
    sample : Sample
        The customers, none of whom taught `told`.
    told : Learned
        With the model of the outcome.
    trial : Trial
        With chances and costs.

    Returns
    -------
    ndarray, shape (n, a)
    """
    expected = told.expected(sample)
    return arm_scores(sample, sample.outcome - expected, told.model, trial.chance) + expected[:, None] - trial.cost


def _rules(told: Learned, sample: Sample, cost: np.ndarray, names: tuple[str, ...]) -> dict[str, np.ndarray]:
    given = {"blanket": np.full(len(sample.arm), told.blanket), "segment": told.by_segment[sample.segment]}
    return given | ({"individual": told.arms_by_traits(sample, cost)} if "individual" in names else {})
