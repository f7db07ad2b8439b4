"""Does a finished table keep the contract? Columns and types by its schema, all rules on values in one pass."""

from __future__ import annotations

import functools
import operator

import ibis
import ibis.expr.types as ir
from pandera.config import ValidationDepth, config_context

from seglib.contracts import TABLES


class ContractError(ValueError):
    """A finished table that breaks the contract: a fault of the cleaning, not of the client's files."""


def conform(table: ibis.Table, name: str) -> ibis.Table:
    """Hold a finished table against the contract.

    Parameters
    ----------
    table : ibis.Table
        As cleaning made it.
    name : str
        Its name in the contract.

    Returns
    -------
    ibis.Table
        `table` itself.

    Raises
    ------
    pandera.errors.SchemaErrors
        If a column is missing, unknown or of another type.
    ContractError
        If a value is missing where none may be, outside its range or not one of those allowed; names each column and
        how many values.
    """
    with config_context(validation_depth=ValidationDepth.SCHEMA_ONLY):
        TABLES[name].validate(table, lazy=True)
    broken = {column: _broken(table[column], rules) for column, rules in TABLES[name].columns.items()}
    counts = {column: how.sum() for column, how in broken.items() if how is not None}
    found = table.aggregate(**counts).to_pyarrow().to_pylist()[0]
    if wrong := {column: count for column, count in found.items() if count}:
        told = ", ".join(f"{count} values of {column}" for column, count in wrong.items())
        raise ContractError(f"The cleaned table {name} breaks the contract in {told}.")
    return table


def _broken(values: ir.Column, rules) -> ir.BooleanColumn | None:
    """Whether a value breaks its column's rules; none where it has no rule."""
    allowed, between = rules.metadata["allowed"], rules.metadata["between"]
    ways = [] if rules.nullable else [values.isnull()]
    ways += [values.notin(allowed)] if allowed else []
    ways += [~values.between(*between)] if between else []
    return functools.reduce(operator.or_, ways) if ways else None
