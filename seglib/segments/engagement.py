"""How close are customers to the shop online? Tiers by how recently and how much they were seen."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from seglib.segments.checks import check_features
from seglib.segments.segmentation import Segmentation, build

NEEDS = ("n_touchpoints", "last_touch_days")
ROWS = (
    (
        "engaged",
        "Engaged",
        "Seen in the last {recent} days, {often} times or more in all",
        "Ask them: reviews, referrals, early access.",
    ),
    (
        "aware",
        "Aware",
        "Seen in the last {recent} days, fewer than {often} times",
        "Give them a reason to look again soon.",
    ),
    (
        "fading",
        "Fading",
        "Last seen {recent} to {gone} days ago",
        "One message about what is new since their last visit.",
    ),
    (
        "silent",
        "Silent",
        "Last seen more than {gone} days ago",
        "Try another channel; stop mailing those who never open.",
    ),
    (
        "unseen",
        "Never seen",
        "No touch point",
        "Ask for an e-mail address, or point to the shop online, at the next order.",
    ),
)


def segment(features: pd.DataFrame, *, recent_days: int = 60, gone_days: int = 180) -> Segmentation:
    """Put customers into tiers of engagement on web, app, social media and e-mail.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer with `customer_id`, `n_touchpoints` and `last_touch_days`.
    recent_days, gone_days : int, default 60 and 180
        Until when a customer counts as seen recently, and from when as silent.

    Returns
    -------
    Segmentation
        Scheme ``"engagement"``. *Engaged* are those seen recently who have at least as many touch points as the median
        of all who were seen recently.

    Raises
    ------
    ValueError
        If a column is missing or the days are not in order.
    """
    check_features(features, NEEDS, "engagement.segment")
    if not 0 < recent_days < gone_days:
        raise ValueError(
            "`recent_days` and `gone_days` of `engagement.segment` must be positive and in this order; "
            f"got {recent_days!r} and {gone_days!r}."
        )
    recent = features.loc[features["last_touch_days"].astype(float) <= recent_days, "n_touchpoints"]
    often = int(np.ceil(recent.median())) if len(recent) else 1
    words = {"recent": recent_days, "gone": gone_days, "often": often}
    rows = [(code, name, rule.format(**words), action) for code, name, rule, action in ROWS]
    return build(
        "engagement",
        features,
        definition=pd.DataFrame(rows, columns=["segment", "segment_name", "rule", "action"]),
        rule=functools.partial(_tier, recent_days=recent_days, gone_days=gone_days, often=often),
        details=pd.DataFrame({"threshold": list(words), "value": list(words.values())}),
    )


def _tier(features: pd.DataFrame, *, recent_days: int, gone_days: int, often: int) -> pd.Series:
    check_features(features, NEEDS, "engagement.segment")
    days = features["last_touch_days"].astype(float)
    seen = features["n_touchpoints"].fillna(0)
    rules = [
        ((seen <= 0) | days.isna(), "unseen"),
        ((days <= recent_days) & (seen >= often), "engaged"),
        (days <= recent_days, "aware"),
        (days <= gone_days, "fading"),
    ]
    chosen = np.select([np.asarray(one, bool) for one, _ in rules], [name for _, name in rules], "silent")
    return pd.Series(chosen, index=features.index, dtype="str")
