"""Tables of blocks look in JupyterLab as they do in the report: words begin on the left, numbers end on the right."""

import pandas as pd
from notebook_samples import make_client

from seglib.report import Page
from seglib.report.fragments import standalone

OF_LAB = (
    ":not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon td, :not(.jp-RenderedMarkdown).jp-RenderedHTMLCommon th"
    " { text-align: right; } .jp-RenderedHTMLCommon tbody tr:nth-child(even) { background: rgb(245, 245, 245); }"
)


def test_words_begin_on_the_left_and_rows_have_no_stripes(chromium):
    table = Page(make_client(), "05_behavioural").table(
        "t",
        pd.DataFrame({"name": ["Regular", "Seldom"], "n": [40, 60]}),
        columns={"name": "Segment", "n": ("Customers", "count")},
        caption="Who buys",
        n=100,
        population="customers",
        sources=["order_lines"],
    )
    page = chromium.new_page()
    page.set_content(f'<style>{OF_LAB}</style><div class="jp-RenderedHTMLCommon">{standalone(table)}</div>')
    align = "cells => cells.map(cell => getComputedStyle(cell).textAlign)"
    assert page.eval_on_selector_all("tr > :first-child", align) == ["start"] * 3
    assert page.eval_on_selector_all("tr > :last-child", align) == ["right"] * 3
    stripes = "rows => rows.map(row => getComputedStyle(row).backgroundColor)"
    assert page.eval_on_selector_all("tbody tr", stripes) == ["rgba(0, 0, 0, 0)"] * 2
    page.close()
