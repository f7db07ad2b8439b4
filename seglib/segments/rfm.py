"""How recently, how often and for how much does each customer buy? RFM scores and the named segments made of them.

Scores are cut by value, never by rank: customers with equal values have equal scores, and the cut points are kept, so
that a new customer is scored by the same rule. Within ties quantiles cannot be met; each cut is then laid between the
two neighbouring values that come nearest to its quantile, so the lowest value has the lowest score and the highest
value the highest, whatever the ties.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from seglib.segments.checks import check_features, check_int, has_ordered
from seglib.segments.rfm_names import SEGMENTS, rule_text, score_ranges
from seglib.segments.segmentation import NO_KEPT_ORDER_RULE, NOT_YET_BOUGHT, Segmentation, build
from seglib.segments.summary import MEDIANS, MONEY, exact_sum
from seglib.segments.worth import Worth

SCORES = ("r_score", "f_score", "m_score")


@dataclass(frozen=True, eq=False)
class RfmScores:
    """Scores with the cut points that made them.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a customer, in the order of the features: `customer_id`, `r_score`, `f_score`, `m_score`, whole numbers
        from 1 to `n_bins` (best); missing for customers without an order.
    cut_points : pandas.DataFrame
        One row a measure and score in use: `measure` (a column of the features), `score`, `above` (not included),
        `up_to` (included) and `n` customers. A missing bound is open.
    n_bins : int
        Highest score.
    monetary : str
        The feature behind the monetary score.
    features : pandas.DataFrame
        What the segments' summary needs of the features.
    """

    table: pd.DataFrame
    cut_points: pd.DataFrame
    n_bins: int
    monetary: str
    features: pd.DataFrame = field(repr=False)

    def assign(self, new_features: pd.DataFrame) -> pd.DataFrame:
        """Score customers by the stored cut points.

        Parameters
        ----------
        new_features : pandas.DataFrame
            `customer_id`, `recency_days`, `n_orders` and the monetary feature.

        Returns
        -------
        pandas.DataFrame
            As `table`.
        """
        check_features(new_features, ["recency_days", "n_orders", self.monetary], "RfmScores.assign")
        bought = _bought(new_features, self.monetary)
        table = new_features[["customer_id"]].copy()
        for score, measure in zip(SCORES, ("recency_days", "n_orders", self.monetary), strict=True):
            cuts = self.cut_points[self.cut_points["measure"] == measure].sort_values("above", na_position="first")
            steps = np.searchsorted(cuts["up_to"].to_numpy(float)[:-1], new_features[measure][bought].to_numpy(float))
            table[score] = pd.Series(cuts["score"].to_numpy()[steps], index=new_features.index[bought], dtype="Int64")
        return table.reset_index(drop=True)

    def grid(self) -> pd.DataFrame:
        """Count customers by recency and frequency score.

        Returns
        -------
        pandas.DataFrame
            One row a combination with customers: `r_score`, `f_score`, `n`, and `value`, their average of the
            monetary feature.
        """
        table = self.table.assign(value=self.features[self.monetary]).dropna(subset=["r_score"])
        cells = table.groupby(["r_score", "f_score"])["value"].agg(n="size", total=exact_sum).reset_index()
        cells = cells.astype({"r_score": int, "f_score": int})
        return cells.assign(value=cells["total"] / cells["n"]).drop(columns="total")


def rfm_scores(features: pd.DataFrame, *, n_bins: int = 5, monetary: str = "total_spend") -> RfmScores:
    """Score recency, frequency and monetary value from 1 to `n_bins`, the best.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `recency_days`, `n_orders` and the monetary feature. Customers with
        `n_orders` 0 get no scores and do not move the cut points.
    n_bins : int, default 5
        Number of scores, in [2, 10].
    monetary : str, default "total_spend"
        Feature behind the monetary score, such as ``"gross_spend"`` or ``"total_margin"``.

    Returns
    -------
    RfmScores
        Scores, cut points, and `assign` for new customers.

    Raises
    ------
    ValueError
        If `n_bins` is out of range, a column is missing, nobody has an order, or a buyer's value is missing.

    Examples
    --------
    >>> features = pd.DataFrame(
    ...     {"customer_id": list("abcd"), "recency_days": [1, 9, 9, 40], "n_orders": [5, 1, 1, 1],
    ...      "total_spend": [90.0, 10.0, 10.0, 30.0]}
    ... )
    >>> rfm_scores(features, n_bins=2).table.values.tolist()
    [['a', 2, 2, 2], ['b', 2, 1, 1], ['c', 2, 1, 1], ['d', 1, 1, 2]]
    """
    check_int(n_bins, 2, 10, "n_bins", "rfm_scores")
    check_features(features, ["recency_days", "n_orders", monetary], "rfm_scores")
    bought = _bought(features, monetary)
    if not bought.any():
        raise ValueError("`features` of `rfm_scores` must hold a customer with an order; got none.")
    cut_points = pd.concat(
        [
            _cut_table(features.loc[bought, "recency_days"], n_bins=n_bins, low_is_best=True),
            _cut_table(features.loc[bought, "n_orders"], n_bins=n_bins),
            _cut_table(features.loc[bought, monetary], n_bins=n_bins),
        ],
        ignore_index=True,
    )
    needed = {"customer_id", "recency_days", "n_orders", monetary, *MONEY, *MEDIANS}
    kept = features[[column for column in features.columns if column in needed]].reset_index(drop=True)
    scores = RfmScores(pd.DataFrame(), cut_points, n_bins, monetary, kept)
    return RfmScores(scores.assign(kept), cut_points, n_bins, monetary, kept)


def rfm_segments(scores: RfmScores) -> Segmentation:
    """Name the segments that the scores lead to.

    Parameters
    ----------
    scores : RfmScores
        Scores of the customers.

    Returns
    -------
    Segmentation
        Scheme ``"rfm"``. `definition` has each segment's scores in words (`rule`), its `meaning` and an `action`;
        `details` are the cut points. Customers without an order that stands are "No kept order".
    """
    boxes = score_ranges(scores.n_bins)
    rules = {segment: rule_text(rows, n_bins=scores.n_bins) for segment, rows in boxes.groupby("segment")}
    definition = SEGMENTS[SEGMENTS["segment"].isin([*rules, NOT_YET_BOUGHT])].reset_index(drop=True)
    definition.insert(2, "rule", definition["segment"].map(rules).fillna(NO_KEPT_ORDER_RULE).astype("str"))
    return build(
        "rfm",
        scores.features,
        definition=definition,
        rule=functools.partial(_segment_of, scores=scores),
        details=scores.cut_points,
    )


def rfm_by_worth(features: pd.DataFrame, money: Worth) -> Segmentation:
    """Name segments by recency, frequency and what customers are worth.

    Parameters
    ----------
    features : pandas.DataFrame
        As :func:`rfm_scores` takes them.
    money : Worth
        Margin or sales; where it is not known of every buyer, they are scored by what they spent.

    Returns
    -------
    Segmentation
        See :func:`rfm_segments`.
    """
    known = features.loc[has_ordered(features), money.column].notna().all()
    return rfm_segments(rfm_scores(features, monetary=money.column if known else "total_spend"))


def _segment_of(features: pd.DataFrame, *, scores: RfmScores) -> pd.Series:
    """Look each customer's scores up in the boxes."""
    table = scores.assign(features)[list(SCORES)].fillna(0).astype(int)
    segment = pd.Series(NOT_YET_BOUGHT, index=table.index, dtype="str")
    for box in score_ranges(scores.n_bins).to_dict("records"):
        inside = pd.Series(True, index=table.index)
        for letter in "rfm":
            inside &= table[f"{letter}_score"].between(box[f"{letter}_from"], box[f"{letter}_to"])
        segment[inside] = box["segment"]
    return segment.set_axis(features.index)


def _bought(features: pd.DataFrame, monetary: str) -> np.ndarray:
    bought = has_ordered(features)
    for measure in ("recency_days", monetary):
        missing = int(features.loc[bought, measure].isna().sum())
        if missing:
            raise ValueError(
                f"`{measure}` must be known for every customer with an order; got {missing} missing. "
                "Choose another `monetary` feature or correct the features."
            )
    return bought


def _cut_table(values: pd.Series, *, n_bins: int, low_is_best: bool = False) -> pd.DataFrame:
    """Lay the cuts between neighbouring values, each nearest to its quantile; of two as near, the kinder one."""
    distinct, counts = np.unique(values.to_numpy(float), return_counts=True)
    below = counts.cumsum()[:-1] if len(distinct) > 1 else counts.cumsum()
    targets = np.arange(1, n_bins) * len(values)
    distance = np.abs(below[None, :] * n_bins - targets[:, None])
    nearest = len(below) - 1 - distance[:, ::-1].argmin(axis=1) if low_is_best else distance.argmin(axis=1)
    cuts = distinct[nearest]
    steps = np.arange(n_bins)
    table = pd.DataFrame(
        {
            "measure": values.name,
            "score": n_bins - steps if low_is_best else steps + 1,
            "above": [np.nan, *cuts],
            "up_to": [*cuts, np.nan],
            "n": np.bincount(np.searchsorted(cuts, values.to_numpy(float)), minlength=n_bins),
        }
    )
    return table[table["above"] != table["up_to"]]
