"""What is found or answered about numbers, dates and missing values is what clean tables hold."""

import datetime as dt
from decimal import Decimal

import pytest

D = Decimal
DAY = dt.datetime(2024, 1, 1)


@pytest.fixture
def days(shop, lines):
    """Order days of a shop by the texts of its days."""

    def of(*texts, options="") -> list:
        rows = [f"a,o{i},{text},mug,1,10" for i, text in enumerate(texts)]
        return [day for (day,) in lines(shop(*rows, options=options).tables["order_lines"], "ordered_at")]

    return of


@pytest.fixture
def amounts(shop, lines):
    def of(*texts, options="") -> list:
        rows = [f'a,o{i},2026-01-31,mug,1,"{text}"' for i, text in enumerate(texts)]
        return [amount for (amount,) in lines(shop(*rows, options=options).tables["order_lines"], "amount")]

    return of


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["1.234,50", "1.234", "12"], [D("1234.5"), D(1234), D(12)]),
        (["1,234.50", "1,234", "12"], [D("1234.5"), D(1234), D(12)]),
        (["1\u00a0234", "1\u202f234,5"], [D(1234), D("1234.5")]),
        (["1'234", "1'234.5"], [D(1234), D("1234.5")]),
        (["12,34,567", "1,234"], [D(1234567), D(1234)]),
        (["١٢٣٫٥", "۴۵۶"], [D("123.5"), D(456)]),
        (["0.5", "12,50"], [D("0.5"), D("12.5")]),
    ],
)
def test_numbers_as_the_whole_column_proves_them(amounts, texts, values):
    assert amounts(*texts) == values


@pytest.mark.parametrize(("mark", "value"), [(",", D(1234)), (".", D("1.234"))])
def test_numbers_as_answered(amounts, mark, value):
    assert amounts("1.234", options=f'decimal: "{mark}"') == [value]


def test_an_answer_for_one_column_is_used_for_it_alone(shop, lines):
    cleaned = shop('a,o1,2026-01-31,mug,1.000,"1.234,50"', options='decimal: {quantity: "."}')
    assert lines(cleaned.tables["order_lines"], "quantity", "unit_price") == [(D(1), D("1234.5"))]


@pytest.mark.parametrize("text", ["inf", "-inf", "1e400", "NaN", "nan"])
def test_no_number_is_no_price(shop, quarantined, text):
    (row,) = quarantined(shop(f"a,o1,2026-01-31,mug,1,{text}", "a,o2,2026-01-31,mug,1,1.5"))
    assert (row[0], row[1]) == (2, ["unreadable_unit_price"])


@pytest.mark.parametrize(("answer", "discount"), [("number", D(10)), ("unread", None), ("fraction", D("0.1"))])
def test_percentages_as_answered(shop, lines, answer, discount):
    header, columns = "customer,order,day,product,units,price,off", "unit_price: price\n      discount: off"
    options = f"percent: {answer}"
    cleaned = shop("a,o1,2026-01-31,mug,1,50,10 %", header=header, columns=columns, options=options)
    assert lines(cleaned.tables["order_lines"], "discount") == [(discount,)]
    noted = {how for (how,) in lines(cleaned.repairs, "how")}
    assert noted == ({"unreadable"} if answer == "unread" else {"percent"})


@pytest.mark.parametrize("value", ["2147483647", "32767", "99999", "-32767"])
def test_the_limits_of_programs_are_flagged_and_used(shop, lines, value):
    cleaned = shop(f"a,o1,2026-01-31,mug,{value},10", "a,o2,2026-01-31,mug,99998,10")
    flags = {line: reasons.split(";") for line, reasons in lines(cleaned.flagged, "line", "reasons")}
    assert "limit_value" in flags[2]
    assert 3 not in flags
    assert cleaned.tables["order_lines"].count().to_pandas() == 2


@pytest.mark.parametrize(("length", "flagged"), [(254, []), (255, [(2, "cut_off_text")]), (256, [])])
def test_texts_of_255_characters_are_flagged(shop, lines, length, flagged):
    cleaned = shop(f"a,o1,2026-01-31,{'é' * length},1,10")
    assert lines(cleaned.flagged, "line", "reasons") == flagged


@pytest.mark.parametrize(
    ("text", "options", "day"),
    [
        ("1402/12/29", "calendar: jalali", dt.datetime(2024, 3, 19)),
        ("1403/01/01", "calendar: jalali", dt.datetime(2024, 3, 20)),
        ("۱۴۰۳/۰۱/۰۱", "calendar: jalali", dt.datetime(2024, 3, 20)),
        ("1445/09/01", "calendar: hijri", dt.datetime(2024, 3, 11)),
        ("01/01/2567", "calendar: buddhist", DAY),
        ("45292", 'dates: ["excel-1900"]', DAY),
        ("43830", 'dates: ["excel-1904"]', DAY),
        ("02/01/2024", 'dates: ["%d/%m/%Y"]', dt.datetime(2024, 1, 2)),
        ("02/01/2024", 'dates: ["%m/%d/%Y"]', dt.datetime(2024, 2, 1)),
        ("13 Feb 2024 8:05 PM", "", dt.datetime(2024, 2, 13, 20, 5)),
    ],
)
def test_days_as_found_and_answered(days, text, options, day):
    assert days(text, options=options) == [day]


def test_what_the_declared_order_does_not_fit_is_set_aside(shop, quarantined):
    rows = [f"a,o{i},{day},mug,1,10" for i, day in enumerate(["02/03/2026", "13/02/2026", "02/13/2026"])]
    found = quarantined(shop(*rows, options='dates: ["%d/%m/%Y"]'))
    assert [(line, reasons) for line, reasons, _ in found] == [(4, ["impossible_date_ordered_at"])]


def test_days_of_no_calendar_and_years_of_the_wrong_one_are_set_aside(shop, quarantined):
    texts = ["2024-02-30", "0000-00-00", "9999-12-31", "1402-12-29", "2024-02-29"]
    rows = [f"a,o{i},{text},mug,1,10" for i, text in enumerate(texts)]
    found = quarantined(shop(*rows, options="calendar: gregorian"))
    assert [(line, reasons) for line, reasons, _ in found] == [
        (line, ["impossible_date_ordered_at"]) for line in (2, 3, 4, 5)
    ]


def test_times_come_to_the_clock_of_the_shop_and_a_time_it_skipped_is_flagged(shop, lines):
    texts = ["2024-03-31T01:30:00Z", "2024-03-31 02:30:00", "2024-03-30 02:30:00"]
    rows = [f"a,o{i},{text},mug,1,10" for i, text in enumerate(texts)]
    cleaned = shop(*rows, options="timezone: Europe/Madrid")
    assert [day for (day,) in lines(cleaned.tables["order_lines"], "ordered_at")] == [
        dt.datetime(2024, 3, 31, 3, 30),
        dt.datetime(2024, 3, 31, 2, 30),
        dt.datetime(2024, 3, 30, 2, 30),
    ]
    assert lines(cleaned.repairs, "line", "old", "how") == [(2, texts[0], "timezone")]
    assert lines(cleaned.flagged, "line", "reasons") == [(3, "nonexistent_time")]


def test_a_birth_date_with_a_zone_is_the_day_of_the_shop(shop, lines):
    source = "  - {table: customers, file: c.csv, delimiter: ',', timezone: Europe/Madrid,"
    source += " columns: {customer_id: id, birth_date: b}}"
    cleaned = shop("a,o1,2026-01-31,mug,1,10", sources=source, files={"c.csv": b"id,b\na,1980-07-05T22:30:00Z\n"})
    assert lines(cleaned.tables["customers"], "birth_date") == [(dt.date(1980, 7, 6),)]


@pytest.mark.parametrize("word", ["NA", "NULL", "None", "TRUE", "nan", "-"])
def test_only_an_empty_cell_is_missing(shop, lines, word):
    source = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, country: land}}"
    people = f"id,land\n{word},{word}\nb,\n".encode()
    cleaned = shop(f"{word},o1,2026-01-31,mug,1,10", sources=source, files={"c.csv": people})
    assert lines(cleaned.tables["customers"], "customer_id", "country") == [(word, word), ("b", None)]
    assert lines(cleaned.tables["order_lines"], "customer_id") == [(word,)]


def test_declared_words_are_missing_wherever_they_stand(shop, lines, quarantined):
    source = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, country: land}}"
    people = b"id,land\nN/A,ES\nb, N/A \nc,NA\n"
    orders = ["b,o1,2026-01-31,mug,1,10", "N/A,o2,2026-01-31,mug,1,10", "b,o3,N/A,mug,1,10"]
    cleaned = shop(*orders, sources=source, files={"c.csv": people}, cleaning='missing: ["N/A"]')
    assert lines(cleaned.tables["customers"], "customer_id", "country") == [("b", None), ("c", "NA")]
    assert [(line, reasons) for line, reasons, _ in quarantined(cleaned)] == [
        (2, ["missing_customer_id"]),
        (3, ["missing_customer_id"]),
        (4, ["missing_ordered_at"]),
    ]
    assert "N/A" in str(quarantined(cleaned))  # the row is kept as received


def test_a_word_with_a_meaning_of_its_own_is_not_missing(shop, lines):
    source = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, country: land},"
    source += " values: {country: {NA: Namibia}}}"
    cleaned = shop(
        "a,o1,2026-01-31,mug,1,10", sources=source, files={"c.csv": b"id,land\na,NA\n"}, cleaning='missing: ["NA"]'
    )
    assert lines(cleaned.tables["customers"], "country") == [("Namibia",)]
