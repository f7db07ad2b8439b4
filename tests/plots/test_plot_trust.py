"""Figures of trust: boxes are filled where stable, lines as thick as their members, histograms add up."""

import pandas as pd
import pytest
from figure_gallery import boxes, descent, similarities
from matplotlib.colors import to_hex

from seglib import plots
from seglib.plots.lineage import THICKEST
from seglib.plots.palette import ACCENT, PAPER, SEQUENTIAL, TRACK, shade


def test_a_box_a_segment_filled_where_the_mean_is_stable():
    table = boxes(2, 3)
    panels = plots.plot_segment_stability(table).child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["2 segments", "3 segments"]
    drawn = [patch for panel in panels for patch in panel.patches]
    assert [box.get_y() for box in drawn] == pytest.approx(list(table["q25"]))
    assert [box.get_y() + box.get_height() for box in drawn] == pytest.approx(list(table["q75"]))
    filled = [to_hex(box.get_facecolor()) for box in drawn]
    assert filled == [ACCENT if mean >= 0.75 else PAPER for mean in table["jaccard_mean"]]


def test_panels_go_on_in_the_next_row():
    panels = plots.plot_segment_stability(boxes(*range(2, 9))).child_axes
    rows = [round(panel.get_position().y0, 3) for panel in panels]
    assert len(set(rows)) == 3
    assert rows == sorted(rows, reverse=True)


def test_lines_are_as_thick_as_their_members_and_segments_as_dark_as_they_are_stable():
    segments, flows = descent(2, 3)
    few = flows.assign(n=[1, *flows["n"].iloc[1:]])  # fewer than one in a hundred of 240: no line
    ax = plots.plot_lineage(segments, few)
    lines, nodes = ([line for line in ax.lines if (line.get_marker() == "o") == dots] for dots in (False, True))
    assert len(lines) == len(flows) - 1
    assert [line.get_linewidth() for line in lines] == pytest.approx([THICKEST * 40 / 240] * 5)
    expected = [TRACK] * 2 + [to_hex(shade(SEQUENTIAL, value, 0, 1)) for value in segments["stability"].dropna()]
    assert [to_hex(node.get_color()) for node in nodes] == expected
    heights = {row.segment: node.get_ydata()[0] for row, node in zip(segments[2:].itertuples(), nodes[2:], strict=True)}
    assert heights[2] < heights[1] < heights[0]  # in the order of `position`, and the axis points down


def test_histograms_hold_all_cases():
    bins = similarities(["a", "b"])
    panels = plots.plot_gorge(bins).child_axes
    assert [panel.get_title(loc="left") for panel in panels] == ["Segment a", "Segment b"]
    for panel in panels:
        assert sum(bar.get_height() for bar in panel.patches) == bins["n"].sum() / 2


@pytest.mark.parametrize("drawn", ["forest", "effects"])
def test_a_square_beside_its_name_has_the_segments_own_colour(drawn):
    colors = plots.known_colors(["At risk", "Loyal", "Not here"])
    rows = pd.DataFrame(
        {"group": "Spring", "label": ["All", "Loyal", "At risk"], "effect": 1.0, "low": 0.0, "high": 2.0}
    )
    rows = rows.assign(sure=True, differs=True)
    options = {"value_label": "x"} if drawn == "forest" else {"label": "label"}
    ax = getattr(plots, f"plot_{drawn}")(rows, colors=colors, **options)
    squares = [line.get_color() for line in ax.lines if line.get_marker() == "s"]
    assert squares == [colors["Loyal"], colors["At risk"]]
    plain = getattr(plots, f"plot_{drawn}")(rows, colors={"Not here": "#000000"}, **options)
    assert not [line for line in plain.lines if line.get_marker() == "s"]


def test_messages():
    with pytest.raises(ValueError, match="must have the column `q25`"):
        plots.plot_segment_stability(boxes(2).drop(columns="q25"))
    with pytest.raises(ValueError, match="must hold each cell once"):
        plots.plot_lineage(*(descent(2, 3)[0].assign(k=2, segment=0), descent(2, 3)[1]))
    with pytest.raises(ValueError, match="must have at least one row"):
        plots.plot_gorge(similarities([]))
