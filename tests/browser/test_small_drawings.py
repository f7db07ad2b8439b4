"""Does a drawing written in fewer characters look the same to a browser, and is the whole report small?"""

import io

import matplotlib.pyplot as plt
import numpy as np
from PIL import Image

from seglib.report import svg
from seglib.report.small_svg import data_uri, small

WHOLE, PAGE, NODES = 3_000_000, 1_500_000, 5_000


def shot(chromium, drawing):
    """A drawing's pixels at twice its size, dark to light."""
    page = chromium.new_page(viewport={"width": 900, "height": 600})
    page.set_content(f'<img src="{data_uri(drawing)}" width="800">')
    pixels = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("L"), dtype=float)
    page.close()
    return pixels


def test_nobody_sees_that_a_drawing_was_made_small(chromium, monkeypatch):
    drawn = {}
    monkeypatch.setattr(svg, "small", lambda whole: drawn.setdefault("whole", whole))
    _, ax = plt.subplots(figsize=(4, 3))
    ax.plot([0, 1, 2, 9], [0.123456, 2, 1, 1], marker="o", clip_on=True)
    ax.fill_between([0, 1, 2], [0, 0.5, 0.2], color="#a4432a")
    ax.set(xlim=(0, 2), title=r"Names & <numbers>, $\frac{1}{2}x^2$", ylabel="سارا, 12.5%")
    svg.capture(ax, salt="x")
    whole, less = drawn["whole"], small(drawn["whole"])
    assert len(data_uri(less)) < 0.4 * len(data_uri(whole))
    blank, before, after = (shot(chromium, one) for one in ("<svg xmlns='http://www.w3.org/2000/svg'/>", whole, less))
    changed = np.abs(before - after)
    assert changed.mean() < 0.02 * np.abs(before - blank).mean()
    assert (changed > 96).mean() < 0.001  # of 255, at twice the size


def test_the_whole_report_is_small_enough_to_be_mailed(chromium, report):
    pages = sorted(report["demo"].glob("*.html"))
    sizes = {page.name: page.stat().st_size for page in pages}
    assert len(pages) > 10 and sum(sizes.values()) <= WHOLE, sizes
    assert max(sizes.values()) <= PAGE, sizes
    page = chromium.new_page()
    for path in pages:
        page.goto(path.as_uri())
        assert page.evaluate("document.querySelectorAll('*').length") <= NODES, path.name
    page.close()
