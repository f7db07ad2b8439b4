"""A shop of a few order lines, cleaned: ``shop("a,o1,2026-01-31,mug,2,10.00")``."""

import json

import ibis
import pandas as pd
import pytest

from seglib import engine
from seglib.cleaning import clean
from seglib.cleaning.numbers import number_pieces, read_number
from seglib.contracts import MONEY
from seglib.intake import read_sources

HEADER = "customer,order,day,product,units,price"
ORDERS = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    delimiter: ","
    {options}
    columns:
      customer_id: customer
      order_id: order
      ordered_at: day
      product_id: product
      quantity: units
      {columns}
{sources}
cleaning:
  quarantine_limit: {limit}
  {cleaning}
"""


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

    def read(texts, dtype=MONEY, *, decimal=".", thousands=None, currency="EUR") -> list[tuple]:
        t = column(texts)
        bare, sign = number_pieces(t.text)
        t = engine.stage(connection, t.mutate(bare=bare, sign=sign))
        marks = {"decimal": decimal, "thousands": thousands, "currency": currency}
        value, how = read_number(t.text, dtype, bare=t.bare, sign=t.sign, **marks)
        found = t.select("row", value=value, how=how).order_by("row").to_pyarrow().to_pylist()
        return [(row["value"], row["how"]) for row in found]

    return read


@pytest.fixture(scope="session")
def shop(write_client, tmp_path_factory):
    """Clean order lines; further files, columns, sources and cleaning options as lines of client.yml."""

    def cleaned(
        *lines, header=HEADER, columns="unit_price: price", options="", sources="", cleaning="", limit=1, files=None
    ):
        yml = ORDERS.format(options=options, columns=columns, sources=sources, cleaning=cleaning, limit=limit)
        content = "\n".join([header, *lines]) + "\n"
        folder = tmp_path_factory.mktemp("shop") / "shop"
        client = write_client(folder, {"orders.csv": content.encode(), **(files or {})}, yml)
        return clean(read_sources(client), client)

    return cleaned


@pytest.fixture(scope="session")
def lines():
    """Rows of an Ibis table as tuples of the chosen columns, missing as None."""

    def of(table: ibis.Table, *names: str) -> list[tuple]:
        return [tuple(row[name] for name in names) for row in table.to_pyarrow().to_pylist()]

    return of


@pytest.fixture(scope="session")
def quarantined(lines):
    """Line, reasons and the raw row of what was set aside."""

    def of(cleaned) -> list[tuple[int, list[str], dict | str]]:
        found = []
        for line, reasons, raw in lines(cleaned.quarantine, "line", "reasons", "raw"):
            found.append((line, reasons.split(";"), json.loads(raw) if raw.startswith("{") else raw))
        return found

    return of
