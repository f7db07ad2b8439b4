"""No text from data, configuration or prose becomes markup."""

from html.parser import HTMLParser

import pytest
from hostile_pages import PAYLOADS, pages_of
from notebook_samples import text_cell, write_notebook

from seglib.report.checks import page_problems
from seglib.report.render import read_notebook, render_page


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


def test_there_are_sixty_payloads():
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_of_the_data_adds_an_element(tmp_path, payload):
    plain = pages_of(tmp_path / "plain", "plain", prose="prose")
    hostile = pages_of(tmp_path / "hostile", payload, prose="prose")
    for expected, found in zip(plain, hostile, strict=True):
        assert _Tags(found).tags == _Tags(expected).tags
        assert page_problems(found) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_prose_cannot_bring_scripts(tmp_path, payload):
    for html in pages_of(tmp_path, "plain", prose=payload):
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
