"""What does a page say to a client who has nothing for it?"""

from types import SimpleNamespace

import nbformat
import pytest

from seglib.contracts import TABLES
from seglib.report.contents import CHAPTERS
from seglib.report.lacking import Lack, lacking_note, lacks, reduced


def client_of(*tables, columns=("customer_id",)):
    return SimpleNamespace(sources=[SimpleNamespace(table=table, columns=dict.fromkeys(columns)) for table in tables])


@pytest.mark.parametrize(
    ("name", "tables", "missing"),
    [
        ("05_behavioural", ("survey",), ("order_lines",)),
        ("05_behavioural", ("survey", "order_lines"), ()),
        ("02_demographic", ("survey",), ("customers", "order_lines")),
        ("01_cleaning", ("survey",), ()),
        ("own_notebook", ("survey",), ()),
    ],
)
def test_a_notebook_lacks_tables_only_where_none_of_them_is_there(name, tables, missing):
    assert lacks(name, client_of(*tables)).tables == missing


def test_a_page_of_traits_lacks_them_where_no_trait_is_in_the_files():
    assert lacks("02_demographic", client_of("order_lines")).traits
    assert lacks("02_demographic", client_of("customers", columns=("customer_id", "country"))).traits
    assert not lacks("02_demographic", client_of("customers", columns=("customer_id", "web_skill")))
    assert set(lacks("02_demographic", client_of("order_lines")).traits) <= set(TABLES["customers"].columns)


@pytest.mark.parametrize("chapter", [chapter.name for chapter in CHAPTERS])
def test_what_is_left_has_a_title_parameters_and_the_note(chapter, root):
    whole = nbformat.read(root / "notebooks" / f"{chapter}.ipynb", as_version=4)
    left = reduced(whole, chapter, Lack(tables=("order_lines",)))
    nbformat.validate(left)
    assert left.cells[:2] == whole.cells[:2]
    assert [tag for cell in left.cells for tag in cell.metadata.get("tags", [])].count("parameters") == 1
    assert f"lacking_note(client, '{chapter}')" in left.cells[-1].source


def test_the_note_says_how_to_collect_what_is_missing(make_client):
    survey = b"who,q1\na,yes\n"
    yml = """
name: Poll
currency: EUR
as_of: 2026-06-30
sources:
  - table: survey
    file: poll.csv
    columns: {respondent_id: who}
    items: [q1]
"""
    client = make_client({"poll.csv": survey}, yml)
    assert "Export the order lines of the shop or till" in lacking_note(str(client.folder), "05_behavioural").text


@pytest.mark.parametrize(("name", "form"), [("02_demographic", "collection_form"), ("03_geographic", "form_fields")])
def test_without_any_trait_the_page_still_asks_for_them(name, form, root):
    whole = nbformat.read(root / "notebooks" / f"{name}.ipynb", as_version=4)
    left = reduced(whole, name, Lack(traits=("age",)))
    sources = [cell.source for cell in left.cells]
    assert any(form in source for source in sources)
    assert not any("plot_" in source for source in sources)
