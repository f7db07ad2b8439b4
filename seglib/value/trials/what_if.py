"""What if a contact cost more, or less? What each campaign would have left, and from where on it is not proven."""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.segments.sentences import with_interval
from seglib.value.trials.campaigns import Campaigns
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.views import SAYS, arms_named

STEPS = 40


def if_a_contact_cost(campaigns: Campaigns, formatter: object) -> pd.DataFrame:
    """Compute what a contact of each campaign would have left at other costs; its effect stays as measured.

    Parameters
    ----------
    campaigns : Campaigns
        With a control group in one of them at least.
    formatter : object
        With a method ``money``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        `cost` (of a contact, all in: from nothing to the most that any of them may have brought) and for each arm, by
        its name, the margin less the cost with its interval and the verdict; no rows where no margin is known.
    """
    table = campaigns.returns[campaigns.returns["segment"] == EVERYBODY].dropna(subset=["effect", "low", "high"])
    top = table["high"].max() if len(table) else 0.0
    costs = np.linspace(0.0, top, STEPS + 1) if top > 0 else np.empty(0)
    shown = {"cost": costs}
    for name, row in zip(arms_named(table, campaigns), table.itertuples(), strict=True):
        shown[name] = [_left(row, cost, formatter) for cost in costs]
    return pd.DataFrame(shown)


def _left(row, cost: float, formatter: object) -> str:
    verdict = "pays" if row.low > cost else "loses" if row.high < cost else "not proven"
    left = with_interval(row.effect - cost, row.low - cost, row.high - cost, formatter.money)
    return f"{left} a contact: {SAYS[verdict].lower()}"
