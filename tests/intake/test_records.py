"""Delimited text: every record keeps its physical line, and none is lost."""

import base64
import gzip

import pytest

from seglib.intake import IntakeError
from seglib.intake.questions import OpenQuestionsError


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"id,name\n1,Mug\n", id="plain"),
        pytest.param(b"\xef\xbb\xbfid,name\n1,Mug\n", id="byte-order mark"),
        pytest.param(b'\xef\xbb\xbf"id","name"\n1,Mug\n', id="byte-order mark before a quote"),
        pytest.param(b"id,name\r\n1,Mug\r\n", id="CRLF"),
        pytest.param(b"id,name\r1,Mug\r", id="CR"),
        pytest.param(b"id,name\n1,Mug", id="no last line end"),
        pytest.param(" id\u200b ,\u00a0name\n1,Mug\n".encode(), id="blanks and zero width in the header"),
        pytest.param(b"id,name,\n1,Mug,\n", id="column without a name"),
    ],
)
def test_these_are_one_table(taken, rows, content):
    assert rows(taken(content, options='delimiter: ","')) == [(2, "1", "Mug")]


@pytest.mark.parametrize(("delimiter", "shown"), [(",", ","), (";", ";"), ("\t", "\t"), ("|", "|")])
def test_the_delimiter_is_found_and_shown(taken, rows, delimiter, shown):
    intake = taken(f"id{delimiter}name\n1{delimiter}Mug\n".encode())
    assert rows(intake) == [(2, "1", "Mug")]
    assert intake.files["delimiter"].tolist() == [shown]


def test_a_tab_is_declared_in_quotes(taken, rows):
    assert rows(taken(b"id\tname\n1\tMug, blue\n", file="products.tsv", options='delimiter: "\\t"')) == [
        (2, "1", "Mug, blue")
    ]


@pytest.mark.parametrize(
    ("content", "which", "lines"),
    [
        pytest.param(
            b"id;x,name\n1;y,Mug\n", "',' and ';' both fit", ['delimiter: ","', 'delimiter: ";"'], id="two fit"
        ),
        pytest.param(b"id name\n1 Mug\n", "none of", ["delimiter: blanks"], id="none fits"),
    ],
)
def test_an_unclear_delimiter_is_asked_for(taken, content, which, lines):
    with pytest.raises(OpenQuestionsError, match=rf"(?s)the delimiter is not clear: {which}.*delimiter: ") as asked:
        taken(content)
    assert [choice.line for choice in asked.value.questions[0].choices] == lines


def test_a_newline_in_quotes_keeps_physical_lines(taken, rows):
    # the first record covers lines 2 and 3, so the second begins on line 4
    assert rows(taken(b'id,name\n1,"Mug,\nblue"\n2,Pot\n')) == [(2, "1", "Mug,\nblue"), (4, "2", "Pot")]


def test_blank_lines_are_counted_and_keep_the_numbering(taken, rows):
    intake = taken(b"id,name\n1,Mug\n\n , \n2,Pot\n", options='delimiter: ","')
    assert rows(intake) == [(2, "1", "Mug"), (5, "2", "Pot")]
    assert intake.files[["rows", "blank", "rejected"]].iloc[0].tolist() == [2, 2, 0]


def test_blank_lines_above_the_header_are_skipped(taken, rows):
    intake = taken(b"\n\nid,name\n1,Mug\n", options='delimiter: ","')
    assert rows(intake) == [(4, "1", "Mug")]
    assert intake.files["blank"].tolist() == [2]


def test_empty_text_is_missing_and_nothing_else_is(taken, rows):
    assert rows(taken(b"id,name\nNA,\nNULL,nan\n00123,1E5\n")) == [
        (2, "NA", None),
        (3, "NULL", "nan"),
        (4, "00123", "1E5"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("1", "wrong_number_of_fields", id="too few fields"),
        pytest.param("1,Mug,blue", "wrong_number_of_fields", id="too many fields"),
        pytest.param("1,M\0ug", "nul_character", id="NUL"),
        pytest.param("id,name", "repeated_header", id="repeated header"),
        pytest.param('1,"Mug" blue', "broken_quotes", id="text after a quote"),
        pytest.param('1,"Mug', "broken_quotes", id="unclosed quote"),
    ],
)
def test_what_is_no_record_is_kept_with_its_line_and_the_rest_is_read(taken, rows, rejects, line, reason):
    intake = taken(f"id,name\n{line}\n2,Pot\n3,Tea\n".encode(), options='delimiter: ","')
    assert rejects(intake) == [(2, reason, line, False)]
    assert rows(intake) == [(3, "2", "Pot"), (4, "3", "Tea")]
    assert intake.files[["rows", "rejected"]].iloc[0].tolist() == [3, 1]


def test_an_unclosed_quote_costs_one_line(taken, rows, rejects):
    # the next quotation mark is no closing one, so all 900 lines between are read
    rest = "".join(f"{number},Pot\n" for number in range(900))
    intake = taken(f'id,name\n1,"Mug\n{rest}2,"Tea"\n'.encode())
    assert rejects(intake) == [(2, "broken_quotes", '1,"Mug', False)]
    assert len(rows(intake)) == 901


def test_a_quote_that_would_swallow_a_thousand_lines_is_refused_at_its_line(taken):
    rest = "".join(f"{number},Pot\n" for number in range(1000))
    with pytest.raises(IntakeError, match=r"products.csv:3: a quotation mark is opened here and not closed"):
        taken(f'id,name\n0,Tea\n1,"Mug\n{rest}'.encode())


@pytest.mark.parametrize(
    ("encoding", "bad"),
    [
        pytest.param("utf-8", b"1,Caf\xe9", id="windows-1252 in utf-8"),
        pytest.param("cp1252", b"1,Caf\x81", id="a byte that windows-1252 lacks"),
    ],
)
def test_bytes_that_are_not_text_are_kept_to_the_byte(taken, rows, rejects, encoding, bad):
    content = b"id,name\n" + bad + b"\n2,Pot\n"
    intake = taken(content, options=f'encoding: {encoding}\n    delimiter: ","')
    [(line, reason, raw, is_base64)] = rejects(intake)
    assert (line, reason, is_base64) == (2, "undecodable", True)
    assert base64.b64decode(raw) == bad
    assert rows(intake) == [(3, "2", "Pot")]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "cp1256"])
def test_a_declared_encoding_is_used(taken, rows, encoding):
    name = "فنجان" if encoding == "cp1256" else "Café 5 €"
    assert rows(taken(f"id,name\n1,{name}\n".encode(encoding), options=f"encoding: {encoding}")) == [(2, "1", name)]


@pytest.mark.parametrize(
    ("encoding", "message"),
    [("utf-99", "'utf-99' is not an encoding; use for instance utf-8"), ("base64", "'base64' is not an encoding")],
)
def test_an_encoding_that_does_not_exist_is_refused(taken, encoding, message):
    with pytest.raises(IntakeError, match=message):
        taken(b"id,name\n1,Mug\n", options=f"encoding: {encoding}")


def test_text_in_another_encoding_throughout_is_refused(taken):
    with pytest.raises(IntakeError, match=r"this is not utf-16 text with a byte-order mark; write its `encoding:`"):
        taken(b"id,name\n1,Mug\n2,Pot\n", options='encoding: utf-16\n    delimiter: ","')


def test_a_gzipped_file_is_read_as_it_is(taken, rows):
    assert rows(taken(gzip.compress(b"id,name\n1,Mug\n"), file="products.csv.gz")) == [(2, "1", "Mug")]


def test_a_gzipped_file_that_is_cut_off_is_refused(taken):
    whole = gzip.compress(b"id,name\n" + b"".join(b"%d,Mug\n" % i for i in range(10_000)))
    with pytest.raises(IntakeError, match=r"products.csv.gz: the compressed file is damaged or cut off"):
        taken(whole[: len(whole) // 2], file="products.csv.gz", options='delimiter: ","')


@pytest.mark.parametrize(
    ("start", "kind"),
    [
        pytest.param(b"PK\x03\x04rest", "an Excel or zip file; give an Excel file the ending .xlsx", id="xlsx"),
        pytest.param(b"PAR1rest", "a Parquet file", id="parquet"),
        pytest.param(b"%PDF-1.7", "a PDF; export the table", id="pdf"),
        pytest.param(b"\xd0\xcf\x11\xe0rest", "an old Excel file; save it as .xlsx", id="xls"),
    ],
)
def test_another_kind_of_file_named_csv_is_refused_by_its_kind(taken, start, kind):
    with pytest.raises(IntakeError, match=f"products.csv: this is not a text file but {kind}"):
        taken(start)


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n"])
def test_an_empty_file_is_refused(taken, content):
    with pytest.raises(IntakeError, match=r"products.csv: the file is empty; export it again"):
        taken(content, options='delimiter: ","')


def test_a_header_without_rows_is_refused(taken):
    with pytest.raises(IntakeError, match=r"products.csv: there are 0 data rows under the header; export it again"):
        taken(b"id,name\n")


def test_a_name_that_the_header_has_twice_is_refused_with_both_places(taken):
    with pytest.raises(IntakeError, match=r"products.csv:1: the header has 'name' in columns 2 and 4; rename one"):
        taken(b"id,name,x,name\n1,Mug,a,b\n")


def test_a_file_without_a_header_takes_its_names_from_client_yml(taken, rows):
    intake = taken(b"1,Mug\n2,Pot\n", options="header: [id, name]")
    assert rows(intake) == [(1, "1", "Mug"), (2, "2", "Pot")]


def test_a_record_like_the_header_is_data_where_the_file_has_none(taken, rows):
    assert rows(taken(b"id,name\n2,Pot\n", options="header: [id, name]"))[0] == (1, "id", "name")
