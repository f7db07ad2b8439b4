"""Is a table of exchange rates read strictly, and every wrong line named with what to do?"""

import datetime as dt
from decimal import Decimal

import pytest

from seglib.client import ClientError
from seglib.intake import IntakeError, read_sources
from seglib.intake.rates import Rates

HEAD = "currency,date,rate\n"
YML = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    columns: {customer_id: c, order_id: o, ordered_at: d, quantity: q, unit_price: p}
rates: %s
"""
ORDERS = b"c,o,d,q,p\na,o1,2026-01-31,1,2.50\n"


@pytest.fixture
def rates(tmp_path):
    """Read a file of this content."""

    def read(content: str | bytes) -> Rates:
        path = tmp_path / "rates.csv"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return Rates(path, currency="EUR")

    return read


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_rates_are_read_in_any_order_of_lines_and_columns(rates, mark):
    text = "\ufeffRate,Date,Currency\n0.9,2026-02-01,USD\n\n1,2026-01-01,EUR\n"
    text += "0.000000858,2026-01-01,IRR\n0.8,2026-01-01,USD\n"
    found = rates(text.replace(",", mark))
    assert found.table.to_pylist() == [
        {"currency": code, "valid_from": dt.date.fromisoformat(day), "rate": Decimal(rate)}
        for code, day, rate in [
            ("EUR", "2026-01-01", "1.000000000000"),
            ("IRR", "2026-01-01", "0.000000858000"),
            ("USD", "2026-01-01", "0.800000000000"),
            ("USD", "2026-02-01", "0.900000000000"),
        ]
    ]
    assert (found.account["rows"], found.account["blank"], found.account["delimiter"]) == (4, 1, mark)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("USX,2026-01-01,0.9", "rates.csv:2: column 'currency': 'USX' is no currency; write its ISO 4217 code"),
        ("usd,2026-01-01,0.9", "rates.csv:2: column 'currency': 'usd' is no currency"),
        ("USD,2026-02-30,0.9", "rates.csv:2: column 'date': '2026-02-30' is no day; write it as 2026-01-31"),
        ("USD,01.02.2026,0.9", "rates.csv:2: column 'date': '01.02.2026' is no day"),
        ("USD,2026-01-01,0", "rates.csv:2: column 'rate': '0' must be more than 0: what one USD was worth in EUR"),
        ("USD,2026-01-01,-0.9", "rates.csv:2: column 'rate': '-0.9' is no rate"),
        ("USD,2026-01-01,1e-1", "rates.csv:2: column 'rate': '1e-1' is no rate"),
        ("USD,2026-01-01,?", "rates.csv:2: column 'rate': '?' is no rate; write a number with a decimal point"),
        ("USD,2026-01-01,٠٫٩", "rates.csv:2: column 'rate': '٠٫٩' is no rate"),
        ("USD,2026-01-01,123456789", "rates.csv:2: column 'rate': '123456789' is no rate"),
        ('USD,2026-01-01,"0,9"', "rates.csv:2: column 'rate': '0,9' is no rate"),
        ("USD,2026-01-01,0,9", "rates.csv:2: has 4 fields, expected 3; correct the line"),
        ("EUR,2026-01-01,0.9", "rates.csv:2: column 'rate': '0.9' is not 1, but EUR is the client's own currency"),
        (
            "USD,2026-01-01,0.9\nUSD,2026-01-01,0.9",
            "rates.csv:3: column 'date': '2026-01-01' has a rate of USD on line 2 already; keep one of the two lines",
        ),
        ("", "rates.csv:1: there is no rate under the header"),
    ],
)
def test_a_wrong_line_is_refused_with_its_place_and_the_remedy(rates, line, says):
    with pytest.raises(IntakeError) as caught:
        rates(HEAD + line)
    assert str(caught.value).startswith(says)


def test_all_wrong_lines_are_named_at_once_up_to_ten(rates):
    with pytest.raises(IntakeError) as caught:
        rates(HEAD + "USD,2026-01-01,x\n" * 13)
    assert str(caught.value).count("'x' is no rate") == 10
    assert str(caught.value).endswith("and 3 more")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "got nothing"),
        ("currency,day,rate\n", "got currency, day, rate"),
        ("currency,date,rate\nUSD,2026-01-01,0.9 é".encode("cp1252"), "is not UTF-8 text"),
    ],
)
def test_a_file_of_another_form_is_refused(rates, content, says):
    with pytest.raises(IntakeError, match=says):
        rates(content)


def test_the_file_is_listed_with_its_hash_like_any_other(make_client):
    client = make_client(
        {"orders.csv": ORDERS, "rates.csv": HEAD.encode() + b"USD,2026-01-01,0.9\n"}, YML % "rates.csv"
    )
    intake = read_sources(client)
    row = intake.files.set_index("table").loc["rates"]
    assert (row["file"], row["rows"], len(row["sha256"])) == ("rates.csv", 1, 64)
    assert intake.rates.count().to_pandas() == 1


def test_a_file_that_is_not_there_is_refused_with_the_nearest(make_client):
    with pytest.raises(ClientError, match=r"client.yml:\d+: there is no file `rate.csv` in .*raw/; .*rates.csv"):
        make_client({"orders.csv": ORDERS, "rates.csv": HEAD.encode()}, YML % "rate.csv")
