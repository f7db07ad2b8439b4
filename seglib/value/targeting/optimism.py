"""What does targeting seem to bring when the rule is judged by the customers that it was learned from?

Of several arms the luckiest looks best, and with more segments there is more luck: the winner's curse. The number is
shown beside the cross-fitted one so that a reader sees how far it is off, and because it is what most tools report.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from seglib.segments.summary import NORMAL_95
from seglib.value.targeting.learning import best_by_segment
from seglib.value.targeting.moments import cells
from seglib.value.targeting.trial import Trial


@dataclass(frozen=True, eq=False)
class InSample:
    """Rules as they look to the customers that taught them.

    Parameters
    ----------
    blanket : str
        The arm that seems best for all.
    by_segment : dict of str to str
        The arm that seems best for each segment.
    value, blanket_value : float
        What the rule by segments and the blanket bring a customer: means of segments, weighted by their shares.
    gain, low, high, error : float
        The difference with its 95% interval, as if the rule had not been chosen by its luck, and standard error.
    """

    blanket: str
    by_segment: dict[str, str]
    value: float
    blanket_value: float
    gain: float
    low: float
    high: float
    error: float


def in_sample(trial: Trial) -> InSample:
    """Learn a rule by segments and value it on the same customers.

    Parameters
    ----------
    trial : Trial
        The campaign.

    Returns
    -------
    InSample
        The mean of a segment of which nobody got an arm counts as nothing for that arm.
    """
    found = cells(trial.segment, trial.arm, trial.outcome, shape=(len(trial.segments), len(trial.arms)))
    blanket = int(np.argmax(found.overall - trial.cost))
    best = best_by_segment(found, trial.cost, blanket, shrunken=False)
    rows = np.arange(len(trial.segments))
    net = np.where(found.n > 0, found.mean, found.overall) - trial.cost
    value, plain = float(found.share @ net[rows, best]), float(found.share @ net[:, blanket])
    noise = np.where(np.isfinite(found.noise), found.noise, 0.0)
    other = best != blanket
    error = float(np.sqrt(found.share[other] ** 2 @ (noise[rows, best] + noise[:, blanket])[other]))
    gain = value - plain
    named = {segment: trial.arms[arm] for segment, arm in zip(trial.segments, best, strict=True)}
    ends = gain - NORMAL_95 * error, gain + NORMAL_95 * error
    return InSample(trial.arms[blanket], named, value, plain, gain, *ends, error)
