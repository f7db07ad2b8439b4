"""Names of 60 letters, without a blank, with signs, from right to left: they break no page of one segment or twelve."""

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.plots import plot_segment_bars
from seglib.report import Page
from seglib.report.publish import publish

pytestmark = [pytest.mark.filterwarnings("ignore:Glyph"), pytest.mark.filterwarnings("error:constrained_layout")]
NAMES = [
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunter",
    "الرياض وضواحيها الشمالية الغربية مع جميع القرى المجاورة لها",
    "🌿🪴 Greenhouse Quarter 🌻 with the Long Avenue of Old Chestnuts 🌳",
    "東京都千代田区霞が関一丁目二番地一号中央合同庁舎第五号館別館北側入口前広場および周辺地域一帯",
    "תל אביב־יפו והסביבה הצפונית עם כל הכפרים הסמוכים אליה כולל",
    "Ho",
    *(f"{number} A B C D E F G H I J K L M N O P Q R S T U V W X Y Z" for number in range(6)),
]
BEYOND = """[...document.querySelectorAll("body *:not(.visually-hidden, .visually-hidden *, .skip, .toc *)")]
    .filter(e => !e.closest(".drawing, .scroll"))
    .filter(e => { const r = e.getBoundingClientRect(); return r.width && (r.left < -1 || r.right > innerWidth + 1); })
    .map(e => `${e.tagName} ${e.className}: ${e.textContent.slice(0, 30)}`)"""


@pytest.fixture(scope="module", params=[1, 12])
def folder(request, tmp_path_factory):
    """The report of a client with an awkward name, on a summary and a page with every kind of block."""
    client = make_client(name=f"🌿 متجر السرخس {NAMES[0]} & Sons")
    page, names = Page(client, "05_behavioural"), NAMES[: request.param]
    who = {"n": 840, "population": "customers", "sources": ["segments"]}
    rows = pd.DataFrame({"name": names, "act": "Keep in touch at low cost, and learn more.", "n": 70, "m": 16432.5})
    rows["share"] = 1 / len(names)
    columns = {"name": "Segment", "act": "What to do", "n": ("Customers", "count"), "m": ("Margin", "money")}
    bars = rows.rename(columns={"name": "segment_name"}).assign(margin_share=rows["share"])
    shows = [
        page.finding("lead", "{name} bought most of {n_all:count}.", name=names[-1], n_all=840, slot="lead", **who),
        page.table("t", rows, columns=columns, caption=f"What to do, {names[0]}", **who),
        page.figure(
            "f",
            plot_segment_bars(bars),
            title=f"“{names[0]}” is worth most",
            alt="Bars of the share of customers and of the margin by segment, 8.3% in each of 12.",
            data=rows,
            columns={"name": "Segment", "share": ("Share", "percent")},
            **who,
        ),
    ]
    line = ("What they are called", "{name}", {"name": names[0]}, 70, "customers")
    shows += [page.persona(f"p-{i}", "Joe", name, lines=[line], **who) for i, name in enumerate(names)]
    told = {"brings": 12_345.6, "word": "margin", "interval": (9_999.5, 15_000), "share": 0.083, "grade": "A"}
    shows += [page.card(f"c-{i}", name, act=name, see=f"p-{i}", **told, **who) for i, name in enumerate(names)]
    root = tmp_path_factory.mktemp("awkward")
    build = write_notebook(
        root / "b" / "05_behavioural.ipynb",
        text_cell("# Who buys\n> Line"),
        text_cell("## Part"),
        code_cell("1", shows=shows),
        status="complete",
    )
    return publish(client, build_dir=build.parent, reports_dir=root, notebooks=["05_behavioural"])


@pytest.mark.parametrize("width", [1280, 390, 320])
@pytest.mark.parametrize("name", ["index", "05_behavioural"])
def test_nothing_goes_beyond_the_page(chromium, folder, name, width):
    page = chromium.new_page(viewport={"width": width, "height": 800}, bypass_csp=True)
    page.goto((folder / f"{name}.html").as_uri())
    page.evaluate("for (const d of document.querySelectorAll('details')) d.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(BEYOND) == []
    if name == "index":
        lead = page.locator(".lead").bounding_box()
        assert lead["width"] > width / 3 or lead["width"] > 280  # a long name leaves the first sentence its room
        assert lead["height"] < 400
    results = Axe().run(page)
    assert results.violations_count == 0, results.generate_report()
    page.close()


def test_a_long_name_is_broken_before_a_table_is_wider_than_a_screen(chromium, folder):
    page = chromium.new_page(viewport={"width": 1280, "height": 800})
    page.goto((folder / "05_behavioural.html").as_uri())
    assert page.locator("#t .scroll").evaluate("e => e.scrollWidth - e.clientWidth") <= 0
    page.close()
