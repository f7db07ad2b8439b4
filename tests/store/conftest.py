"""A client with clean tables and results, as if its notebooks had run."""

from datetime import date, datetime
from decimal import Decimal

import ibis
import pyarrow as pa
import pytest

from seglib import contracts, engine

YML = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - {table: customers, file: customers.csv, columns: {customer_id: id}}
"""
HOSTILE = [
    "",
    None,
    ",",
    '"',
    '""',
    "a\nb",
    "\\.\n\\.",
    "\\N",
    "NULL",
    "'; DROP TABLE x; --",
    "é ب 😀",
    "\\",
    "\ttab",
    " \r\n ",
]


def contract_table(name: str, rows: list[dict]) -> ibis.Table:
    """Rows in all columns of a table of the contract."""
    types = {column: one.dtype.type for column, one in contracts.columns(name, computed=True).items()}
    return ibis.memtable(pa.Table.from_pylist(rows, schema=ibis.schema(types).to_pyarrow()))


@pytest.fixture
def finished(make_client):
    """The client; ``names`` are its customers', one a row."""

    def make(names=("Ann", "Bob"), *, slug="shop", tables=True):
        client = make_client({"customers.csv": b"id\n1\n"}, YML, slug=slug)
        ids = [f"c{i}" for i in range(len(names))]
        customers = [
            {"customer_id": one, "name": name, "objected": True if i == 1 else None, "birth_date": date(1980, 1, 1)}
            for i, (one, name) in enumerate(zip(ids, names, strict=True))
        ]
        line = {"order_id": "o", "product_id": "p", "ordered_at": datetime(2026, 1, 31, 23, 59, 59, 123456)}
        line |= {"quantity": Decimal("1.500"), "unit_price": Decimal("0.000001"), "amount": Decimal("-12345678.9012")}
        lines = [{"customer_id": one, "is_return": False, **line} for one in ids for _ in range(2)]
        clean = {"customers": contract_table("customers", customers)}
        if tables:
            clean["order_lines"] = contract_table("order_lines", lines)
        for path in client.clean.glob("*.parquet"):
            path.unlink()
        engine.write_parquet(clean, client.clean)
        features = ibis.memtable(
            [{"customer_id": one, "n_orders": 1, "total_spend": 0.1 + 0.2, "share_online": None} for one in ids],
            schema={"customer_id": "string", "n_orders": "int64", "total_spend": "float64", "share_online": "float64"},
        )
        segments = [{"customer_id": one, "segment": "a", "model_id": id} for one in ids for id in ("rfm", "life")]
        engine.write_parquet({"customer_features": features}, client.results)
        engine.write_parquet({"behavioural": ibis.memtable(segments)}, client.results / "segments")
        return client

    return make


@pytest.fixture
def hostile_names():
    return HOSTILE
