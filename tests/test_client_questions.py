"""Is a value that is still "?" asked for, with its line and the answers that the file itself offers?"""

import pytest

from seglib.client import ClientError, OpenClientError, load_client
from seglib.questions import OpenQuestionsError

TEXT = """\
name: Shop
currency: "?"              # in which currency is the money? No column says it
# currency: EUR            # most customers live in Germany
# currency: USD
# The day on which observation ends.
as_of: 2026-06-30
sources:
  - table: products
    file: products.csv
    columns:
      product_id: id
      product: "?"         # two columns fit
      # product: Title     # by its name
      # product: "Name #2"   # by its values
      brand: Maker
    values:
      brand: {acme: "?"}
"""


@pytest.fixture
def questions(make_client):
    with pytest.raises(OpenClientError) as caught:
        make_client({"products.csv": b"id\n1\n"}, TEXT)
    return caught.value.questions


def test_every_open_value_is_asked_with_its_line_and_its_answers(questions):
    assert [(question.file, question.line, question.where) for question in questions] == [
        ("client.yml", 2, ""),
        ("client.yml", 12, "sources[0].columns"),
        ("client.yml", 17, "sources[0].values.brand"),
    ]
    assert questions[0].text == "`currency`: in which currency is the money? No column says it"
    assert [(choice.line, choice.reading) for choice in questions[0].choices] == [
        ("currency: EUR", "most customers live in Germany"),
        ("currency: USD", "if that is so"),
    ]
    assert [choice.line for choice in questions[1].choices] == ["product: Title", 'product: "Name #2"']


def test_a_question_without_answers_still_says_what_to_write(questions):
    assert questions[2].text == "`acme`: this is not known yet."
    assert [choice.line for choice in questions[2].choices] == ["acme: ..."]


def test_it_is_an_error_of_the_client_and_a_question(make_client):
    with pytest.raises(ClientError, match="3 questions are open; nothing was guessed") as caught:
        make_client({"products.csv": b"id\n1\n"}, TEXT)
    assert isinstance(caught.value, OpenQuestionsError)


def test_the_command_ends_with_status_3(make_client, tmp_path, capsys):
    from typer.testing import CliRunner

    from seglib.cli import app

    with pytest.raises(OpenClientError):
        make_client({"products.csv": b"id\n1\n"}, TEXT)
    result = CliRunner().invoke(app, ["publish", "--client", str(tmp_path / "shop")])
    assert result.exit_code == 3
    assert "client.yml:2: `currency`" in result.output


def test_answered_the_file_loads(make_client, tmp_path):
    answered = TEXT.replace('currency: "?"', "currency: EUR").replace('product: "?"', "product: Title")
    make_client({"products.csv": b"id\n1\n"}, answered.replace('acme: "?"', "acme: Acme"))
    assert load_client(tmp_path / "shop").sources[0].columns["product"] == "Title"
