"""Texts that would run if they could, and pages in which one of them stands wherever a text can stand."""

from pathlib import Path

import pandas as pd
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.client_brand import Brand
from seglib.report import Page
from seglib.report.blocks import Figure
from seglib.report.index import render_index
from seglib.report.render import Fingerprint, read_notebook, render_page
from seglib.report.svg import Picture
from seglib.report.tabular import Column, Grid

PAYLOADS = [line for line in Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines() if line]


def hostile_notebook(folder: Path, client: object, text: str, *, prose: str) -> Path:
    """Put a text wherever a text can stand in a notebook."""
    page = Page(client, "05_behavioural")
    sentence = text.replace("{", "{{").replace("}", "}}") + " {who} {n_x:count}"
    evidence = {"n": 10, "population": text, "sources": [text]}
    frame = pd.DataFrame({"a": [text, "b"], "b": [1, 2]})
    columns = {"a": text, "b": ("n", "count")}
    voice = {"notebook": "05_behavioural", "formatter": page.formatter, "n": 1, "population": text, "sources": (text,)}
    alt = f"Bars of customers by group, 40 in the first: {text}"[:250]
    grid = Grid((Column("a", text, "text"),), ((text,),))
    pictures = (Picture("<svg/>", 1, 1), Picture("<svg/>", 1, 1))
    blocks = [
        page.finding("finding", sentence, who=text, n_x=1, slot="who", **evidence),
        page.metric("metric", text, 1, "count", slot="money", **evidence),
        page.metric("metric-text", text, text, "text", slot="money", **evidence),
        page.table("table", frame, columns=columns, caption=text, slot="next", **evidence),
        Figure(id="figure", title=text, alt=alt, pictures=pictures, grid=grid, slot="next", **voice),
        page.persona("persona", text, text, lines=[(text, "{text}", {"text": text}, 9, text)], slot="who", **evidence),
        page.note("note", text, slot="unknown"),
        page.card("card", text, share=0.5, act=text, see="persona", **evidence),
    ]
    return write_notebook(
        folder / "05_behavioural.ipynb",
        text_cell(f"# Title {prose}\n> Sub {prose}"),
        text_cell(f"## Part {prose}\n\n{prose}"),
        code_cell(text, shows=blocks),
    )


def pages_of(folder: Path, text: str, *, prose: str, edition: str = "analyst") -> list[str]:
    """Give the page and the summary of a client in whose every text this one stands."""
    brand = Brand(name=text[:60], color="#2c6e49", contact={"name": text[:60]})
    client = make_client(name=text, brand=brand)
    mark = Fingerprint(data=text, config=text, version=text)
    content = read_notebook(
        hostile_notebook(folder, client, text, prose=prose), edition=edition, pages=["05_behavioural"]
    )
    page = render_page(content, client=client, edition=edition, site=[content], fingerprint=mark)
    return [page, render_index(client=client, site=[content], fingerprint=mark)]
