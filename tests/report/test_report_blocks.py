"""Blocks carry their evidence, show the same everywhere, and come back whole from JSON."""

import json
import re
from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from notebook_samples import draw_bars, make_client

from seglib.plots.style import keep_width
from seglib.report import Page
from seglib.report.block import MIMETYPE, BlockError
from seglib.report.blocks import from_payload

ALT = "Bars of customers by group: a has 3 customers, b has 2 and c has 1."


@pytest.fixture
def blocks(page, segments, evidence, axes):
    """One block of each kind."""
    columns = {"segment_name": "Segment", "n": ("Customers", "count"), "margin": ("Margin", "money")}
    return {
        "finding": page.finding("top", "{who} bring {x:percent}.", who="Few", x=0.61, interval=(0.5, 0.7), **evidence),
        "metric": page.metric("revenue", "Revenue", np.float64(1_234_567), "money", slot="money", **evidence),
        "table": page.table("segments", segments, columns=columns, caption="Segments", **evidence),
        "figure": page.figure(
            "bars", axes(), title="Few bring most", alt=ALT, data=segments, columns=columns, **evidence
        ),
        "persona": page.persona(
            "joe", "Joe", "Loyal.", lines=[("Age", "{age:count} years.", {"age": 37}, 20, "age")], **evidence
        ),
        "note": page.note("limits", "Nothing says why."),
    }


def test_plain_text_is_stable(blocks):
    assert str(blocks["finding"]) == (
        "Finding top: Few bring 61%. | n = 1,609 customers with an order, 95% interval 50% to 70%"
    )
    assert str(blocks["metric"]) == "Metric revenue: Revenue = €1.23M | n = 1,609 customers with an order"
    assert str(blocks["table"]).splitlines() == [
        "Table segments: Segments | n = 1,609 customers with an order",
        "Segment    Customers   Margin",
        "Champions        120  €60,250",  # 60,250.5 to the even euro; no cents in the whole column
        "Regulars       1,480   €1,234",
        "سارا               9        –",
    ]
    assert str(blocks["figure"]) == f"Figure bars: Few bring most | {ALT} | n = 1,609 customers with an order"
    assert str(blocks["note"]) == "Note limits: Nothing says why."


def test_every_kind_survives_json(blocks):
    for block in blocks.values():
        assert from_payload(json.loads(json.dumps(block.payload()))) == block


@pytest.mark.parametrize(("words", "width", "stacked"), [(3, 12, True), (3, 4, False), (0, 12, False)])
def test_a_table_of_words_too_wide_for_a_phone_is_stacked_there(page, evidence, words, width, stacked):
    """Numbers side by side may be scrolled: they are compared down the column."""
    cells = {f"w{i}": ["x" * width] for i in range(words)} | {f"n{i}": [10 ** (width - 1)] for i in range(5 - words)}
    table = pd.DataFrame({"segment": ["a"], **cells})
    block = page.table("t", table, columns={name: name.title() for name in table}, caption="T", **evidence)
    assert ('class="stacked"' in block._repr_mimebundle_()["text/html"]) == stacked


def test_the_bundle_has_text_html_and_json(blocks, monkeypatch):
    monkeypatch.delenv("SEGLIB_BLOCKS", raising=False)
    for block in blocks.values():
        bundle = block._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "text/html", MIMETYPE}
        assert f'id="{block.id}"' in bundle["text/html"]


def test_text_only_when_asked_for(blocks, monkeypatch):
    monkeypatch.setenv("SEGLIB_BLOCKS", "text")
    assert blocks["table"]._repr_mimebundle_() == {"text/plain": str(blocks["table"])}


def test_names_from_the_data_are_isolated_and_escaped(page, evidence):
    html = page.finding("f", "{who} leads.", who="<i>سارا</i>", **evidence)._repr_mimebundle_()["text/html"]
    assert "<bdi>&lt;i&gt;سارا&lt;/i&gt;</bdi> leads." in html


def test_table_headers_have_scopes(blocks):
    html = blocks["table"]._repr_mimebundle_()["text/html"]
    heads = re.findall(r"<th\b[^>]*>", html)
    assert len(heads) == 3 + 3  # three columns, three rows
    assert all('scope="' in head for head in heads)
    assert "<caption" in html


def test_figure_is_a_picture_with_its_data(blocks):
    html = blocks["figure"]._repr_mimebundle_()["text/html"]
    assert f'alt="{ALT}"' in html
    assert re.search(r'width="\d+" height="\d+"', html)
    assert "<details>" in html and "Regulars" in html


def test_a_figure_is_captured_the_same_twice_and_closed(evidence, segments):
    import matplotlib.pyplot as plt

    svgs = [
        Page(make_client(), "05_behavioural").figure(
            "bars", draw_bars("abc", [1, 2, 3]), title="T", alt=ALT, data=segments, columns={"n": "n"}, **evidence
        )
        for _ in range(2)
    ]
    assert svgs[0].pictures == svgs[1].pictures
    assert all(p.svg.startswith("<svg") and "<dc:date>" not in p.svg for p in svgs[0].pictures)
    assert plt.get_fignums() == []
    for picture in svgs[0].pictures:  # nothing is written that only lays out the file, and the drawing is whole
        assert not re.search(r">\s+<|\n[A-Za-z]", picture.svg)
        assert sum(element.tag.endswith("}path") for element in ElementTree.fromstring(picture.svg).iter()) > 20


def test_a_phone_gets_the_figure_laid_out_again(blocks):
    page, phone = blocks["figure"].pictures
    assert phone.width < 500 < page.width
    html = blocks["figure"]._repr_mimebundle_()["text/html"]
    assert html.index("<source media=") < html.index("<img ")


def test_a_figure_of_many_columns_stays_whole_and_can_be_scrolled(page, evidence, segments):
    drawing = draw_bars("abc", [1, 2, 3])
    keep_width(drawing)
    block = page.figure("bars", drawing, title="Bars", alt=ALT, data=segments, columns={"n": "Customers"}, **evidence)
    assert len(block.pictures) == 1
    html = block._repr_mimebundle_()["text/html"]
    assert "<source" not in html
    assert re.search(r'class="drawing wide" role="region" tabindex="0" aria-label="Figure: Bars"', html)


def test_a_sentence_is_filled_in_the_clients_language(page):
    assert page.say("{s:percent} of {n:count}", s=np.float64(0.25), n=np.int64(1200)) == "25% of 1,200"


@pytest.mark.parametrize("bad", ["Top", "1st", "a b", "", "a" * 49, "ä", None])
def test_malformed_ids_are_refused(page, bad):
    with pytest.raises(BlockError, match="`id` of a block must begin with a letter"):
        page.note(bad, "x")


def test_an_id_is_used_once(page, evidence):
    page.note("limits", "x")
    with pytest.raises(BlockError, match="`id` of metric 'limits' is already used by note 'limits'"):
        page.metric("limits", "x", 1, "count", **evidence)


def test_a_cell_run_again_in_jupyterlab_replaces_its_block(page, monkeypatch):
    monkeypatch.setattr("seglib.report.page.running_cell", lambda: "cell-7")
    page.note("limits", "first")
    page.note("limits", "second")
    assert page.blocks["limits"].text == "second"
    monkeypatch.setattr("seglib.report.page.running_cell", lambda: "cell-8")
    with pytest.raises(BlockError, match="already used"):
        page.note("limits", "third")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"n": None}, "`n` of metric 'm' must be a whole number"),
        ({"n": -1}, "`n` of metric 'm' must be a whole number"),
        ({"n": 1.5}, "`n` of metric 'm' must be a whole number"),
        ({"population": " "}, "`population` of metric 'm' must say who was counted"),
        ({"sources": []}, "`sources` of metric 'm' must name its tables"),
        ({"sources": "ledger"}, "`sources` must be a list"),
        ({"slot": "top"}, "`slot` of metric 'm' must be one of lead, action, first, who, money"),
        ({"interval": (2, 1)}, r"`interval` of metric 'm' must be \(low, high\)"),
    ],
)
def test_missing_evidence_is_refused(page, evidence, change, message):
    with pytest.raises(BlockError, match=message):
        page.metric("m", "Revenue", 1, "money", **(evidence | change))


@pytest.mark.parametrize("alt", ["", "Bars", "x" * 60, "1" + "x" * 250])  # short, without a number, long
def test_a_figure_needs_words(page, segments, evidence, axes, alt):
    with pytest.raises(BlockError, match="`alt` of figure 'bars' must tell in 40 to 250 characters"):
        page.figure("bars", axes(), title="T", alt=alt, data=segments, columns={"n": "n"}, **evidence)


def test_a_figure_needs_a_drawing(page, segments, evidence):
    with pytest.raises(TypeError, match="needs matplotlib axes or a figure; got str"):
        page.figure("bars", "a picture", title="T", alt=ALT, data=segments, columns={"n": "n"}, **evidence)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"segment_nam": "Segment"}, r"got 'segment_nam'. Did you mean 'segment_name'\?"),
        ({"n": ("Customers", "counts")}, r"Did you mean 'count'\?"),
        ({"n": ""}, "heading of column 'n'"),
        ({}, "must name at least one column"),
    ],
)
def test_columns_are_checked(page, segments, evidence, columns, message):
    with pytest.raises(ValueError, match=message):
        page.table("t", segments, columns=columns, caption="c", **evidence)


def test_a_table_of_single_customers_is_refused(page, evidence):
    frame = pd.DataFrame({"spend": range(201)})
    with pytest.raises(ValueError, match="must have 1 to 200 rows; got 201"):
        page.table("t", frame, columns={"spend": "Spend"}, caption="c", **evidence)


def test_formats_follow_the_data_when_not_given(page, evidence):
    frame = pd.DataFrame({"d": pd.to_datetime(["2026-01-02"]), "i": [1], "f": [1.25], "t": ["x"], "b": [True]})
    table = page.table("t", frame, columns={c: c for c in frame}, caption="c", **evidence)
    assert [c.format for c in table.grid.columns] == ["date", "count", "number", "text", "text"]
    assert table.grid.rows == (("2026-01-02", 1, 1.25, "x", "True"),)


def test_the_callers_table_is_not_changed(page, segments, evidence):
    before = segments.copy(deep=True)
    page.table("t", segments, columns={"n": "n"}, caption="c", **evidence)
    pd.testing.assert_frame_equal(segments, before)


@pytest.mark.parametrize("payload", [{"kind": "script"}, {"kind": "note", "id": "a"}, {}])
def test_foreign_json_is_refused(payload):
    with pytest.raises(BlockError):
        from_payload(payload)


@given(st.text(min_size=1).filter(str.strip), st.floats(allow_nan=False, allow_infinity=False, width=32))
def test_any_text_and_number_survive_json(text, number):
    page = Page(make_client(), "05_behavioural")
    block = page.finding("f", "{a} {b:number}", a=text, b=number, n=1, population="p", sources=["s"])
    assert from_payload(json.loads(json.dumps(block.payload()))) == block
