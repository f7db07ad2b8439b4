"""Does the shop owner see on one screen what to do for each segment: on the summary, and on the page of personas?"""

import pytest

SCREEN = {"width": 1280, "height": 900}


@pytest.fixture
def opened(chromium, report):
    """Open a page of the demo's report on a usual screen: ``opened("index")``."""
    pages = []

    def opened(name: str):
        pages.append(chromium.new_page(viewport=SCREEN))
        pages[-1].goto((report["demo"] / f"{name}.html").as_uri())
        return pages[-1]

    yield opened
    for page in pages:
        page.close()


def test_the_summary_says_for_each_segment_what_to_do_how_and_when(opened):
    page = opened("index")
    cards = page.locator(".cards .card")
    assert cards.count() == page.locator(".card .act").count() == page.locator(".card .how").count() >= 5
    assert all(text.strip() for text in page.locator(".card :is(.act, .how)").all_inner_texts())
    last = page.locator(".actions").bounding_box()
    assert last["y"] + last["height"] <= SCREEN["height"]


def test_the_list_for_monday_is_one_screen(opened):
    page = opened("07_personas")
    head = page.locator("h2", has_text="What to do on Monday").bounding_box()
    table = page.locator("table", has_text="What to do, how and when").first
    box = table.bounding_box()
    assert box["y"] + box["height"] - head["y"] <= SCREEN["height"]
    assert table.locator("tbody tr").count() == opened("index").locator(".cards .card").count()
