"""How close are customers to the shop online? Tiers by how recently and how much they were seen."""

from __future__ import annotations

import functools

import numpy as np
import pandas as pd

from seglib.segments.checks import check_features
from seglib.segments.headline import share_interval
from seglib.segments.segmentation import Segmentation, build

CHANNELS = ("web", "app", "email", "social")
FEWEST_ASKED = 10
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


def tier_table(features: pd.DataFrame, segmentation: Segmentation, responses: pd.DataFrame) -> pd.DataFrame:
    """Describe the tiers: how recently seen, how often on each channel, and how they respond to campaigns.

    Parameters
    ----------
    features : pandas.DataFrame
        What was segmented, with `last_touch_days` and `n_web`, `n_app`, `n_email`, `n_social`.
    segmentation : Segmentation
        From :func:`segment`.
    responses : pandas.DataFrame
        `customer_id, n_asked, n_responded`, from :func:`seglib.features.customer_responses`; perhaps without rows.

    Returns
    -------
    pandas.DataFrame
        One row a tier with customers: `segment_name`, `n`, `last_seen` (median days), `web`, `app`, `email`, `social`
        (touch points a customer), `n_asked` (customers asked by a campaign at least once), `responded` (share of them
        who responded at least once) with its 95% interval `low`, `high`; missing where fewer than 10 were asked.
    """
    frame = features[["customer_id", "last_touch_days", *(f"n_{name}" for name in CHANNELS)]]
    frame = frame.assign(segment=segmentation.assignments["segment"].to_numpy())
    frame = frame.merge(responses.drop_duplicates("customer_id"), on="customer_id", how="left")
    asked, answered = frame["n_asked"].fillna(0).gt(0), frame["n_responded"].fillna(0).gt(0)
    groups = frame.assign(asked=asked, answered=asked & answered).groupby("segment")
    table = segmentation.summary[["segment", "segment_name", "n"]].set_index("segment")
    table["last_seen"] = groups["last_touch_days"].median()
    for name in CHANNELS:
        table[name] = groups[f"n_{name}"].mean()
    table["n_asked"], hits = groups["asked"].sum(), groups["answered"].sum()
    enough = table["n_asked"] >= FEWEST_ASKED
    table["responded"] = (hits / table["n_asked"].clip(lower=1)).where(enough)
    ends = [
        share_interval(hits[code], row.n_asked) if enough[code] else (np.nan, np.nan)
        for code, row in zip(table.index, table.itertuples(), strict=True)
    ]
    return table.assign(low=[low for low, _ in ends], high=[high for _, high in ends]).reset_index(drop=True)


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
