"""Who may not be profiled, and what is known without them?"""

from __future__ import annotations

from collections.abc import Mapping

import ibis.expr.types as ir

from seglib.features.observation import complete


def objectors(customers: ir.Table) -> ir.Table:
    """Customers who objected to profiling.

    Parameters
    ----------
    customers : ibis.expr.types.Table
        The clean `customers`.

    Returns
    -------
    ibis.expr.types.Table
        `customer_id`.
    """
    customers = complete(customers, "customers")
    return customers.filter(customers.objected.fill_null(False)).select("customer_id")


def without_objectors(tables: Mapping[str, ir.Table]) -> dict[str, ir.Table]:
    """Leave out all that is known of customers who objected to profiling, before anything is made of it.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.

    Returns
    -------
    dict of str to ibis.expr.types.Table
        The same tables, less their rows; rows without a customer stay.
    """
    if "customers" not in tables:
        return dict(tables)
    objected = objectors(tables["customers"])
    return {
        name: table.anti_join(objected, "customer_id") if "customer_id" in table.columns else table
        for name, table in tables.items()
    }
