"""Are the notebooks built as promised? Their results are compared by nbval, when `make test` runs it."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from seglib.report import committed
from seglib.report.contents import CHAPTERS
from seglib.report.lacking import KEPT

ROOT = Path(__file__).resolve().parent.parent
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TAGS = {"parameters", "analyst", "learn", "exercise", "solution", KEPT, committed.COMPARED}

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def _cells(path: Path, kind: str) -> list:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def _tags(cell) -> set[str]:
    return set(cell.metadata.get("tags", []))


def test_holds_only_the_blocks_text(path):
    assert committed.problems(path) == []


def test_results_are_stored_and_compared(path):
    blocks = [cell for cell in _cells(path, "code") if cell.outputs]
    assert len(blocks) >= 5
    assert all(committed.COMPARED in _tags(cell) for cell in blocks)


def test_tags_are_known(path):
    assert {tag for cell in nbformat.read(path, as_version=4).cells for tag in _tags(cell)} <= TAGS


def test_has_one_parameters_cell_of_annotated_literals_with_comments(path):
    cells = [cell for cell in _cells(path, "code") if "parameters" in _tags(cell)]
    assert len(cells) == 1
    for line in cells[0].source.splitlines():
        assert re.fullmatch(r"\w+: (str|int|float|bool) = .+  # .+", line), line
    for node in ast.parse(cells[0].source).body:
        ast.literal_eval(node.value)


def test_size_and_shape(path):
    code, prose = _cells(path, "code"), _cells(path, "markdown")
    lengths = sorted(len(cell.source.splitlines()) for cell in code)
    assert 20 <= len(code) + len(prose) <= 60
    assert lengths[-1] <= 15
    assert not any(
        re.search(r"^\s*(def|class) ", cell.source, flags=re.M) for cell in code if not _tags(cell) & {"exercise"}
    )


def test_opens_with_title_subtitle_and_the_four_lines(path):
    first, second = nbformat.read(path, as_version=4).cells[:2]
    assert re.match(r"# [^\n]+\n\n> [^\n]+$", first.source)
    for word in ("**Question.**", "**Reads.**", "**Writes.**", "**You will learn.**"):
        assert word in second.source


def test_has_theory_exercises_and_solutions(path):
    tags = [_tags(cell) for cell in nbformat.read(path, as_version=4).cells]
    assert sum("learn" in t for t in tags) >= 1
    assert 2 <= sum("solution" in t for t in tags) <= sum("exercise" in t for t in tags)


def test_is_part_of_the_report(path):
    assert path.stem in {chapter.name for chapter in CHAPTERS}
    listed = re.search(r"^NOTEBOOKS := (.*)$", (ROOT / "Makefile").read_text(), flags=re.M)[1].split()
    assert path.stem in listed
