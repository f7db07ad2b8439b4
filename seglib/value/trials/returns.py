"""What did a campaign earn beyond what it cost, in all and in each segment, and what follows from it?

The return is the margin that the control group shows would not have come anyway, less the cost, over the cost. Effects
of segments are those drawn towards the mean of all, so that the best of many is not simply the luckiest.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.client_value import Roi
from seglib.features.responses import CONTROL
from seglib.value.experiments import Effects
from seglib.value.trials.outcomes import EVERYBODY
from seglib.value.trials.power import needed_for_money
from seglib.value.trials.proportions import Z

COLUMNS = [
    *("campaign_id", "name", "arm", "segment", "contacts", "n_control", "cost", "a_contact", "effect", "low", "high"),
    *("incremental", "incremental_low", "incremental_high", "roi", "roi_low", "roi_high", "payback_days", "needed"),
    *("verdict", "window_days"),
]
VERDICTS = ("pays", "loses", "not proven", "costs not known", "too few", "margin not known", "no money came")
NUMBERS = COLUMNS[COLUMNS.index("effect") : COLUMNS.index("verdict")]
_LEAST_DAYS = 365.25


def returns(found: Effects, costs: pd.DataFrame, *, settings: Roi, min_cell: int) -> pd.DataFrame:
    """Compute the return of each arm, for everybody and by segment.

    Parameters
    ----------
    found : Effects
        With `margin` among its outcomes where one is known.
    costs : pandas.DataFrame
        From :func:`seglib.value.trials.costs.arm_costs`.
    settings : seglib.client_value.Roi
        The discount rate.
    min_cell : int
        Customers below which, in the arm or in the control group, a segment's numbers are not given.

    Returns
    -------
    pandas.DataFrame
        One row a campaign, arm and segment: `campaign_id, name, arm, segment`, `contacts`, `n_control`, `cost` (fixed
        costs spread over contacts), `a_contact` (cost a contact: the margin a contact at which it breaks even),
        `effect` (margin a contact, of segments drawn to the mean) with `low` and `high` (95%), `incremental` (the same
        for all contacts), `roi` with `roi_low` and `roi_high` (1 is 100%; missing where it cost nothing),
        `payback_days` (until the margin has covered the cost, if it comes evenly over the window and goes on), `needed`
        (customers an arm that would tell the effect from breaking even), `verdict` of :data:`VERDICTS` and
        `window_days`.
    """
    arms = found.rows[found.rows["arm"] != CONTROL]
    whole = arms.assign(segment=EVERYBODY)
    stacked = pd.concat([whole, arms[arms["segment"].notna()].astype({"segment": str})], ignore_index=True)
    key = ["campaign_id", "arm", "segment"]
    table = stacked.groupby(key, sort=False).size().rename("contacts").reset_index()
    table["first"] = table["segment"] != EVERYBODY
    table = costs.drop(columns=["contacts", "starts"]).merge(table, on=["campaign_id", "arm"])
    table = table.sort_values("first", kind="stable").sort_values(
        ["campaign_id", "arm"], kind="stable", key=_place(costs)
    )
    money = found.table[found.table["outcome"] == "margin"]
    table = table.merge(_effect_a_contact(money), on=key, how="left")
    control = found.rows[found.rows["arm"] == CONTROL]
    sizes = pd.concat([control.assign(segment=EVERYBODY), control[control["segment"].notna()]])
    sizes = sizes.groupby(["campaign_id", "segment"]).size().rename("n_control").reset_index()
    table = table.drop(columns="n_control", errors="ignore").merge(sizes, on=["campaign_id", "segment"], how="left")
    table["n_control"] = table["n_control"].fillna(0).astype("int64")
    later = (1 + settings.discount_rate) ** -(table["window_days"].fillna(0) / 2 / _LEAST_DAYS)
    table[["effect", "low", "high"]] = table[["effect", "low", "high"]].mul(later, axis=0)
    table["cost"] = table["a_contact"] * table["contacts"]
    for name, end in (("", "effect"), ("_low", "low"), ("_high", "high")):
        table[f"incremental{name}"] = table[end] * table["contacts"]
        table[f"roi{name}"] = table[end] / table["a_contact"].where(table["a_contact"] > 0) - 1
    gained = table["effect"].where(table["effect"] > 0)
    table["payback_days"] = table["window_days"] * table["a_contact"] / gained
    away = (table["effect"] - table["a_contact"].fillna(0.0)).abs()
    table["needed"] = [needed_for_money(sd, gap) for sd, gap in zip(table["sd"], away, strict=True)]
    table["verdict"] = _verdicts(table, min_cell=min_cell, margin=len(money) > 0)
    table.loc[table["verdict"] == "too few", NUMBERS] = np.nan
    return table[COLUMNS].reset_index(drop=True)


def _place(costs: pd.DataFrame):
    campaigns = {name: place for place, name in enumerate(costs["campaign_id"].unique())}
    return lambda column: column.map(campaigns) if column.name == "campaign_id" else column


def _effect_a_contact(money: pd.DataFrame) -> pd.DataFrame:
    """Margin a contact: as measured for everybody, drawn towards the mean by segment."""
    whole = (money["segment"] == EVERYBODY).to_numpy()
    out = money[["campaign_id", "arm", "segment"]].copy()
    for name, drawn in (("effect", "shrunken"), ("low", "shrunken_low"), ("high", "shrunken_high")):
        out[name] = np.where(whole, money[name], money[drawn])
    known = whole & money["low"].isna().to_numpy()
    out.loc[known, "effect"] = np.nan
    half = (money["high"] - money["low"]) / 2 / Z
    out["sd"] = half / np.sqrt(
        1 / money["n"].where(money["n"] > 0) + 1 / money["n_control"].where(money["n_control"] > 0)
    )
    return out


def _verdicts(table: pd.DataFrame, *, min_cell: int, margin: bool) -> np.ndarray:
    few = table[["contacts", "n_control"]].min(axis=1) < min_cell
    costs = table["a_contact"]
    rules = [
        (few, "too few"),
        (pd.Series(not margin, index=table.index), "margin not known"),
        (table["effect"].isna() | table["low"].isna(), "no money came"),
        (costs.isna(), "costs not known"),
        (table["low"] > costs, "pays"),
        (table["high"] < costs, "loses"),
    ]
    return np.select([rule for rule, _ in rules], [verdict for _, verdict in rules], default="not proven")
