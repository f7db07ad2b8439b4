"""Who will buy again, and how often, if customers may leave at any time? The Pareto/NBD model.

References
----------
.. [1] D. C. Schmittlein, D. G. Morrison and R. Colombo (1987), Counting Your Customers: Who Are They and What Will They
   Do Next?, Management Science 33, 1-24.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from seglib.value.fitting import fit_process
from seglib.value.gamma_lifetime import GammaLifetime
from seglib.value.repeat_buying import RepeatModel


@dataclass(frozen=True, eq=False)
class ParetoNbd(RepeatModel):
    """A fitted Pareto/NBD model.

    Parameters
    ----------
    params : dict of str to float
        ``r``, ``alpha`` (purchase rates: gamma with shape r and rate alpha, in the unit of time), ``s``, ``beta``
        (rates of leaving: gamma with shape s and rate beta).
    standard_errors, log_likelihood, history, covariance, converged, notes : see RepeatModel
        As of every :class:`seglib.value.repeat_buying.RepeatModel`.
    """

    name = "Pareto/NBD"
    process = GammaLifetime()


def fit_pareto_nbd(summary: pd.DataFrame) -> ParetoNbd:
    """Fit the Pareto/NBD model by maximum likelihood.

    Parameters
    ----------
    summary : pandas.DataFrame
        `customer_id`, `frequency`, `recency`, `T` as from :func:`seglib.value.history.purchase_history`, executed.

    Returns
    -------
    ParetoNbd
        Its `notes` say where the data do not settle a parameter.

    Raises
    ------
    ValueError
        If a number is missing or negative, a recency exceeds its T, or a customer occurs twice.
    """
    return fit_process(ParetoNbd, summary, caller="fit_pareto_nbd")
