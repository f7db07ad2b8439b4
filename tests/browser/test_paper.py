"""The whole report on paper: one tagged file, numbered, with bookmarks, and nothing broken over two sheets."""

import re
import shutil
import subprocess

import pandas as pd
import pytest
from notebook_samples import code_cell, make_client, text_cell, write_notebook

from seglib.report import Page, pdf
from seglib.report.contents import CHAPTERS
from seglib.report.publish import publish


@pytest.fixture(scope="module")
def printed(chromium, report, tmp_path_factory):
    """The demo's PDF, and the text of each sheet by poppler."""
    if shutil.which("pdftotext") is None:
        pytest.skip("no poppler on this machine (pdftotext, pdfinfo)")
    target = tmp_path_factory.mktemp("pdf") / "demo.pdf"
    pdf.write_pdf(report["demo"], target, names=[chapter.name for chapter in CHAPTERS])
    said = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True)
    return target, said.stdout.rstrip("\f").split("\f")


def test_it_has_title_language_tags_and_bookmarks(printed, report):
    target, _ = printed
    told = subprocess.run(["pdfinfo", target], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Title: +Customer report · Fern & Kettle · until Jun 30, 2026", told)
    assert re.search(r"Tagged: +yes", told) and re.search(r"Page size: +59\d\.\d+ x 84\d\.\d+ pts \(A4\)", told)
    tags = subprocess.run(["pdfinfo", "-struct", target], capture_output=True, text=True, check=True).stdout
    assert {"Table", "TH", "H1", "H2", "Figure", "LI"} <= set(re.findall(r"^ *(\w+)", tags, re.MULTILINE))
    raw = target.read_bytes()
    assert b"/Outlines" in raw and b"/Lang (en)" in raw
    assert raw.count(b"/Title") > len(CHAPTERS) * 2


def test_sheets_are_numbered_and_none_holds_the_colophon_alone(printed):
    _, sheets = printed
    for number, sheet in enumerate(sheets, start=1):
        assert f"{number} / {len(sheets)}" in sheet, number
    assert len(sheets[-1].split()) > 70  # the colophon has about 30 words
    assert "office@fern-and-kettle.example" in sheets[-1]


def test_the_first_screen_is_the_first_sheet(printed):
    _, sheets = printed
    after = next(line for line in sheets[1].splitlines() if line.strip())
    assert "What is not known" in sheets[0]
    assert "Bought more than once" in after  # the numbers that come next; nothing ran over


def test_heads_of_tables_come_again_on_the_next_sheet(printed, tmp_path):
    client = make_client()
    rows = pd.DataFrame({"name": [f"Row {i}" for i in range(150)], "days": range(150)})
    table = Page(client, "05_behavioural").table(
        "long",
        rows,
        columns={"name": "Heading", "days": ("Days", "number")},
        caption="Long",
        n=150,
        population="customers",
        sources=["s"],
    )
    build = write_notebook(
        tmp_path / "b" / "05_behavioural.ipynb", text_cell("# T"), code_cell("1", shows=[table]), status="complete"
    )
    folder = publish(client, build_dir=build.parent, reports_dir=tmp_path, notebooks=["05_behavioural"])
    target = pdf.write_pdf(folder, tmp_path / "x.pdf", names=["05_behavioural"])
    said = subprocess.run(["pdftotext", "-layout", target, "-"], capture_output=True, text=True, check=True).stdout
    with_rows = [sheet for sheet in said.split("\f") if "Row " in sheet]
    assert len(with_rows) > 2 and all("Heading" in sheet for sheet in with_rows)


def test_links_lead_to_places_within(report):
    pages = {path.stem: path.read_text(encoding="utf-8") for path in sorted(report["demo"].glob("*.html"))}
    html = pdf.joined({"index": pages.pop("index"), **pages})
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r' href="#([^"]+)"', html)) <= set(ids)


def test_the_colophon_stands_once_with_what_is_read_last():
    foot = '<footer class="colophon">C</footer>'
    page = '<body class="seglib front"><main id="main">{}</main>' + foot
    last = '<div class="prose">Told</div>\n<div class="prose learn">Limits</div>\n'
    html = pdf.joined({"index": page.format("<p>A</p>"), "05": page.format(last)})
    assert f'<div class="end"><div class="prose learn">Limits</div>\n{foot}</div></article></main>' in html
    assert html.count("<footer") == 1
    assert pdf.joined({"index": page.format(last), "05": page.format("<p>A</p>")}).endswith(f"</article></main>{foot}")


def test_a_machine_without_chromium_is_told_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "find_browser", lambda: None)
    with pytest.raises(pdf.PdfError, match=r"none was found\. Install one, or set CHROMIUM"):
        pdf.write_pdf(tmp_path, tmp_path / "x.pdf", names=[])
