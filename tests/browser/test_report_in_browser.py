"""The published pages in a real browser: accessible, closed, readable on paper and on a phone."""

import io
import re
from contextlib import contextmanager
from itertools import pairwise

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image

PAGES = [
    ("en", "index.html"),
    ("en", "01_cleaning.html"),
    ("en", "05_behavioural.html"),
    ("learn", "05_behavioural.html"),
    ("ar", "index.html"),
    ("ar", "05_behavioural.html"),
    ("demo", "index.html"),
    ("demo", "01_cleaning.html"),
    ("demo", "05_behavioural.html"),
]
TEXT_SPACING = """
    for (const e of document.querySelectorAll("main *")) {
      e.style.lineHeight = "1.5"; e.style.letterSpacing = "0.12em"; e.style.wordSpacing = "0.16em";
    }
"""


@contextmanager
def opened(chromium, path, *, width=1280, **options):
    """Open a page; gives it with the requests and messages that it caused."""
    page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
    requests, messages = [], []
    page.on("request", lambda request: requests.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(path.as_uri())
    yield page, requests, messages
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("edition", "name"), PAGES)
def test_axe_finds_no_violation(chromium, report, edition, name, scheme):
    with opened(chromium, report[edition] / name, color_scheme=scheme, bypass_csp=True) as (page, _, _):
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()


@pytest.mark.parametrize(("edition", "name"), PAGES)
def test_nothing_is_fetched_and_nothing_complains(chromium, report, edition, name):
    path = report[edition] / name
    with opened(chromium, path) as (page, requests, messages):
        page.wait_for_load_state("networkidle")
        assert [url for url in requests if not url.startswith("data:")] == [path.as_uri()]
        assert messages == []
        assert page.locator("script").count() == 1  # our own, by its hash


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize(("edition", "name"), PAGES)
def test_no_page_scrolls_sideways(chromium, report, edition, name, width):
    with opened(chromium, report[edition] / name, width=width) as (page, _, _):
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.evaluate(TEXT_SPACING)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(("edition", "name"), PAGES)
def test_no_text_is_cut_off(chromium, report, edition, name, width):
    cut = """[...document.querySelectorAll("main *:not(.visually-hidden, .stacked thead)")]
        .filter(e => getComputedStyle(e).overflowX === "hidden" && e.scrollWidth > e.clientWidth + 1)
        .map(e => e.className || e.tagName)"""
    beyond = """[...document.querySelectorAll("main p, main li, main h1, main h2, main h3, main dd, main summary")]
        .filter(e => !e.closest(".scroll") && e.getBoundingClientRect().width > 0)
        .filter(e => { const r = e.getBoundingClientRect(); return r.left < -1 || r.right > innerWidth + 1; })
        .map(e => e.textContent.slice(0, 40))"""
    with opened(chromium, report[edition] / name, width=width) as (page, _, _):
        assert page.evaluate(cut) == []
        assert page.evaluate(beyond) == []


def test_a_phone_shows_figures_whole_in_letters_of_their_own(chromium, report):
    shown = """[...document.querySelectorAll(".drawing:not(.wide) img")].map(
        img => [img.getBoundingClientRect().width / img.naturalWidth, img.getBoundingClientRect().right])"""
    with opened(chromium, report["en"] / "05_behavioural.html", width=390) as (page, _, _):
        figures = page.evaluate(shown)
        assert figures
        assert all(scale > 0.7 and right <= 390 for scale, right in figures)


def test_the_skip_link_is_the_first_stop_and_shows(chromium, report):
    with opened(chromium, report["en"] / "index.html") as (page, _, _):
        skip = page.locator(".skip")
        assert skip.bounding_box()["y"] < 0
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert skip.bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("location.hash") == "#main"


@pytest.mark.parametrize(("key", "sign"), [("Tab", 1), ("Shift+Tab", -1)])
def test_the_keyboard_goes_on_through_the_page_and_out_of_it(chromium, report, key, sign):
    place = "[...document.querySelectorAll('*')].indexOf(document.activeElement)"
    with opened(chromium, report["demo"] / "05_behavioural.html") as (page, _, _):
        page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
        body = page.evaluate("[...document.querySelectorAll('*')].indexOf(document.body)")
        places = [page.evaluate(place) for _ in range(200) if page.keyboard.press(key) is None]
    stops = [one for one in places if one != body]
    assert all(sign * (after - before) > 0 or body in (before, after) for before, after in pairwise(places))
    assert len(set(stops)) > 100 and places.count(body) < 10  # so many stops has the page, and all lead on


def test_wide_tables_can_be_reached_and_are_named(chromium, report):
    with opened(chromium, report["en"] / "05_behavioural.html", width=580) as (page, _, _):  # below, rows are stacked
        page.evaluate(TEXT_SPACING)
        regions = page.get_by_role("region", name="Segments by margin")
        assert regions.count() == 1
        assert regions.first.get_attribute("tabindex") == "0"
        assert regions.first.evaluate("e => e.scrollWidth > e.clientWidth")


@pytest.mark.parametrize("edition", ["en", "ar"])
def test_digits_of_a_column_end_at_one_line(chromium, report, edition):
    ends = """[...document.querySelectorAll("#segments tbody tr")].map(
        row => Math.round(row.querySelector("td.num bdi").getBoundingClientRect().right))"""
    with opened(chromium, report[edition] / "05_behavioural.html") as (page, _, _):
        found = page.evaluate(ends)
        assert len(found) == 6
        assert len(set(found)) == 1


def test_a_right_to_left_page_is_mirrored(chromium, report):
    with opened(chromium, report["ar"] / "05_behavioural.html") as (page, _, _):
        contents, main = page.locator(".toc").bounding_box(), page.locator("main").bounding_box()
        assert contents["x"] + contents["width"] <= main["x"]


@pytest.mark.parametrize("name", ["index.html", "05_behavioural.html"])
def test_links_and_buttons_are_large_enough(chromium, report, name):
    # WCAG 2.2, 2.5.8: 24 by 24 px; links within a sentence are exempt
    small = """[...document.querySelectorAll("nav a, summary, .skip")]
        .map(e => [e.textContent, e.getBoundingClientRect()])
        .filter(([_, r]) => r.height > 0 && (r.height < 24 || r.width < 24)).map(([t]) => t)"""
    with opened(chromium, report["en"] / name, width=390) as (page, _, _):
        assert page.evaluate(small) == []


@pytest.mark.parametrize(("edition", "name"), PAGES)
def test_it_prints_on_a4_with_its_title(chromium, report, edition, name):
    with opened(chromium, report[edition] / name) as (page, _, _):
        pdf = page.pdf(prefer_css_page_size=True, tagged=True, outline=True)
    assert re.search(rb"/MediaBox \[0 0 59[4-6]\.\d+ 84[12]\.\d+\]", pdf)
    assert b"/StructTreeRoot" in pdf
    assert 1 <= len(re.findall(rb"/Type /Page\b", pdf)) <= 16


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_figures_stand_on_the_ground_of_the_page(chromium, report, scheme):
    with opened(chromium, report["en"] / "05_behavioural.html", color_scheme=scheme) as (page, _, _):
        figure = page.locator(".drawing img").first
        pixels = np.asarray(Image.open(io.BytesIO(figure.screenshot())).convert("RGB")).reshape(-1, 3)
        paper = [
            int(one) for one in re.findall(r"\d+", page.evaluate("getComputedStyle(document.body).backgroundColor"))
        ]
        shades, counts = np.unique(pixels, axis=0, return_counts=True)
        assert np.abs(shades[counts.argmax()] - paper[:3]).max() <= 8
        bright = pixels.mean(axis=1) > 128
        assert bright.mean() > 0.5 if scheme == "light" else bright.mean() < 0.5
