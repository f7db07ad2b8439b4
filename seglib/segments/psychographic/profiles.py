"""What does each segment say? Its answers beside everybody's, in an order in which like questions stand together."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.cluster.hierarchy import leaves_list, linkage

from seglib.segments.psychographic.battery import Battery
from seglib.segments.segmentation import Segmentation

FAR, TWICE = 0.25, 0.5  # a marker of yes and no: so far from all in share, or relative to the share of all
MOST_SHOWN = 24  # questions


def answer_profile(
    segmentation: Segmentation, battery: Battery, *, percent: Callable[[float], str], number: Callable[[float], str]
) -> pd.DataFrame:
    """Compare the segments' answers with all respondents'.

    Parameters
    ----------
    segmentation : Segmentation
        From :func:`seglib.segments.psychographic.segment`.
    battery : Battery
        With the ends of each question's scale.
    percent, number : callable
        How means are written, such as of :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        `segment_name`, `label`, `mean`, `average_mean`, `scaled` and `average` (both from 0 to 1), `marker`, `shown`;
        the questions that tell most apart, like ones together, segment by segment. A yes/no question is a marker where
        the share is 25 points, or half of the share of all, away from it; others where the mean is half a standard
        deviation away.

    References
    ----------
    .. [1] S. Dolnicar, B. Grün and F. Leisch (2018), Market Segmentation Analysis, section 8.2: marker variables.
    """
    table = segmentation.details.merge(segmentation.definition[["segment", "segment_name"]], on="segment")
    if table.empty:
        return pd.DataFrame(columns=["segment_name", "label", "scaled", "average", "marker", "shown"])
    ends = battery.items[["low", "high"]].astype(float)
    binary = battery.items.index[battery.items["kind"] == "binary"]
    everywhere = pd.DataFrame({"low": [ends["low"].min()], "high": [ends["high"].max()]}).iloc[0]
    scale = table["item"].map(lambda item: tuple(ends.loc[item]) if item in ends.index else tuple(everywhere))
    dummies = table["item"].str.contains("=", regex=False) & ~table["item"].isin(ends.index)
    low = np.where(dummies, 0.0, [one[0] for one in scale])
    high = np.where(dummies, 1.0, [one[1] for one in scale])
    share = (dummies | table["item"].isin(binary)).to_numpy()
    table = table.assign(scaled=(table["mean"] - low) / (high - low), all=(table["average"] - low) / (high - low))
    away = (table["scaled"] - table["all"]).abs()
    table["marker"] = np.where(share, (away >= FAR) | (away >= TWICE * table["all"]), table["marker"].astype(bool))
    table["shown"] = [
        percent(scaled) if yes else number(mean)
        for yes, scaled, mean in zip(share, table["scaled"], table["mean"], strict=True)
    ]
    order = _like_together(table.pivot(index="item", columns="segment", values="apart"))
    shown = table[table["item"].isin(order)].copy()
    shown["item"] = pd.Categorical(shown["item"], categories=order, ordered=True)
    shown = shown.sort_values(["class", "item"]).rename(columns={"average": "average_mean", "all": "average"})
    columns = ["segment_name", "label", "mean", "average_mean", "scaled", "average", "marker", "shown"]
    return shown[columns].reset_index(drop=True)


def _like_together(apart: pd.DataFrame) -> list[str]:
    """The questions that tell most apart, in the order of a tree of their profiles."""
    strongest = apart.abs().max(axis=1).sort_values(ascending=False, kind="stable").index[:MOST_SHOWN]
    kept = apart.loc[[item for item in apart.index if item in strongest]]
    if len(kept) < 3:
        return kept.index.tolist()
    return kept.index[leaves_list(linkage(kept.to_numpy(), "average"))].tolist()
