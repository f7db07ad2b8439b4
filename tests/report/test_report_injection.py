"""No text from data, configuration or prose becomes markup."""

from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.report import Page
from seglib.report.blocks import Figure
from seglib.report.checks import page_problems
from seglib.report.index import render_index
from seglib.report.render import Fingerprint, read_notebook, render_page
from seglib.report.svg import Picture
from seglib.report.tabular import Column, Grid

PAYLOADS = [line for line in Path(__file__).with_name("payloads.txt").read_text(encoding="utf-8").splitlines() if line]


class _Tags(HTMLParser):
    """The elements of a page with the names of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, ...]] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, *(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name == "href"]


def _notebook(folder: Path, client: object, text: str, *, prose: str) -> Path:
    """Put a text wherever a text can stand."""
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
    ]
    return write_notebook(
        folder / "05_behavioural.ipynb",
        text_cell(f"# Title {prose}\n> Sub {prose}"),
        text_cell(f"## Part {prose}\n\n{prose}"),
        code_cell(text, shows=blocks),
    )


def _pages(folder: Path, text: str, *, prose: str, edition: str = "analyst") -> list[str]:
    client = make_client(name=text)
    mark = Fingerprint(data=text, config=text, version=text)
    content = read_notebook(_notebook(folder, client, text, prose=prose), edition=edition, pages=["05_behavioural"])
    page = render_page(content, client=client, edition=edition, site=[content], fingerprint=mark)
    return [page, render_index(client=client, site=[content], fingerprint=mark)]


def test_there_are_sixty_payloads():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_the_data_adds_an_element(tmp_path, payload):
    plain = _pages(tmp_path / "plain", "plain", prose="prose")
    hostile = _pages(tmp_path / "hostile", payload, prose="prose")
    for expected, found in zip(plain, hostile, strict=True):
        assert _Tags(found).tags == _Tags(expected).tags
        assert page_problems(found) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_prose_cannot_bring_scripts(tmp_path, payload):
    for html in _pages(tmp_path, "plain", prose=payload):
        assert page_problems(html) == []
        links = _Tags(html).links
        assert all(
            link.startswith(("http://", "https://", "mailto:", "#", "data:,", "index.html", "05_behavioural.html"))
            for link in links
        )


def test_a_notebooks_file_name_is_text_too(tmp_path, client, fingerprint):
    path = write_notebook(tmp_path / "<img src=x onerror=alert(1)>.ipynb", text_cell("# T"))
    content = read_notebook(path, edition="client", pages=[])
    html = render_page(content, client=client, edition="client", site=[content], fingerprint=fingerprint)
    assert page_problems(html) == []
