"""What should be done about a segment? What it is worth beside its size, and what speaks to people like these."""

from __future__ import annotations

import pandas as pd

from seglib.segments.worth import Worth

HINTS = {
    "young_alone": "Offer small sizes and low entry prices; reach them on the phone and social media.",
    "young_couple": "Offer what a first home needs; win the second order within weeks of the first.",
    "young_family": "Save them time: sets, reorders, delivery; plan around school and holidays.",
    "family": "Offer larger sizes and things for all ages; plan around school and holidays.",
    "one_parent": "Save them time and money: sets, small instalments, reorders.",
    "middle_alone": "Offer quality in small quantities; try advice before discounts.",
    "middle_couple": "Show what is new and better; try advice and events before discounts.",
    "older_alone": "Keep phone and store open for them; large type, plain words, help with the first online order.",
    "older_couple": "Offer service: delivery, assembly, advice by name; remember anniversaries.",
}
"""Stage of life: what tends to speak to people in it. An idea to test, not a result."""

ASK = "Ask what is missing with the form on this page before treating them as one group."
MORE = "Bring more than their share: look after them first."
LESS = "Bring less than their share: keep contact cheap."
EVEN = "Bring about their share."


def verdict(row: pd.Series, money: Worth, *, usual: float = 1.0) -> str:
    """Say whether a segment brings more or less money than its share of the customers.

    Parameters
    ----------
    row : pandas.Series
        Of a segmentation's summary.
    money : Worth
        By which money.
    usual : float, default 1
        Share of the money over share of the customers, of those it is compared with.

    Returns
    -------
    str
        A sentence; that it brings about its share where the interval does not exclude it or is not known.

    Examples
    --------
    >>> margin = Worth("total_margin", "Margin", "margin")
    >>> verdict(pd.Series({"share": 0.1, "margin_share_low": 0.12, "margin_share_high": 0.2}), margin)
    'Bring more than their share: look after them first.'
    """
    expected = usual * row["share"]
    if row.get(f"{money.share}_low", float("nan")) > expected:
        return MORE
    return LESS if row.get(f"{money.share}_high", float("nan")) < expected else EVEN


def advise(summary: pd.DataFrame, money: Worth, *, known: bool = True) -> pd.Series:
    """Say of each segment what to do about it.

    Parameters
    ----------
    summary : pandas.DataFrame
        Of a segmentation.
    money : Worth
        By which money segments are compared.
    known : bool, default True
        Whether there is money at all; without it only the ideas are given.

    Returns
    -------
    pandas.Series of str
        With the index of the summary. Segments are compared with all customers of whom the traits are known.
    """
    told = summary[summary["segment"] != "not_known"]
    usual = told[money.share].sum() / told["share"].sum() if known and len(told) else 1.0
    said = []
    for _, row in summary.iterrows():
        if row["segment"] in ("not_known", "small"):
            said.append(ASK if row["segment"] == "not_known" else "")
            continue
        if "not known" in row["segment_name"]:
            said.append(ASK)
            continue
        worth = verdict(row, money, usual=usual) if known else ""
        said.append(" ".join(part for part in (worth, HINTS.get(row["segment"], "")) if part))
    return pd.Series(said, index=summary.index, dtype="str")
