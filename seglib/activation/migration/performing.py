"""How did each segment do, quarter by quarter? Customers count in the segment in which they began the quarter.

A segment of who bought much, looked at over the months in which they bought much, always did well. So customers are
parted by what was known when a quarter began, always by today's rule, and followed through it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from itertools import pairwise

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.activation.migration.reading import placed
from seglib.clustering.drift import paired_difference
from seglib.features import customer_features
from seglib.features.observation import observation_end
from seglib.features.quarters import QUARTER_DAYS
from seglib.features.touchpoints import CHANNELS
from seglib.segments.checks import has_ordered
from seglib.segments.segmentation import Segmentation
from seglib.value.trials.proportions import Z

N_QUARTERS, YEAR = 5, 4
"""Quarters to look back on, and how many make a year: the last one is compared with that of the same season."""
MEASURES = {
    "bought": ("n_orders", "Bought again"),
    "n_orders": ("n_orders", "Orders a customer"),
    "spend": ("total_spend", "Sales a customer"),
    "margin": ("total_margin", "Margin a customer"),
    "digital": ("n_digital", "Digital contacts"),
    **{channel: (f"n_{channel}", f"Of these, {words}") for channel, words in zip(
        CHANNELS, ("web visits", "app visits", "e-mail", "social media"), strict=True)},
    "service": ("n_service_contacts", "Service contacts"),
}  # fmt: skip
"""Measure: the feature that it grows by within the quarter, and its heading. Purchases, value, digital, service."""


def quarters(
    tables: Mapping[str, ir.Table],
    rule: Segmentation,
    *,
    as_of: datetime.date | str,
    history: int,
    n_quarters: int = N_QUARTERS,
) -> pd.DataFrame:
    """Follow the customers of each segment through quarters.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    rule : Segmentation
        Today's rule.
    as_of : datetime.date or str
        End of observation, which ends the last quarter.
    history : int
        Days from the first order until then; a quarter begins 13 weeks after the first order at the earliest.
    n_quarters : int, default 5
        At most.

    Returns
    -------
    pandas.DataFrame
        One row a customer and quarter: `customer_id`, `segment` at its beginning, `quarter` (0 is the last), `ends`,
        and the measures of :data:`MEASURES`: how much each grew within it, `bought` as 1 or 0. Margin that is not known
        of all lines is missing, and a channel that was never seen is no column. Empty where there is no whole quarter.
    """
    end, possible = observation_end(as_of), history // QUARTER_DAYS - 1
    ends = [end - datetime.timedelta(days=QUARTER_DAYS * back) for back in range(min(n_quarters, possible), -1, -1)]
    if len(ends) < 2:
        return pd.DataFrame()
    frames = [_counted(customer_features(tables, as_of=day).to_pandas()) for day in ends]
    rows = []
    for number, ((start, stop), day) in enumerate(zip(pairwise(frames), ends[1:], strict=True)):
        there = start[has_ordered(start)]
        grown = stop.reindex(there.index)
        told = {name: grown[feature] - there[feature] for name, (feature, _) in MEASURES.items()}
        told["bought"] = (told["bought"] > 0).astype(float)
        rows.append(
            pd.DataFrame({"segment": placed(there, rule), "quarter": len(ends) - 2 - number, "ends": day, **told})
        )
    table = pd.concat(rows).rename_axis("customer_id").reset_index()
    seen = [name for name in MEASURES if table[name].notna().any() and (table[name] != 0).any()]
    return table[["customer_id", "segment", "quarter", "ends", *seen]]


def by_segment(table: pd.DataFrame) -> pd.DataFrame:
    """Average the measures by segment and quarter.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`quarters`, not empty.

    Returns
    -------
    pandas.DataFrame
        One row a segment, quarter and measure: `segment`, `quarter`, `ends`, `measure`, `n`, `mean`, `low`, `high`
        (95%, by the spread over customers). Rows of fewer than two known customers are left out.
    """
    names = [name for name in MEASURES if name in table.columns]
    long = table.melt(["segment", "quarter", "ends"], names, var_name="measure").dropna(subset="value")
    told = long.groupby(["segment", "quarter", "ends", "measure"], as_index=False, sort=False)["value"].agg(
        n="size", mean="mean", spread="std"
    )
    told = told[told["n"] > 1].reset_index(drop=True)
    half = Z * told["spread"] / np.sqrt(told["n"])
    return told.assign(low=told["mean"] - half, high=told["mean"] + half).drop(columns="spread")


def against_last_year(table: pd.DataFrame) -> pd.DataFrame:
    """Compare the last quarter with that of a year before.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`quarters`.

    Returns
    -------
    pandas.DataFrame
        One row a segment and measure: `segment`, `measure`, `n_before`, `n`, and what
        :func:`seglib.clustering.drift.paired_difference` gives; empty where there is no such quarter.
    """
    if table.empty or (table["quarter"] == YEAR).sum() == 0:
        return pd.DataFrame()
    rows = []
    for segment, own in table.groupby("segment", sort=False):
        for name in (one for one in MEASURES if one in table.columns):
            pair = [own.loc[own["quarter"] == q].set_index("customer_id")[name].dropna() for q in (YEAR, 0)]
            sizes = {"n_before": len(pair[0]), "n": len(pair[1])}
            rows.append({"segment": segment, "measure": name, **sizes, **paired_difference(*pair)})
    return pd.DataFrame(rows)


def _counted(features: pd.DataFrame) -> pd.DataFrame:
    digital = features[[f"n_{channel}" for channel in CHANNELS]].sum(axis=1)
    return features.assign(n_digital=digital).set_index("customer_id", drop=False).rename_axis(None)
