"""Clients, cells, executed notebooks and a whole sample report to render."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import matplotlib
import nbformat
import pandas as pd

from seglib.client_brand import Brand
from seglib.report import Page

matplotlib.use("agg")


def make_client(**changes: object) -> SimpleNamespace:
    """Give what the report reads of a client."""
    values = {
        "slug": "fern-kettle",
        "name": "Fern & Kettle",
        "language": "en",
        "currency": "EUR",
        "as_of": date(2026, 6, 30),
        "min_cell": 10,
        "sources": (),
        "brand": Brand(),
        "folder": Path("."),
        "results": Path("no-results"),
    }
    return SimpleNamespace(**(values | changes))


def text_cell(source: str, *tags: str) -> nbformat.NotebookNode:
    """Make a text cell."""
    return nbformat.v4.new_markdown_cell(source, metadata={"tags": list(tags)})


def code_cell(source: str, *tags: str, shows: Sequence[object] = ()) -> nbformat.NotebookNode:
    """Make a code cell that showed blocks, or other output given as a dict by MIME type."""
    bundles = [item if isinstance(item, dict) else item._repr_mimebundle_() for item in shows]
    outputs = [nbformat.v4.new_output("display_data", data=bundle) for bundle in bundles]
    return nbformat.v4.new_code_cell(source, metadata={"tags": list(tags)}, outputs=outputs, execution_count=1)


def write_notebook(path: Path, *cells: nbformat.NotebookNode, status: str | None = None) -> Path:
    """Write cells as a notebook with steady cell ids; `status` is what the runner would leave."""
    for number, cell in enumerate(cells):
        cell["id"] = f"cell-{number}"
    notebook = nbformat.v4.new_notebook(cells=list(cells))
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    if status is not None:
        notebook.metadata["seglib"] = {"status": status}
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def draw_bars(names: Sequence[str], values: Sequence[float]) -> object:
    """Draw a small bar chart."""
    import matplotlib.pyplot as plt

    _, ax = plt.subplots(figsize=(7.2, 3.2))
    ax.barh(list(names)[::-1], list(values)[::-1], color="#0b5a63")
    ax.set_xlabel("Share of margin, per cent")
    ax.spines[["top", "right"]].set_visible(False)
    return ax


SEGMENTS = pd.DataFrame(
    {
        "name": ["Champions", "Loyal regulars", "Special occasion", "Lapsing", "Lost", "سارا و همکاران"],
        "n": [182, 604, 391, 822, 958, 43],
        "spend": [402_118.4, 331_077.9, 118_420.0, 95_112.2, 41_900.75, 2_150.6],
        "margin": [0.405, 0.334, 0.121, 0.097, 0.0405, 0.0025],
        "recency_days": [14, 31, 120, 210, 544, 66],
        "last": pd.to_datetime(["2026-06-16", "2026-05-30", "2026-03-02", None, "2025-01-02", "2026-04-25"]),
    }
)
COLUMNS = {
    "name": "Segment",
    "n": ("Customers", "count"),
    "spend": ("Spend", "money"),
    "margin": ("Share of margin", "percent"),
    "recency_days": ("Days since last order", "number"),
    "last": ("Typical last order", "date"),
}


def write_sample(build: Path, client: object) -> Path:
    """Write two executed notebooks with every kind of block and every tag."""
    page = Page(client, "01_cleaning")
    lines = {"n": 41_873, "population": "order lines received", "sources": ["ledger"]}
    ledger = pd.DataFrame(
        {
            "why": ["Exact duplicates", "No customer number", "Other currency"],
            "n": [412, 208, 36],
            "m": [9812.5, 4410.0, 990.25],
        }
    )
    write_notebook(
        build / "01_cleaning.ipynb",
        text_cell(
            "# What came in and what was used\n> Every row accounted for, with its reason\n\n"
            "**Question** Can the files be trusted?"
        ),
        code_cell("client = 'demo'", "parameters"),
        code_cell("page = Page(client, '01_cleaning')", "analyst"),
        text_cell("## What was set aside\n\nLook first at the rows that carry money."),
        code_cell(
            "metrics",
            shows=[
                page.metric("rows-used", "Order lines used", 41_217, "count", slot="quality", **lines),
                page.metric("rows-out", "Order lines set aside", 656, "count", slot="quality", **lines),
                page.metric("revenue", "Revenue observed", 990_780.0, "money", slot="money", **lines),
            ],
        ),
        code_cell(
            "table",
            shows=[
                page.table(
                    "reasons",
                    ledger,
                    columns={"why": "Reason", "n": ("Rows", "count"), "m": ("Money", "money")},
                    caption="Why rows were set aside",
                    **lines,
                ),
                page.finding(
                    "balance",
                    "{share:percent} of the rows were used as they came or repaired.",
                    share=0.984,
                    slot="quality",
                    **lines,
                ),
            ],
        ),
        text_cell(
            "## Limits\n\nA wrong price that looks right cannot be found. See [the segments](05_behavioural.ipynb)."
        ),
        code_cell(
            "note",
            shows=[
                page.note(
                    "cost-unknown",
                    "Product costs are missing for 4% of the lines; their margin is left out.",
                    slot="unknown",
                )
            ],
        ),
        status="complete",
    )
    page = Page(client, "05_behavioural")
    who = {"n": 3_000, "population": "customers with an order", "sources": ["customer_features"]}
    best = {"top": 0.2, "share": 0.613, "interval": (0.58, 0.64), "slot": "money"}
    figure = page.figure(
        "margin-by-segment",
        draw_bars([*SEGMENTS["name"][:5], "Other"], SEGMENTS["margin"] * 100),
        title="Champions are 6% of customers and bring two fifths of the margin",
        alt="Bar chart of the share of margin by segment: Champions 40.5%, Loyal regulars 33.4%, all others 26.1%.",
        data=SEGMENTS,
        columns={"name": "Segment", "margin": ("Share of margin", "percent")},
        slot="money",
        **who,
    )
    joe = page.persona(
        "joe",
        "Joe",
        "Buys in the shop, twice a year, before the holidays. Asks for advice and takes the better one of two.",
        lines=[
            ("Average order", "{order:money}.", {"order": 212.4}, 391, "average order"),
            ("In store", "{share:percent} of the orders.", {"share": 0.83}, 391, "share of orders in the store"),
            ("Do", "Remind him three weeks before each occasion, by post or phone.", {}, 391, "rules"),
        ],
        slot="who",
        **who,
    )
    sarah = page.persona(
        "sarah",
        "Sarah",
        "Orders small things online every month and tells her followers about them.",
        lines=[
            ("Average order", "{order:money}.", {"order": 38.9}, 604, "average order"),
            ("Online", "{share:percent} of the orders.", {"share": 0.97}, 604, "share of orders online"),
            ("Do", "Send her a weekly deal; ask her for a review.", {}, 604, "rules"),
        ],
        slot="who",
        **who,
    )
    write_notebook(
        build / "05_behavioural.ipynb",
        text_cell("# Who buys how\n> Six groups by what customers do, and what each one brings"),
        text_cell("**Question** Who are the customers?\n\n**Reads** the clean tables"),
        text_cell(
            "## Where the margin comes from\n\nLook at how much the first bar holds. "
            "Then compare it with *its* share of customers."
        ),
        code_cell(
            "finding",
            shows=[
                page.finding(
                    "top-fifth",
                    "The best {top:percent} of customers bring {share:percent} of the margin.",
                    **best,
                    **who,
                ),
                page.finding(
                    "champions",
                    "{name} are {n_seg:count} customers; they last ordered {ago:days} ago.",
                    name="Champions",
                    n_seg=182,
                    ago=14,
                    slot="who",
                    **who,
                ),
                page.finding(
                    "second-order",
                    "Winning a second order from {k:count} first-time buyers is worth {gain:money} a year.",
                    k=822,
                    gain=48_200.0,
                    slot="next",
                    **who,
                ),
            ],
        ),
        code_cell("figure", shows=[figure]),
        text_cell(
            "## The segments\n\n| Term | Meaning |\n|---|--:|\n| Recency | days since the last order |\n"
            "| Frequency | 3 or more |\n\n"
            "### How to read the table\n\n1. Start with the margin.\n2. Then look at the days."
        ),
        code_cell(
            "table",
            shows=[
                page.table(
                    "segments",
                    SEGMENTS,
                    columns=COLUMNS,
                    caption="Segments by margin, with what they spend and when they last came",
                    slot="who",
                    **who,
                )
            ],
        ),
        code_cell("personas", shows=[joe, sarah]),
        text_cell("## Method\n\nRFM scores cut by values, never by rank.", "learn"),
        text_cell("## Exercise\n\nChange the number of bins.", "exercise"),
        code_cell("answer = rfm_scores(features, n_bins=4)", "solution"),
        text_cell("## Limits\n\nNothing here says *why* customers left."),
        status="complete",
    )
    return build
