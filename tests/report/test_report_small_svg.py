"""Does a drawing written in fewer characters look the same?"""

import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seglib.report.small_svg import data_uri, small
from seglib.report.svg import capture
from seglib.report.svg_paths import relative

TOKEN = re.compile(r"[A-Za-z]|-?\d*\.?\d+")


def corners(d: str, unit: float = 1.0) -> list[tuple[float, float]]:
    """Every point that a path with relative commands goes to."""
    found, at, begin, command, tokens = [], (0.0, 0.0), (0.0, 0.0), "", TOKEN.findall(d)
    while tokens:
        if tokens[0].isalpha():
            command = tokens.pop(0)
        if command == "z":
            at = begin
            continue
        for _ in range({"q": 2, "c": 3}.get(command, 1)):
            x = 0.0 if command == "v" else float(tokens.pop(0))
            y = 0.0 if command == "h" else float(tokens.pop(0))
            found.append((x, y) if command == "M" else (at[0] + x, at[1] + y))
        at = found[-1]
        begin = at if command in "Mm" else begin
    return [(x * unit, y * unit) for x, y in found]


numbers = st.floats(-500, 500).map(lambda value: round(value, 5))


@given(
    st.lists(st.tuples(st.sampled_from("MLQC"), st.lists(numbers, min_size=6, max_size=6), st.booleans()), min_size=1)
)
def test_corners_stay_where_they_were(drawn):
    d, true = "M 1.5 -2.25", [(1.5, -2.25)]
    for command, values, closed in drawn:
        values = values[: {"M": 2, "L": 2, "Q": 4, "C": 6}[command]]
        d += command + " ".join(map(str, values)) + ("z" if closed else "")
        true += zip(values[::2], values[1::2], strict=True)
    assert np.abs(np.array(corners(relative(d, unit=0.01))) - true).max() <= 0.00501
    assert np.abs(np.array(corners(relative(d, unit=10), unit=10)) - true).max() <= 5.001


@pytest.fixture(scope="module")
def drawing():
    _, ax = plt.subplots(figsize=(3, 2))
    ax.plot([0, 1, 2], [0.123456, 2, 1], marker="o")
    ax.set_title("Names & <numbers>")
    ax.annotate("up", (1, 1), rotation=90)
    return ax


def test_a_drawing_keeps_its_parts_and_loses_its_names(drawing):
    (picture,) = capture(drawing, salt="x")
    root = ElementTree.fromstring(picture.svg)
    assert root.tag == "{http://www.w3.org/2000/svg}svg" and picture.width > 250
    told = [element.tag.split("}")[1] for element in root.iter()]
    assert "metadata" not in told
    assert told.count("use") >= len("Names&<numbers>") + len("up")
    targets = {element.get("href")[1:] for element in root.iter() if element.get("href")}
    assert targets and targets <= {element.get("id") for element in root.iter()}
    assert {"figure_1", "text_1"}.isdisjoint(element.get("id") for element in root.iter())
    assert sum((element.tail or "").strip() != "" for element in root.iter()) == 0


def test_an_address_has_nothing_that_a_page_or_a_set_of_sources_would_part():
    address = data_uri(
        small(
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><path d='M 0 0L 1 2' style='fill: #fff'/></svg>"
        )
    )
    assert address.startswith("data:image/svg+xml,<svg")
    assert not set(address) & set(' "&#\n\t')
