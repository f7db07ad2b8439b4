"""Days of other calendars: published days, leap years and lengths of months."""

import datetime as dt

import pytest

from seglib.contracts import DATE, TIMESTAMP
from seglib.reading.calendars import to_gregorian
from seglib.reading.dates import iso_text, read_date


@pytest.fixture
def days(connection, column):
    def read(texts, calendar, form="%Y/%m/%d", dtype=DATE) -> list:
        t = column(texts)
        forms = [form, "excel-1900"]
        t = t.mutate(iso=iso_text(t.text, formats=forms))
        t = to_gregorian(t, "iso", calendar)
        value, how = read_date(t.text, dtype, formats=forms, iso=t.iso)
        found = t.select("row", value=value, how=how).order_by("row").to_pyarrow().to_pylist()
        return [row["value"] or row["how"] for row in found]

    return read


@pytest.mark.parametrize(
    ("calendar", "text", "day"),
    [
        ("jalali", "1402/12/29", dt.date(2024, 3, 19)),
        ("jalali", "1403/01/01", dt.date(2024, 3, 20)),
        ("jalali", "1357/11/22", dt.date(1979, 2, 11)),
        ("jalali", "1399/12/30", dt.date(2021, 3, 20)),
        ("jalali", "1300/01/01", dt.date(1921, 3, 21)),
        ("hijri", "1445/09/01", dt.date(2024, 3, 11)),
        ("hijri", "1445/10/01", dt.date(2024, 4, 10)),
        ("hijri", "1446/01/01", dt.date(2024, 7, 7)),
        ("hijri", "1343/01/01", dt.date(1924, 8, 1)),
        ("hijri", "1500/12/30", dt.date(2077, 11, 16)),
        ("buddhist", "2567/02/29", dt.date(2024, 2, 29)),
    ],
)
def test_published_days(days, calendar, text, day):
    assert days([text], calendar) == [day]


def test_jalali_leap_years_are_the_published_ones(days):
    # five years lie between 1370 and 1375, and again between 1403 and 1408
    leap = [1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370, 1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412]
    years = range(1340, 1415)
    found = days([f"{year}/12/30" for year in years], "jalali")
    assert [year for year, day in zip(years, found, strict=True) if day != "impossible_date"] == leap


@pytest.mark.parametrize(("calendar", "first", "last"), [("jalali", 1300, 1499), ("hijri", 1343, 1500)])
def test_every_day_of_our_calendar_is_met_just_once(days, calendar, first, last):
    texts = [f"{y}/{m}/{d}" for y in range(first, last + 1) for m in range(1, 13) for d in range(1, 33)]
    found = [day for day in days(texts, calendar) if day != "impossible_date"]
    assert found == [found[0] + dt.timedelta(days=n) for n in range(len(found))]


@pytest.mark.parametrize(
    ("calendar", "text"),
    [
        ("jalali", "1403/07/31"),
        ("jalali", "1402/12/30"),
        ("jalali", "1403/13/01"),
        ("jalali", "1403/00/01"),
        ("jalali", "2024/01/01"),
        ("hijri", "1445/08/30"),
        ("hijri", "1342/12/01"),
        ("hijri", "1501/01/01"),
        ("hijri", "2024/01/01"),
        ("buddhist", "2566/02/29"),
        ("buddhist", "2024/01/01"),
        ("buddhist", "0100/01/01"),
    ],
)
def test_a_day_that_the_calendar_does_not_have_is_impossible(days, calendar, text):
    assert days([text], calendar) == ["impossible_date"]


def test_the_time_stays_with_the_day(days):
    assert days(["29/12/1402 18:05"], "jalali", "%d/%m/%Y %H:%M", TIMESTAMP) == [dt.datetime(2024, 3, 19, 18, 5)]
    assert days(["01/01/2567 18:05"], "buddhist", "%d/%m/%Y %H:%M", TIMESTAMP) == [dt.datetime(2024, 1, 1, 18, 5)]


def test_days_of_excel_are_of_no_calendar(days):
    assert days(["45292", None], "jalali") == [dt.date(2024, 1, 1), None]
