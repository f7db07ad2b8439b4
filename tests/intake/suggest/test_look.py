"""Is a file that nobody has described looked at as it is?"""

import io

import openpyxl
import pytest

from seglib import engine
from seglib.intake.suggest.look import look


@pytest.fixture
def looked(folder):
    def at(files):
        looks, unread = look(folder(files), connection=engine.connect())
        return {(one.file, one.options["sheet"]) if "sheet" in one.options else one.file: one for one in looks}, unread

    return at


def test_delimiter_fill_and_variety_are_those_of_the_whole_file(looked):
    rows = "".join(f"{i};{'a' if i % 2 else ''}\n" for i in range(10))
    looks, unread = looked({"a.csv": "id;kind\n" + rows})
    (found,) = looks.values()
    assert (found.options, found.rows, unread) == ({"delimiter": ";"}, 10, {})
    assert [(one.name, one.filled, one.distinct, one.unique) for one in found.columns] == [
        ("id", 1.0, 10, 1.0),
        ("kind", 0.5, 1, 0.2),
    ]


def test_values_are_told_by_their_form(looked):
    text = "mail,day,sum,rate,yes\na@b.co,31.12.2025,€ 5,0.5,ja\nc@d.co,01.01.2026,€ 7,0.25,nein\n"
    (found,) = looked({"a.csv": text})[0].values()
    assert found.column("mail").shares["email"] == 1
    assert found.column("day").shapes == {"9.9.Y": 1.0}
    assert found.column("sum").shares["sign"] == found.column("sum").shares["figure"] == 1
    assert found.column("rate").shares["fraction"] == 1
    assert found.column("yes").shares["yes_no"] == 1


def test_files_of_one_shape_are_one_source_where_a_pattern_takes_no_other(looked):
    till = "Bon;Menge\n1;2\n"
    files = {"till_2024.csv": till, "till_2025.csv": till, "shop.csv": till}
    assert set(looked(files)[0]) == {"till_2024.csv", "till_2025.csv", "shop.csv"}
    assert set(looked(files | {"shop.csv": "a,b\n1,2\n"})[0]) == {"till_*.csv", "shop.csv"}


def test_two_years_without_a_name_in_common_stay_apart(looked):
    assert set(looked({"2024.csv": "a,b\n1,2\n", "2025.csv": "a,b\n1,2\n"})[0]) == {"2024.csv", "2025.csv"}


def test_each_sheet_of_a_workbook_is_looked_at(looked):
    book = openpyxl.Workbook()
    book.active.title = "Artikel"
    book.active.append(["Artikelnr", "Marke"])
    book.active.append(["1", "Acme"])
    other = book.create_sheet("Kunden")
    other.append(["Kundennr", "Ort"])
    other.append(["1", "Ulm"])
    stream = io.BytesIO()
    book.save(stream)
    assert set(looked({"a.xlsx": stream.getvalue()})[0]) == {("a.xlsx", "Artikel"), ("a.xlsx", "Kunden")}


def test_what_cannot_be_read_is_named_with_the_reason(looked):
    looks, unread = looked({"a.csv": "", "b.csv": "%PDF-1.7", "c.csv": "id,kind\n1,x\n"})
    assert set(looks) == {"c.csv"}
    assert set(unread) == {"a.csv", "b.csv"}
    assert "PDF" in unread["b.csv"]


def test_another_table_below_the_first_is_seen(looked):
    text = "id,name,city\n" + "1,A,Ulm\n" * 40 + "Region,Head\nSouth,C\n"
    (found,) = looked({"a.csv": text})[0].values()
    assert (found.rows, found.rejected, found.last_line) == (40, 2, 41)
