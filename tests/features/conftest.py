"""Tiny clean tables, small enough to compute by hand."""

from datetime import date, datetime
from decimal import Decimal

import ibis
import pandas as pd
import pytest


def order_lines_frame() -> pd.DataFrame:
    """Four customers' lines: `ann` a regular with a return, `bob` one order, `cem` a return only, `eve` too late."""
    rows = [
        # customer, order, at, product, quantity, price, discount, channel, amount, margin, is_return
        ("ann", "o1", "2025-01-10 09:00", "mug", 2, "10.00", None, "online", "20.00", "8.00", False),
        ("ann", "o1", "2025-01-10 09:01", "pot", 1, "30.10", "5.00", "online", "25.10", None, False),
        ("ann", "o2", "2025-03-11 23:59", "mug", 1, "10.00", None, "store", "10.00", "4.00", False),
        ("ann", "o3", "2025-03-11 08:00", "tea", 1, "4.90", None, "online", "4.90", "2.00", False),
        ("ann", "r1", "2025-03-20 10:00", "mug", -1, "10.00", None, "store", "-10.00", "-4.00", True),
        ("ann", "o4", "2026-01-31 23:59", "pin", 1, "40.00", None, None, "40.00", None, False),
        ("ann", "o5", "2026-02-01 00:00", "pot", 9, "30.10", None, "online", "270.90", None, False),
        ("bob", "o6", "2026-01-01 12:00", "pot", 1, "0.00", None, "phone", "0.00", None, False),
        ("cem", "r2", "2025-12-01 12:00", "mug", -1, "10.00", None, "store", "-10.00", "-4.00", True),
        ("eve", "o7", "2026-02-01 00:00", "mug", 1, "10.00", None, "store", "10.00", "4.00", False),
    ]
    names = ["customer_id", "order_id", "ordered_at", "product_id", "quantity", "unit_price", "discount"]
    frame = pd.DataFrame(rows, columns=[*names, "sales_channel", "amount", "margin", "is_return"])
    frame["ordered_at"] = pd.to_datetime(frame["ordered_at"])
    for column in ("unit_price", "discount", "amount", "margin"):
        frame[column] = [None if value is None else Decimal(value) for value in frame[column]]
    return frame


ORDER_LINES_SCHEMA = ibis.schema(
    {
        "customer_id": "string",
        "order_id": "string",
        "ordered_at": "timestamp(6)",
        "product_id": "string",
        "quantity": "decimal(18, 3)",
        "unit_price": "decimal(18, 6)",
        "discount": "decimal(18, 4)",
        "sales_channel": "string",
        "amount": "decimal(18, 4)",
        "margin": "decimal(18, 4)",
        "is_return": "boolean",
    }
)


def order_lines_table(frame: pd.DataFrame):
    """The lines as an Ibis table with the contract's types."""
    frame = frame.assign(quantity=[Decimal(int(value)) for value in frame["quantity"]])
    return ibis.memtable(frame, schema=ORDER_LINES_SCHEMA)


@pytest.fixture
def connection():
    return ibis.duckdb.connect()


@pytest.fixture
def lines_frame():
    return order_lines_frame()


@pytest.fixture
def lines_table():
    return order_lines_table


@pytest.fixture
def tables():
    customers = pd.DataFrame(
        {
            "customer_id": ["ann", "bob", "dan", "fay"],
            "signup_date": [date(2025, 1, 1), None, date(2026, 1, 31), date(2026, 2, 1)],
        }
    )
    products = pd.DataFrame(
        {"product_id": ["mug", "pot", "tea"], "category": ["cups", "pots", "tea"], "product": ["Mug", "Pot", "Tea"]}
    )
    touchpoints = pd.DataFrame(
        {
            "customer_id": ["ann", "ann", "ann", "dan", "ann"],
            "at": [datetime(2026, 1, day, 23) for day in (1, 2, 30, 31)] + [datetime(2026, 2, 1)],
            "channel": ["web", "email", "social", "app", "web"],
        }
    )
    contacts = pd.DataFrame(
        {
            "customer_id": ["bob", "bob", "bob"],
            "at": [datetime(2026, 1, 1), datetime(2026, 1, 31, 23), datetime(2026, 2, 1)],
            "minutes": [0.1, 0.2, 60.0],
        }
    )
    return {
        "customers": ibis.memtable(customers, schema=ibis.schema({"customer_id": "string", "signup_date": "date"})),
        "order_lines": order_lines_table(order_lines_frame()),
        "products": ibis.memtable(products),
        "touchpoints": ibis.memtable(touchpoints),
        "service_contacts": ibis.memtable(contacts),
    }
