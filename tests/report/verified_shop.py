"""A small shop whose report can be verified: its clean tables, its executed notebooks, its published pages."""

from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from notebook_samples import code_cell, draw_bars, text_cell, write_notebook

from seglib.report import Page
from seglib.report.contents import CHAPTERS
from seglib.report.publish import hashes_of, publish

N = 200
YML = """
name: Corner Shop
currency: EUR
as_of: 2026-06-30
sources:
  - table: order_lines
    file: orders.csv
    columns: {customer_id: id, order_id: order, ordered_at: day, product_id: sku, quantity: n, unit_price: price}
"""
GROUPS = {"Best": 30, "Regular": 60, "Seldom": 90, "New": 20}
COLUMNS = {"segment_name": "Segment", "n": ("Customers", "count"), "total_margin": ("Margin", "money")}


def write_tables(client: object) -> None:
    """Write clean customers, all of whom a canary could sing of, their orders, and their segments."""
    ids = [f"canary-{i:04d}" for i in range(N)]
    people = pd.DataFrame(
        {
            "customer_id": ids,
            "name": [f"Zara{i}a Quill{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(N)],
            "email": [f"canary{i}@nest.example" for i in range(N)],
            "phone": [f"+3469900{i:04d}" for i in range(N)],
            "objected": False,
        }
    )
    rng = np.random.default_rng(8)
    who = np.repeat(ids, 1 + np.arange(N) % 4)
    lines = pd.DataFrame(
        {
            "customer_id": who,
            "order_id": [f"o{i}" for i in range(len(who))],
            "ordered_at": pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 170, len(who)), "D"),
            "amount": rng.gamma(2.0, 30.0, len(who)).round(2),
            "is_return": False,
        }
    )
    lines["margin"] = (lines["amount"] * 0.4).round(2)
    names = np.repeat(list(GROUPS), list(GROUPS.values()))
    own = {"scheme": "rfm", "segment": "s", "segment_name": names, "probability": 1.0}
    segments = pd.DataFrame({"customer_id": ids, **own})
    for path, frame in {
        "clean/customers": people,
        "clean/order_lines": lines,
        "results/segments/rfm": segments,
    }.items():
        target = client.folder / f"{path}.parquet"
        target.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(target)


def facts(client: object) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Give the order lines and one row a segment, by pandas."""
    lines = pd.read_parquet(client.folder / "clean" / "order_lines.parquet")
    segments = pd.read_parquet(client.folder / "results" / "segments" / "rfm.parquet")
    margin = lines.groupby("customer_id")["margin"].sum()
    told = segments.assign(total_margin=segments["customer_id"].map(margin))
    return lines, told.groupby("segment_name").agg(n=("customer_id", "size"), total_margin=("total_margin", "sum"))


def write_build(build: Path, client: object, *, prose: str = "", off: int = 0, blocks=lambda page: ()) -> None:
    """Write the executed notebooks; `prose` and `blocks` come on top, the number of buyers is `off` by so many."""
    for chapter in CHAPTERS:
        write_notebook(build / f"{chapter.name}.ipynb", text_cell("# A page\n> Of no account"), status="complete")
    page = Page(client, "05_behavioural")
    who = {"n": N, "population": "customers", "sources": ["order_lines"]}
    lines, segments = facts(client)
    days = lines["ordered_at"].dt.date
    largest = segments["n"].idxmax()
    told = {"name": largest, "n": segments["n"].max(), "margin": lines["margin"].sum()}
    title = "“{name}” is the largest group, {n:count} customers"
    alt = "Bar chart: the largest group is “{name}” with {n:count} customers; all bring a margin of {margin:money}."
    write_notebook(
        build / "05_behavioural.ipynb",
        text_cell("# Who buys\n> In four groups"),
        text_cell(f"## Buyers\n\nEverybody counts once. {prose}"),
        code_cell(
            "findings",
            shows=[
                page.finding(
                    "who",
                    "{buyers:count} of {known:count} customers have bought, together {orders:count} times.",
                    **{"buyers": N + off, "known": N, "orders": len(lines), "slot": "lead"},
                    **who,
                ),
                page.metric("worth", "Margin", lines["margin"].sum(), "money", slot="money", **who),
            ],
        ),
        text_cell("## Groups\n\nWho brings what."),
        code_cell(
            "figure",
            shows=[
                page.figure(
                    "rfm-segments",
                    draw_bars(list(segments.index), segments["n"]),
                    title=page.say(title, **told),
                    alt=page.say(alt, **told),
                    data=segments.reset_index(),
                    columns=COLUMNS,
                    **who,
                ),
                page.note("since", page.say("Observed since {day:date}.", day=days.min())),
            ],
        ),
        text_cell("Smith (1975), pages 311 to 319", "learn"),
        text_cell("## More"),
        code_cell("more", shows=[page.note("always", "There is more to know."), *blocks(page)]),
        status="complete",
    )


def published(client: object, root: Path, *, edition: str = "client", **changes: object) -> Path:
    """Build and publish the report; give the folder of reports."""
    write_build(root / "build", client, **changes)
    publish(client, build_dir=root / "build", reports_dir=root / "reports", edition=edition, **hashes_of(client))
    return root / "reports"


def reread(path: Path) -> nbformat.NotebookNode:
    """Read a notebook."""
    return nbformat.read(path, as_version=4)
