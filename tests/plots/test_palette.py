"""Can the colours be told apart, by everybody?

Colour differences are CIEDE2000 (Sharma, Wu and Dalal 2005), colour blindness is simulated in linear light with the
matrices of Machado, Oliveira and Fernandes (2009) at full severity.
"""

from itertools import combinations, pairwise

import numpy as np
import pytest

from seglib.plots import known_colors, palette, segment_colors

VISIONS = {
    "ordinary": np.eye(3),
    "protan": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deutan": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritan": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def to_lab(color, vision):
    rgb = np.array(palette.to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(np.array(VISIONS[vision]) @ linear, 0, 1) / [0.95047, 1.0, 1.08883]
    f = np.where(xyz > 216 / 24389, np.cbrt(xyz), (24389 / 27 * xyz + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def ciede2000(first, second):
    (l1, a1, b1), (l2, a2, b2) = first, second
    mean = (np.hypot(a1, b1) + np.hypot(a2, b2)) / 2
    stretch = 1.5 - 0.5 * np.sqrt(mean**7 / (mean**7 + 25.0**7))
    c1, c2 = np.hypot(stretch * a1, b1), np.hypot(stretch * a2, b2)
    h1, h2 = (np.degrees(np.arctan2(b, stretch * a)) % 360 for a, b in ((a1, b1), (a2, b2)))
    turn = (h2 - h1 + 180) % 360 - 180
    dl, dc, dh = l2 - l1, c2 - c1, 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2)
    hue = (h1 + turn / 2) % 360
    c, lightness = (c1 + c2) / 2, (l1 + l2) / 2
    weights = ((0.17, 1, 30), (-0.24, 2, 0), (-0.32, 3, -6), (0.20, 4, 63))
    t = 1 - sum(w * np.cos(np.radians(k * hue - shift)) for w, k, shift in weights)
    sl = 1 + 0.015 * (lightness - 50) ** 2 / np.sqrt(20 + (lightness - 50) ** 2)
    sc, sh = 1 + 0.045 * c, 1 + 0.015 * c * t
    rt = -2 * np.sqrt(c**7 / (c**7 + 25.0**7)) * np.sin(np.radians(60 * np.exp(-(((hue - 275) / 25) ** 2))))
    return np.sqrt((dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rt * (dc / sc) * (dh / sh))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [  # pairs 1, 7, 17 and 25 of Sharma, Wu and Dalal (2005), table 1
        ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
        ((50.0, 0.0, 0.0), (50.0, -1.0, 2.0), 2.3669),
        ((50.0, 2.5, 0.0), (73.0, 25.0, -18.0), 27.1492),
        ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ],
)
def test_the_measure_of_difference_is_the_published_one(first, second, expected):
    assert ciede2000(first, second) == pytest.approx(expected, abs=5e-5)


@pytest.mark.parametrize("vision", list(VISIONS))
def test_segment_colours_stay_apart(vision):
    labs = {color: to_lab(color, vision) for color in palette.SEGMENTS}
    nearest = min((ciede2000(labs[a], labs[b]), a, b) for a, b in combinations(palette.SEGMENTS, 2))
    assert nearest[0] >= 12, nearest


@pytest.mark.parametrize("vision", list(VISIONS))
def test_the_two_bars_and_the_two_ends_stay_apart(vision):
    ends = palette.DIVERGING(0.0)[:3], palette.DIVERGING(1.0)[:3]
    for first, second in ((palette.QUIET, palette.ACCENT), (palette.CLAY, palette.ACCENT), ends):
        assert ciede2000(to_lab(first, vision), to_lab(second, vision)) >= 12


def test_colours_that_carry_meaning_reach_three_to_one_on_white():
    for color in (*palette.SEGMENTS, palette.QUIET):
        assert 1.05 / (palette.luminance(color) + 0.05) >= 3, color


def test_text_colours_reach_four_and_a_half_to_one_on_white():
    for color in (palette.INK, palette.SOFT, palette.ACCENT, palette.CLAY):
        assert 1.05 / (palette.luminance(color) + 0.05) >= 4.5, color


@pytest.mark.parametrize("colormap", [palette.SEQUENTIAL, palette.DIVERGING], ids=["sequential", "diverging"])
def test_text_on_every_shade_can_be_read(colormap):
    for position in np.linspace(0, 1, 101):
        ground = palette.luminance(colormap(position))
        ink = palette.luminance(palette.text_on(colormap(position)))
        light, dark = max(ground, ink), min(ground, ink)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, position


def test_the_sequence_darkens_steadily():
    lightness = [palette.luminance(palette.SEQUENTIAL(position)) for position in np.linspace(0, 1, 21)]
    assert all(a > b for a, b in pairwise(lightness))


def test_a_segment_has_its_colour_on_every_page():
    names = ["Loyal", "At risk", "Champions"]
    assert dict(segment_colors(names)) == dict(segment_colors(reversed([*names, "Loyal"])))


def test_a_segment_keeps_its_colour_beside_others_that_are_gone():
    own = dict(segment_colors(["Loyal", "At risk"]))
    assert dict(known_colors(["Loyal", "At risk"], others=["A former one", "Loyal"])).items() > own.items()
    assert set(known_colors(map(str, range(12)), others=["13"])) == set(map(str, range(12)))  # none is left for it


def test_twelve_segments_have_twelve_colours():
    assert len(set(segment_colors(map(str, range(12))).values())) == 12


def test_a_thirteenth_colour_is_refused():
    with pytest.raises(ValueError, match=r"at most 12 different names.*got 13"):
        segment_colors(map(str, range(13)))


def test_shades_end_at_the_ends_of_the_scale():
    first, last = palette.SEQUENTIAL(0.0), palette.SEQUENTIAL(1.0)
    assert palette.shade(palette.SEQUENTIAL, -5, 0, 10) == first
    assert palette.shade(palette.SEQUENTIAL, 15, 0, 10) == last
    assert palette.shade(palette.SEQUENTIAL, 3, 3, 3) == first
