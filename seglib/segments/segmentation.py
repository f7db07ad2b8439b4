"""What is a segmentation? One small result of every scheme: who is where, how one gets in, what each is worth."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from seglib.segments.checks import check_features
from seglib.segments.summary import summarise

NOT_YET_BOUGHT = "not_yet_bought"
"""Segment of the customers without an order that stands, the same in every behavioural scheme."""
NO_KEPT_ORDER, NO_KEPT_ORDER_RULE = "No kept order", "No order yet, or all of them taken back"
NO_KEPT_ORDER_ROW = (NOT_YET_BOUGHT, NO_KEPT_ORDER, NO_KEPT_ORDER_RULE, "Make the next order easy.")
"""Code, name, rule and action of a definition."""
"""Its name and rule: who sent everything back has ordered, and is in it."""


@dataclass(frozen=True, eq=False)
class Segmentation:
    """Customers in segments, by a rule that can be read and applied to new customers.

    Parameters
    ----------
    scheme : str
        Name of the scheme, such as ``"rfm"``.
    assignments : pandas.DataFrame
        One row a customer, in the order of the features: `customer_id`, `segment` (a stable code), `segment_name`,
        `probability` (1 where a rule decides; missing where the scheme gives none).
    definition : pandas.DataFrame
        One row a segment, best first: `segment`, `segment_name`, `rule` in words, and what the scheme adds. Segments
        that nobody is in are listed too.
    summary : pandas.DataFrame
        One row a segment with customers: see :func:`seglib.segments.summary.summarise`.
    details : pandas.DataFrame
        The numbers behind the rule: cut points, thresholds, or how each trait was transformed.
    rule : callable
        Features to a Series of segment codes with the same index.
    certain : bool, default True
        Whether the rule gives each customer to one segment with certainty.
    note : str, default ""
        What to know beside the rule, such as why there are so many segments.
    memberships : callable, optional
        Features to a frame with the same index and a column for each segment: the probability of being in it.
    """

    scheme: str
    assignments: pd.DataFrame
    definition: pd.DataFrame
    summary: pd.DataFrame
    details: pd.DataFrame
    rule: Callable[[pd.DataFrame], pd.Series] = field(repr=False)
    certain: bool = True
    note: str = ""
    memberships: Callable[[pd.DataFrame], pd.DataFrame] | None = field(default=None, repr=False)

    def posterior(self, new_features: pd.DataFrame) -> pd.DataFrame:
        """Give each customer's probability of being in each segment.

        Parameters
        ----------
        new_features : pandas.DataFrame
            Features of the customers, as the segmentation was made from.

        Returns
        -------
        pandas.DataFrame
            `customer_id` and a column for each segment of the definition; rows add up to 1.

        Raises
        ------
        ValueError
            If the scheme gives no probabilities.
        """
        if self.memberships is None:
            raise ValueError(f"The scheme {self.scheme!r} gives no probabilities; use `assign`.")
        chances = self.memberships(new_features).reindex(columns=self.definition["segment"], fill_value=0.0)
        return pd.concat([new_features["customer_id"], chances], axis=1).reset_index(drop=True)

    def assign(self, new_features: pd.DataFrame) -> pd.DataFrame:
        """Assign customers by the same rule; nothing is fitted again.

        Parameters
        ----------
        new_features : pandas.DataFrame
            Features of the customers, as the segmentation was made from.

        Returns
        -------
        pandas.DataFrame
            `customer_id`, `segment`, `segment_name`, `probability`, in the order of the features.
        """
        return _assign(new_features, self.rule, self.definition, self.certain, self.memberships)

    def to_contract(self, *, as_of: datetime.date | str, model_id: str) -> pd.DataFrame:
        """Give the assignments as rows of the contract's `segments` table.

        Parameters
        ----------
        as_of : datetime.date or str
            Last day of observation of the features.
        model_id : str
            Name under which this segmentation is kept.

        Returns
        -------
        pandas.DataFrame
            `customer_id, scheme, segment, segment_name, probability, as_of, model_id`.
        """
        rows = self.assignments.assign(scheme=self.scheme, as_of=pd.Timestamp(as_of).date(), model_id=model_id)
        return rows[["customer_id", "scheme", "segment", "segment_name", "probability", "as_of", "model_id"]]

    def _repr_html_(self) -> str:
        return self.summary.to_html(index=False, escape=True, float_format="{:,.2f}".format)


def build(
    scheme: str,
    features: pd.DataFrame,
    *,
    definition: pd.DataFrame,
    rule: Callable[[pd.DataFrame], pd.Series],
    details: pd.DataFrame,
    certain: bool = True,
    note: str = "",
    memberships: Callable[[pd.DataFrame], pd.DataFrame] | None = None,
) -> Segmentation:
    """Apply a rule to features and put the result together.

    Parameters
    ----------
    scheme : str
        Name of the scheme.
    features : pandas.DataFrame
        One row a customer.
    definition : pandas.DataFrame
        One row a segment in the order of presentation, with `segment` and `segment_name`.
    rule : callable
        Features to a Series of segment codes with the same index.
    details : pandas.DataFrame
        The numbers behind the rule.
    certain : bool, default True
        Whether the rule is certain.
    note : str, default ""
        What to know beside the rule.
    memberships : callable, optional
        Features to the probability of each segment; the largest one is the customer's `probability`.

    Returns
    -------
    Segmentation
        The features are left as they were.
    """
    assignments = _assign(features, rule, definition, certain, memberships)
    return Segmentation(
        scheme=scheme,
        assignments=assignments,
        definition=definition,
        summary=summarise(features, assignments, order=definition["segment"].tolist()),
        details=details,
        rule=rule,
        certain=certain,
        note=note,
        memberships=memberships,
    )


def _assign(
    features: pd.DataFrame,
    rule: Callable[[pd.DataFrame], pd.Series],
    definition: pd.DataFrame,
    certain: bool,
    memberships: Callable[[pd.DataFrame], pd.DataFrame] | None,
) -> pd.DataFrame:
    check_features(features, [], "Segmentation.assign")
    segment = rule(features)
    probability = 1.0 if certain else float("nan")
    return pd.DataFrame(
        {
            "customer_id": features["customer_id"],
            "segment": segment.astype("str"),
            "segment_name": segment.map(definition.set_index("segment")["segment_name"]).astype("str"),
            "probability": memberships(features).max(axis=1) if memberships else probability,
        }
    ).reset_index(drop=True)
