"""Which tables and sentences does the reader see of the survey? Finished and in words; nothing is drawn here."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
import pandas as pd

from seglib.segments.headline import share_interval
from seglib.segments.psychographic.battery import Battery
from seglib.segments.psychographic.prediction import Prediction
from seglib.segments.psychographic.segmenting import DID_NOT_ANSWER, UNUSABLE
from seglib.segments.psychographic.units import in_unit
from seglib.segments.segmentation import Segmentation
from seglib.segments.summary import summarise
from seglib.segments.worth import Worth

SURE = 0.8  # the chance from which on somebody surely is in a segment
_NOBODY = (DID_NOT_ANSWER, UNUSABLE)
KNOWN_TRAITS = {
    "age": "Age",
    "n_orders": "Orders",
    "total_margin": "Margin",
    "total_spend": "Sales less returns",
    "recency_days": "Days since the last order",
    "tenure_days": "Days since the first order",
    "share_online": "Share of orders online",
    "discount_rate": "Discount",
    "n_touchpoints": "Visits, clicks and the like",
}
"""What those who answered are compared with the others on."""


def written(shape: pd.DataFrame, formatter: object) -> list[str]:
    """Write the average of all beside each answer of a segment, as that is written.

    Parameters
    ----------
    shape : pandas.DataFrame
        From :func:`seglib.segments.psychographic.profiles.answer_profile`.
    formatter : object
        With methods ``percent`` and ``number``.

    Returns
    -------
    list of str
    """
    percent = shape["shown"].str.contains("%", regex=False)
    return [
        formatter.percent(row.average) if share else formatter.number(row.average_mean)
        for share, row in zip(percent, shape.itertuples(), strict=True)
    ]


def respondents(frame: pd.DataFrame, segmentation: Segmentation) -> pd.DataFrame:
    """Sum up those whose answers are in use, as if there were nobody else.

    Parameters
    ----------
    frame : pandas.DataFrame
        What was segmented.
    segmentation : Segmentation

    Returns
    -------
    pandas.DataFrame
        As :func:`seglib.segments.summary.summarise`: shares of the respondents, and of the respondents' money.
    """
    told = ~segmentation.assignments["segment"].isin(_NOBODY).to_numpy()
    order = [code for code in segmentation.definition["segment"] if code not in _NOBODY]
    if not told.any():
        return pd.DataFrame(columns=["segment", "segment_name", "n", "share"])
    return summarise(frame[told], segmentation.assignments[told].reset_index(drop=True), order=order)


def plan(summary: pd.DataFrame, segmentation: Segmentation, money: Worth | None, formatter: object) -> pd.DataFrame:
    """Each segment's size, share of the money, and what to do.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`respondents`.
    segmentation : Segmentation
        With an `action` in its definition.
    money : Worth or None
    formatter : object
        With a method ``percent``.

    Returns
    -------
    pandas.DataFrame
        `segment_name`, `n`, `share`, `size` and `of_money` (with their intervals, in words), `action`.
    """
    total = int(summary["n"].sum())
    ends = [share_interval(n, total) for n in summary["n"]]
    show = formatter.percent
    table = summary.assign(
        size=[
            f"{show(share)} ({show(low)} to {show(high)})"
            for share, (low, high) in zip(summary["share"], ends, strict=True)
        ],
        of_money=[_money_share(row, money, show) for row in summary.to_dict("records")],
    )
    table = table.merge(segmentation.definition[["segment", "action"]], on="segment")
    return table[["segment_name", "n", "share", "size", "of_money", "action"]]


def _money_share(row: dict, money: Worth | None, show) -> str:
    share = row.get(money.share, np.nan) if money else np.nan
    if not np.isfinite(share):
        return "–"
    return f"{show(share)} ({show(max(row[f'{money.share}_low'], 0.0))} to {show(row[f'{money.share}_high'])})"


def differences(tests: pd.DataFrame, values: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Put the descriptors that differ in words: where each is highest, and where lowest.

    Parameters
    ----------
    tests, values : pandas.DataFrame
        From :func:`seglib.segments.psychographic.three_step.describe_classes`.
    formatter : object
        As for :func:`seglib.segments.psychographic.units.in_unit`.

    Returns
    -------
    pandas.DataFrame
        `descriptor`, `highest`, `lowest` (with their 95% intervals), `p_holm`; of words, the answer whose share differs
        most.
    """
    rows = []
    for test in tests[tests["differs"]].itertuples() if len(tests) else ():
        own = values[values["descriptor"] == test.descriptor]
        spread = own.groupby("level")["value"].agg(lambda value: value.max() - value.min())
        level = spread.idxmax()
        at = own[own["level"] == level].sort_values("value", kind="stable")
        show = formatter.percent if level else functools.partial(in_unit, test.descriptor, formatter=formatter)
        ends = [
            f"{row.segment_name}: {show(row.value)} ({show(row.low)} to {show(row.high)})"
            for row in (at.iloc[-1], at.iloc[0])
        ]
        rows.append((f"{test.descriptor}: {level}" if level else test.descriptor, *ends, _p(test.p_holm, formatter)))
    return pd.DataFrame(rows, columns=["descriptor", "highest", "lowest", "p_holm"])


def _p(p: float, formatter: object) -> str:
    return f"under {formatter.percent(0.01, 0)}" if p < 0.01 else formatter.percent(p, 0)


def guessed(summary: pd.DataFrame, prediction: Prediction) -> pd.DataFrame:
    """Segments among those who answered, and as they are to be expected among those who did not.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`respondents`.
    prediction : Prediction

    Returns
    -------
    pandas.DataFrame
        `segment_name`, `answered`, `others`; without rows where nothing can be told.
    """
    if not prediction.told:
        return pd.DataFrame(columns=["segment_name", "answered", "others"])
    others = prediction.probabilities.drop(columns="customer_id").mean()
    return pd.DataFrame(
        {
            "segment_name": summary["segment_name"],
            "answered": summary["share"],
            "others": summary["segment_name"].map(others),
        }
    )


@dataclass(frozen=True)
class Standing:
    """The segment of which the money tells most.

    Attributes
    ----------
    values : dict
        `name`, `share` of the respondents, `money_share` and the money's `word`.
    interval : tuple of float
        Of the share of the money.
    stands_out : bool
        Whether that interval lies above the share of the respondents.
    """

    values: dict[str, object]
    interval: tuple[float, float]
    stands_out: bool


def standing(summary: pd.DataFrame, money: Worth | None) -> Standing | None:
    """Find the segment that surely brings more than its size, by most; the one that brings most where none does.

    Parameters
    ----------
    summary : pandas.DataFrame
        From :func:`respondents`.
    money : Worth or None

    Returns
    -------
    Standing or None
        None where there are no two segments, or no money is known.
    """
    if money is None or len(summary) < 2 or summary[money.share].isna().all():
        return None
    beyond = summary[f"{money.share}_low"] > summary["share"]
    among = summary[beyond] if beyond.any() else summary
    by = among[f"{money.share}_low"] / among["share"] if beyond.any() else among[money.column]
    best = among.loc[by.idxmax()]
    values = {"name": best["segment_name"], "share": best["share"]}
    values |= {"money_share": best[money.share], "word": money.word}
    ends = (max(float(best[f"{money.share}_low"]), 0.0), float(best[f"{money.share}_high"]))
    return Standing(values, ends, bool(beyond.any()))


def of_respondents(segmentation: Segmentation, battery: Battery, used: pd.Series) -> np.ndarray:
    """Give the memberships of the respondents in use, in the order of the battery.

    Parameters
    ----------
    segmentation : Segmentation
    battery : Battery
    used : pandas.Series of bool

    Returns
    -------
    ndarray, shape (n, k)
    """
    own = [code for code in segmentation.definition["segment"] if code not in _NOBODY]
    answers = battery.answers[used.to_numpy()].rename_axis("customer_id").reset_index()
    return segmentation.memberships(answers)[own].to_numpy()


def sureness(segmentation: Segmentation, *, least: float = SURE) -> float:
    """Say how many of those with usable answers are in their segment with some certainty.

    Parameters
    ----------
    segmentation : Segmentation
    least : float, default `SURE`
        Probability.

    Returns
    -------
    float
        Share; missing where nobody answered.
    """
    told = segmentation.assignments[~segmentation.assignments["segment"].isin(_NOBODY)]
    return float((told["probability"] >= least).mean()) if len(told) else float("nan")
