"""Texts that would run if they could do not run, even where a page has lost its policy."""

import re

import pytest
from hostile_pages import PAYLOADS, pages_of

POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
NODES = """() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
    return [...document.querySelectorAll("*")].map(
        e => [e.tagName, ...e.getAttributeNames().filter(name => name.startsWith("on"))].join(" ")).sort();
}"""
"""All elements with their handlers: a text that became one would be among them."""


@pytest.fixture(scope="module")
def opened(chromium, tmp_path_factory):
    """Give what a page without its policy is made of, after its own script; nothing may be asked, said or fetched."""
    page, path, said = chromium.new_page(), tmp_path_factory.mktemp("hostile") / "page.html", []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("request", lambda request: said.append(request.url))
    page.on("pageerror", lambda error: said.append(str(error)))

    def look(html):
        assert len(POLICY.findall(html)) == 1
        path.write_text(POLICY.sub("", html), encoding="utf-8")
        said.clear()
        page.goto(path.as_uri())
        nodes = page.evaluate(NODES)
        assert [one for one in said if one != path.as_uri() and not one.startswith("data:")] == []
        return nodes

    yield look
    page.close()


@pytest.fixture(scope="module")
def expected(opened, tmp_path_factory):
    """The same of pages with a plain text."""
    return [opened(html) for html in pages_of(tmp_path_factory.mktemp("plain"), "plain", prose="prose")]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_text_runs_or_fetches_or_becomes_an_element(opened, expected, tmp_path, payload):
    assert [opened(html) for html in pages_of(tmp_path, payload, prose="prose")] == expected


def test_no_prose_runs_or_fetches_or_becomes_more_than_prose(opened, tmp_path):
    nodes = opened(pages_of(tmp_path, "plain", prose="\n\n".join(PAYLOADS))[0])
    assert [node for node in nodes if " " in node] == []
    assert {"IFRAME", "OBJECT", "EMBED", "BASE", "FORM", "INPUT", "VIDEO", "MARQUEE"} & set(nodes) == set()
    assert (nodes.count("SCRIPT"), nodes.count("LINK")) == (1, 1)  # our own, and the empty icon


def test_a_text_that_runs_would_be_seen(opened):
    with pytest.raises(AssertionError):
        opened('<meta http-equiv="Content-Security-Policy" content=""><img src=x onerror=alert(1)>')
