"""Numbers and names as written in figures."""

import doctest
import importlib
import pkgutil

import pytest

import seglib.plots
from seglib.plots.labels import amount, count, fonts, name, percent


@pytest.mark.parametrize(
    ("share", "decimals", "expected"),
    [
        (0, 0, "0%"),
        (1, 0, "100%"),
        (0.5, 0, "50%"),
        (0.004, 0, "0.4%"),  # would be 0 %
        (0.996, 0, "99.6%"),  # would be 100 %
        (0.0001, 0, "<0.1%"),
        (0.9999, 1, ">99.9%"),
        (1.104, 0, "110%"),
        (-0.0204, 0, "−2%"),
        (float("nan"), 0, "–"),
    ],
)
def test_percent(share, decimals, expected):
    assert percent(share, decimals=decimals) == expected


@pytest.mark.parametrize(
    ("value", "currency", "expected"),
    [
        (0, "EUR", "€0"),
        (-0.0, "", "0"),
        (12.5, "EUR", "€12.50"),
        (999.6, "EUR", "€1,000"),
        (9_996, "EUR", "€9,996"),  # as a sentence says it
        (9_999.6, "EUR", "€10K"),
        (310_400, "EUR", "€310K"),
        (1_250_000, "", "1.25M"),
        (-1_250_000, "GBP", "−£1.25M"),
        (None, "EUR", "–"),
    ],
)
def test_amount(value, currency, expected):
    assert amount(value, currency=currency) == expected


def test_numbers_follow_the_language_with_western_digits():
    assert count(135080, language="de") == "135.080"
    assert percent(0.249, language="de", decimals=1) == "24,9\xa0%"
    assert count(1234, language="ar").isascii() and count(1234, language="fa")[0] == "1"


def test_a_long_name_ends_in_an_ellipsis_on_its_last_line():
    lines = name("word " * 40, width=20, lines=2).split("\n")
    assert len(lines) == 2 and lines[1].endswith("…") and max(map(len, lines)) <= 20


def test_a_name_without_blanks_is_cut_and_a_wide_script_takes_fewer_signs():
    assert name("Donaudampfschifffahrt", width=12, lines=1) == "Donaudampfs…"
    assert name("Der Donaudampfschifffahrtskapitän", width=12, lines=2) == "Der Donaudam\npfschifffah…"
    assert name("東京都" * 20, width=20, lines=2) == "東京都" * 3 + "東\n京都" + "東京都" * 2 + "東…"


def test_signs_without_a_glyph_are_left_out_but_never_the_whole_name():
    assert name("🛒 Garden lovers 🌿") == "Garden lovers"
    assert name("🛒") == "🛒"
    assert name("庭園") == "庭園"  # letters stay, whatever the fonts
    assert name(None) == "–" and name("  ") == "–"


def test_the_first_font_comes_with_matplotlib():
    assert fonts()[0] == "DejaVu Sans"


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(seglib.plots.__path__, "seglib.plots.")])
def test_examples_of_the_docstrings_run(module):
    assert doctest.testmod(importlib.import_module(module)).failed == 0
