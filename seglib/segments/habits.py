"""How do customers buy? By which channel, with or without discounts, and do they keep what they bought."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from seglib.segments.checks import check_features, has_ordered
from seglib.segments.segmentation import NO_KEPT_ORDER_ROW, NOT_YET_BOUGHT, Segmentation, build
from seglib.segments.shares import beta_prior

CHANNELS = ("online", "store", "phone")


def by_channel(features: pd.DataFrame, *, mostly: float = 0.8) -> Segmentation:
    """Sort buyers by where they buy.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders`, `share_online`, `share_store` and `share_phone`.
    mostly : float, default 0.8
        Share of the orders from which a channel is the customer's own, in (0.5, 1].

    Returns
    -------
    Segmentation
        Scheme ``"channel"``: mostly online, in the store, by phone, several channels, or not known.

    Raises
    ------
    ValueError
        If a column is missing or `mostly` out of range.
    """
    shares = [f"share_{channel}" for channel in CHANNELS]
    check_features(features, ["n_orders", *shares], "habits.by_channel")
    if not 0.5 < mostly <= 1:
        raise ValueError(f"`mostly` of `habits.by_channel` must be above 0.5 and at most 1; got {mostly!r}.")
    rows = [
        ("online", "Mostly online", f"{mostly:.0%} or more of the orders online", "Speak to them by mail and app."),
        ("store", "Mostly in the store", f"{mostly:.0%} or more in the store", "Let the staff know them; invite them."),
        (
            "phone",
            "Mostly by phone",
            f"{mostly:.0%} or more by phone",
            "Keep a person for them; offer standing orders.",
        ),
        ("several", "Several channels", "No channel has that share", "Show the same offer and history everywhere."),
        ("not_known", "Channel not known", "No order names its channel", "Note the channel with each order."),
        NO_KEPT_ORDER_ROW,
    ]

    def rule(new: pd.DataFrame) -> pd.Series:
        check_features(new, ["n_orders", *shares], "habits.by_channel")
        table = new[shares].astype(float)
        chosen = np.select([table[name] >= mostly for name in shares], CHANNELS, "several")
        chosen = np.where(table.isna().all(axis=1), "not_known", chosen)
        return pd.Series(np.where(has_ordered(new), chosen, NOT_YET_BOUGHT), index=new.index, dtype="str")

    return _scheme("channel", features, rows, rule, {"mostly": mostly})


def by_discount(features: pd.DataFrame, *, prior: tuple[float, float] | None = None) -> Segmentation:
    """Sort buyers by how often they buy at a discount.

    One order at a discount makes nobody a bargain hunter: each customer's share of discounted orders is drawn towards
    the shop's by a beta distribution over customers, whose two parameters come from the data.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders` and `n_discounted_orders`.
    prior : tuple of float, optional
        Parameters of the beta distribution. Left out: found by moments (see :func:`seglib.segments.shares.beta_prior`).

    Returns
    -------
    Segmentation
        Scheme ``"discount"``: mostly on discount (expected share at least one half), sometimes, full price (below the
        half of the shop's own share, or below 0.1).

    Raises
    ------
    ValueError
        If a column is missing.
    """
    needs = ["n_orders", "n_discounted_orders"]
    check_features(features, needs, "habits.by_discount")
    bought = features[has_ordered(features)]
    a, b = prior or beta_prior(bought["n_discounted_orders"], bought["n_orders"])
    usual = a / (a + b)
    low = min(0.5, max(0.1, usual / 2))
    rows = [
        ("mostly", "Mostly on discount", "Expected to use a discount on half of the orders or more",
         "Offer them the end of the season; do not send full-price launches."),
        ("sometimes", "Sometimes on discount", f"Expected share of discounted orders {low:.0%} to 50%",
         "Use small offers for a purpose: a second order, a new category."),
        ("full_price", "Full price", f"Expected share of discounted orders below {low:.0%}",
         "Do not teach them to wait: service and news in place of discounts."),
        NO_KEPT_ORDER_ROW,
    ]  # fmt: skip

    def rule(new: pd.DataFrame) -> pd.Series:
        check_features(new, needs, "habits.by_discount")
        expected = (new["n_discounted_orders"].astype(float) + a) / (new["n_orders"].astype(float) + a + b)
        chosen = np.select([expected >= 0.5, expected >= low], ["mostly", "sometimes"], "full_price")
        return pd.Series(np.where(has_ordered(new), chosen, NOT_YET_BOUGHT), index=new.index, dtype="str")

    return _scheme("discount", features, rows, rule, {"a": a, "b": b, "usual_share": usual, "low": low})


def by_returns(features: pd.DataFrame, *, many: float = 0.2) -> Segmentation:
    """Sort buyers by how much of what they bought they gave back.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_orders` and `return_rate`.
    many : float, default 0.2
        Share of the money bought for from which returns are many, in (0, 1].

    Returns
    -------
    Segmentation
        Scheme ``"returns"``.

    Raises
    ------
    ValueError
        If a column is missing or `many` out of range.
    """
    check_features(features, ["n_orders", "return_rate"], "habits.by_returns")
    if not 0 < many <= 1:
        raise ValueError(f"`many` of `habits.by_returns` must be above 0 and at most 1; got {many!r}.")
    rows = [
        ("many", "Returns much", f"{many:.0%} or more of the money given back", "Ask why: size, picture, quality."),
        ("some", "Returns some", f"Less than {many:.0%} given back", "Nothing special: returns are part of trade."),
        ("none", "Keeps everything", "Nothing given back", "Nothing special."),
        NO_KEPT_ORDER_ROW,
    ]

    def rule(new: pd.DataFrame) -> pd.Series:
        check_features(new, ["n_orders", "return_rate"], "habits.by_returns")
        rate = new["return_rate"].astype(float).fillna(0.0)
        chosen = np.select([rate >= many, rate > 0], ["many", "some"], "none")
        return pd.Series(np.where(has_ordered(new), chosen, NOT_YET_BOUGHT), index=new.index, dtype="str")

    return _scheme("returns", features, rows, rule, {"many": many})


def _scheme(name: str, features: pd.DataFrame, rows: list[tuple], rule, details: dict[str, float]) -> Segmentation:
    return build(
        name,
        features,
        definition=pd.DataFrame(rows, columns=["segment", "segment_name", "rule", "action"]),
        rule=functools.partial(rule),
        details=pd.DataFrame({"threshold": list(details), "value": list(details.values())}),
    )
