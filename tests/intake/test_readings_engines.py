"""The same evidence is found on PostgreSQL as on DuckDB."""

import ibis
import pandas as pd

from seglib import engine
from seglib.client_keys import Source
from seglib.intake.readings import resolve

SOURCE = Source(
    table="order_lines",
    file="o.csv",
    columns={"customer_id": "c", "order_id": "o", "ordered_at": "day", "quantity": "n", "unit_price": "price"},
)
DAYS = [
    *(
        "13/02/2026",
        "02/13/2026 10:30",
        "02/03/2026",
        "2026-01-02",
        "2026-01-02T10:00:00+02:00",
        "20260102",
        "31.12.25",
    ),
    *("25-01-02", "5 Feb 2026", "Feb 5, 2026 8:00 PM", "1402/12/29", "۲۹/۱۲/۱۴۰۲", "45292.5", "2567-01-01", "hello"),
]
PRICES = [
    *(
        "1.234",
        "1,5",
        "12.5",
        "1.234,50",
        "12,34,567",
        "1\u00a0234",
        "(5.00)",
        "5-",
        "\u22125",
        "€ 7,50",
        "10 %",
        "inf",
    ),
    *("١٢٣٫٥", "1e400", "NaN"),
]


def evidence(connection) -> tuple:
    rows = {"ordered_at": DAYS, "unit_price": PRICES, "quantity": ["1.000"] * 15}
    frame = pd.DataFrame({**rows, "_file": "o.csv", "_line": range(2, 17), "_times": 1})
    schema = dict.fromkeys((*rows, "_file"), "string") | {"_line": "int64", "_times": "int64"}
    table = connection.create_table(ibis.util.gen_name("text"), frame[list(schema)], schema=ibis.schema(schema))
    given = {"where": "sources[0]", "missing": ["NaN"], "numeric": set()}
    found = resolve(table, SOURCE, **given)
    return [str(question) for question in found.questions], found.source, found.readings.to_dict("records")


def test_questions_and_readings_are_equal(postgres):
    here, there = evidence(engine.connect()), evidence(engine.connect("postgres"))
    assert len(here[0]) >= 4
    assert there[:2] == here[:2]
    pd.testing.assert_frame_equal(pd.DataFrame(there[2]), pd.DataFrame(here[2]))
