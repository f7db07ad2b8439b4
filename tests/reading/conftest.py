"""A column of texts: ``column(["1,5", None])``, and numbers read from it: ``numbers(["1,5"])``."""

import ibis
import pandas as pd
import pytest

from seglib import engine
from seglib.contracts import MONEY
from seglib.reading.numbers import number_pieces, read_number


@pytest.fixture(scope="session")
def connection():
    return engine.connect()


@pytest.fixture
def column(connection):
    """Text values as a column of a table."""

    def of(values: list[str | None]) -> ibis.Table:
        rows = pd.DataFrame({"row": range(len(values)), "text": pd.Series(values, dtype="object")})
        table = ibis.memtable(rows, schema=ibis.schema({"row": "int64", "text": "string"}))
        return connection.create_table(ibis.util.gen_name("column"), table)

    return of


@pytest.fixture
def numbers(connection, column):
    """Numbers read from text: ``(value, how)`` each."""

    def read(texts, dtype=MONEY, *, decimal=".", thousands=None, currency="EUR", percent=None) -> list[tuple]:
        t = column(texts)
        bare, sign = number_pieces(t.text)
        t = t.mutate(bare=bare, sign=sign)
        marks = {"decimal": decimal, "thousands": thousands, "currency": currency, "percent": percent}
        value, how = read_number(t.text, dtype, bare=t.bare, sign=t.sign, **marks)
        found = t.select("row", value=value, how=how).order_by("row").to_pyarrow().to_pylist()
        return [(row["value"], row["how"]) for row in found]

    return read
