"""What will a purchase bring? The Gamma-Gamma model of money per purchase.

What single purchases of a customer bring varies by a gamma distribution (shape p) around a mean of the customer's own,
and these means vary over customers by another (shape q, scale v). A customer's mean so far is therefore pulled towards
the mean of all, the more the fewer purchases it rests on. The model takes it that money does not go with frequency:
:mod:`seglib.value.dependence` looks whether it does.

References
----------
.. [1] P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), RFM and CLV: Using Iso-value Curves for Customer Base
   Analysis, Journal of Marketing Research 42, 415-430.
.. [2] P. S. Fader and B. G. S. Hardie (2013), The Gamma-Gamma Model of Monetary Value.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy.special import gammaln, polygamma, psi

from seglib.value.maximum import Likelihood, interval_table, maximise

NAMES = ("p", "q", "v")
STARTS = ((2.0, 3.0, 1.0), (6.0, 4.0, 0.5), (40.0, 10.0, 0.2))
FEWEST = 3
"""Customers with a positive mean that three parameters need at the least."""
MANY = 4000
"""From how many of them a sample finds out where to begin."""

MoneyDraw = Callable[[np.ndarray, np.ndarray, np.ndarray, np.random.Generator], np.ndarray]


@dataclass(frozen=True, eq=False)
class GammaGamma:
    """A fitted Gamma-Gamma model.

    Parameters
    ----------
    params : dict of str to float
        ``p``, ``q``, ``v`` (in the unit of the money); missing if there were too few customers to fit.
    standard_errors : dict of str to float
        Of each parameter; missing where the likelihood is flat or at a limit.
    log_likelihood : float
        At the maximum.
    history : pandas.DataFrame
        All customers: `customer_id`, `frequency`, `monetary_value`.
    n : int
        Repeat buyers with a positive mean, to whom the model was fitted.
    covariance : numpy.ndarray
        Of the logarithms of the parameters; zero for parameters at a limit.
    converged : bool
        Whether the likelihood has a top, and the population a mean.
    notes : tuple of str
        What to know before using it, one sentence each.
    """

    params: dict[str, float]
    standard_errors: dict[str, float]
    log_likelihood: float
    history: pd.DataFrame
    n: int = 0
    covariance: np.ndarray = field(default_factory=lambda: np.full((3, 3), np.nan))
    converged: bool = True
    notes: tuple[str, ...] = ()

    @property
    def summary(self) -> pd.DataFrame:
        """The parameters with their intervals.

        Returns
        -------
        pandas.DataFrame
            `parameter`, `estimate`, `standard_error`, `low`, `high` (95%, of the logarithm, so never negative).
        """
        return interval_table(self.params, self.standard_errors, self.covariance)

    @property
    def population_mean(self) -> float:
        """Expected money per purchase of a customer of whom nothing is known.

        Returns
        -------
        float
            p v / (q - 1) for the share of repeat buyers with a positive mean, and their shrunken mean for the share of
            the others. Where the model has no mean (q <= 1, or nothing to fit), the mean of the repeat buyers' means.
        """
        x, z = _columns(self.history)
        again = (x > 0) & np.isfinite(z)
        if not again.any():
            return float("nan")
        positive = again & (z > 0)
        if not self._has_mean:
            return float(z[again].mean())
        rest = again & ~positive
        total = positive.sum() * self._mean + self._shrunk(x[rest], z[rest]).sum()
        return float(total / again.sum())

    def expected_spend(self) -> pd.Series:
        """Expected money per purchase.

        Returns
        -------
        pandas.Series
            By customer: for repeat buyers equation (5) of [2] of the module, p (v + x z) / (p x + q - 1), which is a
            weighted mean of theirs and the population's and as such holds for means of zero or less too; for the
            others `population_mean`.
        """
        x, z = _columns(self.history)
        values = np.full(len(x), self.population_mean)
        again = (x > 0) & np.isfinite(z)
        values[again] = self._shrunk(x[again], z[again]) if self._has_mean else z[again]
        return pd.Series(values, index=pd.Index(self.history["customer_id"], name="customer_id"))

    def sampler(self, rows: np.ndarray) -> MoneyDraw:
        """Prepare draws of what purchases of some customers bring.

        Parameters
        ----------
        rows : numpy.ndarray of int
            Which customers of `history`.

        Returns
        -------
        callable
            Of p, q, v; which of the rows; how many purchases each; and a source of chance: the sum of each one's
            purchases. A customer whose own mean is no gamma's (zero or less) varies like one with the population's
            mean, around the own expectation. Where the model has no mean, purchases bring what is expected.
        """
        if not self._has_mean:
            expected = self.expected_spend().to_numpy()[rows]
            return lambda params, who, n, rng: n * expected[who]
        x, total, shift = self._likened(rows)

        def draw(params: np.ndarray, who: np.ndarray, n: np.ndarray, rng: np.random.Generator) -> np.ndarray:
            p, q, v = params
            rate = rng.gamma(p * x[who] + q) / (v + total[who])
            return rng.gamma(p * n) / rate + n * shift[who]

        return draw

    def draw_means(self, rows: np.ndarray, *, n_draws: int, rng: np.random.Generator) -> np.ndarray:
        """Draw what a purchase of some customers brings on average, as uncertain as their purchases leave it.

        Parameters
        ----------
        rows : numpy.ndarray of int
            Which customers of `history`.
        n_draws : int
            How many draws.
        rng : numpy.random.Generator
            Source of chance.

        Returns
        -------
        numpy.ndarray
            Customers x draws; their mean is `expected_spend`. Where the model has no mean, all draws are alike.
        """
        expected = self.expected_spend().to_numpy()[rows, None]
        if not self._has_mean:
            return np.repeat(expected, n_draws, axis=1)
        x, total, shift = self._likened(rows)
        p, q, v = self.params.values()
        rate = rng.gamma((p * x + q)[:, None], size=(len(rows), n_draws)) / (v + total)[:, None]
        return p / rate + shift[:, None]

    def _likened(self, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Purchases, their money as if it were a gamma's, and by how much the expectation differs from that."""
        x, z = (column[rows] for column in _columns(self.history))
        x = np.where(np.isfinite(z), x, 0.0)
        like = np.where((x > 0) & (z > 0), z, self._mean)
        return x, x * like, self.expected_spend().to_numpy()[rows] - self._shrunk(x, like)

    @property
    def _has_mean(self) -> bool:
        return self.params["q"] > 1  # false where it is missing

    @property
    def _mean(self) -> float:
        p, q, v = self.params.values()
        return p * v / (q - 1)

    def _shrunk(self, x: np.ndarray, z: np.ndarray) -> np.ndarray:
        p, q, v = self.params.values()
        return p * (v + x * z) / (p * x + q - 1)


def fit_gamma_gamma(summary: pd.DataFrame) -> GammaGamma:
    """Fit the Gamma-Gamma model by maximum likelihood.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `monetary_value` (mean money of the repeat purchases), one row a customer; money of
        customers without a repeat purchase is not looked at.

    Returns
    -------
    GammaGamma
        Fitted to the repeat buyers with a positive mean. Its `notes` tell how many had none, and where the data do not
        settle a parameter.

    Raises
    ------
    ValueError
        If a column is missing, or a frequency is missing or negative.
    """
    absent = [name for name in ("customer_id", "frequency", "monetary_value") if name not in summary.columns]
    if absent:
        raise ValueError(f"`summary` of `fit_gamma_gamma` must have the column `{absent[0]}`.")
    history = summary[["customer_id", "frequency", "monetary_value"]].reset_index(drop=True)
    x, z = _columns(history)
    if not (x >= 0).all():
        raise ValueError("`summary` of `fit_gamma_gamma` must hold frequency >= 0 for every customer.")
    again = x > 0
    used = again & (z > 0) & np.isfinite(z)
    notes = _of_the_others(again, z)
    n = int(used.sum())
    if n < FEWEST:
        nothing = dict.fromkeys(NAMES, float("nan"))
        notes = (*notes, f"{n} repeat buyers with a positive mean are too few: means are used as they are.")
        return GammaGamma(nothing, dict(nothing), float("nan"), history, n, converged=False, notes=notes)
    unit = float(np.median(z[used]))
    x, z = x[used], z[used] / unit
    some = slice(None, None, max(1, n // MANY))
    top = maximise(_likelihood(x, z), STARTS, rough=_likelihood(x[some], z[some]) if n > MANY else None)
    units = np.array([1.0, 1.0, unit])
    params = dict(zip(NAMES, (top.params * units).tolist(), strict=True))
    errors = dict(zip(NAMES, (top.standard_errors * units).tolist(), strict=True))
    value = top.value - n * np.log(unit)
    if top.at_limit.any():
        notes += ("Money per purchase varies in a way that the model cannot tell: intervals of it are too narrow.",)
    if params["q"] <= 1:
        notes += ("A few purchases are so large that no mean can be relied on: observed means are used.",)
    converged = top.converged and params["q"] > 1
    return GammaGamma(params, errors, value, history, n, top.covariance, converged, notes)


def _columns(history: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    x, z = (history[name].to_numpy(float, na_value=np.nan) for name in ("frequency", "monetary_value"))
    return x, z


def _of_the_others(again: np.ndarray, z: np.ndarray) -> tuple[str, ...]:
    notes = []
    unknown, low = int((again & ~np.isfinite(z)).sum()), int((again & (z <= 0)).sum())
    if low:
        notes.append(
            f"{low:,} of {int(again.sum()):,} repeat buyers brought nothing or less per purchase: they are no part of "
            "the fit, and count with their own mean, pulled towards that of all."
        )
    if unknown:
        notes.append(f"Of {unknown:,} repeat buyers the money is not known: they count with the mean of all.")
    return tuple(notes)


def _likelihood(x: np.ndarray, z: np.ndarray) -> Likelihood:
    """Equation (1a) of [2] over customers with x purchases and a mean of z; what goes with x alone once for each x."""
    counts, of = np.unique(x, return_inverse=True)
    many, n, total = np.bincount(of).astype(float), len(x), x * z
    log_total = np.log(total)
    constant = float(np.log(z).sum())

    def at(params: np.ndarray) -> tuple[float, np.ndarray, np.ndarray]:
        p, q, v = params
        whole, log_whole = 1 / (total + v), np.log(total + v)
        shape = p * counts + q
        value = many @ (gammaln(shape) - gammaln(p * counts)) - n * (gammaln(q) - q * np.log(v)) - constant
        value += p * (x @ (log_total - log_whole)) - q * log_whole.sum()
        first, second = psi(shape), polygamma(1, shape)
        weighted, sum_whole = many * counts, whole.sum()
        x_whole = x @ whole
        slope = [
            weighted @ (first - psi(p * counts)) + x @ (log_total - log_whole),
            many @ first - n * psi(q) + n * np.log(v) - log_whole.sum(),
            n * q / v - p * x_whole - q * sum_whole,
        ]
        square = whole**2
        pq, pv, qv = weighted @ second, -x_whole, n / v - sum_whole
        curve = [
            [(weighted * counts) @ (second - polygamma(1, p * counts)), pq, pv],
            [pq, many @ second - n * polygamma(1, q), qv],
            [pv, qv, p * (x @ square) + q * square.sum() - n * q / v**2],
        ]
        return float(value), np.array(slope), np.array(curve)

    return at
