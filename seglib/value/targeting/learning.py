"""Which arm is best for everybody, for each segment, for each customer? Learned on some customers, for all others.

A segment, or a customer, gets another arm than the rest only as far as the difference is more than chance: differences
between arms are drawn towards that of all customers. Where segments do not differ, all get the arm that is best for
everybody.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seglib.value.targeting.moments import Cells, cells, shrink
from seglib.value.targeting.ridge import Ridge, fit_ridge


@dataclass(frozen=True, eq=False)
class Sample:
    """Customers to learn from or to judge by.

    Parameters
    ----------
    arm, segment : ndarray of int, shape (n,)
        What each got, and where each belongs.
    outcome : ndarray of float, shape (n,)
        What each brought.
    traits : ndarray, shape (n, p), or None
        What else is known of each, on comparable scales, without gaps.
    """

    arm: np.ndarray
    segment: np.ndarray
    outcome: np.ndarray
    traits: np.ndarray | None = None

    def take(self, chosen: np.ndarray) -> Sample:
        """Give some of the customers.

        Parameters
        ----------
        chosen : ndarray of bool or int
            Which ones.

        Returns
        -------
        Sample
        """
        traits = None if self.traits is None else self.traits[chosen]
        return Sample(self.arm[chosen], self.segment[chosen], self.outcome[chosen], traits)


@dataclass(frozen=True, eq=False)
class Learned:
    """What the customers of the other folds say.

    Parameters
    ----------
    blanket : int
        The arm that is best for everybody.
    by_segment : ndarray of int, shape (s,)
        The best arm of each segment.
    by_traits : dict of int to Ridge
        By arm: how much better than the blanket it is for whom, before costs; empty without traits.
    model : ndarray, shape (s, a)
        What a customer of a segment is thought to bring under an arm, beside what the traits say.
    baseline : Ridge or None
        What the traits say of the outcome, whatever the arm.
    """

    blanket: int
    by_segment: np.ndarray
    by_traits: dict[int, Ridge]
    model: np.ndarray
    baseline: Ridge | None

    def expected(self, sample: Sample) -> np.ndarray:
        """Say what the traits alone let expect of customers.

        Parameters
        ----------
        sample : Sample
            The customers.

        Returns
        -------
        ndarray, shape (n,)
            All 0 without traits.
        """
        return np.zeros(len(sample.arm)) if self.baseline is None else self.baseline.predict(sample.traits)

    def arms_by_traits(self, sample: Sample, cost: np.ndarray) -> np.ndarray:
        """Choose an arm for each customer.

        Parameters
        ----------
        sample : Sample
            The customers, with traits.
        cost : ndarray, shape (a,)
            Of one contact.

        Returns
        -------
        ndarray of int, shape (n,)
        """
        better = np.full((len(sample.arm), len(cost)), -np.inf)
        better[:, self.blanket] = 0.0
        for arm, ridge in self.by_traits.items():
            better[:, arm] = ridge.predict(sample.traits) - (cost[arm] - cost[self.blanket])
        return _best(better, self.blanket)


def learn(sample: Sample, *, chance: np.ndarray, cost: np.ndarray, n_segments: int) -> Learned:
    """Learn the three rules and the model of the outcome.

    Parameters
    ----------
    sample : Sample
        The customers to learn from.
    chance, cost : ndarray, shape (a,)
        Probability of each arm, and the cost of one contact.
    n_segments : int
        Number of segments, of which some may have nobody here.

    Returns
    -------
    Learned
        An arm that nobody here got is in no rule.
    """
    baseline = None if sample.traits is None else fit_ridge(sample.traits, sample.outcome)
    rest = sample.outcome - (0.0 if baseline is None else baseline.predict(sample.traits))
    found = cells(sample.segment, sample.arm, rest, shape=(n_segments, len(cost)))
    tried = found.n.sum(axis=0) > 0
    net = np.where(tried, found.overall - cost, -np.inf)
    blanket = int(np.argmax(net))
    model = shrink(found.mean, found.noise, found.overall)
    by_traits = {}
    if sample.traits is not None:
        scores = arm_scores(sample, rest, model, chance)
        for arm in np.flatnonzero(tried):
            if arm != blanket:
                by_traits[int(arm)] = fit_ridge(sample.traits, scores[:, arm] - scores[:, blanket])
    return Learned(blanket, best_by_segment(found, cost, blanket), by_traits, model, baseline)


def best_by_segment(found: Cells, cost: np.ndarray, blanket: int, *, shrunken: bool = True) -> np.ndarray:
    """Choose the best arm of each segment.

    Parameters
    ----------
    found : Cells
        What segments brought under each arm.
    cost : ndarray, shape (a,)
        Of one contact.
    blanket : int
        The arm that is best for all.
    shrunken : bool, default True
        Whether differences are drawn towards that of all customers; without it chance decides in small segments.

    Returns
    -------
    ndarray of int, shape (s,)
        The blanket where no other arm seems better.
    """
    net, overall = found.mean - cost, found.overall - cost
    difference, centre = net - net[:, [blanket]], overall - overall[blanket]
    noise = found.noise + found.noise[:, [blanket]]
    if shrunken:
        difference = shrink(difference, noise, centre)
    difference = np.where(np.isfinite(noise) | (shrunken & (found.n.sum(axis=0) > 0)), difference, -np.inf)
    difference[:, blanket] = 0.0
    return _best(difference, blanket)


def arm_scores(sample: Sample, rest: np.ndarray, model: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Say what each customer would bring under each arm, doubly robust: right on average whatever the model [1]_.

    Parameters
    ----------
    sample : Sample
        The customers.
    rest : ndarray, shape (n,)
        What they brought beside what their traits let expect.
    model : ndarray, shape (s, a)
        What is thought of a segment under an arm.
    chance : ndarray, shape (a,)
        Probability with which each arm was drawn: known, because it was drawn.

    Returns
    -------
    ndarray, shape (n, a)
        The model, and for the arm that a customer got how far off it was, over the arm's probability.

    References
    ----------
    .. [1] M. Dudík, J. Langford and L. Li (2011), Doubly robust policy evaluation and learning, Proceedings of the
       28th International Conference on Machine Learning, 1097-1104.
    """
    scores = model[sample.segment]
    everybody = np.arange(len(sample.arm))
    scores[everybody, sample.arm] += (rest - scores[everybody, sample.arm]) / chance[sample.arm]
    return scores


def _best(better: np.ndarray, blanket: int) -> np.ndarray:
    """The arm with the largest advantage over the blanket, where it has one."""
    return np.where(better.max(axis=1) > 0, better.argmax(axis=1), blanket)
