"""From raw files to the report, whole: with a hostile client, and with stops in between."""

import json
import re
from types import SimpleNamespace

import pytest

from seglib.client import load_client
from seglib.report import deliver
from seglib.report.contents import CHAPTERS
from seglib.report.verifying.verify import verify

PRODUCT = "<script>alert(1)</script>"
PERSON = "=cmd|' /C calc'!A0"
CONFIG = """\
name: "Shop <b>&\\" onload=alert(2)"
currency: EUR
as_of: 2026-03-31
sources:
  - table: customers
    file: customers.csv
    delimiter: ","
    columns: {customer_id: id, name: name}
  - table: order_lines
    file: "orders <i>.csv"
    delimiter: ","
    columns: {customer_id: id, order_id: order, ordered_at: day, product_id: sku, quantity: n, unit_price: price}
  - table: products
    file: products.csv
    delimiter: ","
    columns: {product_id: sku, product: name, category: kind}
"""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A published report on sixty customers, with markup and formulas in every text that a file can bring."""
    folder = tmp_path_factory.mktemp("data") / "hostile"
    (folder / "raw").mkdir(parents=True)
    ids = [f"c{i:02d}" for i in range(60)]
    people = "\n".join(f'{one},"{PERSON}"' for one in ids)
    orders = [
        f"{one},o{i}-{j},2025-{1 + (i + 3 * j) % 12:02d}-{1 + i % 28:02d},{'x' if j else 'y'},{1 + i % 3},{5 + i}.50"
        for i, one in enumerate(ids)
        for j in range(1 + i % 5)
    ]
    (folder / "raw" / "customers.csv").write_text(f"id,name\n{people}\n")
    (folder / "raw" / "orders <i>.csv").write_text("id,order,day,sku,n,price\n" + "\n".join(orders) + "\n")
    (folder / "raw" / "products.csv").write_text(
        f'sku,name,kind\nx,"{PRODUCT}","<img src=x onerror=alert(3)>"\ny,Pot,Pots\n'
    )
    (folder / "client.yml").write_text(CONFIG)
    root = folder.parent
    client = load_client(folder)
    target = deliver.run(client, build_dir=root / "build", reports_dir=root / "reports")
    return SimpleNamespace(client=client, root=root, report=target)


def test_all_pages_and_the_manifest_are_there(hostile):
    assert sorted(path.name for path in hostile.report.iterdir()) == [
        *(f"{chapter.name}.html" for chapter in CHAPTERS),
        "index.html",
        "manifest.json",
        "metrics.json",
    ]
    manifest = json.loads((hostile.report / "manifest.json").read_text())
    assert set(manifest["notebooks"].values()) == {"complete"}
    assert len(manifest["files"]) == len(CHAPTERS) + 2


def test_the_report_is_verified(hostile):
    found = verify(hostile.client, reports_dir=hostile.root / "reports")
    assert list(map(str, found.problems)) == []
    assert sum(page.recomputed for page in found.coverage) > 50


def test_markup_from_files_reaches_the_page_as_text_only(hostile):
    page = (hostile.report / "05b_interests.html").read_text()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for path in hostile.report.glob("*.html"):
        html = path.read_text()
        assert not re.search(r"<script[^>]*>(?!\"use strict)|<[^>]* on\w+=|<img src=x|<i>", html), path.name


def test_no_person_reaches_a_page(hostile):
    for path in hostile.report.glob("*.html"):
        html = path.read_text()
        assert "C calc" not in html
        assert not re.search(r"\bc[0-5]\d\b", html), path.name


def test_name_is_kept_as_it_was(hostile):
    from seglib import engine

    customers = engine.clean_tables(hostile.client)["customers"]
    assert customers.filter(customers.name == PERSON).count().to_pandas() == 60


def test_a_second_run_gives_the_same_bytes(hostile):
    before = {path.name: path.read_bytes() for path in hostile.report.iterdir()}
    deliver.run(hostile.client, build_dir=hostile.root / "again", reports_dir=hostile.root / "reports")
    assert {path.name: path.read_bytes() for path in hostile.report.iterdir()} == before
