"""A shop of a few order lines, cleaned: ``shop("a,o1,2026-01-31,mug,2,10.00")``."""

import json

import ibis
import pytest

from seglib.cleaning import clean
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
  orphan_limit: {orphans}
  {cleaning}
"""


@pytest.fixture(scope="session")
def shop(write_client, tmp_path_factory):
    """Clean order lines; further files, columns, sources and cleaning options as lines of client.yml."""

    def cleaned(
        *lines,
        header=HEADER,
        columns="unit_price: price",
        options="",
        sources="",
        cleaning="",
        limit=1,
        orphans=1,
        files=None,
    ):
        limits = {"limit": limit, "orphans": orphans}
        yml = ORDERS.format(options=options, columns=columns, sources=sources, cleaning=cleaning, **limits)
        content = "\n".join([header, *lines]) + "\n"
        folder = tmp_path_factory.mktemp("shop") / "shop"
        client = write_client(folder, {"orders.csv": content.encode(errors="surrogateescape"), **(files or {})}, yml)
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
