"""A student's notebook holds no solution, refuses the stub, and is content with the right answer."""

from pathlib import Path

import nbformat
import pytest
from notebook_samples import code_cell, text_cell, write_notebook

from seglib.report.workbook import check, fingerprint, to_work_in, write_workbooks

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.fixture
def folder(tmp_path):
    """Both editions of a notebook with one exercise."""
    write_notebook(
        tmp_path / "b" / "01_a.ipynb",
        text_cell("# T"),
        code_cell("rows = [1, 2, 3]"),
        code_cell("client = '/home/somebody'", "injected-parameters"),
        text_cell("## Exercise\n\nAdd them up.", "exercise"),
        code_cell("total = ...", "exercise"),
        code_cell(
            "total = sum(rows)\nhalf = total / 2\nassert half == 3\ntotal, half",
            "solution",
            shows=[{"text/plain": "(6, 3.0)"}],
        ),
    )
    write_workbooks(tmp_path / "b", tmp_path, names=["01_a"])
    return tmp_path


def run(path, **answers):
    """Run the cells of a notebook; `answers` replace what is open."""
    names = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, names)
            names.update({name: value for name, value in answers.items() if name in names})


def test_the_check_refuses_the_stub_and_wrong_answers_and_takes_the_right_one(folder):
    work = folder / "notebooks" / "01_a.ipynb"
    text = work.read_text(encoding="utf-8")
    assert "sum(rows)" not in text and "somebody" not in text and "assert" not in text
    for answers in ({}, {"total": 7, "half": 3.5}):
        with pytest.raises(AssertionError, match="Not yet"):
            run(work, **answers)
    run(work, total=6, half=3.0)
    assert "sum(rows)" in (folder / "solutions" / "01_a.ipynb").read_text(encoding="utf-8")


def test_a_right_answer_is_told():
    assert check(lambda: 6, fingerprint("6\n")) == "Right."


def test_an_answer_that_cannot_be_read_is_told():
    with pytest.raises(AssertionError, match="cannot be read"):
        check(lambda: (...).sum(), fingerprint("1"))


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_exercise_of_the_suite_gets_a_check(path):
    notebook = nbformat.read(path, as_version=4)
    solutions = [c for c in notebook.cells if c.cell_type == "code" and "solution" in c.metadata.get("tags", [])]
    for cell in solutions:
        cell.outputs = [nbformat.v4.new_output("display_data", data={"text/plain": "1"})]
    made = to_work_in(notebook)
    checks = [c for c in made.cells if c.source.startswith("from seglib.report.workbook import check")]
    assert len(checks) == len(solutions) > 0
    assert not {c.source for c in solutions} & {c.source for c in made.cells}
