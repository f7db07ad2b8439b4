"""A date is read by declared formats only; a day that no calendar has is never read."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglib.contracts import DATE, TIMESTAMP
from seglib.reading.dates import read_date

DAYS = [
    dt.date(1900, 1, 1) + dt.timedelta(days=n) for n in range((dt.date(2100, 12, 31) - dt.date(1900, 1, 1)).days + 1)
]


@pytest.fixture
def dates(column):
    def read(texts, formats=(), dtype=DATE, **conventions) -> list[tuple]:
        t = column(texts)
        value, how = read_date(t.text, dtype, formats=list(formats), **conventions)
        found = t.select("row", value=value, how=how).order_by("row").to_pyarrow().to_pylist()
        return [(row["value"], row["how"]) for row in found]

    return read


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d.%m.%Y", "%m/%d/%Y", "%Y%m%d", "%d-%m-%Y"])
def test_every_day_from_1900_to_2100_is_read_as_datetime_reads_it(dates, form):
    texts = [f"{day:{form}}" for day in DAYS]
    assert texts[0] == dt.datetime.strptime(texts[0], form).strftime(form)
    assert dates(texts, [form]) == [(day, None) for day in DAYS]


def test_years_of_two_digits_are_read_as_posix_reads_them(dates):
    texts = [f"31.12.{year:02d}" for year in range(100)]
    expected = [dt.datetime.strptime(text, "%d.%m.%y").date() for text in texts]  # 68 is 2068, 69 is 1969
    assert [value for value, _ in dates(texts, ["%d.%m.%y"])] == expected


@pytest.mark.parametrize("year", [1900, 2000, 2023, 2024, 2100])
def test_a_day_is_read_just_when_the_calendar_has_it(dates, year):
    every = [(month, day) for month in range(0, 14) for day in range(0, 33)]
    expected = []
    for month, day in every:
        try:
            expected.append((dt.date(year, month, day), None))
        except ValueError:
            expected.append((None, "impossible_date"))
    assert dates([f"{year}-{month:02d}-{day:02d}" for month, day in every]) == expected


@pytest.mark.parametrize(
    "text", ["0000-00-00", "9999-12-31", "1402-12-29", "2024-01-01 24:00", "2024-01-01 10:60", "2024-01-01 10:00:61"]
)
def test_a_moment_that_cannot_be_is_impossible(dates, text):
    # 1402-12-29 is a date of the Persian calendar; it is never taken for the year 1402
    assert dates([text], dtype=TIMESTAMP) == [(None, "impossible_date")]


@pytest.mark.parametrize("text", ["31.12.2025", "2025-12", "45292", "yesterday", "2025-1-1", "2025-12-31x", "20251231"])
def test_what_has_no_declared_form_is_unreadable(dates, text):
    assert dates([text]) == [(None, "unreadable")]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-12-31", dt.datetime(2025, 12, 31)),
        ("2025-12-31 08:05", dt.datetime(2025, 12, 31, 8, 5)),
        ("2025-12-31T08:05:09Z", dt.datetime(2025, 12, 31, 8, 5, 9)),
        ("2025-12-31 08:05:09.123456", dt.datetime(2025, 12, 31, 8, 5, 9)),
    ],
)
def test_iso_moments(dates, text, moment):
    assert dates([text], dtype=TIMESTAMP) == [(moment, None)]


def test_the_first_format_is_the_house_format_and_the_others_are_repairs(dates):
    assert dates(["31.12.2025", "2025-12-31"], ["%d.%m.%Y", "%Y-%m-%d"]) == [
        (dt.date(2025, 12, 31), None),
        (dt.date(2025, 12, 31), "date_format"),
    ]


def test_the_order_of_day_and_month_is_the_declared_one_and_never_the_other(dates):
    assert dates(["02/03/2025", "13/02/2025", "02/13/2025"], ["%d/%m/%Y"]) == [
        (dt.date(2025, 3, 2), None),
        (dt.date(2025, 2, 13), None),
        (None, "impossible_date"),
    ]


@pytest.mark.parametrize("form", ["%d.%m.%Y %H:%M", "%d.%m.%Y, %H:%M", "%d.%m.%Y %H:%M:%S"])
def test_a_format_with_a_time_reads_a_bare_day_too(dates, form):
    assert dates(["1.2.2025"], [form], TIMESTAMP) == [(dt.datetime(2025, 2, 1), None)]


def test_a_time_before_the_day(dates):
    assert dates(["08:05 31.12.2025"], ["%H:%M %d.%m.%Y"], TIMESTAMP) == [(dt.datetime(2025, 12, 31, 8, 5), None)]


@pytest.mark.parametrize(
    ("form", "text", "moment"),
    [
        ("%d %b %Y", "5 Feb 2025", dt.datetime(2025, 2, 5)),
        ("%b %d, %Y", "September 5, 2025", dt.datetime(2025, 9, 5)),
        ("%d-%b-%y", "05-DEC-25", dt.datetime(2025, 12, 5)),
        ("%b. %d, %Y", "Sept. 5, 2025", dt.datetime(2025, 9, 5)),
        ("%m/%d/%Y %I:%M %p", "2/5/2025 8:05 AM", dt.datetime(2025, 2, 5, 8, 5)),
        ("%m/%d/%Y %I:%M %p", "2/5/2025 12:05 AM", dt.datetime(2025, 2, 5, 0, 5)),
        ("%m/%d/%Y %I:%M %p", "2/5/2025 12:05 pm", dt.datetime(2025, 2, 5, 12, 5)),
        ("%m/%d/%Y %I:%M:%S%p", "2/5/2025 11:05:09p.m.", dt.datetime(2025, 2, 5, 23, 5, 9)),
        ("%b %d, %Y %I:%M %p", "Jan 5, 2025", dt.datetime(2025, 1, 5)),
    ],
)
def test_names_of_months_and_hours_of_half_days(dates, form, text, moment):
    assert dates([text], [form], TIMESTAMP) == [(moment, None)]


def test_a_name_that_is_no_month_is_impossible(dates):
    assert dates(["5 Mug 2025", "5 Mayor 2025"], ["%d %b %Y"]) == [(None, "impossible_date")] * 2


def test_days_of_excel_in_both_systems(dates):
    assert dates(["45292", "45292.75", "45292,5", "45291.9999999"], ["excel-1900"], TIMESTAMP) == [
        (dt.datetime(2024, 1, 1), None),
        (dt.datetime(2024, 1, 1, 18), None),
        (dt.datetime(2024, 1, 1, 12), None),
        (dt.datetime(2024, 1, 1), None),  # Excel keeps the time as a fraction
    ]
    assert dates(["43830", "2024-01-01"], ["excel-1904", "iso"]) == [
        (dt.date(2024, 1, 1), None),
        (dt.date(2024, 1, 1), "date_format"),
    ]


def test_pieces_without_marks_between_them_are_of_full_width(dates):
    # 1997111 could be 11 January or 1 November
    assert dates(["19970111", "1997111"], ["%Y%m%d"]) == [(dt.date(1997, 1, 11), None), (None, "unreadable")]


def test_missing_text_is_missing_without_a_note(dates):
    assert dates([None]) == [(None, None)]


@pytest.mark.parametrize("form", ["%d.%m", "%Y-%m-%d %M", "%Y-%m-%d %p", "%Y-%y-%m-%d", "%d%d%m%Y"])
def test_a_format_that_is_no_date_is_refused(dates, form):
    with pytest.raises(ValueError, match="must have a year, a month and a day"):
        dates(["x"], [form])


@settings(max_examples=10)
@given(st.lists(st.text(alphabet="0123456789-./ T:", max_size=20), min_size=200, max_size=200))
def test_no_text_breaks_reading(column, texts):
    t = column(texts)
    value, how = read_date(t.text, TIMESTAMP, formats=["%d.%m.%Y %H:%M", "%Y-%m-%d"])
    found = t.select(value=value, how=how).to_pyarrow().to_pylist()
    assert all((row["value"] is None) == (row["how"] in ("unreadable", "impossible_date")) for row in found)
