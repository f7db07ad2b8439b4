"""How often did each customer answer when asked? Columns from the assignments of campaigns."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, was_until

CONTROL = "control"


def customer_responses(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> ir.Table:
    """Count how often each customer was addressed by a campaign, and how often the customer responded.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by their names in the contract; only `assignments` is looked at.
    as_of : datetime.date or str
        Last day of observation; what was assigned later does not count.

    Returns
    -------
    ibis.expr.types.Table
        `customer_id, n_asked, n_responded`: one row a customer of whom a response, or that there was none, is known;
        control groups were not asked. Without `assignments` there is no row.
    """
    empty = ibis.memtable({"customer_id": [], "n_asked": [], "n_responded": []}, schema=_SCHEMA)
    if "assignments" not in tables:
        return empty
    rows = complete(tables["assignments"], "assignments")
    asked = rows.filter(
        rows.responded.notnull(), rows.arm != CONTROL, rows.assigned_at.isnull() | was_until(rows.assigned_at, as_of)
    )
    counts = asked.group_by("customer_id").agg(n_asked=_.count(), n_responded=_.responded.cast("int64").sum())
    return counts.select(**{name: counts[name].cast(dtype) for name, dtype in _SCHEMA.items()})


_SCHEMA = {"customer_id": "string", "n_asked": "int64", "n_responded": "int64"}
