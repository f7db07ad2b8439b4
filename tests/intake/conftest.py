"""One file of products, read: ``taken({"products.csv": b"..."})``."""

import pytest

from seglib.intake import read_sources

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
