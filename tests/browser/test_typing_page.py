"""The page that types a customer: agrees with Python on all of them, works by keyboard, sends nothing, runs no name."""

import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

sys.path.append(str(Path(__file__).parents[1] / "activation"))
sys.path.append(str(Path(__file__).parents[1] / "report"))

from listening import listen
from notebook_samples import make_client
from shop_in_segments import draw_shop

from seglib.activation.golden import golden_questions
from seglib.report.typing_page import typing_page


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """A shop whose segments and towns have hostile names, and the pages in English and Arabic."""
    features, assignments = draw_shop()
    hostile = "</script><img src=x onerror=alert(1)>"
    assignments["segment_name"] = assignments["segment_name"].replace({"Few orders": hostile})
    golden = golden_questions(assignments, features)
    folder = tmp_path_factory.mktemp("typing")
    for language in ("en", "ar"):
        client = make_client(name="<b>Shop</b>", language=language)
        (folder / f"{language}.html").write_text(typing_page(golden, client), encoding="utf-8")
    return folder, golden.score, features


@pytest.fixture
def page(chromium, typed):
    """The English page with everything that goes wrong on it in `page.heard`."""
    page = listen(chromium.new_page(viewport={"width": 320, "height": 800}), allowed=("file:", "data:"))
    page.goto((typed[0] / "en.html").as_uri())
    yield page
    page.close()


def test_the_page_agrees_with_python_on_every_customer(page, typed):
    _, score, features = typed
    codes = score.codes(features)
    told = score.assign(codes)
    found = page.evaluate("rows => typing.all(rows)", codes.tolist())
    assert [tuple(one) for one in found] == list(zip(told["segment"], told["percent"], strict=True))
    assert page.heard == []


def test_it_works_by_keyboard_and_says_segment_chance_and_reason(page, typed):
    _, score, features = typed
    codes = score.codes(features)[:1]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for i, code in enumerate(codes[0]):
        page.locator(f"input[name=q{i}]").first.focus()
        page.keyboard.press("Space")
        for _ in range(int(code)):
            page.keyboard.press("ArrowDown")
    told = score.assign(codes)
    assert page.inner_text("#segment") == told["segment_name"][0]
    assert page.inner_text("#percent") == f"{told['percent'][0]}%"
    reasons = score.reasons(codes)[0].split("; ")
    shown = [one.lower().replace(" (eur)", "") for one in page.locator("#why li").all_inner_texts()]
    assert shown == [one.lower() for one in reasons]
    page.click("button[type=reset]")
    page.wait_for_selector("#open:not([hidden])")
    assert page.inner_text("#left") == str(len(score.questions))
    assert page.heard == []


def test_it_is_accessible_narrow_and_right_to_left(page, typed):
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.goto((typed[0] / "ar.html").as_uri())
    assert page.evaluate("document.documentElement.dir") == "rtl"
    legend, first = page.locator("legend").first.bounding_box(), page.locator("label").first.bounding_box()
    assert first["x"] + first["width"] == pytest.approx(legend["x"] + legend["width"], abs=2)
    assert page.heard == []


def test_without_scripts_the_points_can_be_added_by_hand(chromium, typed):
    folder, score, _ = typed
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "en.html").as_uri())
    assert "by hand" in page.inner_text("noscript")
    rows = page.locator("details tbody tr").count()
    assert rows == 1 + sum(one.n_answers for one in score.questions)
    context.close()
