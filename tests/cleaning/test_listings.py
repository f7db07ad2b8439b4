"""Can what was set aside be opened, whole by a program and safely in a spreadsheet?"""

import base64
import csv
import json

import pytest

from seglib.cleaning.listings import write_listings
from seglib.spreadsheet import as_text, write_csv


@pytest.fixture(scope="module")
def written(shop, tmp_path_factory):
    """A line that cannot be read, one that cannot be split, one that is no text, a formula, and a repaired price."""
    cleaned = shop(
        "a,o1,2026-01-31,mug,1,10.00",
        '=cmd|"x",o2,2026-02-30,=1+1,1,10.00',
        "-a,o3,2026-02-28,mug,1",
        "a,o4,2026-02-28,mug,1,10.00 €",
        "a,o5,2026-02-28,pot,1,\udcff",
        "=a,o6,2026-02-30,=1+1,1,-10.00",
        options="encoding: utf-8",
    )
    folder = tmp_path_factory.mktemp("listings")
    write_listings(cleaned.quarantine, cleaned.repairs, folder)
    return folder


def test_a_program_reads_every_row_as_it_was_received(written):
    rows = [json.loads(line) for line in (written / "quarantine.jsonl").read_text(encoding="utf-8").splitlines()]
    by_line = {row["line"]: row for row in rows}
    assert sorted(by_line) == [3, 4, 6, 7]
    assert by_line[4]["raw"] == "-a,o3,2026-02-28,mug,1"
    assert by_line[6]["base64"]
    assert base64.b64decode(by_line[6]["raw"]) == b"a,o5,2026-02-28,pot,1,\xff"
    assert by_line[7]["reasons"] == ["impossible_date_ordered_at", "price_not_positive", "active_text"]
    assert by_line[7]["raw"]["customer_id"] == "=a"
    assert by_line[4]["offset"] > 0
    assert by_line[7]["offset"] is None


def test_a_spreadsheet_runs_nothing_of_it(written):
    for name in ("quarantine.csv", "repairs.csv"):
        with (written / name).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        assert header[:3] == ["table", "file", "line"]
        assert rows
        begins = [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@")]
        assert [cell for cell in begins if cell != "-10.0"] == []  # an amount stays a number


@pytest.mark.parametrize(
    "cell", ["=1+1", " =1+1", "\u00a0@x", "\u200b+1+1", "-1+1", "a\n=1", "＝1", "\tx", "\rx", "\0=1", "-", "+44 20 x"]
)
def test_an_active_cell_is_made_text(cell):
    assert as_text(cell).startswith("'")


@pytest.mark.parametrize("cell", ["a=1", "-12.50", "+3", "1e-3", "a\nb", "", -1, 2.5, None, "12-31"])
def test_what_is_not_active_stays(cell):
    assert as_text(cell) == cell


def test_the_former_file_stays_when_writing_fails(tmp_path):
    path = tmp_path / "x.csv"
    write_csv(path, ["a"], [[1]])

    def broken():
        yield [2]
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        write_csv(path, ["a"], broken())
    assert path.read_bytes() == b"\xef\xbb\xbfa\r\n1\r\n"
    assert [p.name for p in tmp_path.iterdir()] == ["x.csv"]
