"""An encoding is taken from the file where the file proves it, and asked for with samples where it does not."""

import base64

import pytest

from seglib.intake import IntakeError, read_sources
from seglib.intake.questions import OpenQuestionsError


def question(taken, content: bytes, **declared):
    with pytest.raises(OpenQuestionsError) as asked:
        taken(content, **declared)
    [only] = asked.value.questions
    return only


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_a_byte_order_mark_says_what_a_file_is(taken, rows, encoding):
    intake = taken("\ufeffid,name\r\n1,فنجان\r\n".encode(encoding))
    assert rows(intake) == [(2, "1", "فنجان")]
    assert intake.files["encoding"].tolist() == [encoding]
    assert intake.files["notes"].tolist() == [f"{encoding.upper()} text was read as it is marked"]


def test_utf8_needs_no_declaration(taken, rows):
    intake = taken("id,name\n1,Café فنجان\n".encode())
    assert rows(intake) == [(2, "1", "Café فنجان")]
    assert intake.files[["encoding", "notes"]].values.tolist() == [["utf-8", ""]]


def test_windows_1252_is_asked_with_a_line_as_each_candidate_reads_it(taken):
    asked = question(taken, "id,name\n1,Mug\n2,Café 5 €\n".encode("windows-1252"))
    assert (asked.code, asked.line, asked.where) == ("encoding", 3, "sources[0]")
    assert "1 of 3 lines are no UTF-8, and 0 lines can only be UTF-8" in asked.text
    readings = {choice.line: choice.reading for choice in asked.choices}
    assert readings["encoding: windows-1252"].startswith("2,Café 5 € (these lines are the same in")
    assert "encoding: utf-8" in readings
    assert asked.choices[0].line == "encoding: windows-1252"
    assert len(set(readings.values())) == len(readings)


def test_windows_1256_comes_first_where_whole_words_are_beyond_ascii(taken, rows):
    content = "id,name\n1,فنجان قهوه\n2,ابريق شاي\n".encode("windows-1256")
    asked = question(taken, content)
    first = asked.choices[0]
    assert first.line == "encoding: windows-1256"
    assert first.reading.startswith("1,فنجان قهوه (100% of the letters are Arabic script")
    assert rows(taken(content, options=first.line))[0] == (2, "1", "فنجان قهوه")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_two_bytes_a_letter_without_a_mark_are_asked_for(taken, rows, encoding):
    content = "id,name\n1,Mug\n2,فنجان\n".encode(encoding)
    asked = question(taken, content)
    assert [choice.line for choice in asked.choices] == [f"encoding: {encoding}"]
    assert asked.choices[0].reading == "id,name / 1,Mug"
    assert rows(taken(content, options=asked.choices[0].line)) == [(2, "1", "Mug"), (3, "2", "فنجان")]


def test_one_line_in_another_encoding_is_set_aside_where_the_others_prove_utf8(taken, rows, rejects):
    content = "id,name\n1,Café\n2,Thé\n".encode() + "3,Crème\n".encode("windows-1252") + b"4,Mug\n"
    intake = taken(content)
    assert [row[1] for row in rows(intake)] == ["1", "2", "4"]
    [(line, reason, raw, is_base64)] = rejects(intake)
    assert (line, reason, base64.b64decode(raw), is_base64) == (4, "undecodable", b"3,Cr\xe8me", True)
    found = intake.sources[0].rejects.to_pandas().iloc[0]
    place = content.index(b"\xe8")
    assert found["offset"] == content.index(b"3,Cr")
    assert found["detail"] == f"byte {place} of the file is 0xE8"


@pytest.mark.parametrize(
    ("proofs", "against", "plain", "asks"),
    [
        pytest.param(3, 2, 200, False, id="few against more proofs"),
        pytest.param(3, 2, 100, True, id="two in a hundred"),
        pytest.param(1, 1, 500, True, id="one proof is not more than one against"),
        pytest.param(0, 1, 5000, True, id="nothing proves UTF-8"),
    ],
)
def test_a_few_lines_against_many_are_set_aside_and_otherwise_it_is_asked(taken, proofs, against, plain, asks):
    lines = [b"id,name", *["1,Caf\u00e9".encode()] * proofs, *[b"2,Caf\xe9"] * against, *[b"3,Mug"] * plain]
    content = b"\n".join(lines)
    if asks:
        assert question(taken, content).code == "encoding"
    else:
        assert taken(content).files["rejected"].tolist() == [against]


def test_a_stray_nul_is_no_sign_of_utf16(taken, rejects):
    found = rejects(taken(b"id,name\n1,M\0ug\n2,Pot\n"))
    assert [(line, reason) for line, reason, *_ in found] == [(2, "nul_character")]


def test_utf16_that_is_declared_needs_its_mark_or_its_order(taken):
    with pytest.raises(IntakeError, match=r"not utf-16 text with a byte-order mark.*such as utf-16-le"):
        taken("id,name\n1,Mug\n".encode("utf-16-le"), options="encoding: utf-16")


def test_a_file_that_is_cut_in_the_middle_of_a_letter_is_refused(taken):
    content = "id,name\n1,Mug\n".encode("utf-16-le")
    with pytest.raises(IntakeError, match="this is not utf-16-le text"):
        taken(content[:-1], options="encoding: utf-16-le")


def test_the_questions_of_all_files_come_at_once(make_client):
    source = "  - {{table: products, file: {}, delimiter: ',', columns: {{product_id: id}}}}\n"
    yml = "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n" + source.format("a.csv") + source.format("b.csv")
    client = make_client({"a.csv": b"id\n\xe9\n", "b.csv": b"id\n\xfc\n"}, yml)
    with pytest.raises(OpenQuestionsError) as asked:
        read_sources(client)
    assert [(one.file, one.where) for one in asked.value.questions] == [
        ("a.csv", "sources[0]"),
        ("b.csv", "sources[1]"),
    ]
