"""Times with a zone become the shop's; times that its clock never showed are noted."""

import datetime as dt
from zoneinfo import ZoneInfo

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglib.contracts import TIMESTAMP
from seglib.reading.dates import read_date
from seglib.reading.zones import local_time, nonexistent, utc_of, zone_of


@pytest.fixture
def times(connection, column):
    """What the shop's clock showed, or never showed, by the text of a time."""

    def read(texts, timezone="Europe/Madrid") -> list:
        t = column(texts)
        moment, _ = read_date(t.text, TIMESTAMP, formats=["iso"], zoned=True)
        t = t.mutate(moment=moment, zone=zone_of(t.text))
        t = t.mutate(utc=utc_of(t.moment, t.zone))
        local = ibis.coalesce(local_time(t.utc, timezone), t.moment)
        found = t.select("row", local=local, never=nonexistent(t.moment, timezone) & t.zone.isnull())
        return ["never" if row["never"] else row["local"] for row in found.order_by("row").to_pyarrow().to_pylist()]

    return read


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-01-05 10:00", dt.datetime(2024, 1, 5, 10)),
        ("2024-01-05T10:00:00Z", dt.datetime(2024, 1, 5, 11)),
        ("2024-07-05T10:00:00Z", dt.datetime(2024, 7, 5, 12)),
        ("2024-07-05 10:00:00 -0500", dt.datetime(2024, 7, 5, 17)),
        ("2024-07-05T23:30:00.123+00:00", dt.datetime(2024, 7, 6, 1, 30)),
        ("2024-07-05T00:10+05:30", dt.datetime(2024, 7, 4, 20, 40)),
        ("2024-03-31 02:30", "never"),
        ("2024-03-31 03:00", dt.datetime(2024, 3, 31, 3)),
        ("2024-03-31 01:59:59", dt.datetime(2024, 3, 31, 1, 59, 59)),
        ("2024-03-31T01:30:00Z", dt.datetime(2024, 3, 31, 3, 30)),
        ("2024-02-30T01:30:00Z", None),
    ],
)
def test_a_shop_in_madrid(times, text, moment):
    assert times([text]) == [moment]


def test_a_zone_without_changes(times):
    assert times(["2024-03-31 02:30", "2024-03-31 02:30Z"], "Asia/Kuala_Lumpur") == [
        dt.datetime(2024, 3, 31, 2, 30),
        dt.datetime(2024, 3, 31, 10, 30),
    ]


@pytest.mark.parametrize("zone", ["Europe/Madrid", "America/New_York", "Asia/Tehran", "Australia/Lord_Howe", "UTC"])
@settings(max_examples=3)
@given(moments=st.lists(st.datetimes(dt.datetime(1980, 1, 1), dt.datetime(2045, 1, 1)), min_size=60, max_size=60))
def test_moments_are_brought_over_as_the_time_zone_database_says(times, zone, moments):
    moments = [moment.replace(microsecond=0) for moment in moments]
    expected = [moment.replace(tzinfo=dt.UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for moment in moments]
    assert times([f"{moment.isoformat()}Z" for moment in moments], zone) == expected
