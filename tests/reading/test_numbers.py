"""A number is read as declared, repaired where one other reading is possible, and otherwise not read."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seglib.contracts import INTEGER, NUMBER, PRICE

D = Decimal


@pytest.mark.parametrize(
    ("text", "decimal", "value", "how"),
    [
        ("12.50", ".", "12.5", None),
        ("1,234.50", ".", "1234.5", None),
        ("1,234", ".", "1234", None),
        (".5", ".", "0.5", None),
        ("007", ".", "7", None),
        ("1.234,50", ",", "1234.5", None),
        ("1.234", ",", "1234", None),
        ("12,50", ",", "12.5", None),
        ("12,50", ".", "12.5", "number_format"),
        ("12.50", ",", "12.5", "number_format"),
        ("1.234,50", ".", "1234.5", "number_format"),
        ("0,500", ".", "0.5", "number_format"),  # no thousands begin with a zero
        ("1 234,50", ",", "1234.5", "grouping"),
        ("1'234.50", ".", "1234.5", "grouping"),
        ("1’234.50", ".", "1234.5", "grouping"),
        ("12,34,567", ".", "1234567", "grouping"),  # as in India
        ("12,34,567.50", ".", "1234567.5", "grouping"),
        ("12,34,567", ",", "1234567", "number_format"),
        ("1,2345", ".", "1.2345", "number_format"),
        ("-5", ".", "-5", None),
        ("- 5", ".", "-5", None),
        ("+5", ".", "5", None),
        ("5-", ".", "-5", "minus_sign"),
        ("(5.00)", ".", "-5", "minus_sign"),
        ("−5", ".", "-5", "minus_sign"),
        ("١٢٣٫٥", ".", "123.5", "digits"),
        ("١٬٢٣٤٫٥", ",", "1234.5", "digits"),
        ("۴۵۶", ",", "456", "digits"),
        ("١٢,٥", ",", "12.5", "digits"),
        ("١٢,٥٠٠", ",", "12.5", "digits"),  # Arabic digits in the file's own convention
        ("€ 10", ".", "10", "currency_sign"),
        ("10 €", ".", "10", "currency_sign"),
        ("-€10.50", ".", "-10.5", "currency_sign"),
        ("(10 EUR)", ".", "-10", "currency_sign"),
        ("0.12345", ".", "0.1235", "rounded"),
        ("1.5e-07", ".", "0", "rounded"),
    ],
)
def test_what_is_read(numbers, text, decimal, value, how):
    assert numbers([text], decimal=decimal) == [(D(value), how)]


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("abc", "unreadable"),
        ("1.2.3", "unreadable"),
        ("1,23,45", "unreadable"),
        ("1.23.456", "unreadable"),
        ("1e400", "unreadable"),
        ("--5", "unreadable"),
        ("(-5)", "unreadable"),
        ("1E5", "unreadable"),
        ("1e+300", "unreadable"),
        ("inf", "unreadable"),
        ("NaN", "unreadable"),
        ("NULL", "unreadable"),
        ("10 %", "unreadable"),
        ("12 PCS", "unreadable"),
        ("10€50", "unreadable"),  # ten euros fifty, never 1,050
        ("EUR 5 USD", "unreadable"),
        ("١٬٢", "unreadable"),  # a thousands mark before one digit
        ("0x1F", "unreadable"),
        ("$10", "foreign_currency"),
        ("10 CHF", "foreign_currency"),
        ("RM5", "foreign_currency"),
        ("99999999999999.5", "out_of_range"),  # a decimal(18, 4) holds less than 10^14
        ("123456789012345", "out_of_range"),
    ],
)
def test_what_is_never_read(numbers, text, how):
    assert numbers([text]) == [(None, how)]


@pytest.mark.parametrize(
    ("percent", "read"),
    [
        (None, (None, "unreadable")),
        ("unread", (None, "unreadable")),
        ("number", (D("12.5"), "percent")),
        ("fraction", (D("0.125"), "percent")),
    ],
)
def test_a_percent_sign_is_read_only_as_declared(numbers, percent, read):
    assert numbers(["12.5 %", "٪", "1e-5 %", "7"], percent=percent) == [
        read,
        (None, "unreadable"),
        (None, "unreadable"),
        (D(7), None),
    ]


def test_missing_text_is_missing_without_a_note(numbers):
    assert numbers([None]) == [(None, None)]


def test_the_client_currency_decides_which_sign_is_foreign(numbers):
    assert numbers(["£5", "€5"], currency="GBP") == [(D(5), "currency_sign"), (None, "foreign_currency")]


def test_a_declared_apostrophe_makes_a_comma_unclear(numbers):
    # 1,234 could be 1234 or 1.234: two readings are none
    assert numbers(["1'234", "1,234", "1,5"], thousands="'") == [
        (D(1234), None),
        (None, "unreadable"),
        (D("1.5"), "number_format"),
    ]


@pytest.mark.parametrize(("text", "value"), [("12", 12), ("12.0", 12), ("1,000", 1000), ("12.5", None), ("x", None)])
def test_whole_numbers_have_no_fraction(numbers, text, value):
    assert numbers([text], INTEGER)[0][0] == value


def test_degrees_are_floats(numbers):
    assert numbers(["52.520008", "-0,1276"], NUMBER) == [(52.520008, None), (-0.1276, "number_format")]


def written(value: Decimal, decimal: str, thousands: str) -> str:
    return f"{value:,f}".replace(",", "\0").replace(".", decimal).replace("\0", thousands)


@pytest.mark.parametrize(
    ("decimal", "thousands"), [(".", ","), (",", "."), (".", ""), (",", ""), (",", " "), (".", "'")], ids=repr
)
@settings(max_examples=3)
@given(data=st.data())
def test_a_number_written_in_the_declared_convention_is_read_back_exactly(numbers, decimal, thousands, data):
    # at least one group is always full, so that "1.234" stands for what the convention says it does
    places = st.integers(min_value=0, max_value=PRICE.scale)
    digits = st.integers(min_value=-(10**11), max_value=10**11)
    values = data.draw(st.lists(st.builds(lambda n, p: D(n).scaleb(-p), digits, places), min_size=40, max_size=40))
    texts = [written(value, decimal, thousands) for value in values]
    assert [value for value, _ in numbers(texts, PRICE, decimal=decimal, thousands=thousands or None)] == values


@settings(max_examples=8)
@given(texts=st.lists(st.text(alphabet="0123456789.,' -+()€$eE٣٫٬", min_size=1, max_size=9), min_size=60, max_size=60))
def test_whatever_is_read_without_a_note_is_what_python_reads(numbers, texts):
    # the canonical text: no thousands commas, one sign in front; the rest is Decimal's
    for text, (value, how) in zip(texts, numbers(texts), strict=True):
        if value is None or how is not None:
            continue
        canonical = text.replace(",", "").replace(" ", "").strip("+")
        if canonical.startswith("(") or canonical.endswith("-"):
            canonical = "-" + canonical.strip("()-")
        assert value == D(canonical), text
