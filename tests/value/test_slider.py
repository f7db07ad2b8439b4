"""Does the slider show each row, in text where there is no HTML, and can no name of a segment break out of it?"""

import json
import re

import pandas as pd

from seglib.report.text import Formatter
from seglib.value.spending.slider import Slider, what_if_slider

HOSTILE = "</script><script>alert(1)</script>&"


def test_rows_are_data_and_nothing_can_break_out():
    page = Slider(pd.DataFrame({"Offer": [HOSTILE, "b"]}), label="<b>", id='"x')._repr_html_()
    assert page.count("<script") == 2 and page.count("</script>") == 2  # its own two
    held = re.search(r'<script type="application/json">(.*?)</script>', page, flags=re.S)[1]
    assert json.loads(held) == [{"Offer": HOSTILE}, {"Offer": "b"}]
    assert "&lt;b&gt;" in page and 'id="&quot;x"' in page and 'max="1"' in page


def test_without_html_it_is_the_table():
    table = pd.DataFrame({"budget": [10.0, 20.0, 30.0], "next_unit": [1.5, 0.5, 0.0]})
    columns = {"budget": ("Budget", "money"), "next_unit": ("Next", "cents")}
    slider = what_if_slider(table, Formatter("en", "EUR"), columns=columns, moves="budget")
    assert repr(slider).split() == ["Budget", "Next", "€10.00", "€1.50", "€20.00", "€0.50", "€30.00", "€0.00"]
    assert (slider.start, slider.label, slider.id) == (1, "Budget", "budget-slider")


def test_jupyterlab_leaves_the_arrow_keys_to_it():
    """The sign that its shortcuts look for on the element itself; without it an arrow folds headings instead."""
    page = Slider(pd.DataFrame({"Budget": ["1", "2"]}), label="Budget")._repr_html_()
    assert re.search(r'<input type="range" data-lm-suppress-shortcuts="true"', page)
