"""Who is this customer, as of a date? All sources joined into one row per customer."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

import ibis
import ibis.expr.types as ir

from seglib.features import orders, service, touchpoints
from seglib.features.observation import complete, observation_end, until

COLUMNS = {"customer_id": ("string", None), **orders.COLUMNS, **touchpoints.COLUMNS, **service.COLUMNS}
"""Column: its type, and its value where the customer, or the whole source, has nothing to say."""


def customer_features(tables: Mapping[str, ir.Table], *, as_of: datetime.date | str) -> ir.Table:
    """Compute one row of features per customer, from what was known on a day.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by their names in the contract. `customers` or `order_lines` is needed; `products`,
        `touchpoints` and `service_contacts` are used where they are given, others are not looked at.
    as_of : datetime.date or str
        Last day of observation. Events on that day count, later ones do not.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer who had signed up or ordered by `as_of`, with the columns and types of :data:`COLUMNS`,
        whatever sources there are. Nothing is executed; the order of rows is not defined.

    Raises
    ------
    ValueError
        If neither `customers` nor `order_lines` is given, or `as_of` is no date.

    Examples
    --------
    >>> import ibis
    >>> customers = ibis.memtable({"customer_id": ["c1"]})
    >>> ibis.duckdb.connect().execute(customer_features({"customers": customers}, as_of="2026-06-30").n_orders)
    0    0
    Name: n_orders, dtype: int64
    """
    end = observation_end(as_of)
    if "order_lines" in tables:
        result = orders.order_features(tables["order_lines"], tables.get("products"), as_of=end)
        if "customers" in tables:
            listed = known_customers({"customers": tables["customers"]}, end).rename(listed="customer_id")
            result = listed.outer_join(result, listed.listed == result.customer_id)
            result = result.mutate(customer_id=ibis.coalesce(result.customer_id, result.listed))
    else:
        result = known_customers(tables, end)
    parts = []
    if "touchpoints" in tables:
        parts.append(touchpoints.touchpoint_features(tables["touchpoints"], as_of=end))
    if "service_contacts" in tables:
        parts.append(service.service_features(tables["service_contacts"], as_of=end))
    for part in parts:
        result = result.left_join(part, "customer_id").drop("customer_id_right")
    unknown = {name: ibis.null(dtype) for name, (dtype, _) in COLUMNS.items() if name not in result.columns}
    result = result.mutate(**unknown)
    return result.select(**{name: _filled(result[name], *column) for name, column in COLUMNS.items()})


def _filled(column: ir.Column, dtype: str, default: int | float | None) -> ir.Column:
    typed = column.cast(dtype)
    return typed if default is None else typed.fill_null(default)


def known_customers(tables: Mapping[str, ir.Table], end: datetime.date) -> ir.Table:
    """List those who had signed up or ordered by the end of observation.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by their names in the contract; `customers` or `order_lines` is needed.
    end : datetime.date
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        `customer_id`, each once.

    Raises
    ------
    ValueError
        If neither table is given.
    """
    ids = []
    if "customers" in tables:
        customers = complete(tables["customers"], "customers")
        signed_up = customers.signup_date.isnull() | (customers.signup_date <= ibis.literal(end))
        ids.append(customers.filter(signed_up).select("customer_id"))
    if "order_lines" in tables:
        ids.append(until(tables["order_lines"], "ordered_at", end).select("customer_id"))
    if not ids:
        raise ValueError(
            f"`tables` of `customer_features` must hold `customers` or `order_lines`; got {sorted(tables)}. "
            "Run the cleaning on a client with at least one of these sources."
        )
    ids = [one.select(customer_id=one.customer_id.cast("string")) for one in ids]  # a key's type is "never missing"
    return ids[0].distinct() if len(ids) == 1 else ibis.union(*ids, distinct=True)
