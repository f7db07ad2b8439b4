"""Blanks, invisible characters, digit systems and the client's codes."""

import pytest

from seglib.reading.text import has_arabic_digits, has_arabic_marks, latin_digits, recode, tidy, without_joiners


def read(table, expression) -> list:
    return table.select("row", x=expression).order_by("row").to_pyarrow()["x"].to_pylist()


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("  Mug \t blue ", "Mug blue"),
        ("Mug\u00a0blue", "Mug blue"),
        ("Mug\nblue", "Mug blue"),
        ("\ufeffMug\u200b", "Mug"),
        ("\u202eguM\u202c", "guM"),
        ("کتاب\u200cها", "کتاب\u200cها"),  # the joiner is part of the Persian word
        ("   ", None),
        ("\u200b", None),
        (None, None),
    ],
)
def test_tidy(column, text, tidied):
    t = column([text])
    assert read(t, tidy(t.text)) == [tidied]


def test_joiners_mean_nothing_in_an_id(column):
    t = column(["00\u200c42", "\u200d"])
    assert read(t, without_joiners(t.text)) == ["0042", None]


def test_latin_digits(column):
    t = column(["٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "١٬٢٣٤٫٥", "K-٤٢"])
    assert read(t, latin_digits(t.text)) == ["0123456789", "0123456789", "1,234.5", "K-42"]


def test_which_cells_hold_arabic_digits_and_which_arabic_marks(column):
    t = column(["٤", "۴", "1٫5", "4", None])
    assert read(t, has_arabic_digits(t.text)) == [True, True, True, False, None]
    assert read(t, has_arabic_marks(t.text)) == [False, False, True, False, None]


def test_recode_looks_past_case_and_leaves_the_rest(column):
    t = column(["W", "m", "x", None])
    assert read(t, recode(t.text, {"w": "female", "M": "male"})) == ["female", "male", "x", None]
    assert read(t, recode(t.text, {})) == ["W", "m", "x", None]
