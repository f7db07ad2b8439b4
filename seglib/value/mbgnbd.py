"""Who will buy again, and how often, if the first purchase may be the last? The MBG/NBD model.

References
----------
.. [1] E. P. Batislam, M. Denizel and A. Filiztekin (2007), Empirical validation and comparison of models for customer
   base analysis, International Journal of Research in Marketing 24, 201-209.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from seglib.value.beta_geometric import BetaGeometric
from seglib.value.fitting import fit_process
from seglib.value.repeat_buying import RepeatModel


@dataclass(frozen=True, eq=False)
class MbgNbd(RepeatModel):
    """A fitted MBG/NBD model.

    Who never bought again has less of a chance to be alive the longer ago the only purchase was.

    Parameters
    ----------
    params : dict of str to float
        ``r``, ``alpha`` (purchase rates: gamma with shape r and rate alpha, in the unit of time), ``a``, ``b`` (chance
        to be gone after a purchase, the first one too: beta).
    standard_errors, log_likelihood, history, covariance, converged, notes : see RepeatModel
        As of every :class:`seglib.value.repeat_buying.RepeatModel`.
    """

    name = "MBG/NBD"
    process = BetaGeometric(modified=True)


def fit_mbgnbd(summary: pd.DataFrame) -> MbgNbd:
    """Fit the MBG/NBD model by maximum likelihood.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T` as from :func:`seglib.value.history.purchase_history`, executed.

    Returns
    -------
    MbgNbd
        Its `notes` say where the data do not settle a parameter.

    Raises
    ------
    ValueError
        If a number is missing or negative, a recency exceeds its T, or a customer occurs twice.
    """
    return fit_process(MbgNbd, summary, caller="fit_mbgnbd")
