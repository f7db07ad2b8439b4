"""A shop small enough to add up by hand, and the demo's books."""

from datetime import datetime
from decimal import Decimal

import ibis
import pandas as pd
import pytest

from seglib import features
from seglib.value.profit.account import account
from seglib.value.profit.long_run import long_run
from seglib.value.profit.losing import losing

LINES = ibis.schema(
    {
        "customer_id": "string",
        "order_id": "string",
        "ordered_at": "timestamp(6)",
        "sales_channel": "string",
        "amount": "decimal(18, 4)",
        "margin": "decimal(18, 4)",
        "discount": "decimal(18, 4)",
        "is_return": "boolean",
    }
)


@pytest.fixture(scope="session")
def lines_of():
    """Order lines of rows ``(customer, order, day, channel, amount, margin, discount)``; below 0 are returns."""

    def lines_of(rows: list[tuple]) -> ibis.Table:
        names = ["customer_id", "order_id", "ordered_at", "sales_channel", "amount", "margin", "discount"]
        frame = pd.DataFrame(rows, columns=names)
        frame["ordered_at"] = [datetime.fromisoformat(day) for day in frame["ordered_at"]]
        for name in ("amount", "margin", "discount"):
            frame[name] = [None if value is None else Decimal(str(value)) for value in frame[name]]
        frame["is_return"] = [value < 0 for value in frame["amount"]]
        return ibis.memtable(frame, schema=LINES)

    return lines_of


@pytest.fixture(scope="session")
def demo_tables(demo):
    return features.without_objectors(demo.cleaned.tables)


@pytest.fixture(scope="session")
def judge():
    """Books, long run and verdicts of some tables: ``judge(tables, as_of, costs)``."""

    def judge(tables, as_of, costs):
        books = account(tables, as_of=as_of, costs=costs)
        ahead = long_run(books)
        return books, ahead, losing(books, ahead, random_state=1)

    return judge


@pytest.fixture(scope="session")
def demo_judged(demo, demo_tables, judge):
    """Books, long run and verdicts of the demo, by its own costs."""
    return judge(demo_tables, demo.client.as_of, demo.client.costs)
