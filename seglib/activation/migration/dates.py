"""Which days are compared? Some days of one distance for moves; two whole years, where there are two, for drift."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir

from seglib.features.observation import observation_end, was_until

STEP_DAYS, N_DAYS, LEAST_DAYS = 182, 3, 28
YEAR_DAYS = 364
"""52 weeks, so that each year has the same days of the week."""
EVENTS = {"order_lines": "ordered_at", "touchpoints": "at", "service_contacts": "at"}
"""Tables of events that features are made of, and when each happened."""


@dataclass(frozen=True)
class Windows:
    """Two times of one length, one after the other.

    Parameters
    ----------
    start, middle, end : datetime.date
        The earlier time is after `start` until `middle`, the later one after `middle` until `end`.
    whole_years : bool
        Whether each is a year: otherwise a season may look like a change.
    """

    start: datetime.date
    middle: datetime.date
    end: datetime.date
    whole_years: bool


def days_back(history: int, *, as_of: datetime.date | str, step_days: int = STEP_DAYS) -> list[datetime.date]:
    """Choose the days on which segments are compared.

    Parameters
    ----------
    history : int
        From :func:`seglib.segments.evaluation.later.history_days`.
    as_of : datetime.date or str
        End of observation, the last of the days.
    step_days : int, default 182
        From one to the next; a quarter of the history where that is less, so that half of it lies before the first.

    Returns
    -------
    list of datetime.date
        Three, the earliest first; none where they would be nearer to each other than four weeks.

    Examples
    --------
    >>> [str(day) for day in days_back(800, as_of="2026-06-30")]
    ['2025-07-01', '2025-12-30', '2026-06-30']
    >>> days_back(100, as_of="2026-06-30")
    []
    """
    step = min(step_days, history // 4)
    if step < LEAST_DAYS:
        return []
    end = observation_end(as_of)
    return [end - datetime.timedelta(days=step * back) for back in range(N_DAYS - 1, -1, -1)]


def windows(history: int, *, as_of: datetime.date | str) -> Windows | None:
    """Choose the two times whose customers are compared.

    Parameters
    ----------
    history : int
        From :func:`seglib.segments.evaluation.later.history_days`.
    as_of : datetime.date or str
        End of observation.

    Returns
    -------
    Windows or None
        Two years where the history has them, else its two halves; None where a half is shorter than four weeks.
    """
    length = min(YEAR_DAYS, history // 2)
    if length < LEAST_DAYS:
        return None
    end, back = observation_end(as_of), datetime.timedelta(days=length)
    return Windows(end - 2 * back, end - back, end, length == YEAR_DAYS)


def only_after(tables: Mapping[str, ir.Table], day: datetime.date) -> dict[str, ir.Table]:
    """Leave out what happened until a day, as if the shop had opened on the next.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name.
    day : datetime.date
        Last day that does not count.

    Returns
    -------
    dict of str to ibis.expr.types.Table
        Events after it; what is no event is left as it is, and the list of customers is left out, since only who did
        something in these days is compared.
    """
    cut = {name: table.filter(~was_until(table[EVENTS[name]], day)) for name, table in tables.items() if name in EVENTS}
    return {name: table for name, table in tables.items() if name not in {*EVENTS, "customers"}} | cut
