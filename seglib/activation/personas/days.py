"""On which day of the week does a segment order? Only where one day stands out from the seven."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.activation.personas.known import Known
from seglib.features.orders import lines_until

DAYS = 7
Z = 2.690110  # the best of seven days, at 95%


def weekdays(tables: Mapping[str, ir.Table], known: Known, *, as_of: datetime.date | str) -> pd.DataFrame:
    """Find the strongest day of the week of each segment.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    known : Known
        From :func:`seglib.activation.personas.known.read_known`.
    as_of : datetime.date or str
        Last day of observation; later orders do not count, nor do those wholly taken back by then.

    Returns
    -------
    pandas.DataFrame
        `segment`, `weekday` (0 is Monday), `n` (customers with an order), `value` (mean share of a customer's orders on
        that day) with `low` and `high` (95%, for the best of seven): one row a segment with a day surely above a
        seventh.
    """
    if "order_lines" not in tables or known.money is None:
        return pd.DataFrame(columns=["segment", "weekday", "n", "value", "low", "high"])
    lines = lines_until(tables["order_lines"], as_of, take=("customer_id", "order_id", "amount"))
    kept = lines.filter(lines.stands)
    orders = kept.group_by(["customer_id", "order_id"]).agg(at=kept.ordered_at.min()).to_pandas()
    orders = orders.assign(weekday=orders["at"].dt.day_of_week)
    shares = pd.crosstab(orders["customer_id"], orders["weekday"], normalize="index").reindex(columns=range(DAYS))
    segment = known.frame.set_index("customer_id")["segment"]
    rows = []
    for code in known.shown["code"]:
        own = shares.reindex(segment.index[segment == code]).dropna(how="all").fillna(0.0)
        if len(own) < known.min_cell:
            continue
        day = int(own.mean().idxmax())
        half = Z * float(own[day].std(ddof=1)) / np.sqrt(len(own))
        value = float(own[day].mean())
        buying = int((own[day] > 0).sum())
        if value - half > 1 / DAYS and buying >= known.min_cell:
            rows.append((code, day, len(own), value, value - half, value + half))
    return pd.DataFrame(rows, columns=["segment", "weekday", "n", "value", "low", "high"])
