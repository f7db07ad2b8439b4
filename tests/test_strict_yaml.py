"""A mistake in a YAML file is found where it was made, and text stays text."""

import pytest

from seglib.strict_yaml import YamlError, load


@pytest.mark.parametrize(
    "word", ["NO", "yes", "on", "true", "007", "1_000", "12:30", "2026-02-30", "1e5", "null", "~", "0x1F", "<<"]
)
def test_a_plain_value_is_text_as_written(word):
    value, _ = load(f"key: {word}\n")
    assert value == {"key": word}


def test_a_key_without_a_value_is_missing():
    assert load("key:\n") == ({"key": None}, {(): 1, ("key",): 1})


@pytest.mark.parametrize("text", ["", "# only a comment\n"])
def test_an_empty_file_is_an_empty_mapping(text):
    assert load(text) == ({}, {})


def test_lines_of_keys_and_items_are_physical_lines():
    value, lines = load(
        "# a comment\nname: Acme\n\nsources:\n  - table: products\n    file: a.csv\n  - table: survey\n"
    )
    assert value["sources"][1] == {"table": "survey"}
    assert lines["name",] == 2
    assert lines["sources",] == 4
    assert lines["sources", 0, "file"] == 6
    assert lines["sources", 1, "table"] == 7


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param("a: 1\nb: 2\na: 3\n", 3, "key 'a' is given twice \\(first on line 1\\)", id="duplicate key"),
        pytest.param("x:\n  a: 1\n  a: 2\n", 3, "key 'a' is given twice \\(first on line 2\\)", id="duplicate below"),
        pytest.param("a: &one [1]\nb: *one\n", 2, "aliases \\(\\*name\\) are not used here", id="alias"),
        pytest.param("a: 1\n[b, c]: 2\n", 2, "a key must be a word", id="list as key"),
        pytest.param("a: 1\nb: [2\n", 3, "not valid YAML", id="open bracket"),
        pytest.param("a: one: two\n", 1, "not valid YAML", id="colon in a value"),
        pytest.param("a: 1\nb: \x07\n", 2, "is not allowed in YAML", id="control character"),
        pytest.param("a: !!python/object:os.system x\n", 1, "not valid YAML", id="python object"),
    ],
)
def test_what_is_refused_is_refused_at_its_line(text, line, message):
    with pytest.raises(YamlError, match=message) as caught:
        load(text)
    assert caught.value.line == line
