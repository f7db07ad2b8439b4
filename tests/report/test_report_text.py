"""Numbers, money and dates as each reader expects them."""

import re

import pandas as pd
import pytest

from seglib.report.sentence import placeholders
from seglib.report.text import Formatter, translation

EN = Formatter("en", "EUR")


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (1_234, "count", "1,234"),
        (-5, "count", "\u22125"),  # a true minus sign, not a hyphen
        (14.0, "number", "14"),  # whole: no decimals
        (3.14159, "number", "3.14"),
        (314.159, "number", "314.2"),
        (3141.59, "number", "3,142"),
        (-0.001, "number", "0.00"),  # never "-0.00"
        (0.2, "percent", "20%"),
        (0.6134, "percent", "61%"),
        (0.999988, "percent", ">99.9%"),
        (1.0, "percent", "100%"),
        (0.0004, "percent", "<0.1%"),
        (0.0005, "percent", "<0.1%"),
        (-0.0004, "percent", ">−0.1%"),
        (0.0, "percent", "0%"),
        (12.5, "money", "€12.50"),
        (99.99, "money", "€99.99"),
        (999.99, "money", "€1,000"),
        (1_000.49, "money", "€1,000"),  # no cents from 1,000 up
        (-8_911_407.9, "cents", "−€8,911,407.90"),  # but where books must balance
        (1, "days", "1 day"),
        (12, "days", "12 days"),
        ("2026-06-30", "date", "Jun 30, 2026"),
        ("2026-06-30", "month", "Jun 2026"),
        ("سارا", "text", "سارا"),
    ],
)
def test_each_format_in_english(value, kind, shown):
    assert EN.format(value, kind) == shown


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NaT, pd.NA])
@pytest.mark.parametrize("kind", ["count", "number", "percent", "money", "cents", "date", "days", "text"])
def test_missing_is_an_en_dash_in_every_format(missing, kind):
    assert EN.format(missing, kind) == "–"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(9_999, "€9,999"), (12_345, "€12.3K"), (340_000, "€340K"), (1_234_567, "€1.23M"), (999_999, "€1M")],
)
def test_headline_money_has_three_figures(value, shown):
    assert EN.format(value, "money", compact=True) == shown


def test_money_follows_the_language_and_the_currency():
    assert Formatter("de", "EUR").money(1234.5) == "1.234\xa0€"
    assert Formatter("en", "JPY").money(500) == "¥500"  # the yen has no cents


@pytest.mark.parametrize("language", ["ar", "fa", "ms", "de"])
def test_digits_are_western_in_every_language(language):
    formatter = Formatter(language, "EUR")
    shown = "".join(formatter.format(v, k) for v, k in [(1234.5, "money"), (0.5, "percent"), ("2026-06-30", "date")])
    assert re.findall(r"\d", shown) == re.findall(r"[0-9]", shown) != []


def test_a_column_shares_its_decimals():
    assert EN.decimals([1.5, 2_000.25, None], "money") == 0
    assert EN.decimals([1.5, 20.25], "money") == 2
    assert EN.decimals([1.0, 20.0], "number") == 0


@pytest.mark.parametrize("value", [float("inf"), "many", True])
def test_what_is_no_number_is_refused(value):
    with pytest.raises(ValueError, match="must be"):
        EN.format(value, "count")


def test_unknown_format_names_the_nearest():
    with pytest.raises(ValueError, match=r"must be one of count, .*; got 'percents'. Did you mean 'percent'\?"):
        EN.format(0.5, "percents")


def test_unknown_language_is_refused():
    with pytest.raises(ValueError, match="`language` must be a locale"):
        Formatter("klingon", "EUR")


def test_wording_without_a_catalogue_is_english():
    assert translation("ms")("Source: {names}", names="ledger") == "Source: ledger"


@pytest.mark.parametrize(
    ("sentence", "values", "message"),
    [
        ("{share:percent} of all", {}, r"\{share\} has no value"),
        ("{shar:percent} of all", {"share": 1}, r"Did you mean 'share'\?"),
        ("{share:percents} of all", {"share": 1}, r"Did you mean 'percent'\?"),
        ("{share} of all", {"share": 0.5}, r"needs a format"),
        ("{share:percent", {"share": 0.5}, r"unbalanced brace"),
        ("All of it", {"share": 0.5}, r"'share' is not used"),
        ("{x.__class__:text}", {"x": "a"}, r"must be \{name:format\}"),
        ("{x!r:text}", {"x": "a"}, r"must be \{name:format\}"),
        ("{0:text}", {"0": "a"}, r"must be \{name:format\}"),
    ],
)
def test_sentences_that_do_not_fit_their_values_are_refused(sentence, values, message):
    with pytest.raises(ValueError, match=message):
        placeholders(sentence, values)


def test_doubled_braces_are_braces():
    assert "".join(literal for literal, _, _ in placeholders("{{a}}", {})) == "{a}"
