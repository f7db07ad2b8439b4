"""What time was it in the shop when a clock elsewhere said so?

The changes of a zone's clock come from the time zone database of the machine and are compared as plain moments, so that
every engine gives the same answer.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from zoneinfo import ZoneInfo

import ibis
import ibis.expr.types as ir

_FIRST, _LAST = dt.datetime(1950, 1, 1), dt.datetime(2051, 1, 1)
_ZONE = r":\d{2}(?:\.\d+)? ?(Z|[+-]\d{2}:?\d{2})$"


def zone_of(text: ir.StringValue) -> ir.StringValue:
    """The zone behind a time, such as ``Z`` or ``+02:00``.

    Parameters
    ----------
    text : ibis string expression

    Returns
    -------
    ibis string expression
        Missing where there is none.
    """
    return text.re_extract(_ZONE, 1).nullif("")


def utc_of(moment: ir.TimestampValue, zone: ir.StringValue) -> ir.TimestampValue:
    """A moment that carries an offset, in UTC.

    Parameters
    ----------
    moment : ibis timestamp expression
        As written, without its offset.
    zone : ibis string expression
        From :func:`zone_of`.

    Returns
    -------
    ibis timestamp expression
        Missing where there is no zone.
    """
    hours, minutes = (zone.re_extract(rf"{part}$", 1).nullif("").cast("int64") for part in (r"(\d\d):?\d\d", r"(\d\d)"))
    seconds = ibis.ifelse(zone == "Z", 0, hours * 3600 + minutes * 60)
    return moment - ibis.ifelse(zone.startswith("-"), -seconds, seconds).as_interval("s")


def local_time(utc: ir.TimestampValue, timezone: str) -> ir.TimestampValue:
    """What the clock of a time zone shows at moments.

    Parameters
    ----------
    utc : ibis timestamp column
        In UTC; a column of a staged table, because it is used many times.
    timezone : str
        Such as ``Europe/Madrid``.

    Returns
    -------
    ibis timestamp expression
    """
    changes = [(utc >= ibis.literal(at), after) for at, _, after in reversed(_changes(timezone))]
    first = (utc.notnull(), _offset(_FIRST, timezone))
    return utc + ibis.cases(*changes, first).as_interval("s")


def nonexistent(moment: ir.TimestampValue, timezone: str) -> ir.BooleanValue:
    """Whether the clock of a time zone never showed a time, because it was put forward over it.

    Parameters
    ----------
    moment : ibis timestamp column
        As the clock of the zone; a column of a staged table.
    timezone : str
        Such as ``Europe/Madrid``.

    Returns
    -------
    ibis boolean expression
    """
    gaps = [
        (moment >= ibis.literal(at + dt.timedelta(seconds=before)))
        & (moment < ibis.literal(at + dt.timedelta(seconds=after)))
        for at, before, after in _changes(timezone)
        if after > before
    ]
    return ibis.or_(*gaps) if gaps else ibis.literal(False)


def _offset(utc: dt.datetime, timezone: str) -> int:
    moment = utc.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(timezone))
    return int(moment.utcoffset().total_seconds())


@lru_cache
def _changes(timezone: str) -> tuple[tuple[dt.datetime, int, int], ...]:
    """When the offset of a zone changes, in UTC, with the seconds before and after."""
    found = []
    low, step = _FIRST, dt.timedelta(days=7)
    while low < _LAST:
        high = low + step
        before, after = _offset(low, timezone), _offset(high, timezone)
        if before != after:
            start, end = low, high
            while end - start > dt.timedelta(seconds=1):
                middle = (start + (end - start) / 2).replace(microsecond=0)
                start, end = (middle, end) if _offset(middle, timezone) == before else (start, middle)
            found.append((end, before, after))
        low = high
    return tuple(found)
