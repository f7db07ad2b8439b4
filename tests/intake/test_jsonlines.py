"""JSON lines: every object a row with its line, numbers as they are written, one level flattened."""

import base64
import gzip

import pytest

from seglib.intake import IntakeError, read_sources

YML = "name: S\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n  - {table: products, file: p.jsonl, columns: "


def read(taken, content: bytes, **declared):
    return taken(content, file=declared.pop("file", "products.jsonl"), **declared)


def test_values_are_the_text_that_is_written(taken, rows):
    content = (
        b'{"id": 1.10, "name": "Mug"}\r\n\n{"name": null, "id": "00123"}\n'
        b'{"id": 12345678901234567890, "name": true}\n{"id": 1e5}'
    )
    intake = read(taken, content)
    assert rows(intake) == [
        (1, "1.10", "Mug"),
        (3, "00123", None),
        (4, "12345678901234567890", "true"),
        (5, "1e5", None),
    ]
    assert intake.files[["rows", "blank", "columns_ignored"]].values.tolist() == [[4, 1, 0]]


@pytest.mark.parametrize("file", ["products.ndjson", "products.jsonl.gz"])
def test_both_endings_are_known_and_packed_files_are_read(taken, rows, file):
    content = '\ufeff{"id": "١", "name": "فنجان"}\n'.encode()
    assert rows(read(taken, gzip.compress(content) if file.endswith("gz") else content, file=file)) == [
        (1, "١", "فنجان")
    ]


def test_an_inner_object_is_flattened_one_level(make_client, rows):
    client = make_client(
        {"p.jsonl": b'{"id": 1, "item": {"name": "Mug", "tags": ["a"]}}\n'},
        YML + "{product_id: id, product: item.name}}\n",
    )
    intake = read_sources(client)
    assert rows(intake) == [(1, "1", "Mug")]
    assert intake.files["columns_ignored"].tolist() == [1]  # the tags


@pytest.mark.parametrize(("value", "kind"), [("[1]", "list"), ('{"b": 1}', "nested object")])
def test_what_is_no_single_value_is_refused_where_it_is_wanted(make_client, value, kind):
    content = f'{{"id": 1, "item": {{"name": "Mug"}}}}\n{{"id": 2, "item": {{"name": {value}}}}}\n'
    client = make_client({"p.jsonl": content.encode()}, YML + "{product_id: id, product: item.name}}\n")
    with pytest.raises(IntakeError, match=rf"p.jsonl:2: 'item.name' holds a {kind}, not one value; export it as"):
        read_sources(client)


def test_bytes_that_are_not_utf8_are_kept(taken, rows, rejects):
    intake = read(taken, b'{"id": 1, "name": "Mug"}\n{"id": "caf\xe9"}\n')
    [(line, reason, raw, is_base64)] = rejects(intake)
    assert (line, reason, base64.b64decode(raw), is_base64) == (2, "broken_json", b'{"id": "caf\xe9"}', True)


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        pytest.param('{"id": 1', "Expecting", id="cut off"),
        pytest.param("[1, 2]", "the line is no object", id="list"),
        pytest.param('{"id": 1, "id": 2}', "a name is there twice", id="one name twice"),
        pytest.param('{"a": {"b": 1}, "a.b": 2}', "'a.b' is there twice", id="one name twice when flattened"),
        pytest.param("[" * 100_000, "", id="very deep"),
        pytest.param('{"id": "\\ud800"}', "half a letter", id="half a letter"),
        pytest.param('{"id": "a\\u0000"}', "NUL", id="NUL"),
    ],
)
def test_a_line_that_is_no_object_is_set_aside(taken, rows, line, detail):
    intake = read(taken, f'{{"id": 1, "name": "Mug"}}\n{line}\n'.encode())
    assert rows(intake) == [(1, "1", "Mug")]
    [found] = intake.sources[0].rejects.to_pandas().to_dict("records")
    assert (found["_line"], found["reason"], found["offset"], found["raw"]) == (2, "broken_json", 25, line)
    assert detail in found["detail"]


def test_a_file_without_any_object_is_refused(taken):
    with pytest.raises(IntakeError, match="no line is a JSON object"):
        read(taken, b"id,name\n1,Mug\n")


def test_a_missing_name_is_refused_with_the_nearest(taken):
    with pytest.raises(IntakeError, match="there is no column 'name'; the nearest are 'names', 'id'"):
        read(taken, b'{"id": 1, "names": "Mug"}\n')
