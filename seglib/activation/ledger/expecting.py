"""What can a campaign find, and what does it promise? Both are written down before anybody is contacted.

What it can find follows from how many are contacted and held out, and from how much customers' money scatters in as
many days. What it promises is what the campaigns so far brought: an interval in which the next one *will be measured*
in four of five cases, so it holds the difference between campaigns, the error of the past ones and that of the next.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy import stats

from seglib import features
from seglib.activation.crm.holding_out import ARM
from seglib.client import Client
from seglib.value.experiments import effects
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.power import least_money, least_share
from seglib.value.trials.proportions import Z
from seglib.value.trials.shrinking import shrink_effects

LEVEL = 0.8
WINDOW = 30  # days over which results count, where client.yml says nothing
_Z80 = float(stats.norm.ppf((1 + LEVEL) / 2))


@dataclass(frozen=True)
class Usual:
    """What customers bring in as many days as a campaign counts.

    Parameters
    ----------
    money : pandas.Series
        By customer, of those who bought.
    measure : {"margin", "revenue"}
        What it is: margin where it is known of every line, otherwise revenue.
    known : bool
        Whether there are order lines at all.
    """

    money: pd.Series
    measure: str
    known: bool


def window_days(client: Client) -> int:
    """Give the days over which the results of a campaign count.

    Parameters
    ----------
    client : seglib.client.Client

    Returns
    -------
    int
        Of ``roi: {window_days: …}``, or 30.
    """
    return client.roi.window_days or WINDOW


def usual(tables: Mapping[str, ir.Table], client: Client) -> Usual:
    """Add up what each customer brought in the last days before the end of observation.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose `as_of` and :func:`window_days` count.

    Returns
    -------
    Usual
    """
    if "order_lines" not in tables:
        return Usual(pd.Series(dtype=float), "revenue", known=False)
    after = client.as_of - datetime.timedelta(days=window_days(client))
    found = features.customer_period(tables, after=after, as_of=client.as_of).to_pandas().set_index("customer_id")
    measure = "margin" if len(found) and found["margin"].notna().all() else "revenue"
    return Usual(found["margin" if measure == "margin" else "spend"].astype(float), measure, known=True)


def can_find(drawn: pd.DataFrame, usual: Usual) -> pd.DataFrame:
    """Say of each segment how small an effect the campaign can find.

    Parameters
    ----------
    drawn : pandas.DataFrame
        `customer_id, segment, segment_name, arm`.
    usual : Usual

    Returns
    -------
    pandas.DataFrame
        Everybody first, then the segments by code: `segment, segment_name, n, n_holdout, scatter` (standard deviation
        of a customer's money), `least_effect`, `least_response`; what cannot be known is missing.
    """
    rows = []
    for code, own in [(EVERYBODY, drawn), *drawn.groupby("segment", sort=True)]:
        n = int((own["arm"] == ARM).sum())
        row = {"segment": code, "segment_name": EVERYBODY if code == EVERYBODY else own["segment_name"].iloc[0]}
        row |= {"n": n, "n_holdout": len(own) - n}
        rows.append(row | _least(own["customer_id"], usual, n, len(own) - n))
    return pd.DataFrame(rows)


def _least(customers: pd.Series, usual: Usual, n: int, n_holdout: int) -> dict[str, float]:
    if not usual.known or not n or not n_holdout or n + n_holdout < 3:
        return {"scatter": np.nan, "least_effect": np.nan, "least_response": np.nan}
    money = customers.map(usual.money)
    scatter = float(money.fillna(0.0).std())
    error = scatter * np.sqrt(1 / n + 1 / n_holdout)
    return {
        "scatter": scatter,
        "least_effect": float(least_money(error)) if error > 0 else np.nan,
        "least_response": float(least_share(money.notna().mean(), n, n_holdout)),
    }


def promise(
    assignments: pd.DataFrame | None,
    client: Client,
    *,
    measure: str,
    error: float,
    ledger: pd.DataFrame | None = None,
) -> dict[str, float]:
    """Say what a campaign will bring, by client.yml or by the campaigns so far.

    Parameters
    ----------
    assignments : pandas.DataFrame or None
        Who got what in campaigns so far, and what came of it.
    client : seglib.client.Client
        Whose `crm.promise` comes first, and whose `roi.unit_cost` counts.
    measure : {"margin", "revenue"}
        What is measured.
    error : float
        Standard error of the effect in the campaign to come.
    ledger : pandas.DataFrame, optional
        From :func:`seglib.activation.ledger.book.read`: its campaigns that passed their checks count as well.

    Returns
    -------
    dict of str to float
        `promised`, `promised_low`, `promised_high`, `promised_roi`; missing where nothing can be promised.
    """
    own = client.crm.promise
    told = (own.margin, own.low, own.high) if own else (np.nan,) * 3
    if own is None and np.isfinite(error):
        known = pd.concat([_of_assignments(assignments, measure), _of_ledger(ledger, measure)])
        errors = ((known["high"] - known["low"]) / (2 * Z)).to_numpy(float)
        sure = errors > 0
        told = foretold(known["effect"][sure], errors[sure], error=error) if sure.any() else told
    cost = client.roi.unit_cost
    roi = (told[0] - cost) / cost if cost else np.nan
    return dict(zip(("promised", "promised_low", "promised_high", "promised_roi"), (*told, roi), strict=True))


def _of_assignments(assignments: pd.DataFrame | None, measure: str) -> pd.DataFrame:
    """Effects of former campaigns that the client brought: `effect, low, high`."""
    if assignments is None or measure not in assignments.columns:
        return pd.DataFrame(columns=["effect", "low", "high"], dtype=float)
    table = effects(assignments[assignments[measure].notna()]).table
    return table.loc[(table["outcome"] == measure) & (table["segment"] == EVERYBODY), ["effect", "low", "high"]]


def _of_ledger(ledger: pd.DataFrame | None, measure: str) -> pd.DataFrame:
    """Those of the ledger, the last results of each."""
    if ledger is None or ledger.empty:
        return pd.DataFrame(columns=["effect", "low", "high"], dtype=float)
    whole = ledger[(ledger["kind"] == "measured") & (ledger["segment"] == EVERYBODY)]
    whole = whole.drop_duplicates("campaign_id", keep="last")
    told = whole[(whole["trusted"] == "yes") & (whole["measure"] == measure)]
    return told[["effect", "effect_low", "effect_high"]].set_axis(["effect", "low", "high"], axis=1)


def foretold(measured, errors, *, error: float) -> tuple[float, float, float]:
    """Say where the effect of the next campaign will be measured in four of five cases.

    Parameters
    ----------
    measured, errors : array-like, shape (k,)
        Effects of former campaigns and their standard errors.
    error : float
        Standard error of the next one.

    Returns
    -------
    tuple of float
        The mean effect, low and high: as wide as campaigns differ from each other, the mean of the former ones is
        unsure, and the next one will be. Of one campaign it is not known how campaigns differ; then they are taken to
        be alike.
    """
    found, errors = shrink_effects(measured, errors), np.asarray(errors, dtype=float)
    of_mean = 1 / (1 / (errors**2 + found.spread**2)).sum()
    half = _Z80 * float(np.sqrt(found.spread**2 + of_mean + error**2))
    return found.mean, found.mean - half, found.mean + half
