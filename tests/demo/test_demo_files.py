"""The committed demo is what the generator writes, to the byte, and stays small."""

import gzip
import zipfile

import numpy as np
import pandas as pd
import pytest

from seglib.client import load_client
from seglib.demo import RANDOM_STATE, write
from seglib.demo.files import RawFile, Row, write_bytes, write_excel
from seglib.demo.world import make_customers


def test_regenerates_byte_for_byte(tmp_path, demo_folder):
    written = write(tmp_path, random_state=RANDOM_STATE)
    names = {path.relative_to(tmp_path).as_posix() for path in written}
    committed = {
        path.relative_to(demo_folder).as_posix() for part in ("raw", "truth") for path in (demo_folder / part).iterdir()
    }
    assert names == committed
    different = [name for name in sorted(names) if (tmp_path / name).read_bytes() != (demo_folder / name).read_bytes()]
    assert different == []


def test_another_seed_gives_other_customers():
    assert not make_customers(random_state=1).equals(make_customers(random_state=2))


def test_fits_in_git(demo_folder):
    size = sum(path.stat().st_size for part in ("raw", "truth") for path in (demo_folder / part).iterdir())
    assert size < 2_000_000  # the promise is 3 MB


def test_client_file_is_valid_and_uses_every_raw_file(demo_folder):
    client = load_client(demo_folder)
    used = {path.name for source in client.sources for path in client.files(source)}
    assert used == {path.name for path in (demo_folder / "raw").iterdir()}


def test_gzip_holds_neither_time_nor_name(tmp_path):
    write_bytes(tmp_path / "a.csv.gz", b"x\n")
    data = (tmp_path / "a.csv.gz").read_bytes()
    assert data[3] == 0  # RFC 1952: no flag set, so no file name
    assert data[4:8] == bytes(4)  # and a modification time of zero
    assert gzip.decompress(data) == b"x\n"


def test_excel_is_the_same_whenever_it_is_saved(tmp_path):
    table = pd.DataFrame({"a": ["x"], "b": [1.5]})
    for name in ("one.xlsx", "two.xlsx"):
        write_excel(tmp_path / name, table, sheet="S")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.xlsx") as book:
        assert b"modified" not in book.read("docProps/core.xml")
    pd.testing.assert_frame_equal(pd.read_excel(tmp_path / "one.xlsx", sheet_name="S"), table)


def test_a_cell_that_needs_quoting_is_refused():
    file = RawFile("x.csv", "customers", {"name": "name"}, rows=[Row(["a,b"])])
    with pytest.raises(ValueError, match=r"Cells of x\.csv must not need quoting; got 'a,b'"):
        file.lines()


def test_money_and_dates_follow_the_file():
    file = RawFile("x.csv", "order_lines", {}, ";", ",", "%d.%m.%Y %H:%M")
    assert file.money(-123_405) == "-1234,05"
    assert file.date(np.datetime64("2025-02-03T04:05:06")) == "03.02.2025 04:05"
