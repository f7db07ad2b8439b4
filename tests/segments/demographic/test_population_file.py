"""The client's table of a population: read, scaled, or refused with its line."""

import pytest

from seglib.client import ClientError
from seglib.segments.demographic import population

YML = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources: [{table: customers, file: customers.csv, columns: {customer_id: id}}]
demographic: {population: census.csv}
"""


def read(make_client, census: str):
    return population.read(make_client({"customers.csv": b"id\na\n", "census.csv": census.encode()}, YML))


def test_shares_are_scaled(make_client):
    table = read(make_client, "trait,value,share\nage,young,20\nage,old,60\ngender,female,51%\n")
    assert table["share"].tolist() == [0.25, 0.75, 1.0]


@pytest.mark.parametrize(
    ("census", "message"),
    [
        ("trait;value;share\n", r"line 1: the columns must be trait,value,share; got trait;value;share"),
        ("trait,value,share\nages,young,1\n", r"line 2: `ages` is not a trait; the nearest is 'age'"),
        ("trait,value,share\nage,young,1\nage,old,many\n", r"line 3: `share` must be a number above 0"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(make_client, census, message):
    with pytest.raises(ClientError, match=message):
        read(make_client, census)


def test_a_file_that_is_not_there_is_refused(make_client):
    with pytest.raises(ClientError, match=r"demographic.*there is no file `census.csv`|there is no file `census.csv`"):
        make_client({"customers.csv": b"id\na\n"}, YML)
