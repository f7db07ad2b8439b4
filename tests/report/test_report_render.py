"""Pages are made of prose and blocks alone, by edition, with one outline."""

import re

import pytest
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.report.checks import page_problems
from seglib.report.index import answers, render_index
from seglib.report.prose import Prose
from seglib.report.render import RenderError, read_notebook, render_page

STRAY = {"text/html": "<script>alert(1)</script>", "text/plain": "stray output"}


@pytest.fixture
def notebook(tmp_path, page, evidence):
    """A notebook with every tag, a block in each part, and output that must not be shown."""
    figures = {name: page.metric(name, name.title(), 1, "count", **evidence) for name in ("open", "inner", "theory")}
    return write_notebook(
        tmp_path / "05_behavioural.ipynb",
        text_cell("# Who buys how\n> In one line\n\nIntroduction"),
        code_cell("client = '/home/someone'", "parameters"),
        code_cell("client = '/home/other'", "injected-parameters"),
        text_cell("## First"),
        code_cell("shown = 1", shows=[figures["open"], STRAY]),
        text_cell("## Inside", "analyst"),
        code_cell("inner = 1", "analyst", shows=[figures["inner"]]),
        text_cell("## Theory", "learn"),
        code_cell("theory = 1", "learn", shows=[figures["theory"]]),
        text_cell("## Exercise", "exercise"),
        code_cell("the_solution = 1", "solution"),
    )


def _page(path, client, fingerprint, edition="client"):
    content = read_notebook(path, edition=edition, pages=["05_behavioural"])
    return render_page(content, client=client, edition=edition, site=[content], fingerprint=fingerprint)


def test_the_client_edition_has_answers_and_no_code(notebook, client, fingerprint):
    html = _page(notebook, client, fingerprint)
    assert 'id="open"' in html and "First" in html
    for hidden in ("Inside", "Theory", "Exercise", "shown = 1", "the_solution", 'id="inner"', "/home/"):
        assert hidden not in html


def test_the_analyst_edition_has_all_with_code_folded(notebook, client, fingerprint):
    html = _page(notebook, client, fingerprint, "analyst")
    for shown in ("Inside", "Theory", "Exercise", "shown = 1", "the_solution"):
        assert shown in html
    assert '<details class="code">' in html
    assert "/home/" not in html  # parameters may hold paths


def test_the_student_edition_has_no_solutions(notebook, client, fingerprint):
    html = _page(notebook, client, fingerprint, "student")
    assert "Theory" in html and "Exercise" in html and "shown = 1" in html
    assert "the_solution" not in html


@pytest.mark.parametrize("edition", ["client", "analyst", "student"])
def test_other_output_never_reaches_a_page(notebook, client, fingerprint, edition):
    html = _page(notebook, client, fingerprint, edition)
    assert "stray" not in html and "alert" not in html
    assert page_problems(html, expected=["open", "main"]) == []


def test_unknown_edition_is_refused(notebook):
    with pytest.raises(ValueError, match="`edition` must be one of client, analyst, student; got 'boss'"):
        read_notebook(notebook, edition="boss", pages=[])


def test_sections_whose_cells_show_nothing_are_left_out(tmp_path, page, evidence, client, fingerprint):
    shows = [page.metric("one", "One", 1, "count", **evidence)]
    cells = [
        *(text_cell("# Title\n> Line"), text_cell("## Told"), text_cell("Words."), code_cell("a = 1", shows=shows)),
        *(text_cell("### Empty part"), code_cell("b = 1"), text_cell("## Empty"), text_cell("Nothing of this.")),
        *(code_cell("c = 1", shows=[STRAY]), text_cell("### Its part"), code_cell("d = 1"), text_cell("## Limits")),
    ]
    path = write_notebook(tmp_path / "05_behavioural.ipynb", *cells)
    html = _page(path, client, fingerprint)
    for shown in ("Told", "Words.", "Limits"):
        assert shown in html
    for left_out in ("Empty", "Nothing of this", "Its part"):
        assert left_out not in html
    assert "Empty part" in _page(path, client, fingerprint, "analyst")


def test_head_names_client_page_and_period(notebook, client, fingerprint):
    html = _page(notebook, client, fingerprint)
    assert "<title>Who buys how · Fern &amp; Kettle · until Jun 30, 2026</title>" in html
    assert re.search(r'<head>\s*<meta http-equiv="Content-Security-Policy"', html)
    assert html.index("charset") < 1024
    assert '<html lang="en" dir="ltr">' in html
    assert '<p class="subtitle">In one line</p>' in html
    assert fingerprint.data in html and fingerprint.config in html


def test_the_policy_holds_the_hash_of_the_one_style(notebook, client, fingerprint):
    from base64 import b64encode
    from hashlib import sha256

    html = _page(notebook, client, fingerprint)
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    assert f"&#39;sha256-{b64encode(sha256(style.encode()).digest()).decode()}&#39;" in html


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("ms", "ltr")])
def test_direction_follows_the_language(notebook, fingerprint, language, direction):
    html = _page(notebook, make_client(language=language), fingerprint)
    assert f'<html lang="{language}" dir="{direction}">' in html


def test_a_notebook_without_a_title_is_refused(tmp_path):
    path = write_notebook(tmp_path / "x.ipynb", text_cell("No title"))
    with pytest.raises(RenderError, match="x: the notebook must begin with a title"):
        read_notebook(path, edition="client", pages=[])


def test_two_blocks_with_one_id_are_refused(tmp_path, page):
    note = page.note("limits", "x")
    path = write_notebook(
        tmp_path / "x.ipynb", text_cell("# T"), code_cell("1", shows=[note]), code_cell("2", shows=[note])
    )
    with pytest.raises(RenderError, match="x: the block id 'limits' is used twice"):
        read_notebook(path, edition="client", pages=[])


def test_headings_skip_no_level_and_have_their_own_ids():
    prose = Prose(reserved=["limits"], pages=[])
    prose.html("# T")
    html = prose.html("# Again\n\n#### Deep\n\n## Limits\n\n## Limits")
    assert [(h.level, h.id) for h in prose.headings] == [(2, "again"), (3, "deep"), (2, "limits-2"), (2, "limits-3")]
    assert html.count("<h") == 4


@pytest.mark.parametrize(
    ("markdown", "href"),
    [
        ("[a](https://example.org/x)", "https://example.org/x"),
        ("[a](mailto:a@example.org)", "mailto:a@example.org"),
        ("[a](01_cleaning.ipynb#limits)", "01_cleaning.html#limits"),
        ("[a](#limits)", "#limits"),
        ("[a](javascript:alert(1))", None),
        ("[a](JaVaScRiPt:alert(1))", None),
        ("[a](data:text/html,x)", None),
        ("[a](//example.org)", None),
        ("[a](../docs/x.md)", None),
        ("[a](99_absent.ipynb)", None),
        ("[a](file:///etc/passwd)", None),
        ("[a](https:alert)", None),
    ],
)
def test_links_go_to_web_pages_and_our_own_only(markdown, href):
    html = Prose(reserved=[], pages=["01_cleaning"]).html(markdown)
    found = re.findall(r'href="([^"]*)"', html)
    assert found == ([] if href is None else [href])


def test_pictures_in_prose_become_their_words():
    assert Prose(reserved=[], pages=[]).html("![a map](https://example.org/x.png)") == "<p>a map</p>\n"


def test_the_index_answers_by_slot_and_links_to_the_evidence(tmp_path, page, client, evidence, fingerprint):
    table_first = page.note("note", "Costs are missing.", slot="unknown")
    who = page.finding("who", "{x:count} bought.", x=5, slot="lead", **evidence)
    best = page.finding("best", "{x:percent} bring most.", x=0.2, slot="money", **evidence)
    rows = page.metric("rows", "Rows used", 5, "count", slot="quality", **evidence)
    silent = page.metric("silent", "Silent", 5, "count", **evidence)
    path = write_notebook(
        tmp_path / "05_behavioural.ipynb",
        text_cell("# Who buys how\n> Line"),
        code_cell("1", shows=[table_first, rows, who, best, silent]),
    )
    site = [read_notebook(path, edition="client", pages=["05_behavioural"])]
    assert {slot: [a.block.id for a in found] for slot, found in answers(site).items()} == {
        "lead": ["who"],
        "action": [],
        "first": [],
        "who": [],
        "money": ["best"],
        "next": [],
        "quality": ["rows"],
        "unknown": ["note"],
    }
    html = render_index(client=client, site=site, fingerprint=fingerprint)
    assert page_problems(html, expected=["05_behavioural--best", "05_behavioural--rows"]) == []
    assert 'href="05_behavioural.html#best"' in html
    assert "Silent" not in html
    assert html.index("What is not known") < html.index("Where the money is")
    assert "What to do next" not in html  # nothing was answered there


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("<h1>a</h1><img src='http://x/y.png'>", "has a picture from outside"),
        ("<h1 onclick='x'>a</h1>", "has the attribute onclick on <h1>"),
        ("<h1 style='x'>a</h1>", "has an inline style on <h1>"),
        ("<h1 id='a'>a</h1><p id='a'>", "uses the id 'a' twice"),
        ("<h1>a</h1><h3>b</h3>", "skips a heading level"),
        ("<h2>a</h2>", "has 0 titles (h1) where one is needed"),
        ("<h1>a</h1>", "lacks the block 'b'"),
    ],
)
def test_checks_find_what_must_not_be_sent(html, problem):
    assert problem in page_problems(html, expected=["b"])
