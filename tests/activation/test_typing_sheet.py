"""LibreOffice adds up what Python does, for every customer; whatever names begin with, only our formulas run."""

import csv
import os
import shutil
import subprocess

import openpyxl
import pytest
from shop_in_segments import draw_shop

from seglib.activation.golden import golden_questions
from seglib.activation.typing_sheet import ROWS, write_sheet


@pytest.fixture(scope="module")
def typed(tmp_path_factory):
    """Questions on a small shop, its customers in the workbook."""
    features, assignments = draw_shop()
    assignments.loc[assignments["segment"] == "b1", "segment_name"] = "=1+1"
    score = golden_questions(assignments, features).score
    path = tmp_path_factory.mktemp("sheet") / "typing.xlsx"
    codes = score.codes(features)
    write_sheet(score, path, ids=["=2+2", *features["customer_id"][1:]], codes=codes)
    return path, score, codes


def calculated(path, folder) -> list[list[str]]:
    """The first sheet as LibreOffice calculates it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (apt-get install libreoffice-calc-nogui)")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, profile, "--headless", "--convert-to", "csv", "--outdir", str(folder), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=240, env={**os.environ, "HOME": str(folder)})
    with (folder / f"{path.stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def test_the_spreadsheet_agrees_with_python_on_every_customer(typed, tmp_path):
    path, score, codes = typed
    rows = calculated(path, tmp_path)[2 : 2 + len(codes)]
    told = score.assign(codes)
    at = 1 + len(score.questions)
    assert [row[at] for row in rows] == told["segment_name"].tolist()
    assert [int(row[at + 1]) for row in rows] == told["percent"].tolist()


def test_only_our_formulas_are_formulas(typed):
    path, *_ = typed
    book = openpyxl.load_workbook(path)
    ours = ("=IF(COUNT(",)
    for sheet in book:
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f" or (sheet.title == "Customers" and cell.value.startswith(ours))
    assert book["Customers"]["A3"].value == "=2+2" and book["Customers"]["A3"].data_type == "s"
    assert book["Points"]["D1"].data_type == "s"


def test_an_empty_sheet_waits_for_answers(typed, tmp_path):
    _, score, _ = typed
    write_sheet(score, tmp_path / "empty.xlsx")
    rows = calculated(tmp_path / "empty.xlsx", tmp_path)
    assert len(rows) == 2 + ROWS
    assert all(not cell for row in rows[2:] for cell in row)
