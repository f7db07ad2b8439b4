"""Formats of dates are found where all cells prove them; orders, calendars, days of Excel and zones are asked."""

import json

import pytest

from seglib.intake import read_sources


def formats(intake) -> list[str]:
    return intake.sources[0].source.convention("dates", "ordered_at")


@pytest.mark.parametrize(
    ("cells", "found", "line"),
    [
        (["02/03/2026", "13/02/2026"], ["%d/%m/%Y"], 3),
        (["02/03/2026", "02/13/2026"], ["%m/%d/%Y"], 3),
        (["1.2.2026", "31.12.2025"], ["%d.%m.%Y"], 3),
        (["1. 2. 2026", "31. 12. 2025"], ["%d. %m. %Y"], 3),
        (["2/1/26", "31/12/25"], ["%d/%m/%y"], 3),
        (["02/03/2026 10:15", "13/02/2026 8:00"], ["%d/%m/%Y %H:%M"], 3),
        (["02/03/2026, 10:15:20", "13/02/2026, 08:00:00"], ["%d/%m/%Y, %H:%M:%S"], 3),
        (["2/3/2026 8:15 PM", "2/13/2026 8:15 AM"], ["%m/%d/%Y %I:%M %p"], 3),
        (["02/03/2026 10:15", "13/02/2026 8:07", "13/02/2026 8:05"], ["%d/%m/%Y %H:%M"], 3),  # its minute too
        (["2026-01-31 10:00:00.250", "2026-01-31 10:00:01.5"], ["iso"], 2),
        (["13/02/2026 10:15", "13/02/2026"], ["%d/%m/%Y %H:%M"], 2),
        (["2026-01-31"], ["iso"], 2),
        (["2026-01-31T10:00:00Z", "2026-01-31"], ["iso"], 2),
        (["2026/1/31"], ["%Y/%m/%d"], 2),
        (["2026-1-31"], ["%Y-%m-%d"], 2),
        (["20260131"], ["%Y%m%d"], 2),
        (["02032026", "31122025"], ["%d%m%Y"], 3),
        (["97-01-31", "97-02-01"], ["%y-%m-%d"], 2),
        (["5 Feb 2026"], ["%d %b %Y"], 2),
        (["05-FEB-26"], ["%d-%b-%y"], 2),
        (["February 5, 2026"], ["%b %d, %Y"], 2),
        (["05/05/2026"], ["%d/%m/%Y"], 2),  # whichever comes first, the day is the same
        (["١٣/٠٢/٢٠٢٦", "٠٢/٠٣/٢٠٢٦"], ["%d/%m/%Y"], 2),
        (["13/02/2026", "2026-01-31", "14/02/2026"], ["%d/%m/%Y", "iso"], 2),  # the rarer form is a repair
        (["2024-02-30", "0000-00-00", "9999-12-31"], ["iso"], 2),  # impossible days are left to cleaning
        (["30/02/2024", "02/03/2026"], ["%d/%m/%Y"], 2),
    ],
)
def test_the_format_that_fits_every_cell_is_taken(orders, reading, cells, found, line):
    intake = orders(day=cells)
    assert formats(intake) == found
    _, basis, proof_line, proof = reading(intake, "ordered_at")
    assert (basis, proof_line, proof) == ("found", line, cells[line - 2])


def test_days_of_twelve_or_less_are_asked(orders, asked):
    ((code, column, line, text, answers),) = asked(orders, day=["05/05/2026", "02/03/2026"])
    assert (code, column, line) == ("date_order", "day", 3)
    assert "no cell proves the order" in text
    assert answers == [
        ('dates: ["%d/%m/%Y"]', "02/03/2026 is 2 March"),
        ('dates: ["%m/%d/%Y"]', "02/03/2026 is 3 February"),
    ]


def test_both_orders_in_one_column_are_asked_with_a_line_of_each(orders, asked):
    ((code, _, _, text, answers),) = asked(orders, day=["02/03/2026", "13/02/2026", "02/13/2026", "02/14/2026"])
    assert code == "date_order"
    assert "line 4: 02/13/2026 cannot be day first (2 in all)" in text
    assert "line 3: 13/02/2026 cannot be month first (1 in all)" in text
    assert answers[0] == ('dates: ["%d/%m/%Y"]', "day first; cells such as line 4: 02/13/2026 are not used (2)")


def test_other_forms_stay_in_the_answer(orders, asked):
    ((_, _, _, _, answers),) = asked(orders, day=["2026-01-31", "2026-01-30", "02/03/2026"])
    assert [line for line, _ in answers] == ['dates: ["iso", "%d/%m/%Y"]', 'dates: ["iso", "%m/%d/%Y"]']


@pytest.mark.parametrize("cell", ["25-01-02", "01-02-03"])
def test_years_of_two_digits_may_come_first_or_last(orders, asked, cell):
    ((_, _, _, _, answers),) = asked(orders, day=[cell])
    assert answers[-1][0] == 'dates: ["%y-%m-%d"]'
    assert len(answers) == (2 if cell == "25-01-02" else 3)


def test_an_order_follows_the_same_form_in_another_column(make_client, reading):
    yml = "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n  - {table: customers, file: c.csv, delimiter: ';',"
    yml += " columns: {customer_id: id, birth_date: b, signup_date: s}}\n"
    intake = read_sources(make_client({"c.csv": b"id;b;s\n1;31/12/1980;02/03/2020\n"}, yml))
    assert reading(intake, "signup_date") == ("%d/%m/%Y (day first)", "found", 2, "31/12/••••")


def test_two_columns_that_differ_are_answered_one_by_one(make_client, asked):
    yml = "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n  - {table: customers, file: c.csv, delimiter: ';',"
    yml += " columns: {customer_id: id, birth_date: b, signup_date: s}}\n"
    client = make_client({"c.csv": b"id;b;s\n1;02.03.1980;02/03/2020\n"}, yml)
    found = asked(read_sources, client)
    assert [answers[0][0] for *_, answers in found] == ['birth_date: ["%d.%m.%Y"]', 'signup_date: ["%d/%m/%Y"]']
    assert "1980" not in str(found)  # a date of birth is personal


def test_the_answer_settles_it(orders, reading):
    intake = orders(day=["02/03/2026"], options='dates: {ordered_at: ["%m/%d/%Y"]}')
    assert formats(intake) == ["%m/%d/%Y"]
    assert reading(intake, "ordered_at")[1] == "declared"


@pytest.mark.parametrize("cells", [["hello", "yesterday"], [""]])
def test_where_no_cell_is_a_date_nothing_is_asked(orders, reading, cells):
    assert reading(orders(day=cells), "ordered_at")[1] == "nothing to tell"


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        (
            ["1402/12/29", "1403/01/01"],
            [("jalali", "1402 began in 2023"), ("hijri", "1402 began in 1981"), ("gregorian", None)],
        ),
        (["1445-09-01"], [("jalali", "1445 began in 2066"), ("hijri", "1445 began in 2023"), ("gregorian", None)]),
        (["2567-01-01", "2026-01-01"], [("buddhist", "2567 is 2024"), ("gregorian", None)]),
        (["31/12/2567"], [("buddhist", "2567 is 2024"), ("gregorian", None)]),
        (["۲۹/۱۲/۱۴۰۲"], [("jalali", "1402 began in 2023"), ("hijri", "1402 began in 1981"), ("gregorian", None)]),
    ],
)
def test_years_of_other_calendars_are_asked(orders, asked, cells, answers):
    ((code, column, line, _, given),) = asked(orders, day=cells)
    assert (code, column, line) == ("calendar", "day", 2)
    assert [one for one, _ in given] == [f"calendar: {calendar}" for calendar, _ in answers]
    assert [words for _, words in given[:-1]] == [words for _, words in answers[:-1]]


@pytest.mark.parametrize("calendar", ["gregorian", "jalali", "hijri"])
def test_a_declared_calendar_is_not_asked(orders, calendar):
    assert orders(day=["1402/12/29"], options=f"calendar: {calendar}").sources[0].source.calendar == calendar


def test_calendars_are_asked_though_the_format_is_declared(orders, asked):
    assert [code for code, *_ in asked(orders, day=["1402/12/29"], options='dates: ["%Y/%m/%d"]')] == ["calendar"]


def test_days_of_excel_are_asked(orders, asked):
    ((code, column, line, text, answers),) = asked(orders, day=["45292", "45293.5"])
    assert (code, column, line) == ("excel_date", "day", 2)
    assert "45292 (1 in all)" in text or "45292 (2 in all)" in text
    assert answers == [
        ('dates: ["excel-1900"]', "45292 is 1 January 2024"),
        ('dates: ["excel-1904"]', "45292 is 2 January 2028"),
    ]
    assert formats(orders(day=["45292"], options='dates: ["excel-1904"]')) == ["excel-1904"]


def test_order_and_excel_are_answered_by_one_line(orders, asked):
    ((code, _, _, _, answers),) = asked(orders, day=["02/03/2026", "45292"])
    assert code == "date_form"
    assert answers[0] == ('dates: ["%d/%m/%Y", "excel-1900"]', "02/03/2026 is 2 March; 45292 is 1 January 2024")
    assert len(answers) == 4


@pytest.mark.parametrize(
    ("cells", "line", "first"),
    [
        (["2026-01-02 10:00:00 +0100", "2026-07-02 10:00:00 +0200"], 2, "timezone: Europe/Berlin"),
        (["2026-01-02T10:00:00Z", "2026-01-02 10:00"], 2, "timezone: Europe/London"),
        (["2026-07-02T10:00:00-05:00"], 2, "timezone: America/Chicago"),
        (["2026-02-30T10:00:00+01:00"], 2, "timezone: UTC"),
    ],
)
def test_times_with_a_zone_need_the_zone_of_the_shop(orders, asked, cells, line, first):
    ((code, column, at, _, answers),) = asked(orders, day=cells)
    assert (code, column, at) == ("timezone", "day", line)
    assert answers[0][0] == first
    assert answers[-1][0] == "timezone: UTC"
    assert orders(day=cells, options="timezone: Asia/Tehran").sources[0].source.timezone == "Asia/Tehran"


@pytest.mark.parametrize(
    "cells", [["2026-01-02T10:00:00Z"], ["2026-01-02 10:00", "2026-01-02"], ["2026-01-02T10:00Z", "2026-01-03"]]
)
def test_times_all_in_utc_or_none_with_a_zone_are_not_asked(orders, cells):
    assert formats(orders(day=cells)) == ["iso"]


def test_a_declared_offset_keeps_the_clock_of_the_shop(orders):
    declared = ["%Y-%m-%d %H:%M +0100", "%Y-%m-%d %H:%M +0200"]
    intake = orders(day=["2026-07-02 10:00 +0200"], options=f"dates: {json.dumps(declared)}")
    assert formats(intake) == declared


def test_everything_that_is_open_comes_at_once(orders, asked):
    found = asked(orders, day=["02/03/1402"], price=["1.234"], off=["10 %"])
    assert [code for code, *_ in found] == ["percent", "decimal_mark", "date_order", "calendar"]
