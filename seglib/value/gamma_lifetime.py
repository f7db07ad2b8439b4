"""How do customers buy and leave, if they leave at any time, unseen? The process under the Pareto/NBD model.

While alive, a customer buys at random at a rate of the customer's own, and may leave at any moment, also at a rate of
the customer's own. Both rates vary over customers by gamma distributions: (r, alpha) and (s, beta). When a customer
left, if so, is not known: the likelihood is a sum over the moments from the last purchase on. It is taken here by
quadrature, every term of which is positive and has simple derivatives, in place of hypergeometric functions.

References
----------
.. [1] D. C. Schmittlein, D. G. Morrison and R. Colombo (1987), Counting Your Customers: Who Are They and What Will They
   Do Next?, Management Science 33, 1-24.
.. [2] P. S. Fader and B. G. S. Hardie (2005), A Note on Deriving the Pareto/NBD Model and Related Expressions.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import exprel, gammaln, polygamma, psi

from seglib.value.maximum import Likelihood
from seglib.value.patterns import Patterns
from seglib.value.process import Traits, last_of, negative_binomial, none_bought

NODES, WEIGHTS = np.polynomial.legendre.leggauss(32)
NODES, WEIGHTS = (1 + NODES) / 2, WEIGHTS / 2
NOTHING = 45.0  # fall of a logarithm after which what follows adds nothing
ROWS = 2**14  # histories at a time, so that nodes times histories fit the processor's cache
FOR_GOOD = 600.0  # of a logarithm: who would leave only after e^600 weeks stays for good


@dataclass(frozen=True)
class GammaLifetime:
    """The process of Pareto/NBD."""

    names = ("r", "alpha", "s", "beta")
    times = (False, True, False, True)
    starts = ((1.0, 1.0, 1.0, 1.0), (0.5, 0.3, 0.6, 0.4), (3.0, 0.5, 0.5, 2.0))

    def likelihood(self, patterns: Patterns) -> Likelihood:
        """Prepare the log-likelihood of histories.

        Parameters
        ----------
        patterns : Patterns
            The histories.

        Returns
        -------
        callable
            Of r, alpha, s, beta.
        """
        x, w = patterns.x, patterns.weight
        counts, of = np.unique(x, return_inverse=True)
        many, n = np.bincount(of, weights=w), float(w.sum())

        def at(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            r, alpha, s, beta = params
            value = many @ gammaln(r + counts) + n * (r * np.log(alpha) + s * np.log(beta) - gammaln(r))
            slope = np.array(
                [many @ psi(r + counts) + n * (np.log(alpha) - psi(r)), n * r / alpha, n * np.log(beta), n * s / beta]
            )
            curve = np.zeros((4, 4))
            curve[0, 0] = many @ polygamma(1, r + counts) - n * polygamma(1, r)
            curve[1, 1], curve[3, 3] = -n * r / alpha**2, -n * s / beta**2
            curve[[0, 1], [1, 0]] = n / alpha
            curve[[2, 3], [3, 2]] = n / beta
            for start in range(0, len(x), ROWS):
                parts = _parts(params, *(one[start : start + ROWS] for one in (x, patterns.t_x, patterns.T, w)))
                value, slope, curve = value + parts[0], slope + parts[1], curve + parts[2]
            return float(value), slope, curve

        return at

    def p_alive(self, params: np.ndarray, patterns: Patterns) -> np.ndarray:
        """Probability of each history's customers to be alive.

        Parameters
        ----------
        params : numpy.ndarray
            The parameters r, alpha, s, beta.
        patterns : Patterns
            The histories.

        Returns
        -------
        numpy.ndarray
            In [0, 1].
        """
        found = np.empty(len(patterns.x))
        for start in range(0, len(found), ROWS):
            rows = slice(start, start + ROWS)
            _, terms = _terms(params, patterns.x[rows], patterns.t_x[rows], patterns.T[rows])
            found[rows] = _log_sum(terms)[1][-1]
        return found

    def traits(self, params: np.ndarray, patterns: Patterns) -> Traits:
        """What a history tells of a customer who is alive.

        Parameters
        ----------
        params : numpy.ndarray
            The parameters r, alpha, s, beta.
        patterns : Patterns
            The histories.

        Returns
        -------
        tuple of numpy.ndarray
            Shape and rate of the customer's rate of buying, and of that of leaving.
        """
        r, alpha, s, beta = params
        return r + patterns.x, alpha + patterns.T, np.full(len(patterns.x), s), beta + patterns.T

    def expected(self, traits: Traits, t: float | np.ndarray) -> np.ndarray:
        """Expected purchases of customers who are alive: equation (22) of [2] of the module, which holds at s = 1 too.

        Parameters
        ----------
        traits : tuple of numpy.ndarray
            From `traits`.
        t : float or numpy.ndarray
            How long.

        Returns
        -------
        numpy.ndarray
            Not negative; with several times one row for each.
        """
        shape, rate, s, beta = traits
        longer = np.log1p((t[:, None] if np.ndim(t) else t) / beta)
        return shape / rate * beta * longer * exprel((1 - s) * longer)

    def chance(self, traits: Traits, t: float, n: np.ndarray) -> np.ndarray:
        """Probability of just n purchases by customers who are alive.

        Parameters
        ----------
        traits : tuple of numpy.ndarray
            From `traits`.
        t : float
            How long.
        n : numpy.ndarray of int
            How many, for each.

        Returns
        -------
        numpy.ndarray
            In [0, 1].
        """
        shape, rate, s, beta = traits
        found = none_bought(s, beta, t) * negative_binomial(shape, rate, t, n)
        span = np.log1p(t / beta)
        for node, weight in zip(NODES, WEIGHTS, strict=True):  # left when the logarithm had grown by that share
            left = beta * np.expm1(node * span)
            found = found + weight * span * s * np.exp(-s * node * span) * negative_binomial(shape, rate, left, n)
        return found

    def none(self, traits: Traits, t: float) -> np.ndarray:
        """Probability of no purchase by customers who are alive.

        Parameters
        ----------
        traits : tuple of numpy.ndarray
            From `traits`.
        t : float
            How long.

        Returns
        -------
        numpy.ndarray
            In [0, 1].
        """
        return self.chance(traits, t, np.zeros(len(traits[0])))

    def draw(self, traits: Traits, t: float, rng: np.random.Generator) -> np.ndarray:
        """Draw the purchases to come of customers who are alive.

        Parameters
        ----------
        traits : tuple of numpy.ndarray
            From `traits`.
        t : float
            How long.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        numpy.ndarray of int
            One number each.
        """
        shape, rate, s, beta = traits
        leaves = beta * np.expm1(np.minimum(rng.exponential(size=len(s)) / s, FOR_GOOD))
        return rng.poisson(rng.gamma(shape) / rate * np.minimum(leaves, t))

    def draw_history(
        self, params: np.ndarray, T: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw customers from their first purchase on.

        Parameters
        ----------
        params : numpy.ndarray
            The parameters r, alpha, s, beta.
        T : numpy.ndarray
            How long each is observed.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        x, t_x, alive : numpy.ndarray
            Repeat purchases, the time of the last, and whether the customer is alive at T.
        """
        r, alpha, s, beta = params
        leaves = beta * np.expm1(np.minimum(rng.exponential(size=len(T)) / s, FOR_GOOD))
        end = np.minimum(leaves, T)
        x = rng.poisson(rng.gamma(r, 1 / alpha, len(T)) * end)
        return x, last_of(x, end, rng), leaves > T


def _terms(params: np.ndarray, x: np.ndarray, t_x: np.ndarray, T: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Moments at which a customer may have left and, in the last row, T; with the logarithm of each one's likelihood.

    Moments are spread evenly in the logarithm of the smaller scale plus time, where the integrand is smooth whatever
    the parameters, and end where it has fallen to nothing. What does not depend on the moment is left out.
    """
    r, alpha, s, beta = params
    bought = r + x
    furthest = NOTHING / bought, np.full(len(x), NOTHING / (s + 1))
    ends = ((scale + t_x) * np.expm1(far) for scale, far in zip((alpha, beta), furthest, strict=True))
    gap = np.minimum(T - t_x, np.minimum(*ends))
    scale = min(alpha, beta)
    span = np.log1p(gap / (scale + t_x))
    moments = np.vstack([t_x + (scale + t_x) * np.expm1(NODES[:, None] * span), T])
    terms = -bought * np.log(alpha + moments) - s * np.log(beta + moments)
    with np.errstate(divide="ignore"):  # no time to leave in: a likelihood of zero
        terms[:-1] += np.log(s * WEIGHTS[:, None] * span * (scale + moments[:-1]) / (beta + moments[:-1]))
    return moments, terms


def _log_sum(terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of the sum over rows of what the terms are logarithms of, and each row's share of the sum."""
    top = terms.max(axis=0)
    share = np.exp(terms - top)
    whole = share.sum(axis=0)
    return top + np.log(whole), share / whole


def _parts(
    params: np.ndarray, x: np.ndarray, t_x: np.ndarray, T: np.ndarray, w: np.ndarray
) -> tuple[float, np.ndarray, np.ndarray]:
    """Logarithm of the sum over moments, and its derivatives: moments of the terms' derivatives."""
    r, alpha, s, beta = params
    moments, terms = _terms(params, x, t_x, T)
    whole, share = _log_sum(terms)
    bought, left = r + x, np.full(len(moments), s + 1.0)
    left[-1] = s
    a, b = 1 / (alpha + moments), 1 / (beta + moments)
    rate = np.full(moments.shape, 1 / s)
    rate[-1] = 0.0
    each = np.array([np.log(a), -bought * a, rate + np.log(b), -left[:, None] * b])
    mean = (each * share).sum(axis=1)
    weighted = share * w
    flat = each.reshape(4, -1)
    curve = (flat * weighted.ravel()) @ flat.T - (mean * w) @ mean.T
    curve[1, 1] += (weighted * bought * a**2).sum()
    curve[2, 2] -= weighted[:-1].sum() / s**2
    curve[3, 3] += (weighted * left[:, None] * b**2).sum()
    curve[[0, 1], [1, 0]] -= (weighted * a).sum()
    curve[[2, 3], [3, 2]] -= (weighted * b).sum()
    return float(w @ whole), mean @ w, curve
