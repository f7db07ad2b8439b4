"""How much service does each customer ask for? Columns from service contacts."""

from __future__ import annotations

import datetime

import ibis.expr.types as ir
from ibis import _

from seglib.features.observation import complete, until

COLUMNS: dict[str, tuple[str, int | float | None]] = {
    "n_service_contacts": ("int64", 0),
    "service_minutes": ("float64", 0.0),
}
"""Column: its type, and its value for a customer without service contacts."""


def service_features(service_contacts: ir.Table, *, as_of: datetime.date | str) -> ir.Table:
    """Count each customer's service contacts and add up their minutes.

    Parameters
    ----------
    service_contacts : ibis.expr.types.Table
        Clean service contacts.
    as_of : datetime.date or str
        Last day of observation.

    Returns
    -------
    ibis.expr.types.Table
        One row per customer with a contact until `as_of`: `customer_id` and the columns of :data:`COLUMNS`. Minutes
        are summed as decimals of a thousandth, so that the sum does not depend on the order of rows.
    """
    contacts = until(complete(service_contacts, "service_contacts", needs=("customer_id", "at")), "at", as_of)
    sums = contacts.group_by("customer_id").agg(
        n_service_contacts=_.count(), minutes=_.minutes.cast("decimal(18, 3)").sum()
    )
    return sums.mutate(service_minutes=_.minutes.cast("float64").fill_null(0.0)).select("customer_id", *COLUMNS)
