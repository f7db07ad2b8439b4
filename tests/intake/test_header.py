"""Which line holds the names, which columns are meant, and what is refused or asked where that is not clear."""

import pytest

from seglib.intake import IntakeError, read_sources
from seglib.intake.questions import OpenQuestionsError

HEAD = "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n"


def question(taken, content: bytes, **declared):
    with pytest.raises(OpenQuestionsError) as asked:
        taken(content, **declared)
    [only] = asked.value.questions
    return only


def test_titles_above_the_header_are_asked_about_and_the_answer_is_used(taken, rows):
    content = b"Product list,\nas of 30 June,\n\nid,name\n1,Mug\n2,Pot\n"
    asked = question(taken, content)
    assert (asked.code, asked.line) == ("header_line", 4)
    assert [(choice.line, choice.reading) for choice in asked.choices] == [("header_line: 4", "id | name")]
    assert rows(taken(content, options="header_line: 4")) == [(5, "1", "Mug"), (6, "2", "Pot")]


def test_titles_are_seen_by_their_shape_where_no_name_is_found(taken):
    asked = question(taken, b"Product list,,\nnr,what,price\n1,Mug,5\n2,Pot,6\n")
    assert [choice.line for choice in asked.choices] == ["header_line: 2"]


def test_a_file_without_a_header_is_asked_for_its_names(taken, rows):
    content = b"1,Mug\n2,Pot\n"
    asked = question(taken, content)
    assert asked.code == "header"
    assert "its first line holds values such as '1'" in asked.text
    assert [(choice.line, choice.reading) for choice in asked.choices] == [
        ("header: [id, name]", "the names, in the order of 1 | Mug")
    ]
    assert rows(taken(content, options=asked.choices[0].line)) == [(1, "1", "Mug"), (2, "2", "Pot")]


def test_a_file_without_a_header_and_with_more_columns_gets_numbered_names(taken):
    asked = question(taken, b"1,Mug,2026-01-31\n2,Pot,2026-02-01\n")
    assert asked.choices[0].line == "header: [column_1, column_2, column_3]"


def test_a_missing_column_is_refused_with_the_three_nearest(taken):
    with pytest.raises(IntakeError) as refused:
        taken(b"id,names,nam,surname,price\n1,Mug,x,y,5\n")
    assert str(refused.value).startswith(
        "products.csv:1: there is no column 'name'; the nearest are 'names', 'nam', 'surname'. Correct the file"
    )


def test_all_missing_columns_are_named_at_once(taken):
    with pytest.raises(IntakeError) as refused:
        taken(b"nr,what\nx,Mug\n")
    assert [line.split(";")[0] for line in str(refused.value).splitlines()] == [
        "products.csv:1: there is no column 'id'",
        "products.csv:1: there is no column 'name'",
    ]


def test_untidy_names_are_read_and_shown(taken, rows):
    intake = taken(" ID\u200b,\u00a0Name \n1,Mug\n".encode())
    assert rows(intake) == [(2, "1", "Mug")]
    assert intake.files["notes"].tolist() == [
        "header ' ID\\u200b' is read as 'ID'; header '\\xa0Name ' is read as 'Name'; "
        "column 'ID' is taken as 'id'; column 'Name' is taken as 'name'"
    ]


def test_names_that_differ_only_in_case_are_not_mixed_up(taken, rows):
    assert rows(taken(b"id,NAME,name\n1,x,Mug\n")) == [(2, "1", "Mug")]
    with pytest.raises(IntakeError, match="there is no column 'name'; the nearest are"):
        taken(b"id,NAME,Name\n1,x,Mug\n")


def test_a_column_without_a_name_is_left_out_if_it_is_empty(taken, rows):
    intake = taken(b"id,name,,\n1,Mug,,\n2,Pot, ,\n")
    assert rows(intake) == [(2, "1", "Mug"), (3, "2", "Pot")]
    assert intake.files["notes"].tolist() == ["columns without a name are empty all through and were left out: 3, 4"]


@pytest.mark.parametrize("many", [1, 1000])
def test_a_column_without_a_name_that_holds_something_is_refused(taken, many):
    content = b"id,name,\n" + b"1,Mug,\n" * many + b"2,Pot,x\n"
    with pytest.raises(IntakeError, match=rf"products.csv:{many + 2}: column 3 has no name in the header but holds"):
        taken(content)


def test_rows_that_all_have_another_width_than_the_header_are_refused(taken):
    with pytest.raises(IntakeError, match=r"products.csv:2: every row has another number of fields than the header"):
        taken(b"id,name\n" + b"1,Mug,5\n" * 20, options='delimiter: ","')


def test_a_row_of_another_width_says_how_many_fields_it_has(taken):
    intake = taken(b"id,name\n1\n2,Pot\n3,a,b\n", options='delimiter: ","')
    found = intake.sources[0].rejects.order_by("_line").to_pandas()
    assert found["detail"].tolist() == ["1 fields, expected 2", "3 fields, expected 2"]
    assert found["offset"].tolist() == [8, 16]


def test_too_many_columns_for_a_table_are_refused(taken):
    names = ",".join(["id", "name", *(f"c{i}" for i in range(20_000))])
    with pytest.raises(IntakeError, match=r"products.csv:1: the header has 20,002 columns, more than 2,000"):
        taken(f"{names}\n1,Mug{',' * 20_000}\n".encode())


def test_tables_below_one_another_come_in_as_sources_of_one_file(make_client):
    content = b"order,person,\n1,ann,\n2,bob,\n3,eve,\nPerson,Region,\nann,West,\nbob,East,\nthe end,,\n"
    people = "  - {table: customers, file: all.csv, header_line: 5, last_line: 7, delimiter: ',', columns: "
    people += "{customer_id: Person, region: Region}}\n"
    orders = "  - {table: survey, file: all.csv, last_line: 4, delimiter: ',', columns: "
    orders += "{customer_id: person, item_id: order, answer: order}}\n"
    intake = read_sources(make_client({"all.csv": content}, HEAD + orders + people))
    first, second = (source.text.order_by("_line").to_pandas() for source in intake.sources)
    assert first[["_line", "customer_id"]].values.tolist() == [[2, "ann"], [3, "bob"], [4, "eve"]]
    assert second[["_line", "customer_id", "region"]].values.tolist() == [[6, "ann", "West"], [7, "bob", "East"]]
    assert intake.files[["first_line", "rows", "lines_unread"]].values.tolist() == [[2, 3, 1], [6, 2, 1]]


@pytest.mark.parametrize(
    ("options", "message"),
    [("header_line: 9", "the file has fewer than 9 lines; correct `header_line:`"), ("last_line: 1", "0 data rows")],
)
def test_lines_that_are_not_there_are_refused(taken, options, message):
    with pytest.raises(IntakeError, match=message):
        taken(b"id,name\n1,Mug\n", options=options)


@pytest.mark.parametrize(
    ("content", "note"),
    [
        pytest.param(b"id,name\r1,Mug\r2,Pot\r", "unusual line ends: 2 CR", id="CR"),
        pytest.param(b"id,name\r\n1,Mug\n2,Pot\r\n", "unusual line ends: 1 CRLF, 1 LF", id="mixed"),
        pytest.param(b'id,name\r\n1,"Mug\nblue"\r\n', "", id="LF inside a cell of a CRLF file"),
    ],
)
def test_unusual_line_ends_are_read_and_said(taken, content, note):
    assert taken(content).files["notes"].tolist() == [note]


def test_runs_of_blanks_may_stand_between_fields(taken, rows):
    content = b" 00004 1  19970101\r\n 00021\t2   19970112 \r\n"
    options = "delimiter: blanks\n    header: [id, name, day]"
    assert rows(taken(content, options=options)) == [(1, "00004", "1"), (2, "00021", "2")]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"id;name;price\n1;Mug;1,50\n2;Pot;2,50\n", id="decimal commas"),
        pytest.param(b"id;name\n1;a,b\n2;c,d\n", id="the mapped names settle it"),
        pytest.param(b"id^name\n1^Mug\n", id="caret"),
        pytest.param(b"id;name\n" + b"1;Mug\n" * 50 + b"2;Pot;\n", id="a long row"),
        pytest.param(b'"id";"name"\n"1";"a;b"\n', id="quoted"),
    ],
)
def test_the_delimiter_is_the_one_that_fits(taken, rows, content):
    assert rows(taken(content))[0][:2] == (2, "1")


def test_a_file_of_one_column_needs_no_delimiter(make_client):
    client = make_client(
        {"c.csv": b"customer\na\nb\n"}, HEAD + "  - {table: customers, file: c.csv, columns: {customer_id: customer}}\n"
    )
    assert read_sources(client).sources[0].text.to_pandas()["customer_id"].tolist() == ["a", "b"]
