"""What is found or answered about numbers, dates and missing values is what clean tables hold."""

import datetime as dt
from decimal import Decimal

import pytest

D = Decimal
DAY = dt.datetime(2024, 1, 1)


SOURCE = """  - table: order_lines
    file: {file}
    delimiter: ","
    {options}
    columns: {{customer_id: customer, order_id: order, ordered_at: day, product_id: product, quantity: units, unit_price: price}}
"""  # noqa: E501


@pytest.fixture(scope="session")
def files_of(shop, lines):
    """Values of a column by file, where each file of a shop is read by itself: (texts, options) a file."""

    def of(*cases: tuple[list[str], str], row: str, column: str) -> list[list]:
        files, sources = {}, []
        for n, (texts, options) in enumerate(cases):
            rows = [row.format(order=f"{n}-{i}", text=text) for i, text in enumerate(texts)]
            files[f"f{n}.csv"] = ("customer,order,day,product,units,price\n" + "\n".join(rows) + "\n").encode()
            sources.append(SOURCE.format(file=f"f{n}.csv", options=options))
        cleaned = shop("a,first,2026-01-31,mug,1,10", sources="".join(sources), files=files)
        found = dict(lines(cleaned.tables["order_lines"], "order_id", column))
        return [[found.get(f"{n}-{i}") for i in range(len(texts))] for n, (texts, _) in enumerate(cases)]

    return of


NUMBERS = [
    (["1.234,50", "1.234", "12"], "", [D("1234.5"), D(1234), D(12)]),
    (["1,234.50", "1,234", "12"], "", [D("1234.5"), D(1234), D(12)]),
    (["1\u00a0234", "1\u202f234,5"], "", [D(1234), D("1234.5")]),
    (["1'234", "1'234.5"], "", [D(1234), D("1234.5")]),
    (["12,34,567", "1,234"], "", [D(1234567), D(1234)]),
    (["١٢٣٫٥", "۴۵۶"], "", [D("123.5"), D(456)]),
    (["0.5", "12,50"], "", [D("0.5"), D("12.5")]),
    (["1.234"], 'decimal: ","', [D(1234)]),
    (["1.234"], 'decimal: "."', [D("1.234")]),
]


def test_numbers_as_the_whole_column_proves_them_or_as_answered(files_of):
    asked = [(texts, options) for texts, options, _ in NUMBERS]
    found = files_of(*asked, row='a,{order},2026-01-31,mug,1,"{text}"', column="amount")
    assert found == [values for *_, values in NUMBERS]


def test_an_answer_for_one_column_is_used_for_it_alone(shop, lines):
    cleaned = shop('a,o1,2026-01-31,mug,1.000,"1.234,50"', options='decimal: {quantity: "."}')
    assert lines(cleaned.tables["order_lines"], "quantity", "unit_price") == [(D(1), D("1234.5"))]


def test_no_number_is_no_price(shop, quarantined):
    texts = ["inf", "-inf", "1e400", "NaN", "nan", "1.5"]
    found = quarantined(shop(*(f"a,o{text},2026-01-31,mug,1,{text}" for text in texts)))
    assert [row[:2] for row in found] == [(line, ["unreadable_unit_price"]) for line in (2, 3, 4, 5, 6)]


@pytest.mark.parametrize(("answer", "discount"), [("number", D(10)), ("unread", None), ("fraction", D("0.1"))])
def test_percentages_as_answered(shop, lines, answer, discount):
    header, columns = "customer,order,day,product,units,price,off", "unit_price: price\n      discount: off"
    options = f"percent: {answer}"
    cleaned = shop("a,o1,2026-01-31,mug,1,50,10 %", header=header, columns=columns, options=options)
    assert lines(cleaned.tables["order_lines"], "discount") == [(discount,)]
    noted = {how for (how,) in lines(cleaned.repairs, "how")}
    assert noted == ({"unreadable"} if answer == "unread" else {"percent"})


def test_the_limits_of_programs_are_flagged_and_used(shop, lines):
    values = ["2147483647", "32767", "99999", "-32767", "99998"]
    cleaned = shop(*(f"a,o{value},2026-01-31,mug,{value},10" for value in values))
    flags = {line: reasons.split(";") for line, reasons in lines(cleaned.flagged, "line", "reasons")}
    assert [line for line, reasons in flags.items() if "limit_value" in reasons] == [2, 3, 4, 5]
    assert cleaned.tables["order_lines"].count().to_pandas() == 5


def test_texts_of_255_characters_are_flagged(shop, lines):
    cleaned = shop(*(f"a,o{length},2026-01-31,{'é' * length},1,10" for length in (254, 255, 256)))
    assert lines(cleaned.flagged, "line", "reasons") == [(3, "cut_off_text")]


DAYS = [
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
]


def test_days_as_found_and_answered(files_of):
    asked = [([text], options) for text, options, _ in DAYS]
    found = files_of(*asked, row="a,{order},{text},mug,1,10", column="ordered_at")
    assert found == [[day] for *_, day in DAYS]


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


def test_only_an_empty_cell_is_missing(shop, lines):
    words = ["NA", "NULL", "None", "TRUE", "nan", "-"]
    source = "  - {table: customers, file: c.csv, delimiter: ',', columns: {customer_id: id, country: land}}"
    people = "id,land\n" + "".join(f"{word},{word}\n" for word in words) + "b,\n"
    orders = [f"{word},o{word},2026-01-31,mug,1,10" for word in words]
    cleaned = shop(*orders, sources=source, files={"c.csv": people.encode()})
    known = lines(cleaned.tables["customers"], "customer_id", "country")
    assert known == [*((word, word) for word in words), ("b", None)]
    assert [customer for (customer,) in lines(cleaned.tables["order_lines"], "customer_id")] == words


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
