"""One file of products, read: ``taken({"products.csv": b"..."})``."""

import pandas as pd
import pytest

from seglib.intake import read_sources
from seglib.intake.questions import OpenQuestionsError

PRODUCTS = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: products
    file: {file}
    {options}
    columns: {{product_id: id, product: name}}
"""


@pytest.fixture
def taken(make_client):
    """Read one file of products; ``options`` are further lines of its source in client.yml."""

    def take(content: bytes, *, file: str = "products.csv", options: str = ""):
        return read_sources(make_client({file: content}, PRODUCTS.format(file=file, options=options)))

    return take


@pytest.fixture
def rows():
    """Rows of the first source as ``(line, product_id, product)``, missing as None."""

    def of(intake) -> list[tuple]:
        frame = intake.sources[0].text.order_by("_file", "_line").to_pandas()
        frame = frame.astype("object").where(frame.notna(), None)
        return list(frame[["_line", "product_id", "product"]].itertuples(index=False, name=None))

    return of


@pytest.fixture
def rejects():
    """Rejects of the first source as ``(line, reason, raw, base64)``."""

    def of(intake) -> list[tuple]:
        frame = intake.sources[0].rejects.order_by("_line").to_pandas()
        return list(frame[["_line", "reason", "raw", "base64"]].itertuples(index=False, name=None))

    return of


LINES = """
name: Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    delimiter: ";"
    {options}
    columns: {{customer_id: c, order_id: o, ordered_at: day, quantity: n, unit_price: price, discount: off}}
cleaning:
  quarantine_limit: 1
  {cleaning}
"""


@pytest.fixture
def orders(make_client):
    """Read order lines with given days, prices and discounts; ``options`` are further lines of the source."""

    def take(*, day=("2026-01-31",), price=("1",), off=(), n=(), options: str = "", cleaning: str = ""):
        count = max(map(len, (day, price, off, n)))
        cells = [[*column, *[column[-1] if column else ""] * (count - len(column))] for column in (day, n, price, off)]
        rows = [f"c{i};o{i};{d};{u or 1};{p};{x}" for i, (d, u, p, x) in enumerate(zip(*cells, strict=True))]
        content = "\n".join(["c;o;day;n;price;off", *rows]) + "\n"
        return read_sources(
            make_client({"orders.csv": content.encode()}, LINES.format(options=options, cleaning=cleaning))
        )

    return take


@pytest.fixture
def reading():
    """How a field is read: ``(reading, basis, line of the proof, its text)``."""

    def of(intake, field: str) -> tuple:
        row = intake.readings.set_index("field").loc[field]
        line = None if pd.isna(row["proof_line"]) else int(row["proof_line"])
        return row["reading"], row["basis"], line, row["proof"]

    return of


@pytest.fixture
def asked():
    """Questions of a call as ``(code, column, line, text, [(answer, reading)])``."""

    def of(call, *args, **options) -> list[tuple]:
        with pytest.raises(OpenQuestionsError) as caught:
            call(*args, **options)
        return [
            (q.code, q.column, q.line, q.text, [(choice.line, choice.reading) for choice in q.choices])
            for q in caught.value.questions
        ]

    return of
