"""Does the analyst's slider move, by keyboard, and show one row at a time without asking anybody?"""

import pandas as pd

from seglib.value.spending.slider import Slider


def test_the_slider_shows_the_row_it_stands_at(chromium):
    table = pd.DataFrame({"Budget": ["€10", "€20", "€30"], "Left": ["€5", "€8", "<b>€9</b>"]})
    page = chromium.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text))
    page.set_content(Slider(table, label="Budget", start=1, id="s")._repr_html_())
    cells = page.locator("#s td")
    assert cells.all_text_contents() == ["Budget", "€20", "Left", "€8"]
    page.locator("#s input").press("ArrowRight")
    assert cells.all_text_contents() == ["Budget", "€30", "Left", "<b>€9</b>"]
    assert page.get_by_label("Budget").count() == 1 and (asked, errors) == ([], [])
    page.close()
