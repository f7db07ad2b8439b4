"""How do customers buy and leave, if they leave right after a purchase? The process under BG/NBD and MBG/NBD.

While alive, a customer buys at random at a rate of the customer's own; after each purchase the customer may be gone for
good, with a chance of the customer's own. Rates vary over customers by a gamma distribution (shape r, rate alpha),
chances by a beta (a, b). In the modified model the first purchase of all may be the last, too. What a history tells
about a customer who is alive is again such a pair of distributions, so that one set of formulas serves new customers
and known ones.

References
----------
.. [1] P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the
   Pareto/NBD Model, Marketing Science 24, 275-284.
.. [2] E. P. Batislam, M. Denizel and A. Filiztekin (2007), Empirical validation and comparison of models for customer
   base analysis, International Journal of Research in Marketing 24, 201-209.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, betaln, digamma, expit, gammaln, polygamma

from seglib.value.maximum import Likelihood
from seglib.value.patterns import Patterns
from seglib.value.process import Traits, last_of, negative_binomial, none_bought

PANELS = 4  # in each of which Gauss's rule is used
GAUSS, SHARES = np.polynomial.legendre.leggauss(24)
NODES = np.concatenate([((1 + GAUSS) / 2 + panel) / PANELS for panel in range(PANELS)])
WEIGHTS = np.tile(SHARES / 2 / PANELS, PANELS)
ROWS = 2**12  # histories at a time, so that nodes times histories stay small
LEAST = 1e-12  # chances below are no different from none
SAME = 1e-10  # a relative difference that is none
NOTHING = 1e-14  # a probability that adds nothing


@dataclass(frozen=True)
class BetaGeometric:
    """The process of BG/NBD, or of MBG/NBD.

    Parameters
    ----------
    modified : bool
        Whether the first purchase may be the last.
    """

    modified: bool
    names = ("r", "alpha", "a", "b")
    times = (False, True, False, False)
    starts = ((1.0, 1.0, 1.0, 1.0), (0.25, 0.15, 0.8, 2.5), (3.0, 0.5, 0.5, 8.0))

    def likelihood(self, patterns: Patterns) -> Likelihood:
        """Prepare the log-likelihood of histories: equation (6) of [1] of the module, or its twin of [2].

        Parameters
        ----------
        patterns : Patterns
            The histories.

        Returns
        -------
        callable
            Of r, alpha, a, b.
        """
        x, T, w = patterns.x, patterns.T, patterns.weight
        counts, of = np.unique(x, return_inverse=True)
        many, n = np.bincount(of, weights=w), float(w.sum())
        tries = counts + self.modified
        again = slice(None) if self.modified else x > 0
        x_, t_, T_, w_ = x[again], patterns.t_x[again], T[again], w[again]
        last_ = x_ if self.modified else x_ - 1

        def at(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
            r, alpha, a, b = params
            end, end_, then_ = 1 / (alpha + T), 1 / (alpha + T_), 1 / (alpha + t_)
            shape_, left_ = r + x_, 1 / (b + last_)
            fell = np.log(then_ / end_)
            odds = np.log(a * left_) + shape_ * fell  # of being gone
            gone = expit(odds)
            log_end, weighted = np.log(end), w_ * gone
            value = (
                many @ (gammaln(r + counts) + betaln(a, b + tries))
                + n * (r * np.log(alpha) - gammaln(r) - betaln(a, b))
                + w @ ((r + x) * log_end)
                + w_ @ np.logaddexp(0.0, odds)
            )
            parts = np.array([fell, shape_ * (end_ - then_), np.full_like(fell, 1 / a), -left_])
            both = digamma(a + b + tries)
            slope = parts @ weighted + [
                many @ digamma(r + counts) + n * (np.log(alpha) - digamma(r)) + w @ log_end,
                n * r / alpha - w @ ((r + x) * end),
                n * digamma(a + b) - many @ both,
                many @ (digamma(b + tries) - both) + n * (digamma(a + b) - digamma(b)),
            ]
            curve = (parts * (weighted * (1 - gone))) @ parts.T
            curve[0, 0] += many @ polygamma(1, r + counts) - n * polygamma(1, r)
            curve[1, 1] += weighted @ (shape_ * (then_**2 - end_**2)) + w @ ((r + x) * end**2) - n * r / alpha**2
            cross = n / alpha - w @ end + weighted @ (end_ - then_)
            curve[[0, 1], [1, 0]] += cross
            mixed = n * polygamma(1, a + b) - many @ polygamma(1, a + b + tries)
            curve[2:, 2:] += mixed
            curve[2, 2] -= weighted.sum() / a**2
            curve[3, 3] += weighted @ left_**2 + many @ polygamma(1, b + tries) - n * polygamma(1, b)
            return float(value), slope, curve

        return at

    def p_alive(self, params: np.ndarray, patterns: Patterns) -> np.ndarray:
        """Probability of each history's customers to be alive.

        Parameters
        ----------
        params : numpy.ndarray
            The parameters r, alpha, a, b.
        patterns : Patterns
            The histories.

        Returns
        -------
        numpy.ndarray
            In [0, 1].
        """
        r, alpha, a, b = params
        x, t_x, T = patterns.x, patterns.t_x, patterns.T
        may = np.ones(len(x), bool) if self.modified else x > 0
        odds = np.full(len(x), -np.inf)
        last = b + x[may] - (not self.modified)
        odds[may] = np.log(a / last) + (r + x[may]) * np.log((alpha + T[may]) / (alpha + t_x[may]))
        return expit(-odds)

    def traits(self, params: np.ndarray, patterns: Patterns) -> Traits:
        """What a history tells of a customer who is alive.

        Parameters
        ----------
        params : numpy.ndarray
            The parameters r, alpha, a, b.
        patterns : Patterns
            The histories.

        Returns
        -------
        tuple of numpy.ndarray
            Shape and rate of the customer's rate, a and b of the customer's chance to be gone after a purchase.
        """
        r, alpha, a, b = params
        x = patterns.x
        return r + x, alpha + patterns.T, np.full(len(x), a), b + x + self.modified

    def expected(self, traits: Traits, t: float | np.ndarray) -> np.ndarray:
        """Expected purchases of customers who are alive: the bracket of equation (10) of [1] of the module.

        The mean over chances p of (1 - exp(-rate p t)) / p is taken by quadrature, which also holds at a = 1 and for
        hundreds of purchases, where the hypergeometric function does not.

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
        shape, rate, a, b = traits
        times = np.atleast_1d(t)
        kinds, of = np.unique(np.column_stack([a, b]), axis=0, return_inverse=True)
        least = SAME / max(float(((shape + 1) / rate).max() * times.max()), SAME)
        nodes, weights = _over_chances(*kinds.T, least=least)
        found = np.empty((len(times), len(shape)))
        for start in range(0, len(shape), ROWS):
            rows = slice(start, start + ROWS)
            p, over_p = nodes[of[rows]], (weights / nodes)[of[rows]]
            for row, time in enumerate(times):
                bought = -np.expm1(-shape[rows, None] * np.log1p(p * (time / rate[rows, None])))
                found[row, rows] = (bought * over_p).sum(axis=1)
        return found if np.ndim(t) else found[0]

    def chance(self, traits: Traits, t: float, n: np.ndarray) -> np.ndarray:
        """Probability of just n purchases by customers who are alive: equation (8) of [1] of the module.

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
        shape, rate, a, b = traits
        stays = np.exp(betaln(a, b + n) - betaln(a, b)) * negative_binomial(shape, rate, t, n)
        positive = np.maximum(n, 1)
        leaves = np.exp(betaln(a + 1, b + positive - 1) - betaln(a, b)) * betainc(positive, shape, t / (rate + t))
        return stays + np.where(n > 0, leaves, 0.0)

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
            In [0, 1]: nobody leaves without a purchase.
        """
        return none_bought(traits[0], traits[1], t)

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
        shape, rate, a, b = traits
        wanted = rng.poisson(rng.gamma(shape) / rate * t)
        return np.minimum(wanted, rng.geometric(np.maximum(rng.beta(a, b), LEAST)))

    def draw_history(
        self, params: np.ndarray, T: np.ndarray, rng: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Draw customers from their first purchase on.

        Parameters
        ----------
        params : numpy.ndarray
            The parameters r, alpha, a, b.
        T : numpy.ndarray
            How long each is observed.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        x, t_x, alive : numpy.ndarray
            Repeat purchases, the time of the last, and whether the customer is alive at T.
        """
        r, alpha, a, b = params
        n = len(T)
        rate = rng.gamma(r, 1 / alpha, n)
        final = rng.geometric(np.maximum(rng.beta(a, b, n), LEAST)) - self.modified  # repeat after which one is gone
        lasts = rng.gamma(np.maximum(final, 1)) / rate * (final > 0)
        alive = lasts > T
        x = final.copy()
        x[alive] = rng.binomial(final[alive] - 1, T[alive] / lasts[alive])
        return x, np.where(alive, last_of(x, T, rng), lasts), alive


def _over_chances(a: np.ndarray, b: np.ndarray, *, least: float) -> tuple[np.ndarray, np.ndarray]:
    """Nodes and weights for means over beta distributions, one row each.

    Nodes are spread by Gauss's rule over the log-odds, where beta densities are smooth whatever a and b; the first and
    the last stand for all chances beyond, the first at most `least`, below which chances make no difference.
    """
    low = np.maximum(betaincinv(a, b, NOTHING), min(least, 0.5))
    high = np.maximum(np.minimum(betaincinv(a, b, 1 - NOTHING), 1 - SAME), low)
    ends = np.log(low / (1 - low)), np.log(high / (1 - high))
    odds = ends[0][:, None] + NODES * (ends[1] - ends[0])[:, None]
    density = -a[:, None] * np.logaddexp(0, -odds) - b[:, None] * np.logaddexp(0, odds) - betaln(a, b)[:, None]
    inner = WEIGHTS * (ends[1] - ends[0])[:, None] * np.exp(density)
    weights = np.column_stack([betainc(a, b, low), inner, betainc(b, a, 1 - high)])
    return np.column_stack([low, expit(odds), high]), weights / weights.sum(axis=1, keepdims=True)
