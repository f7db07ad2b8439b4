"""How often does the interval hold the truth, for amounts as skewed as these? Made-up campaigns tell.

No method covers for every kind of money: a few very large amounts that have not come yet cannot be seen. So campaigns
of the same size are made up, with the same share of customers who bring money and amounts that scatter as widely, and
it is counted how often the interval holds what is then known to be true.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.features.responses import CONTROL
from seglib.value.trials.money import difference_of_means
from seglib.value.trials.outcomes import EVERYBODY

CAMPAIGNS = 1_000
_AMOUNTS = 5_000_000  # at most, that are drawn for one row


def coverage_like(rows: pd.DataFrame, *, outcome: str = "margin", least: int = 2, random_state: int) -> pd.DataFrame:
    """Count how often Welch's interval holds the truth in made-up campaigns like these.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`seglib.value.trials.outcomes.read_outcomes`.
    outcome : {"margin", "revenue"}
        The money.
    least : int
        Customers that the arm and the control group need.
    random_state : int
        Seed.

    Returns
    -------
    pandas.DataFrame
        One row a campaign, arm and segment that is large enough: `campaign_id, arm, segment, n, n_control`, `made_up`
        (campaigns) and `covered` (share of them). Amounts are lognormal where all are above 0, else drawn from those
        that came.
    """
    found = []
    if outcome not in rows.columns:
        return pd.DataFrame(columns=["campaign_id", "arm", "segment", "n", "n_control", "made_up", "covered"])
    known = rows[rows[outcome].notna()]
    parts = [known.assign(segment=EVERYBODY), known[known["segment"].notna()]]
    for (campaign, segment), part in pd.concat(parts).groupby(["campaign_id", "segment"], sort=False):
        money = {arm: one[outcome].to_numpy(float) for arm, one in part.groupby("arm")}
        control = money.pop(CONTROL, np.empty(0))
        for arm, own in money.items():
            enough = min(len(own), len(control)) >= max(least, 2) and ((own != 0).any() or (control != 0).any())
            if enough:
                made = int(np.clip(_AMOUNTS // max((own != 0).sum() + (control != 0).sum(), 1), 50, CAMPAIGNS))
                rng = np.random.default_rng(random_state)
                covered = _covered(own, control, made, rng)
                found.append((campaign, arm, segment, len(own), len(control), made, covered))
    return pd.DataFrame(found, columns=["campaign_id", "arm", "segment", "n", "n_control", "made_up", "covered"])


def _covered(own: np.ndarray, control: np.ndarray, made: int, rng: np.random.Generator) -> float:
    (first, true), (second, true_control) = (_draw(one, made, rng) for one in (own, control))
    between = difference_of_means(*first, len(own), *second, len(control))
    truth = true - true_control
    return float(((between["low"] <= truth) & (truth <= between["high"])).mean())


def _draw(values: np.ndarray, made: int, rng: np.random.Generator) -> tuple[tuple[np.ndarray, np.ndarray], float]:
    """Means and variances of groups like one, and what their mean is in truth."""
    n, amounts = len(values), values[values != 0]
    if not len(amounts):
        return (np.zeros(made), np.zeros(made)), 0.0
    share = len(amounts) / n
    counts = rng.binomial(n, share, made)
    if (amounts > 0).all() and len(amounts) > 1:
        logs = np.log(amounts)
        drawn = rng.lognormal(logs.mean(), logs.std(ddof=1), counts.sum())
        true = share * float(np.exp(logs.mean() + logs.var(ddof=1) / 2))
    else:
        drawn, true = rng.choice(amounts, counts.sum()), share * float(amounts.mean())
    ends = np.concatenate([[0.0], np.cumsum(drawn)])[np.concatenate([[0], np.cumsum(counts)])]
    squares = np.concatenate([[0.0], np.cumsum(drawn**2)])[np.concatenate([[0], np.cumsum(counts)])]
    mean = np.diff(ends) / n
    return (mean, np.maximum(np.diff(squares) - n * mean**2, 0.0) / (n - 1)), true
