"""Which tables does the reader see of the segments? Finished, named and in order; nothing is drawn here."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from scipy import stats

from seglib.segments.rfm import RfmScores
from seglib.segments.segmentation import Segmentation


@dataclass(frozen=True)
class Worth:
    """By which money customers are compared.

    Parameters
    ----------
    column : {"total_margin", "total_spend"}
        Column of the features.
    share : str
        Column of a segmentation's summary with each segment's share of it.
    label : str
        Heading.
    word : str
        The money within a sentence.
    """

    column: str
    share: str
    label: str
    word: str


def worth(features: pd.DataFrame, *, least_known: float = 0.9) -> Worth:
    """Choose margin where costs are known, and sales where they are not.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    least_known : float, default 0.9
        Share of the customers with an order whose margin must be known, in (0, 1].

    Returns
    -------
    Worth

    Examples
    --------
    >>> worth(pd.DataFrame({"n_orders": [1, 2], "total_margin": [None, None]})).word
    'sales'
    """
    known = features.loc[features["n_orders"] > 0, "total_margin"].notna()
    if len(known) and known.mean() >= least_known:
        return Worth("total_margin", "margin_share", "Margin", "margin")
    return Worth("total_spend", "spend_share", "Sales less returns", "sales")


def share_interval(successes: int, n: int, *, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share.

    Parameters
    ----------
    successes, n : int
        How many of how many.
    level : float, default 0.95
        Confidence level, in (0, 1).

    Returns
    -------
    low, high : float
        Wilson's score interval, in [0, 1]; it covers well for small n and rare events too.

    References
    ----------
    .. [1] E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference, Journal of the
       American Statistical Association 22, 209-212.

    Examples
    --------
    >>> [round(end, 3) for end in share_interval(1, 20)]
    [0.009, 0.236]
    """
    interval = stats.binomtest(int(successes), int(n)).proportion_ci(confidence_level=level, method="wilson")
    return float(interval.low), float(interval.high)


def extremes(sales: pd.DataFrame) -> dict[str, float]:
    """Best and weakest whole month.

    Parameters
    ----------
    sales : pandas.DataFrame
        ``revenue`` and ``complete``, one row a month.

    Returns
    -------
    dict
        ``high`` and ``low``.
    """
    revenue = sales.loc[sales["complete"], "revenue"] if sales["complete"].any() else sales["revenue"]
    return {"high": float(revenue.max()), "low": float(revenue.min())}


def cut_points(scores: RfmScores) -> pd.DataFrame:
    """The scores' bounds in words, one row a measure and score.

    Parameters
    ----------
    scores : seglib.segments.rfm.RfmScores

    Returns
    -------
    pandas.DataFrame
        ``measure`` (in words), ``score``, ``above``, ``up_to``, ``n``; best score first.
    """
    words = {
        "recency_days": "Days since the last order",
        "n_orders": "Orders",
        "total_spend": "Sales less returns",
        "gross_spend": "Sales",
        "total_margin": "Margin",
    }
    table = scores.cut_points.assign(measure=scores.cut_points["measure"].map(words))
    order = {word: place for place, word in enumerate(words.values())}
    return table.sort_values(
        ["measure", "score"], key=lambda column: column.map(order) if column.name == "measure" else -column
    ).reset_index(drop=True)


def actions(segmentation: Segmentation, money: Worth) -> pd.DataFrame:
    """What to do for whom, in the order of the money at stake.

    Parameters
    ----------
    segmentation : seglib.segments.segmentation.Segmentation
        With an ``action`` in its definition.
    money : Worth

    Returns
    -------
    pandas.DataFrame
        ``segment_name, n, share, money, money_share, action``.
    """
    table = segmentation.summary.merge(segmentation.definition[["segment", "action"]], on="segment")
    table = table.assign(money=table[money.column], money_share=table[money.share])
    table = table.sort_values("money", ascending=False, na_position="last", kind="stable")
    return table[["segment_name", "n", "share", "money", "money_share", "action"]].reset_index(drop=True)


def retention_curve(cells: pd.DataFrame) -> pd.DataFrame:
    """Of all customers who could have come back after so many periods, how many did.

    Parameters
    ----------
    cells : pandas.DataFrame
        From :func:`seglib.features.cohorts`, executed.

    Returns
    -------
    pandas.DataFrame
        ``months_since, n`` (customers whose cohorts reach that far), ``n_active``, ``retention``, and ``low``, ``high``
        (95 % Wilson); whole months only, without the first.
    """
    whole = cells[cells["complete"] & (cells["months_since"] > 0)]
    curve = whole.groupby("months_since")[["n", "n_active"]].sum().reset_index()
    ends = [share_interval(row.n_active, row.n) for row in curve.itertuples()]
    curve["retention"] = curve["n_active"] / curve["n"]
    return curve.assign(low=[low for low, _ in ends], high=[high for _, high in ends])


def settled(definition: pd.DataFrame, summary: pd.DataFrame) -> pd.DataFrame:
    """Each segment that has customers, with its rule and size.

    Parameters
    ----------
    definition, summary : pandas.DataFrame
        Of a segmentation.

    Returns
    -------
    pandas.DataFrame
        The summary with ``rule``, in the order of the definition.
    """
    return summary.merge(definition[["segment", "rule"]], on="segment")
