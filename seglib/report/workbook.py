"""What does a student work in? Notebooks without solutions, each exercise with a check; and the same with solutions.

The check knows the answer by its fingerprint alone: the text that the solution showed when the client's notebooks were
executed, where its own assertions held it against the answer key.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import nbformat
from IPython.lib.pretty import pretty

FOLDERS = ("notebooks", "solutions")
_NEVER = {"injected-parameters", "papermill-error-cell-tag"}
_CHECK = "from seglib.report.workbook import check\n\ncheck(lambda: {answer}, {mark!r})"


def write_workbooks(build_dir: Path, folder: Path, *, names: Sequence[str]) -> None:
    """Write both editions of the executed notebooks, without any output.

    Parameters
    ----------
    build_dir : Path
        Holds the executed notebooks.
    folder : Path
        Gets the folders ``notebooks`` and ``solutions``.
    names : sequence of str
        Names of the notebooks.
    """
    for kind in FOLDERS:
        (folder / kind).mkdir(exist_ok=True)
        for name in names:
            executed = nbformat.read(Path(build_dir) / f"{name}.ipynb", as_version=4)
            made = executed if kind == "solutions" else to_work_in(executed)
            nbformat.write(_bare(made), folder / kind / f"{name}.ipynb")


def to_work_in(executed: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Put a check in the place of each solution.

    Parameters
    ----------
    executed : NotebookNode
        With the outputs of its solutions; not changed.

    Returns
    -------
    NotebookNode
        Where a check looks at a name that the exercise does not give, the exercise gives it too, as ``...``.
    """
    made = nbformat.from_dict(executed)
    made.cells = [nbformat.from_dict(cell) for cell in executed.cells]
    task = None
    for cell in made.cells:
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code":
            continue
        if "exercise" in tags:
            task = cell
        elif "solution" in tags:
            answer, wanted = _answer(cell.source)
            shown = [output.get("data", {}).get("text/plain") for output in cell.get("outputs", [])]
            open_ = sorted(wanted - _names(task.source if task else "", ast.Store))
            if task is not None and open_:
                task.source += "".join(f"\n{name} = ..." for name in open_)
            told = _CHECK.format(answer=answer, mark=fingerprint(shown[-1])) if answer and shown and shown[-1] else ""
            cell.source = told or "# There is nothing to check here: compare with the edition with solutions."
    return made


def check(answer: Callable[[], object], mark: str) -> str:
    """Say whether an answer is the one that the solution gives.

    Parameters
    ----------
    answer : callable
        Gives the answer.
    mark : str
        Fingerprint of the right one.

    Returns
    -------
    str
        That it is right.

    Raises
    ------
    AssertionError
        If it is another one, or not there yet.
    """
    try:
        found = answer()
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise AssertionError(f"Not yet: the answer cannot be read ({error}).") from None
    if fingerprint(pretty(found)) != mark:
        raise AssertionError(f"Not yet: {pretty(found)[:200]} is not what the solution gives.")
    return "Right."


def fingerprint(text: str) -> str:
    """Give the fingerprint of an answer.

    Parameters
    ----------
    text : str
        As a notebook shows it; blanks do not count.

    Returns
    -------
    str
        16 hexadecimal digits.
    """
    return sha256(" ".join(text.split()).encode()).hexdigest()[:16]


def _answer(source: str) -> tuple[str, set[str]]:
    """The last expression of a solution, and the names in it that the solution made."""
    last = ast.parse(source).body[-1]
    if not isinstance(last, ast.Expr):
        return "", set()
    answer = ast.unparse(last)
    return answer, _names(answer, ast.Load) & _names(source, ast.Store)


def _names(source: str, use: type[ast.expr_context]) -> set[str]:
    found = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name))
    return {node.id for node in found if isinstance(node.ctx, use)}


def _bare(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Sources, tags and the kernel's name; no output, no trace of the run."""
    cells = [cell for cell in notebook.cells if not _NEVER.intersection(cell.metadata.get("tags", []))]
    for cell in cells:
        cell.metadata = {"tags": cell.metadata["tags"]} if cell.metadata.get("tags") else {}
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
