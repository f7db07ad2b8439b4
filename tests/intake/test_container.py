"""Every file is what its name says, is unpacked with care, and stays the same while it is read."""

import gzip
import io
import zipfile

import pytest

from seglib.intake import IntakeError, files, read_sources
from seglib.intake.questions import OpenQuestionsError

PRODUCTS = b"id,name\n1,Mug\n"


def zip_of(**members: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("_csv", ".csv"), data)
    return content.getvalue()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(b"<!DOCTYPE html><html><body>Log in</body></html>", id="page"),
        pytest.param(b"\xef\xbb\xbf\n  <HTML><head>", id="page with a mark and blanks"),
        pytest.param(b"<?xml version='1.0'?><Error>expired</Error>", id="message in XML"),
    ],
)
def test_a_web_page_named_csv_is_refused(taken, page):
    with pytest.raises(IntakeError, match=r"products.csv: this is not a table but a web page .*download the export"):
        taken(page)


def test_a_zip_file_of_one_table_is_read(taken, rows):
    assert rows(taken(zip_of(products_csv=PRODUCTS), file="products.zip")) == [(2, "1", "Mug")]


def test_a_zip_file_of_several_is_asked_about(taken, rows):
    content = zip_of(products_csv=PRODUCTS, old_csv=b"id,name\n9,Old\n")
    with pytest.raises(OpenQuestionsError) as asked:
        taken(content, file="products.zip")
    [question] = asked.value.questions
    assert [choice.line for choice in question.choices] == ['member: "products.csv"', 'member: "old.csv"']
    assert rows(taken(content, file="products.zip", options=question.choices[1].line)) == [(2, "9", "Old")]
    with pytest.raises(IntakeError, match=r"there is no file 'new.csv' in it; it has products.csv, old.csv"):
        taken(content, file="products.zip", options="member: new.csv")


@pytest.mark.parametrize("ending", ["zip", "xlsx"])
def test_a_bomb_is_refused_before_it_is_unpacked(taken, ending):
    content = zip_of(products_csv=PRODUCTS, zeros=bytes(20 << 20))
    with pytest.raises(IntakeError, match=r"zeros would grow to [\d,]+ times its size, more than 100"):
        taken(content, file=f"products.{ending}")


def test_a_zip_file_with_a_password_is_refused(taken):
    content = bytearray(zip_of(products_csv=PRODUCTS))
    for magic, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + place] |= 1  # the bit that says it is encrypted
    with pytest.raises(IntakeError, match="protected by a password; save it without one"):
        taken(bytes(content), file="products.zip")


def test_a_zip_file_that_is_cut_off_is_refused(taken):
    with pytest.raises(IntakeError, match=r"products.zip: the zip file is damaged or cut off"):
        taken(zip_of(products_csv=PRODUCTS)[:-30], file="products.zip")


def test_a_file_that_changes_while_it_is_read_is_refused(make_client, monkeypatch):
    yml = "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n"
    client = make_client({"p.csv": PRODUCTS}, yml + "  - {table: products, file: p.csv, columns: {product_id: id}}\n")
    whole = files.TextFile.batches

    def growing(self):
        yield from whole(self)
        with (client.raw / "p.csv").open("ab") as file:
            file.write(b"2,Pot\n")

    monkeypatch.setattr(files.TextFile, "batches", growing)
    with pytest.raises(IntakeError, match=r"p.csv: the file changed while it was read"):
        read_sources(client)


def test_two_copies_of_one_export_are_refused(make_client):
    yml = "name: Shop\ncurrency: EUR\nas_of: 2026-06-30\nsources:\n"
    client = make_client(
        {"p_1.csv": PRODUCTS, "p_2.csv": b"id,name\n2,Pot\n", "p_copy.csv.gz": gzip.compress(PRODUCTS)},
        yml + '  - {table: products, file: "p_*", columns: {product_id: id}}\n',
    )
    with pytest.raises(IntakeError, match=r"p_copy.csv.gz: the same content as p_1.csv, so every row would"):
        read_sources(client)


def test_a_cell_of_ten_megabytes_is_set_aside_with_its_reason(taken, rows, rejects):
    intake = taken(b"id,name\n1," + b"x" * (10 << 20) + b"\n2,Pot\n")
    [(line, reason, raw, _)] = rejects(intake)
    assert (line, reason, len(raw)) == (2, "cell_too_long", (10 << 20) + 2)
    assert rows(intake) == [(3, "2", "Pot")]


def test_a_line_that_never_ends_is_refused(taken, monkeypatch):
    monkeypatch.setattr("seglib.intake.blocks.LONGEST_LINE", 8 << 20)
    with pytest.raises(IntakeError, match=r"products.csv:1: the line is longer than 8 MB; no table has such lines"):
        taken(bytes(b"x" * (20 << 20)))
