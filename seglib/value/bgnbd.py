"""Who will buy again, and how often? The BG/NBD model, in which a customer may leave after each repeat purchase.

References
----------
.. [1] P. S. Fader, B. G. S. Hardie and K. L. Lee (2005), "Counting Your Customers" the Easy Way: An Alternative to the
   Pareto/NBD Model, Marketing Science 24, 275-284.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from seglib.value.beta_geometric import BetaGeometric
from seglib.value.fitting import fit_process
from seglib.value.repeat_buying import RepeatModel


@dataclass(frozen=True, eq=False)
class BgNbd(RepeatModel):
    """A fitted BG/NBD model.

    Who never bought again is alive for sure in this model, however long ago the only purchase was; in
    :mod:`seglib.value.mbgnbd` not.

    Parameters
    ----------
    params : dict of str to float
        ``r``, ``alpha`` (purchase rates: gamma with shape r and rate alpha, in the unit of time), ``a``, ``b`` (chance
        to be gone after a purchase: beta).
    standard_errors, log_likelihood, history, covariance, converged, notes : see RepeatModel
        As of every :class:`seglib.value.repeat_buying.RepeatModel`.
    """

    name = "BG/NBD"
    process = BetaGeometric(modified=False)


def fit_bgnbd(summary: pd.DataFrame) -> BgNbd:
    """Fit the BG/NBD model by maximum likelihood.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T` as from :func:`seglib.value.history.purchase_history`, executed.

    Returns
    -------
    BgNbd
        Its `notes` say where the data do not settle a parameter.

    Raises
    ------
    ValueError
        If a number is missing or negative, a recency exceeds its T, or a customer occurs twice.
    """
    return fit_process(BgNbd, summary, caller="fit_bgnbd")
