"""Tables can be sorted and segments be chosen by keyboard; without scripts the same is there to be read."""

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.report import Page
from seglib.report.publish import publish

SEGMENTS = ["Zoë & <b>", "Äpfel", "سارا"]


@pytest.fixture(scope="module", params=["en", "de"])
def folder(request, tmp_path_factory):
    """A page with a table of three segments, amounts written as the language writes them, and their cards."""
    client = make_client(language=request.param)
    page = Page(client, "05_behavioural")
    who = {"n": 300, "population": "customers", "sources": ["segments"]}
    rows = pd.DataFrame(
        {
            "name": SEGMENTS,
            "m": [1234.5, -2_000_000.0, None],
            "day": pd.to_datetime(["2026-02-01", "2025-12-31", "2026-01-15"]),
        }
    )
    columns = {"name": "Segment", "m": ("Margin", "money"), "day": ("Last", "date")}
    shows = [page.table("t", rows, columns=columns, caption="Segments", **who)]
    shows += [page.persona(f"p-{i}", "Joe", name, **who) for i, name in enumerate(SEGMENTS)]
    shows += [page.card(f"c-{i}", name, share=0.3, act="Call", see=f"p-{i}", **who) for i, name in enumerate(SEGMENTS)]
    root = tmp_path_factory.mktemp(request.param)
    build = write_notebook(
        root / "b" / "05_behavioural.ipynb", text_cell("# T"), code_cell("1", shows=shows), status="complete"
    )
    return publish(client, build_dir=build.parent, reports_dir=root, notebooks=["05_behavioural"])


@pytest.fixture
def page(chromium, folder):
    """The page, with what goes wrong on it in `page.heard`."""
    page = chromium.new_page(viewport={"width": 1000, "height": 800})
    page.heard = []
    page.on("console", lambda one: page.heard.append(one.text))
    page.on("pageerror", lambda one: page.heard.append(str(one)))
    page.goto((folder / "05_behavioural.html").as_uri())
    yield page
    assert page.heard == []
    page.close()


def names(page):
    return page.locator("#t tbody th:visible").all_inner_texts()


def test_a_column_is_sorted_by_keyboard_told_and_sorted_back(page):
    assert names(page) == SEGMENTS
    head = page.get_by_role("button", name="Margin")
    head.focus()
    for key, order, state in [
        ("Enter", [0, 1, 2], "descending"),
        ("Space", [1, 0, 2], "ascending"),
        ("Enter", [0, 1, 2], None),
    ]:
        page.keyboard.press(key)
        assert names(page) == [SEGMENTS[i] for i in order]  # what has no number stays last
        assert page.locator("#t th:nth-child(2)").first.get_attribute("aria-sort") == state
        assert page.evaluate("document.activeElement.textContent") == "Margin"  # focus is kept
    assert page.get_by_role("status").inner_text() == "In the first order again"
    page.get_by_role("button", name="Last").press("Enter")
    assert names(page) == [SEGMENTS[i] for i in (1, 2, 0)]  # days by the calendar, not by their letters
    page.get_by_role("button", name="Segment").press("Enter")
    assert names(page) == [SEGMENTS[i] for i in (1, 0, 2)]
    assert page.locator("#t th[aria-sort]").count() == 1
    assert page.get_by_role("status").inner_text() == "Sorted by Segment, ascending"


def test_one_segment_can_be_chosen(page):
    page.get_by_label("Segment:").select_option(SEGMENTS[0])
    assert names(page) == SEGMENTS[:1]
    assert page.locator(".persona:visible").count() == 1
    assert page.get_by_role("status").inner_text() == "Zoë & <b>: 2 rows and persons shown"
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("Segment:").select_option("")
    assert names(page) == SEGMENTS


def test_the_keyboard_is_never_caught(page):
    seen = []
    for _ in range(60):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.tagName"))
    assert "BODY" in seen  # focus leaves the page at its end


def test_without_scripts_all_is_there(chromium, folder):
    texts = []
    for scripts in (True, False):
        context = chromium.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto((folder / "05_behavioural.html").as_uri())
        texts.append((page.locator("#t").inner_text(), page.locator(".persona").all_inner_texts()))
        context.close()
    assert texts[0] == texts[1] and "€" in texts[0][0]


def test_paper_asks_for_nothing(page):
    page.locator(".filter").wait_for()
    page.emulate_media(media="print")
    assert not page.locator(".filter").is_visible()
    assert page.get_by_role("table").first.is_visible()
