"""How engaged is each customer on web, app, e-mail and social media? Columns from touch points."""

from __future__ import annotations

import datetime

import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, days_until, until

CHANNELS = ("web", "app", "email", "social")

COLUMNS: dict[str, tuple[str, int | float | None]] = {
    "n_touchpoints": ("int64", 0),
    **{f"n_{channel}": ("int64", 0) for channel in CHANNELS},
    "last_touch_days": ("int64", None),
}
"""Column: its type, and its value for a customer without touch points."""


def touchpoint_features(touchpoints: ir.Table, *, as_of: datetime.date | str) -> ir.Table:
    """Count each customer's touch points by channel.

    Parameters
    ----------
    touchpoints : ibis.expr.types.Table
        Clean touch points.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with an event until `as_of`: `customer_id` and the columns of :data:`COLUMNS`.
        `last_touch_days` is the number of whole days from the last event to `as_of`.
    """
    events = until(complete(touchpoints, "touchpoints", needs=("customer_id", "at")), "at", as_of)
    counts = events.group_by("customer_id").agg(
        n_touchpoints=_.count(),
        **{f"n_{channel}": _.count(where=_.channel == channel) for channel in CHANNELS},
        last=_["at"].max(),
    )
    return counts.mutate(last_touch_days=days_until(counts.last, as_of)).select("customer_id", *COLUMNS)
