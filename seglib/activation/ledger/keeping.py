"""Were promises kept? What each campaign promised beside what was measured, and how often the interval held."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from seglib.activation.ledger.expecting import LEVEL
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.proportions import share_interval

FEWEST = 10
"""Campaigns before a share of kept promises is more than an anecdote."""


@dataclass(frozen=True)
class Kept:
    """How often the interval held that was promised.

    Parameters
    ----------
    n, kept : int
        Campaigns that promised something, were measured and passed their checks; of these, those that kept it.
    share, low, high : float
        Their share with its 95% interval; missing without a campaign.
    verdict : {"none", "too few", "as promised", "too sure", "too careful"}
        Too sure, if the interval lies below what was promised (80%); too careful, if above.
    """

    n: int
    kept: int
    share: float
    low: float
    high: float
    verdict: str


def campaigns(ledger: pd.DataFrame) -> pd.DataFrame:
    """Set what was measured beside what was promised.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From :func:`seglib.activation.ledger.book.read`.

    Returns
    -------
    pandas.DataFrame
        One row a campaign in the order of the ledger: `campaign_id, date, programs, n, n_holdout, least_effect,
        promised, promised_low, promised_high, promised_roi` as planned, and `measure, effect, effect_low, effect_high,
        roi, kept, trusted, notes` of the last results, missing where none came back.
    """
    whole = ledger[ledger["segment"] == EVERYBODY]
    planned = whole[whole["kind"] == "planned"]
    measured = whole[whole["kind"] == "measured"].drop_duplicates("campaign_id", keep="last")
    before = ["campaign_id", "date", "programs", "n", "n_holdout", "least_effect"]
    before += ["promised", "promised_low", "promised_high", "promised_roi"]
    after = ["campaign_id", "measure", "effect", "effect_low", "effect_high", "roi", "kept", "trusted", "notes"]
    return planned[before].merge(measured[after], on="campaign_id", how="left").reset_index(drop=True)


def promises(ledger: pd.DataFrame) -> Kept:
    """Count how often the promised interval held.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From :func:`seglib.activation.ledger.book.read`.

    Returns
    -------
    Kept
        Campaigns that failed a check say nothing of promises and are left out.
    """
    table = campaigns(ledger)
    counted = table[table["kept"].isin(["yes", "no"]) & (table["trusted"] == "yes")]
    n, kept = len(counted), int((counted["kept"] == "yes").sum())
    low, high = (float(end) for end in share_interval(kept, n))
    verdict = "as promised" if low <= LEVEL <= high else "too sure" if high < LEVEL else "too careful"
    if n < FEWEST:
        verdict = "too few" if n else "none"
    return Kept(n, kept, kept / n if n else float("nan"), low, high, verdict)
