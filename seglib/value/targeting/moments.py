"""What do segments bring under each arm, and how much of that is chance? Means, drawn towards what all have in common.

A segment's mean under an arm is mostly chance where the segment is small. The model is normal-normal, as for places on
page 03, with the noise of each mean known: segments differ by ``tau``, estimated by moments [1]_. Where they differ no
more than chance would have it, ``tau`` is 0 and every segment gets what all have in common.

References
----------
.. [1] R. DerSimonian and N. Laird (1986), Meta-analysis in clinical trials, Controlled Clinical Trials 7, 177-188.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

_PRIOR = 4  # as many customers' worth of the arm's spread is added to a segment's own


@dataclass(frozen=True, eq=False)
class Cells:
    """Customers of each segment under each arm.

    Parameters
    ----------
    n, mean, noise : ndarray, shape (s, a)
        How many there are, what they brought on average, and the variance of that average; mean 0 and infinite noise
        where there is nobody.
    share : ndarray, shape (s,)
        Share of all customers in each segment.
    """

    n: np.ndarray
    mean: np.ndarray
    noise: np.ndarray
    share: np.ndarray

    @property
    def overall(self) -> np.ndarray:
        """Mean of each arm, as if it had gone to all: segments by their shares, not by who happened to get it.

        Where a segment has nobody under an arm, the mean of those who had it stands in.
        """
        seen = self.n > 0
        total = (self.share[:, None] * self.mean * seen).sum(axis=0)
        weight = (self.share[:, None] * seen).sum(axis=0)
        return np.divide(total, weight, out=np.zeros_like(total), where=weight > 0)


def cells(segment: np.ndarray, arm: np.ndarray, values: np.ndarray, *, shape: tuple[int, int]) -> Cells:
    """Count and average customers by segment and arm.

    Parameters
    ----------
    segment, arm : ndarray of int, shape (n,)
        Positions of each customer.
    values : ndarray of float, shape (n,)
        What each brought.
    shape : tuple of int
        Number of segments and arms.

    Returns
    -------
    Cells
    """
    where = segment * shape[1] + arm
    size = shape[0] * shape[1]
    n, total, squares = (
        np.bincount(where, weights=weights, minlength=size).reshape(shape) for weights in (None, values, values**2)
    )
    mean = np.divide(total, n, out=np.zeros(shape), where=n > 0)
    inner = (squares - n * mean**2).clip(min=0.0)
    pooled = inner.sum(axis=0) / (n - 1).clip(min=0).sum(axis=0).clip(min=1)
    spread = (inner + _PRIOR * pooled) / ((n - 1).clip(min=0) + _PRIOR)
    noise = np.divide(spread, n, out=np.full(shape, np.inf), where=n > 0)
    return Cells(n, mean, noise, n.sum(axis=1) / max(n.sum(), 1))


def shrink(estimate: np.ndarray, noise: np.ndarray, centre: np.ndarray) -> np.ndarray:
    """Draw the segments' numbers towards what they have in common, each by how much of it is chance.

    Parameters
    ----------
    estimate, noise : ndarray, shape (s, a)
        Numbers of the segments and the variance of each; infinite where nothing is known.
    centre : ndarray, shape (a,)
        What all have in common.

    Returns
    -------
    ndarray, shape (s, a)
        Between `estimate` and `centre`.
    """
    weight = np.divide(1.0, noise, out=np.zeros_like(noise), where=np.isfinite(noise) & (noise > 0))
    total, squares = weight.sum(axis=0), (weight**2).sum(axis=0)
    middle = np.divide((weight * estimate).sum(axis=0), total, out=np.zeros_like(total), where=total > 0)
    spread = (weight * (estimate - middle) ** 2).sum(axis=0) - ((weight > 0).sum(axis=0) - 1)
    scale = total - np.divide(squares, total, out=np.zeros_like(total), where=total > 0)
    tau2 = np.divide(spread, scale, out=np.zeros_like(scale), where=scale > 1e-12 * total).clip(min=0.0)
    own = np.where(np.isfinite(noise), tau2, 0.0)
    own = np.divide(own, own + noise, out=np.zeros_like(noise), where=np.isfinite(noise) & (own + noise > 0))
    return centre + own * (estimate - centre)
