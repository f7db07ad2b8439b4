"""The page that asks customers: what is filled in comes back as a table of the survey, and nothing is sent."""

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from listening import listen
from notebook_samples import make_client

from seglib.client_brand import Brand
from seglib.contracts import columns
from seglib.report.questionnaire_page import questionnaire_page, questionnaire_pages
from seglib.segments.psychographic.questionnaire import LANGUAGES, questionnaire

ITEMS = questionnaire("en")["item_id"].tolist()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The pages of a shop with a hostile name."""
    folder = tmp_path_factory.mktemp("asking")
    shop = make_client(name="</title><script>alert(1)</script>", brand=Brand(color="#ffd400"))
    for language, text in questionnaire_pages(shop).items():
        (folder / f"{language}.html").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def page(chromium, folder):
    """The English page on a small phone, with everything that goes wrong on it in `page.heard`."""
    page = listen(chromium.new_page(viewport={"width": 320, "height": 800}), allowed=("file:", "blob:", "about:"))
    page.goto((folder / "en.html").as_uri())
    yield page
    page.close()


def _fill(page, number, answers):
    """By keyboard: the number, an answer to each statement, and done."""
    page.focus("#number")
    page.keyboard.insert_text(number)
    for item, answer in answers.items():
        page.locator(f"[name={item}]").first.focus()
        page.keyboard.press("Space")
        for _ in range(answer - 1):
            page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")


def test_answers_by_keyboard_come_back_as_a_survey_and_a_correction_counts_once(page, tmp_path):
    _fill(page, "B-7", dict.fromkeys(ITEMS, 1))
    given = {item: place % 5 + 1 for place, item in enumerate(ITEMS)}
    _fill(page, "B-7", given)
    _fill(page, "Ö 12", {"i6": 4})
    assert page.inner_text("#count") == "2"
    with page.expect_download() as saving:
        page.click("#save")
    saving.value.save_as(tmp_path / saving.value.suggested_filename)
    survey = pd.read_csv(tmp_path / "survey.csv", dtype=str, encoding="utf-8-sig")
    assert list(survey) == ["customer_id", "item_id", "answer"]
    asked = survey[survey["item_id"] != "seconds"].set_index(["customer_id", "item_id"])["answer"].astype(int)
    assert asked.to_dict() == {("B-7", item): answer for item, answer in given.items()} | {("Ö 12", "i6"): 4}
    assert survey.loc[survey["item_id"] == "seconds", "answer"].astype(int).between(1, 600).all()
    assert set(survey) < set(columns("survey"))
    page.goto("about:blank")  # all is saved: nobody is asked whether to stay
    assert page.heard == []


@pytest.mark.parametrize(("number", "answers"), [("", {"l1": 2}), ("7", {}), ("=1+1", {"l1": 2}), ('7",x', {"l1": 2})])
def test_what_is_missing_or_no_number_is_said_and_nothing_is_kept(page, number, answers):
    _fill(page, number, answers)
    if not answers:
        page.focus("button[type=submit]")
        page.keyboard.press("Enter")
    assert page.inner_text("#said") == "Please give your customer number and answer at least one statement."
    assert page.evaluate("document.activeElement.type") == ("text" if answers else "radio")
    assert not page.is_visible("#save")
    assert page.heard == []


def test_who_leaves_before_saving_is_asked(page):
    _fill(page, "7", {"l1": 2})
    page.goto("about:blank")
    assert page.heard == ["beforeunload"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_accessible_narrow_and_written_in_its_direction(page, folder, language):
    page.goto((folder / f"{language}.html").as_uri())
    _fill(page, "7", {"l1": 2})
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    rtl = language in ("ar", "fa")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if rtl else "ltr")
    number, word = (
        page.locator(".choices input").first.bounding_box(),
        page.locator(".choices span").first.bounding_box(),
    )
    assert (number["x"] > word["x"]) == rtl


def test_on_paper_it_is_two_sheets_without_buttons_and_can_be_filled_in_without_scripts(chromium, folder, tmp_path):
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((folder / "en.html").as_uri())
    assert page.locator("[type=radio]").count() == 5 * len(ITEMS)
    assert not page.is_visible("button")
    sheets = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == 2
    context.close()


def test_an_agency_that_sends_the_report_does_not_ask_in_the_shops_name():
    agency = make_client(brand=Brand(name="Some Agency", color="#ffd400"))
    page = questionnaire_page(agency, "en")
    assert "Some Agency" not in page
    assert page == questionnaire_page(make_client(), "en")
