"""What was known on a day? The end of observation, and clean tables cut at it.

Every feature is a statement *as of* a date: what happened on that day or before counts, what came later does not, so
that a model can be judged on the months that followed.
"""

from __future__ import annotations

import datetime

import ibis
import ibis.expr.types as ir

from seglib import contracts


def observation_end(as_of: datetime.date | str) -> datetime.date:
    """Read the last day of observation.

    Parameters
    ----------
    as_of : datetime.date or str
        A date (a time of day is dropped) or its ISO text, such as ``"2026-06-30"``.

    Returns
    -------
    datetime.date
        The day.

    Raises
    ------
    ValueError
        If the text is no ISO date, or the value no date at all.

    Examples
    --------
    >>> observation_end("2026-06-30")
    datetime.date(2026, 6, 30)
    """
    if isinstance(as_of, datetime.datetime):
        return as_of.date()
    if isinstance(as_of, datetime.date):
        return as_of
    try:
        return datetime.date.fromisoformat(as_of)
    except (TypeError, ValueError):
        raise ValueError(
            f"`as_of` must be a date or ISO text such as '2026-06-30'; got {as_of!r}. "
            "Give the last day that the data covers."
        ) from None


def last_whole_period(as_of: datetime.date | str, *, months: int = 1) -> datetime.date:
    """Give the first day of the last calendar period that the end of observation does not cut short.

    Parameters
    ----------
    as_of : datetime.date or str
        Last day of observation, which counts whole.
    months : {1, 3, 12}, default 1
        Length of a period: calendar months, quarters or years.

    Returns
    -------
    datetime.date
        Its first day.

    Examples
    --------
    >>> last_whole_period("2026-06-29"), last_whole_period("2026-06-30"), last_whole_period("2026-06-30", months=12)
    (datetime.date(2026, 5, 1), datetime.date(2026, 6, 1), datetime.date(2025, 1, 1))
    """
    tomorrow = observation_end(as_of) + datetime.timedelta(days=1)
    current = tomorrow.replace(month=(tomorrow.month - 1) // months * months + 1, day=1)
    before = current - datetime.timedelta(days=1)
    return before.replace(month=(before.month - 1) // months * months + 1, day=1)


def complete(table: ir.Table, name: str, *, needs: tuple[str, ...] = ("customer_id",)) -> ir.Table:
    """Add the contract's columns that a clean table does not have, as missing values of the right type.

    Parameters
    ----------
    table : ibis.expr.types.Table
        A clean table.
    name : str
        Its name in the contract.
    needs : tuple of str
        Columns that nothing can be computed without.

    Returns
    -------
    ibis.expr.types.Table
        The table with every column of the contract.

    Raises
    ------
    ValueError
        If a column of `needs` is absent.
    """
    columns = contracts.columns(name, computed=True)
    absent = [column for column in columns if column not in table.columns]
    missed = [column for column in needs if column in absent]
    if missed:
        raise ValueError(
            f"Table `{name}` must have the column `{missed[0]}`; got {', '.join(table.columns)}. "
            "Run the cleaning, which writes it."
        )
    return table.mutate(**{column: ibis.null(columns[column].dtype.type) for column in absent})


def until(table: ir.Table, column: str, as_of: datetime.date | str) -> ir.Table:
    """Keep the events of the last day of observation and before.

    Parameters
    ----------
    table : ibis.expr.types.Table
        A table of events.
    column : str
        The timestamp of the event.
    as_of : datetime.date or str
        The last day of observation, which counts whole.

    Returns
    -------
    ibis.expr.types.Table
        The rows before midnight at the end of that day.
    """
    return table.filter(was_until(table[column], as_of))


def was_until(moment: ir.TimestampValue, as_of: datetime.date | str) -> ir.BooleanValue:
    """Whether something had happened by the end of the last day of observation.

    Parameters
    ----------
    moment : ibis.expr.types.TimestampValue
        When it happened; missing where it did not.
    as_of : datetime.date or str
        The last day of observation, which counts whole.

    Returns
    -------
    ibis.expr.types.BooleanValue
        Never missing.
    """
    midnight = datetime.datetime.combine(observation_end(as_of), datetime.time()) + datetime.timedelta(days=1)
    return (moment < ibis.literal(midnight, type="timestamp(6)")).fill_null(False)


def days_until(moment: ir.TimestampValue, as_of: datetime.date | str) -> ir.IntegerValue:
    """Count whole days from the date of a moment to the end of observation.

    Parameters
    ----------
    moment : ibis.expr.types.TimestampValue
        When something happened.
    as_of : datetime.date or str
        The last day of observation.

    Returns
    -------
    ibis.expr.types.IntegerValue
        0 on the last day itself.
    """
    return ibis.literal(observation_end(as_of)).delta(moment.date(), unit="day")
